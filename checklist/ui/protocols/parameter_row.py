"""One parameter as a row to press: name, value, default, allowed range, source; and the names of these columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.protocol.model import Parameter
from checklist.ui.protocols import words
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import focus_ring, wrapped_height, write

_PAD, _GAP = 12, 14
_SHARES = (0.33, 0.17, 0.13, 0.17, 0.20)
_NAMES = ("Parameter", "Value in use", "Default", "Allowed", "Source")
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def _columns(width: float) -> list[tuple[float, float]]:
    """Return left edge and width of each column."""
    room = max(1.0, width - 2 * px(_PAD) - (len(_SHARES) - 1) * px(_GAP))
    placed, left = [], float(px(_PAD))
    for share in _SHARES:
        placed.append((left, room * share))
        left += room * share + px(_GAP)
    return placed


class ParameterHead(QWidget):
    """The names of the columns.

    Args:
        rows: What holds the rows; the names stand above their columns, whatever room a scroll bar takes.
        parent: Owner.
    """

    def __init__(self, rows: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(", ".join(_NAMES))
        rows.installEventFilter(self)
        self.restyle()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the width of the rows."""
        if event.type() is QEvent.Type.Resize:
            self.update()
        return False

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedHeight(px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names and line."""
        painter = QPainter(self)
        for name, (left, width) in zip(_NAMES, _columns(self._rows.width()), strict=True):
            write(painter, QRectF(left, 0, width, self.height()), name, font(Role.LABEL_STRONG), Token.INK2)
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(Token.LINE))
        painter.end()


class ParameterRow(QPushButton):
    """The row.

    Args:
        held: As in the version looked at.
        published: As in the published version under it; its value is the default.
        parent: Owner.
    """

    def __init__(self, held: Parameter, published: Parameter, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = held.value != published.value
        note = words.note(published)
        own = "Set by the clinic" if self._own else ""
        self._cells: tuple[tuple[tuple[str, Role, Token], ...], ...] = (
            ((held.text or held.id, Role.STRONG, Token.INK), (note, Role.LABEL, Token.INK2)),
            (
                (words.value(held), Role.STRONG, Token.ACCENT if self._own else Token.INK),
                (own, Role.LABEL, Token.ACCENT),
            ),
            ((words.value(published), Role.SECONDARY, Token.INK2),),
            ((words.allowed(published), Role.SECONDARY, Token.INK2),),
            ((held.source, Role.LABEL, Token.INK2),),
        )
        self.setObjectName(f"protocols.parameter.{held.id}")
        self.setAutoDefault(False)
        parts = (
            f"{held.text or held.id}: {words.value(held)}",
            own,
            f"default {words.value(published)}",
            f"allowed {words.allowed(published)}",
            note,
            f"source {held.source}",
        )
        self.setAccessibleName(", ".join(part for part in parts if part))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return a row of common width."""
        return QSize(px(640), self.heightForWidth(max(self.width(), px(480))))

    def minimumSizeHint(self) -> QSize:
        """Return the least row; words wrap before anything is cut."""
        return QSize(px(480), px(56))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the tallest column."""
        tall = 0
        for cell, (_, wide) in zip(self._cells, _columns(width), strict=True):
            tall = max(tall, sum(wrapped_height(font(role), text, wide) for text, role, _ in cell))
        return max(px(56), tall + 2 * px(9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the columns and the hairline under them."""
        painter = QPainter(self)
        if self.isDown():
            painter.fillRect(self.rect(), color(Token.SUNKEN))
        for cell, (left, wide) in zip(self._cells, _columns(self.width()), strict=True):
            tall = sum(wrapped_height(font(role), text, wide) for text, role, _ in cell)
            top = (self.height() - tall) / 2
            for text, role, token in cell:
                high = wrapped_height(font(role), text, wide)
                write(painter, QRectF(left, top, wide, high), text, font(role), token, align=_TOP)
                top += high
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(Token.LINE))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()))
        painter.end()
