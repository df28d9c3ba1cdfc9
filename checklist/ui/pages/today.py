"""The Today board: one card a chair, what is due next in each, and what was left open by a stop.

Cards keep the order of the chairs and change in place each second; nothing moves under a finger. A list of
later visits needs a booking source, which this version has none of, so the board leaves it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.session.progress import StepView
from checklist.ui import formats, session_words
from checklist.ui.chair_words import chair_facts, interrupted_words, late_sentence
from checklist.ui.page import Frame, Page, ToNewSession, ToSession
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.unsigned_strip import UnsignedStrip
from checklist.ui.widgets.button import Action, Kind
from checklist.ui.widgets.chair_card import ChairCard, FreeChair
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.conduct import Interrupted, Snapshot
    from checklist.ui.desk import Desk

STEP_EVERY_MS = 5_000
"""How often the steps are worked out again although no entry came; due times are looked at each second."""

_NARROWEST = 290


class TodayPage(Page):
    """The board.

    Args:
        desk: The way to other pages.
    """

    frame = Frame.MANY
    help_text = "One card a chair. The large number is what is due next; amber means late. Open leads to the session."

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sessions: dict[int, Snapshot] = {}
        self._views: dict[str, tuple[int, int, StepView]] = {}
        self._second = -1
        self._interrupted: Interrupted | None = None
        self._typing: dict[str, str] = {}
        self.setObjectName("today")
        self.setAccessibleName("Today")
        self._date = Text("", Role.TITLE)
        self._clock = Text("", Role.TITLE, Token.INK2, wrap=False)
        self._resume = NoticeStrip(Tone.INFO, icon="history", id="today.resume")
        self._resume.action_pressed.connect(self._resume_pressed)
        self._unsigned = UnsignedStrip(desk)
        self._empty = Text("No session is running.", Role.ITEM, Token.INK2)
        self._empty.setObjectName("today.empty")
        self._cards = {n: ChairCard(id=f"chair.{n}") for n in range(1, desk.clinic.chairs + 1)}
        for number, card in self._cards.items():
            card.setMinimumWidth(1)
            card.pressed.connect(lambda action, chair=number: self._pressed(chair, action))
        self._columns = 0
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._date, 1)
        top.addWidget(self._clock)
        inner = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._unsigned)
        column.addWidget(self._resume)
        column.addWidget(self._empty)
        column.addLayout(self._grid)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(inner))
        self.restyle()

    def show_live(self, sessions: tuple[Snapshot, ...], interrupted: Interrupted | None) -> None:
        """Show the sessions in progress, and what was open when the program last stopped."""
        self._sessions = {item.state.chair: item for item in sessions}
        self._interrupted = interrupted
        if interrupted is not None:
            self._typing = dict(interrupted.typing)
        self._empty.setVisible(not sessions)
        self._unsigned.refresh()
        self._second = -1
        self.tick(self._desk.now())

    def enter(self) -> None:
        """Draw the board as it is now."""
        self._second = -1
        self.tick(self._desk.now())

    def tick(self, now: Reading) -> None:
        """Draw once a second."""
        second = now.mono_ms // 1000
        if second == self._second:
            return
        self._second = second
        _show(self._date, formats.weekday_date(now.wall_ms, now.tz_min))
        _show(self._clock, formats.time_of(now.wall_ms, now.tz_min))
        for number, card in self._cards.items():
            snapshot = self._sessions.get(number)
            if snapshot is None:
                card.set_facts(FreeChair(f"Chair {number}"))
            else:
                card.set_facts(chair_facts(snapshot, self._view(snapshot, now), self._desk.person, now))
        self._show_interrupted(now)

    def _view(self, snapshot: Snapshot, now: Reading) -> StepView:
        """Return the current step, worked out again when an entry came or a few seconds have gone."""
        count, at_ms = snapshot.state.count, now.mono_ms
        held = self._views.get(snapshot.session_id)
        if held is None or held[0] != count or at_ms - held[1] >= STEP_EVERY_MS:
            step = session_words.current_step(snapshot, now)
            view = next(item for item in session_words.steps(snapshot, now) if item.step is step)
            held = self._views[snapshot.session_id] = (count, at_ms, view)
        return held[2]

    def _show_interrupted(self, now: Reading) -> None:
        broken = self._interrupted
        if broken is None:
            return
        left = tuple(item for item in self._sessions.values() if item.session_id in broken.sessions)
        if not left:
            self._interrupted = None
            self._resume.clear()
            return
        names = tuple(
            (
                formats.patient_name(item.patient.family, item.patient.given),
                item.state.chair,
                item.state.count,
            )
            for item in left
        )
        stopped = formats.time_of(broken.stopped_ms, broken.tz_min)
        title, line = interrupted_words(names, stopped, late_sentence(left, now))
        label = "Resume" if len(left) == 1 else "Resume chair"
        actions = tuple(
            Action(
                item.session_id,
                label if len(left) == 1 else f"{label} {item.state.chair}",
                "play",
                Kind.PRIMARY if item is left[0] else Kind.PLAIN,
            )
            for item in left
        )
        if self._resume.isHidden() or self._resume.accessibleName() != f"{title}. {line}":
            self._resume.say(title, line, actions)

    def _resume_pressed(self, session_id: str) -> None:
        self._interrupted = None
        self._resume.clear()
        self._desk.go(self._where(session_id))

    def _where(self, session_id: str) -> ToSession:
        """Return the line that was being typed on when the program stopped, else where the session resumes."""
        link_id = self._typing.pop(session_id, None)
        snapshot = next((item for item in self._sessions.values() if item.session_id == session_id), None)
        if link_id is None or snapshot is None:
            return ToSession(session_id)
        return ToSession(session_id, snapshot.protocol.section_of(link_id).step, link_id)

    def _pressed(self, chair: int, action: str) -> None:
        snapshot = self._sessions.get(chair)
        if action == "new":
            self._desk.go(ToNewSession(chair))
        elif snapshot is not None:
            self._desk.go(ToSession(snapshot.session_id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out in as many columns as there is room for."""
        super().resizeEvent(event)
        room = (self.width() - 40) // px(_NARROWEST)
        columns = max(1, min(len(self._cards), room))
        if columns != self._columns:
            self._columns = columns
            self._place(columns)

    def _place(self, columns: int) -> None:
        for number, card in self._cards.items():
            row, column = divmod(number - 1, columns)
            self._grid.addWidget(card, row, column)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        for card in self._cards.values():
            card.setMinimumHeight(px(360))


def _show(text: Text, words: str) -> None:
    if words != text.text():
        text.setText(words)
