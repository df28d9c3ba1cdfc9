"""The tour's driver without a mouse: what it presses it reaches by Tab and arrows, and presses with Space."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from checklist.ui.tour.driver import Driver, TourError

_ROUND = 150
"""More presses of Tab than any page has controls."""


class KeyDriver(Driver):
    """Drives one window by keys alone, and takes no pictures."""

    presses = 0

    def press(self, name: str) -> None:
        """Reach a control and press it; a field is only reached."""
        self.reach(name)
        if not isinstance(self.find(name), QLineEdit | QPlainTextEdit):
            self.key(Qt.Key.Key_Space)

    def reach(self, name: str) -> None:
        """Put the focus on a control.

        Raises:
            TourError: Neither Tab nor the arrow keys lead there.
        """
        self.enabled(name)
        self.settle()
        for _ in self._round():
            if self._is_at(name) or self._along(name):
                return
        focus = QApplication.focusWidget()
        raise TourError(f"no key leads to {name} (focus: {focus.objectName() if focus is not None else 'nowhere'})")

    def _round(self) -> Iterator[None]:
        for _ in range(_ROUND):
            yield
            self.key(Qt.Key.Key_Tab)

    def _is_at(self, name: str) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == name

    def _along(self, name: str) -> bool:
        """Go through an exclusive group by arrow keys, where the control is one of it."""
        focus = QApplication.focusWidget()
        group = focus.group() if isinstance(focus, QAbstractButton) else None
        if group is None or not any(button.objectName() == name for button in group.buttons()):
            return False
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            for _ in group.buttons():
                if self._is_at(name):
                    return True
                self._click(key)
        return self._is_at(name)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is, and count it."""
        self._click(key, modifier)
        self.settle()

    def _click(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.presses += 1
        target: QWidget = QApplication.focusWidget() or self._window
        QTest.keyClick(target, key, modifier)

    def keys(self, text: str) -> None:
        """Type sign by sign, each where the focus is by then."""
        for sign in text:
            self.presses += 1
            QTest.keyClicks(QApplication.focusWidget() or self._window, sign)
            self.settle()

    def arrive(self, beginning: str = "") -> None:
        """Wait for a page; keys have no dead time."""
        self.until(lambda: not beginning or self.any_of(beginning), f"the page with {beginning} did not come")

    def shoot(self, name: str) -> None:
        """Take no picture."""
