"""A piece of text with a role and a colour; plain text always, whatever stands in it (SEC-081).

It measures and paints with the font of the theme and sets none on itself: a font set on a label that was not yet
shown is lost when a style sheet is in force.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import text_width, wrapped_height

_LONGEST_LINE = 640
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
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    def set_token(self, token: Token) -> None:
        """Change the colour."""
        if token is not self._token:
            self._token = token
            self.update()

    def set_role(self, role: Role) -> None:
        """Change size, weight and figures."""
        if role is not self._role:
            self._role = role
            self.updateGeometry()
            self.update()

    def show_text(self, text: str) -> None:
        """Set the text and hide the label while there is none; does nothing if the text is the same."""
        if text != self.text():
            self.setText(text)
        if text and self.isHidden():
            self.show()
        elif not text and not self.isHidden():
            self.hide()

    def _around(self) -> tuple[int, int]:
        margins = self.contentsMargins()
        return margins.left() + margins.right(), margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Return the room of the words on one line; wrapped words ask for no more than a readable line."""
        words = font(self._role)
        wide, tall = self._around()
        width = text_width(words, self.text())
        if self.wordWrap():
            width = min(width, px(_LONGEST_LINE))
        return QSize(width + wide, wrapped_height(words, self.text(), max(width, 1)) + tall)

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the longest word where the words may wrap, else all of them."""
        if not self.wordWrap():
            return self.sizeHint()
        words = font(self._role)
        wide, tall = self._around()
        parts = self.text().replace("\u200b", " ").split()  # a zero-width space is a place to break, too
        width = max((text_width(words, part) for part in parts), default=0)
        return QSize(width + wide, wrapped_height(words, "x", 100) + tall if self.text() else tall)

    def hasHeightForWidth(self) -> bool:
        """Return whether the words may wrap."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """Return the height the words need when wrapped into ``width``."""
        if not self.wordWrap():
            return -1
        wide, tall = self._around()
        return wrapped_height(font(self._role), self.text(), width - wide) + tall

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words in the colour of the theme now in force."""
        painter = QPainter(self)
        painter.setFont(font(self._role))
        painter.setPen(color(self._token))
        flags = int(self.alignment()) | (int(Qt.TextFlag.TextWordWrap) if self.wordWrap() else 0)
        painter.drawText(QRectF(self.contentsRect()), flags, self.text())
        painter.end()
