"""The pump while it runs: slower rates, their second check, its own volume, and what follows from both."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bedside import NURSE, PRESCRIBER, SECOND
from care_scenes import blocks_of, finisher_of, running
from msgspec.structs import replace

from checklist.protocol.values import Answer, FieldAnswer, Quantity
from checklist.session import commands as c
from checklist.session import drug_account, due
from checklist.session.care_commands import ChangeRate, CheckRate, ReadPump
from checklist.session.care_events import PumpRead, RateChanged, RateChecked
from checklist.session.codec import encode
from checklist.session.commands import Actor
from checklist.session.delivered import delivered
from checklist.session.drug_commands import Draw, TakeOut
from checklist.session.flags import session_flags
from checklist.session.progress import line_view
from checklist.session.state import InfusionStatus, Status


def given(bed):
    return delivered(bed.protocol, bed.state, bed.now())


def test_a_slower_rate_is_one_more_stretch():
    """R57 A change of rate ends one stretch and begins another; the time the pump has run does not change."""
    bed = running()
    bed.wait(10)
    (event,) = bed.must(ChangeRate("75", "distress", "Dr Okafor"))
    assert encode(event).type == "infusion.rate"
    assert [run.rate_ml_h for run in bed.state.infusion.runs] == ["150.0", "75"]
    assert due.elapsed_ms(bed.state, bed.now()) == 600_000
    bed.wait(10)
    assert given(bed).by_clock_ml == Decimal("37.50")
    assert given(bed).by_clock_mg == Decimal("12.8")
    assert given(bed).remaining_ms == 50 * 60_000
    assert given(bed).planned_ms == 70 * 60_000
    assert given(bed).planned_end_ms == bed.now().wall_ms + 50 * 60_000


@pytest.mark.parametrize(
    ("rate", "code", "slip"),
    [
        ("150.1", "rate.above_order", None),
        ("1500", "rate.above_order", "tenfold"),
        ("15", "rate.tenfold", None),
        ("150", "rate.same", None),
        ("0", "infusion.rate", None),
        ("slow", "infusion.rate", None),
    ],
)
def test_a_rate_that_cannot_be(rate, code, slip):
    """R57 A rate above the ordered mg/min is taken from nobody, and a likely slip is named."""
    bed = running()
    for actor in (NURSE, PRESCRIBER):
        refused = bed.do(ChangeRate(rate, "distress", "Dr Okafor"), actor)
        assert refused.code == code
        assert dict(refused.params).get("slip") == slip


def test_a_rate_names_why_and_who():
    """R57 A change of rate has a reason and who ordered it, and a pump that goes on."""
    bed = running()
    assert bed.refuses(ChangeRate("75", " ", "Dr Okafor")) == "reason.empty"
    assert bed.refuses(ChangeRate("75", "distress", "")) == "rate.ordered_by"
    bed.must(c.EndInfusion("100"))
    assert bed.refuses(ChangeRate("75", "distress", "Dr Okafor")) == "infusion.over"


def test_a_rate_while_paused_holds_from_the_resume():
    """R57 The rate changed during a pause is the rate of the next stretch."""
    bed = running()
    bed.wait(10)
    bed.must(c.PauseInfusion("distress"))
    bed.must(ChangeRate("75", "distress", "Dr Okafor"))
    bed.wait(5)
    assert given(bed).by_clock_ml == Decimal("25.00")
    bed.must(c.ResumeInfusion(), PRESCRIBER)
    bed.wait(4)
    assert given(bed).by_clock_ml == Decimal("30.00")
    assert bed.state.infusion.status is InfusionStatus.RUNNING


def test_a_second_person_checks_the_rate():
    """R57 A second person types the rate off the pump; until it is the same the monitoring is not signed."""
    bed = running()
    (_,) = bed.must(ChangeRate("75", "distress", "Dr Okafor"))
    n = bed.state.count - 1
    assert bed.refuses(CheckRate(n, "75")) == "rate.person"
    assert bed.refuses(CheckRate(n + 5, "75"), SECOND) == "rate.unknown"
    assert bed.refuses(CheckRate(n, "75"), Actor("sam", "checker", "cont")) == "auth.own_sign_in"
    assert bed.must(CheckRate(n, "57"), SECOND) == (RateChecked(n, "57", same=False),)
    assert "need.rate_check" in blocks_of(bed, "monitoring")
    assert "unchecked-rate" in [flag.kind for flag in session_flags(bed.protocol, bed.state, bed.now())]
    (event,) = bed.must(CheckRate(n, "75.0"), SECOND)
    assert encode(event).type == "pair.same"
    assert "need.rate_check" not in blocks_of(bed, "monitoring")
    assert bed.refuses(CheckRate(n, "75"), SECOND) == "rate.checked"


def test_one_nurse_reads_the_rate_twice():
    """R57 Where the clinic checks with one nurse she reads again after two minutes, and it is flagged as that."""
    bed = running()
    single = tuple(replace(p, value="single") if p.id == "p.second_check" else p for p in bed.protocol.parameters)
    bed.protocol = replace(bed.protocol, parameters=single, digest=f"{bed.protocol.digest} single")
    bed.must(ChangeRate("75", "distress", "Dr Okafor"))
    n = bed.state.count - 1
    assert bed.refuses(CheckRate(n, "75")) == "pair.too_soon"
    bed.wait(2)
    bed.must(CheckRate(n, "75"))
    assert "single-check" in [flag.kind for flag in session_flags(bed.protocol, bed.state, bed.now())]


def test_pump_volume_is_held_against_the_clock():
    """R56 The pump's volume over 5 % off asks for a note, over 10 % for the prescriber, each at its own moment."""
    bed = running()
    bed.wait(10)
    bed.must(ReadPump("25.0"))
    view = line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now())
    assert view.hits == ()
    bed.wait(10)
    assert line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now()).hits == ()
    events = bed.must(ReadPump("47.0"))
    assert events[0] == PumpRead("47.0", "16.0")
    view = line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now())
    assert [hit.trigger for hit in view.hits] == ["ca"]
    assert given(bed).deviation_pct == Decimal("-6.0")
    bed.must(c.AddNote("Bubble in the line, cleared.", "mon.pump-volume"))
    bed.wait(10)
    bed.must(ReadPump("60"))
    view = line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now())
    assert [hit.trigger for hit in view.hits] == ["es", "ca"]
    assert {str(need.code) for need in view.needs} == {"need.told", "need.note"}
    assert "Pause the infusion" in view.hits[0].text


