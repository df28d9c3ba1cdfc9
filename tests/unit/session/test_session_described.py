"""Details of stamped events in the core: what is owed for them, a witness, and the volume of the end."""

from __future__ import annotations

import pytest
from bedside import NURSE, PRESCRIBER, SECOND, SHOWN, Bedside
from running_visit import running

from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment, Quantity, Text
from checklist.session import commands as c
from checklist.session.apply import fold
from checklist.session.care_commands import DescribeEvent, ReadPump
from checklist.session.care_events import PumpRead
from checklist.session.described import adverse
from checklist.session.emergency_commands import DoBranchLine, StartBranch
from checklist.session.events import InfusionEnded, LineAnswered
from checklist.session.flags import FlagKind, session_flags
from checklist.session.progress import line_view, phase_blocks
from checklist.session.readiness import Why

NAMES = ("ketamine-iv-mood", "ketamine-iv-pain")


@pytest.fixture(params=NAMES)
def bed(request: pytest.FixtureRequest) -> Bedside:
    """Twelve minutes into an infusion."""
    made = running(request.param)
    made.wait(12)
    return made


def stamp(bed: Bedside, term: str) -> int:
    bed.must(c.RecordEvent(term))
    return bed.state.events[-1].mark.n


def effect(bed: Bedside, grade: str, **more: str) -> Answer:
    now = bed.now()
    values = {"term": "nausea", "grade": grade, **more}
    chosen = tuple(FieldAnswer(field, Chosen(value)) for field, value in values.items())
    return Answer((*chosen, FieldAnswer("onset", Moment(now.wall_ms, now.tz_min))))


def medicine(name: str, dose: str = "2 mg", response: str = "") -> Answer:
    said = {"dose": dose, "ordered-by": "Dr Okafor", **({"response": response} if response else {})}
    chosen = (FieldAnswer("medicine", Chosen(name)), FieldAnswer("route", Chosen("iv")))
    return Answer((*chosen, *(FieldAnswer(field, Text(text)) for field, text in said.items())))


def owed(bed: Bedside, link_id: str) -> list[str]:
    return [need.code for need in line_view(bed.protocol, bed.state, link_id, bed.now()).needs]


def blocks(bed: Bedside, link_id: str) -> list[str]:
    found = phase_blocks(bed.protocol, bed.state, PhaseId.MONITORING, bed.now())
    return [block.code for block in found if block.link_id == link_id]


def test_grade_three_is_told_once(bed: Bedside) -> None:
    """R60 Grade 3 holds the phase until somebody was told; closing it at the same grade owes nothing again."""
    of = stamp(bed, "nausea")
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "3")))
    assert blocks(bed, "mon.ae") == ["need.told"]
    bed.must(c.TellProvider("mon.ae", "Dr Okafor", "", read_back=False))
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "3", outcome="gone")))
    assert blocks(bed, "mon.ae") == []


def test_a_graver_grade_is_told_anew(bed: Bedside) -> None:
    """R60 An event that becomes graver is told again; one found to be milder owes nothing any more."""
    of = stamp(bed, "nausea")
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "3")))
    bed.must(c.TellProvider("mon.ae", "Dr Okafor", "", read_back=False))
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "4")))
    assert blocks(bed, "mon.ae") == ["need.told"]
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "2")))
    assert blocks(bed, "mon.ae") == []


def test_each_event_is_told(bed: Bedside) -> None:
    """R60 Two grave events are each told: a later mild one does not wipe out an earlier grave one."""
    first, second = stamp(bed, "nausea"), stamp(bed, "anxiety")
    bed.must(DescribeEvent(first, "mon.ae", effect(bed, "3")))
    bed.must(DescribeEvent(second, "mon.ae", effect(bed, "1")))
    assert blocks(bed, "mon.ae") == ["need.told"]


def test_taken_back_owes_nothing(bed: Bedside) -> None:
    """R60 What was said of an event that was taken back owes nothing."""
    of = stamp(bed, "nausea")
    bed.must(DescribeEvent(of, "mon.ae", effect(bed, "3")))
    bed.must(c.WithdrawEvent(of, "wrong_line"))
    assert owed(bed, "mon.ae") == []


def test_only_adverse_events_are_closed(bed: Bedside) -> None:
    """R60 A medicine, reassurance and help need no grade; a symptom stays open until closed or planned for."""
    for term in ("medicine", "reassured", "rate_change", "team_here"):
        stamp(bed, term)
    room = stamp(bed, "other")
    bed.must(DescribeEvent(room, "mon.room", Answer((FieldAnswer("who", Text("Dr Okafor")),))))
    assert adverse(bed.protocol, bed.state) == ()
    view = line_view(bed.protocol, bed.state, "dis.ae-closed", bed.now())
    assert view.readiness is not None
    assert view.readiness.met
    of = stamp(bed, "nausea")
    view = line_view(bed.protocol, bed.state, "dis.ae-closed", bed.now())
    assert view.readiness is not None
    assert view.readiness.why is Why.EVENT_OPEN
    bed.must(c.SettleEvent(of, 1, "resolved"))
    view = line_view(bed.protocol, bed.state, "dis.ae-closed", bed.now())
    assert view.readiness is not None
    assert view.readiness.met


