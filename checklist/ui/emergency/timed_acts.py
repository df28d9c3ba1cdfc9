"""What follows a timed button: words for it, or a set of vital signs; the time is recorded before anything is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checklist.clock import Reading
from checklist.session.commands import Actor, RecordVitals
from checklist.ui import formats
from checklist.ui.emergency.running import Running
from checklist.ui.emergency.words import EVENTS
from checklist.ui.monitoring.entry import SetEntered, VitalsEntry
from checklist.ui.monitoring.event_sheet import EventSheet
from checklist.ui.monitoring.step_lines import last_signs, set_line
from checklist.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

VITALS = "vital_signs"


class TimedActs:
    """Asks what the buttons ask for.

    Args:
        desk: The way to the service.
        over: Where sheets are shown.
    """

    def __init__(self, desk: Desk, over: QWidget) -> None:
        self._desk, self._over = desk, over

    def ask(self, running: Running, term: str, at: Reading, actor: Actor) -> None:
        """Ask for the rest of an event that is stamped already.

        Args:
            running: The emergency.
            term: The button.
            at: When it was pressed.
            actor: Who acts.
        """
        event = next(event for event in EVENTS if event.term == term)
        snapshot = running.snapshot
        if term == VITALS and snapshot is not None and snapshot.state.infusion.runs:
            self._ask_vitals(snapshot, actor)
        elif event.asks:
            title = f"{event.text}, {formats.time_with_seconds(at.wall_ms, at.tz_min)}"
            sheet = EventSheet(title, event.asks)

            def add() -> None:
                running.note(f"{title}: {sheet.text()}", self._desk.now())
                sheet.dismiss()

            sheet.accepted.connect(add)
            sheet.open_over(self._over)

    def looked(self, session_id: str) -> None:
        """Put into the record that a patient's banner was shown with nobody signed in."""
        self._desk.ask(lambda station: station.conductor.shown_in_emergency(session_id), lambda _none: None)

    def _ask_vitals(self, snapshot: Snapshot, actor: Actor) -> None:
        sheet = Sheet("Vital signs", id="sheet.emergency_vitals", cancel="Close", width=400)
        entry = VitalsEntry(self._desk.now)
        entry.set_line(set_line(snapshot), last_signs(snapshot.state))
        sheet.body.addWidget(entry)

        def record(entered: SetEntered) -> None:
            self._desk.run(
                snapshot.session_id,
                RecordVitals(entered.link_id, entered.signs, entered.occurred),
                actor=actor,
                done=lambda _new: sheet.dismiss(),
                refused=lambda _no: entry.failed(),
                failed=lambda _error: entry.failed(),
            )

        entry.submitted.connect(record)
        sheet.open_over(self._over)
        entry.focus()
