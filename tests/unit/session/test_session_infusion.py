"""The infusion in the record, sets of vital signs, and events."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bedside import NURSE, PRESCRIBER, codes
from small_protocol import answer, signs, vitals

from checklist.session import due
from checklist.session.commands import (
    CorrectAnswer,
    EndInfusion,
    Occurred,
    PauseInfusion,
    RecordEvent,
    RecordVitals,
    ResumeInfusion,
    StartInfusion,
)
from checklist.session.events import InfusionEnded, InfusionStarted, InfusionStopped
from checklist.session.progress import line_view
from checklist.session.state import InfusionStatus


def test_start_needs_the_signed_checklist(at):
    """The pump starts once, after pre.sign."""
    refused = at("open").do(StartInfusion("150"))
    assert refused.code == "phase.incomplete"
    assert ("line.todo", "pre.hs") in codes(refused.blocks)
    bed = at("pre_signed")
    (event,) = bed.must(StartInfusion("150"))
    assert event == InfusionStarted("150", "34", "100", 40)
    assert bed.refuses(StartInfusion("150")) == "infusion.started"
    bed.must(EndInfusion("100"))
    assert bed.refuses(StartInfusion("150")) == "infusion.over"


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        ("1500", "rate.tenfold"),
        ("15.0", "rate.tenfold"),
        ("34", "rate.wrong_field"),
        ("40", "rate.wrong_field"),
        ("51", "rate.wrong_field"),
        ("154", "infusion.rate"),
        ("0", "infusion.rate"),
        ("fast", "infusion.rate"),
        ("153", None),
        ("147.0", None),
    ],
)
def test_start_compares_the_rate(at, rate, code):
    """A rate over 2 % off the computed one is refused, naming a tenfold or wrong-field slip (clinical 3.6)."""
    bed = at("pre_signed")
    if code is None:
        bed.must(StartInfusion(rate))
    else:
        refused = bed.do(StartInfusion(rate))
        assert refused.code == code
        assert dict(refused.params)["computed"] == "150.0"


def test_pause_and_resume(at):
    """A running infusion is paused and resumed; a pause is not running time."""
    bed = at("running")
    assert bed.refuses(ResumeInfusion()) == "infusion.not_paused"
    bed.wait(10)
    bed.must(PauseInfusion("BP"))
    assert bed.refuses(PauseInfusion("BP")) == "infusion.not_running"
    bed.wait(5)
    assert due.elapsed_ms(bed.state, bed.now()) == 600_000
    bed.must(RecordVitals("mon.vitals", signs()))
    bed.must(ResumeInfusion())
    bed.wait(2)
    assert due.elapsed_ms(bed.state, bed.now()) == 720_000
    assert bed.state.infusion.runs[0].pause_reason == "BP"


def test_resume_inside_limits(at):
    """A nurse resumes only when the newest set meets no limit that asks for a pause; a prescriber may."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs(165)))
    bed.must(PauseInfusion("BP"))
    refused = bed.do(ResumeInfusion())
    assert refused.code == "infusion.limits"
    assert dict(refused.blocks[0].params)["limit"] == "SBP over 160. Pause."
    bed.must(ResumeInfusion(), PRESCRIBER)
    bed.must(PauseInfusion("BP"))
    bed.must(RecordVitals("mon.vitals", signs(150)))
    bed.must(ResumeInfusion())


def test_long_pause_is_the_prescribers(at):
    """A pause over p.pause_max_min is ended by a prescriber only."""
    bed = at("running")
    bed.must(PauseInfusion("BP"))
    bed.wait(30)
    bed.must(ResumeInfusion())
    bed.must(PauseInfusion("BP"))
    bed.wait(30, seconds=1)
    assert bed.refuses(ResumeInfusion()) == "infusion.pause_long"
    bed.must(ResumeInfusion(), PRESCRIBER)


def test_end_computes_what_was_given(at):
    """The mg given are dose times mL given over volume, to 0.1 mg (clinical 3.5)."""
    bed = at("running")
    (event,) = bed.must(EndInfusion("65.3", early=True, reason="distress"))
    assert event == InfusionStopped("65.3", "22.2", "distress")
    assert bed.state.infusion.status is InfusionStatus.STOPPED
    bed = at("running")
    assert bed.must(EndInfusion("100")) == (InfusionEnded("100", "34.0"),)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (EndInfusion("100.1"), "infusion.volume"),
        (EndInfusion("-1"), "infusion.volume"),
        (EndInfusion("all"), "infusion.volume"),
        (EndInfusion("50", early=True), "reason.empty"),
    ],
)
def test_end_refused(at, command, code):
    """More than the bag holds, or an early end without a reason, is refused."""
    assert at("running").refuses(command) == code


