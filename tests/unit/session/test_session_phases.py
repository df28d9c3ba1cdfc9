"""Steps, phases, signatures, and the end of a session."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN, Bedside, codes
from small_protocol import PROTOCOL, answer, signs

from checklist.protocol.model import PhaseId, Step
from checklist.session.commands import (
    Actor,
    AddNote,
    AnswerLine,
    CorrectAnswer,
    DeferLine,
    OpenSession,
    RecordVitals,
    Sign,
    StartInfusion,
    StopSession,
)
from checklist.session.events import LineSigned, PhaseClosed, SessionClosed
from checklist.session.progress import (
    StepStatus,
    current_step,
    line_view,
    phase_blocks,
    rail,
    resume_point,
    step_view,
)
from checklist.session.state import Status


def statuses(bed):
    return {view.step: view.status for view in rail(bed.protocol, bed.state, bed.now())}


def test_six_steps_in_order(at):
    """The rail has six steps; the first incomplete one is the current one."""
    bed = at("open")
    views = rail(bed.protocol, bed.state, bed.now())
    assert [view.step for view in views] == list(Step)
    assert [view.status for view in views] == [StepStatus.NOW] + [StepStatus.TODO] * 5
    assert (views[0].done, views[0].later, views[0].todo, views[0].total) == (0, 0, 8, 8)
    assert views[0].next_link == "pre.hs"


def test_resume_point_is_the_next_open_line(at):
    """Resume lands on the first open line of the current step."""
    bed = at("open")
    assert resume_point(bed.protocol, bed.state, bed.now()) == (Step.PRE_INFUSION, "pre.hs")
    bed.must(AnswerLine("pre.hs", answer("yes")))
    assert resume_point(bed.protocol, bed.state, bed.now()) == (Step.PRE_INFUSION, "pre.hsx")


def test_time_out_opens_after_the_step_before(at, fill):
    """SEC-032 A line of the time-out is refused, with what is missing, until the step before is complete."""
    bed = at("open")
    fill(bed, Step.PRE_INFUSION, but=("pre.es",))
    refused = bed.do(AnswerLine("pre.time-out", answer("yes")))
    assert (refused.code, codes(refused.blocks)) == ("step.not_open", [("line.todo", "pre.es")])
    bed.must(AnswerLine("pre.es", answer("yes")))
    assert current_step(bed.protocol, bed.state, bed.now()) is Step.TIME_OUT
    bed.must(AnswerLine("pre.time-out", answer("yes")))


def test_signature_of_the_phase_closes_it(at, fill):
    """The phase's signature closes it only when every visible required line lets it."""
    bed = at("open")
    fill(bed, Step.PRE_INFUSION)
    bed.must(AnswerLine("pre.check", answer("yes")), SECOND)
    refused = bed.do(Sign("pre.sign", "nurse", SHOWN))
    assert refused.code == "phase.incomplete"
    assert codes(refused.blocks) == [("need.signature", "pre.check"), ("line.todo", "pre.time-out")]
    bed.must(Sign("pre.check", "second", SHOWN), SECOND)
    bed.must(AnswerLine("pre.time-out", answer("yes")))
    bed.must(Sign("pre.time-out", "second", SHOWN), SECOND)
    view = step_view(bed.protocol, bed.state, Step.TIME_OUT, bed.now())
    assert (view.blocks, view.next_link, view.done, view.todo) == ((), "pre.sign", 2, 1)
    signed, closed = bed.must(Sign("pre.sign", "nurse", SHOWN))
    assert isinstance(signed, LineSigned)
    assert signed.signed.meaning == "perform"
    assert closed == PhaseClosed(PhaseId.PRE_INFUSION, done=11, later=0, exceptions=0)
    assert statuses(bed)[Step.TIME_OUT] is StepStatus.DONE


@pytest.mark.parametrize(
    ("command", "actor", "code"),
    [
        (Sign("pre.time-out", "second", SHOWN), NURSE, "line.other_person"),
        (Sign("pre.time-out", "second", SHOWN), OTHER_NURSE, "sign.other_person"),
        (Sign("pre.time-out", "second", SHOWN), Actor("sam", "checker", "cont"), "auth.own_sign_in"),
        (Sign("pre.time-out", "second", "of nothing"), SECOND, "sign.shown"),
        (Sign("pre.time-out", "first", SHOWN), SECOND, "sign.no_field"),
        (Sign("pre.time-out", "v", SHOWN), SECOND, "sign.no_field"),
        (Sign("pre.sign", "nurse", SHOWN), SECOND, "sign.role"),
        (Sign("pre.check", "second", SHOWN), SECOND, "line.todo"),
        (Sign("mon.sign", "nurse", SHOWN), NURSE, "phase.not_open"),
    ],
)
def test_signature_refused(at, fill, command, actor, code):
    """SEC-048 A signature is by own sign-in, in a role of the field, by another person where asked."""
    bed = at("open")
    fill(bed, Step.PRE_INFUSION)
    bed.must(AnswerLine("pre.time-out", answer("yes")), OTHER_NURSE)
    assert bed.refuses(command, actor) == code


