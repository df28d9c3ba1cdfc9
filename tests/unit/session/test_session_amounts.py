"""Exact figures, the numbers of an infusion, weights, and named slips."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from bedside import ORDER
from small_protocol import PROTOCOL

from checklist.protocol.model import Parameter
from checklist.session import amounts, dosing
from checklist.session.figures import Unit, figure
from checklist.session.slips import Slip, slips
from checklist.session.weights import Basis, Sex, adjusted, bmi, dosing_weight, ideal

D = Decimal


def order(**changes):
    return msgspec.structs.replace(ORDER, **changes)


def codes(changed, protocol=PROTOCOL):
    return [str(block.code) for block in dosing.check_order(protocol, changed)]


def test_example_a():
    """Clinical 3.5 A: 80 kg, 0.5 mg/kg, 40 min, 50 mg/mL, 100 mL: every number of the example."""
    held = amounts.infusion(D(40), D(100), D(40), D(80))
    assert [str(item.value) for item in held.shown()] == ["40.0", "0.400", "150.0", "1.00", "0.75", "12.5"]
    assert all(item.exact for item in held.shown())
    assert amounts.ordered_mg(D("0.5"), D("80.0")) == D("40.0")
    assert amounts.drawn_ml(D(40), D(50)) == held.drawn(figure(D(50), Unit.MG_ML)).read(Unit.ML) == D("0.80")
    assert amounts.ug_per_kg_min(D(40), 40, D(80)) == D("12.5")
    assert held.by_weight.read(Unit.MG_KG) == D("0.500")


@pytest.mark.parametrize(("minutes", "rate"), [(40, "0.75"), (60, "0.50"), (90, "0.33")])
def test_half_a_milligram_per_kilogram(minutes, rate):
    """Clinical 3.5 A: 0.5 mg/kg over 40, 60, 90 min is 0.75, 0.50, 0.33 mg/kg/h (KASSN)."""
    assert str(amounts.mg_per_kg_h(D(40), minutes, D(80))) == rate


def test_example_b():
    """Clinical 3.5 B: the same order at 1 mg/mL is 40 mL and 60.0 mL/h: the rate alone proves nothing."""
    bag = amounts.infusion(D(40), D(40), D(40), D(80))
    assert (bag.concentration.read(Unit.MG_ML), bag.pump_rate.read(Unit.ML_H)) == (D("1.000"), D("60.0"))


def test_example_c():
    """Clinical 3.5 C: bag A stopped at 65 of 100 mL gave 26.0 mg; 1.00 mL drawn is 50 mg; 24.0 are left."""
    given = amounts.given_mg(D(40), D(100), D(65))
    drawn = amounts.held(D("1.00"), D(50)).read(Unit.MG)
    assert (given, drawn, drawn - given) == (D("26.0"), D("50.0"), D("24.0"))


def test_both_ways():
    """Every rate gives back the dose it came from, exactly: mL/h, mg/kg/h and mcg/kg/min."""
    held = amounts.infusion(D("34.2"), D(250), D(47), D("68.4"))
    concentration = held.concentration
    back = held.pump_rate.times(held.duration).times(concentration)
    assert (back.read(Unit.MG), back.is_exact(Unit.MG)) == (D("34.2"), True)
    assert amounts.dose_by_rate(D("0.35"), Unit.MG_KG_H, D(240), D(80)).read(Unit.MG) == D("112.0")
    assert amounts.dose_by_rate(D("12.5"), Unit.UG_KG_MIN, D(40), D(80)).read(Unit.MG) == D("40.0")
    assert amounts.dose_by_pump(D(150), D(40), figure(D("0.4"), Unit.MG_ML)).read(Unit.MG) == D("40.0")


def test_rounding_is_stated():
    """A number that was rounded says so; the exact one is kept."""
    shown = amounts.shown(amounts.infusion(D(34), D(100), D(47), D(68)).pump_rate, Unit.ML_H)
    assert (str(shown.value), shown.exact) == ("127.7", False)


@pytest.mark.parametrize("wrong", ["-1", "NaN", "Infinity", "-0.1"])
def test_no_amount(wrong):
    """What is below zero, infinite or no number is no amount."""
    with pytest.raises(ValueError, match="not an amount"):
        figure(D(wrong), Unit.MG)


def test_units_do_not_mix():
    """An amount is read in units of its own dimension only, and nothing is divided by zero."""
    with pytest.raises(ValueError, match="not an amount in"):
        figure(D(1), Unit.MG).read(Unit.ML)
    with pytest.raises(ValueError, match="not an amount in"):
        figure(D(1), Unit.MG_KG_H).is_exact(Unit.MG_H)
    with pytest.raises(ValueError, match="zero"):
        figure(D(1), Unit.MG).per(figure(D(0), Unit.ML))


def test_weights():
    """Clinical 3.3: woman, 165 cm, 110 kg: BMI 40.4, ideal 56.9, adjusted 78.1; 55.0, 28.5 or 39.1 mg."""
    whole, part = ideal(D(165), Sex.FEMALE), adjusted(D(110), D(165), Sex.FEMALE)
    assert bmi(D(110), D(165)) == D("40.4")
    assert (whole.read(Unit.KG), part.read(Unit.KG)) == (D("56.9"), D("78.1"))
    half = figure(D("0.5"), Unit.MG_KG)
    doses = [dosing_weight(basis, D(110), D(165), Sex.FEMALE).times(half).read(Unit.MG) for basis in Basis]
    assert [str(dose) for dose in doses] == ["55.0", "28.5", "39.1"]


def test_weights_at_the_edge():
    """The rule of the ideal weight holds from 152.4 cm; below, and without height or sex, there is none."""
    assert ideal(D("152.4"), Sex.MALE).read(Unit.KG) == D("50.0")
    assert ideal(D("152.3"), Sex.MALE) is None
    assert adjusted(D(60), D(140), Sex.FEMALE) is None
    assert dosing_weight(Basis.IDEAL, D(60), None, Sex.MALE) is None
    assert dosing_weight(Basis.ADJUSTED, D(60), D(170), None) is None
    assert dosing_weight(Basis.ACTUAL, D(60), None, None).read(Unit.KG) == D("60.0")
    for wrong in ("NaN", "Infinity"):
        with pytest.raises(ValueError, match="height"):
            ideal(D(wrong), Sex.MALE)
        with pytest.raises(ValueError, match="height"):
            bmi(D(60), D(wrong))


@pytest.mark.parametrize(
    ("entered", "expected", "unit", "more", "named"),
    [
        ("41.7", "4.17", "mL/h", {}, {Slip.TENFOLD}),
        ("1502", "150", "mL/h", {}, {Slip.TENFOLD}),
        ("1531", "150", "mL/h", {}, set()),
        ("1.5", "150", "mL/h", {}, {Slip.TENFOLD}),
        ("15000", "150", "mL/h", {}, {Slip.TENFOLD}),
        ("40", "150", "mL/h", {"elsewhere": (D(40),)}, {Slip.WRONG_FIELD}),
        ("15", "150", "mL/h", {"elsewhere": (D(15),)}, {Slip.TENFOLD, Slip.WRONG_FIELD}),
        ("150.8", "68.4", "kg", {}, {Slip.POUNDS}),
        ("31.0", "68.4", "kg", {}, {Slip.POUNDS}),
        ("152.4", "68.4", "kg", {}, set()),
        ("75.4", "34.2", "mg", {}, {Slip.POUNDS}),
        ("150.8", "68.4", "mL", {}, set()),
        ("10", "50", "mg/mL", {}, {Slip.STRENGTH}),
        ("100", "10", "mg/mL", {}, {Slip.STRENGTH}),
        ("20", "50", "mg/mL", {}, set()),
        ("0.34", "0.68", "mL", {"dose_mg": D(34)}, {Slip.STRENGTH}),
        ("3.4", "0.68", "mL", {"dose_mg": D(34)}, {Slip.STRENGTH}),
        ("0.34", "3.4", "mL", {"dose_mg": D(34)}, {Slip.STRENGTH, Slip.TENFOLD}),
        ("0.5", "0.68", "mL", {"dose_mg": D(34)}, set()),
        ("0", "150", "mL/h", {}, set()),
        ("-5", "150", "mL/h", {}, set()),
        ("150", "150", "mL/h", {}, set()),
    ],
)
def test_slips(entered, expected, unit, more, named):
    """Clinical 3.6: tenfold within 2 %, wrong field, pounds within 1 %, and a vial of another strength are named."""
    assert set(slips(D(entered), D(expected), unit, **more)) == named


def test_order_says_its_basis():
    """Clinical 3.3: the basis stands beside the mg, and a weight that its basis does not give refuses the order."""
    on_ideal = order(
        weight_basis="ideal", weight_kg="56.9", dose_mg="28.5", actual_kg="110", height_cm="165", sex="female"
    )
    assert dosing.dose_sum(on_ideal).basis == "ideal"
    assert codes(on_ideal) == []
    assert codes(msgspec.structs.replace(on_ideal, weight_kg="78.1", dose_mg="39.1")) == ["order.weight"]
    assert codes(order(weight_basis="best")) == ["order.basis"]
    assert codes(order(sex="x")) == ["order.basis"]
    assert codes(order(height_cm="-1", last_dose_mg="x")) == ["order.number", "order.number"]
    assert codes(order(weight_basis="ideal", height_cm="140", sex="male", actual_kg="50")) == []


@pytest.mark.parametrize(
    ("last", "found"),
    [("17", []), ("16.9", ["order.above_last"]), ("20", []), ("", []), ("60", [])],
)
def test_far_above_the_last_dose(last, found):
    """Clinical 3.2: more than twice the last dose, or 0.25 mg/kg above it, is named and leaves the stop to the line."""
    assert codes(order(last_dose_mg=last)) == found
    if found:
        assert set(found) <= dosing.SOFT


def test_quarter_milligram_per_kilogram_above():
    """Clinical 3.2: 0.25 mg/kg above the last dose is the most, its end included."""
    heavy = {"dose_mg_per_kg": "1.0", "weight_kg": "68", "dose_mg": "68"}
    assert codes(order(**heavy, last_dose_mg="51")) == []
    assert codes(order(**heavy, last_dose_mg="50.9")) == ["order.above_last"]


def test_pain_protocol_limits_by_the_hour():
    """A protocol with p.dose_max_mgkgh limits mg/kg/h instead of mg/kg."""
    own = (Parameter("p.dose_max_mgkgh", "0.5", "mg/kg/h", "D"), Parameter("p.dose_max_mg", "300", "mg", "D"))
    pain = msgspec.structs.replace(PROTOCOL, parameters=own, digest="small-pain")
    long = {"dose_mg_per_kg": "2", "weight_kg": "80", "dose_mg": "160", "volume_ml": "250"}
    assert codes(order(**long, minutes=240), pain) == ["order.minutes_long"]
    assert codes(order(**long, minutes=200), pain) == ["order.mg_per_kg_h", "order.minutes_long"]


def test_hostile_numbers_raise_nothing():
    """SEC-032 Numbers of sixteen digits are judged, never rounded on the way, and raise nothing."""
    huge = "9" * 16
    assert "order.mg_max" in codes(order(dose_mg=huge, weight_kg=huge, dose_mg_per_kg=huge, volume_ml=huge))
    tiny = "0." + "0" * 13 + "1"
    assert "order.concentration" in codes(order(dose_mg=huge, volume_ml=tiny))
    assert dosing.check_rate(PROTOCOL, order(volume_ml=huge), tiny).code == "infusion.rate"
