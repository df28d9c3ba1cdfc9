"""Answering, correcting, putting off and not applicable."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN, Bedside, codes
from small_protocol import answer, good, signs, vitals

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Answer, Text
from checklist.session.commands import (
    AnswerLine,
    CorrectAnswer,
    DeferLine,
    MarkNotApplicable,
    Occurred,
    RecordVitals,
    Sign,
)
from checklist.session.progress import LineStatus, line_view, phase_blocks, step_view
from checklist.session.state import Status


def status(bed: Bedside, link_id: str) -> LineStatus:
    return line_view(bed.protocol, bed.state, link_id, bed.now()).status


def test_answer_is_recorded(at):
    """An answer of an open, visible line is recorded with who and when."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes"), dwell_ms=900))
    version = bed.state.line("pre.hs").current
    assert version is not None
    assert (version.answer, version.mark.person, version.dwell_ms) == (answer("yes"), "nora", 900)
    assert status(bed, "pre.hs") is LineStatus.DONE


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AnswerLine("pre.nothing", answer("yes")), "line.unknown"),
        (AnswerLine("pre.shown", answer("yes")), "line.hidden"),
        (AnswerLine("mon.comfort", answer("yes")), "phase.not_open"),
        (AnswerLine("dis.ready", answer("yes")), "phase.not_open"),
        (AnswerLine("pre.time-out", answer("yes")), "step.not_open"),
        (AnswerLine("pre.sign", answer("yes")), "line.signature"),
        (AnswerLine("pre.hs", answer("maybe")), "value.unknown-option"),
        (AnswerLine("pre.hs", Answer(())), "value.missing"),
        (AnswerLine("pre.later", answer(Text("a\ud800"))), "text.unreadable"),
        (AnswerLine("pre.later", answer(Text("a" * 20_000))), "text.long"),
        (CorrectAnswer("pre.hs", answer("no"), "typing"), "line.open"),
    ],
)
def test_answer_refused(at, command, code):
    """A line that is unknown, hidden, not open yet, or given what it cannot hold refuses the answer."""
    assert at("open").refuses(command) == code


def test_answered_line_is_corrected_instead(at):
    """An answered line refuses a second answer: it is corrected."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes")))
    assert bed.refuses(AnswerLine("pre.hs", answer("no"))) == "line.answered"
    bed.must(CorrectAnswer("pre.hs", answer("odd"), "typing"))
    assert status(bed, "pre.hs") is LineStatus.CORRECTED
    assert [v.answer for v in bed.state.line("pre.hs").versions] == [answer("yes"), answer("odd")]


@pytest.mark.parametrize(
    ("reason", "text", "code"),
    [("", "", "reason.empty"), ("because", "", "reason.unknown"), ("other", " ", "reason.text")],
)
def test_correction_needs_a_reason(at, reason, text, code):
    """A correction has a listed reason, and words where the reason is another one."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes")))
    assert bed.refuses(CorrectAnswer("pre.hs", answer("no"), reason, text)) == code


def test_correction_refers_to_newest(at):
    """A correction of a version that is no longer in force is refused (lost update)."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes")))
    first = bed.state.line("pre.hs").current.mark.n
    bed.must(CorrectAnswer("pre.hs", answer("no"), "typing", of=first))
    assert bed.refuses(CorrectAnswer("pre.hs", answer("odd"), "typing", of=first)) == "correction.stale"
    assert bed.refuses(CorrectAnswer("pre.hs", answer("no"), "typing")) == "correction.same"


def test_correction_by_author_or_nurse(at):
    """Only who entered an answer, or the nurse responsible, corrects it."""
    bed = at("open")
    bed.must(AnswerLine("pre.dose", answer("yes")), PRESCRIBER)
    bed.must(AnswerLine("pre.hs", answer("yes")), NURSE)
    change = CorrectAnswer("pre.dose", answer("no"), "typing")
    assert bed.refuses(change, OTHER_NURSE) == "correction.person"
    assert bed.refuses(CorrectAnswer("pre.hs", answer("no"), "typing"), PRESCRIBER) == "correction.person"
    bed.must(change, PRESCRIBER)
    bed.must(CorrectAnswer("pre.dose", answer("odd"), "typing"), NURSE)


def test_undo_for_ten_seconds(at):
    """An undo is taken for 10 s from the same person, and the line is open again."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes")), OTHER_NURSE)
    undo = CorrectAnswer("pre.hs", None, "undo")
    assert bed.refuses(undo, NURSE) == "undo.person"
    bed.wait(seconds=10)
    bed.must(undo, OTHER_NURSE)
    assert status(bed, "pre.hs") is LineStatus.TODO
    bed.must(AnswerLine("pre.hs", answer("yes")))
    bed.wait(seconds=10.001)
    assert bed.refuses(undo) == "undo.late"


