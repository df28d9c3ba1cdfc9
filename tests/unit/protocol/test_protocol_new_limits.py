"""Limits of the complete protocol: branches, words of the clinic, the order as a baseline, what was not obtained."""

from __future__ import annotations

import msgspec
import pytest

from checklist.protocol.items import MomentField, QuantityField, ScoreField, VitalPart, VitalsField
from checklist.protocol.limits import Limit, LimitOp, Trigger, hits
from checklist.protocol.values import Answer, FieldAnswer, Moment, Quantity, Score, Value, VitalMissing, VitalSigns

NOW = 1_795_339_440_000
HOUR = 3_600_000
SBP = VitalPart("sbp", "Systolic", "mm[Hg]", "8480-6", 0, "40", "300")


def limit(op: LimitOp, than: str = "", **more: object) -> Limit:
    return msgspec.structs.replace(Limit(Trigger.CA, op, than, "Text.", "D"), **more)


def met(field: QuantityField | ScoreField | MomentField | VitalsField, value: Value, held: Value | None = None) -> int:
    """How many limits are met; the clinic's word is "strict", the baseline line's field is called "usual"."""
    answer = Answer((FieldAnswer("usual", held),)) if held is not None else None
    found = hits(
        field,
        value,
        parameters=lambda _: "strict",
        baseline=lambda link_id: answer if link_id == "ctx.order" else None,
        now_ms=NOW,
        day="2026-11-22",
    )
    return len(found)


@pytest.mark.parametrize(("pain", "before", "count"), [(6, 3, 1), (5, 3, 0), (0, 3, 0), (9, None, 0)])
def test_rise_above_the_baseline(pain: int, before: int | None, count: int) -> None:
    """A rise of more than so much above the baseline is met; a fall, or no baseline, is not."""
    rise = limit(LimitOp.ABOVE_BY, "2", baseline="ctx.order", baseline_field="usual")
    held = Score(before) if before is not None else None
    assert met(ScoreField("pain", 0, 10, limits=(rise,)), Score(pain), held) == count


@pytest.mark.parametrize(("kg", "count"), [("70.0", 0), ("77.0", 0), ("77.1", 1), ("62.9", 1)])
def test_order_is_a_baseline(kg: str, count: int) -> None:
    """A weight is held against the one on the order, although the field there has another name."""
    off = limit(LimitOp.OFF_PCT, "10", baseline="ctx.order", baseline_field="usual")
    field = QuantityField("weight", "kg", 1, "25", "350", limits=(off,))
    assert met(field, Quantity(kg, "kg"), Quantity("70.0", "kg")) == count


@pytest.mark.parametrize(("word", "count"), [("strict", 1), ("loose", 0)])
def test_limit_counts_only_with_the_clinics_word(word: str, count: int) -> None:
    """A limit tied to a word parameter counts only while the clinic uses one of its words."""
    tied = limit(LimitOp.OVER, "100", only_if=("p.rule", "other", word))
    field = QuantityField("weight", "kg", 1, "25", "350", limits=(tied,))
    assert met(field, Quantity("101", "kg")) == count


@pytest.mark.parametrize(("hours", "count"), [(3, 0), (4, 0), (5, 1)])
def test_too_long_ago(hours: int, count: int) -> None:
    """A time longer ago than its hours is met, to the hour."""
    field = MomentField("made", past_h=24, limits=(limit(LimitOp.HOURS_OVER, "4"),))
    assert met(field, Moment(NOW - hours * HOUR, 0)) == count


def test_sign_not_obtained_offers_its_branch() -> None:
    """D35 A pressure that could not be obtained offers its emergency list and asks that the provider be told."""
    offer = limit(LimitOp.NOT_OBTAINED, trigger=Trigger.BR, part="sbp", branch="em.hypotension")
    field = VitalsField("signs", (SBP,), limits=(offer,))
    gone = VitalSigns((), (VitalMissing("sbp", "could_not_obtain"),))
    assert met(field, gone) == 2
    assert met(field, VitalSigns((), (VitalMissing("sbp", "refused"),))) == 0


def test_branch_comes_after_stops_and_before_telling() -> None:
    """What stops comes first, then the emergency list, then who must be told, then the note."""
    kinds = [Trigger.CA, Trigger.ES, Trigger.BR, Trigger.HS, Trigger.HSX]
    limits = tuple(limit(LimitOp.OVER, "1", trigger=kind) for kind in kinds)
    field = QuantityField("n", "kg", 1, "0", "9", limits=limits)
    found = hits(field, Quantity("2", "kg"), parameters=str, baseline=lambda _: None, now_ms=NOW, day="2026-11-22")
    assert [item.trigger for item in found] == [Trigger.HSX, Trigger.HS, Trigger.BR, Trigger.ES, Trigger.CA]
