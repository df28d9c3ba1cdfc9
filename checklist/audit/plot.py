"""Draw the trend into a box: three lanes on one time axis, then the marks of what happened (``ux.md`` 7).

Pressure is a stem with v above and ^ below, pulse a dot, saturation a square. Axes are fixed and never follow
the data; a value off the scale stands at the edge with an arrow and its number. Pure: no Qt, no clock.
"""

from __future__ import annotations

from checklist.audit.drawing import (
    Anchor,
    Arrow,
    Band,
    Box,
    Dot,
    Drawing,
    Ink,
    Line,
    Shape,
    Size,
    Square,
    Stem,
    Trace,
    Words,
)
from checklist.audit.plot_flags import flags, placed
from checklist.audit.plot_frame import LANES, ROW, Frame, Lane, LaneBox, frame_in, lane_boxes, words_width
from checklist.audit.trend import GRID_MIN, MINUTE_MS, Threshold, Trend, TrendSet, Window

_ROOMY = 300
"""Least height, units at scale 1, in which the lanes give way to a third row of words."""


def draw(trend: Trend, box: Box, window: Window) -> Drawing:
    """Draw the part of a trend that lies in a window.

    Args:
        trend: What is drawn.
        window: Which stretch of time.
        box: At least about 500 by 250 units at scale 1.
    """
    marks = [mark for mark in trend.marks if window.from_ms <= mark.at_ms <= window.until_ms]
    frame = frame_in(box, window, trend.now_ms, rows=2)
    if box.height >= _ROOMY * box.scale and placed(frame, marks)[1]:
        frame = frame_in(box, window, trend.now_ms, rows=3)
    lanes = lane_boxes(frame)
    sets = [item for item in trend.sets if frame.shows(item.at_ms)]
    shapes: list[Shape] = []
    for lane in lanes:
        shapes += _bands(frame, lane, trend.thresholds)
    shapes += _grid(frame, lanes, trend.tz_min)
    shapes += _times(frame, trend)
    shapes += _pressures(frame, lanes[0], sets)
    for lane in lanes[1:]:
        shapes += _series(frame, lane, sets)
    shapes += _numbers(frame, lanes, box.width, trend.sets)
    shapes += flags(frame, marks)
    return Drawing(box, tuple(shapes))


def _bands(frame: Frame, box: LaneBox, thresholds: tuple[Threshold, ...]) -> list[Shape]:
    """Shade beyond the limits; of pressure only above the systolic one: diastolic stands below any other."""
    shapes: list[Shape] = []
    for item in thresholds:
        if item.part != box.lane.codes[0] or (item.part == "sbp" and not item.high):
            continue
        edge = box.y(item.value)
        y, height = (box.top, edge - box.top) if item.high else (edge, box.bottom - edge)
        if height > 0:
            shapes.append(Band(frame.left, y, frame.right - frame.left, height))
    return shapes


def _grid(frame: Frame, lanes: tuple[LaneBox, ...], tz_min: int) -> list[Shape]:
    shapes: list[Shape] = []
    for box in lanes:
        for n in range(round((box.lane.high - box.lane.low) / box.lane.step) + 1):
            y = box.y(box.lane.low + n * box.lane.step)
            shapes.append(Line(frame.left, y, frame.right, y, Ink.GRID))
        for label in box.lane.labels:
            y = box.y(label) + 4 * frame.scale
            shapes.append(Words(frame.left - 8, y, str(label), Ink.AXIS, Size.AXIS, Anchor.END))
    base = frame.bottom + (28 + ROW * frame.rows) * frame.scale
    for at_ms in range(frame.window.from_ms, frame.window.until_ms + 1, GRID_MIN * MINUTE_MS):
        x = frame.x(at_ms)
        shapes.append(Line(x, frame.top, x, frame.bottom + 8, Ink.GRID))
        shapes.append(Words(x, base, _clock(at_ms, tz_min), Ink.AXIS, Size.AXIS, Anchor.MIDDLE))
    return shapes


