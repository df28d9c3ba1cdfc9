"""The checklist page: pre-infusion, time-out and discharge, one line at a time (``ux.md`` 10.4, 10.5, 10.8).

It draws the newest snapshot and says what was tapped. Which line is open, what was typed and which section is unfolded
is all it remembers; the rest is worked out from the entries each time.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.protocol.model import Step
from checklist.protocol.values import Answer
from checklist.service.conduct import Snapshot
from checklist.session import progress
from checklist.session.commands import Actor, AnswerLine, Refused
from checklist.session.state import Status
from checklist.session.views import LineStatus, LineView, SectionView, StepView
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.items.editor import Prior
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page, ToSession
from checklist.ui.pages import checklist_words as words
from checklist.ui.pages.checklist_side import ChecklistSide, Facts, OrderFacts
from checklist.ui.pages.draft_keeper import DraftKeeper
from checklist.ui.pages.item_list import ItemList, ListFacts, Row
from checklist.ui.pages.last_visit import LastVisit, priors
from checklist.ui.pages.line_acts import LineActs
from checklist.ui.pages.line_card import CardFacts, LineCard
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

_WIDE = 1600
_SIDE, _SIDE_WIDE, _CENTRE = 300, 400, 1040
_MARGIN = 12
_READ_AGAIN_MS = 600_000
"""Away for longer than this, the item asks to be read again (``ux.md`` 12)."""
_OPEN = (LineStatus.TODO, LineStatus.SENSED, LineStatus.STOP)

_KEYS = {
    "Alt+L": "later", "Alt+A": "not_applicable", "Alt+X": "exception", "Alt+N": "note", "Ctrl+Enter": "close_step",
}  # fmt: skip


class ChecklistPage(Page):
    """One step of a session as a checklist.

    Args:
        desk: The way to the service, to other pages and to a PIN.
    """

    frame = Frame.PATIENT
    help_text = (
        "Read the outlined line aloud, do it, record the answer. A row opens by a press. "
        "Later, Not applicable and Exception stand on the line where the protocol allows them."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._step = Step.PRE_INFUSION
        self._view: StepView | None = None
        self._link: str | None = None
        self._section = ""
        self._shown_mono_ms = 0
        self._second: Actor | None = None
        self._second_since = ""
        self._by_touch = False
        self._visit: LastVisit | None = None
        self._side = ChecklistSide()
        self._card = LineCard(desk.now, self._side.keypad)
        self._list = ItemList(self._card)
        self._acts = LineActs(desk, self._after_act)
        self._drafts = DraftKeeper(desk, self._draft_text, self)
        self._title = Text("", Role.TITLE, wrap=False)
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        self._chips = [Chip(parent=self) for _ in range(3)]
        self._lay_out()
        self._card.answered.connect(self._answered)
        self._card.asked.connect(self._asked)
        self._card.changed.connect(self._drafts.typed)
        self._list.line_pressed.connect(self.open_line)
        self._list.section_pressed.connect(self.show_section)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._sub)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(names, 1)
        for chip in self._chips:
            head.addWidget(chip)
        head.setContentsMargins(0, 12, 8, 8)
        self._scroll = Scroll(self._list)
        self._centre = QWidget()
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        self._side_scroll = Scroll(self._side)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(22, 0, 16, 0)
        whole.setSpacing(10)
        whole.addWidget(self._centre, 1)
        whole.addWidget(self._side_scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the widths of ``ux.md`` 5: above 1600 the list stops at 1040 px and the side column grows."""
        super().resizeEvent(event)
        wide = self.window().width() >= _WIDE
        self._side_scroll.setFixedWidth(_SIDE_WIDE if wide else _SIDE)
        self._centre.setMaximumWidth(_CENTRE)
        QTimer.singleShot(0, self, self._keep_in_sight)

    # --------------------------------------------------------------------------------- what is shown

    @property
    def current_link(self) -> str | None:
        """The line whose card is open, or None."""
        return self._link

    @property
    def current_section(self) -> str:
        """The section that is unfolded."""
        return self._section

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry; the open line stays open."""
        first = self._snapshot is None
        if self._snapshot is not None and snapshot.state.count < self._snapshot.state.count:
            return
        self._take(snapshot)
        if first:
            self._ask_last_visit(snapshot)
            return
        if self._link is not None and self._line_view(self._link) is None:
            self._link = self._next_link()
        self._draw()

    def open_at(self, step: Step, link_id: str | None) -> None:
        """Show a step, on a line or where work goes on."""
        if step is not self._step:
            self._drafts.keep()
            self._second, self._link, self._section = None, None, ""
            self._step = step
        if self._snapshot is not None:
            self._take(self._snapshot)
            self.open_line(link_id or self._link or self._next_link())

    def _take(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._view = progress.step_view(snapshot.protocol, snapshot.state, self._step, self._desk.now())

    def _ask_last_visit(self, snapshot: Snapshot) -> None:
        session, patient = snapshot.session_id, snapshot.patient.id

        def came(visit: LastVisit | None) -> None:
            if visit is not None and self._snapshot is not None and self._snapshot.session_id == session:
                self._visit = visit
                self._draw()

        self._desk.ask(lambda station: LastVisit.read(station, patient), came)

    def _next_link(self) -> str | None:
        return self._view.next_link if self._view is not None and self._editable() else None

    def _editable(self) -> bool:
        return self._snapshot is not None and self._snapshot.state.status is Status.IN_PROGRESS

    def _sections(self) -> list[SectionView]:
        return [section for section in self._view.sections if section.lines] if self._view else []

    def _carried(self) -> tuple[LineView, ...]:
        return self._view.carried if self._view is not None else ()

    def _line_view(self, link_id: str) -> LineView | None:
        lines = [*self._carried(), *(line for section in self._sections() for line in section.lines)]
        return next((line for line in lines if line.line.link_id == link_id), None)

    def _section_of(self, link_id: str) -> str:
        for section in self._sections():
            if any(line.line.link_id == link_id for line in section.lines):
                return section.section.id
        return self._section

    def open_line(self, link_id: str | None) -> None:
        """Open the card of a line; None closes it."""
        known = link_id is not None and self._line_view(link_id) is not None
        if link_id != self._link:
            self._drafts.keep()
            self._second = None
        self._link = link_id if known else None
        if self._link is not None:
            self._section = self._section_of(self._link)
        elif not self._section and self._sections():
            self._section = self._sections()[-1].section.id
        self._shown_mono_ms = self._desk.now().mono_ms
        self._draw()
        if self._link is not None:
            self._bring_draft(self._link)
            self._card.focus_first()
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll as little as brings the whole open item into view; one taller than the view starts at its top."""
        if self._card.isHidden():
            return
        bar, view = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        top = self._card.y() - _MARGIN
        bottom = self._card.geometry().bottom() + _MARGIN
        bar.setValue(min(top, max(bottom - view, bar.value())) if bar.value() <= top else top)

    def restyle(self) -> None:
        """Keep the open item in sight when the text size changes."""
        QTimer.singleShot(0, self, self._keep_in_sight)

    def show_section(self, section_id: str) -> None:
        """Unfold a section and open its first open line, or its first line."""
        section = next((item for item in self._sections() if item.section.id == section_id), None)
        if section is None:
            return
        waiting = next((line for line in section.lines if line.status in _OPEN or line.needs), section.lines[0])
        self._section = section_id
        self.open_line(waiting.line.link_id)

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say on the open item that the screen was locked; after ten minutes it must be read again first."""
        tz_min = self._desk.now().tz_min
        at = formats.time_of(at_ms, tz_min)
        self._card.were_here(
            f"You were here. The screen locked at {at} for {formats.span(for_ms)}, nothing was lost",
            fold=for_ms > _READ_AGAIN_MS,
        )

    # --------------------------------------------------------------------------------- drawing

    def _draw(self) -> None:
        view, snapshot = self._view, self._snapshot
        if view is None or snapshot is None:
            return
        self._title.setText(texts.step(self._step.value))
        self._sub.show_text(words.SUBS[self._step])
        self._draw_chips(view)
        self._draw_card(snapshot)
        self._list.set_facts(self._list_facts(view))
        self._side.set_facts(self._side_facts(snapshot, view))
        self._arrange_pad()
        self._send_footer(snapshot, view)
        self.setAccessibleName(f"{texts.step(self._step.value)}, {view.done} of {view.total} done")

    def _draw_chips(self, view: StepView) -> None:
        done, later, todo = self._chips
        done.set_chip(f"{view.done} of {view.total} done", Tone.DONE, "check")
        later.set_chip(f"{view.later} for later" if view.later else "", Tone.CAUTION, "clock")
        todo.set_chip(f"{view.todo} to do" if view.todo else "", Tone.NEUTRAL)

    def _draw_card(self, snapshot: Snapshot) -> None:
        view = self._line_view(self._link) if self._link is not None else None
        self._card.setVisible(view is not None)
        if view is None:
            return
        facts = CardFacts(
            view=view,
            told=self._acts.told_words(),
            sentences={need: texts.block(need, snapshot.protocol) for need in view.needs},
            priors=self._priors(snapshot, view),
            signer=self._acts.name(self._desk.actor.person),
            editable=self._editable(),
            may_defer=view.line.link_id not in {phase.closed_by for phase in snapshot.protocol.phases}
            and view.status is not LineStatus.LATER,
            wants="" if self._second is not None else words.wants_another(view, self._desk.actor, snapshot.state),
        )
        self._card.show_line(facts)
        self._watch_presses()

    def _priors(self, snapshot: Snapshot, view: LineView) -> dict[str, Prior]:
        return {} if self._step is Step.TIME_OUT else priors(snapshot, view.line, self._visit)

    def _list_facts(self, view: StepView) -> ListFacts:
        told = self._acts.told_words()
        sections = self._sections()
        ids = [section.section.id for section in sections]
        here = ids.index(self._section) if self._section in ids else len(ids) - 1
        folded = [Row(f"section.{s.section.id}", words.section_facts(s)) for s in sections]
        lines = sections[here].lines if sections else ()
        rows = [Row(f"row.{line.line.link_id}", words.row_facts(line, told)) for line in lines]
        carried = [Row(f"row.{v.line.link_id}", words.row_facts(v, told)) for v in self._carried()]
        links = [line.line.link_id for line in lines]
        carried_links = [line.line.link_id for line in self._carried()]
        if self._link in carried_links:
            at = carried_links.index(self._link)
            above, below = carried[:at], [*carried[at + 1 :], *rows]
        elif self._link in links:
            at = links.index(self._link)
            above, below = [*carried, *rows[:at]], rows[at + 1 :]
        else:
            above, below = [*carried, *rows], []
        title = sections[here].section.title if len(sections) > 1 else ""
        return ListFacts(
            tuple(folded[:here]), title, tuple(above), tuple(below), tuple(folded[here + 1 :]),
            words.closing(view, told),
        )  # fmt: skip

    def _side_facts(self, snapshot: Snapshot, view: StepView) -> Facts:
        missing = tuple(words.block_row(block, snapshot.protocol) for block in words.own_blocks(view))
        missing = tuple(
            (State.NOW if state is State.TODO and self._is_current(block.link_id) else state, text)
            for (state, text), block in zip(missing, words.own_blocks(view), strict=True)
        )
        following = texts.step(words.NEXT[self._step].value)
        if self._step is Step.TIME_OUT:
            return Facts(None, ("", ()), following, missing, self._second_words())
        visit = self._visit.words() if self._visit is not None else ("", ())
        return Facts(self._order_facts(snapshot), visit, following, missing)

    def _is_current(self, link_id: str | None) -> bool:
        return link_id is not None and link_id == self._link

    def _order_facts(self, snapshot: Snapshot) -> OrderFacts:
        order = snapshot.state.order
        version = snapshot.state.line("pre.order-valid").current
        verified = formats.time_of(version.mark.at_ms, version.mark.tz_min) if version is not None else ""
        return OrderFacts(order, self._acts.name(order.prescriber), verified)

    def _second_words(self) -> tuple[str, str]:
        if self._second is None:
            return ("", "")
        return self._acts.name(self._second.person), f"Signed in as second person {self._second_since}"

    def _send_footer(self, snapshot: Snapshot, view: StepView) -> None:
        why = words.why(view, snapshot.protocol, snapshot.state)
        following = texts.step(words.NEXT[self._step].value)
        actions = (
            FooterAction("note", "Note", "notebook-pen", enabled=self._editable()),
            FooterAction("forward", following, "arrow-right", enabled=not why, primary=True),
        )
        self.footer_changed.emit(FooterFacts(why, None, actions))

    # --------------------------------------------------------------------------------- the number pad

    def _watch_presses(self) -> None:
        if self._card.open_line is not None:
            for number in self._card.open_line.form.number_fields():
                number.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the number pad once a number field was pressed rather than tabbed to; name the active field."""
        if event.type() is QEvent.Type.MouseButtonPress and not self._by_touch:
            self._by_touch = True
            self._arrange_pad()
        elif event.type() is QEvent.Type.FocusIn and isinstance(watched, NumberField):
            self._arrange_pad()
        return super().eventFilter(watched, event)

    def _arrange_pad(self) -> None:
        form = self._card.open_line.form if self._card.open_line is not None else None
        numbers = form.number_fields() if form is not None else ()
        wanted = bool(numbers) and not self._card.isHidden() and (self._by_touch or self._step is Step.TIME_OUT)
        active = next((number for number in numbers if number.hasFocus() or number.is_active()), None)
        title = active.accessibleName().split(",")[0] if active is not None else ""
        self._side.show_pad(wanted, title)

    # --------------------------------------------------------------------------------- recording

    def _answered(self, answer: Answer) -> None:
        snapshot, link_id = self._snapshot, self._link
        open_line = self._card.open_line
        if snapshot is None or link_id is None or open_line is None:
            return
        view = self._line_view(link_id)
        dwell_ms = max(0, self._desk.now().mono_ms - self._shown_mono_ms)
        open_line.set_busy(True)

        def refused(problem: Refused) -> None:
            self._stays(link_id, texts.refused(problem, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            self._stays(link_id, "Not saved. What you typed is still here.")

        def done(new: Snapshot) -> None:
            self._drafts.drop(link_id)
            self._recorded(new, link_id, view)

        command = AnswerLine(link_id, answer, dwell_ms=dwell_ms)
        self._desk.run(snapshot.session_id, command, actor=self._second, done=done, refused=refused, failed=failed)

    def _stays(self, link_id: str, why: str) -> None:
        """Keep the item open with everything typed, and say why."""
        if self._link == link_id and self._card.open_line is not None:
            self._card.open_line.not_recorded(why)

    def _recorded(self, snapshot: Snapshot, link_id: str, view: LineView | None) -> None:
        """Move on to the next open item, or stay where the answer asks for something."""
        self._take(snapshot)
        now = self._line_view(link_id)
        if now is not None and view is not None and now.status is not LineStatus.STOP:
            self._acts.offer_undo(snapshot, view, f"Recorded: {view.line.text}")
        if now is not None and (now.status is LineStatus.STOP or now.needs):
            self._draw()
            self._card.focus_first()
            said = " ".join(texts.block(need, snapshot.protocol) for need in now.needs)
            announce(self, said, assertive=now.status is LineStatus.STOP)
            return
        self._move_on(now)

    def _move_on(self, done: LineView | None) -> None:
        """Open the next open line: the next one below in this section, else the first of the step."""
        following = self._following(done) or self._next_link()
        self.open_line(following)
        if following is not None:
            view = self._line_view(following)
            announce(self, f"Next: {view.line.text}" if view is not None else "")

    def _following(self, done: LineView | None) -> str | None:
        if done is None or self._view is None or not self._editable():
            return None
        waiting = {block.link_id for block in self._view.blocks}
        for section in self._sections():
            links = [line.line.link_id for line in section.lines]
            if done.line.link_id in links:
                later = links[links.index(done.line.link_id) + 1 :]
                return next((link for link in later if link in waiting), None)
        return None

    def _after_act(self, snapshot: Snapshot) -> None:
        """Draw what an act recorded, and move on where the line asks for nothing more."""
        before = self._line_view(self._link) if self._link is not None else None
        self._take(snapshot)
        now = self._line_view(self._link) if self._link is not None else None
        settled = now is not None and now.status not in _OPEN and not now.needs
        if before is not None and settled and (before.status in _OPEN or before.needs):
            self._drafts.drop(before.line.link_id)
            self._move_on(now)
        else:
            self._draw()
            if self._link is not None and now is not None:
                self._card.focus_first()

    # --------------------------------------------------------------------------------- acts

    def _asked(self, action: str) -> None:
        snapshot = self._snapshot
        view = self._line_view(self._link) if self._link is not None else None
        if snapshot is None or view is None or not self._editable():
            return
        plain = {
            "later": self._acts.later,
            "not_applicable": self._acts.not_applicable,
            "exception": self._acts.exception,
            "told": self._acts.told,
            "note": self._acts.note,
            "change": self._acts.change,
            "withdraw": self._acts.withdraw,
        }
        if action in plain:
            plain[action](snapshot, view)
        elif action == "end":
            self._acts.end_session(snapshot)
        elif action == "second":
            self._acts.second_person(snapshot, view, self._second_came)
        elif action.startswith("sign."):
            field = words.signature_field(view, action.removeprefix("sign."))
            if field is not None:
                self._acts.sign(snapshot, view, field)

    def _second_came(self, actor: Actor) -> None:
        now = self._desk.now()
        self._second, self._second_since = actor, formats.time_of(now.wall_ms, now.tz_min)
        self._draw()
        self._card.focus_first()

    def command_key(self, name: str) -> bool:
        """Do what a key of the page asks for; returns whether it did something."""
        action = _KEYS.get(name, name)
        view = self._line_view(self._link) if self._link is not None else None
        if not self._editable():
            return False
        if action == "note":
            self.footer_pressed("note")
            return True
        if action == "close_step":
            return self._forward()
        if view is None:
            return False
        open_ = view.recorded.current is None and view.recorded.not_applicable is None
        offered = {
            "later": open_ and not self._card.later_hidden(),
            "not_applicable": open_ and bool(view.line.not_applicable),
            "exception": view.status is LineStatus.STOP,
        }
        if not offered.get(action, False):
            return False
        self._asked(action)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record the open item with Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if enter and self._card.open_line is not None and not self._card.isHidden():
            self._card.open_line.record()
        else:
            event.ignore()

    # --------------------------------------------------------------------------------- as a page

    def enter(self) -> None:
        """Put the focus where work goes on, and send the footer."""
        self._draw()
        if self._link is not None:
            self._card.focus_first()

    def leave(self) -> None:
        """Hand half-typed values to the drafts."""
        self._drafts.keep()

    def tick(self, now: Reading) -> None:
        """Nothing on this page moves with the clock."""

    def footer_pressed(self, action: str) -> None:
        """Open the note sheet, or go on to the next step."""
        if self._snapshot is None:
            return
        if action == "note":
            view = self._line_view(self._link) if self._link is not None else None
            self._acts.note(self._snapshot, view)
        elif action == "forward":
            self._forward()

    def _forward(self) -> bool:
        if self._snapshot is None or self._view is None:
            return False
        if words.why(self._view, self._snapshot.protocol, self._snapshot.state):
            return False
        self._desk.go(ToSession(self._snapshot.session_id, words.NEXT[self._step]))
        return True

    def _draft_text(self) -> str:
        return self._card.open_line.form.text_for_draft() if self._card.open_line is not None else ""

    def _bring_draft(self, link_id: str) -> None:
        if self._snapshot is None or self._card.open_line is None:
            self._drafts.watch("", "")
            return
        self._drafts.watch(self._snapshot.session_id, link_id)
        self._drafts.fetch(link_id, self._restore)

    def _restore(self, text: str) -> None:
        if self._card.open_line is not None:
            self._card.open_line.form.restore(text)
            self._card.focus_first()
