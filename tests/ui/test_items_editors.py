"""The item editors by themselves: empty at first, whole only when whole, drafts there and back."""

from __future__ import annotations

import pytest
from bedside import Bedside
from fake_desk import shipped_protocol
from good_answers import value
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from checklist.clock import SteppedClock
from checklist.protocol.items import MomentField, MomentKind, Option, QuantityField, ScoreField, SignatureField
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Day, FieldAnswer, Moment, Score
from checklist.ui.answers import Told, answer_words, field_words
from checklist.ui.items import Prior, Setting, editor
from checklist.ui.items.form import LineForm
from checklist.ui.items.unlikely import Likely

CLOCK = SteppedClock()
PROTOCOL = shipped_protocol()
LINES = [line for phase in PROTOCOL.phases for section in phase.sections for line in section.lines]
FIELDS = [
    (line, field)
    for line in LINES
    for field in line.fields
    if not isinstance(field, SignatureField) and not getattr(field, "sum_of", ())
]
TOLD = Told(name=lambda person: person, initials=lambda person: person[:2].upper(), now=CLOCK.read())


def one_line(field: object) -> Line:
    return Line("x.line", "x", "A line", (field,), "D")  # type: ignore[arg-type]  # any field will do


@pytest.mark.parametrize(("line", "field"), FIELDS, ids=lambda item: getattr(item, "link_id", getattr(item, "id", "")))
def test_an_editor_starts_empty_and_gives_back_what_is_put_in(styled: QApplication, line: Line, field: object) -> None:
    """UX-10 An editor of every field of the shipped protocol starts empty; a value and its draft go there and back."""
    given = value(line, field, CLOCK.read())  # type: ignore[arg-type]  # one of the union
    assert given is not None
    first = editor(field, Setting(line, CLOCK.read))  # type: ignore[arg-type]
    assert first.value() is None
    assert first.text_for_draft() == ""
    first.show_value(given)
    again = editor(field, Setting(line, CLOCK.read))  # type: ignore[arg-type]
    again.restore(first.text_for_draft())
    assert _rounded(again.value()) == _rounded(first.value()) == _rounded(given)
    for item in (first, again):
        item.deleteLater()


def _rounded(given: object) -> object:
    return given.at_ms // 60_000 if isinstance(given, Moment) else given


def test_a_time_means_the_latest_such_time(styled: QApplication) -> None:
    """A clock time means the latest one that is past, and a day earlier on request, never outside its reach."""
    field = MomentField("at", past_h=72)
    item = editor(field, Setting(one_line(field), CLOCK.read))
    now = CLOCK.read().wall_ms
    (number,) = item.number_fields()
    for key in "2359":
        number.type_key(key)
    first = item.value()
    assert isinstance(first, Moment)
    assert 0 <= now - first.at_ms < 24 * 3_600_000
    earlier = item.findChild(QAbstractButton, "item.x.line.field.at.day")
    assert earlier is not None
    earlier.click()
    second = item.value()
    assert isinstance(second, Moment)
    assert first.at_ms - second.at_ms == 24 * 3_600_000
    item.deleteLater()


def test_a_day_that_does_not_exist_is_no_value(styled: QApplication) -> None:
    """The thirty-first of February is said to be no such day and is no value."""
    field = MomentField("on", kind=MomentKind.DAY, past_h=8784)
    item = editor(field, Setting(one_line(field), CLOCK.read))
    (number,) = item.number_fields()
    for key in "31022026":
        number.type_key(key)
    assert item.value() is None
    number.clear_value()
    for key in "28022026":
        number.type_key(key)
    assert item.value() == Day("2026-02-28")
    item.deleteLater()


def test_ux18_an_impossible_digit_is_refused(styled: QApplication) -> None:
    """UX-18 A digit beyond the outer range is refused, and .5 is recorded as 0.5."""
    field = QuantityField("kg", "kg", 1, "0.1", "350")
    item = editor(field, Setting(one_line(field), CLOCK.read))
    (number,) = item.number_fields()
    for key in "999":
        number.type_key(key)
    assert number.text() == "99"
    number.clear_value()
    for key in ".5":
        number.type_key(key)
    assert number.value() == "0.5"
    item.deleteLater()


