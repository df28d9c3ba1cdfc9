"""The button, in all its kinds. Acts on release inside; the whole area is the target, never under 48 px."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import box, focus_ring, text_width, wrapped_height, write

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_GAP = 10


class Kind(StrEnum):
    """What a button is for."""

    PLAIN = "plain"
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"
    CAUTION = "caution"
    TILE = "tile"
    KEY = "key"
    PAD = "pad"
    ROW = "row"


class Action(msgspec.Struct, frozen=True):
    """A button as a value: its id, its words, its icon (Lucide name), its kind, and its name where that differs."""

    id: str
    text: str
    icon: str | None = None
    kind: Kind = Kind.PLAIN
    spoken: str = ""


class _Look(msgspec.Struct, frozen=True):
    fill: Token
    edge: Token | None
    ink: Token
    icon: Token
    role: Role = Role.BUTTON
    left: bool = False


_LOOKS = {
    Kind.PLAIN: _Look(Token.SURFACE, Token.EDGE, Token.INK, Token.INK),
    Kind.PRIMARY: _Look(Token.ACCENT_FILL, None, Token.ON_ACCENT, Token.ON_ACCENT, Role.STRONG),
    Kind.QUIET: _Look(Token.SURFACE, None, Token.INK2, Token.INK2),
    Kind.DANGER: _Look(Token.ALARM_TINT, Token.ALARM, Token.ALARM, Token.ALARM, Role.STRONG),
    Kind.CAUTION: _Look(Token.CAUTION_TINT, Token.CAUTION, Token.INK, Token.CAUTION),
    Kind.TILE: _Look(Token.RAISED, Token.EDGE, Token.INK, Token.ACCENT, left=True),
    Kind.KEY: _Look(Token.RAISED, Token.EDGE, Token.INK, Token.INK, Role.KEY),
    Kind.PAD: _Look(Token.SURFACE, Token.EDGE, Token.INK, Token.INK),
    Kind.ROW: _Look(Token.RAISED, Token.EDGE, Token.INK, Token.ACCENT, left=True),
}
_PADDING = {Kind.TILE: 12, Kind.ROW: 14, Kind.QUIET: 12, Kind.KEY: 8, Kind.PAD: 8}
_CHOSEN = _Look(Token.ACCENT_TINT, Token.ACCENT, Token.INK, Token.ACCENT)


class Button(QPushButton):
    """A thing to press.

    Args:
        text: Words on it; may be empty with an icon, then give ``spoken``.
        icon: Lucide name.
        kind: What it is for.
        size: Least height at 100 % text: 48, 56 chair-side, 72 in an emergency.
        id: Stable English id, becomes ``objectName``.
        spoken: Accessible name where it differs from the words.
        wrap: The words may take several lines when there is little room.
        parent: Owner.
    """

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        kind: Kind = Kind.PLAIN,
        size: int = 48,
        *,
        id: str = "",
        spoken: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._size = size
        self._wrap = wrap
        self._least = size
        self._spoken = spoken
        self._words = ""
        self.setAutoDefault(False)
        self.setObjectName(id)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Minimum, tall)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_label(text)

    def label(self) -> str:
        """Return the words on the button."""
        return self._words

    def set_label(self, text: str, spoken: str = "") -> None:
        """Change the words, and the accessible name with them."""
        self._words = text
        self._spoken = spoken or self._spoken
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(self._spoken or text)
        self.updateGeometry()

    def set_icon(self, icon: str | None) -> None:
        """Change the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change what the button is for."""
        if kind is not self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def set_least_width(self, width: int) -> None:
        """Be at least so wide at 100 % text; ``setMinimumWidth`` would forget the text size."""
        self._least = width
        self.updateGeometry()

    def set_size(self, size: int) -> None:
        """Be at least so high at 100 % text."""
        self._size = size
        self.updateGeometry()

    def _look(self) -> _Look:
        look = _LOOKS[self._kind]
        if self.isChecked():
            return msgspec.structs.replace(_CHOSEN, role=look.role, left=look.left)
        return look

    def _paddings(self) -> int:
        if not self._words:
            return (px(self._size) - self._icon_size()) // 2
        return px(_PADDING.get(self._kind, 18))

    def _icon_size(self) -> int:
        return px(20)

    def _icon_room(self) -> int:
        return 0 if self._icon is None else self._icon_size() + (_GAP if self._words else 0)

    def sizeHint(self) -> QSize:
        """Return the room all words need on one line, at least the touch size."""
        text = font(_LOOKS[self._kind].role)
        width = text_width(text, self._words) + self._icon_room() + 2 * self._paddings()
        return QSize(max(px(self._least), width), px(self._size))

    def minimumSizeHint(self) -> QSize:
        """Return the touch size; the whole words too unless they may wrap."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), px(max(120, self._least))), hint.height()) if self._wrap else hint

    def hasHeightForWidth(self) -> bool:
        """Return whether the words may wrap."""
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        """Return the height the wrapped words need."""
        room = width - self._icon_room() - 2 * self._paddings()
        words = wrapped_height(font(_LOOKS[self._kind].role), self._words, room)
        return max(px(self._size), words + px(16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrow keys to the list the button stands in."""
        if event.key() in _ARROWS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and words."""
        painter = QPainter(self)
        look, rect = self._look(), QRectF(self.rect())
        self._paint_box(painter, rect, look)
        ink, icon = (look.ink, look.icon) if self.isEnabled() else (Token.INK3, Token.INK3)
        self._paint_words(painter, rect, look, ink, icon)
        if self.hasFocus() or (self.isDown() and self._kind is Kind.PRIMARY):
            focus_ring(painter, rect, token=Token.ON_ACCENT if self._kind is Kind.PRIMARY else Token.FOCUS)
        painter.end()

    def _paint_box(self, painter: QPainter, rect: QRectF, look: _Look) -> None:
        if not self.isEnabled():
            box(painter, rect, Token.SUNKEN, edge=Token.LINE)
            return
        if self._kind is Kind.QUIET and not self.isChecked():
            if self.isDown():
                box(painter, rect, Token.SUNKEN)
            return
        fill = Token.SUNKEN if self.isDown() and self._kind is not Kind.PRIMARY else look.fill
        box(painter, rect, fill, edge=look.edge, width=2.0 if self.isChecked() else 1.0)

    def _paint_words(self, painter: QPainter, rect: QRectF, look: _Look, ink: Token, icon: Token) -> None:
        words, size, pad = font(look.role), self._icon_size(), self._paddings()
        room = rect.adjusted(pad, 0, -pad, 0)
        text_room = max(1.0, room.width() - self._icon_room())
        wide = min(float(text_width(words, self._words)), text_room)
        left = room.left() if look.left else room.left() + (text_room - wide) / 2
        if self._icon is not None:
            top = rect.center().y() - size / 2
            paint_icon(painter, self._icon, QRectF(round(left), round(top), size, size), icon)
            left += self._icon_room()
        align = Qt.AlignmentFlag.AlignVCenter
        align |= Qt.AlignmentFlag.AlignLeft if look.left or self._icon else Qt.AlignmentFlag.AlignHCenter
        write(painter, QRectF(left, rect.top(), wide, rect.height()), self._words, words, ink, align=align)
