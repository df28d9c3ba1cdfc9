"""Lines answered from evidence, lines the program works out, and event lines."""

from __future__ import annotations

from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SHOWN, Bedside
from care_moments import fill, leaving, needs, opened, recovering, running, see
from care_protocol import NORMAL, PROTOCOL, answer, signs

from checklist.protocol.model import Step
from checklist.protocol.values import Score
from checklist.session import due
from checklist.session.again import Again
from checklist.session.commands import (
    AddNote,
    AnswerLine,
    CorrectAnswer,
    DeferLine,
    EndInfusion,
    MarkNotApplicable,
    OpenSession,
    OverrideStop,
    RecordEvent,
    RecordVitals,
    SettleEvent,
    Sign,
    TellProvider,
)
from checklist.session.progress import LineStatus, phase_blocks, step_view
from checklist.session.readiness import Why

REASON = "Lives next door and is watched at home"


def confirm(bed, link_id, who=NURSE):
    bed.must(AnswerLine(link_id, see(bed, link_id).offered), who)


def test_evidence_is_offered_and_confirmed():
    """UX 6: a sensed line shows what the record says, and one press makes it an ordinary answer with its evidence."""
    bed = leaving(opened())
    view = see(bed, "dis.alert")
    assert (view.status, view.offered, view.answer) == (LineStatus.SENSED, answer(score=Score(5)), None)
    assert "dis.alert" in [block.link_id for block in step_view(PROTOCOL, bed.state, Step.DISCHARGE, bed.now()).blocks]
    confirm(bed, "dis.alert")
    assert see(bed, "dis.alert").status is LineStatus.DONE
    (n,) = bed.state.line("dis.alert").current.rests_on
    assert bed.state.vitals[-1].n == n


def test_part_of_a_set_becomes_a_set():
    """A set is offered with the parts that the line asks for."""
    bed = leaving(opened())
    assert see(bed, "dis.vitals").offered == answer(signs=signs(sbp=126, dbp=78))


def test_another_answer_rests_on_nothing():
    """What the nurse enters instead of the offer is her own answer, and goes stale never."""
    bed = leaving(opened())
    bed.must(AnswerLine("dis.alert", answer(score=Score(4))))
    bed.wait(200)
    assert bed.state.line("dis.alert").current.rests_on == ()
    assert see(bed, "dis.alert").status is LineStatus.DONE


def test_old_evidence_opens_the_line_again():
    """UX 6: a line confirmed from evidence is open again once the evidence is too old; fresh evidence is offered."""
    bed = leaving(opened())
    confirm(bed, "dis.vitals")
    bed.wait(30)
    assert see(bed, "dis.vitals").status is LineStatus.DONE
    bed.wait(seconds=1)
    view = see(bed, "dis.vitals")
    assert (view.status, view.stale, view.again) == (LineStatus.TODO, True, Again.STALE)
    codes = [(b.code, b.link_id) for b in phase_blocks(PROTOCOL, bed.state, "discharge", bed.now())]
    assert ("line.todo", "dis.vitals") in codes
    bed.must(RecordVitals("mon.post", signs(sbp=118, dbp=76, alertness=5)))
    view = see(bed, "dis.vitals")
    assert (view.status, view.stale, view.offered) == (LineStatus.SENSED, True, answer(signs=signs(sbp=118, dbp=76)))
    confirm(bed, "dis.vitals")
    assert see(bed, "dis.vitals").status is LineStatus.DONE


def test_corrected_evidence_opens_the_line_again():
    """A line confirmed from a set is open again once that set is corrected; a newer set changes nothing."""
    bed = leaving(opened())
    confirm(bed, "dis.alert")
    bed.must(RecordVitals("mon.post", signs(sbp=118, dbp=76, alertness=4)))
    assert see(bed, "dis.alert").status is LineStatus.DONE
    used = bed.state.line("dis.alert").current.rests_on[0]
    bed.must(CorrectAnswer("mon.post", answer(signs=signs(sbp=126, dbp=78, alertness=3)), "typing", of=used))
    view = see(bed, "dis.alert")
    assert (view.status, view.stale, view.offered) == (LineStatus.SENSED, True, answer(score=Score(4)))


def test_first_set_from_a_mark_on_asks_again():
    """A line of certain minutes is asked with the first set at or after each of them, also one that closes no mark."""
    bed = running(opened())
    bed.wait(6)
    bed.must(RecordVitals("mon.vitals", signs(sbp=128, dbp=80, spo2=98)))
    bed.must(AnswerLine("mon.mind", NORMAL["mon.mind"]))
    bed.wait(10)
    bed.must(RecordVitals("mon.vitals", signs(sbp=128, dbp=80, spo2=98)))
    asked = see(bed, "mon.mind").again
    bed.do(AnswerLine("mon.mind", NORMAL["mon.mind"]))
    bed.wait(1)
    bed.must(RecordVitals("mon.vitals", signs(sbp=128, dbp=80, spo2=98)))
    assert (asked, see(bed, "mon.mind").again) == (Again.SET, None)
    bed.wait(6)
    bed.must(RecordVitals("mon.vitals", signs(sbp=128, dbp=80, spo2=98)))
    assert see(bed, "mon.mind").again is Again.SET


def test_nothing_is_offered_without_fresh_evidence():
    """Before there is evidence, or when it is too old, the line is to do and nothing is filled in."""
    bed = leaving(opened())
    bed.wait(31)
    assert (see(bed, "dis.alert").status, see(bed, "dis.alert").offered) == (LineStatus.TODO, None)


