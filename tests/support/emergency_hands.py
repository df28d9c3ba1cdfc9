"""A nurse's hands on the emergency pages of the real window, signed in or not."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from real_window import RealWindow

from checklist.service.conduct import Snapshot
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch

END = "sheet.emergency_end"


class EmergencyHands:
    """Hands at one window.

    Args:
        real: The window.
    """

    def __init__(self, real: RealWindow) -> None:
        self.real = real

    def lock(self) -> None:
        """Leave the window locked, with nobody signed in."""
        if not self.real.window.is_locked:
            self.leave()
            self.real.press(next(name for name in ("banner.lock", "app_bar.lock") if self.real.there(name)))
            self.real.window.tick()
            self.real.settle()

    def leave(self) -> None:
        """Go back to the page behind; what runs goes on."""
        for name in ("emergency.back", "emergency.leave"):
            if self.real.there(name):
                self.real.press(name)

    def do(self, command: StartBranch | DoBranchLine | EndBranch, snapshot: Snapshot) -> bool:
        """Give a command of an emergency list; returns whether there was a way."""
        match command:
            case StartBranch():
                return self._start(command, snapshot)
            case DoBranchLine():
                return self._line(command, snapshot)
            case EndBranch():
                if not self.begin_end(command, snapshot) or self.real.there(f"{END}.grade.2"):
                    return False
                self.real.press(f"{END}.accept")
                return True

    def answer_claim(self, *, mine: bool) -> bool:
        """Say whether the acts without sign-in were one's own; returns whether it was asked."""
        if not self.real.there("sheet.claim"):
            return False
        self.real.press("sheet.claim.accept" if mine else "sheet.claim.cancel")
        return True

    def begin_end(self, command: EndBranch, snapshot: Snapshot) -> bool:
        """Open the sheet that ends a list, and say how it ended."""
        if not self._shows(command.of, snapshot):
            return False
        self.real.press("emergency.end")
        self.real.press(f"{END}.outcome.{command.outcome}")
        if command.text:
            self.real.type_into(f"{END}.text", command.text)
        return True

    def finish_end(self, grade: int) -> bool:
        """Give the grade, and end it."""
        self.real.press(f"{END}.grade.{grade}")
        self.real.press(f"{END}.accept")
        return True

    def give_up_end(self) -> None:
        """Close the sheet without ending anything."""
        self.real.press(f"{END}.cancel")

    def _come(self, snapshot: Snapshot) -> None:
        """Come to the emergency pages by F8, or by the chair's own button of the lock page."""
        if self.real.there("emergency.page") or self.real.there("emergency.chooser"):
            return
        if self.real.window.is_locked:
            self.real.press(f"lock.emergency.{snapshot.state.chair}")
        else:
            QTest.keyClick(QApplication.focusWidget() or self.real.window, Qt.Key.Key_F8)
            self.real.settle()

    def _start(self, command: StartBranch, snapshot: Snapshot) -> bool:
        if any(run.branch == command.branch and run.running for run in snapshot.state.branches):
            return False
        self._come(snapshot)
        if self.real.there("emergency.more"):
            self.real.press("emergency.more")
        self.real.press(f"emergency.pick.{command.branch}")
        return True

    def _shows(self, of: int, snapshot: Snapshot) -> bool:
        """Show a running list; returns whether it runs."""
        run = next((run for run in snapshot.state.branches if run.n == of and run.running), None)
        if run is None:
            return False
        self._come(snapshot)
        other = f"emergency.other.{run.branch}"
        if self.real.there(other):
            self.real.press(other)
        return True

    def _line(self, command: DoBranchLine, snapshot: Snapshot) -> bool:
        if command.text or not self._shows(command.of, snapshot):
            return False
        name = f"emergency.{'done' if command.done else 'not'}.{command.line}"
        if not command.done and not self.real.there(name):
            row = self.real.find(f"emergency.line.{command.line}")
            QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().topLeft() + QPoint(40, 30))
            self.real.settle()
        if not self.real.there(name):
            return False
        self.real.press(name)
        return True
