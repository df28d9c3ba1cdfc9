"""The footer: Emergency left, why the step cannot go on in the middle, the page's buttons right."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checklist.ui.page import FooterAction, FooterFacts
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.paint import text_width
from checklist.ui.widgets.text import Text

HIGH, COMPACT = 70, 64


class Footer(QWidget):
    """The bar at the foot of a page: 70 px, 64 compact.

    Signals:
        emergency_pressed: Emergency was pressed.
        action_pressed: Id of the page's button.
    """

    emergency_pressed = Signal()
    action_pressed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("footer")
        self._compact = False
        self._facts = FooterFacts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._emergency = Button("Emergency", "siren", Kind.DANGER, 56, id="footer.emergency")
        self._emergency.set_least_width(164)
        self._emergency.clicked.connect(self.emergency_pressed)
        self._icon = IconMark(None, Token.INK3, 20)
        self._why = Text("", Role.SECONDARY, Token.INK2, align=Qt.AlignmentFlag.AlignVCenter)
        self._buttons: dict[str, Button] = {}
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addStretch(1)
        middle.addWidget(self._icon)
        middle.addWidget(self._why, 100)
        middle.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(10)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(14)
        row.addWidget(self._emergency)
        row.addLayout(middle, 1)
        row.addLayout(self._right)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setMinimumHeight(px(COMPACT if self._compact else HIGH))
        self._fit_why()

    def _fit_why(self) -> None:
        """Let the words take what they need and no more, so that they stand in the middle."""
        self._why.setMaximumWidth(text_width(font(Role.SECONDARY), self._facts.why) + 2)

    def set_compact(self, compact: bool) -> None:
        """Use 64 px in place of 70."""
        self._compact = compact
        self.restyle()

    def set_emergency_shown(self, shown: bool) -> None:
        """Show Emergency; False only where Emergency is the page itself."""
        self._emergency.setVisible(shown)

    def set_facts(self, facts: FooterFacts) -> None:
        """Show the why-text and the buttons of a page; a button under the finger is kept."""
        if facts == self._facts and self._buttons:
            return
        self._facts = facts
        self._icon.show_icon(facts.icon, Token.INK3)
        self._why.setText(facts.why)
        self._fit_why()
        if list(self._buttons) != [action.id for action in facts.actions]:
            self._build(facts)
        for action in facts.actions:
            self._show(self._buttons[action.id], action)

    def middle(self) -> QRect:
        """Return the place between Emergency and the page's buttons, in the footer's coordinates."""
        if (layout := self.layout()) is not None:
            layout.activate()
        left = self._emergency.geometry().right() + 14 if self._emergency.isVisibleTo(self) else 14
        buttons = [button.geometry().left() for button in self._buttons.values() if button.isVisibleTo(self)]
        right = min(buttons, default=self.width()) - 14
        return QRect(left, 4, right - left, self.height() - 8)

    def button(self, id: str) -> Button:
        """Return one of the page's buttons."""
        return self._buttons[id]

    def _build(self, facts: FooterFacts) -> None:
        for old in self._buttons.values():
            old.hide()
            old.deleteLater()
        self._buttons = {}
        for action in facts.actions:
            button = Button(action.text, action.icon, Kind.PLAIN, 56, id=f"footer.{action.id}")
            button.clicked.connect(lambda _on=False, id=action.id: self.action_pressed.emit(id))
            self._buttons[action.id] = button
            self._right.addWidget(button)

    def _show(self, button: Button, action: FooterAction) -> None:
        button.set_label(action.text)
        button.set_icon(action.icon or None)
        button.set_kind(Kind.PRIMARY if action.primary else Kind.PLAIN)
        button.setEnabled(action.enabled)
        button.set_least_width(160 if action is self._facts.actions[-1] else 56)
        button.setAccessibleDescription("" if action.enabled else self._facts.why)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairline above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.SURFACE))
        painter.fillRect(0, 0, self.width(), 1, color(Token.LINE))
        painter.end()
