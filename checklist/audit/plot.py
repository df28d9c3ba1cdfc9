"""Draw the trend into a box: three lanes on one time axis, then the marks of what happened (``ux.md`` 7).

Pressure is a stem with v above and ^ below, pulse a dot, saturation a square. Axes are fixed and never follow
the data; a value off the scale stands at the edge with an arrow and its number. Pure: no Qt, no clock.
"""

from __future__ import annotations

import msgspec

from checklist.audit.drawing import (
    Anchor,
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
from checklist.audit.trend import GRID_MIN, MINUTE_MS, Threshold, Trend, TrendMark, TrendSet, Window

_ROW, _ROOMY, _LONGEST = 15, 300, 24


class Lane(msgspec.Struct, frozen=True):
    """One lane: its fixed scale, its grid step, the numbers written, and its share of the height."""

    codes: tuple[str, ...]
    name: str
    unit: str
    low: float
    high: float
    step: float
    labels: tuple[int, ...]
    share: float
    ink: Ink


LANES = (
    Lane(("sbp", "dbp"), "BP", "mmHg", 60, 180, 20, (160, 120, 80), 0.56, Ink.BP),
    Lane(("hr",), "HR", "/min", 40, 140, 20, (100, 60), 0.25, Ink.HR),
    Lane(("spo2",), "SpO₂", "%", 88, 100, 3, (97, 91), 0.19, Ink.SPO2),
)


class _Frame(msgspec.Struct, frozen=True):
    """The inner box of the lanes in units, and the time on it."""

    left: float
    right: float
    top: float
    bottom: float
    window: Window
    scale: float
    rows: int

    def x(self, at_ms: int) -> float:
        span = self.window.until_ms - self.window.from_ms
        return self.left + (self.right - self.left) * (at_ms - self.window.from_ms) / span

    def shows(self, at_ms: int) -> bool:
        return self.window.from_ms <= at_ms <= self.window.until_ms


class _LaneBox(msgspec.Struct, frozen=True):
    """A lane with its place in units."""

    lane: Lane
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Return where a value stands; off the scale it stands at the edge."""
        lane = self.lane
        inside = min(max(value, lane.low), lane.high)
        return self.bottom - (self.bottom - self.top) * (inside - lane.low) / (lane.high - lane.low)


def draw(trend: Trend, box: Box, window: Window) -> Drawing:
    """Draw the part of a trend that lies in a window.

    Args:
        trend: What is drawn.
        window: Which stretch of time.
        box: At least about 500 by 250 units at scale 1.
    """
    marks = [mark for mark in trend.marks if window.from_ms <= mark.at_ms <= window.until_ms]
    frame = _frame(box, window, rows=2)
    if box.height >= _ROOMY * box.scale and _placed(frame, marks)[1]:
        frame = _frame(box, window, rows=3)
    lanes = _lane_boxes(frame)
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
    shapes += _marks(frame, marks)
    return Drawing(box, tuple(shapes))


def _frame(box: Box, window: Window, rows: int) -> _Frame:
    """Return the frame that leaves so many rows for the words of what happened."""
    scale = box.scale
    below = (42 + _ROW * rows) * scale
    return _Frame(49 * scale, box.width - 102 * scale, 12.0, box.height - below, window, scale, rows)


def _lane_boxes(frame: _Frame) -> tuple[_LaneBox, ...]:
    gap = 12.0
    room = frame.bottom - frame.top - gap * (len(LANES) - 1)
    boxes, top = [], frame.top
    for lane in LANES:
        boxes.append(_LaneBox(lane, top, top + room * lane.share))
        top += room * lane.share + gap
    return tuple(boxes)


def _bands(frame: _Frame, box: _LaneBox, thresholds: tuple[Threshold, ...]) -> list[Shape]:
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


def _grid(frame: _Frame, lanes: tuple[_LaneBox, ...], tz_min: int) -> list[Shape]:
    shapes: list[Shape] = []
    for box in lanes:
        for n in range(round((box.lane.high - box.lane.low) / box.lane.step) + 1):
            y = box.y(box.lane.low + n * box.lane.step)
            shapes.append(Line(frame.left, y, frame.right, y, Ink.GRID))
        for label in box.lane.labels:
            y = box.y(label) + 4 * frame.scale
            shapes.append(Words(frame.left - 8, y, str(label), Ink.AXIS, Size.AXIS, Anchor.END))
    base = frame.bottom + (28 + _ROW * frame.rows) * frame.scale
    for at_ms in range(frame.window.from_ms, frame.window.until_ms + 1, GRID_MIN * MINUTE_MS):
        x = frame.x(at_ms)
        shapes.append(Line(x, frame.top, x, frame.bottom + 8, Ink.GRID))
        shapes.append(Words(x, base, _clock(at_ms, tz_min), Ink.AXIS, Size.AXIS, Anchor.MIDDLE))
    return shapes


def _clock(at_ms: int, tz_min: int) -> str:
    hours, minutes = divmod((at_ms // MINUTE_MS + tz_min) % 1440, 60)
    return f"{hours:02d}:{minutes:02d}"


def _times(frame: _Frame, trend: Trend) -> list[Shape]:
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


def _close(frame: _Frame, trend: Trend) -> bool:
    """Return whether now and the end stand so near that their words would touch."""
    if trend.now_ms is None or trend.end_ms is None:
        return False
    return abs(frame.x(trend.now_ms) - frame.x(trend.end_ms)) < 84 * frame.scale


def _beside(frame: _Frame, x: float, y: float, words: Words) -> Words:
    """Put words to the left of their line where the right side has no room."""
    if words.x + _width(words.text, frame.scale) <= frame.right:
        return words
    return Words(x - 6, y, words.text, words.ink, words.size, Anchor.END)


def _width(text: str, scale: float) -> float:
    """Estimate how wide words of the small sizes are; Inter at 13 units takes about 7 a sign."""
    return 7.0 * scale * len(text)


def _pressures(frame: _Frame, box: _LaneBox, sets: list[TrendSet]) -> list[Shape]:
    shapes: list[Shape] = []
    for item in sets:
        if "sbp" not in item.values or "dbp" not in item.values:
            continue
        ink = Ink.OVER if item.over & {"sbp", "dbp"} else Ink.BP
        x, high, low = frame.x(item.at_ms), float(item.values["sbp"]), float(item.values["dbp"])
        above, below = _off(box, x, item.values["sbp"], ink), _off(box, x, item.values["dbp"], ink)
        shapes.append(Stem(x, box.y(high), box.y(low), ink, v_above=not above, v_below=not below))
        shapes += above + below
        if item.corrected & {"sbp", "dbp"}:
            shapes.append(_corrected(x, (box.y(high) + box.y(low)) / 2))
    return shapes


def _off(box: _LaneBox, x: float, value: str, ink: Ink) -> list[Shape]:
    """Return the arrow and number of a value off the scale, else nothing."""
    up = float(value) > box.lane.high
    if not up and float(value) >= box.lane.low:
        return []
    edge = box.top if up else box.bottom
    return [Arrow(x, edge, up, ink), Words(x + 8, edge + (11 if up else -2), value, ink, Size.AXIS)]


def _series(frame: _Frame, box: _LaneBox, sets: list[TrendSet]) -> list[Shape]:
    code = box.lane.codes[0]
    taken = [item for item in sets if code in item.values]
    points = tuple((frame.x(item.at_ms), box.y(float(item.values[code]))) for item in taken)
    shapes: list[Shape] = [Trace(points, box.lane.ink)] if len(points) > 1 else []
    kind = Dot if code == "hr" else Square
    for item, (x, y) in zip(taken, points, strict=True):
        ink = Ink.OVER if code in item.over else box.lane.ink
        shapes += _off(box, x, item.values[code], ink) or [kind(x, y, ink)]
        if code in item.corrected:
            shapes.append(_corrected(x, y - 8))
    return shapes


def _corrected(x: float, y: float) -> Words:
    """Return the sign beside a value that was corrected since; the table tells what it was."""
    return Words(x + 7, y + 4, "c", Ink.QUIET, Size.AXIS)


def _numbers(frame: _Frame, lanes: tuple[_LaneBox, ...], width: float, sets: tuple[TrendSet, ...]) -> list[Shape]:
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


def _marks(frame: _Frame, marks: list[TrendMark]) -> list[Shape]:
    """Draw what happened below the lanes; words without a place are counted at the left and stand in the table."""
    places, left_out = _placed(frame, marks)
    shapes: list[Shape] = [
        Mark(frame.x(mark.at_ms), frame.bottom + 9, Ink.AXIS if mark.withdrawn else Ink.EVENT) for mark in marks
    ]
    for start, row, mark in places:
        y = frame.bottom + (29 + _ROW * row) * frame.scale
        ink = Ink.AXIS if mark.withdrawn else Ink.EVENT_WORDS
        shapes.append(Words(start, y, _short(mark.text), ink, Size.EVENT, struck=mark.withdrawn))
    if left_out:
        y = frame.bottom + 29 * frame.scale
        shapes.append(Words(frame.left - 8, y, f"+{left_out}", Ink.AXIS, Size.EVENT, Anchor.END))
    return shapes


def _placed(frame: _Frame, marks: list[TrendMark]) -> tuple[list[tuple[float, int, TrendMark]], int]:
    """Return where the words of marks start, their row, and how many have no place.

    Words that meet take a further row; where there is no more room, what counts goes before what was taken back,
    what happened to the patient before the infusion's own course, and the newer before the older.
    """
    places: list[tuple[float, int, TrendMark]] = []
    taken: tuple[list[tuple[float, float]], ...] = tuple([] for _ in range(frame.rows))
    for mark in sorted(marks, key=lambda mark: (mark.withdrawn, mark.course, -mark.at_ms)):
        width = _width(_short(mark.text), frame.scale)
        start = max(frame.left, min(frame.x(mark.at_ms) - 6, frame.right - width))
        row = next((n for n, row in enumerate(taken) if all(start + width <= a or b <= start for a, b in row)), None)
        if row is not None:
            taken[row].append((start, start + width))
            places.append((start, row, mark))
    return places, len(marks) - len(places)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
