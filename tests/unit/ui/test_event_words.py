"""How events read with their details: names, standing, timeline, table, trend flags, search."""

from __future__ import annotations

from bedside import SECOND, SHOWN, Bedside
from fake_desk import PATIENT
from running_visit import running

from checklist.audit.projections import session_row
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment, Text
from checklist.service.conduct import Snapshot
from checklist.session import commands as c
from checklist.session.care_commands import DescribeEvent
from checklist.ui.drug.countersigning import countersigned_words, witness_request
from checklist.ui.monitoring.event_words import marks_of, named, standing
from checklist.ui.monitoring.flowsheet import rows_of


def headache(bed: Bedside, grade: str = "2", action: str = "reposition") -> int:
    """A pain that turns out to be a headache."""
    bed.must(c.RecordEvent("pain"))
    of, now = bed.state.events[-1].mark.n, bed.now()
    chosen = {"term": "headache", "grade": grade, "action": action}
    values = tuple(FieldAnswer(field, Chosen(value)) for field, value in chosen.items())
    onset = FieldAnswer("onset", Moment(now.wall_ms, now.tz_min))
    bed.must(DescribeEvent(of, "mon.ae", Answer((*values, onset))))
    return of


def midazolam(bed: Bedside) -> int:
    """A controlled medicine; returns the entry of its details."""
    bed.must(c.RecordEvent("medicine"))
    chosen = (FieldAnswer("medicine", Chosen("midazolam")), FieldAnswer("route", Chosen("iv")))
    said = (FieldAnswer("dose", Text("2 mg")), FieldAnswer("ordered-by", Text("Dr Okafor")))
    bed.must(DescribeEvent(bed.state.events[-1].mark.n, "mon.rescue-med", Answer((*chosen, *said))))
    return bed.state.events[-1].details[-1].mark.n


def test_a_symptom_is_called_by_what_it_was() -> None:
    """R60 An event is called by what it turned out to be, with grade, action and how it stands."""
    bed = running()
    of = headache(bed)
    event = bed.state.events[-1]
    assert (named(bed.protocol, event), standing(bed.protocol, event)) == (
        "Headache",
        "Grade 2, reposition, not closed yet",
    )
    bed.must(c.SettleEvent(of, 2, "open", "Looked at again in recovery"))
    event = bed.state.events[-1]
    assert standing(bed.protocol, event) == "Grade 2, reposition, still there. Plan: Looked at again in recovery"


def test_trend_table_and_search_hold_the_details() -> None:
    """R59 Trend flag, table and search name the medicine with its dose as ordered."""
    bed = running()
    midazolam(bed)
    (mark,) = [mark for mark in marks_of(bed.protocol, bed.state) if not mark.course]
    assert (mark.text, mark.dose) == ("midazolam 2 mg", True)
    said = [row.cells[6] for row in rows_of(bed.protocol, bed.state, bed.now(), str)]
    assert "midazolam 2 mg; IV, ordered by: Dr Okafor" in said
    words = dict(session_row(bed.protocol, bed.state).values)["words"]
    assert "midazolam" in words
    assert "Dr Okafor" in words


def test_the_witness_signs_what_was_given() -> None:
    """R59 The sentence a witness signs names the medicine, dose, route and time, and asks for the rest to be wasted."""
    bed = running()
    of = midazolam(bed)
    request = witness_request(Snapshot(bed.session_id, bed.state, bed.protocol, PATIENT), of, str)
    assert request is not None
    assert request.statement.startswith("I, {name}, saw midazolam 2 mg given at ")
    assert "what was left of it wasted" in request.statement
    assert "IV, ordered by: Dr Okafor." in request.statement
    bed.must(c.Countersign(of, SHOWN), SECOND)
    assert countersigned_words(bed.state, of) == "controlled medicine given"
