"""The checklist page: pre-infusion and discharge, one line at a time (``ux.md`` 10.4, 10.8)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.service.conduct import Snapshot
from checklist.session.views import StepView
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.drug.account_acts import AccountActs
from checklist.ui.drug.words import AccountFacts, account_facts, concerns
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page, ToSession
from checklist.ui.pages import checklist_words as words
from checklist.ui.pages.checklist_side import ChecklistSide, Facts, OrderFacts
from checklist.ui.pages.step_flow import StepFlow
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

_WIDE = 1600
_SIDE, _SIDE_WIDE, _CENTRE = 300, 400, 1040
_MARGINS = 48
"""What of the side column does not grow with the text, logical pixels."""


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
        self._by_touch = False
        self._side = ChecklistSide()
        self.flow = StepFlow(desk, self._side.keypad)
        self._title = Text("", Role.TITLE, wrap=False)
        self._sub = Text("", Role.SECONDARY, Token.INK2)
        self._chips = [Chip(parent=self) for _ in range(3)]
        self._lay_out()
        self._account = AccountActs(desk, self.flow.acts.told_words, self.flow.show_snapshot)
        self._side.account.opened.connect(self._open_account)
        self.flow.drawn.connect(self._draw)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._sub)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.setContentsMargins(0, 12, 8, 8)
        head.addLayout(names, 1)
        for chip in self._chips:
            head.addWidget(chip)
        self._centre = QWidget()
        self._centre.setMaximumWidth(_CENTRE)
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.flow, 1)
        self._side_scroll = Scroll(self._side)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(22, 0, 16, 0)
        whole.setSpacing(10)
        whole.addWidget(self._centre, 1)
        whole.addWidget(self._side_scroll)
        whole.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the widths of ``ux.md`` 5: above 1600 the list stops at 1040 px and the side column grows."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take the text size of the theme now in force, the open item in sight."""
        self._fit()

    def _fit(self) -> None:
        side = _SIDE_WIDE if self.window().width() >= _WIDE else _SIDE
        self._side_scroll.setFixedWidth(px(side - _MARGINS) + _MARGINS)
        QTimer.singleShot(0, self.flow, self.flow.keep_in_sight)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry."""
        self.flow.show_snapshot(snapshot)

    def open_at(self, step: Step, link_id: str | None) -> None:
        """Show a step, on a line or where work goes on."""
        self.flow.open_at(step, link_id)

    def show_section(self, section_id: str) -> None:
        """Unfold a section."""
        self.flow.show_section(section_id)

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say on the open item that the screen was locked at ``at_ms`` (UTC ms) for ``for_ms``."""
        self.flow.interrupted(at_ms, for_ms)

    # ------------------------------------------------------------------------------ drawing

    def _draw(self) -> None:
        view, snapshot = self.flow.view, self.flow.snapshot
        if view is None or snapshot is None:
            return
        self._title.setText(texts.step(view.step.value))
        self._sub.show_text(words.SUBS[view.step])
        done, later, todo = self._chips
        done.set_chip(f"{view.done} of {view.total} done", Tone.DONE, "check")
        later.set_chip(f"{view.later} for later" if view.later else "", Tone.CAUTION, "clock")
        todo.set_chip(f"{view.todo} to do" if view.todo else "")
        self._side.set_facts(self._side_facts(snapshot, view))
        self._watch_presses()
        self._arrange_pad()
        self._send_footer(snapshot, view)
        self.setAccessibleName(f"{texts.step(view.step.value)}, {view.done} of {view.total} done")

    def _side_facts(self, snapshot: Snapshot, view: StepView) -> Facts:
        following = texts.step(words.NEXT[view.step].value)
        missing = []
        for block in words.own_blocks(view):
            state, text = words.block_row(block, snapshot.protocol)
            current = state is State.TODO and block.link_id is not None and block.link_id == self.flow.link
            missing.append((State.NOW if current else state, text))
        visit = self.flow.visit.words() if self.flow.visit is not None else ("", ())
        account = self._account_facts(snapshot, view)
        over = view.step is Step.DISCHARGE and account is not None  # then the account says what came of the order
        return Facts(None if over else self._order_facts(snapshot), visit, following, tuple(missing), account=account)

    def _account_facts(self, snapshot: Snapshot, view: StepView) -> AccountFacts | None:
        """Return the drug account beside lines about the drug, and at discharge once something was taken out."""
        section = next((item.section for item in view.sections if item.section.id == self.flow.section), None)
        beside = section is not None and concerns(section)
        if not beside and not (view.step is Step.DISCHARGE and snapshot.state.account):
            return None
        return account_facts(snapshot.protocol, snapshot.state, self._desk.now())

    def _open_account(self) -> None:
        if self.flow.snapshot is not None:
            self._account.open(self.flow.snapshot)

    def _order_facts(self, snapshot: Snapshot) -> OrderFacts:
        order = snapshot.state.order
        version = snapshot.state.line("pre.order-valid").current
        verified = formats.time_of(version.mark.at_ms, version.mark.tz_min) if version is not None else ""
        return OrderFacts(order, self.flow.acts.name(order.prescriber), verified)

    def _send_footer(self, snapshot: Snapshot, view: StepView) -> None:
        why = words.why(view, snapshot.protocol, snapshot.state)
        following = texts.step(words.NEXT[view.step].value)
        actions = (
            FooterAction("note", "Note", "notebook-pen", enabled=self.flow.editable),
            FooterAction("forward", following, "arrow-right", enabled=not why, primary=True),
        )
        self.footer_changed.emit(FooterFacts(why, None, actions))

    # ------------------------------------------------------------------------------ the number pad

    def _watch_presses(self) -> None:
        if self.flow.card.open_line is not None:
            for number in self.flow.card.open_line.form.number_fields():
                number.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the number pad once a number field was pressed rather than tabbed to; name the active field."""
        pressed = event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, NumberField)
        if pressed or event.type() is QEvent.Type.FocusIn:
            self._by_touch = self._by_touch or pressed
            self._arrange_pad()
        return super().eventFilter(watched, event)

    def _arrange_pad(self) -> None:
        open_line = self.flow.card.open_line
        numbers = open_line.form.number_fields() if open_line is not None else ()
        folded = open_line is not None and open_line.is_folded
        shown = bool(numbers) and not folded and not self.flow.card.isHidden()
        active = next((number for number in numbers if number.hasFocus()), None)
        title = active.accessibleName().split(",")[0] if active is not None else ""
        self._side.show_pad(shown and self._by_touch, title)

    # ------------------------------------------------------------------------------ as a page

    def tick(self, now: Reading) -> None:
        """Count down what runs on a line."""
        self.flow.tick(now)

    def enter(self) -> None:
        """Put the focus where work goes on, and send the footer."""
        self.flow.redraw()
        self.flow.focus_open()

    def leave(self) -> None:
        """Hand half-typed values to the drafts."""
        self.flow.keep_drafts()

    def command_key(self, name: str) -> bool:
        """Do what a key of the page asks for (``Alt+L``); returns whether it did something."""
        action = words.KEYS.get(name, name)
        if action == "close_step":
            return self._forward()
        if action == "note":
            self.footer_pressed("note")
            return self.flow.editable
        return self.flow.press_key(action)

    def footer_pressed(self, action: str) -> None:
        """Open the note sheet, or go on to the next step."""
        if action == "forward":
            self._forward()
        elif action == "note" and self.flow.snapshot is not None and self.flow.editable:
            self.flow.acts.note(self.flow.snapshot, self.flow.open_view())

    def _forward(self) -> bool:
        view, snapshot = self.flow.view, self.flow.snapshot
        if view is None or snapshot is None or words.why(view, snapshot.protocol, snapshot.state):
            return False
        self._desk.go(ToSession(snapshot.session_id, words.NEXT[view.step]))
        return True
