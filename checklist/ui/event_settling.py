"""The events of a session in a list: what each was, how it stands, and what is still owed; a press goes on with one."""

from __future__ import annotations

from checklist.service.conduct import Snapshot
from checklist.session.branches import ungraded
from checklist.session.care_state import BranchRun
from checklist.session.described import adverse, is_adverse
from checklist.session.state import ChairEvent
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.emergency.grade_sheet import ask_grade
from checklist.ui.event_details import EventDetails
from checklist.ui.monitoring.event_words import missing_witness, named, standing
from checklist.ui.monitoring.words import RESOLVED
from checklist.ui.sheets.events import EventRow, EventsSheet


class EventSettling:
    """Opens the list for one page.

    Args:
        desk: The way to the service.
        details: Goes on with one event.
    """

    def __init__(self, desk: Desk, details: EventDetails) -> None:
        self._desk, self._details = desk, details

    def open(self, snapshot: Snapshot) -> None:
        """Show the events, in the order they happened, and who is still to be told."""
        owed = self._details.to_tell(snapshot)
        rows = [self._row(snapshot, event) for event in snapshot.state.happened]
        rows += [self._emergency_row(snapshot, run) for run in ungraded(snapshot.state)]
        sheet = EventsSheet(rows, owed)

        def chosen(n: int) -> None:
            sheet.dismiss()
            run = next((run for run in ungraded(snapshot.state) if run.n == n), None)
            if run is not None:
                ask_grade(self._desk, snapshot, run)
                return
            event = next(event for event in snapshot.state.events if event.mark.n == n)
            self._details.again(snapshot, event, self._reopen)

        def told() -> None:
            sheet.dismiss()
            self._details.tell(snapshot)

        sheet.chosen.connect(chosen)
        sheet.told_pressed.connect(told)
        self._desk.open_sheet(sheet)

    def _reopen(self, snapshot: Snapshot) -> None:
        """Show the list again while an adverse event of it is open."""
        if any(not item.settlements for item in adverse(snapshot.protocol, snapshot.state)):
            self.open(snapshot)

    def _emergency_row(self, snapshot: Snapshot, run: BranchRun) -> EventRow:
        person = self._desk.person(run.mark.person)
        initials = person.initials if person is not None else ""
        stamp = f"{formats.time_of(run.at_ms, run.mark.tz_min)}  {initials}"
        return EventRow(run.n, f"Emergency: {snapshot.protocol.branch(run.branch).title}", "no grade yet", stamp, False)

    def _row(self, snapshot: Snapshot, event: ChairEvent) -> EventRow:
        protocol = snapshot.protocol
        words = named(protocol, event)
        waits = missing_witness(protocol, snapshot.state, event) is not None
        stands = standing(protocol, event)
        newest = event.settlements[-1] if event.settlements else None
        closed = newest is not None and newest.outcome == RESOLVED
        person = self._desk.person(event.mark.person)
        initials = person.initials if person is not None else ""
        return EventRow(
            event.mark.n,
            f"{words}: {event.text}" if event.text else words,
            ", ".join(part for part in (stands, "witness missing" if waits else "") if part),
            f"{formats.time_of(event.at_ms, event.mark.tz_min)}  {initials}",
            not waits and (closed or not is_adverse(protocol, event)),
        )
