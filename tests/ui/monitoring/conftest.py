"""A running infusion on the shipped protocol, put together from events, and the page over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bedside import NURSE, SECOND, Bedside
from fake_desk import FakeDesk, shipped_protocol
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from checklist.clock import Reading, SteppedClock
from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, FieldAnswer, Quantity, VitalMissing, VitalSigns, VitalValue
from checklist.session.apply import apply
from checklist.session.commands import Actor, RecordEvent, RecordVitals
from checklist.session.events import Event, InfusionStarted, LineAnswered, PhaseClosed
from checklist.session.state import Mark
from checklist.ui.pages.monitoring import MonitoringPage

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "alertness": "1"}
NINE_O_NINE = Reading(1_795_338_540_000, 0, 5_000_000, "b0070000")


def vital_signs(bp: str = "133/81", hr: str = "80", spo2: str = "98", rr: str = "16", alertness: str = "5") -> VitalSigns:
    sbp, dbp = bp.split("/")
    values = {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2, "rr": rr, "alertness": alertness}
    return VitalSigns(tuple(VitalValue(code, value, UNITS[code]) for code, value in values.items() if value))


class Chair:
    """One session at the chair with its page; time goes on only by ``wait``."""

    def __init__(self) -> None:
        self.bed = Bedside(shipped_protocol(), clock=SteppedClock(start=NINE_O_NINE))
        self.desk = FakeDesk(self.bed)
        self.page: MonitoringPage | None = None

    def happened(self, event: Event, actor: Actor = NURSE) -> None:
        now, live = self.bed.now(), self.bed.state
        mark = Mark(live.count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
        self.bed.live = apply(self.bed.protocol, live, event, mark, self.bed.session_id)
        self.bed.recorded.append((event, mark))

    def prepare(self) -> None:
        """Baseline at 09:12, pump read, pre-infusion signed."""
        self.bed.wait(3)
        self.happened(LineAnswered("pre.vitals", Answer((FieldAnswer("signs", vital_signs("134/82", "78")),))))
        rate = FieldAnswer("rate", Quantity("150", "mL/h"))
        self.happened(LineAnswered("pre.pump-entry", Answer((rate,))), SECOND)
        self.bed.wait(12)
        self.happened(PhaseClosed(PhaseId.PRE_INFUSION, 40, 0, 0))

    def start(self) -> None:
        """Start the pump at 09:24."""
        self.prepare()
        self.happened(InfusionStarted("51", "34", "34", 40))

    def take(self, signs: VitalSigns, link_id: str = "mon.vitals") -> None:
        self.bed.must(RecordVitals(link_id, signs))

    def run(self) -> None:
        """Run for 18:42 with three sets and two events, as on the design picture."""
        self.start()
        self.bed.wait(5)
        self.take(vital_signs("141/86", "86"))
        self.bed.wait(5)
        self.take(vital_signs("146/92", "91", "97", "16", "4"))
        self.bed.wait(1.5)
        self.bed.must(RecordEvent("nausea"))
        self.bed.wait(1.5)
        self.bed.must(RecordEvent("medicine", "ondansetron 4 mg"))
        self.bed.wait(2)
        self.take(vital_signs("151/95", "94", "97", "16", "4"))
        self.bed.wait(3, 42)

    def open_page(self) -> MonitoringPage:
        page = MonitoringPage(self.desk)
        self.page = page
        self.desk.over = page
        self.desk.listeners.append(page.show_snapshot)
        page.resize(1164, 632)
        page.show_snapshot(self.desk.snapshot())
        page.show()
        page.enter()
        return page

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        self.bed.wait(minutes, seconds)
        if self.page is not None:
            self.page.tick(self.bed.now())

    def find(self, name: str) -> QWidget:
        assert self.page is not None
        found = [w for w in self.page.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def keys(self, signs: str) -> int:
        """Press digits on the pad; return how many presses that was."""
        for sign in signs:
            self.press(f"key.digit_{sign}")
        return len(signs)


@pytest.fixture
def chair(styled: QApplication) -> Iterator[Chair]:
    """A session in a chair; its page is closed afterwards."""
    made = Chair()
    yield made
    if made.page is not None:
        made.page.close()
        made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
