"""The monitoring page over a running infusion on the complete protocol, and hands for its sheets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_desk import FakeDesk
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from running_visit import running, take
from shiboken6 import isValid

from checklist.protocol.model import PhaseId, Step
from checklist.session.progress import phase_blocks
from checklist.session.state import ChairEvent
from checklist.ui.pages.monitoring import MonitoringPage
from checklist.ui.widgets.sheet import Sheet


class Chair:
    """The monitoring page over a running session, and hands for it and its sheets."""

    def __init__(self) -> None:
        self.bed = running()
        self.bed.wait(10)
        take(self.bed)
        self.bed.wait(8)
        self.desk = FakeDesk(self.bed)
        self.page = MonitoringPage(self.desk)
        self.desk.over = self.page
        self.desk.listeners.append(self.page.show_snapshot)
        self.page.resize(1366, 768)
        self.page.show()
        self.page.show_snapshot(self.desk.snapshot())
        self.page.open_at(Step.INFUSION)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()

    @property
    def sheet(self) -> Sheet:
        shown = [sheet for sheet in self.desk.sheets if isValid(sheet) and sheet.isVisible()]
        assert shown, "no sheet is open"
        return shown[-1]

    @property
    def event(self) -> ChairEvent:
        return self.bed.state.happened[-1]

    def find(self, name: str) -> QWidget:
        self.settle()
        found = [w for w in self.page.findChildren(QWidget, name) if w.isVisible()]
        assert len(found) == 1, (name, len(found))
        return found[0]

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.page.show_snapshot(self.desk.snapshot())  # the window gives pages the newest one last, too
        self.settle()

    def type(self, name: str, words: str) -> None:
        QTest.keyClicks(self.find(name), words)
        self.settle()

    def words(self) -> str:
        return " | ".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def blocks(self) -> list[str]:
        blocks = phase_blocks(self.bed.protocol, self.bed.state, PhaseId.MONITORING, self.bed.now())
        return [block.code for block in blocks if block.link_id in ("mon.ae", "mon.rescue-med", "mon.suicide-talk")]


@pytest.fixture
def chair(styled: QApplication) -> Iterator[Chair]:
    """The page at a chair, eighteen minutes into an infusion."""
    made = Chair()
    yield made
    if isValid(made.page):  # the camera puts away what it has drawn
        made.page.close()
        made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