def test_a_sum_follows_its_parts(styled: QApplication) -> None:
    """A sum is shown and recorded only once all its parts are given."""
    parts = tuple(ScoreField(name, 0, 1, name, anchors=(Option("0", "No"), Option("1", "Yes"))) for name in ("a", "b"))
    total = ScoreField("total", 0, 2, "Total", sum_of=("a", "b"))
    line = Line("x.line", "x", "A line", (*parts, total), "D")
    form = LineForm(Setting(line, CLOCK.read))
    assert form.answer() is None
    for item in form.editors()[:2]:
        item.restore("1")
        item.changed.emit()
    answer = form.answer()
    assert answer is not None
    assert answer.values[-1] == FieldAnswer("total", Score(2))
    assert answer_words(line, answer, TOLD) == "a 1, Yes, b 1, Yes, Total 2"
    form.deleteLater()


def test_a_total_is_worked_out_or_typed(styled: QApplication) -> None:
    """Clinical 2 C: a total off a paper form is typed; it is worked out as soon as every part is there."""
    parts = tuple(ScoreField(name, 0, 30, name, required=name == "b") for name in ("a", "b"))
    total = ScoreField("total", 0, 60, "Total", sum_of=("a", "b"), typed=True)
    form = LineForm(Setting(Line("x.line", "x", "A line", (*parts, total), "D"), CLOCK.read))
    one, two, whole = (number for item in form.editors() for number in item.number_fields())
    two.type_key("1")
    assert form.answer() is None
    whole.type_key("4")
    assert form.answer() == Answer((FieldAnswer("b", Score(1)), FieldAnswer("total", Score(4))))
    one.type_key("2")
    answer = form.answer()
    assert answer is not None
    assert answer.values[-1] == FieldAnswer("total", Score(3))
    one.clear_value()
    assert (whole.is_blank(), form.answer()) == (True, None)
    form.deleteLater()


@pytest.mark.parametrize(
    ("typed", "typing", "asks"),
    [("1", True, False), ("1", False, True), ("16", False, False), ("41", True, True), ("4", True, False)],
)
def test_unlikely_is_asked_only_when_no_digit_can_mend_it(typed: str, typing: bool, asks: bool) -> None:
    """Nothing is asked while one more digit could make the number likely."""
    likely = Likely("Breaths", "8", "30", None) if typed != "4" else Likely("Pulse", "45", "140", None)
    assert bool(likely.question(typed, typing=typing)) is asks


def test_a_far_jump_names_the_last_value() -> None:
    """A value over 30 % away from the last is asked about with the last one beside it."""
    assert Likely("Weight", None, None, "68").question("100") == "Weight 100, was 68. Right?"
    assert Likely("Weight", None, None, "68").question("70") == ""


def test_old_values_stand_beside_never_in_the_field(styled: QApplication) -> None:
    """UX-10 A value of the last visit is shown beside its field, and the field stays empty."""
    line = PROTOCOL.line("pre.vitals")
    field = line.fields[0]
    item = editor(field, Setting(line, CLOCK.read, Prior(value(line, field, CLOCK.read()), "Last visit")))
    number = item.number_fields()[0]
    assert number.accessibleDescription() == "Before: Last visit 128/80"
    assert number.is_blank()
    item.deleteLater()


def test_answers_read_the_same_everywhere() -> None:
    """Every unremarkable answer of the shipped protocol has words, and none shows a raw code."""
    bed = Bedside(PROTOCOL)
    for line, field in FIELDS:
        given = value(line, field, bed.now())
        assert given is not None
        words = field_words(field, given, TOLD)
        assert words
        assert "_" not in words


def test_typing_in_an_open_field_is_not_swallowed(styled: QApplication) -> None:
    """A keyboard digit reaches the field that has the focus."""
    line = PROTOCOL.line("pre.weight")
    form = LineForm(Setting(line, CLOCK.read))
    form.show()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    form.focus_first()
    QTest.keyClicks(styled.focusWidget(), "68.4")
    assert form.answer() is not None
    form.close()
    form.deleteLater()
