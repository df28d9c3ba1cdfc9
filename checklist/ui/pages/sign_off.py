"""Sign-off: the whole session once more, the nurse's signature, and the seal (``ux.md`` 10.9)."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.record import SessionRecord
from checklist.clock import Reading
from checklist.protocol.items import SignatureField
from checklist.protocol.model import PhaseId, Step
from checklist.service.conduct import Snapshot
from checklist.session import progress
from checklist.session.state import SessionState, Status
from checklist.session.views import LineView, StepView
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.drug.account_acts import AccountActs
from checklist.ui.drug.balance_card import BalanceCard
from checklist.ui.drug.words import account_facts
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page, ToRecord, ToSession, ToToday
from checklist.ui.pages.checklist_words import KEYS, own_blocks
from checklist.ui.pages.review import FIRST, Review, groups
from checklist.ui.pages.step_flow import StepFlow
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Action, Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

_BACK_MS = 5_000
_WIDE, _CENTRE = 1600, 1040
_BEFORE = "Check your answers. Press a line to change it, then sign"
_AFTER = "The session is over. This is what was recorded"


class SealCard(Card):
    """What is said once the session is over: when it was sealed, its seal, and where to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Look.DONE, parent=parent)
        self._title = Text("", Role.CURRENT, Token.DONE)
        self._seal = Text("", Role.SEAL)
        self._seal.setObjectName("signoff.seal")
        self.record = Button("Open record", "file-text", Kind.PLAIN, 56, id="signoff.record")
        self.cosign = Button("Prescriber co-signs", "pencil", Kind.PLAIN, 56, id="signoff.cosign")
        self.today = Button("Back to Today", "arrow-left", Kind.PRIMARY, 56, id="signoff.today")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.cosign, self.record, self.today):
            row.addWidget(button)
        self.body.addWidget(self._title)
        self.body.addWidget(self._seal)
        self.body.addLayout(row)
        self.hide()

    def say(self, title: str, seal: str, *, sealed: bool) -> None:
        """Show the card."""
        self.set_look(Look.DONE if sealed else Look.CAUTION)
        self._title.set_token(Token.DONE if sealed else Token.CAUTION)
        self._title.setText(title)
        self._seal.show_text(seal)
        self.show()


