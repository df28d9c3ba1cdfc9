"""The arithmetic of an order."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from bedside import NURSE, ORDER, Bedside
from small_protocol import PROTOCOL

from checklist.protocol.model import Parameter
from checklist.session import dosing
from checklist.session.commands import OpenSession


def order(**changes):
    return msgspec.structs.replace(ORDER, **changes)


def found(changed):
    return [str(block.code) for block in dosing.check_order(PROTOCOL, changed)]


def test_worked_example():
    """Clinical 3.5 A: 80 kg at 0.5 mg/kg, 40 min, 100 mL is 40 mg, 0.4 mg/mL, 150 mL/h, 1 mg/min, 0.75 mg/kg/h."""
    dose = dosing.ordered_mg(Decimal("0.5"), Decimal("80.0"))
    assert dose == Decimal("40.0")
    assert dosing.concentration_mg_ml(dose, Decimal(100)) == Decimal("0.400")
    assert dosing.rate_ml_per_h(Decimal(100), 40) == Decimal("150.0")
    assert dosing.rate_ml_per_h(Decimal(40), 40) == Decimal("60.0")
    assert dosing.mg_per_min(dose, 40) == Decimal("1.00")
    assert dosing.mg_per_kg_h(dose, 40, Decimal(80)) == Decimal("0.75")
    assert dosing.given_mg(dose, Decimal(100), Decimal(65)) == Decimal("26.0")


def test_half_up():
    """Amounts are rounded to 0.1 mg, half up."""
    assert dosing.ordered_mg(Decimal("0.5"), Decimal("68.5")) == Decimal("34.3")
    assert dosing.ordered_mg(Decimal("0.5"), Decimal("68.4")) == Decimal("34.2")


def test_sum_as_parts():
    """The sum is given as parts for the screen, the exact product beside the rounded one; None while incomplete."""
    parts = dosing.dose_sum(order(weight_kg="68.5"))
    assert parts == dosing.DoseSum(Decimal("0.5"), Decimal("68.5"), Decimal("34.25"), Decimal("34.3"), Decimal(34))
    assert dosing.dose_sum(order(weight_kg="")) is None


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"dose_mg": "34.2"}, []),
        ({"dose_mg": "33.8"}, ["order.dose_differs"]),
        ({"dose_mg": "342"}, ["order.dose_differs", "order.mg_max", "order.concentration"]),
        (
            {"weight_kg": "160", "dose_mg": "79.5", "dose_mg_per_kg": "0.5"},
            [],
        ),
        ({"weight_kg": "160", "dose_mg": "79.4", "dose_mg_per_kg": "0.5"}, ["order.dose_differs"]),
        ({"weight_kg": "20", "dose_mg": "10.2", "volume_ml": "50"}, ["order.dose_differs"]),
        ({"weight_kg": "20", "dose_mg": "10.1", "volume_ml": "50"}, []),
        (
            {"dose_mg_per_kg": "1.1", "weight_kg": "50", "dose_mg": "55"},
            ["order.mg_per_kg"],
        ),
        ({"minutes": 39}, ["order.minutes_short"]),
        ({"minutes": 101}, ["order.minutes_long"]),
        ({"volume_ml": "500"}, ["order.concentration"]),
        ({"volume_ml": "10"}, ["order.concentration"]),
        ({"drug": "esketamine"}, ["order.drug"]),
        ({"weight_kg": "68,4"}, ["order.number"]),
        ({"weight_kg": "0"}, ["order.number"]),
        ({"volume_ml": "-5", "minutes": 0}, ["order.number", "order.number"]),
        ({"prescriber": ""}, ["order.prescriber"]),
        ({"diluent": "lemonade"}, ["order.diluent"]),
        ({"ordered_on": "22.11.2026"}, ["order.day"]),
        ({"ordered_on": "20261122"}, ["order.day"]),
    ],
)
def test_guards_of_an_order(changes, codes):
    """Clinical 3.2: the guards of an order, each by its code."""
    assert found(order(**changes)) == codes


def test_parameters_decide():
    """A clinic's own parameter takes the place of the default."""
    stricter = msgspec.structs.replace(
        PROTOCOL, parameters=(Parameter("p.dose_max_mg", "30", "mg", "D"),), digest="small-strict"
    )
    assert [block.code for block in dosing.check_order(stricter, ORDER)] == ["order.mg_max"]


def test_opening_refuses_what_is_not_a_caution():
    """A session opens on an order that only cautions, and on no other."""
    bed = Bedside(PROTOCOL)
    assert bed.refuses(OpenSession("p", 1, order(dose_mg="40"), 1), NURSE) == "order.invalid"
    assert bed.refuses(OpenSession("", 1, ORDER, 1), NURSE) == "session.patient"
    assert bed.refuses(OpenSession("p", 0, ORDER, 1), NURSE) == "session.place"
    assert bed.refuses(OpenSession("p", 1, ORDER, 0), NURSE) == "session.place"
    bed.must(OpenSession("p", 1, order(minutes=110), 1))
    assert bed.state.protocol.digest == "small-1"
