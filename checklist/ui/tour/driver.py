"""Hands and eyes of the tour: finds a control by its stable id, presses it, types, waits, and takes pictures.

It knows nothing of what the controls mean and never calls a page's own functions.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QPoint, QRegularExpression, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from checklist.ui import theme
from checklist.ui.theme import Theme
from checklist.ui.tour.tally import Tally
from checklist.ui.widgets.number_field import NumberField

PATIENCE_S = 20
"""Longest wait for something that should appear."""


class TourError(Exception):
    """Something the tour expected did not happen; says what and where."""


class Driver:
    """Drives one window.

    Args:
        window: The main window.
        screens: Folder for pictures.
        watch: Go slowly enough for a person to follow.

    Attributes:
        tally: Counts presses and typed characters from now on.
    """

    def __init__(self, window: QWidget, screens: Path, *, watch: bool) -> None:
        self.tally = Tally()
        self._window = window
        self._screens = screens
        self._pace_ms = 250 if watch else 0
        self._count = 0
        self.strays = _Strays(window)
        screens.mkdir(parents=True, exist_ok=True)

    def seen(self, name: str) -> QWidget | None:
        """Return the visible control with that id, or None."""
        for widget in self._window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        return None

    def find(self, name: str) -> QWidget:
        """Return the visible control with that id, waiting for it."""
        self.until(lambda: self.seen(name) is not None, f"{name} did not appear")
        found = self.seen(name)
        assert found is not None
        return found

    def enabled(self, name: str) -> QWidget:
        """Return the control once it is visible and can be pressed."""
        self.until(lambda: (w := self.seen(name)) is not None and w.isEnabled(), f"{name} cannot be pressed")
        found = self.seen(name)
        assert found is not None
        return found

    def labelled_now(self, prefix: str, label: str) -> str | None:
        """Return the id of the visible control whose id begins so and whose name holds a label, or None."""
        for widget in self._beginning(prefix):
            if label in widget.accessibleName():
                return widget.objectName()
        return None

    def _beginning(self, prefix: str) -> list[QWidget]:
        """Return the visible controls whose ids begin so."""
        pattern = QRegularExpression(f"^{QRegularExpression.escape(prefix)}")
        return [widget for widget in self._window.findChildren(QWidget, pattern) if widget.isVisible()]

    def labelled(self, prefix: str, label: str) -> str:
        """Return the id of the control whose id begins so and whose name holds a label, waiting for it."""
        self.until(lambda: self.labelled_now(prefix, label) is not None, f"no {prefix} for {label}")
        return self.labelled_now(prefix, label) or ""

    def matching(self, pattern: str) -> str | None:
        """Return the id of the first visible control whose id matches a regular expression, or None."""
        for widget in self._window.findChildren(QWidget, QRegularExpression(pattern)):
            if widget.isVisible():
                return widget.objectName()
        return None

    def can_press(self, name: str) -> bool:
        """Whether a control is in sight and can be pressed."""
        widget = self.seen(name)
        return widget is not None and widget.isEnabled()

    def any_of(self, prefix: str) -> bool:
        """Whether any visible control's id begins so."""
        return bool(self._beginning(prefix))

    def current(self, link_id: str) -> bool:
        """Whether a line's own controls are open on the page."""
        return self.any_of(f"item.{link_id}.")

    def recorded(self, link_id: str, but: tuple[str, ...] = ()) -> bool:
        """Whether a line stands on the page as answered, or has left it; ``but`` are fields still to be signed."""
        prefix = f"item.{link_id}.field."
        signatures = {f"{prefix}{field}" for field in but}
        return all(widget.objectName() in signatures for widget in self._beginning(prefix))

    def shows(self, name: str, words: str) -> bool:
        """Whether a control's name or any text in it holds some words."""
        widget = self.seen(name)
        if widget is None:
            return False
        texts = [widget.accessibleName(), *(label.text() for label in widget.findChildren(QLabel))]
        if isinstance(widget, QLabel):
            texts.append(widget.text())
        return any(words in text for text in texts)

    def blank(self, name: str) -> bool:
        """Whether a number field is empty (or out of sight)."""
        widget = self.seen(name)
        return not isinstance(widget, NumberField) or widget.is_blank()

    def holds(self, name: str) -> bool:
        """Whether a line of text holds anything."""
        widget = self.seen(name)
        return isinstance(widget, QLineEdit) and bool(widget.text())

    def press_if_there(self, name: str) -> bool:
        """Press a control when it is there now."""
        self.settle(30)
        if self.seen(name) is None:
            return False
        self.press(name)
        return True

    def press(self, name: str) -> None:
        """Press a control in its middle, as a finger would."""
        widget = self.enabled(name)
        _bring_into_sight(widget)
        self.settle()
        widget = self.enabled(name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=_middle(widget))
        self.tally.pressed()
        self.settle(self._pace_ms)

    def type_into(self, name: str, text: str) -> None:
        """Type into a field; it is pressed first only where the keyboard is not in it already."""
        if not self.has_keyboard(self.enabled(name)):
            self.press(name)
        self.keys(text)

    def has_keyboard(self, widget: QWidget) -> bool:
        """Whether what is typed now goes into a control."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is widget or widget.isAncestorOf(focus))

    def keys(self, text: str) -> None:
        """Type where the focus is, wherever it moves by itself."""
        self.tally.typed(len(text))
        self._type(text)

    def secret(self, pin: str) -> None:
        """Type a PIN, which no count holds."""
        self._type(pin)

    def scan(self, code: str) -> None:
        """Type a package's code as a scanner does: all at once, and Enter."""
        self._type(code)
        QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_Return)
        self.settle(self._pace_ms)

    def _type(self, text: str) -> None:
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self._window, sign)
        self.settle(self._pace_ms)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)
        self.tally.pressed()
        self.settle(self._pace_ms)

    def nudge(self) -> None:
        """Touch the keyboard without any effect, as somebody does who is at the screen."""
        QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_Shift)
        self.settle()

    def chosen(self, name: str) -> bool:
        """Whether a checkable control is on."""
        widget = self.seen(name)
        return isinstance(widget, QAbstractButton) and widget.isChecked()

    def until(self, ready: Callable[[], bool], otherwise: str) -> None:
        """Let the window work until something holds.

        Raises:
            TourError: It never did.
        """
        end = monotonic() + PATIENCE_S
        while not ready():
            if monotonic() > end:
                focus = QApplication.focusWidget()
                where = "nowhere" if focus is None else focus.objectName() or type(focus).__name__
                raise TourError(f"{otherwise} (focus: {where})")
            QTest.qWait(5)

    def settle(self, ms: int = 0) -> None:
        """Let the window do what is waiting."""
        QTest.qWait(ms) if ms else QApplication.processEvents()

    def arrive(self, beginning: str = "") -> None:
        """Wait until a control whose id begins so is in sight, then out the dead time of a new page (``ux.md`` 5)."""
        self.until(lambda: not beginning or self.any_of(beginning), f"the page with {beginning} did not come")
        QTest.qWait(340)

    def shoot(self, name: str) -> None:
        """Take a picture of the window in both themes and number it."""
        self._count += 1
        held = theme.current()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        QTest.qWait(60)
        for dim in (False, True):
            shown = "dim" if dim else "light"
            if not self._drawn(app, dim=dim).save(str(self._screens / f"{self._count:02}-{name}-{shown}.png")):
                raise TourError(f"the picture {name} cannot be written")
        theme.use(app, held)
        QApplication.processEvents()

    def _drawn(self, app: QApplication, *, dim: bool) -> QPixmap:
        """Return the window in a theme; no timers run meanwhile, so that it stays in it."""
        held = theme.current()
        theme.use(app, Theme(dim, held.percent, held.contrast, held.motion))
        QApplication.sendPostedEvents()
        if theme.current().dim is not dim:  # news from the writer thread came in between
            theme.use(app, Theme(dim, held.percent, held.contrast, held.motion))
        return self._window.grab()


class _Strays(QObject):
    """Notes every window besides the program's own: a flash of one would take the keyboard away from the nurse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.names: list[str] = []
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a window that is shown; stops nothing."""
        if event.type() is not QEvent.Type.Show or not isinstance(watched, QWidget):
            return False
        if watched.isWindow() and watched is not self._window:
            self.names.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def _bring_into_sight(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 10, 10)
        parent = parent.parentWidget()
