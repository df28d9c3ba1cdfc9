"""What holds of protocols whatever is answered."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.errors import ProtocolError
from checklist.protocol import conditions
from checklist.protocol.conditions import AllOf, AnyOf, Condition, Op, holds, questions
from checklist.protocol.items import check_answer, check_value
from checklist.protocol.limits import hits
from checklist.protocol.reader import read_protocol
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Signed,
    Text,
    VitalMissing,
    VitalSigns,
    VitalValue,
)

NOW = 1_795_339_440_000
PATH = Path(__file__).parents[2] / "resources" / "protocols" / "ketamine-iv-mood" / "0.1.0.toml"
DATA = PATH.read_bytes()
SHIPPED = read_protocol(DATA, PATH.name)
LINES = [line for phase in SHIPPED.phases for section in phase.sections for line in section.lines]

WORDS = st.text(max_size=12) | st.sampled_from(["yes", "no", "none", "kg", "mL", "mm[Hg]", "refused"])
NUMBERS = st.decimals(allow_nan=True, allow_infinity=True).map(str) | st.integers(-9, 999).map(str) | WORDS
CODES = st.sampled_from(["sbp", "dbp", "hr", "rr", "spo2", "temp", "alertness", "x"])
VALUES = st.one_of(
    st.just(Confirmed()),
    WORDS.map(Chosen),
    st.lists(WORDS, max_size=4).map(lambda items: ChosenSet(tuple(items))),
    st.builds(Quantity, NUMBERS, WORDS),
    st.builds(Moment, st.integers(-(2**63), 2**63), st.integers(-2000, 2000)),
    (WORDS | st.dates().map(str)).map(Day),
    st.text().map(Text),
    st.integers(-(2**63), 2**63).map(Score),
    st.builds(
        VitalSigns,
        st.lists(st.builds(VitalValue, CODES, NUMBERS, WORDS), max_size=7).map(tuple),
        st.lists(st.builds(VitalMissing, CODES, WORDS), max_size=3).map(tuple),
    ),
    st.builds(Signed, WORDS, WORDS, WORDS, WORDS),
)
FIELDS = st.sampled_from([field.id for line in LINES for field in line.fields]) | WORDS
ANSWERS = st.lists(st.builds(FieldAnswer, FIELDS, VALUES), max_size=6).map(lambda items: Answer(tuple(items)))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LINES), ANSWERS)
def test_any_answer_is_taken_or_refused(line, answer):
    """Whatever stands in an answer, it is taken or its problems are named; nothing is raised."""
    for field, problem in check_answer(line, answer, now_ms=NOW):
        assert isinstance(field, str)
        assert problem.code.startswith("value.")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([field for line in LINES for field in line.fields]), VALUES)
def test_value_that_is_taken_can_be_held_against_limits(field, value):
    """A value that is taken meets its limits or not; nothing is raised."""
    if check_value(field, value, now_ms=NOW) is None:
        met = hits(
            field,
            value,
            parameters=lambda name: SHIPPED.parameter(name).value,
            baseline=lambda _: None,
            now_ms=NOW,
            day="2026-11-22",
        )
        assert list(met) == sorted(met, key=lambda limit: ["hsx", "hs", "es", "ca"].index(limit.trigger))


QUESTIONS = ["a.a", "a.b", "a.c"]
TESTS = st.builds(
    conditions.Test, st.sampled_from(QUESTIONS), st.just("f"), st.sampled_from(Op), st.sampled_from(["1", "2", "true"])
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from([AllOf, AnyOf]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)
SMALL_VALUES = st.sampled_from([Score(1), Score(2), Chosen("true"), ChosenSet(("1", "2")), Confirmed()])
ANSWERED = st.dictionaries(st.sampled_from(QUESTIONS), SMALL_VALUES)


def _shuffled(condition: Condition, order: random.Random) -> Condition:
    if isinstance(condition, conditions.Test):
        return condition
    parts = [_shuffled(part, order) for part in condition.conditions]
    order.shuffle(parts)
    return type(condition)(tuple(parts))


def _lookup(answered):
    return lambda link: Answer((FieldAnswer("f", answered[link]),)) if link in answered else None


@given(CONDITIONS, ANSWERED, st.randoms(use_true_random=False))
def test_condition_does_not_depend_on_order(condition, answered, order):
    """A condition gives the same whatever the order of its parts."""
    assert holds(condition, _lookup(answered)) == holds(_shuffled(condition, order), _lookup(answered))


@given(CONDITIONS, ANSWERED, SMALL_VALUES)
def test_condition_reads_only_its_questions(condition, answered, other):
    """A condition looks at no line but those it is said to read."""
    changed = answered | {name: other for name in QUESTIONS if name not in questions(condition)}
    assert holds(condition, _lookup(answered)) == holds(condition, _lookup(changed))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_protocol_error(data):
    """SEC-083 Whatever bytes a file holds, reading it gives a protocol or a ProtocolError."""
    try:
        read_protocol(data, "x.toml")
    except ProtocolError as error:
        assert error.params["file"] == "x.toml"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.binary(max_size=3), st.integers(0, 40))
def test_damaged_file_is_refused_or_another_digest(at, inserted, removed):
    """A file with a few bytes changed is refused or has another digest; it never passes for the original."""
    damaged = DATA[:at] + inserted + DATA[at + removed :]
    try:
        protocol = read_protocol(damaged, "x.toml")
    except ProtocolError:
        return
    assert (protocol.digest == SHIPPED.digest) == (damaged == DATA)
