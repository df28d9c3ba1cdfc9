"""Dose arithmetic for any numbers a field takes."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from bedside import ORDER
from hypothesis import given, settings
from hypothesis import strategies as st
from small_protocol import PROTOCOL

from checklist.protocol.values import number
from checklist.session import amounts, dosing
from checklist.session.figures import Unit, figure, places


def numbers(most: int, decimals: int, least: int = 1) -> st.SearchStrategy[Decimal]:
    """Return decimals of a range in steps of their last place."""
    return st.integers(least, most * 10**decimals).map(lambda whole: Decimal(whole).scaleb(-decimals))


doses, volumes, weights = numbers(300, 1), numbers(500, 1), numbers(350, 1, 250)
minutes = st.integers(1, 1440)
units = st.sampled_from(Unit)
plain = st.from_regex(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,5})?", fullmatch=True)


@settings(max_examples=300, deadline=None)
@given(doses, volumes, minutes, weights)
def test_dose_to_rate_to_dose(dose, volume, duration, weight):
    """Dose to pump rate, to mg/kg/h, to mcg/kg/min and back returns the dose, exactly."""
    held = amounts.infusion(dose, volume, Decimal(duration), weight)
    by_pump = held.pump_rate.times(held.duration).times(held.concentration)
    by_weight = held.weight_rate.times(held.weight).times(held.duration)
    for back in (by_pump, by_weight, held.by_weight.times(held.weight), held.drug_rate.times(held.duration)):
        assert back.read(Unit.MG) == dose
        assert back.is_exact(Unit.MG)


@settings(max_examples=300, deadline=None)
@given(doses, volumes, minutes, weights)
def test_the_shown_rate_gives_the_dose_within_its_rounding(dose, volume, duration, weight):
    """The rounded pump rate gives back the dose within half its last place, for the whole time, and no more."""
    concentration = amounts.infusion(dose, volume, Decimal(duration), weight).concentration
    rate = amounts.rate_ml_per_h(volume, duration)
    back = amounts.dose_by_pump(rate, Decimal(duration), concentration)
    off = abs(back.above * 1 - dose * back.below) / back.below
    assert off <= Decimal("0.05") * duration / 60 * dose / volume + Decimal("1e-20")


@settings(max_examples=300, deadline=None)
@given(plain, plain, units, units)
def test_units_never_mix(one, other, unit, asked):
    """A number put in in a unit comes out in that unit as it was, and in another dimension not at all."""
    amount = figure(Decimal(one), unit)
    try:
        found = amount.read(asked)
    except ValueError:
        assert amount.dimension != figure(Decimal(1), asked).dimension
        return
    assert amount.dimension == figure(Decimal(1), asked).dimension
    if unit is asked:
        assert abs(found - Decimal(one)) <= Decimal("0.5").scaleb(-places(unit))
        assert (found == Decimal(one)) is amount.is_exact(unit)
    if Decimal(other):
        whole = amount.per(figure(Decimal(other), unit)).times(figure(Decimal(other), unit))
        assert whole.read(asked) == found


@settings(max_examples=300, deadline=None)
@given(doses, volumes, minutes, weights, st.integers(2, 9))
def test_scaling(dose, volume, duration, weight, times):
    """Each number follows the quantities it is made of, and no other: twice the volume leaves mg/min as it was."""
    plain_one = amounts.infusion(dose, volume, Decimal(duration), weight)
    wider = amounts.infusion(dose, volume * times, Decimal(duration), weight)
    heavier = amounts.infusion(dose, volume, Decimal(duration), weight * times)
    assert wider.drug_rate.read(Unit.MG_MIN) == plain_one.drug_rate.read(Unit.MG_MIN)
    assert wider.weight_rate.read(Unit.MG_KG_H) == plain_one.weight_rate.read(Unit.MG_KG_H)
    assert heavier.pump_rate.read(Unit.ML_H) == plain_one.pump_rate.read(Unit.ML_H)
    assert heavier.concentration.read(Unit.MG_ML) == plain_one.concentration.read(Unit.MG_ML)
    many = figure(Decimal(times), Unit.MIN).per(figure(Decimal(1), Unit.MIN))
    assert wider.concentration.times(many).read(Unit.MG_ML) == plain_one.concentration.read(Unit.MG_ML)


@settings(max_examples=300, deadline=None)
@given(doses, volumes, minutes, weights)
def test_nothing_negative_or_infinite(dose, volume, duration, weight):
    """Every shown number is finite, not below zero, has the places of its unit, and says whether it was rounded."""
    held = amounts.infusion(dose, volume, Decimal(duration), weight)
    for item in held.shown():
        assert item.value.is_finite()
        assert item.value >= 0
        assert -item.value.as_tuple().exponent == places(item.unit)
    rate = held.pump_rate
    assert rate.is_exact(Unit.ML_H) is (rate.read(Unit.ML_H) * duration == volume * 60)


text = (
    plain
    | st.text(max_size=8)
    | st.sampled_from(["", "0", "-1", "NaN", "Infinity", "1e5", "9" * 16, "0." + "0" * 13 + "1"])
)


@settings(max_examples=500, deadline=None)
@given(text, text, text, st.integers(-2, 10**6), text, text, text, text, text)
def test_any_order(per_kg, weight, dose, duration, volume, height, actual, last, rate):
    """Whatever is typed as an order, judging it raises nothing, and an order with an unreadable number is refused."""
    order = msgspec.structs.replace(
        ORDER,
        dose_mg_per_kg=per_kg,
        weight_kg=weight,
        dose_mg=dose,
        minutes=duration,
        volume_ml=volume,
        weight_basis="adjusted",
        height_cm=height,
        actual_kg=actual,
        last_dose_mg=last,
        sex="female",
    )
    blocks = dosing.check_order(PROTOCOL, order)
    dosing.dose_sum(order)
    typed = (per_kg, weight, dose, volume)
    if any((number(item) or Decimal(0)) <= 0 for item in typed):
        assert "order.number" in {block.code for block in blocks}
    elif duration >= 1 and number(dose) is not None:
        dosing.check_rate(PROTOCOL, order, rate)
