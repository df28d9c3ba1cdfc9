"""Amounts by the clock: whatever the pump did, they equal plain fractions, never fall, and never pass the bag."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bedside import ORDER, Bedside
from hypothesis import given
from hypothesis import strategies as st
from small_protocol import PROTOCOL

from checklist.session import due
from checklist.session.apply import apply
from checklist.session.care_events import GapNoted, PumpRead, RateChanged
from checklist.session.delivered import delivered
from checklist.session.drug_account import balance
from checklist.session.drug_events import DrugDrawn, DrugReturned, DrugTakenOut, DrugWasted
from checklist.session.events import Event, InfusionPaused, InfusionResumed, InfusionStarted, InfusionStopped
from checklist.session.state import InfusionStatus, Mark

rates = st.decimals("0.1", "150", places=1).map(str)
waits = st.integers(0, 1_800_000)
acts = st.lists(st.tuples(waits, st.sampled_from(["rate", "pause", "resume", "gap"]), rates), max_size=12)


def put(bed: Bedside, event: Event) -> None:
    """Record an event as it is, whether the rules would take it or not."""
    now = bed.now()
    mark = Mark(bed.state.count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, "nora", "nurse", "pin")
    bed.live = apply(bed.protocol, bed.state, event, mark)


def started(rate: str) -> Bedside:
    """Return an open session whose pump runs at a rate."""
    bed = Bedside(PROTOCOL)
    bed.open(ORDER)
    put(bed, InfusionStarted(rate, ORDER.dose_mg, ORDER.volume_ml, ORDER.minutes))
    return bed


def act(bed: Bedside, what: str, rate: str) -> None:
    """Let the pump do one thing, where it can."""
    running = bed.state.infusion.status is InfusionStatus.RUNNING
    if what == "rate":
        put(bed, RateChanged(rate, "effects", "Dr Okafor"))
    elif what == "pause" and running:
        put(bed, InfusionPaused("effects"))
    elif what == "resume" and not running:
        put(bed, InfusionResumed())
    elif what == "gap":
        put(bed, GapNoted("sleep", 60_000, bed.now().wall_ms))


def half_up(value: Fraction, places: int) -> Decimal:
    """Return a fraction rounded half up, reckoned in whole numbers."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


@given(rate=rates, course=acts)
def test_by_clock_equals_plain_fractions(rate: str, course: list[tuple[int, str, str]]) -> None:
    """R55 After any runs, pauses and rates the clock's mL and mg are those of a plain reference, never falling."""
    bed, plain, current, running = started(rate), Fraction(0), Fraction(rate), True
    before = Decimal(0)
    for wait, what, new in course:
        bed.wait(seconds=wait / 1000)
        plain += current * wait / 3_600_000 if running else 0
        act(bed, what, new)
        current = Fraction(new) if what == "rate" else current
        running = {"pause": False, "resume": True}.get(what, running)
        found, volume = delivered(bed.protocol, bed.state, bed.now()), Fraction(ORDER.volume_ml)
        capped = min(plain, volume)
        assert found.by_clock_ml == half_up(capped, 2)
        assert found.by_clock_mg == half_up(capped * Fraction(ORDER.dose_mg) / volume, 1)
        assert before <= found.by_clock_ml <= volume
        assert found.residue_ml + found.by_clock_ml == volume
        assert found.remaining_ms >= 0
        before = found.by_clock_ml


@given(rate=rates, course=acts)
def test_a_change_of_rate_changes_no_running_time(rate: str, course: list[tuple[int, str, str]]) -> None:
    """R57 The time the pump has run is the same with and without the changes of rate among what happened."""
    changed, plain = started(rate), started(rate)
    for wait, what, new in course:
        changed.wait(seconds=wait / 1000)
        plain.wait(seconds=wait / 1000)
        act(changed, what, new)
        act(plain, "gap" if what == "rate" else what, new)
    assert due.elapsed_ms(changed.state, changed.now()) == due.elapsed_ms(plain.state, plain.now())


@given(wait=st.integers(0, 40), given_ml=st.integers(0, 100), back=st.decimals("0", "0.3", places=2))
def test_mass_balance(wait: int, given_ml: int, back: Decimal) -> None:
    """R59 What was drawn is given, wasted, returned, or the difference; the volume read after a stop decides."""
    bed = started("150")
    drawn = Decimal(ORDER.dose_mg) / 50 + back
    put(bed, DrugTakenOut("C-1", 1, "50", "KT1", "2027-06-30"))
    put(bed, DrugDrawn("C-1", str(drawn), str(drawn * 50), 1))
    put(bed, DrugReturned("C-1", str(back), str(back * 50), 0))
    bed.wait(wait)
    put(bed, InfusionStopped("", "", "Seizure"))
    given_mg = (Decimal(given_ml) * Decimal(ORDER.dose_mg) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    put(bed, PumpRead(str(given_ml), str(given_mg)))
    left = (Decimal(ORDER.dose_mg) - given_mg).quantize(Decimal("0.1"))
    put(bed, DrugWasted("C-1", "0", str(100 - given_ml), str(left), "container"))
    found = balance(bed.protocol, bed.state)
    assert found.given_mg == given_mg
    assert found.drawn_mg == found.given_mg + found.wasted_mg + found.returned_mg + found.difference_mg
    assert found.adds_up