def test_end_before_start(at):
    """What never ran cannot pause or end."""
    bed = at("pre_signed")
    assert bed.refuses(EndInfusion("0")) == "infusion.not_started"
    assert bed.refuses(PauseInfusion("BP")) == "infusion.not_started"
    assert bed.refuses(ResumeInfusion()) == "infusion.not_paused"


def test_end_while_paused(at):
    """A paused infusion can be ended; its end is the moment of the press."""
    bed = at("running")
    bed.wait(10)
    bed.must(PauseInfusion("BP"))
    bed.wait(5)
    bed.must(EndInfusion("25", early=True, reason="BP"))
    assert due.elapsed_ms(bed.state, bed.now()) == 600_000
    assert bed.state.infusion.ended.mono_ms - bed.state.infusion.runs[0].end.mono_ms == 300_000


def test_by_clock(at):
    """UX-P13 By clock: 18 min 42 s at 150 mL/h of 34 mg in 100 mL are 15.9 mg, and never more than the dose."""
    bed = at("running")
    assert due.by_clock_mg(bed.state, bed.now()) == Decimal("0.0")
    bed.wait(18, seconds=42)
    assert due.by_clock_mg(bed.state, bed.now()) == Decimal("15.9")
    bed.wait(600)
    assert due.by_clock_mg(bed.state, bed.now()) == Decimal("34.0")


def test_same_set_twice_is_a_new_reading(at):
    """The same values again are a new reading, not a duplicate."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs()))
    bed.must(RecordVitals("mon.vitals", signs()))
    assert len(bed.state.vitals) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (signs(400), "value.out-of-range"),
        (signs(70, 80), "value.not-below-systolic"),
        (signs(spo2="forgot"), "value.unknown-reason"),
    ],
)
def test_set_refused(at, given, code):
    """A part outside its range, a diastolic not below the systolic, or a gap without a listed reason is refused."""
    assert at("running").refuses(RecordVitals("mon.vitals", given)) == code


def test_set_before_its_step(at):
    """A recovery set is refused while the pump runs; a set is taken after the phase was signed."""
    assert at("running").refuses(RecordVitals("mon.post", signs())) == "step.not_open"
    at("sign_off").must(RecordVitals("mon.post", signs()))


def test_set_is_corrected_by_its_position(at):
    """A wrong set is corrected or withdrawn by its position; the old values stay readable."""
    bed = at("running")
    bed.must(RecordVitals("mon.vitals", signs(190)))
    first = bed.state.vitals[0]
    bed.must(RecordVitals("mon.vitals", signs(130)))
    bed.must(CorrectAnswer("mon.vitals", vitals(109), "typing", of=first.n))
    fixed = bed.state.vitals[0]
    assert (fixed.signs, fixed.mark) == (signs(109), first.mark)
    assert [v.answer for v in fixed.versions] == [vitals(190), vitals(109)]
    assert bed.refuses(CorrectAnswer("mon.vitals", vitals(99), "typing", of=first.n)) == "correction.stale"
    bed.must(CorrectAnswer("mon.vitals", None, "wrong_line"))
    assert [item.signs for item in bed.state.vitals] == [signs(109)]
    assert [item.signs for item in bed.state.withdrawn] == [signs(130)]
    assert bed.refuses(CorrectAnswer("mon.vitals", answer("yes"), "typing"), NURSE) == "value.unknown-field"


def test_newest_set_is_the_latest_seen(at):
    """A set seen earlier but typed later is not the newest one."""
    bed = at("running")
    bed.wait(10)
    bed.must(RecordVitals("mon.vitals", signs(120)))
    bed.must(RecordVitals("mon.vitals", signs(150), Occurred(bed.now().wall_ms - 300_000, "busy")))
    view = line_view(bed.protocol, bed.state, "mon.vitals", bed.now())
    assert view.answer == vitals(120)


def test_event_tiles(at):
    """An event is recorded at once with a code; words that are no code are refused."""
    bed = at("running")
    bed.must(RecordEvent("nausea", "one sip of water"))
    assert bed.state.events[0].term == "nausea"
    for term in ("", "Nausea", "felt sick", "x" * 41, "é"):
        assert bed.refuses(RecordEvent(term)) == "event.term"
