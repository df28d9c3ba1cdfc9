"""The trend as a drawing list: fixed axes, nothing hidden, nothing on top of another thing."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from checklist.audit.drawing import (
    Arrow,
    Band,
    Box,
    Dot,
    Drawing,
    Ink,
    Line,
    Mark,
    Shape,
    Size,
    Square,
    Stem,
    Trace,
    Words,
)
from checklist.audit.plot import draw
from checklist.audit.trend import Threshold, Trend, TrendMark, TrendSet, window_at

MIN = 60_000
START = 1_795_339_440_000  # 22-Nov-2026 09:24 UTC
BOX = Box(816, 376)
LIMITS = (
    Threshold("sbp", high=True, value=160),
    Threshold("sbp", high=False, value=100),
    Threshold("hr", high=True, value=120),
    Threshold("spo2", high=False, value=94),
)


def vital_set(minute: float, bp: str, hr: str, spo2: str, *over: str) -> TrendSet:
    sbp, dbp = bp.split("/")
    values = {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2}
    return TrendSet(START + round(minute * MIN), values, frozenset(over))


SETS = (
    vital_set(-12, "134/82", "78", "98"),
    vital_set(0, "133/81", "80", "98"),
    vital_set(10, "146/92", "91", "97"),
    vital_set(15, "151/95", "94", "97"),
)


def trend(sets: tuple[TrendSet, ...] = SETS, now: float = 18.7, **changes: object) -> Trend:
    plain = Trend(
        sets=sets,
        marks=(TrendMark(START, "Start"),),
        thresholds=LIMITS,
        tz_min=0,
        now_ms=START + round(now * MIN),
        start_ms=START,
        end_ms=START + 40 * MIN,
    )
    return msgspec.structs.replace(plain, **changes)


def drawn(item: Trend, box: Box = BOX) -> Drawing:
    return draw(item, box, window_at(item, item.now_ms or START))


def shapes_of(drawing: Drawing, kind: type[Shape]) -> list[Shape]:
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Words)]


def test_each_set_is_a_stem_a_dot_and_a_square() -> None:
    """Pressure is one mark with two ends, pulse a dot, saturation a square, each at the time of its set."""
    drawing = drawn(trend())
    stems, dots, squares = (shapes_of(drawing, kind) for kind in (Stem, Dot, Square))
    assert len(stems) == len(dots) == len(squares) == 4
    assert [s.x for s in stems] == [d.x for d in dots] == [q.x for q in squares]
    assert all(s.top < s.bottom for s in stems)


def test_axes_never_follow_the_data() -> None:
    """The same value stands at the same height whatever else was measured."""
    calm = drawn(trend())
    wild = drawn(trend((*SETS, vital_set(17, "210/50", "190", "60"))))
    assert shapes_of(calm, Stem) == shapes_of(wild, Stem)[:4]
    assert shapes_of(calm, Band) == shapes_of(wild, Band)
    assert [t for t in texts(calm) if t.isdigit()][:7] == [t for t in texts(wild) if t.isdigit()][:7]


def test_a_value_off_the_scale_stands_at_the_edge_with_arrow_and_number() -> None:
    """A value beyond the axis is never hidden: it is drawn at the edge with an arrow and its number."""
    drawing = drawn(trend((vital_set(5, "210/50", "190", "60"),)))
    arrows = shapes_of(drawing, Arrow)
    assert [arrow.up for arrow in arrows] == [True, False, True, False]
    assert {"210", "50", "190", "60"} <= set(texts(drawing))
    assert not shapes_of(drawing, Dot)
    assert not shapes_of(drawing, Square)
    stem = shapes_of(drawing, Stem)[0]
    assert not stem.v_above
    assert not stem.v_below


def test_limits_are_shaded_and_broken_ones_change_colour() -> None:
    """What lies beyond a protocol limit is shaded, and a value there takes the colour of attention."""
    drawing = drawn(trend((vital_set(5, "168/104", "90", "97", "sbp"),)))
    assert len(shapes_of(drawing, Band)) == 3
    assert shapes_of(drawing, Stem)[0].ink is Ink.OVER
    assert shapes_of(drawing, Dot)[0].ink is Ink.HR
    newest = next(w for w in shapes_of(drawing, Words) if w.text == "168/104")
    assert newest.ink is Ink.OVER


def test_newest_and_last_but_one_stand_right_of_each_lane() -> None:
    """The newest value and the one before it stand beside each lane with its name and unit."""
    found = texts(drawn(trend()))
    assert {"BP  mmHg", "151/95", "was 146/92", "HR  /min", "94", "was 91", "SpO₂  %", "97", "was 97"} <= set(found)


def test_missing_parts_leave_the_other_lanes_alone() -> None:
    """A set without pressure draws no stem, and the newest pressure stays the one that was measured."""
    partial = TrendSet(START + 17 * MIN, {"hr": "96", "spo2": "98"})
    drawing = drawn(trend((*SETS, partial)))
    assert len(shapes_of(drawing, Stem)) == 4
    assert len(shapes_of(drawing, Dot)) == 5
    assert "151/95" in texts(drawing)


@pytest.mark.parametrize(("now", "first"), [(0, -15), (49, -15), (51, 0), (95, 30), (240, 180)])
def test_window_slides_and_never_stretches(now: float, first: int) -> None:
    """The window is 75 minutes from a quarter hour before the start; it slides in grid steps around now."""
    window = window_at(trend(now=now), START + round(now * MIN))
    assert window.from_ms == START + first * MIN
    assert window.until_ms - window.from_ms == 75 * MIN
    assert window.from_ms <= START + now * MIN <= window.until_ms - 10 * MIN


def test_sets_before_the_window_are_left_out_but_stay_in_the_numbers() -> None:
    """A set that has slid out draws nothing, and the numbers beside the lanes still show the newest ones."""
    drawing = drawn(trend(now=300))
    assert not shapes_of(drawing, Stem)
    assert not shapes_of(drawing, Trace)
    assert "151/95" in texts(drawing)


def test_now_is_solid_and_planned_end_dashed() -> None:
    """Now is a solid line and the planned end a dashed one; a record on paper has no now."""
    lines = [line for line in shapes_of(drawn(trend()), Line) if line.ink is Ink.NOW]
    assert [line.dashed for line in lines] == [False, True]
    paper = trend(now_ms=None)
    assert "Now" not in texts(draw(paper, BOX, window_at(paper, START)))


def test_everything_stays_inside_the_box() -> None:
    """No shape leaves its box, at 100 and 130 % text, in the usual and in the compact size."""
    busy = trend(marks=tuple(TrendMark(START + n * MIN, "ondansetron 4 mg") for n in range(0, 60, 3)))
    for box in (BOX, Box(816, 300), Box(845, 340, 1.3), Box(700, 300)):
        for shape in drawn(busy, box).shapes:
            if isinstance(shape, Words):
                assert 0 <= shape.x <= box.width
                assert 0 < shape.y <= box.height
            elif isinstance(shape, Band):
                assert shape.x + shape.width <= box.width
                assert shape.y + shape.height <= box.height


@pytest.mark.parametrize("box", [BOX, Box(816, 260), Box(845, 340, 1.3)])
def test_words_of_events_never_meet(box: Box) -> None:
    """Words below the lanes never touch; those without room are counted at the left, and every event keeps its mark."""
    marks = tuple(TrendMark(START + n * MIN, f"Nausea {n}") for n in range(12))
    drawing = drawn(trend(marks=marks), box)
    assert len(shapes_of(drawing, Mark)) == 12
    words = [w for w in shapes_of(drawing, Words) if w.size is Size.EVENT]
    counted = [w for w in words if w.text.startswith("+")]
    named = [w for w in words if w not in counted]
    assert [w.text for w in counted] == [f"+{12 - len(named)}"]
    assert any(w.text == "Nausea 11" for w in named)
    for row in {w.y for w in named}:
        starts = sorted((w.x, len(w.text)) for w in named if w.y == row)
        assert all(a + 7 * box.scale * n + 8 <= b for (a, n), (b, _) in pairwise(starts))


def test_a_dose_keeps_its_words() -> None:
    """Where words meet, a dose keeps its own before newer events, and long words are cut for the trend."""
    marks = (
        TrendMark(START + 5 * MIN, "ondansetron 4 mg", dose=True),
        *(TrendMark(START + (6 + n) * MIN, "Reassured and walked to the bathroom") for n in range(5)),
    )
    words = [w.text for w in shapes_of(drawn(trend(marks=marks)), Words) if w.size is Size.EVENT]
    assert "ondansetron 4 mg" in words
    assert all(len(text) <= 24 for text in words)


def test_a_third_row_comes_only_when_it_is_needed() -> None:
    """The lanes give way to a third row of words only where two are too few, and never in a low box."""
    few = (TrendMark(START, "Start", course=True), TrendMark(START + MIN, "Nausea"))
    many = tuple(TrendMark(START + n * MIN, "ondansetron 4 mg") for n in range(6))
    lows = [max(line.y2 for line in shapes_of(drawn(trend(marks=m), b), Line)) for m, b in [(few, BOX), (many, BOX)]]
    assert lows[0] - lows[1] == 15
    low = Box(816, 260)
    assert drawn(trend(marks=many), low).box == low
    rows = {w.y for w in shapes_of(drawn(trend(marks=many), low), Words) if w.size is Size.EVENT and w.text[0] != "+"}
    assert len(rows) == 2


def test_what_was_taken_back_is_struck() -> None:
    """R50 An event taken back stays at its time, faint and struck through, and never hides one that counts."""
    marks = (TrendMark(START + MIN, "Pain", withdrawn=True), TrendMark(START + 30 * MIN, "Nausea"))
    drawing = drawn(trend(marks=marks))
    words = {w.text: w for w in shapes_of(drawing, Words) if w.size is Size.EVENT}
    assert words["Pain"].struck
    assert not words["Nausea"].struck
    assert [mark.ink for mark in shapes_of(drawing, Mark)] == [Ink.AXIS, Ink.EVENT]


def test_corrected_values_carry_a_sign() -> None:
    """A value corrected since carries a small c beside its mark in its own lane, and only there."""
    item = msgspec.structs.replace(vital_set(10, "146/92", "91", "97"), corrected=frozenset({"hr"}))
    drawing = drawn(trend((item,)))
    (sign,) = (w for w in shapes_of(drawing, Words) if w.text == "c")
    (dot,) = shapes_of(drawing, Dot)
    assert dot.x < sign.x < dot.x + 12
    assert abs(sign.y - dot.y) < 12


def test_a_number_at_the_edge_stands_clear_of_now() -> None:
    """The number of a value off the scale stands on the side where the line of now is not."""
    near = drawn(trend((vital_set(17, "210/90", "94", "97"),), now=18.7))
    far = drawn(trend((vital_set(5, "210/90", "94", "97"),), now=18.7))
    for drawing, left in ((near, True), (far, False)):
        (arrow,) = shapes_of(drawing, Arrow)
        number = next(w for w in shapes_of(drawing, Words) if w.text == "210")
        assert (number.x < arrow.x) is left


def test_the_end_is_dashed_only_while_it_is_planned() -> None:
    """The end of the infusion is dashed while planned and solid once it is past."""
    lines = [line for line in shapes_of(drawn(trend(ended=True, now=50)), Line) if line.ink is Ink.NOW]
    assert [line.dashed for line in lines] == [False, False]


def test_times_are_local() -> None:
    """The time axis shows local time."""
    assert "10:24" in texts(drawn(trend(tz_min=60)))
    assert "09:24" in texts(drawn(trend()))