def _clock(at_ms: int, tz_min: int) -> str:
    hours, minutes = divmod((at_ms // MINUTE_MS + tz_min) % 1440, 60)
    return f"{hours:02d}:{minutes:02d}"


def _times(frame: Frame, trend: Trend) -> list[Shape]:
    """Draw now as a line, and the end of the infusion, dashed while it is a plan."""
    shapes: list[Shape] = []
    words_y = frame.top + (frame.bottom - frame.top) * 0.49
    ahead = (trend.end_ms, "Ended" if trend.ended else "Planned end", not trend.ended)
    for at_ms, text, dashed in ((trend.now_ms, "Now", False), ahead):
        if at_ms is None or not frame.shows(at_ms):
            continue
        x = frame.x(at_ms)
        shapes.append(Line(x, frame.top, x, frame.bottom + 8, Ink.NOW, dashed))
        row = words_y + (0 if text == "Now" else 16 * frame.scale * _close(frame, trend))
        shapes.append(_beside(frame, x, row, Words(x + 6, row, text, Ink.NOW, Size.AXIS)))
    return shapes


def _close(frame: Frame, trend: Trend) -> bool:
    """Return whether now and the end stand so near that their words would touch."""
    if trend.now_ms is None or trend.end_ms is None:
        return False
    return abs(frame.x(trend.now_ms) - frame.x(trend.end_ms)) < 84 * frame.scale


def _beside(frame: Frame, x: float, y: float, words: Words) -> Words:
    """Put words to the left of their line where the right side has no room."""
    if words.x + words_width(words.text, frame.scale) <= frame.right:
        return words
    return Words(x - 6, y, words.text, words.ink, words.size, Anchor.END)


def _pressures(frame: Frame, box: LaneBox, sets: list[TrendSet]) -> list[Shape]:
    shapes: list[Shape] = []
    for item in sets:
        if "sbp" not in item.values or "dbp" not in item.values:
            continue
        ink = Ink.OVER if item.over & {"sbp", "dbp"} else Ink.BP
        x, high, low = frame.x(item.at_ms), float(item.values["sbp"]), float(item.values["dbp"])
        above, below = (_off(frame, box, x, item.values[code], ink) for code in ("sbp", "dbp"))
        shapes.append(Stem(x, box.y(high), box.y(low), ink, v_above=not above, v_below=not below))
        shapes += above + below
        if item.corrected & {"sbp", "dbp"}:
            shapes.append(_corrected(x, (box.y(high) + box.y(low)) / 2))
    return shapes


def _off(frame: Frame, box: LaneBox, x: float, value: str, ink: Ink) -> list[Shape]:
    """Return the arrow and number of a value off the scale, else nothing."""
    up = float(value) > box.lane.high
    if not up and float(value) >= box.lane.low:
        return []
    edge = box.top if up else box.bottom
    if frame.near_now(x) and box.lane is LANES[0]:  # left of the stem, out of the lane
        number = Words(x - 8, edge + (-1 if up else 11), value, ink, Size.AXIS, Anchor.END)
    elif frame.near_now(x):  # behind the arrow, where neither now nor the line to this value crosses it
        number = Words(x + 5, edge + (23 if up else -13), value, ink, Size.AXIS, Anchor.END)
    else:
        number = Words(x + 8, edge + (11 if up else -2), value, ink, Size.AXIS)
    return [Arrow(x, edge, up, ink), number]


def _series(frame: Frame, box: LaneBox, sets: list[TrendSet]) -> list[Shape]:
    code = box.lane.codes[0]
    taken = [item for item in sets if code in item.values]
    points = tuple((frame.x(item.at_ms), box.y(float(item.values[code]))) for item in taken)
    shapes: list[Shape] = [Trace(points, box.lane.ink)] if len(points) > 1 else []
    kind = Dot if code == "hr" else Square
    for item, (x, y) in zip(taken, points, strict=True):
        ink = Ink.OVER if code in item.over else box.lane.ink
        shapes += _off(frame, box, x, item.values[code], ink) or [kind(x, y, ink)]
        if code in item.corrected:
            shapes.append(_corrected(x, y - 8))
    return shapes


def _corrected(x: float, y: float) -> Words:
    """Return the sign beside a value that was corrected since; the table tells what it was."""
    return Words(x + 7, y + 4, "c", Ink.QUIET, Size.AXIS)


def _numbers(frame: Frame, lanes: tuple[LaneBox, ...], width: float, sets: tuple[TrendSet, ...]) -> list[Shape]:
    """Write name, newest and last-but-one value to the right of each lane, never on top of each other."""
    shapes: list[Shape] = []
    x, block, lowest = width - 90 * frame.scale, 57 * frame.scale, frame.top - 4
    for box in lanes:
        middle = max((box.top + box.bottom) / 2, lowest + block / 2)
        lowest = middle + block / 2
        taken = [item for item in sets if all(code in item.values for code in box.lane.codes)]
        over = bool(taken) and bool(taken[-1].over & set(box.lane.codes))
        ink = Ink.OVER if over else box.lane.ink
        name = f"{box.lane.name}  {box.lane.unit}"
        shapes.append(Words(x, middle - 14 * frame.scale, name, ink, Size.NAME))
        if taken:
            text = _value(taken[-1], box.lane)
            shapes.append(Words(x, middle + 8 * frame.scale, text, ink, Size.VALUE))
        if len(taken) > 1:
            was = f"was {_value(taken[-2], box.lane)}"
            shapes.append(Words(x, middle + 24 * frame.scale, was, Ink.AXIS, Size.WAS))
    return shapes


def _value(item: TrendSet, lane: Lane) -> str:
    return "/".join(item.values[code] for code in lane.codes)
