"""What holds of a clinic's parameters whatever it sets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.errors import ProtocolError
from checklist.protocol.checker import check
from checklist.protocol.difference import difference
from checklist.protocol.model import Parameter
from checklist.protocol.overlay import Overlay, apply_overlay
from checklist.protocol.parameters import Stricter
from checklist.protocol.reader import read_protocol

PATH = Path(__file__).parents[2] / "resources" / "protocols" / "ketamine-iv-mood" / "1.0.0.toml"
MOOD = read_protocol(PATH.read_bytes(), PATH.name)


def allowed(parameter: Parameter) -> st.SearchStrategy[str]:
    if parameter.choices:
        return st.sampled_from([option.code for option in parameter.choices])
    low, high = Decimal(parameter.low or parameter.value), Decimal(parameter.high or parameter.value)
    low = max(low, Decimal(parameter.value)) if parameter.stricter is Stricter.HIGHER else low
    high = min(high, Decimal(parameter.value)) if parameter.stricter is Stricter.LOWER else high
    return st.sampled_from(sorted({f"{value:f}" for value in (low, high, Decimal(parameter.value))}))


CHANGES = st.lists(st.sampled_from(MOOD.parameters), unique_by=lambda item: item.id, max_size=8).flatmap(
    lambda chosen: st.tuples(*(st.tuples(st.just(item.id), allowed(item)) for item in chosen))
)


@settings(max_examples=40, deadline=None)
@given(CHANGES)
def test_allowed_values_make_a_protocol_without_findings(changes):
    """Whatever a clinic sets within the ranges gives a version whose texts name its numbers, or is refused whole."""
    try:
        own = apply_overlay(MOOD, Overlay(changes, "u-9", "Own.", 0, 1))
    except ProtocolError as error:
        assert error.params["reason"] == "leaves no time between two readings"
        return
    codes = {finding.code for finding in check(own)} - {"line.unreachable", "limit.never", "condition.contradiction"}
    assert codes == set()
    for name, value in changes:
        assert own.parameter(name).value == value
    told = difference(MOOD, own)
    moved = {name for name, value in changes if value != MOOD.parameter(name).value}
    assert all(any(line.startswith(f"{name} ") for line in told) for name in moved)


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.randoms(use_true_random=False))
def test_order_of_changes_does_not_count(changes, order):
    """The same values give the same version in whatever order they are listed."""
    other = list(changes)
    order.shuffle(other)

    def digest(values):
        try:
            return apply_overlay(MOOD, Overlay(tuple(values), "u-9", "Own.", 0, 1)).digest
        except ProtocolError as error:
            return error.code

    assert digest(changes) == digest(other)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(MOOD.parameters), st.text(max_size=6) | st.decimals().map(str) | st.integers(-9, 999).map(str))
def test_any_value_is_taken_or_refused(parameter, value):
    """Whatever is typed for a parameter, it is taken or refused with a code; a stop never becomes looser."""
    try:
        own = apply_overlay(MOOD, Overlay(((parameter.id, value),), "u-9", "Own.", 0, 1))
    except ProtocolError as error:
        assert error.code in {"parameter.range", "parameter.looser"}
        return
    if parameter.stricter is Stricter.LOWER:
        assert Decimal(own.parameter(parameter.id).value) <= Decimal(parameter.value)
    if parameter.stricter is Stricter.HIGHER:
        assert Decimal(own.parameter(parameter.id).value) >= Decimal(parameter.value)