def test_withdrawn_line_is_open_again(at):
    """A withdrawn answer leaves the line open and its history readable."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("yes")))
    bed.must(CorrectAnswer("pre.hs", None, "wrong_line"))
    assert status(bed, "pre.hs") is LineStatus.TODO
    assert len(bed.state.line("pre.hs").versions) == 2
    assert bed.refuses(CorrectAnswer("pre.hs", None, "wrong_line")) == "line.open"
    bed.must(AnswerLine("pre.hs", answer("no")))


def test_correction_in_a_signed_phase(at):
    """A signed phase takes a correction, no withdrawal and no new answer; what it opens blocks what follows."""
    bed = at("running")
    assert bed.refuses(AnswerLine("pre.optional", answer("yes"))) == "line.answered"
    assert bed.refuses(CorrectAnswer("pre.hs", None, "typing")) == "phase.closed"
    bed.must(CorrectAnswer("pre.hsx", answer("no"), "new_information"))
    blocks = phase_blocks(bed.protocol, bed.state, PhaseId.MONITORING, bed.now())
    assert ("need.stop", "pre.hsx") in codes(blocks)


def test_line_opened_in_a_signed_phase_is_owed(at):
    """A line that a correction shows in a signed phase is answered late, and blocks until it is."""
    bed = at("sign_off")
    bed.must(CorrectAnswer("pre.hs", answer("odd"), "new_information"))
    refused = bed.do(Sign("dis.sign", "nurse", SHOWN))
    assert codes(refused.blocks) == [("line.todo", "pre.shown")]
    bed.must(AnswerLine("pre.shown", answer("no")))
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert bed.state.status is Status.COMPLETED


def test_hidden_answers_are_kept_and_come_back(at):
    """An answer on a hidden line is kept, counts for nothing, and is in force again when the line is shown again."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("odd")))
    bed.must(AnswerLine("pre.shown", answer("yes")))
    bed.must(AnswerLine("pre.deeper", answer("no")))
    bed.must(CorrectAnswer("pre.hs", answer("yes"), "typing"))
    shown = {v.line.link_id for s in _sections(bed) for v in s.lines}
    assert not {"pre.shown", "pre.deeper"} & shown
    assert bed.state.line("pre.deeper").current.answer == answer("no")
    assert bed.refuses(CorrectAnswer("pre.deeper", answer("yes"), "typing")) == "line.hidden"
    bed.must(CorrectAnswer("pre.hs", answer("odd"), "typing"))
    assert status(bed, "pre.shown") is LineStatus.DONE
    assert status(bed, "pre.deeper") is LineStatus.DONE


def _sections(bed):
    return step_view(bed.protocol, bed.state, Step.PRE_INFUSION, bed.now()).sections


@pytest.mark.parametrize(
    ("back_min", "reason", "code"),
    [
        (-1, "typed late", "occurred.future"),
        (31, "typed late", "occurred.too_old"),
        (21, "typed late", "occurred.before_session"),
        (5, "  ", "occurred.reason"),
        (5, "typed late", None),
        (0, "typed late", None),
    ],
)
def test_observed_time(at, back_min, reason, code):
    """SEC-015 An observed time lies at most 30 min back, never ahead nor before the session, and has a reason."""
    bed = at("open")
    bed.wait(20 if back_min != 31 else 60)
    occurred = Occurred(bed.now().wall_ms - back_min * 60_000, reason)
    command = AnswerLine("pre.hs", answer("yes"), occurred)
    if code is None:
        bed.must(command)
    else:
        assert bed.refuses(command) == code


