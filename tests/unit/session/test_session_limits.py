"""Stops, overrides, telling a provider, and notes."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SHOWN, codes
from small_protocol import answer, good, signs, vitals

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Moment
from checklist.session.commands import (
    Actor,
    AddNote,
    AnswerLine,
    CorrectAnswer,
    OverrideStop,
    RecordVitals,
    Sign,
    TellProvider,
)
from checklist.session.progress import LineStatus, line_view, phase_blocks, step_view

REASON = "Seen and discussed with the patient."


def look(bed, link_id):
    return line_view(bed.protocol, bed.state, link_id, bed.now())


def pre_blocks(bed):
    return codes(phase_blocks(bed.protocol, bed.state, PhaseId.PRE_INFUSION, bed.now()))


def test_override_by_prescriber(at):
    """An HS is passed by a prescriber's own sign-in with a reason, and the line is an exception."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("no")))
    assert look(bed, "pre.hs").status is LineStatus.STOP
    assert ("need.override", "pre.hs") in pre_blocks(bed)
    (event,) = bed.must(OverrideStop("pre.hs", REASON), PRESCRIBER)
    assert (event.of, event.limits) == (1, ("No is a stop.",))
    assert look(bed, "pre.hs").status is LineStatus.EXCEPTION
    assert "pre.hs" not in {link for _, link in pre_blocks(bed)}
    assert step_view(bed.protocol, bed.state, Step.PRE_INFUSION, bed.now()).exceptions == 1


@pytest.mark.parametrize(
    ("actor", "reason", "code"),
    [
        (NURSE, REASON, "role.may_not"),
        (Actor("ruth", "prescriber", "cont"), REASON, "auth.own_sign_in"),
        (Actor("nora", "prescriber", "pin"), REASON, "override.person"),
        (Actor("olga", "prescriber", "pin"), REASON, "override.person"),
        (PRESCRIBER, "   too short    ", "reason.short"),
    ],
)
def test_override_refused(at, actor, reason, code):
    """An HS is not passed by a nurse, without own sign-in, by who answered or opened, or with under 15 characters."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("no")), OTHER_NURSE)
    assert bed.refuses(OverrideStop("pre.hs", reason), actor) == code


def test_reason_of_exactly_fifteen(at):
    """A reason of 15 characters after trimming is long enough."""
    bed = at("open")
    bed.must(AnswerLine("pre.hs", answer("no")))
    assert bed.refuses(OverrideStop("pre.hs", "  " + "a" * 14 + "  "), PRESCRIBER) == "reason.short"
    bed.must(OverrideStop("pre.hs", "a" * 15), PRESCRIBER)


def test_nobody_passes_an_hsx(at):
    """An HSX is passed by nobody."""
    bed = at("open")
    bed.must(AnswerLine("pre.hsx", answer("no")))
    assert bed.refuses(OverrideStop("pre.hsx", REASON), PRESCRIBER) == "override.never"
    assert ("need.stop", "pre.hsx") in pre_blocks(bed)


def test_nothing_to_override(at):
    """Where no stop stands there is nothing to override."""
    bed = at("open")
    assert bed.refuses(OverrideStop("pre.hs", REASON), PRESCRIBER) == "override.nothing"
    bed.must(AnswerLine("pre.hs", answer("yes")))
    assert bed.refuses(OverrideStop("pre.hs", REASON), PRESCRIBER) == "override.nothing"


def test_override_belongs_to_its_version(at):
    """A new answer needs an override of its own, and a correction that leaves the limit clears the stop."""
    bed = at("open")
    bed.must(AnswerLine("pre.vitals", vitals(150)))
    bed.must(OverrideStop("pre.vitals", REASON), PRESCRIBER)
    bed.must(CorrectAnswer("pre.vitals", vitals(155), "typing"))
    assert look(bed, "pre.vitals").status is LineStatus.STOP
    bed.must(CorrectAnswer("pre.vitals", vitals(130), "typing"))
    assert look(bed, "pre.vitals").status is LineStatus.CORRECTED
    assert look(bed, "pre.vitals").needs == ()


def test_told_is_needed_for_an_es(at):
    """An ES blocks until a provider was told about the version in force, with an order read back."""
    bed = at("open")
    bed.must(AnswerLine("pre.es", answer("no")))
    assert ("need.told", "pre.es") in pre_blocks(bed)
    assert bed.refuses(TellProvider("pre.es", " ", "go on", read_back=True)) == "told.who"
    assert bed.refuses(TellProvider("pre.es", "Dr Ruth", "go on", read_back=False)) == "told.read_back"
    assert bed.refuses(TellProvider("pre.skip", "Dr Ruth", "", read_back=False)) == "told.nothing"
    bed.must(TellProvider("pre.es", "Dr Ruth", "go on", read_back=True))
    assert ("need.told", "pre.es") not in pre_blocks(bed)
    bed.must(CorrectAnswer("pre.es", answer("odd"), "typing"))
    bed.must(CorrectAnswer("pre.es", answer("no"), "typing"))
    assert ("need.told", "pre.es") in pre_blocks(bed)


def test_note_is_needed_for_a_ca(at):
    """A CA blocks until a note stands on that line, newer than the answer; an optional line's, too."""
    bed = at("open")
    bed.must(AddNote("before the answer", "pre.es"))
    bed.must(AnswerLine("pre.es", answer("odd")))
    bed.must(AnswerLine("pre.optional", answer("no")))
    bed.must(AddNote("on the session"))
    assert {("need.note", "pre.es"), ("need.note", "pre.optional")} <= set(pre_blocks(bed))
    bed.must(AddNote("why", "pre.es"))
    bed.must(AddNote("why", "pre.optional"))
    assert not {"pre.es", "pre.optional"} & {link for _, link in pre_blocks(bed)}
    assert bed.refuses(AddNote("  ", "pre.es")) == "text.empty"
    assert bed.refuses(AddNote("x", "pre.shown")) == "line.hidden"


