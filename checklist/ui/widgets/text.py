"""A piece of text with a role and a colour; plain text always, whatever stands in it (SEC-081)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from checklist.ui.theme import color, font
from checklist.ui.tokens import Role, Token

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Text(QLabel):
    """Words on the screen. Wraps by default; never shortened with dots.

    Args:
        text: What is shown, as it is: markup has no meaning.
        role: Size, weight and figures.
        token: Colour.
        wrap: False for words that must stay on one line; the layout then makes room.
        align: Where the words stand in their place.
        parent: Owner.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.ITEM,
        token: Token = Token.INK,
        *,
        wrap: bool = True,
        align: Qt.AlignmentFlag = _LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setAlignment(align)
        self.setFont(font(role))
        self.setText(text)

    def restyle(self) -> None:
        """Take the font of the theme now in force."""
        self.setFont(font(self._role))

    def set_token(self, token: Token) -> None:
        """Change the colour."""
        if token is not self._token:
            self._token = token
            self.update()

    def set_role(self, role: Role) -> None:
        """Change size, weight and figures."""
        if role is not self._role:
            self._role = role
            self.restyle()

    def show_text(self, text: str) -> None:
        """Set the text and hide the label while there is none; does nothing if the text is the same."""
        if text != self.text():
            self.setText(text)
        if text and self.isHidden():
            self.show()
        elif not text and not self.isHidden():
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words in the colour of the theme now in force."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(color(self._token))
        flags = int(self.alignment()) | (int(Qt.TextFlag.TextWordWrap) if self.wordWrap() else 0)
        painter.drawText(QRectF(self.contentsRect()), flags, self.text())
        painter.end()