def test_later_within_bounds(at):
    """A line is put off within its own step, or as far as the protocol lets it go, never further."""
    bed = at("open")
    assert bed.refuses(DeferLine("pre.hs", Step.TIME_OUT)) == "later.until"
    assert bed.refuses(DeferLine("pre.later", Step.SIGN_OFF)) == "later.until"
    assert bed.refuses(DeferLine("pre.optional", Step.SIGN_OFF)) == "later.until"
    bed.must(DeferLine("pre.hs", Step.PRE_INFUSION))
    bed.must(DeferLine("pre.later", Step.DISCHARGE))
    assert bed.refuses(DeferLine("pre.later", Step.TIME_OUT)) == "line.deferred"
    assert status(bed, "pre.later") is LineStatus.LATER
    step = step_view(bed.protocol, bed.state, Step.PRE_INFUSION, bed.now())
    assert step.later == 2
    assert ("line.later", "pre.hs") in codes(step.blocks)
    assert "pre.later" not in {block.link_id for block in step.blocks}


def test_later_surfaces_and_blocks(at, fill):
    """A line put off surfaces on the step it was put off to, and blocks it until answered."""
    bed = at("open")
    bed.must(DeferLine("pre.later", Step.DISCHARGE))
    fill(bed, Step.PRE_INFUSION, but=("pre.later",))
    fill(bed, Step.TIME_OUT)
    (_, close) = bed.must(Sign("pre.sign", "nurse", SHOWN))
    assert close.later == 1
    step = step_view(bed.protocol, bed.state, Step.DISCHARGE, bed.now())
    assert [view.line.link_id for view in step.carried] == ["pre.later"]
    assert step.next_link == "pre.later"
    assert ("line.later", "pre.later") in codes(step.blocks)
    bed.must(AnswerLine("pre.later", good("pre.later", 0)))
    step = step_view(bed.protocol, bed.state, Step.DISCHARGE, bed.now())
    assert step.carried == ()
    assert codes(step.blocks) == [("line.todo", "dis.ready")]


def test_not_applicable_only_for_listed_reasons(at):
    """Not applicable is taken with a listed reason only, with words where the reason asks for them."""
    bed = at("open")
    assert bed.refuses(MarkNotApplicable("pre.hs", "none")) == "line.no_way_out"
    assert bed.refuses(MarkNotApplicable("pre.skip", "busy")) == "reason.unknown"
    assert bed.refuses(MarkNotApplicable("pre.skip", "other", " ")) == "reason.text"
    bed.must(MarkNotApplicable("pre.skip", "none"))
    assert status(bed, "pre.skip") is LineStatus.NOT_APPLICABLE
    assert bed.refuses(AnswerLine("pre.skip", answer("yes"))) == "line.not_applicable"
    bed.must(CorrectAnswer("pre.skip", answer("yes"), "new_information"))
    assert status(bed, "pre.skip") is LineStatus.DONE


def test_deferral_can_be_taken_back(at):
    """A deferral is taken back like an answer, and the line is open again."""
    bed = at("open")
    bed.must(DeferLine("pre.later", Step.DISCHARGE))
    bed.must(CorrectAnswer("pre.later", None, "undo"))
    assert status(bed, "pre.later") is LineStatus.TODO


def test_second_persons_line(at, fill):
    """A line of the second person is answered by another person than the session's nurse, in any licensed role."""
    bed = at("open")
    fill(bed, Step.PRE_INFUSION)
    command = AnswerLine("pre.check", answer("yes"))
    assert bed.refuses(command, NURSE) == "line.other_person"
    assert bed.refuses(AnswerLine("pre.time-out", answer("yes")), SECOND) == "line.role"
    bed.must(command, OTHER_NURSE)
    assert bed.refuses(Sign("pre.check", "second", SHOWN), SECOND) == "sign.author"
    assert bed.refuses(Sign("pre.check", "second", SHOWN), NURSE) == "line.other_person"
    bed.must(Sign("pre.check", "second", SHOWN), OTHER_NURSE)


def test_repeated_line_takes_sets_only(at):
    """A repeated line takes sets of vital signs, a single line takes answers."""
    bed = at("running")
    assert bed.refuses(AnswerLine("mon.vitals", vitals())) == "line.repeated"
    assert bed.refuses(RecordVitals("mon.comfort", signs())) == "line.not_repeated"
