"""A running infusion on the complete protocol, the monitoring page over it, and hands and eyes for page and sheets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bedside import NURSE, Bedside
from fake_desk import FakeDesk
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from whole_visit import complete

from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, FieldAnswer, Quantity, VitalSigns, VitalValue
from checklist.session.apply import apply
from checklist.session.commands import RecordVitals
from checklist.session.events import Event, InfusionStarted, LineAnswered, PhaseClosed
from checklist.session.state import Mark
from checklist.ui.pages.monitoring import MonitoringPage
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.sheet import Sheet

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "alertness": "1"}


class Ward:
    """One running session and its page; time goes on only by ``wait``."""

    def __init__(self) -> None:
        self.bed = Bedside(complete("ketamine-iv-mood"))
        self.bed.open()
        self.put(LineAnswered("pre.weight", Answer((FieldAnswer("weight", Quantity("68.4", "kg")),))))
        self.put(LineAnswered("pre.vitals", Answer((FieldAnswer("signs", self.signs()),))))
        self.put(PhaseClosed(PhaseId.PRE_INFUSION, 60, 0, 0))
        self.bed.wait(4)
        self.put(InfusionStarted("150", "34", "100", 40))
        self.desk = FakeDesk(self.bed)
        self.page: MonitoringPage | None = None

    @staticmethod
    def signs(**values: str) -> VitalSigns:
        """A set of vital signs by code; an empty value leaves a code out."""
        usual = {"sbp": "132", "dbp": "82", "hr": "80", "spo2": "98", "rr": "16", "alertness": "5"} | values
        return VitalSigns(tuple(VitalValue(code, value, UNITS[code]) for code, value in usual.items() if value))

    def put(self, event: Event) -> None:
        """Put an event into the record without asking the rules."""
        now, count = self.bed.now(), self.bed.state.count
        mark = Mark(count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, NURSE.person, NURSE.role, NURSE.auth)
        self.bed.live = apply(self.bed.protocol, self.bed.live, event, mark, self.bed.session_id)
        self.bed.recorded.append((event, mark))

    def take(self, light: str = "", **values: str) -> None:
        """Record a set."""
        self.bed.must(RecordVitals("mon.vitals", self.signs(**values), light=light))

    def take_after(self, **values: str) -> None:
        """Record a set of recovery."""
        self.bed.must(RecordVitals("mon.post-vitals", self.signs(**values)))

    def open_page(self) -> MonitoringPage:
        page = self.page = MonitoringPage(self.desk)
        self.desk.over = page
        self.desk.listeners.append(page.show_snapshot)
        page.resize(1164, 632)
        page.show_snapshot(self.desk.snapshot())
        page.show()
        page.enter()
        self.settle()
        return page

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        self.bed.wait(minutes, seconds)
        if self.page is not None:
            self.page.tick(self.bed.now())
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()

    def seen(self, name: str) -> list[QWidget]:
        assert self.page is not None
        return [w for w in self.page.findChildren(QWidget, name) if w.isVisible()]

    def find(self, name: str) -> QWidget:
        found = self.seen(name)
        assert len(found) == 1, (name, len(found))
        return found[0]

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton), name
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type_into(self, name: str, text: str) -> None:
        field = self.find(name)
        if isinstance(field, NumberField):
            for sign in text:
                field.type_key(sign)
        else:
            QTest.keyClicks(field, text)
        self.settle()

    def sheet(self) -> Sheet:
        """The sheet on top."""
        return next(sheet for sheet in reversed(self.desk.sheets))

    def words(self, name: str = "") -> str:
        """What a part, or the page, says now."""
        assert self.page is not None
        root = self.find(name) if name else self.page
        return " | ".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def ward(styled: QApplication) -> Iterator[Ward]:
    """A session in a chair; its page is closed afterwards."""
    made = Ward()
    yield made
    if made.page is not None:
        made.page.close()
        made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