def test_a_controlled_medicine_waits_for_its_witness(bed: Bedside) -> None:
    """R59 A controlled medicine holds the phase and is flagged until another person has signed that they saw it."""
    of = stamp(bed, "medicine")
    bed.must(DescribeEvent(of, "mon.rescue-med", medicine("midazolam")))
    n = bed.state.events[-1].details[-1].mark.n
    assert blocks(bed, "mon.rescue-med") == ["need.witness"]
    assert FlagKind.WITNESS in {flag.kind for flag in session_flags(bed.protocol, bed.state, bed.now())}
    assert bed.refuses(c.Countersign(n, SHOWN), NURSE) == "countersign.person"
    bed.must(c.Countersign(n, SHOWN), SECOND)
    assert blocks(bed, "mon.rescue-med") == []
    assert FlagKind.WITNESS not in {flag.kind for flag in session_flags(bed.protocol, bed.state, bed.now())}
    assert bed.refuses(c.Countersign(n, SHOWN), PRESCRIBER) == "countersign.nothing"
    assert fold(bed.protocol, bed.recorded, bed.session_id) == bed.state


def test_a_witness_holds_for_what_was_seen(bed: Bedside) -> None:
    """R59 A response said later keeps the witness; another dose asks for a new one."""
    of = stamp(bed, "medicine")
    bed.must(DescribeEvent(of, "mon.rescue-med", medicine("midazolam")))
    bed.must(c.Countersign(bed.state.events[-1].details[-1].mark.n, SHOWN), SECOND)
    bed.must(DescribeEvent(of, "mon.rescue-med", medicine("midazolam", response="Calm after 4 min")))
    assert blocks(bed, "mon.rescue-med") == []
    bed.must(DescribeEvent(of, "mon.rescue-med", medicine("midazolam", dose="3 mg")))
    assert blocks(bed, "mon.rescue-med") == ["need.witness"]


def test_other_medicines_need_none(bed: Bedside) -> None:
    """R59 A medicine that is not controlled needs no witness and takes none."""
    of = stamp(bed, "medicine")
    bed.must(DescribeEvent(of, "mon.rescue-med", medicine("ondansetron", "4 mg")))
    assert owed(bed, "mon.rescue-med") == []
    n = bed.state.events[-1].details[-1].mark.n
    assert bed.refuses(c.Countersign(n, SHOWN), SECOND) == "countersign.nothing"


def test_talk_of_suicide_offers_its_list(bed: Bedside) -> None:
    """R60 Talk of suicide offers its emergency list until that is started."""
    of = stamp(bed, "other")
    bed.must(DescribeEvent(of, "mon.suicide-talk", Answer((FieldAnswer("said", Chosen("plan")),))))
    assert owed(bed, "mon.suicide-talk") == ["need.branch"]
    bed.must(StartBranch("em.suicidality"))
    assert owed(bed, "mon.suicide-talk") == []


def test_the_end_answers_its_line(bed: Bedside) -> None:
    """R60 The volume of the end is typed once: with what became of the rest it is the answer of its line, too."""
    events = bed.must(c.EndInfusion("48", early=True, reason="Patient's wish", residue="wasted"))
    assert [type(event).__name__ for event in events] == ["InfusionStopped", "LineAnswered"]
    current = bed.state.line("mon.end").current
    assert current is not None
    assert current.answer == Answer(
        (FieldAnswer("given", Quantity("48", "mL")), FieldAnswer("residue", Chosen("wasted")))
    )
    assert bed.state.infusion.given_ml == "48"


def test_the_line_answers_the_end(bed: Bedside) -> None:
    """R60 After an emergency stop the line of the end is the reading of the pump; both ways, one entry serves both."""
    bed.must(StartBranch("em.seizure"))
    bed.must(DoBranchLine(bed.state.branches[-1].n, "stop"))
    assert bed.state.infusion.given_ml == ""
    given = Answer((FieldAnswer("given", Quantity("31.5", "mL")), FieldAnswer("residue", Chosen("wasted"))))
    events = bed.must(c.AnswerLine("mon.end", given))
    assert [type(event) for event in events] == [LineAnswered, PumpRead]
    assert bed.state.infusion.given_ml == "31.5"
    high = Answer((FieldAnswer("given", Quantity("131.5", "mL")), FieldAnswer("residue", Chosen("wasted"))))
    assert bed.refuses(c.CorrectAnswer("mon.end", high, "typing")) == "infusion.volume"


def test_a_late_reading_answers_the_line(bed: Bedside) -> None:
    """R60 The pump read after an emergency stop answers the line of the end, where the residue is said with it."""
    bed.must(StartBranch("em.seizure"))
    bed.must(DoBranchLine(bed.state.branches[-1].n, "stop"))
    bed.must(ReadPump("31.5", "wasted"))
    assert bed.state.line("mon.end").current is not None
    assert bed.state.infusion.given_ml == "31.5"


def test_an_unknown_residue_ends_nothing(bed: Bedside) -> None:
    """R60 An answer its line cannot hold refuses the end as a whole."""
    bed.refuses(c.EndInfusion("100", residue="kept"))
    assert bed.state.infusion.ended is None
    assert [type(event) for event in bed.must(c.EndInfusion("100"))] == [InfusionEnded]
