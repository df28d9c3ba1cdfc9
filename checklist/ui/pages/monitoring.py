"""Monitoring: the page of the steps Infusion and Recovery (``ux.md`` 10.6, 10.8).

On top three clocks, below them what stands (reminders), in the middle the trend, then eight event tiles; at the
right the vital signs of the next set. The page shows a snapshot and says what was pressed; only a press changes the
infusion (D22).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.trend import Trend, trend_of
from checklist.clock import Reading
from checklist.protocol.model import PhaseId, Step
from checklist.service.conduct import Snapshot
from checklist.session.described import adverse
from checklist.session.lines import unsigned
from checklist.session.progress import Look
from checklist.ui import texts
from checklist.ui.desk import Desk
from checklist.ui.drug.account_acts import AccountActs
from checklist.ui.drug.balance_card import BalanceLine
from checklist.ui.drug.words import account_facts
from checklist.ui.monitoring import footer_words
from checklist.ui.monitoring.cadence_acts import CadenceActs
from checklist.ui.monitoring.causes import Cause, causes_of
from checklist.ui.monitoring.clock_facts import now_line_ms, planned_end_ms
from checklist.ui.monitoring.clocks import Clocks
from checklist.ui.monitoring.entry import VitalsEntry
from checklist.ui.monitoring.event_acts import EventActs
from checklist.ui.monitoring.event_words import marks_of
from checklist.ui.monitoring.flowsheet import rows_of
from checklist.ui.monitoring.infusion_acts import InfusionActs
from checklist.ui.monitoring.light_acts import LightActs
from checklist.ui.monitoring.place_words import place_words
from checklist.ui.monitoring.pump_acts import PumpActs
from checklist.ui.monitoring.reminder_list import ReminderList, RemindersSheet
from checklist.ui.monitoring.step_lines import is_of_set, last_signs, open_lines, set_line
from checklist.ui.monitoring.tiles import EventTiles
from checklist.ui.monitoring.trend_card import TrendCard
from checklist.ui.monitoring.words import RATE_CHANGE
from checklist.ui.page import FooterFacts, Frame, Page, ToSession
from checklist.ui.pages.entry_acts import EntryActs
from checklist.ui.pages.line_acts import LineActs
from checklist.ui.pages.reminder_acts import ReminderActs
from checklist.ui.theme import px
from checklist.ui.widgets.keypad import key_of
from checklist.ui.widgets.scroll import Scroll

_WIDE, _LOW, _TALL, _SIDE, _SIDE_WIDE, _CENTRE = 1600, 760, 840, 318, 400, 1040
_SHORT = 572
"""Page height in logical pixels at 100 % text; less is left only under the strip of an emergency."""
_KEYS = {"Alt+N": "note", "Ctrl+Shift+T": "table", "Ctrl+T": "line", "Ctrl+Enter": "close_step"}


class MonitoringPage(Page):
    """Infusion and recovery of one session.

    Args:
        desk: The way to the service, to other pages and to a PIN.
    """

    frame = Frame.PATIENT
    help_text = (
        "Type the vital signs; the next field comes by itself, Record or Enter records. An event tile records its "
        "time at once. Press the infusion clock to read the pump, the next clock for how often. Ctrl+T, or / first, "
        "takes the set as one typed line. Ctrl+Shift+T shows the trend as a table. "
        "Reminders only: the monitor alarms."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._footer: FooterFacts | None = None
        self._clocks = Clocks()
        self._reminders = ReminderList()
        self._trend = TrendCard()
        self._tiles = EventTiles()
        self._entry = VitalsEntry(desk.now)
        self._infusion = InfusionActs(desk, lambda _new: None)
        self._acts = LineActs(desk, lambda _new: None)
        self._events = EventActs(desk, self._acts.details.stamped)
        self._acts.details.earlier = self._events.ask_earlier
        self._pump, self._cadence = PumpActs(desk), CadenceActs(desk)
        self._light = LightActs(desk, self._entry)
        self._heed = ReminderActs(desk, self._entry, self._acts, self._infusion, self._pump)
        self._entered = EntryActs(desk, self._entry, self)
        self._second = -1
        self._interrupted: tuple[int, int, int] | None = None
        self._account = AccountActs(desk, self._acts.told_words, lambda _new: None)
        self._balance = BalanceLine()
        self._drawn: Trend | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._clocks)
        column.addWidget(self._reminders)
        column.addWidget(self._trend, 1)
        column.addWidget(self._tiles)
        column.addWidget(self._balance)
        self._centre, self._side = Scroll(centre), Scroll(self._entry)
        self._whole = QHBoxLayout(self)
        self._whole.setSpacing(12)
        self._whole.addStretch(0)
        self._whole.addWidget(self._centre, 1)
        self._whole.addWidget(self._side)
        self._whole.addStretch(0)

    def _connect(self) -> None:
        self._balance.clicked.connect(self._open_account)
        self._tiles.chosen.connect(self._on_event)
        self._trend.events_pressed.connect(self._on_events)
        self._reminders.chosen.connect(self._on_reminder)
        self._reminders.more_pressed.connect(self._show_reminders)
        self._clocks.pump_pressed.connect(lambda: self._with(self._pump.read))
        self._clocks.often_pressed.connect(lambda: self._with(self._cadence.how_often))
        self._entry.light_pressed.connect(lambda: self._with(self._light.toggle))
        self._entry.lines.not_applicable.connect(self._on_not_applicable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the widths of ``ux.md`` 5."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._fit()

    def _fit(self) -> None:
        window = self.window()
        wide, low = window.width() >= _WIDE, window.height() < _LOW or self._is_short()
        self._whole.setContentsMargins(14, 3 if low else 12, 14, 3 if low else 11)
        self._reminders.set_tall(window.height() >= _TALL)
        self._side.setFixedWidth(px(_SIDE_WIDE if wide else _SIDE))
        self._centre.setMaximumWidth(px(_CENTRE))

    def _is_short(self) -> bool:
        """Whether the strip of an emergency leaves little room: then the drug account gives way."""
        return self.height() < px(_SHORT)

    # What is shown -----------------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a session as of its newest entry; what is being typed stays."""
        self._snapshot = snapshot
        now = self._desk.now()
        look = Look(snapshot.protocol, snapshot.state, now)
        line = set_line(snapshot)
        self._entry.set_line(line, last_signs(snapshot.state))
        views = open_lines(snapshot, look)
        self._entry.set_open_lines(views, [view.line.link_id for view in views if is_of_set(snapshot, view)])
        self._entered.show_snapshot(snapshot, line.link_id)
        self._light.show_snapshot(snapshot)
        self._show_place(snapshot, now)
        rows = rows_of(snapshot.protocol, snapshot.state, now, self._initials)
        self._trend.flowsheet.model.set_rows(rows)
        effects = adverse(snapshot.protocol, snapshot.state)
        left = sum(not event.settlements for event in effects)
        self._trend.show_events(len(snapshot.state.happened), left)
        self._drawn = trend_of(
            snapshot.protocol, snapshot.state, marks_of(snapshot.protocol, snapshot.state), tz_min=now.tz_min
        )
        blocks = look.phase_blocks(PhaseId.MONITORING)
        self._send_footer(footer_words.monitoring_footer(snapshot, blocks, self._desk.room_words))
        self._second = -1
        self.tick(now)

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """Say above the fields that the screen was locked, until the next entry (``ux.md`` 12)."""
        if self._snapshot is not None:
            self._interrupted = (at_ms, for_ms, self._snapshot.state.count)
            self._show_place(self._snapshot, self._desk.now())

    def _show_place(self, snapshot: Snapshot, now: Reading) -> None:
        if self._interrupted is not None and self._interrupted[2] != snapshot.state.count:
            self._interrupted = None
        self._entry.show_place(place_words(snapshot, now, self._interrupted))

    def open_at(self, step: Step, link_id: str | None = None) -> None:
        """Go to a step of the session shown, on a line where one is named.

        Args:
            step: Infusion or Recovery; both are this page, what is shown follows the infusion.
            link_id: A line of the step; its editor is opened where it is open.
        """
        self.setAccessibleName(texts.step(step))
        if self._snapshot is None or link_id is None or link_id == set_line(self._snapshot).link_id:
            self._entry.show_keys()
        else:
            self._entry.show_lines(link_id)

    def tick(self, now: Reading) -> None:
        """Move the clocks on; each widget paints only what changed."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._clocks.show_session(snapshot, now)
        self._entry.show_time(now)
        if now.mono_ms // 1000 != self._second:
            self._second = now.mono_ms // 1000
            self._reminders.show_causes(causes_of(snapshot.protocol, snapshot.state, now, self._initials))
        state = snapshot.state
        shown = state.account and not self._is_short()
        self._balance.show_account(account_facts(snapshot.protocol, state, now) if shown else None)
        if self._drawn is not None:
            now_ms, end_ms = now_line_ms(snapshot.state, now), planned_end_ms(snapshot.protocol, snapshot.state, now)
            self._trend.trend.set_trend(msgspec.structs.replace(self._drawn, now_ms=now_ms, end_ms=end_ms))

    def enter(self) -> None:
        """Send the footer and put the keyboard where typing goes on."""
        if self._footer is not None:
            self.footer_changed.emit(self._footer)
        self._entry.focus()

    def leave(self) -> None:
        """Keep what is half typed."""
        self._entered.keep()

    def _send_footer(self, facts: FooterFacts) -> None:
        if facts != self._footer:
            self._footer = facts
            self.footer_changed.emit(facts)

    def _initials(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return person.initials if person is not None else ""

    # What was pressed --------------------------------------------------------------------------------------

    def _on_not_applicable(self, link_id: str) -> None:
        if self._snapshot is not None:
            self._acts.not_applicable(self._snapshot, self._acts.view(self._snapshot, link_id))

    def _with(self, act: Callable[[Snapshot], None]) -> None:
        if self._snapshot is not None:
            act(self._snapshot)

    def _open_account(self) -> None:
        if self._snapshot is not None:
            self._account.open(self._snapshot)

    def _on_event(self, term: str) -> None:
        if term == RATE_CHANGE:
            self._with(self._pump.change_rate)
        elif self._snapshot is not None:
            self._events.record(self._snapshot, term)

    def _on_events(self) -> None:
        if self._snapshot is not None:
            self._acts.settle(self._snapshot)

    def _on_reminder(self, act: str, cause: Cause) -> None:
        if self._snapshot is not None:
            self._heed.press(act, cause, self._snapshot)

    def _show_reminders(self) -> None:
        """Show every cause, where the strip has no room for all."""
        sheet = RemindersSheet(self._reminders.causes)

        def chosen(act: str, cause: Cause) -> None:
            sheet.dismiss()
            self._on_reminder(act, cause)

        sheet.chosen.connect(chosen)
        self._desk.open_sheet(sheet)

    def footer_pressed(self, action: str) -> None:
        """Do what a footer button says."""
        snapshot = self._snapshot
        if snapshot is None:
            return
        match action:
            case footer_words.NOTE:
                self._acts.note(snapshot, None)
            case footer_words.START:
                self._infusion.start(snapshot)
            case footer_words.PAUSE:
                self._infusion.pause(snapshot)
            case footer_words.WHY:
                self._infusion.say_why(snapshot)
            case footer_words.RESUME:
                self._infusion.resume(snapshot)
            case footer_words.END:
                self._infusion.end(snapshot)
            case footer_words.SIGN:
                self._sign(snapshot)
            case footer_words.FORWARD:
                self._desk.go(ToSession(snapshot.session_id, Step.DISCHARGE))

    def _sign(self, snapshot: Snapshot) -> None:
        link_id = snapshot.protocol.phase(PhaseId.MONITORING).closed_by
        fields = unsigned(snapshot.protocol.line(link_id), snapshot.state.line(link_id))
        if fields:
            self._acts.sign(snapshot, self._acts.view(snapshot, link_id), fields[0])

    # Keyboard ----------------------------------------------------------------------------------------------

    def command_key(self, name: str) -> bool:
        """Do what a key of the map means here (``ux.md`` 11).

        Args:
            name: ``note``, ``table``, ``close_step``, ``event.1`` to ``event.8``, or the key sequence itself.

        Returns:
            True when it did something.
        """
        name = _KEYS.get(name, name)
        position = name.removeprefix("event.").removeprefix("Alt+")
        if position != name and position.isdigit():
            self._tiles.press(int(position) - 1)
            return True
        if name == "table":
            self._trend.toggle()
        elif name == "line":
            self._entry.open_line()
        elif name == "note":
            self.footer_pressed(footer_words.NOTE)
        elif name == "close_step":
            return self._close_step()
        else:
            return False
        return True

    def _close_step(self) -> bool:
        """Press the way forward of the footer, where it can be pressed."""
        actions = self._footer.actions if self._footer is not None else ()
        if not actions or not actions[-1].enabled:
            return False
        self.footer_pressed(actions[-1].id)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type digits into the active field from anywhere on the page; Enter records."""
        sign = key_of(event)
        if sign:
            self._entry.type_key(sign)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._entry.record()
        else:
            super().keyPressEvent(event)
