"""One typed string of vital signs: whatever is typed, it is read as it stands, refused with a name, or nothing."""

from __future__ import annotations

import re

import pytest
from fake_desk import shipped_protocol
from hypothesis import given
from hypothesis import strategies as st

from checklist.protocol.items import VitalsField
from checklist.session.inforce import vitals_field
from checklist.ui.typed_set import ORDER, TypedSet, Why, Wrong, read_set, set_words, wrong_words

_FOUND = vitals_field(shipped_protocol().line("mon.vitals"))
assert _FOUND is not None
FIELD: VitalsField = _FOUND

between = st.sampled_from([" ", "  ", ",", ", ", "/", "-", ";", " / "])


@st.composite
def sets(draw: st.DrawFn) -> dict[str, str]:
    """Values inside the outer ranges, whole, diastolic below systolic; the last ones may be left out."""
    count = draw(st.integers(2, len(ORDER)))
    values: dict[str, int] = {}
    for code in ORDER[:count]:
        part = FIELD.part(code)
        assert part is not None
        high = int(part.high) if code != "dbp" else min(int(part.high), values["sbp"] - 1)
        values[code] = draw(st.integers(int(part.low), high))
    return {code: str(value) for code, value in values.items()}


@given(sets(), st.lists(between, min_size=len(ORDER), max_size=len(ORDER)), st.sampled_from(["", " ", ","]))
def test_any_separators_read_the_same(values: dict[str, str], signs: list[str], end: str) -> None:
    """What is typed in order comes back value for value, whichever single sign stands between the numbers."""
    text = "".join(value + sign for value, sign in zip(values.values(), signs, strict=False))
    text = re.sub(r"[^0-9]+$", "", text) + end
    found = read_set(FIELD, text)
    assert isinstance(found, TypedSet), text
    assert found.values == values
    assert [part.code for part in found.left] == [code for code in ORDER if code not in values]
    assert all(value in set_words(FIELD, found) for value in values.values())


@given(st.text(max_size=40) | st.text("0123456789 /,-;.", max_size=30))
def test_nothing_is_swapped_or_half_taken(text: str) -> None:
    """Any text is read with every number in its place and none dropped, or refused with words; nothing breaks."""
    found = read_set(FIELD, text)
    if isinstance(found, TypedSet):
        numbers = [str(int(item)) for item in re.findall("[0-9]+", text)]
        assert list(found.values) == list(ORDER[: len(numbers)])
        assert list(found.values.values()) == numbers
    elif isinstance(found, Wrong):
        assert wrong_words(found)
    else:
        assert not text.strip()


@pytest.mark.parametrize(
    ("text", "words", "unfinished"),
    [
        ("138/84 97 38 16", "SpO₂ is 40 to 100", False),
        ("138/84 97 98 161", "Breaths is 0 to 60", False),
        ("84/138", "Diastolic is below systolic", False),
        ("13884 97", "Systolic is 40 to 300", False),
        ("138", "Diastolic is missing", True),
        ("1", "Systolic is 40 to 300", True),
        ("138/84 97.5", "Pulse: whole numbers only", False),
        ("138/84 - 98 16", "One sign between two numbers, none left out", False),
        ("138/84,,98 16", "One sign between two numbers, none left out", False),
        ("138/84 97 98 16 5 3", "More numbers than parts. Nothing is taken", False),
        ("138/84 p97", "Only numbers, with a space or / between", False),
        ("/138", "One sign between two numbers, none left out", False),
    ],
)
def test_the_part_that_is_wrong_is_named(text: str, words: str, unfinished: bool) -> None:
    """A string that cannot be taken says which part is wrong; what more digits can still cure is marked so."""
    found = read_set(FIELD, text)
    assert isinstance(found, Wrong)
    assert wrong_words(found) == words
    assert found.unfinished is unfinished


def test_read_back_in_words() -> None:
    """The read-back names every value with its unit, in the order of the monitor."""
    found = read_set(FIELD, "138/84 97 98 16")
    assert isinstance(found, TypedSet)
    assert set_words(FIELD, found) == "138/84 mmHg, pulse 97, SpO₂ 98 %, breaths 16"
    assert [part.code for part in found.left] == ["alertness"]


def test_a_part_a_protocol_does_not_ask_takes_no_turn() -> None:
    """Where a protocol asks fewer parts, only those stand in the order."""
    parts = tuple(part for part in FIELD.parts if part.code != "spo2")
    found = read_set(VitalsField("signs", parts), "138/84 97 16")
    assert isinstance(found, TypedSet)
    assert dict(found.values) == {"sbp": "138", "dbp": "84", "hr": "97", "rr": "16"}
    assert isinstance(read_set(VitalsField("signs", parts), "138 - 84 97 16 5"), TypedSet)
    assert read_set(FIELD, "½") == Wrong(Why.SIGN)