def test_a_volume_noted_late_is_held_against_its_own_moment():
    """R56 A volume read some minutes ago is compared with what should have been in then."""
    bed = running()
    bed.wait(20)
    ago = c.Occurred(bed.now().wall_ms - 10 * 60_000, "busy at the chair")
    answer = Answer((FieldAnswer("given", Quantity("25.0", "mL")),))
    bed.must(c.AnswerLine("mon.pump-volume", answer, ago))
    assert line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now()).hits == ()
    assert given(bed).pump_ml == Decimal("25.0")
    assert given(bed).deviation_pct == Decimal("0.0")


def test_the_bag_holds_no_more():
    """R56 No volume above the bag's is taken, and none before the pump has started."""
    bed = running()
    assert bed.refuses(ReadPump("100.1")) == "infusion.volume"
    assert bed.refuses(ReadPump("-1")) == "infusion.volume"


def test_before_the_start_nothing_is_given(at):
    """R55 Before the start nothing is given, and the plan is the order's."""
    bed = at("open")
    found = given(bed)
    assert (found.elapsed_ms, found.planned_ms, found.by_clock_ml) == (0, 40 * 60_000, 0)
    assert found.planned_end_ms is None
    assert bed.refuses(ReadPump("1")) == "infusion.not_started"


def test_early_stop_leaves_a_residue():
    """R60 Stopped early, the residue is what the pump did not give; the mass balance holds with it wasted."""
    bed = running()
    bed.wait(20)
    bed.must(c.EndInfusion("48.0", early=True, reason="distress"))
    found = given(bed)
    assert found.residue_ml == Decimal("52.0")
    assert found.pump_ml == Decimal("48.0")
    assert found.remaining_ms == 0
    assert found.planned_end_ms == bed.state.infusion.ended.at_ms


def test_balance_follows_the_pump():
    """R59 What is given so far is the pump's own volume where it was read, and the clock since."""
    bed = running()
    bed.must(TakeOut("C-1", 1, "50", "KT1", "2027-06-30"))
    bed.must(Draw("C-1", "0.68"))
    bed.wait(10)
    assert drug_account.balance(bed.protocol, bed.state, bed.now()).given_mg == Decimal("8.5")
    bed.must(ReadPump("20"))
    assert drug_account.balance(bed.protocol, bed.state, bed.now()).given_mg == Decimal("6.8")
    bed.wait(10)
    assert drug_account.balance(bed.protocol, bed.state, bed.now()).given_mg == Decimal("15.3")


def test_a_changed_course_still_ends():
    """R57 A session with a slower rate and a pump reading goes on to its seal."""
    bed = running()
    bed.wait(5)
    bed.must(ChangeRate("100", "distress", "Dr Okafor"))
    assert isinstance(bed.recorded[-1][0], RateChanged)
    bed.must(CheckRate(bed.state.count - 1, "100"), SECOND)
    assert finisher_of(bed).finish() is Status.COMPLETED


def test_a_corrected_volume_is_held_against_the_moment_it_was_read():
    """R56 A pump volume typed wrong and corrected minutes later is compared with what should have been in when read."""
    bed = running()
    bed.wait(20)
    bed.must(ReadPump("5.0"))
    bed.wait(5)
    right = Answer((FieldAnswer("given", Quantity("50.0", "mL")),))
    bed.must(c.CorrectAnswer("mon.pump-volume", right, "typing"))
    assert line_view(bed.protocol, bed.state, "mon.pump-volume", bed.now()).hits == ()
    assert given(bed).pump_ml == Decimal("50.0")
    assert given(bed).deviation_pct == Decimal("0.0")
