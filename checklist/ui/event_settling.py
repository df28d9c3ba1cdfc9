"""Closing events: the list, then grade and outcome of one, until none is left open."""

from __future__ import annotations

from collections.abc import Callable

from checklist.errors import ChecklistError
from checklist.protocol.model import Protocol
from checklist.service.conduct import Snapshot
from checklist.session.commands import Refused, SettleEvent
from checklist.session.state import ChairEvent
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.monitoring.words import RESOLVED, event_words, settled_words
from checklist.ui.sheets.events import EventRow, EventsSheet
from checklist.ui.sheets.settle import SettleSheet


class EventSettling:
    """Opens the sheets for one page.

    Args:
        desk: The way to the service.
        done: Called after each event that was settled.
    """

    def __init__(self, desk: Desk, done: Callable[[Snapshot], None]) -> None:
        self._desk = desk
        self._done = done

    def open(self, snapshot: Snapshot) -> None:
        """Show the events, in the order they happened."""
        sheet = EventsSheet([self._row(event) for event in snapshot.state.happened])

        def chosen(n: int) -> None:
            sheet.dismiss()
            self._ask(snapshot, next(event for event in snapshot.state.events if event.mark.n == n))

        sheet.chosen.connect(chosen)
        self._desk.open_sheet(sheet)

    def _row(self, event: ChairEvent) -> EventRow:
        newest = event.settlements[-1] if event.settlements else None
        person = self._desk.person(event.mark.person)
        initials = person.initials if person is not None else ""
        return EventRow(
            event.mark.n,
            f"{event_words(event.term)}: {event.text}" if event.text else event_words(event.term),
            settled_words(newest) if newest is not None else "Not closed yet",
            f"{formats.time_of(event.at_ms, event.mark.tz_min)}  {initials}",
            newest is not None and newest.outcome == RESOLVED,
        )

    def _ask(self, snapshot: Snapshot, event: ChairEvent) -> None:
        before = settled_words(event.settlements[-1]) if event.settlements else ""
        title = f"{event_words(event.term)}, {formats.time_of(event.at_ms, event.mark.tz_min)}"
        grades = snapshot.protocol.vocabulary.grades
        sheet = SettleSheet(title, before, grades, _branch_of(snapshot.protocol, event.term))

        def record() -> None:
            sheet.set_primary_enabled(False)
            command = SettleEvent(event.mark.n, sheet.grade(), sheet.outcome(), sheet.plan())
            self._desk.run(snapshot.session_id, command, done=recorded, refused=refused, failed=failed)

        def recorded(new: Snapshot) -> None:
            sheet.dismiss()
            self._done(new)
            if any(not item.settlements for item in new.state.happened):
                self.open(new)

        def refused(answer: Refused) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why(texts.refused(answer, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why("Not saved. What you chose is still here.")

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)


def _branch_of(protocol: Protocol, term: str) -> str:
    """Return the title of the emergency list that belongs to an event, or empty."""
    branch = next((item.branch for item in protocol.vocabulary.terms if item.code == term), "")
    return protocol.branch(branch).title if branch else ""
