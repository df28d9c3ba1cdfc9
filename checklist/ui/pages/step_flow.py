"""One step of a session, line by line: the list, the open item, and what happens when it is answered.

Which line is open, what was typed and which section is unfolded is all that is remembered here; the rest is worked out
from the entries each time. The pages put their header, side column and footer around it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.protocol.model import Step
from checklist.protocol.values import Answer
from checklist.service.conduct import Snapshot
from checklist.session import progress
from checklist.session.commands import Actor, AnswerLine, Refused
from checklist.session.state import Status
from checklist.session.views import OPEN, LineStatus, LineView, SectionView, StepView
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.pages import checklist_words as words
from checklist.ui.pages.draft_keeper import DraftKeeper
from checklist.ui.pages.item_list import ItemList
from checklist.ui.pages.last_visit import LastVisit, priors
from checklist.ui.pages.line_acts import LineActs
from checklist.ui.pages.line_card import CardFacts, LineCard
from checklist.ui.pages.preface_words import preface
from checklist.ui.pages.vial_line import watch_scanner
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.scroll import Scroll

_MARGIN, _ABOVE = 12, 8
_READ_AGAIN_MS = 600_000
"""Away for longer than this, the item asks to be read again (``ux.md`` 12)."""


class StepFlow(QWidget):
    """The lines of one step.

    Args:
        desk: The way to the service, to other pages and to a PIN.
        keypad: The number pad that types into the open item, or None.
        top: Stands above the list, scrolls with it and is read first, or None; then nothing scrolls by itself.

    Attributes:
        card: The open item.
        acts: What can be done besides answering.
        second: Who signed in beside the nurse for the open line, or None.
        visit: The patient's last visit, once it was read.

    Signals:
        drawn: The newest snapshot is on screen; the page draws what stands around.
    """

    drawn = Signal()

    def __init__(
        self,
        desk: Desk,
        keypad: Keypad | None = None,
        top: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.snapshot: Snapshot | None = None
        self.step = Step.PRE_INFUSION
        self.view: StepView | None = None
        self.link: str | None = None
        self.section = ""
        self.second: Actor | None = None
        self.visit: LastVisit | None = None
        self._pressed: LineView | None = None
        self._shown_mono_ms = 0
        self._ticked_s = -1
        self.card = LineCard(desk.now, keypad)
        self.acts = LineActs(desk, self._after_act)
        self._list = ItemList(self.card)
        self._drafts = DraftKeeper(desk, self._draft_text, self)
        self._content = QWidget()
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 0, 8, 12)
        inside.setSpacing(10)
        self._reads_top_first = top is not None
        if top is not None:
            inside.addWidget(top)
        inside.addWidget(self._list, 1)
        self._scroll = Scroll(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.card.answered.connect(self._answered)
        self.card.asked.connect(self.press)
        self.card.changed.connect(self._drafts.typed)
        self._list.line_pressed.connect(self.open_line)
        self._list.section_pressed.connect(self.show_section)

    # ------------------------------------------------------------------------------ what is shown

    @property
    def editable(self) -> bool:
        """Whether the session still takes entries."""
        return self.snapshot is not None and self.snapshot.state.status is Status.IN_PROGRESS

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry; the open line stays open."""
        first = self.snapshot is None
        if self.snapshot is not None and snapshot.state.count < self.snapshot.state.count:
            return
        self._take(snapshot)
        if first:
            self._ask_last_visit(snapshot)
            return
        if self.link is not None and (self.line_view(self.link) is None or not self.editable):
            self.open_line(self._next_link())
            return
        self._draw()

    def open_at(self, step: Step, link_id: str | None) -> None:
        """Show a step, on a line or where work goes on."""
        if step is not self.step:
            self._drafts.keep()
            self.second, self.link, self.section, self.step = None, None, "", step
        if self.snapshot is not None:
            self._take(self.snapshot)
            self.open_line(link_id or self.link or self._next_link())

    def _take(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.view = progress.step_view(snapshot.protocol, snapshot.state, self.step, self._desk.now())

    def _ask_last_visit(self, snapshot: Snapshot) -> None:
        patient = snapshot.patient.id

        def came(visit: LastVisit | None) -> None:
            if visit is not None:
                self.visit = visit
                self._draw()

        self._desk.ask(lambda station: LastVisit.read(station, patient), came)

    def _next_link(self) -> str | None:
        return self.view.next_link if self.view is not None and self.editable else None

    def _sections(self) -> list[SectionView]:
        return [section for section in self.view.sections if section.lines] if self.view else []

    def line_view(self, link_id: str | None) -> LineView | None:
        """Return a line of this step, or one put off until it, as it stands."""
        carried = self.view.carried if self.view is not None else ()
        lines = [*carried, *(line for section in self._sections() for line in section.lines)]
        return next((line for line in lines if line.line.link_id == link_id), None)

    def open_view(self) -> LineView | None:
        """Return the open line as it stands, or None."""
        return self.line_view(self.link)

    def open_line(self, link_id: str | None) -> None:
        """Open the card of a line; None, or a line that is not shown here, closes it."""
        if link_id != self.link:
            self._drafts.keep()
            self.second = None
        self.link = link_id if self.line_view(link_id) is not None else None
        self.section = words.section_of(self._sections(), self.link, self.section)
        self._shown_mono_ms = self._desk.now().mono_ms
        self._draw()
        if self.link is not None:
            self._bring_draft(self.link)
        self.focus_open()

    def show_section(self, section_id: str) -> None:
        """Unfold a section and open its first line that waits for something, or its first line."""
        section = next((item for item in self._sections() if item.section.id == section_id), None)
        if section is not None:
            waiting = (line for line in section.lines if line.status in OPEN or line.needs)
            self.open_line(next(waiting, section.lines[0]).line.link_id)

    def focus_open(self) -> None:
        """Put the focus into the open item and bring it into view, unless the page is read from its top."""
        if not self._reads_top_first and self.link is not None:
            self.card.focus_first()
            QTimer.singleShot(0, self, self.keep_in_sight)
        elif not self._reads_top_first:
            self.setFocus()  # nothing is open: no button around the list takes a stray Enter

    def scroll_to_top(self) -> None:
        """Show the page from its top."""
        self._scroll.verticalScrollBar().setValue(0)

    def keep_in_sight(self) -> None:
        """Scroll as little as brings the whole open item into view; one taller than the view starts at its top."""
        if self.card.isHidden() or self._reads_top_first:
            return
        bar, view = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        above = self.card.mapTo(self._content, self.card.rect().topLeft()).y()
        top, bottom = above - _ABOVE, above + self.card.height() + _MARGIN
        bar.setValue(min(top, max(bottom - view, bar.value())))

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say on the open item that the screen was locked; after ten minutes it must be read again first."""
        at = formats.time_of(at_ms, self._desk.now().tz_min)
        sentence = f"You were here. The screen locked at {at} for {formats.span(for_ms)}, nothing was lost"
        self.card.were_here(sentence, fold=for_ms > _READ_AGAIN_MS)

    # ------------------------------------------------------------------------------ drawing

    def redraw(self) -> None:
        """Draw again, for example when the person signed in has changed."""
        self._draw()

    def _draw(self) -> None:
        view, snapshot = self.view, self.snapshot
        if view is None or snapshot is None:
            return
        self._draw_card(snapshot)
        self._draw_list()
        self.drawn.emit()

    def _draw_list(self) -> None:
        if self.view is not None and self.snapshot is not None:
            told = self.acts.told_words(self.snapshot.protocol)
            self._list.set_facts(words.list_facts(self.view, self._sections(), self.link, self.section, told))

    def _draw_card(self, snapshot: Snapshot) -> None:
        view = self.open_view()
        self.card.setVisible(view is not None)
        if view is None:
            return
        closing = {phase.closed_by for phase in snapshot.protocol.phases}
        facts = CardFacts(
            view=view,
            told=self.acts.told_words(snapshot.protocol),
            sentences={need: words.need_words(need, snapshot.protocol, self._desk.now()) for need in view.needs},
            priors=priors(snapshot, view.line, self.visit),
            signer=self.acts.name(self._desk.actor.person),
            editable=self.editable,
            may_defer=view.line.link_id not in closing and view.status is not LineStatus.LATER,
            wants=self._wants(snapshot, view),
            branches={branch.id: branch.title for branch in snapshot.protocol.branches},
            preface=preface(view, snapshot.state, snapshot.protocol.line, self.acts.told_words()),
        )
        before = self.card.open_line
        self.card.show_line(facts)
        if self.card.open_line is not before:
            watch_scanner(self._desk, self.card)

    def _wants(self, snapshot: Snapshot, view: LineView) -> str:
        if self.second is not None:
            return ""
        return words.wants_another(view, self._desk.actor, snapshot.state)

    def tick(self, now: Reading) -> None:
        """Count down; draw again once a second while something runs, and when time alone has changed a line."""
        snapshot = self.snapshot
        if snapshot is None or self.view is None or now.mono_ms // 1000 == self._ticked_s:
            return
        self._ticked_s = now.mono_ms // 1000
        self.card.tick(now)
        before = words.standing(self.view)
        self._take(snapshot)
        if words.standing(self.view) != before:
            self._draw()
        elif words.counts_down(self.view):
            self._draw_list()

    # ------------------------------------------------------------------------------ recording

    def _answered(self, answer: Answer) -> None:
        snapshot, link_id, open_line = self.snapshot, self.link, self.card.open_line
        if snapshot is None or link_id is None or open_line is None:
            return
        view = self.line_view(link_id)
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
        self._desk.run(snapshot.session_id, command, actor=self.second, done=done, refused=refused, failed=failed)

    def _stays(self, link_id: str, why: str) -> None:
        """Keep the item open with everything typed, and say why."""
        if self.link == link_id and self.card.open_line is not None:
            self.card.open_line.not_recorded(why)

    def _recorded(self, snapshot: Snapshot, link_id: str, before: LineView | None) -> None:
        """Move on to the next open item, or stay where the answer asks for something."""
        self._take(snapshot)
        now = self.line_view(link_id)
        if before is not None:
            self.acts.offer_undo(snapshot, before, f"Recorded: {before.line.text}")
        if self.link != link_id:
            self._draw()
        elif now is not None and (now.status is LineStatus.STOP or now.needs):
            self._draw()
            self.focus_open()
            said = " ".join(texts.block(need, snapshot.protocol) for need in now.needs)
            announce(self, said, assertive=True)
        else:
            self._move_on(now)

    def _move_on(self, done: LineView | None) -> None:
        """Open the next open line: the next one below in this section, else the first of the step."""
        here = done.line.link_id if done is not None else ""
        following = None
        if self.view is not None and self.editable:
            following = words.following(self.view, self._sections(), here, self._desk.now())
        self.open_line(following or self._next_link())
        view = self.open_view()
        announce(self, f"Next: {view.line.text}" if view is not None else "")

    def _after_act(self, snapshot: Snapshot) -> None:
        """Draw what an act recorded, and move on where the line asks for nothing more.

        The desk shows a new snapshot before it answers, so the line is compared with what it was at the press.
        """
        before = self._pressed if self._pressed and self._pressed.line.link_id == self.link else self.open_view()
        self._pressed = None
        self._take(snapshot)
        now = self.open_view()
        settled = now is not None and now.status not in OPEN and not now.needs
        if before is not None and settled and (before.status in OPEN or before.needs):
            self._drafts.drop(before.line.link_id)
            self._move_on(now)
        else:
            self._draw()
            self.focus_open()

    # ------------------------------------------------------------------------------ acts and keys

    def press(self, action: str) -> bool:
        """Do what a button or key of the open item asks for; returns whether it did something."""
        view = self.open_view()
        if self.snapshot is None or view is None or not self.editable:
            return False
        if action == "second":
            self.acts.second_person(self.snapshot, view, self._second_came)
            return True
        self._pressed = view
        return self.acts.press(action, self.snapshot, view)

    def press_key(self, action: str) -> bool:
        """Do what a key asks for, where the open item offers it."""
        view = self.open_view()
        if view is None or not self.editable:
            return False
        offered = {
            "later": self.card.offers_later(),
            "not_applicable": self.card.offers_not_applicable(),
            "exception": view.status is LineStatus.STOP,
        }
        return offered.get(action, False) and self.press(action)

    def _second_came(self, actor: Actor) -> None:
        self.second = actor
        self._draw()
        self.focus_open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Record the open item with Enter."""
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if enter and self.card.open_line is not None and not self.card.isHidden():
            self.card.open_line.record()
        else:
            event.ignore()

    # ------------------------------------------------------------------------------ drafts

    def keep_drafts(self) -> None:
        """Hand half-typed values to the drafts."""
        self._drafts.keep()

    def _draft_text(self) -> str:
        return self.card.open_line.form.text_for_draft() if self.card.open_line is not None else ""

    def _bring_draft(self, link_id: str) -> None:
        if self.snapshot is not None and self.card.open_line is not None:
            self._drafts.watch(self.snapshot.session_id, link_id)
            self._drafts.fetch(link_id, self._restore)

    def _restore(self, text: str) -> None:
        if self.card.open_line is not None:
            self.card.open_line.form.restore(text)
            self.focus_open()
