"""A running infusion on the complete protocol, and the emergency pages over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bedside import NURSE, Bedside
from fake_desk import FakeDesk
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from shiboken6 import isValid
from whole_visit import complete

from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, FieldAnswer, Quantity, VitalSigns, VitalValue
from checklist.session.apply import apply
from checklist.session.commands import RecordVitals
from checklist.session.events import Event, InfusionStarted, LineAnswered, PhaseClosed
from checklist.session.state import Mark
from checklist.ui.emergency.front import EmergencyFront

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "alertness": "1"}


def vital_signs(**values: str) -> VitalSigns:
    """A set of vital signs by code."""
    usual = {"sbp": "132", "dbp": "82", "hr": "80", "spo2": "98", "rr": "16", "alertness": "5"}
    return VitalSigns(tuple(VitalValue(code, value, UNITS[code]) for code, value in (usual | values).items()))


def put(bed: Bedside, event: Event) -> None:
    """Put an event into the record without asking the rules."""
    now = bed.now()
    mark = Mark(bed.state.count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, NURSE.person, NURSE.role, NURSE.auth)
    bed.live = apply(bed.protocol, bed.live, event, mark, bed.session_id)
    bed.recorded.append((event, mark))


def running() -> Bedside:
    """A session eighteen minutes into its infusion."""
    bed = Bedside(complete("ketamine-iv-mood"))
    bed.open()
    put(bed, LineAnswered("pre.weight", Answer((FieldAnswer("weight", Quantity("68.4", "kg")),))))
    put(bed, PhaseClosed(PhaseId.PRE_INFUSION, 60, 0, 0))
    bed.wait(4)
    put(bed, InfusionStarted("150", "34", "100", 40))
    bed.wait(10)
    bed.must(RecordVitals("mon.vitals", vital_signs()))
    bed.wait(8)
    return bed


class Emergency:
    """The front over a desk, and hands for it."""

    def __init__(self, bed: Bedside) -> None:
        self.bed = bed
        self.desk = FakeDesk(bed)
        self.front = EmergencyFront(self.desk)
        self.desk.over = self.front
        self.desk.listeners.append(self.front.show_snapshot)
        self.gone = 0
        self.front.left.connect(self._left)

    def _left(self) -> None:
        self.gone += 1

    def open(self, chair: int | None = None) -> None:
        self.front.open((self.desk.snapshot(),), chair, self.bed.protocol)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()

    def find(self, name: str) -> QPushButton:
        found = [b for b in self.front.findChildren(QPushButton, name) if b.isVisibleTo(self.front)]
        assert len(found) == 1, (name, [b.objectName() for b in self.front.findChildren(QPushButton)])
        return found[0]

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def emergency(styled: QApplication) -> Iterator[Emergency]:
    """The emergency pages over a running infusion."""
    made = Emergency(running())
    made.front.resize(1366, 768)
    made.front.show()
    yield made
    if isValid(made.front):  # the camera puts away what it has drawn
        made.front.close()
        made.front.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
