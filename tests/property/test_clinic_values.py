"""What a clinic can and cannot set, whatever it types."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.errors import ProtocolError
from checklist.protocol.limits import LimitOp, Trigger
from checklist.protocol.model import Parameter, Protocol
from checklist.protocol.overlay import Overlay, apply_overlay
from checklist.protocol.reader import read_protocol

FOLDER = Path(__file__).parents[2] / "resources" / "protocols"
HELD = {
    name: read_protocol((FOLDER / name / "1.0.0.toml").read_bytes(), name)
    for name in ("ketamine-iv-mood", "ketamine-iv-pain")
}
LOWER = {
    LimitOp.OVER, LimitOp.AT_LEAST, LimitOp.HOURS_OVER, LimitOp.DAYS_OVER, LimitOp.OFF_PCT, LimitOp.ABOVE_BY,
}  # fmt: skip
TYPED = st.one_of(
    st.integers(-5, 400).map(str),
    st.decimals(0, 400, places=2).map(str),
    st.sampled_from(["", "-0", "1e2", "٥", "12,5", "none", "no", "yes", "single", "12h", "0.05", "170", "8", "9"]),
)


def typed_changes(protocol: Protocol) -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    names = st.sampled_from([parameter.id for parameter in protocol.parameters])
    return st.dictionaries(names, TYPED, min_size=1, max_size=3).map(lambda found: tuple(found.items()))


def inside(parameter: Parameter, value: str) -> bool:
    if parameter.choices:
        return value in {option.code for option in parameter.choices}
    low, high = parameter.low, parameter.high
    return (low is None or Decimal(value) >= Decimal(low)) and (high is None or Decimal(value) <= Decimal(high))


@pytest.mark.parametrize("name", sorted(HELD))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_accepted_value_leaves_its_range_or_weakens_a_stop(name, data) -> None:
    """Clinical 8: an accepted value lies in its range, and one behind an HSX or a branch is as strict or stricter."""
    protocol = HELD[name]
    changes = data.draw(typed_changes(protocol))
    try:
        own = apply_overlay(protocol, Overlay(changes, "u-1", "Why.", 0, 1))
    except ProtocolError as error:
        assert error.params["parameter"] in dict(changes)
        assert error.params["reason"]
        assert error.params["allowed"]
        return
    for parameter, value in changes:
        assert inside(protocol.parameter(parameter), value)
    for line in own.all_lines():
        for field in line.fields:
            for limit in field.limits:
                if limit.trigger in {Trigger.HSX, Trigger.BR} and limit.than in dict(changes):
                    now = Decimal(own.parameter(limit.than).value)
                    then = Decimal(protocol.parameter(limit.than).value)
                    assert now <= then if limit.op in LOWER else now >= then
