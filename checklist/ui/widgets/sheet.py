"""A panel that slides in over the page while something is decided; it speaks by signals, nothing waits.

It covers the page area only: banner and Emergency stay in sight and in reach. Tab stays inside, Esc leaves.
"""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from checklist.ui.reading_order import in_reading_order, move_focus
from checklist.ui.theme import FADE_MS, color, current, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_VEIL_DIM, _VEIL_LIGHT = 150, 64
_EDGE = 12


class Sheet(QWidget):
    """The panel and the veil over the rest of the page.

    Args:
        title: What is decided.
        id: Stable id; buttons are ``<id>.accept`` and ``<id>.cancel``.
        primary: Word on the button that accepts; empty leaves it out.
        primary_kind: Look of that button.
        cancel: Word on the button that leaves; empty leaves it out, Esc still works.
        width: Width of the panel at 100 % text, 360 to 900.
        parent: Owner until ``open_over``.

    Attributes:
        body: Layout for what the sheet holds; scrolls where it is long.

    Signals:
        accepted: The primary button or Enter; the sheet stays until ``dismiss``.
        closed: Esc or the leave button; the sheet goes away by itself.
    """

    accepted = Signal()
    closed = Signal()

    def __init__(
        self,
        title: str,
        *,
        id: str,
        primary: str = "",
        primary_kind: Kind = Kind.PRIMARY,
        cancel: str = "Cancel",
        width: int = 520,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(id)
        self.setAccessibleName(title)
        self._width = width
        self._before: QWidget | None = None
        self._panel = Card(parent=self)
        self._why = Text("", Role.SECONDARY, Token.INK2)
        self._primary = Button(primary, None, primary_kind, 56, id=f"{id}.accept")
        self._cancel = Button(cancel, None, Kind.PLAIN, 56, id=f"{id}.cancel")
        self._slide = QPropertyAnimation(self._panel, b"pos", self)
        if not primary:
            self._primary.hide()
        if not cancel:
            self._cancel.hide()
        self._primary.clicked.connect(self.accepted)
        self._cancel.clicked.connect(self._leave)
        self.body = QVBoxLayout()
        self._lay_out(title)
        self.hide()

    def _lay_out(self, title: str) -> None:
        inside = QWidget()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.body)
        whole.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        buttons.addWidget(self._primary)
        self._why.hide()
        self._panel.body.setContentsMargins(22, 18, 22, 18)
        self._panel.body.setSpacing(12)
        self._panel.body.addWidget(Text(title, Role.NAME))
        self._panel.body.addWidget(Scroll(inside), 1)
        self._panel.body.addWidget(self._why)
        self._panel.body.addLayout(buttons)

    def set_primary_enabled(self, enabled: bool) -> None:
        """Let the primary button be pressed."""
        self._primary.setEnabled(enabled)

    def set_primary_text(self, text: str) -> None:
        """Change the word on the primary button."""
        self._primary.set_label(text)

    def set_why(self, text: str) -> None:
        """Say above the buttons what is missing."""
        self._why.show_text(text)

    def panel(self) -> QWidget:
        """Return the panel without the veil."""
        return self._panel

    def open_over(self, parent: QWidget) -> None:
        """Show the sheet over a page area; the focus goes to its first control, and back when the sheet goes."""
        self._before = parent.window().focusWidget()
        self.setParent(parent)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self._place()
        self.show()
        self.raise_()
        if current().motion:
            self._slide.setDuration(FADE_MS)
            self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
            self._slide.setStartValue(self._panel.pos() + QPoint(48, 0))
            self._slide.setEndValue(self._panel.pos())
            self._slide.start()
        self._focus_first()
        announce(self, self.accessibleName())

    def dismiss(self) -> None:
        """Take the sheet away."""
        self._slide.stop()
        focus: QWidget | None = self.window().focusWidget()
        held = focus is None or self.isAncestorOf(focus)
        self.hide()
        if held:
            self._give_back()
        self.deleteLater()

    def _give_back(self) -> None:
        """Return the focus to where it was, unless that is gone."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.closed.emit()
        self.dismiss()

    def _focus_first(self) -> None:
        controls = in_reading_order(self)
        if controls:
            controls[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        width = min(px(self._width), self.width() - 2 * _EDGE)
        self._panel.setGeometry(self.width() - width - _EDGE, _EDGE, width, self.height() - 2 * _EDGE)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the page's size."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self._slide.stop()
            self._place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the sheet as long as it is there."""
        if not self.isVisible():
            return super().focusNextPrevChild(forward)
        move_focus(self, forward)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Enter accepts; no other key gets through to the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            writing = isinstance(self.window().focusWidget(), QPlainTextEdit)
            if self._primary.isVisibleTo(self) and self._primary.isEnabled() and not writing:
                self.accepted.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page below."""
        painter = QPainter(self)
        veil = QColor(color(Token.INK) if not current().dim else color(Token.BG))
        veil.setAlpha(_VEIL_DIM if current().dim else _VEIL_LIGHT)
        painter.fillRect(self.rect(), veil)
        painter.end()
