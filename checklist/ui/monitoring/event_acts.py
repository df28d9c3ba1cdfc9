"""What an event tile does: the timed event at once, then its details, or an earlier time, where they are wanted."""

from __future__ import annotations

from collections.abc import Callable

from checklist.service.conduct import Snapshot
from checklist.session.commands import RecordEvent, WithdrawEvent
from checklist.session.state import ChairEvent
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.monitoring.event_sheet import EventSheet
from checklist.ui.monitoring.set_back_sheet import SetBackSheet
from checklist.ui.monitoring.words import event_words
from checklist.ui.widgets.sheet import Sheet

_EARLIER = "Recorded again with an earlier time"


class EventActs:
    """Records events for one page.

    Args:
        desk: The way to the service.
        stamped: Asks for what belongs to an event that was just recorded.
    """

    def __init__(self, desk: Desk, stamped: Callable[[Snapshot, ChairEvent], None]) -> None:
        self._desk, self._stamped = desk, stamped

    def record(self, snapshot: Snapshot, term: str) -> None:
        """Record an event with the time of this press; then offer Undo, and the sheet that belongs to it."""

        def recorded(new: Snapshot) -> None:
            event = new.state.events[-1]
            undo = WithdrawEvent(event.mark.n, "undo")
            self._desk.notify(f"Recorded: {_title(event)}", lambda: self._desk.run(snapshot.session_id, undo))
            self._stamped(new, event)

        self._desk.run(snapshot.session_id, RecordEvent(term), done=recorded)

    def ask_earlier(self, sheet: Sheet, snapshot: Snapshot, event: ChairEvent) -> None:
        """Ask when it was; the event of the press gives way to one that holds both times, and its sheet comes again."""
        back = SetBackSheet(self._desk.now, title=f"When was it: {event_words(event.term)}")
        words = sheet.text() if isinstance(sheet, EventSheet) else ""

        def recorded(new: Snapshot) -> None:
            back.dismiss()
            sheet.dismiss()
            self._desk.run(snapshot.session_id, WithdrawEvent(event.mark.n, "other", _EARLIER))
            if not isinstance(sheet, EventSheet):
                self._stamped(new, new.state.events[-1])

        def accepted() -> None:
            self._desk.run(snapshot.session_id, RecordEvent(event.term, words, back.occurred()), done=recorded)

        back.accepted.connect(accepted)
        self._desk.open_sheet(back)


def _title(event: ChairEvent) -> str:
    return f"{event_words(event.term)}, {formats.time_of(event.at_ms, event.mark.tz_min)}"
