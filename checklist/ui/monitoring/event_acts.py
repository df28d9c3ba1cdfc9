"""What an event tile does: the timed event at once, then words for it, or an earlier time, where they are wanted."""

from __future__ import annotations

from checklist.service.conduct import Snapshot
from checklist.session.commands import AddNote, RecordEvent, WithdrawEvent
from checklist.session.state import ChairEvent
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.monitoring.event_sheet import EventSheet
from checklist.ui.monitoring.set_back_sheet import SetBackSheet
from checklist.ui.monitoring.words import TILES, event_words

_EARLIER = "Recorded again with an earlier time"


class EventActs:
    """Records events for one page.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def record(self, snapshot: Snapshot, term: str) -> None:
        """Record an event with the time of this press; then offer Undo, and the sheet where the tile has one."""

        def recorded(new: Snapshot) -> None:
            event = new.state.events[-1]
            undo = WithdrawEvent(event.mark.n, "undo")
            self._desk.notify(f"Recorded: {_title(event)}", lambda: self._desk.run(snapshot.session_id, undo))
            asks = next((tile.asks for tile in TILES if tile.term == term), "")
            if asks:
                self._ask(new, event, asks)

        self._desk.run(snapshot.session_id, RecordEvent(term), done=recorded)

    def _ask(self, snapshot: Snapshot, event: ChairEvent, asks: str) -> None:
        sheet = EventSheet(_title(event), asks)

        def add() -> None:
            sheet.set_primary_enabled(False)
            self._desk.run(
                snapshot.session_id,
                AddNote(sheet.text(), of=event.mark.n),
                done=lambda _new: sheet.dismiss(),
                refused=lambda _no: sheet.set_primary_enabled(True),
                failed=lambda _error: sheet.set_primary_enabled(True),
            )

        sheet.accepted.connect(add)
        sheet.earlier_pressed.connect(lambda: self._ask_earlier(sheet, snapshot, event))
        self._desk.open_sheet(sheet)

    def _ask_earlier(self, sheet: EventSheet, snapshot: Snapshot, event: ChairEvent) -> None:
        """Ask when it was; the event of the press gives way to one that holds both times."""
        back = SetBackSheet(self._desk.now, title=f"When was it: {event_words(event.term)}")

        def recorded(_new: Snapshot) -> None:
            back.dismiss()
            sheet.dismiss()
            self._desk.run(snapshot.session_id, WithdrawEvent(event.mark.n, "other", _EARLIER))

        def accepted() -> None:
            command = RecordEvent(event.term, sheet.text(), back.occurred())
            self._desk.run(snapshot.session_id, command, done=recorded)

        back.accepted.connect(accepted)
        self._desk.open_sheet(back)


def _title(event: ChairEvent) -> str:
    return f"{event_words(event.term)}, {formats.time_of(event.at_ms, event.mark.tz_min)}"
