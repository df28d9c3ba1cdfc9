"""How a row of the session list is painted: 48 px, text, and its flags as chips."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checklist.audit.query import Flag, SessionRow
from checklist.ui import texts
from checklist.ui.models.session_table import FLAGS, MRN, PATIENT, ROW_ROLE, STARTED, cell_text
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import box, text_width, write
from checklist.ui.widgets.tone import INKS, TINTS, Tone

ROW_HIGH = 48
EDGE = 16
"""Room left and right of the words and the hairline."""

TONES = {
    Flag.OPEN: Tone.ACCENT,
    Flag.EXCEPTION: Tone.EXCEPT,
    Flag.AMENDED: Tone.INFO,
    Flag.LATE_VITALS: Tone.CAUTION,
    Flag.STOPPED: Tone.ALARM,
    Flag.UNSIGNED: Tone.CAUTION,
}
WORDS = {Flag.OPEN: "In progress", Flag.LATE_VITALS: "Late vitals"}
"""Shorter words than ``texts.flag`` has, for a chip."""

_ROLES = {STARTED: (Role.SECONDARY, Token.INK), PATIENT: (Role.STRONG, Token.INK), MRN: (Role.SEAL, Token.INK2)}
_Index = QModelIndex | QPersistentModelIndex


def flag_words(flag: str) -> str:
    """Return what a chip says."""
    return WORDS.get(Flag(flag), texts.flag(flag)) if flag in set(Flag) else texts.flag(flag)


def flag_tone(flag: str) -> Tone:
    """Return what a chip means."""
    return TONES[Flag(flag)] if flag in set(Flag) else Tone.NEUTRAL


class SessionRows(QStyledItemDelegate):
    """Paints one cell at a time; a row that has not come yet is a quiet bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint background, words or chips, and the hairline."""
        painter.save()
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, color(Token.ACCENT_TINT if selected else Token.SURFACE))
        if selected and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), color(Token.ACCENT))
        row = index.data(ROW_ROLE)
        words = rect.adjusted(EDGE if index.column() == 0 else 0, 0, -px(6), 0)
        if not isinstance(row, SessionRow):
            bar = QRectF(words.left(), words.center().y() - 5, min(words.width(), px(90)), 10)
            box(painter, bar, Token.SUNKEN, radius=5)
        elif index.column() == FLAGS:
            _paint_chips(painter, words, row.flags, selected=selected)
        else:
            role, token = _ROLES.get(index.column(), (Role.SECONDARY, Token.INK2))
            write(painter, words, cell_text(row, index.column()), font(role), token)
        _paint_line(painter, rect, index)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the height of every row."""
        return QSize(px(80), px(ROW_HIGH))


def _paint_line(painter: QPainter, rect: QRectF, index: _Index) -> None:
    left = EDGE if index.column() == 0 else 0
    right = EDGE if index.column() == FLAGS else 0
    line = QRectF(rect.left() + left, rect.bottom() - 1, rect.width() - left - right, 1)
    painter.fillRect(line, color(Token.LINE))


def _paint_chips(painter: QPainter, rect: QRectF, flags: tuple[str, ...], *, selected: bool) -> None:
    """Paint the flags that have room, and say how many more there are."""
    words, left = font(Role.LABEL_STRONG), rect.left()
    for place, flag in enumerate(flags):
        text, tone = flag_words(flag), flag_tone(flag)
        rest = len(flags) - place
        wide = text_width(words, text) + px(16)
        more = f"+{rest}"
        spare = text_width(words, more) + px(22) if rest > 1 else 0
        if left + wide + spare > rect.right() and left + wide > rect.right() - spare:
            text, tone, wide = more, Tone.NEUTRAL, text_width(words, more) + px(16)
        tall = px(24)
        chip = QRectF(left, rect.center().y() - tall / 2, wide, tall)
        box(painter, chip, Token.SURFACE if selected else TINTS[tone], radius=tall / 2)
        write(painter, chip, text, words, INKS[tone], align=Qt.AlignmentFlag.AlignCenter)
        if text == more:
            return
        left += wide + px(6)