class SignOffPage(Page):
    """Check your answers, sign, sealed.

    Args:
        desk: The way to the service, to other pages and to a PIN.
    """

    frame = Frame.PATIENT
    help_text = "Look through the whole session. Press a line to change it. Then sign with your PIN."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sealed_mono_ms: int | None = None
        self._was_open = False
        self._seal_words = ""
        self._review = Review()
        self._missing = NoticeStrip(Tone.CAUTION, id="signoff.missing")
        self._seal = SealCard()
        self._balance = BalanceCard(columns=2)
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        self._centre = QWidget()
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._seal, self._missing, self._balance, self._review):
            column.addWidget(part)
        self._missing.hide()
        self.flow = StepFlow(desk, None, top)
        self._account = AccountActs(desk, self.flow.acts.told_words, self.flow.show_snapshot)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(0, 12, 8, 8)
        head.setSpacing(0)
        head.addWidget(Text(texts.step(Step.SIGN_OFF.value), Role.TITLE, wrap=False))
        head.addWidget(self._sub)
        centre = self._centre
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.flow, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(22, 0, 16, 0)
        whole.addWidget(centre, 1)
        whole.addStretch(0)

    def _connect(self) -> None:
        self.flow.drawn.connect(self._draw)
        self._review.pressed.connect(self._row_pressed)
        self._missing.action_pressed.connect(lambda _: self._go_to_missing())
        self._balance.opened.connect(self._open_account)
        self._seal.record.clicked.connect(self._open_record)
        self._seal.today.clicked.connect(self._back)
        self._seal.cosign.clicked.connect(self._cosign)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the widths of ``ux.md`` 5: above 1600 the list stops at 1040 px."""
        super().resizeEvent(event)
        self._centre.setMaximumWidth(_CENTRE if self.window().width() >= _WIDE else self.width())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry; the moment it is sealed, say so."""
        self.flow.show_snapshot(snapshot)
        over = snapshot.state.status is not Status.IN_PROGRESS
        if over and self._was_open and self._sealed_mono_ms is None:
            self._sealed_mono_ms = self._desk.now().mono_ms
            self._ask_seal(snapshot)
        self._was_open = self._was_open or not over

    def open_at(self, step: Step, link_id: str | None) -> None:
        """Show the step, on a line or where work goes on."""
        self.flow.open_at(step, link_id)

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say that the screen was locked at ``at_ms`` (UTC ms) for ``for_ms``."""
        self.flow.interrupted(at_ms, for_ms)

    def _ask_seal(self, snapshot: Snapshot) -> None:
        session, actor = snapshot.session_id, self._desk.actor

        def came(record: SessionRecord) -> None:
            self._seal_words = f"Seal {record.seal}" if record.seal else ""
            self.flow.redraw()
            self.flow.scroll_to_top()
            self._seal.today.setFocus()

        self._desk.ask(lambda station: station.supervisor.record(session, actor), came)

    # ------------------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        view, snapshot = self.flow.view, self.flow.snapshot
        if view is None or snapshot is None:
            return
        now = self._desk.now()
        self._sub.setText(_BEFORE if self.flow.editable else _AFTER)
        self._review.set_groups(groups(snapshot, now, self.flow.acts.told_words(snapshot.protocol)))
        self._draw_missing(snapshot, now)
        facts = account_facts(snapshot.protocol, snapshot.state, now) if snapshot.state.account else None
        self._balance.show_account(facts)
        self._draw_seal(snapshot.state)
        self._send_footer(snapshot.state, view)

    def _draw_missing(self, snapshot: Snapshot, now: Reading) -> None:
        blocks = progress.phase_blocks(snapshot.protocol, snapshot.state, PhaseId.DISCHARGE, now)
        if not blocks or not self.flow.editable:
            self._missing.clear()
            return
        words = texts.block(blocks[0], snapshot.protocol)
        more = f"And {formats.counted(len(blocks) - 1, 'more item')}." if len(blocks) > 1 else ""
        go = "Go there" if blocks[0].link_id is not None else "Open account"
        self._missing.say("Not ready to sign", f"{words} {more}".strip(), (Action("open", go),))

    def _draw_seal(self, state: SessionState) -> None:
        if state.ended is None:
            self._seal.hide()
            return
        at = formats.time_of(state.ended.at_ms, state.ended.tz_min)
        sealed = state.status is Status.COMPLETED
        title = f"Sealed at {at}, entry {formats.grouped_int(state.count)}." if sealed else f"Ended early at {at}."
        self._seal.cosign.setVisible(sealed and self._cosignature() is not None)
        self._seal.say(title, self._seal_words, sealed=sealed)

    def _cosignature(self) -> tuple[LineView, SignatureField] | None:
        """Return the optional signature that is still missing on the closing line, or None."""
        snapshot = self.flow.snapshot
        closed_by = snapshot.protocol.phases[-1].closed_by if snapshot is not None else ""
        view = self.flow.line_view(closed_by)
        if view is None:
            return None
        given = {item.field for item in view.recorded.signatures}
        for field in view.line.fields:
            if isinstance(field, SignatureField) and not field.required and field.id not in given:
                return view, field
        return None

    def _send_footer(self, state: SessionState, view: StepView) -> None:
        over = state.status is not Status.IN_PROGRESS
        waiting = bool(own_blocks(view)) or not self._missing.isHidden()
        why = "" if over else "Not ready to sign yet" if waiting else "Your signature seals this record"
        note = FooterAction("note", "Note", "notebook-pen", enabled=not over)
        sign = FooterAction("forward", "Sign", "pencil", enabled=not waiting, primary=True)
        today = FooterAction("forward", "Today", "arrow-right", primary=True)
        actions = (note, today if over else sign)
        self.footer_changed.emit(FooterFacts(why, None, actions))

    # ------------------------------------------------------------------------------ acts

    def _row_pressed(self, id: str) -> None:
        """Open the correction of a line or of a set of vital signs."""
        snapshot = self.flow.snapshot
        kind, _, rest = id.removeprefix(FIRST).partition(".")
        if snapshot is None or not self.flow.editable:
            return
        if kind == "set":
            self.flow.acts.change_set(snapshot, int(rest))
        elif not self.flow.acts.change(
            snapshot, progress.line_view(snapshot.protocol, snapshot.state, rest, self._desk.now())
        ):
            self._desk.go(ToSession(snapshot.session_id, snapshot.protocol.section_of(rest).step, rest))

    def _go_to_missing(self) -> None:
        snapshot = self.flow.snapshot
        if snapshot is None:
            return
        now = self._desk.now()
        blocks = progress.phase_blocks(snapshot.protocol, snapshot.state, PhaseId.DISCHARGE, now)
        if blocks and blocks[0].link_id is None:
            self._account.open(snapshot)
            return
        link_id = next((block.link_id for block in blocks if block.link_id is not None), None)
        step = snapshot.protocol.section_of(link_id).step if link_id is not None else None
        self._desk.go(ToSession(snapshot.session_id, step, link_id))

    def _open_account(self) -> None:
        if self.flow.snapshot is not None:
            self._account.open(self.flow.snapshot)

    def _cosign(self) -> None:
        found, snapshot = self._cosignature(), self.flow.snapshot
        self._sealed_mono_ms = None
        if found is not None and snapshot is not None:
            self.flow.acts.sign(snapshot, *found)

    def _open_record(self) -> None:
        self._sealed_mono_ms = None
        if self.flow.snapshot is not None:
            self._desk.go(ToRecord(self.flow.snapshot.session_id))

    def _back(self) -> None:
        self._sealed_mono_ms = None
        self._desk.go(ToToday())

    # ------------------------------------------------------------------------------ as a page

    def enter(self) -> None:
        """Put the focus where work goes on, and send the footer."""
        self.flow.redraw()
        self._review.focus_first()
        self.flow.scroll_to_top()

    def leave(self) -> None:
        """Hand half-typed values to the drafts; nobody is sent to Today any more."""
        self._sealed_mono_ms = None
        self.flow.keep_drafts()

    def tick(self, now: Reading) -> None:
        """Go back to Today five seconds after the seal, unless something was pressed."""
        if self._sealed_mono_ms is not None and now.mono_ms - self._sealed_mono_ms >= _BACK_MS:
            self._back()

    def command_key(self, name: str) -> bool:
        """Do what a key of the page asks for; returns whether it did something."""
        action = KEYS.get(name, name)
        if action in ("note", "close_step"):
            self.footer_pressed("note" if action == "note" else "forward")
            return True
        return self.flow.press_key(action)

    def footer_pressed(self, action: str) -> None:
        """Open the note sheet, sign, or go back to Today."""
        snapshot = self.flow.snapshot
        if snapshot is None:
            return
        if action == "forward":
            self._go_on(snapshot)
        elif action == "note" and self.flow.editable:
            self.flow.acts.note(snapshot, None)

    def _go_on(self, snapshot: Snapshot) -> None:
        """Give the first signature that is still needed; once the session is over, go back to Today."""
        view = self.flow.line_view(snapshot.protocol.phases[-1].closed_by)
        if not self.flow.editable:
            self._back()
        elif view is not None and self._missing.isHidden():
            wanted = {dict(need.params).get("field") for need in view.needs}
            field = next((f for f in view.line.fields if f.id in wanted), None)
            if isinstance(field, SignatureField):
                self.flow.acts.sign(snapshot, view, field)
