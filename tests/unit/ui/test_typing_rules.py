"""What keys do in a number field: nothing impossible gets in, nothing true is kept out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.ui.key_bounce import Bounce
from checklist.ui.typing_rules import (
    TIME_SHAPE,
    Key,
    Outcome,
    Part,
    Shape,
    Typed,
    Why,
    can_become,
    empty,
    entered,
    in_range,
    is_full,
    normalise,
    number_shape,
    press,
    pressure_shape,
    value_of,
    with_value,
)

BP = pressure_shape(("40", "300"), ("20", "200"))
SPO2 = number_shape("SpO₂", "40", "100")
RATE = number_shape("Pulse", "20", "250")
BREATHS = number_shape("Breaths", "0", "60")
TEMP = number_shape("Temperature", "30.0", "43.0", 1)
DOSE = number_shape("Dose", "0.1", "500", 2)
SHAPES = (BP, SPO2, RATE, BREATHS, TEMP, DOSE, TIME_SHAPE)


def type_all(shape: Shape, keys: str, start: Typed | None = None) -> Outcome:
    out = Outcome(start or empty(shape))
    for key in keys:
        out = press(shape, out.typed, key)
    return out


@pytest.mark.parametrize(
    ("shape", "keys", "value"),
    [
        (BP, "13884", "138/84"),
        (BP, "9862", "98/62"),
        (BP, "98/62", "98/62"),
        (BP, "210110", "210/110"),
        (SPO2, "97", "97"),
        (SPO2, "100", "100"),
        (SPO2, "40", "40"),
        (RATE, "98", "98"),
        (RATE, "102", "102"),
        (BREATHS, "16", "16"),
        (BREATHS, "8", "8"),
        (BREATHS, "08", "8"),
        (TEMP, "36.8", "36.8"),
        (TEMP, "36,8", "36.8"),
        (TIME_SHAPE, "0910", "09:10"),
        (TIME_SHAPE, "97", "09:07"),
        (TIME_SHAPE, "2359", "23:59"),
    ],
)
def test_a_field_moves_on_by_itself_once_full(shape: Shape, keys: str, value: str) -> None:
    """UX-17 a field is finished as soon as no longer number inside its outer range is possible."""
    out = type_all(shape, keys)
    assert out.finished
    assert value_of(shape, out.typed) == value


@pytest.mark.parametrize(("shape", "keys"), [(RATE, "20"), (BREATHS, "0"), (TEMP, "36"), (DOSE, "34"), (SPO2, "10")])
def test_a_field_waits_while_a_longer_number_is_possible(shape: Shape, keys: str) -> None:
    """UX-17 a number that could go on is not taken before Next."""
    assert not type_all(shape, keys).finished


@pytest.mark.parametrize(
    ("shape", "keys", "why"),
    [
        (SPO2, "101", Why.RANGE),
        (SPO2, "3", Why.RANGE),
        (RATE, "300", Why.RANGE),
        (RATE, ".", Why.WHOLE),
        (TEMP, "4", Why.NONE),
        (TEMP, "44", Why.RANGE),
        (TEMP, "36.85", Why.PLACES),
        (TEMP, "36..", Why.PLACES),
        (BP, "90/9", Why.BELOW_FIRST),
        (BP, "301", Why.RANGE),
        (TIME_SHAPE, "24", Why.RANGE),
    ],
)
def test_an_impossible_digit_is_refused(shape: Shape, keys: str, why: Why) -> None:
    """UX-18 a digit after which no number of the outer range can follow is refused, and what stood there stays."""
    before = type_all(shape, keys[:-1]).typed
    out = press(shape, before, keys[-1])
    assert out.why is why
    if why is not Why.NONE:
        assert out.typed == before
        assert not out.finished


@pytest.mark.parametrize(
    ("text", "value"),
    [(".5", "0.5"), ("34.0", "34"), ("0.50", "0.5"), ("5.", "5"), ("007", "7"), (".", ""), ("0", "0")],
)
def test_zeros_are_put_right(text: str, value: str) -> None:
    """UX-18 leading and trailing zeros are normalised: .5 is recorded as 0.5 and 34.0 as 34."""
    assert normalise(DOSE.parts[0], text) == value


def test_next_leaves_a_field_only_when_it_is_right_or_empty() -> None:
    """UX-18 Next leaves an empty field as it is, refuses a number under its range, and puts the zeros right."""
    assert press(SPO2, empty(SPO2), Key.NEXT).finished
    assert press(SPO2, type_all(SPO2, "9").typed, Key.NEXT).why is Why.RANGE
    out = press(DOSE, type_all(DOSE, ".5").typed, Key.NEXT)
    assert out.finished
    assert out.typed.texts == ("0.5",)
    half = press(BP, type_all(BP, "138").typed, Key.NEXT)
    assert (half.why, half.finished) == (Why.RANGE, False)


def test_a_filled_field_starts_over_and_delete_takes_one_digit() -> None:
    """UX-18 a digit typed into a field entered again replaces it; Delete takes the last digit, across parts too."""
    full = type_all(BP, "13884").typed
    assert press(BP, entered(full), "9").typed.texts == ("9", "")
    back = press(BP, entered(full), Key.BACK).typed
    assert back.texts == ("138", "8")
    assert type_all(BP, "", press(BP, press(BP, back, Key.BACK).typed, Key.BACK).typed).typed.texts == ("13", "")
    assert press(BP, full, Key.CLEAR).typed == empty(BP)


def test_a_draft_comes_back_whole() -> None:
    """UX-14 a draft put back into a field gives the value it was."""
    assert value_of(BP, with_value(BP, "138/84")) == "138/84"
    assert with_value(BP, "") == empty(BP)
    assert value_of(TIME_SHAPE, with_value(TIME_SHAPE, "09:05")) == "09:05"


@given(st.sampled_from(SHAPES), st.lists(st.sampled_from([*"0123456789.,/ ", *Key]), max_size=14))
def test_no_keys_bring_in_an_impossible_number(shape: Shape, keys: list[str]) -> None:
    """UX-18 whatever is pressed, each part can still become a number of its range, and a value is inside it."""
    typed = empty(shape)
    for key in keys:
        out = press(shape, typed, key)
        typed = out.typed
        for part, text in zip(shape.parts, typed.texts, strict=True):
            assert can_become(part, text), (key, typed)
        if out.finished and any(typed.texts):
            assert value_of(shape, typed)
    value = value_of(shape, typed)
    if value:
        for part, text in zip(shape.parts, value.split(shape.separator) if shape.separator else [value], strict=True):
            assert part.low <= Decimal(text) <= part.high


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 2), st.data())
def test_every_number_of_the_range_can_be_typed(first: int, second: int, decimals: int, data: st.DataObject) -> None:
    """UX-16 no true value is made hard to enter: each number of the outer range is taken digit by digit."""
    low, high = sorted((first, second))
    part = Part("x", Decimal(low), Decimal(high), decimals)
    value = data.draw(st.decimals(Decimal(low), Decimal(high), places=decimals))
    shape, typed, text = Shape((part,)), empty(Shape((part,))), format(value, "f")
    for i, key in enumerate(text):
        out = press(shape, typed, key)
        assert out.why is Why.NONE, (text, key)
        typed = out.typed
        assert not out.finished or normalise(part, text[: i + 1]) == normalise(part, text)
    assert in_range(part, typed.texts[0])
    assert Decimal(value_of(shape, typed)) == value


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 2), st.text("0123456789.", min_size=1, max_size=6))
def test_full_means_nothing_longer(low: int, size: int, decimals: int, text: str) -> None:
    """UX-17 a full number is in range, and no digit put behind it keeps it in range."""
    part = Part("x", Decimal(low), Decimal(low + size), decimals)
    if text.count(".") > 1 or not can_become(part, text) or not is_full(part, text):
        return
    assert in_range(part, text)
    for digit in "0123456789":
        assert not can_become(part, text + digit)


def test_a_bouncing_key_counts_once() -> None:
    """UX-17 a second press of one key within 80 ms counts once; another key, or a made-up event, always counts."""
    bounce = Bounce()
    assert bounce.takes("1", 1000)
    assert not bounce.takes("1", 1079)
    assert bounce.takes("2", 1079)
    assert bounce.takes("1", 1090)
    assert bounce.takes("1", 1170)
    made_up = Bounce()
    assert made_up.takes("1", 0)
    assert made_up.takes("1", 0)
