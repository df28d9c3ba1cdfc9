"""Field types: which values each takes."""

from __future__ import annotations

import pytest

from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    Code,
    ConfirmField,
    Field,
    Meaning,
    MissingReason,
    MomentField,
    MomentKind,
    Option,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalPart,
    VitalsField,
    check_answer,
    check_value,
    outside_inner,
)
from checklist.protocol.model import Line
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
    Value,
    VitalMissing,
    VitalSigns,
    VitalValue,
    number,
)

NOW = 1_795_339_440_000
"""22-Nov-2026, 09:24 UTC."""

HOUR = 3_600_000

SBP = VitalPart("sbp", "Systolic", "mm[Hg]", "8480-6", 0, "40", "300", "80", "200")
DBP = VitalPart("dbp", "Diastolic", "mm[Hg]", "8462-4", 0, "20", "200", "40", "120")
RR = VitalPart("rr", "Breaths", "/min", "9279-1", 0, "0", "60")
TEMP = VitalPart("temp", "Temperature", "Cel", "8310-5", 1, "30.0", "43.0", required=False)

OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
CONFIRM = ConfirmField("f")
CHOICE = ChoiceField("f", OPTIONS)
CHECKS = ChecksField("f", OPTIONS, none_of_these=Option("none", "None"), at_least=2)
QUANTITY = QuantityField("f", "kg", 1, "25.0", "350.0", inner_low="40", inner_high="180")
TIME = MomentField("f", past_h=72)
DAY = MomentField("f", kind=MomentKind.DAY, past_h=8784)
AHEAD = MomentField("f", kind=MomentKind.DAY, past_h=0, future_h=8784)
WORDS = TextField("f", min_length=2, max_length=10)
SCORE = ScoreField("f", 0, 4)
VITALS = VitalsField("f", (SBP, DBP, RR, TEMP))
SIGNATURE = SignatureField("f", Meaning.CHECK, ("checker",), "I, {name}, checked.")


def signs(sbp: str = "132", dbp: str = "84", rr: str = "16", unit: str = "mm[Hg]") -> VitalSigns:
    return VitalSigns((VitalValue("sbp", sbp, unit), VitalValue("dbp", dbp, "mm[Hg]"), VitalValue("rr", rr, "/min")))


def signed(**changed: str) -> Signed:
    parts = {"person": "p1", "role": "checker", "meaning": "check", "shown": "0" * 64} | changed
    return Signed(**parts)


ACCEPTED: list[tuple[Field, Value]] = [
    (CONFIRM, Confirmed()),
    (CHOICE, Chosen("b")),
    (CHECKS, ChosenSet(("a", "c"))),
    (CHECKS, ChosenSet(("none",))),
    (QUANTITY, Quantity("68.4", "kg")),
    (QUANTITY, Quantity("25.0", "kg")),
    (QUANTITY, Quantity("350", "kg")),
    (TIME, Moment(NOW, 0)),
    (TIME, Moment(NOW - 72 * HOUR, -720)),
    (DAY, Day("2026-11-22")),
    (DAY, Day("2025-11-22")),
    (AHEAD, Day("2027-11-20")),
    (WORDS, Text(" ok\n")),
    (SCORE, Score(0)),
    (SCORE, Score(4)),
    (VITALS, signs()),
    (VITALS, signs(rr="0")),
    (VITALS, VitalSigns((), tuple(VitalMissing(code, "refused") for code in ("sbp", "dbp", "rr", "temp")))),
    (SIGNATURE, signed()),
]

