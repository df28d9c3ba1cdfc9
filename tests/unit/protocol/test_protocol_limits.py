"""Limits: what an answer sets off."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from checklist.protocol.items import ChecksField, ChoiceField, Field, MomentField, Option, QuantityField
from checklist.protocol.limits import Limit, LimitOp, Trigger, hits
from checklist.protocol.model import Protocol
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Text,
    Value,
    VitalMissing,
    VitalSigns,
    VitalValue,
)

NOW = 1_795_339_440_000
TODAY = "2026-11-22"
HOUR = 3_600_000


def limit(op: LimitOp, than: str, trigger: Trigger = Trigger.HS) -> Limit:
    return Limit(trigger, op, than, "Text", "D")


def found(field: Field, value: Value, parameters: Mapping[str, str] | None = None) -> tuple[Limit, ...]:
    return hits(
        field,
        value,
        parameters=lambda name: (parameters or {})[name],
        baseline=lambda _: None,
        now_ms=NOW,
        day=TODAY,
    )


def weight(*limits: Limit) -> QuantityField:
    return QuantityField("f", "kg", 1, "0", "500", limits=limits)


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (LimitOp.OVER, False, False, True),
        (LimitOp.AT_LEAST, False, True, True),
        (LimitOp.UNDER, True, False, False),
        (LimitOp.AT_MOST, True, True, False),
    ],
)
def test_numbers_meet_a_limit_exactly(op: LimitOp, below: bool, at: bool, above: bool) -> None:
    """A number is held against a limit as a decimal, exact at the limit itself."""
    field = weight(limit(op, "40.1"))
    met = [bool(found(field, Quantity(text, "kg"))) for text in ("40.0", "40.1", "40.2")]
    assert met == [below, at, above]


def test_limit_reads_the_parameter() -> None:
    """A limit that names a parameter uses the clinic's number."""
    field = weight(limit(LimitOp.OVER, "p.high"))
    assert found(field, Quantity("91", "kg"), {"p.high": "90"})
    assert not found(field, Quantity("91", "kg"), {"p.high": "92"})


def test_strictest_limit_comes_first() -> None:
    """Limits met are listed strictest trigger first, in the protocol's order within a trigger."""
    triggers = [Trigger.CA, Trigger.HSX, Trigger.ES, Trigger.HS, Trigger.ES]
    limits = [limit(LimitOp.OVER, str(index), trigger) for index, trigger in enumerate(triggers)]
    met = found(weight(*limits), Quantity("99", "kg"))
    assert [(item.trigger, item.than) for item in met] == [
        (Trigger.HSX, "1"),
        (Trigger.HS, "3"),
        (Trigger.ES, "2"),
        (Trigger.ES, "4"),
        (Trigger.CA, "0"),
    ]


def test_options_meet_a_limit() -> None:
    """A chosen option, a ticked option, and a set with something unticked each set off their limit."""
    options = (Option("a", "A"), Option("b", "B"))
    choice = ChoiceField("f", options, limits=(limit(LimitOp.EQUAL, "a"),))
    assert found(choice, Chosen("a"))
    assert not found(choice, Chosen("b"))
    ticked = ChecksField("f", options, limits=(limit(LimitOp.INCLUDES, "a"),))
    assert found(ticked, ChosenSet(("b", "a")))
    assert not found(ticked, ChosenSet(("b",)))
    kit = ChecksField("f", options, limits=(limit(LimitOp.INCOMPLETE, ""),))
    assert found(kit, ChosenSet(("a",)))
    assert not found(kit, ChosenSet(("b", "a")))


def test_hours_and_days_count_back_from_now() -> None:
    """Hours since a time and days since a day are held against their limits, exact at the limit."""
    food = MomentField("f", limits=(limit(LimitOp.HOURS_UNDER, "6"),))
    assert found(food, Moment(NOW - 6 * HOUR + 1, 0))
    assert not found(food, Moment(NOW - 6 * HOUR, 0))
    consent = MomentField("f", limits=(limit(LimitOp.DAYS_OVER, "365"),))
    assert not found(consent, Day("2025-11-22"))
    assert found(consent, Day("2025-11-21"))


def test_vial_expires_after_its_day() -> None:
    """A vial can be used on the day of its expiry and not the day after."""
    expiry = MomentField("f", limits=(limit(LimitOp.DAYS_OVER, "0"),))
    assert not found(expiry, Day(TODAY))
    assert found(expiry, Day("2026-11-21"))


