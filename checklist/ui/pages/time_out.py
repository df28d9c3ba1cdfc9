"""The time-out: a second person reads everything again, alone; then the team agrees and signs (``ux.md`` 10.5).

Nothing of the first answers, the order, the record number or the weight is on this page while somebody reads
(principle 7). Each stage has a body of its own that is made new and thrown away whole, so that no value stays behind.
What is typed lives in that body alone until Compare; it goes with whoever typed it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading as Time
from checklist.protocol.model import Step
from checklist.service.conduct import Snapshot
from checklist.session import progress
from checklist.session.commands import Actor, Command
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.idle import IdleWatch
from checklist.ui.page import FooterFacts, Frame, Page, ToSession
from checklist.ui.pages import checklist_words
from checklist.ui.pages.line_acts import LineActs
from checklist.ui.pages.step_flow import StepFlow
from checklist.ui.theme import px
from checklist.ui.time_out import acts, footers, notices, who, words
from checklist.ui.time_out import stage as stages
from checklist.ui.time_out.difference_card import DifferenceCard
from checklist.ui.time_out.reading import Reading
from checklist.ui.time_out.sending import send
from checklist.ui.time_out.side import TimeOutSide
from checklist.ui.time_out.stage import Stage, Task, TimeOut
from checklist.ui.time_out.values_card import ValuesCard
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_WIDE, _SIDE, _SIDE_WIDE, _CENTRE, _MARGINS = 1600, 300, 400, 1040, 48


class TimeOutPage(Page):
    """The time-out of one session.

    Args:
        desk: The way to the service, to other pages and to a PIN.

    Attributes:
        found: How the time-out stands.
        reading: The list that somebody reads now, or None.
        flow: The final pause and its signatures, once both readings agree, or None.
    """

    frame = Frame.PATIENT
    help_text = (
        "The second person signs in beside the first and reads wristband, scale, order, bag and pump alone. "
        "Compare opens when everything is in. What differs is read again by both; a third difference stops."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.snapshot: Snapshot | None = None
        self.found = TimeOut(Stage.BEFORE)
        self.reading: Reading | None = None
        self.flow: StepFlow | None = None
        self._waiting: notices.WaitingCard | None = None
        self._body: QWidget | None = None
        self._shape: tuple[object, ...] = ()
        self._tasks: tuple[Task, ...] = ()
        self._reader: Actor | None = None
        self._since, self._ended = "", ""
        self._looking_again = -1
        self._sending = False
        self._begun_ms = 0
        self._idle = IdleWatch()
        self._acts = LineActs(desk, self.show_snapshot)
        self._side = TimeOutSide()
        self._lay_out()

    def _lay_out(self) -> None:
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        centre = QWidget()
        centre.setMaximumWidth(_CENTRE)
        self._column = QVBoxLayout(centre)
        self._column.setContentsMargins(0, 12, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Text(words.TITLE, Role.TITLE, wrap=False))
        self._column.addWidget(self._sub)
        self._column.addSpacing(12)
        self._side_scroll = Scroll(self._side)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(22, 0, 16, 0)
        whole.setSpacing(10)
        whole.addWidget(centre, 1)
        whole.addWidget(self._side_scroll)
        whole.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the widths of ``ux.md`` 5."""
        super().resizeEvent(event)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        side = _SIDE_WIDE if self.window().width() >= _WIDE else _SIDE
        self._side_scroll.setFixedWidth(px(side - _MARGINS) + _MARGINS)

    # ------------------------------------------------------------------------------ what stands

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry; what is typed stays while the same is to be read."""
        if self.snapshot is None or snapshot.state.count >= self.snapshot.state.count:
            self.snapshot = snapshot
        if not self._sending:
            self._draw()

    def open_at(self, _step: Step, link_id: str | None) -> None:
        """Show the page; in the final pause, on a line."""
        self._draw()
        if self.flow is not None:
            self.flow.open_at(Step.TIME_OUT, link_id)

    def _first_reads(self) -> bool:
        """Return whether both look again and it is the first nurse's turn."""
        differs = self.snapshot is not None and self.found.stage is Stage.DIFFERS
        return differs and self._looking_again == self.found.comparisons

    def _reads(self) -> bool:
        return self._first_reads() or (self.found.stage in (Stage.READ, Stage.LIMIT) and self._reader is not None)

    def _open_tasks(self) -> tuple[Task, ...]:
        reader = self._reader.person if self._reader is not None else None
        return self.found.first if self._first_reads() else stages.second_tasks(self.found, reader)

    def _draw(self, *, anew: bool = False) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        self.found = stages.time_out(snapshot, self._desk.now())
        if self.found.stage not in (Stage.READ, Stage.LIMIT, Stage.DIFFERS):
            self._reader = None
        tasks = self._open_tasks()
        shape = (self.found.stage, self._reader, self._looking_again, tasks, self.found.blocks, self.found.comparisons)
        if shape != self._shape or anew:
            self._shape, self._tasks = shape, tasks
            self._build(snapshot)
        if self.flow is not None:
            self.flow.show_snapshot(snapshot)
        self._send_footer()

    def _build(self, snapshot: Snapshot) -> None:
        self._clear()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 8, 12 if self.flow is None else 0)
        layout.setSpacing(10)
        for part in self._parts(snapshot):
            layout.addWidget(part, 1 if part is self.flow else 0)
        if self.flow is None:
            layout.addStretch(1)
        self._body = inside if self.flow is not None else Scroll(inside)
        self._column.addWidget(self._body, 1)
        self._side_scroll.setVisible(self.reading is not None)
        self._sub.show_text(words.sub(self.found, first=self._first_reads()))
        self.setAccessibleName(f"{words.TITLE}. {self._sub.text()}")
        if self.reading is not None:
            self._begun_ms = self._desk.now().mono_ms
            reader = None if self._first_reads() else self._reader
            self._side.show_person(*who.reader_words(self.found, reader, self._since, self._desk, self._acts.name))
            QTimer.singleShot(0, self.reading, self.reading.begin)
        else:
            QTimer.singleShot(0, inside, self._focus_first)

    def _focus_first(self) -> None:
        """Put the focus where work goes on: on the one thing to press, else on the page itself."""
        if self.flow is not None:
            self.flow.focus_open()
        elif self.isVisible() and self._body is not None:
            button = next((one for one in self._body.findChildren(Button) if one.isEnabled()), None)
            (button or self).setFocus()

    def _clear(self) -> None:
        self.reading, self.flow, self._waiting = None, None, None
        if self._body is not None:
            self._body.hide()
            self._column.removeWidget(self._body)
            self._body.setParent(None)  # out of the tree at once: no value stays in it
            self._body.deleteLater()

    # ------------------------------------------------------------------------------ the parts of each stage

    def _parts(self, snapshot: Snapshot) -> list[QWidget]:
        found, told = self.found, self._acts.told_words()
        if self._reads():
            self.reading = self._list(snapshot, shown_only=False)
            self.reading.changed.connect(self._typed)
            self.reading.entered.connect(self._compare)
            return [*([notices.look_again(found, None)] if found.stage is Stage.LIMIT else []), self.reading]
        match found.stage:
            case Stage.READ | Stage.BEFORE:
                self._waiting = notices.WaitingCard(found, self._sign_in)
                self._show_wait()
                return [self._waiting, self._list(snapshot, shown_only=True)]
            case Stage.LIMIT:
                return [notices.look_again(found, self._sign_in)]
            case Stage.DIFFERS:
                return [DifferenceCard(found.differs, snapshot.state.order, told)]
            case Stage.STOPPED:
                return [notices.stopped(self._end_session), DifferenceCard(found.differs, snapshot.state.order, told)]
            case Stage.MATCH:
                return [
                    notices.match(found, self._acts.name, self._sign_readings),
                    ValuesCard(found.readings, told),
                ]
            case Stage.PAUSE | Stage.ENDED:
                self.flow = self._pause(snapshot)
                return [*([notices.match(found, self._acts.name, None)] if found.agrees else []), self.flow]

    def _list(self, snapshot: Snapshot, *, shown_only: bool) -> Reading:
        name = self._acts.name
        if self._first_reads():
            heads = who.heads_again(self._desk, name)
        else:
            heads = who.heads(snapshot, self.found, self._reader, self._desk, name)
        return Reading(self._tasks, self._acts.told_words(), heads, None if shown_only else self._side.keypad)

    def _pause(self, snapshot: Snapshot) -> StepFlow:
        flow = StepFlow(self._desk)
        flow.drawn.connect(self._send_footer)
        flow.show_snapshot(snapshot)
        flow.open_at(Step.TIME_OUT, None)
        return flow

    def _show_wait(self) -> None:
        if self._waiting is not None and self.snapshot is not None:
            person, now = self._desk.actor.person, self._desk.now()
            self._waiting.show_wait(stages.wait_ms(self.snapshot, self.found, person, now), self._ended)

    # ------------------------------------------------------------------------------ reading and recording

    def _sign_in(self) -> None:
        if self.snapshot is not None:
            acts.sign_in(self._desk, self.snapshot, self.found, self._begin)

    def _begin(self, actor: Actor) -> None:
        now = self._desk.now()
        self._reader, self._since, self._ended = actor, formats.time_of(now.wall_ms, now.tz_min), ""
        self._idle.touched(now.mono_ms)
        self._draw()

    def _end_reading(self, why: str) -> None:
        """End the second sign-in: what was typed goes with it, and nothing was recorded."""
        if self._reader is not None or self._first_reads():
            self._reader, self._ended, self._looking_again = None, why, -1
            self._draw(anew=True)

    def _typed(self) -> None:
        self._idle.touched(self._desk.now().mono_ms)
        if self.reading is not None:
            self._side.show_title(self.reading.title())
        self._send_footer()

    def _compare(self) -> None:
        """Record what was read, line after line; each is compared as soon as both sides are in."""
        snapshot, reading = self.snapshot, self.reading
        if snapshot is None or reading is None or reading.left() or self._sending:
            return
        if not acts.is_this_patient(reading, self._tasks, snapshot.patient.mrn):
            return
        actor = None if self._first_reads() else self._reader
        self.found = stages.time_out(snapshot, self._desk.now())
        dwell_ms = max(0, self._desk.now().mono_ms - self._begun_ms)
        self._run(acts.commands_of(reading, self._tasks, self._open_tasks(), dwell_ms), actor)

    def _run(self, commands: Sequence[Command], actor: Actor | None) -> None:
        if self.snapshot is None or self._body is None:
            return
        self._sending = True
        self._body.setEnabled(False)
        self._send_footer()
        send(self._desk, self.snapshot, commands, actor, self._recorded, self._not_recorded)

    def _recorded(self) -> None:
        self._sending = False
        if self._body is not None:
            self._body.setEnabled(True)
        self._draw()
        announce(self, words.ANNOUNCED.get(self.found.stage, ""), assertive=self.found.stage is not Stage.MATCH)

    def _not_recorded(self, why: str) -> None:
        """Keep everything typed and say why; what was recorded before the failure stays recorded."""
        self._sending = False
        if self._body is not None:
            self._body.setEnabled(True)
        if self.reading is not None:
            self.reading.say(why)
        else:
            self._desk.notify(why)
        self._send_footer()

    def _sign_readings(self) -> None:
        acts.sign_readings(self._desk, self.found, self._run)

    def _end_session(self) -> None:
        if self.snapshot is not None:
            self._acts.end_session(self.snapshot)

    # ------------------------------------------------------------------------------ footer and keys

    def _send_footer(self) -> None:
        facts = self._footer()
        if facts is not None:
            self.footer_changed.emit(facts)

    def _footer(self) -> FooterFacts | None:
        snapshot = self.snapshot
        if snapshot is None:
            return None
        if self.reading is not None:
            left = self.reading.left()
            return footers.while_reading(self._tasks, left, first=self._first_reads(), sending=self._sending)
        return footers.otherwise(self.found, self._why(snapshot))

    def _why(self, snapshot: Snapshot) -> str:
        view = progress.step_view(snapshot.protocol, snapshot.state, Step.TIME_OUT, self._desk.now())
        return checklist_words.why(view, snapshot.protocol, snapshot.state)

    def footer_pressed(self, action: str) -> None:
        """Do what a button of the footer asks for."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        match action:
            case "restart":
                self._draw(anew=True)
            case "compare":
                self._compare()
            case "again":
                self._looking_again = self.found.comparisons
                self._draw()
            case "note":
                self._acts.note(snapshot, self.flow.open_view() if self.flow is not None else None)
            case "forward" if not self._why(snapshot):
                self._desk.go(ToSession(snapshot.session_id, checklist_words.NEXT[Step.TIME_OUT]))

    def command_key(self, name: str) -> bool:
        """Do what a key of the page asks for: ``Ctrl+Enter`` the button at the right, ``Alt+N`` a note."""
        facts = self._footer()
        if name == "Ctrl+Enter" and facts is not None:
            self.footer_pressed(facts.actions[-1].id)
            return True
        if name == "Alt+N" and self.reading is None:
            self.footer_pressed("note")
            return True
        return self.flow is not None and self.flow.press_key(checklist_words.KEYS.get(name, name))

    # ------------------------------------------------------------------------------ as a page

    def enter(self) -> None:
        """Put the focus where work goes on, and send the footer."""
        self._draw()
        self._focus_first()

    def leave(self) -> None:
        """End the second sign-in: who goes takes along what was typed."""
        if self.flow is not None:
            self.flow.keep_drafts()
        self._end_reading("The second sign-in ended with this page. Nothing was recorded.")

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say that the screen was locked."""
        if self.flow is not None:
            self.flow.interrupted(at_ms, for_ms)
            return
        at = formats.time_of(at_ms, self._desk.now().tz_min)
        self._ended = f"The screen locked at {at} for {formats.span(for_ms)}. Nothing of this reading was recorded."
        self._show_wait()

    def tick(self, now: Time) -> None:
        """End a second sign-in that nobody touches, and count down for a single nurse."""
        if self._reader is not None and self._idle.is_over(now.mono_ms):
            self._end_reading("The second sign-in ended after 2 minutes without a touch. Nothing was recorded.")
        self._show_wait()