REFUSED: list[tuple[Field, Value, Code]] = [
    (CONFIRM, Chosen("a"), Code.WRONG_KIND),
    (CHOICE, Confirmed(), Code.WRONG_KIND),
    (CHOICE, Chosen("d"), Code.UNKNOWN_OPTION),
    (CHOICE, Chosen(""), Code.UNKNOWN_OPTION),
    (CHECKS, Chosen("a"), Code.WRONG_KIND),
    (CHECKS, ChosenSet(("a",)), Code.TOO_FEW),
    (CHECKS, ChosenSet(()), Code.TOO_FEW),
    (CHECKS, ChosenSet(("a", "d")), Code.UNKNOWN_OPTION),
    (CHECKS, ChosenSet(("a", "a")), Code.REPEATED_OPTION),
    (CHECKS, ChosenSet(("none", "a")), Code.NONE_AND_OTHERS),
    (QUANTITY, Score(68), Code.WRONG_KIND),
    (QUANTITY, Quantity("68.4", "lb"), Code.WRONG_UNIT),
    (QUANTITY, Quantity("24.9", "kg"), Code.OUT_OF_RANGE),
    (QUANTITY, Quantity("350.1", "kg"), Code.OUT_OF_RANGE),
    (QUANTITY, Quantity("68.44", "kg"), Code.TOO_MANY_DECIMALS),
    (TIME, Day("2026-11-22"), Code.WRONG_KIND),
    (TIME, Moment(NOW + 1, 0), Code.FUTURE),
    (TIME, Moment(NOW - 72 * HOUR - 1, 0), Code.TOO_OLD),
    (TIME, Moment(NOW, 841), Code.NOT_A_TIME),
    (DAY, Moment(NOW, 0), Code.WRONG_KIND),
    (DAY, Day("2026-11-23"), Code.FUTURE),
    (DAY, Day("2025-11-19"), Code.TOO_OLD),
    (DAY, Day("2026-02-30"), Code.NOT_A_TIME),
    (DAY, Day("20261122"), Code.NOT_A_TIME),
    (AHEAD, Day("2026-11-20"), Code.TOO_OLD),
    (WORDS, Confirmed(), Code.WRONG_KIND),
    (WORDS, Text("a  "), Code.TOO_SHORT),
    (WORDS, Text("12345678901"), Code.TOO_LONG),
    (WORDS, Text("a\x00b"), Code.UNREADABLE),
    (WORDS, Text("a\ud800"), Code.UNREADABLE),
    (SCORE, Quantity("3", "1"), Code.WRONG_KIND),
    (SCORE, Score(-1), Code.OUT_OF_RANGE),
    (SCORE, Score(5), Code.OUT_OF_RANGE),
    (VITALS, Score(3), Code.WRONG_KIND),
    (VITALS, signs(sbp="301"), Code.OUT_OF_RANGE),
    (VITALS, signs(sbp="39"), Code.OUT_OF_RANGE),
    (VITALS, signs(sbp="132.5"), Code.TOO_MANY_DECIMALS),
    (VITALS, signs(sbp="1e2"), Code.NOT_A_NUMBER),
    (VITALS, signs(unit="kPa"), Code.WRONG_UNIT),
    (VITALS, signs(sbp="84", dbp="84"), Code.NOT_BELOW_SYSTOLIC),
    (VITALS, signs(sbp="84", dbp="132"), Code.NOT_BELOW_SYSTOLIC),
    (VITALS, VitalSigns(signs().values[:2]), Code.MISSING_PART),
    (VITALS, VitalSigns(signs().values, (VitalMissing("rr", "refused"),)), Code.REPEATED_PART),
    (VITALS, VitalSigns(signs().values, (VitalMissing("temp", "tired"),)), Code.UNKNOWN_REASON),
    (VITALS, VitalSigns(signs().values, (VitalMissing("hr", "refused"),)), Code.UNKNOWN_PART),
    (SIGNATURE, Text("A. Diallo"), Code.WRONG_KIND),
    (SIGNATURE, signed(role="nurse"), Code.NOT_A_SIGNATURE),
    (SIGNATURE, signed(meaning="witness"), Code.NOT_A_SIGNATURE),
    (SIGNATURE, signed(person=""), Code.NOT_A_SIGNATURE),
    (SIGNATURE, signed(shown="G" * 64), Code.NOT_A_SIGNATURE),
]


@pytest.mark.parametrize(("field", "value"), ACCEPTED)
def test_value_inside_the_rules_is_taken(field: Field, value: Value) -> None:
    """A value inside its field's rules, ends of ranges included, is taken."""
    assert check_value(field, value, now_ms=NOW) is None


@pytest.mark.parametrize(("field", "value", "code"), REFUSED)
def test_value_outside_the_rules_is_refused_with_its_code(field: Field, value: Value, code: Code) -> None:
    """A value outside its field's rules is refused with the code of the rule it breaks."""
    found = check_value(field, value, now_ms=NOW)
    assert found is not None
    assert found.code is code


def test_day_counts_where_it_is_already_that_day() -> None:
    """A day is in the future only when it has begun nowhere on Earth."""
    assert check_value(DAY, Day("2026-11-23"), now_ms=NOW + HOUR) is None