def test_visit_and_order_are_asked():
    """Conditions may ask the visit: a line of the first visit is shown at the first visit only."""
    first, later = Bedside(PROTOCOL), Bedside(PROTOCOL)
    for bed, visit in ((first, 1), (later, 2)):
        order = opened().state.order
        bed.must(OpenSession("p", 1, order, visit))
    first.must(AnswerLine("pre.first", NORMAL["pre.first"]))
    assert later.refuses(AnswerLine("pre.first", NORMAL["pre.first"])) == "line.hidden"


def test_minimum_stay():
    """R63 The minimum stay is met after both times; before, the line says why not and the earliest time."""
    bed = recovering(opened())
    view = see(bed, "dis.stay")
    assert (view.status, view.readiness.why) == (LineStatus.TODO, Why.STAY)
    assert view.readiness.earliest_ms == bed.now().wall_ms + 80 * 60_000
    assert needs(bed, "dis.stay") == ["auto.not_yet", "need.override"]
    bed.wait(79)
    assert not see(bed, "dis.stay").readiness.met
    bed.wait(1)
    assert (see(bed, "dis.stay").status, see(bed, "dis.stay").readiness.met) == (LineStatus.DONE, True)


def test_leaving_before_the_stay_is_an_exception():
    """A prescriber may let a patient leave early; the line is an exception then, and nobody can answer it by hand."""
    bed = recovering(opened())
    bed.must(OverrideStop("dis.stay", REASON), PRESCRIBER)
    assert see(bed, "dis.stay").status is LineStatus.EXCEPTION
    assert bed.refuses(AnswerLine("dis.stay", answer(v="yes"))) == "line.auto"
    assert bed.refuses(DeferLine("dis.stay", Step.DISCHARGE)) == "line.no_way_out"
    assert bed.refuses(MarkNotApplicable("dis.stay", "none")) == "line.no_way_out"


def test_peak_pressure():
    """ESK-PI a pressure 30 to 50 min after the start is present, not yet, or missing: then a note is owed."""
    bed = running(opened())
    assert see(bed, "mon.peak").readiness.why is Why.NO_READING_YET
    assert needs(bed, "mon.peak") == ["auto.not_yet"]
    bed.wait(20)
    bed.must(EndInfusion("50", early=True, reason="nausea"))
    bed.must(RecordVitals("mon.post", signs(sbp=126, dbp=78, alertness=5)))
    bed.wait(29)
    assert see(bed, "mon.peak").readiness.why is Why.NO_READING_YET
    bed.wait(1)
    assert (see(bed, "mon.peak").readiness.why, needs(bed, "mon.peak")) == (
        Why.NO_READING,
        ["need.note"],
    )
    bed.must(AddNote("Patient was in the washroom.", "mon.peak"))
    assert see(bed, "mon.peak").status is LineStatus.DONE
    assert see(recovering(opened()), "mon.peak").readiness.met


def test_events_closed():
    """R60 Every event is resolved or followed; one open at grade 2 or more is told; a newer event asks anew."""
    bed = recovering(opened())
    assert see(bed, "dis.events").readiness.met
    bed.must(RecordEvent("nausea"))
    event = bed.state.count - 1
    assert see(bed, "dis.events").readiness.why is Why.EVENT_OPEN
    assert bed.refuses(SettleEvent(event, 6, "resolved")) == "event.grade"
    assert bed.refuses(SettleEvent(event, 2, "gone")) == "event.outcome"
    assert bed.refuses(SettleEvent(event, 2, "open")) == "event.plan"
    assert bed.refuses(SettleEvent(0, 2, "resolved")) == "event.unknown"
    bed.must(SettleEvent(event, 2, "open", "Ondansetron given, call tonight"))
    assert needs(bed, "dis.events") == ["need.told"]
    bed.must(TellProvider("dis.events", "Dr Okafor", "May leave", read_back=True))
    assert see(bed, "dis.events").status is LineStatus.DONE
    bed.must(SettleEvent(event, 2, "resolved"))
    assert see(bed, "dis.events").readiness.met


def test_event_lines_record_each_time():
    """An event line is recorded as often as it happens, stands in no step, and blocks nothing."""
    bed = running(opened())
    for option in ("unhurt", "hurt"):
        bed.must(AnswerLine("mon.fall", answer(v=option)))
    assert len(bed.state.line("mon.fall").readings) == 2
    lines = [v.line.link_id for s in step_view(PROTOCOL, bed.state, Step.INFUSION, bed.now()).sections for v in s.lines]
    assert "mon.fall" not in lines
    assert bed.refuses(DeferLine("mon.fall", Step.INFUSION)) == "line.no_way_out"


def test_marks_after_the_last():
    """Clinical 4.1: after the last mark the cadence goes on at its later distance until the session ends."""
    bed = leaving(opened())
    minutes = [
        round((m.due_ms - bed.state.infusion.ended.at_ms) / 60_000)
        for m in due.marks(PROTOCOL, bed.state, bed.now())
        if m.link_id == "mon.post"
    ]
    assert minutes == [0, 15, 30, 45, 60, 90]


def test_a_whole_session_is_sealed():
    """A session with computed and sensed lines is finished like any other, by any nurse's answers."""
    bed = leaving(opened())
    fill(bed, Step.DISCHARGE)
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert bed.state.status == "completed"
    assert bed.refuses(AnswerLine("mon.fall", answer(v="hurt")), OTHER_NURSE) == "session.ended"
