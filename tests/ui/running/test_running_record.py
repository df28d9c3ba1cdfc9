"""What the record says of readings that were missed, of orders, and of who was responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.audit.record import RecordEntry
from checklist.session.commands import Actor
from checklist.session.running_commands import ExplainReading, OrderCadence, Tick
from checklist.ui.record.care_words import care_moments
from checklist.ui.widgets.glyph import State

if TYPE_CHECKING:
    from conftest import Ward


class _Record:
    def __init__(self, ward: Ward) -> None:
        self.state, self.protocol = ward.bed.state, ward.bed.protocol


def told(ward: Ward) -> list[tuple[State | None, str, str]]:
    record = _Record(ward)
    entries = [RecordEntry(mark.n, "", event, mark, "") for event, mark in ward.bed.recorded]
    found = [m for entry in entries for m in care_moments(entry, "A. Diallo", str, record)]
    return [(moment.state, moment.title, moment.detail) for moment in found]


def test_a_missed_reading_stands_in_the_record_with_or_without_its_reason(ward: Ward) -> None:
    """R50 In the record a reading not taken in time is an exception until a reason is given, then late."""
    ward.bed.wait(11)
    ward.bed.must(Tick(), Actor("sys", "system", "none"))
    title = "Set due 09:33 not taken in time"
    assert (State.EXCEPTION, title, "No reason given") in told(ward)
    due_ms = ward.bed.state.infusion.runs[0].start.at_ms + 5 * 60_000
    ward.bed.must(ExplainReading("mon.vitals", due_ms, "asleep"))
    assert (State.LATER, title, "Not disturbed") in told(ward)


def test_an_order_stands_in_the_record(ward: Ward) -> None:
    """R50 An order for another distance stands in the record with who gave it and why."""
    ward.bed.wait(5)
    ward.bed.must(OrderCadence("mon.vitals", 3, "Restless", "Dr R. Okafor"))
    assert told(ward)[-1][1:] == ("Vital signs ordered every 3 min", "Restless, ordered by Dr R. Okafor, A. Diallo")