@pytest.mark.parametrize("text", ["", "-", ".5", "5.", "05", "-0", "-0.0", "1e3", "NaN", "١٢", "1 2", "1,5", "1" * 17])
def test_number_has_one_written_form(text: str) -> None:
    """A number is taken in its plain written form only, so that the same number is stored the same way."""
    assert number(text) is None
    found = check_value(QUANTITY, Quantity(text, "kg"), now_ms=NOW)
    assert found is not None
    assert found.code is Code.NOT_A_NUMBER


@pytest.mark.parametrize("reason", list(MissingReason))
def test_missing_vital_sign_needs_a_listed_reason(reason: MissingReason) -> None:
    """A vital sign that was not taken is recorded with one of four reasons."""
    partial = VitalSigns(signs().values[:2], (VitalMissing("rr", str(reason)),))
    assert check_value(VITALS, partial, now_ms=NOW) is None


@pytest.mark.parametrize(
    ("field", "value", "asks"),
    [
        (QUANTITY, "39.9", True),
        (QUANTITY, "40", False),
        (QUANTITY, "180", False),
        (QUANTITY, "180.1", True),
        (QUANTITY, "abc", False),
        (SBP, "79", True),
        (SBP, "201", True),
        (SBP, "168", False),
        (RR, "60", False),
    ],
)
def test_value_outside_the_inner_range_asks_once(field: QuantityField, value: str, asks: bool) -> None:
    """D23 A number outside the inner range asks one question, one inside or without such a range asks none."""
    assert outside_inner(field, value) is asks


def line_of(*fields: Field) -> Line:
    return Line("pre.x", "pre", "Text", fields, "D")


def answer_of(**values: Value) -> Answer:
    return Answer(tuple(FieldAnswer(field, value) for field, value in values.items()))


def codes(line: Line, answer: Answer) -> list[tuple[str, Code]]:
    return [(field, found.code) for field, found in check_answer(line, answer, now_ms=NOW)]


def test_answer_names_every_problem_with_its_field() -> None:
    """An answer that cannot be taken names each field that is missing, unknown, doubled or wrong."""
    line = line_of(ConfirmField("seen"), ChoiceField("how", OPTIONS), TextField("note", required=False))
    doubled = Answer((*answer_of(how=Chosen("a")).values, *answer_of(how=Chosen("b"), other=Score(1)).values))
    assert codes(line, doubled) == [
        ("other", Code.UNKNOWN_FIELD),
        ("seen", Code.MISSING),
        ("how", Code.REPEATED_FIELD),
    ]
    assert codes(line, answer_of(seen=Confirmed(), how=Chosen("z"))) == [("how", Code.UNKNOWN_OPTION)]
    assert codes(line, answer_of(seen=Confirmed(), how=Chosen("a"))) == []


def test_field_required_by_a_choice() -> None:
    """A name or time that goes with one option of a choice is required with that option and not with another."""
    line = line_of(ChoiceField("here", OPTIONS), TextField("name", required=False, required_if=("here", "a")))
    assert codes(line, answer_of(here=Chosen("a"))) == [("name", Code.MISSING)]
    assert codes(line, answer_of(here=Chosen("b"))) == []
    assert codes(line, answer_of(here=Chosen("a"), name=Text("Mo"))) == []


def test_signature_is_no_answer() -> None:
    """SEC-034 A signature can be left out of an answer and never comes in with one."""
    line = line_of(ConfirmField("seen"), SIGNATURE)
    assert codes(line, answer_of(seen=Confirmed())) == []
    assert codes(line, answer_of(seen=Confirmed(), f=signed())) == [("f", Code.SIGNED_BY_ANSWER)]


def test_total_that_contradicts_its_items_is_refused() -> None:
    """A score that is the sum of others is refused when it is another number."""
    line = line_of(ScoreField("a", 0, 2), ScoreField("b", 0, 2), ScoreField("total", 0, 4, sum_of=("a", "b")))
    right = answer_of(a=Score(2), b=Score(1), total=Score(3))
    wrong = answer_of(a=Score(2), b=Score(1), total=Score(4))
    assert codes(line, right) == []
    assert codes(line, wrong) == [("total", Code.NOT_THE_SUM)]