def test_signature_once_and_again_after_a_correction(at, fill):
    """A field is signed once; a correction of the answer supersedes its signature, which is given again."""
    bed = at("open")
    fill(bed, Step.PRE_INFUSION)
    bed.must(AnswerLine("pre.time-out", answer("yes")))
    bed.must(Sign("pre.time-out", "second", SHOWN), SECOND)
    assert bed.refuses(Sign("pre.time-out", "second", SHOWN), SECOND) == "sign.signed"
    bed.must(CorrectAnswer("pre.time-out", answer("no"), "typing"))
    assert [n.code for n in line_view(bed.protocol, bed.state, "pre.time-out", bed.now()).needs] == ["need.signature"]
    bed.must(Sign("pre.time-out", "second", SHOWN), SECOND)
    assert len(bed.state.line("pre.time-out").signatures) == 2


def test_closed_phase_takes_nothing_new(at):
    """A signed phase refuses new answers, deferrals and signatures."""
    bed = at("pre_signed")
    assert bed.refuses(DeferLine("pre.optional", Step.PRE_INFUSION)) == "line.answered"
    assert bed.refuses(Sign("pre.sign", "nurse", SHOWN)) == "sign.signed"


def test_monitoring_closes_when_the_pump_is_done(at):
    """mon.sign needs the infusion ended, no reading overdue and every need met."""
    bed = at("running")
    assert bed.refuses(Sign("mon.sign", "nurse", SHOWN)) == "step.not_open"
    bed = at("recovery")
    bed.wait(15)
    refused = bed.do(Sign("mon.sign", "nurse", SHOWN))
    assert codes(refused.blocks) == [("vitals.overdue", "mon.post")]
    bed.must(RecordVitals("mon.post", signs()))
    bed.must(Sign("mon.sign", "nurse", SHOWN))


def test_discharge_begins_when_the_infusion_has_ended(at):
    """Discharge may be begun as soon as the infusion has ended, but is signed after monitoring."""
    bed = at("recovery")
    bed.must(AnswerLine("dis.ready", answer("yes")))
    refused = bed.do(Sign("dis.sign", "nurse", SHOWN))
    assert codes(refused.blocks) == [("phase.still_open", "mon.sign")]
    assert current_step(bed.protocol, bed.state, bed.now()) is Step.RECOVERY


def test_last_signature_seals(at):
    """The last phase's signature emits signature, phase and session closing together."""
    bed = at("sign_off")
    events = bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert [type(event) for event in events] == [LineSigned, PhaseClosed, SessionClosed]
    assert bed.state.status is Status.COMPLETED
    assert set(statuses(bed).values()) == {StepStatus.DONE}


def test_after_the_end_only_the_missing_cosignature(at):
    """D26 After the session's end everything is refused but the optional signature that is missing."""
    bed = at("sign_off")
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    for command in (
        AddNote("late"),
        StopSession("late"),
        AnswerLine("pre.optional", answer("yes")),
        CorrectAnswer("pre.hs", answer("no"), "typing"),
        RecordVitals("mon.post", signs()),
        Sign("dis.sign", "nurse", SHOWN),
    ):
        assert bed.refuses(command) in {"session.ended"}
    assert bed.refuses(Sign("dis.sign", "cosign", SHOWN), NURSE) == "sign.role"
    nora = Actor("nora", "prescriber", "pin")
    assert bed.refuses(Sign("dis.sign", "cosign", SHOWN), nora) == "sign.other_person"
    bed.must(Sign("dis.sign", "cosign", SHOWN), PRESCRIBER)
    assert bed.refuses(Sign("dis.sign", "cosign", SHOWN), PRESCRIBER) == "sign.signed"
    assert bed.state.status is Status.COMPLETED


@pytest.mark.parametrize("moment", ["open", "pre_signed", "running", "recovery", "sign_off"])
def test_stop_is_always_possible(at, moment):
    """D21 A session can be stopped at any moment with a reason; then it takes nothing more."""
    bed = at(moment)
    assert bed.refuses(StopSession("  ")) == "reason.empty"
    bed.must(StopSession("declined", "Patient changed her mind."))
    assert bed.state.status is Status.STOPPED
    assert StepStatus.STOPPED in statuses(bed).values()
    assert bed.refuses(AddNote("more")) == "session.ended"
    assert bed.refuses(Sign("dis.sign", "cosign", SHOWN), PRESCRIBER) == "session.ended"


def test_nothing_before_opening():
    """A session that is not open takes nothing but its opening, once."""
    bed = Bedside(PROTOCOL)
    assert bed.refuses(AddNote("hello")) == "session.none"
    bed.open()
    assert bed.refuses(OpenSession("patient-2", 1, bed.state.order, 1)) == "session.open"


def test_owing_after_a_signed_start(at):
    """What a correction opens before the start keeps the pump from starting."""
    bed = at("pre_signed")
    bed.must(CorrectAnswer("pre.es", answer("no"), "new_information"))
    refused = bed.do(StartInfusion("150"))
    assert (refused.code, codes(refused.blocks)) == ("phase.incomplete", [("need.told", "pre.es")])
    assert phase_blocks(bed.protocol, bed.state, PhaseId.MONITORING, bed.now())[0].code == "need.told"