def test_value_of_another_kind_meets_nothing() -> None:
    """A value that does not fit the field meets no limit and raises nothing."""
    limits = tuple(limit(op, "1") for op in LimitOp)
    for value in (Text("x"), Score(0), Chosen("x"), ChosenSet(("1",)), Moment(NOW, 0), Quantity("x", "kg")):
        assert isinstance(found(weight(*limits), value), tuple)
    assert not found(weight(limit(LimitOp.OVER, "1")), Text("2"))


def signs(**values: str) -> VitalSigns:
    units = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "alertness": "1"}
    usual = {"sbp": "128", "dbp": "78", "hr": "72", "spo2": "98", "rr": "14", "alertness": "5"}
    return VitalSigns(tuple(VitalValue(code, text, units[code]) for code, text in (usual | values).items()))


def monitored(shipped: Protocol, value: VitalSigns, line: str = "mon.vitals") -> list[tuple[str, str | None]]:
    usual = Answer((FieldAnswer("signs", signs()),))
    met = hits(
        shipped.line(line).field("signs"),
        value,
        parameters=lambda name: shipped.parameter(name).value,
        baseline=lambda link_id: usual if link_id == "pre.vitals" else None,
        now_ms=NOW,
        day=TODAY,
    )
    return [(item.trigger.value, item.part) for item in met]


def test_usual_set_sets_off_nothing(shipped: Protocol) -> None:
    """A set like the baseline sets off no limit in any line that asks for one."""
    for line in ("pre.vitals", "mon.vitals", "mon.post-vitals", "dis.vitals"):
        assert monitored(shipped, signs(), line) == []


def test_pressure_far_from_baseline_is_a_caution(shipped: Protocol) -> None:
    """A systolic more than 20 percent above or below the baseline is a caution during the infusion."""
    assert monitored(shipped, signs(sbp="153")) == []
    assert monitored(shipped, signs(sbp="154")) == [("ca", "sbp")]
    assert monitored(shipped, signs(sbp="102")) == [("ca", "sbp")]


def test_start_limits_of_the_pressure(shipped: Protocol) -> None:
    """A start above 140/90 needs the prescriber, and from 180/110 on nobody may start."""
    assert monitored(shipped, signs(sbp="140", dbp="90"), "pre.vitals") == []
    assert monitored(shipped, signs(sbp="141"), "pre.vitals") == [("hs", "sbp")]
    assert monitored(shipped, signs(dbp="91"), "pre.vitals") == [("hs", "dbp")]
    assert monitored(shipped, signs(sbp="180"), "pre.vitals")[0] == ("hsx", "sbp")
    assert monitored(shipped, signs(dbp="110"), "pre.vitals")[0] == ("hsx", "dbp")


@pytest.mark.parametrize(
    ("part", "value"),
    [("sbp", "161"), ("dbp", "101"), ("sbp", "89"), ("hr", "121"), ("hr", "49"), ("spo2", "91"), ("rr", "7")],
)
def test_running_limits_ask_that_the_prescriber_is_told(shipped: Protocol, part: str, value: str) -> None:
    """Past the pause limits during the infusion the prescriber must be told."""
    changed = signs(**{"dbp": "60", part: value}) if part == "sbp" else signs(**{part: value})
    assert ("es", part) in monitored(shipped, changed)


def test_sign_that_could_not_be_obtained_counts_as_abnormal(shipped: Protocol) -> None:
    """D35 A pressure, pulse or saturation that could not be obtained asks that the prescriber is told."""
    codes = ("sbp", "dbp", "hr", "spo2", "rr", "alertness")
    lost = VitalSigns((), tuple(VitalMissing(code, "could_not_obtain") for code in codes))
    assert monitored(shipped, lost) == [("es", "sbp"), ("es", "hr"), ("es", "spo2")]
    skipped = VitalSigns((), tuple(VitalMissing(code, "not_taken") for code in codes))
    assert monitored(shipped, skipped) == []


def test_discharge_compares_with_the_baseline(shipped: Protocol) -> None:
    """Leaving with a pressure more than 20 percent off the baseline needs the prescriber."""
    assert monitored(shipped, signs(dbp="94"), "dis.vitals") == [("hs", "dbp")]
    assert monitored(shipped, signs(dbp="93"), "dis.vitals") == []
