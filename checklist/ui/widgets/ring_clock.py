"""A clock with a ring: infusion running, next vital signs, or late. Told what to show once a second."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.icons import paint_icon
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.text import Text


class RingLook(StrEnum):
    """What the clock counts."""

    RUN = "run"
    NEXT = "next"
    CAUTION = "caution"


class RingFacts(msgspec.Struct, frozen=True):
    """What a ring clock shows.

    Attributes:
        title: ``Infusion running``.
        time: ``18:42``, made by ``ui.formats.duration``.
        of: ``of 40:00``, or ``late``.
        sub: ``By clock 15.9 of 34 mg, ends 10:04``.
        fraction: Part of the ring that is full, 0 to 1.
        look: Colours; ``CAUTION`` shows the triangle in place of the ring.
    """

    title: str
    time: str
    of: str = ""
    sub: str = ""
    fraction: float = 0.0
    look: RingLook = RingLook.RUN


_EMPTY = RingFacts("", "")

AIR = 20
"""What a clock can do without, logical pixels of its width."""


class Ring(QWidget):
    """The ring alone, 70 px."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = _EMPTY
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedSize(px(70), px(70))

    def show_facts(self, facts: RingFacts) -> None:
        """Show another share."""
        self._facts = facts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring or triangle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._facts.look is RingLook.CAUTION:
            size = px(40)
            place = QRectF((rect.width() - size) / 2, (rect.height() - size) / 2, size, size)
            paint_icon(painter, "triangle-alert", place, Token.CAUTION)
            painter.end()
            return
        ring = rect.adjusted(4, 4, -4, -4)
        painter.setPen(QPen(color(Token.LINE), 8))
        painter.drawEllipse(ring)
        share = max(0.0, min(1.0, self._facts.fraction))
        if share > 0:
            pen = QPen(color(Token.ACCENT if self._facts.look is RingLook.RUN else Token.INFO), 8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap if share < 1 else Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(ring, 90 * 16, -round(share * 360 * 16))
        painter.end()


class RingClock(Card):
    """Card with ring, title, large time, and a line below.

    Args:
        id: Stable id.
        parent: Owner.
    """

    def __init__(self, *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(id)
        self._facts = _EMPTY
        self._ring = Ring()
        self._title = Text("", Role.SECONDARY_STRONG, Token.INK2)
        self._time = Text("", Role.CLOCK, wrap=False)
        self._of = Text("", Role.ITEM, Token.INK2, wrap=False)
        self._sub = Text("", Role.CAPTION, Token.INK2)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._of, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addLayout(row)
        words.addWidget(self._sub)
        words.addStretch(1)
        self._whole = QHBoxLayout()
        self._whole.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        self._whole.addLayout(words, 1)
        self.body.addLayout(self._whole)
        self.set_tight(False)
        self.restyle()

    def set_tight(self, tight: bool) -> None:
        """Leave ``AIR`` pixels less air, where large text needs the room."""
        self.body.setContentsMargins(8 if tight else 14, 7, 4 if tight else 10, 7)
        self._whole.setSpacing(6 if tight else 14)

    def restyle(self) -> None:
        """Stand the small words on the line of the large ones."""
        drop = QFontMetrics(font(Role.CLOCK)).descent() - QFontMetrics(font(Role.ITEM)).descent()
        self._of.setContentsMargins(0, 0, 0, drop)

    def facts(self) -> RingFacts:
        """Return what is shown."""
        return self._facts

    def set_facts(self, facts: RingFacts) -> None:
        """Show a new second; does nothing where all is the same."""
        if facts == self._facts:
            return
        self._facts = facts
        late = facts.look is RingLook.CAUTION
        self.set_look(Look.CAUTION if late else Look.PLAIN)
        self._title.set_token(Token.CAUTION if late else Token.INK2)
        for text, words in (
            (self._title, facts.title),
            (self._time, facts.time),
            (self._of, facts.of),
            (self._sub, facts.sub),
        ):
            text.show_text(words)
        self._ring.show_facts(facts)
        self.setAccessibleName(
            ", ".join(part for part in (facts.title, f"{facts.time} {facts.of}".strip(), facts.sub) if part)
        )
