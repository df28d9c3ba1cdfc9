"""What an event tile does: the timed event at once, then words for it where they are wanted."""

from __future__ import annotations

from checklist.service.conduct import Snapshot
from checklist.session.commands import AddNote, RecordEvent
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.monitoring.event_sheet import EventSheet
from checklist.ui.monitoring.words import TILES, event_words


class EventActs:
    """Records events for one page.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def record(self, snapshot: Snapshot, term: str) -> None:
        """Record an event with the time of this press; then offer Undo, and the sheet where the tile has one."""
        words = event_words(term)

        def recorded(new: Snapshot) -> None:
            newest = new.state.events[-1]
            title = f"{words}, {formats.time_of(newest.at_ms, newest.mark.tz_min)}"
            self._desk.notify(f"Recorded: {title}", lambda: self._undo(new, title))
            asks = next((tile.asks for tile in TILES if tile.term == term), "")
            if asks:
                self._ask(new, title, asks)

        self._desk.run(snapshot.session_id, RecordEvent(term), done=recorded)

    def _undo(self, snapshot: Snapshot, title: str) -> None:
        """Say in the record that the press was a mistake; the event itself stays readable."""
        self._desk.run(snapshot.session_id, AddNote(f"Pressed by mistake: {title}"))

    def _ask(self, snapshot: Snapshot, title: str, asks: str) -> None:
        sheet = EventSheet(title, asks)

        def add() -> None:
            sheet.set_primary_enabled(False)
            self._desk.run(
                snapshot.session_id,
                AddNote(f"{title}: {sheet.text()}"),
                done=lambda _new: sheet.dismiss(),
                refused=lambda _no: sheet.set_primary_enabled(True),
                failed=lambda _error: sheet.set_primary_enabled(True),
            )

        sheet.accepted.connect(add)
        self._desk.open_sheet(sheet)