def test_hours_run_out(at, fill):
    """A stop in hours ends by itself when they have passed, and stays ended once the phase is signed."""
    bed = at("open")
    bed.wait(60 * 7)
    eaten = answer(Moment(bed.now().wall_ms - 5 * 3_600_000, 0))
    bed.must(AnswerLine("pre.fast", eaten))
    assert look(bed, "pre.fast").status is LineStatus.STOP
    bed.wait(60)
    assert look(bed, "pre.fast").status is LineStatus.DONE
    fill(bed, Step.PRE_INFUSION, but=("pre.fast",))
    fill(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))
    bed.wait(60)
    assert look(bed, "pre.fast").status is LineStatus.DONE


def test_set_is_told_even_when_the_next_is_good(at):
    """A set over a limit is told to a provider although the next set is good; telling once covers those before."""
    bed = at("running")
    bed.wait(5)
    bed.must(RecordVitals("mon.vitals", signs(165)))
    bed.must(RecordVitals("mon.vitals", signs(168)))
    bed.must(RecordVitals("mon.vitals", signs(125)))
    needs = [(need.code, dict(need.params)["limit"]) for need in look(bed, "mon.vitals").needs]
    assert needs == [("need.told", "SBP over 160. Pause."), ("need.note", "SBP off by 20 %.")]
    bed.must(TellProvider("mon.vitals", "Dr Ruth", "pause", read_back=True))
    bed.must(AddNote("anxious", "mon.vitals"))
    assert look(bed, "mon.vitals").needs == ()


def test_stop_of_a_set_ends_with_the_next(at):
    """An HS of a set stands while it is the newest, and can be passed by a prescriber like any other."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs(210)))
    assert look(bed, "mon.vitals").status is LineStatus.STOP
    bed.must(OverrideStop("mon.vitals", REASON), PRESCRIBER)
    assert look(bed, "mon.vitals").status is LineStatus.EXCEPTION
    bed.must(RecordVitals("mon.vitals", signs(215)))
    assert look(bed, "mon.vitals").status is LineStatus.STOP
    bed.must(RecordVitals("mon.vitals", signs(120)))
    assert look(bed, "mon.vitals").status is LineStatus.DONE


def test_not_obtained_is_abnormal(at):
    """A pulse, pressure or SpO2 that could not be obtained is told to a provider (D35)."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs(spo2="not_taken")))
    assert look(bed, "mon.vitals").needs == ()
    bed.must(RecordVitals("mon.vitals", signs(hr="could_not_obtain")))
    assert [need.code for need in look(bed, "mon.vitals").needs] == ["need.told"]


def test_baseline_is_the_answer_in_force(at):
    """A limit off the baseline follows a correction of the baseline line."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs(135)))
    assert look(bed, "mon.vitals").hits == ()
    bed.must(CorrectAnswer("pre.vitals", vitals(100), "typing"))
    assert [hit.text for hit in look(bed, "mon.vitals").hits] == ["SBP off by 20 %."]


def test_order_of_answers_does_not_matter(at):
    """What blocks does not depend on the order in which lines were answered."""
    links = ["pre.hs", "pre.hsx", "pre.es", "pre.skip", "pre.vitals"]
    seen = []
    for order in (links, links[::-1]):
        bed = at("open")
        for link_id in order:
            bed.must(AnswerLine(link_id, good(link_id, 0) if link_id == "pre.vitals" else answer("no")))
        seen.append(pre_blocks(bed))
    assert seen[0] == seen[1]
