"""One line of a checklist as a row: glyph, words, answer, time and initials. The whole row is the target."""

from __future__ import annotations

import re

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.glyph import SPOKEN, State, paint_glyph
from checklist.ui.widgets.paint import box, focus_ring, text_width, wrapped_height, write
from checklist.ui.widgets.tone import INKS, Tone

_LEFT, _GAP, _PAD = 16, 16, 10
_UNIT = re.compile(r"(\d) (?=%|/|[a-zA-Z°])")
"""A number and its unit, which stay on one line."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowFacts(msgspec.Struct, frozen=True):
    """What a row shows.

    Attributes:
        state: Its glyph.
        title: The line's words.
        answer: What was recorded, or why not.
        stamp: Time and initials, ``09:02  AD``.
        tone: Colour of the answer.
        spoken: Accessible name; built from the rest where empty.
        struck: The answer no longer holds and is shown struck through.
    """

    state: State
    title: str
    answer: str = ""
    stamp: str = ""
    tone: Tone = Tone.NEUTRAL
    spoken: str = ""
    struck: bool = False


class StateRow(QPushButton):
    """A row to press; 48 px high, more where words wrap.

    Args:
        facts: What it shows.
        id: Stable id, ``item.pre.iv``.
        parent: Owner.
    """

    def __init__(self, facts: RowFacts | None = None, *, id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts or RowFacts(State.TODO, "")
        self._last = False
        self._answer = ""
        self.setObjectName(id)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_facts(self._facts)

    def facts(self) -> RowFacts:
        """Return what the row shows."""
        return self._facts

    def set_facts(self, facts: RowFacts) -> None:
        """Show something else."""
        self._facts = facts
        self._answer = _UNIT.sub("\\1\u00a0", facts.answer)
        parts = (facts.title, SPOKEN[facts.state], facts.answer, facts.stamp)
        self.setAccessibleName(facts.spoken or ", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def set_last(self, last: bool) -> None:
        """Leave out the hairline under the row."""
        self._last = last
        self.update()

    def _stamp_width(self) -> int:
        return max(px(84), text_width(font(Role.STAMP), self._facts.stamp)) if self._facts.stamp else 0

    def _columns(self, width: float) -> tuple[float, float, float]:
        """Return left of the words, width of the words, width of the answer."""
        left = _LEFT + px(24) + _GAP
        stamp = self._stamp_width()
        room = max(1.0, width - left - _LEFT - (stamp + _GAP if stamp else 0))
        if not self._answer:
            return left, room, 0.0
        title = text_width(font(Role.ITEM), self._facts.title)
        answer = text_width(font(Role.ANSWER), self._answer)
        spare = room - _GAP
        if title + answer <= spare:
            return left, spare - answer, float(answer)
        share = max(min(float(answer), spare * 0.5), spare - title)
        return left, spare - share, share

    def sizeHint(self) -> QSize:
        """Return a row of common width."""
        return QSize(px(480), self.heightForWidth(max(self.width(), px(480))))

    def minimumSizeHint(self) -> QSize:
        """Return the least row; words wrap before anything is cut."""
        return QSize(px(240), px(48))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the taller of words and answer."""
        _, title, answer = self._columns(width)
        tall = max(
            wrapped_height(font(Role.ITEM), self._facts.title, title),
            wrapped_height(font(Role.ANSWER), self._answer, answer) if answer else 0,
        )
        return max(px(48), tall + 2 * _PAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        facts, rect = self._facts, QRectF(self.rect())
        if self.isDown():
            box(painter, rect, Token.SUNKEN)
        left, title, answer = self._columns(rect.width())
        size = px(24)
        paint_glyph(painter, QRectF(_LEFT, (rect.height() - size) / 2, size, size), facts.state)
        ink = Token.INK if self.isEnabled() else Token.INK3
        write(painter, QRectF(left, 0, title, rect.height()), facts.title, font(Role.ITEM), ink)
        if answer:
            words = font(Role.ANSWER)
            if facts.struck:
                words = type(words)(words)
                words.setStrikeOut(True)
            place = QRectF(left + title + _GAP, 0, answer, rect.height())
            write(painter, place, self._answer, words, INKS[facts.tone], align=_RIGHT)
        if facts.stamp:
            stamp = self._stamp_width()
            place = QRectF(rect.width() - _LEFT - stamp, 0, stamp, rect.height())
            write(painter, place, facts.stamp, font(Role.STAMP), Token.INK3, align=_RIGHT)
        if not self._last:
            line = QRectF(left, rect.height() - 1, rect.width() - left - _LEFT, 1)
            painter.fillRect(line, color(Token.LINE))
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()
