"""One step of the rail, to press, and one section of the open step, to read."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.glyph import SPOKEN, State, paint_glyph
from checklist.ui.widgets.paint import CARD_RADIUS, box, focus_ring, wrapped_height, write

WIDE, COMPACT = 200, 76
_HIGH, _LEAST = 66, 54
"""Of a step in logical pixels: where there is room, and where the sections need it."""
_WORDS = 46
"""Left of the words of a section."""

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class StepFacts(msgspec.Struct, frozen=True):
    """One step.

    Attributes:
        key: Stable id, ``time_out``.
        title: ``Pre-infusion``.
        short: Name for the compact rail, ``Pre``.
        state: Its glyph.
        sub: One line below, ``5 of 9 done``.
        spoken_state: State in words where the glyph's own word says too little.
    """

    key: str
    title: str
    short: str
    state: State
    sub: str = ""
    spoken_state: str = ""


class SectionFacts(msgspec.Struct, frozen=True):
    """One section of the open step."""

    key: str
    title: str
    state: State


class RailStep(QPushButton):
    """One step to press."""

    def __init__(self, facts: StepFacts, *, current: bool, compact: bool, above: bool, below: bool) -> None:
        super().__init__()
        self._facts, self._current, self._compact = facts, current, compact
        self._above, self._below = above, below
        self.setObjectName(f"rail.{facts.key}")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_step(self, facts: StepFacts, place: str) -> None:
        """Show another state; ``place`` is ``step 2 of 6``."""
        self._facts = facts
        state = facts.spoken_state or SPOKEN[facts.state]
        self.setAccessibleName(", ".join(p for p in (facts.title, place, state, facts.sub) if p))
        self.updateGeometry()
        self.update()

    def _height(self, least: int) -> int:
        if self._compact:
            return px(_HIGH)
        room = px(WIDE) - px(60) - 32
        words = wrapped_height(font(Role.ANSWER), self._facts.title, room)
        return max(px(least), words + wrapped_height(font(Role.CAPTION), self._facts.sub, room) + px(least) - px(46))

    def sizeHint(self) -> QSize:
        """Return the height of a step."""
        return QSize(px(COMPACT if self._compact else WIDE) - 12, self._height(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """Return less width, to leave room for a scroll bar, and less air."""
        return QSize(self.sizeHint().width() - 12, self._height(_LEAST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint card, line, glyph and words."""
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        if self._current:
            box(painter, rect, Token.SURFACE, edge=Token.LINE, radius=CARD_RADIUS)
        elif self.isDown():
            box(painter, rect, Token.LINE, radius=CARD_RADIUS)
        if self._compact:
            self._paint_compact(painter, rect)
        else:
            self._paint_wide(painter, rect)
        if self.hasFocus():
            focus_ring(painter, rect, radius=CARD_RADIUS)
        painter.end()

    def _paint_wide(self, painter: QPainter, rect: QRectF) -> None:
        size = px(26)
        glyph = QRectF(px(13), rect.center().y() - size / 2, size, size)
        self._paint_lines(painter, glyph)
        paint_glyph(painter, glyph, self._facts.state)
        left, right = px(52), rect.right() - px(6)
        title, sub = font(Role.ANSWER), font(Role.CAPTION)
        words = wrapped_height(title, self._facts.title, right - left)
        whole = words + (wrapped_height(sub, self._facts.sub, right - left) + 2 if self._facts.sub else 0)
        top = rect.center().y() - whole / 2
        faint = self._facts.state is State.TODO and not self._current
        write(
            painter,
            QRectF(left, top, right - left, words),
            self._facts.title,
            title,
            Token.INK2 if faint else Token.INK,
            align=_TOP,
        )
        place = QRectF(left, top + words + 2, right - left, whole)
        write(painter, place, self._facts.sub, sub, Token.INK3, align=_TOP)

    def _paint_compact(self, painter: QPainter, rect: QRectF) -> None:
        size = px(26)
        glyph = QRectF((self.width() - size) / 2, rect.top() + px(7), size, size)
        paint_glyph(painter, glyph, self._facts.state)
        place = QRectF(0, glyph.bottom() + px(4), self.width(), px(18))
        write(painter, place, self._facts.short, font(Role.AXIS), Token.INK, align=_CENTRE)

    def _paint_lines(self, painter: QPainter, glyph: QRectF) -> None:
        done = self._facts.state in (State.DONE, State.CORRECTED, State.EXCEPTION)
        x = glyph.center().x()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._above:
            painter.setPen(QPen(color(Token.LINE), 2))
            painter.drawLine(round(x), 0, round(x), round(glyph.top() - px(7)))
        if self._below:
            painter.setPen(QPen(color(Token.DONE if done else Token.LINE), 2))
            painter.drawLine(round(x), round(glyph.bottom() + px(6)), round(x), self.height())


class RailSection(QWidget):
    """One section of the open step and how it stands; it is opened in the list of the page."""

    def __init__(self, facts: SectionFacts) -> None:
        super().__init__()
        self._facts = facts
        self.setObjectName(f"rail.section.{facts.key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_section(facts)

    def show_section(self, facts: SectionFacts) -> None:
        """Show another state."""
        self._facts = facts
        self.setAccessibleName(f"{facts.title}, section, {SPOKEN[facts.state]}")
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        """Return the width of the words; it leaves room for a scroll bar whether there is one or not."""
        return px(WIDE) - 24 - px(_WORDS) - 2

    def sizeHint(self) -> QSize:
        """Return the room of the words."""
        words = wrapped_height(font(Role.LABEL), self._facts.title, self._room())
        return QSize(px(WIDE) - 12, max(px(24), words + px(6)))

    def minimumSizeHint(self) -> QSize:
        """Return less width, to leave room for a scroll bar."""
        return self.sizeHint() - QSize(12, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint glyph and words."""
        painter = QPainter(self)
        size = px(18)
        paint_glyph(painter, QRectF(px(26) - size / 2, (self.height() - size) / 2, size, size), self._facts.state)
        place = QRectF(px(_WORDS), 0, self._room(), self.height())
        write(painter, place, self._facts.title, font(Role.LABEL), Token.INK2)
        painter.end()
