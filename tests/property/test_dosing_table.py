"""Dose arithmetic against an independent table: the same numbers reckoned with fractions, here in the test."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from checklist.session import amounts
from checklist.session.figures import Unit, figure
from checklist.session.weights import Sex, adjusted, bmi, ideal

WEIGHTS = ("40.0", "57.3", "68.4", "81.7", "110.0", "180.0")
DOSES = ("0.1", "0.35", "0.5", "0.75", "1.0")
MINUTES = (40, 45, 47, 60, 100, 240)
BAGS = (("50", "10"), ("100", "50"), ("250", "100"))
CASES = [(w, d, m, v, s) for w, d, m, (v, s) in product(WEIGHTS, DOSES, MINUTES, BAGS)]


def half_up(value: Fraction, places: int) -> Decimal:
    """Return a fraction to so many decimals, half up, as decimal text would show it."""
    scaled = value * 10**places
    whole = (scaled + Fraction(1, 2)).__floor__()
    return Decimal(whole) / Decimal(10**places) if places else Decimal(whole)


def test_there_are_enough_cases():
    """The table has at least 500 cases."""
    assert len(CASES) >= 500


@pytest.mark.parametrize("basis", WEIGHTS)
def test_every_number_of_the_table(basis):
    """Each number of each case agrees with the one reckoned with fractions, to its last shown place."""
    for weight, per_kg, minutes, volume, strength in (case for case in CASES if case[0] == basis):
        kg, ml, vial, hours = Fraction(weight), Fraction(volume), Fraction(strength), Fraction(minutes, 60)
        exact = Fraction(per_kg) * kg
        dose = half_up(exact, 1)
        mg = Fraction(dose)
        wanted = {
            "mg": dose,
            "drawn": half_up(mg / vial, 2),
            "concentration": half_up(mg / ml, 3),
            "rate": half_up(ml / hours, 1),
            "mg/min": half_up(mg / minutes, 2),
            "mg/kg/h": half_up(mg / hours / kg, 2),
            "ug/kg/min": half_up(mg * 1000 / minutes / kg, 1),
            "given": half_up(mg * 13 / 20, 1),
        }
        d = Decimal
        found = {
            "mg": amounts.ordered_mg(d(per_kg), d(weight)),
            "drawn": amounts.drawn_ml(dose, d(strength)),
            "concentration": amounts.concentration_mg_ml(dose, d(volume)),
            "rate": amounts.rate_ml_per_h(d(volume), minutes),
            "mg/min": amounts.mg_per_min(dose, minutes),
            "mg/kg/h": amounts.mg_per_kg_h(dose, minutes, d(weight)),
            "ug/kg/min": amounts.ug_per_kg_min(dose, minutes, d(weight)),
            "given": amounts.given_mg(dose, d(volume), d(volume) * 13 / 20),
        }
        assert found == wanted, (weight, per_kg, minutes, volume, strength)


@pytest.mark.parametrize("rate", ["0.05", "0.1", "0.35", "0.5", "1.25", "2"])
def test_doses_from_rates(rate):
    """The dose that a rate by weight gives agrees with fractions, for mg/kg/h and mcg/kg/min."""
    for weight, minutes in product(WEIGHTS, MINUTES):
        kg, per_hour = Fraction(weight), Fraction(rate)
        by_hour = amounts.dose_by_rate(Decimal(rate), Unit.MG_KG_H, Decimal(minutes), Decimal(weight))
        by_minute = amounts.dose_by_rate(Decimal(rate), Unit.UG_KG_MIN, Decimal(minutes), Decimal(weight))
        assert by_hour.read(Unit.MG) == half_up(per_hour * kg * minutes / 60, 1)
        assert by_minute.read(Unit.MG) == half_up(per_hour * kg * minutes / 1000, 1)


def test_weights_of_the_table():
    """Ideal and adjusted weight and body-mass index agree with fractions."""
    for weight, height, sex in product(WEIGHTS, ("152.4", "160", "165", "178.5", "201"), Sex):
        inches = Fraction(height) / Fraction("2.54")
        start = Fraction("45.5") if sex is Sex.FEMALE else Fraction(50)
        whole = start + Fraction("2.3") * (inches - 60)
        part = whole + Fraction("0.4") * (Fraction(weight) - whole)
        d = Decimal
        assert ideal(d(height), sex).read(Unit.KG) == half_up(whole, 1)
        assert adjusted(d(weight), d(height), sex).read(Unit.KG) == half_up(part, 1)
        assert bmi(d(weight), d(height)) == half_up(Fraction(weight) / (Fraction(height) / 100) ** 2, 1)


def test_doses_on_every_basis():
    """A dose is reckoned from the exact weight of its basis, not from the rounded one."""
    for weight, per_kg in product(WEIGHTS, DOSES):
        inches = Fraction(165) / Fraction("2.54")
        whole = Fraction("45.5") + Fraction("2.3") * (inches - 60)
        found = ideal(Decimal(165), Sex.FEMALE).times(figure(Decimal(per_kg), Unit.MG_KG)).read(Unit.MG)
        assert found == half_up(whole * Fraction(per_kg), 1), weight
