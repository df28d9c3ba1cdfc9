"""Where a trend is drawn: the three lanes with their fixed scales, and the time axis below them. Pure."""

from __future__ import annotations

import msgspec

from checklist.audit.drawing import Box, Ink
from checklist.audit.trend import Window

ROW = 15
"""Height of a row of words below the lanes, units at scale 1."""


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


class Frame(msgspec.Struct, frozen=True):
    """The inner box of the lanes in units, and the time on it."""

    left: float
    right: float
    top: float
    bottom: float
    window: Window
    scale: float
    rows: int
    now_ms: int | None

    def x(self, at_ms: int) -> float:
        """Return where a moment (UTC ms) stands."""
        span = self.window.until_ms - self.window.from_ms
        return self.left + (self.right - self.left) * (at_ms - self.window.from_ms) / span

    def near_now(self, x: float) -> bool:
        """Return whether the line of now stands where a number right of a mark would."""
        return self.now_ms is not None and 0 < self.x(self.now_ms) - x < 36 * self.scale

    def shows(self, at_ms: int) -> bool:
        """Return whether a moment (UTC ms) lies in the window."""
        return self.window.from_ms <= at_ms <= self.window.until_ms


class LaneBox(msgspec.Struct, frozen=True):
    """A lane with its place in units."""

    lane: Lane
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Return where a value stands; off the scale it stands at the edge."""
        lane = self.lane
        inside = min(max(value, lane.low), lane.high)
        return self.bottom - (self.bottom - self.top) * (inside - lane.low) / (lane.high - lane.low)


def frame_in(box: Box, window: Window, now_ms: int | None, rows: int) -> Frame:
    """Return the frame that leaves so many rows for the words of what happened."""
    scale = box.scale
    below = (42 + ROW * rows) * scale
    return Frame(49 * scale, box.width - 102 * scale, 12.0, box.height - below, window, scale, rows, now_ms)


def lane_boxes(frame: Frame) -> tuple[LaneBox, ...]:
    """Return the lanes with their places, from the top down."""
    gap = 12.0
    room = frame.bottom - frame.top - gap * (len(LANES) - 1)
    boxes, top = [], frame.top
    for lane in LANES:
        boxes.append(LaneBox(lane, top, top + room * lane.share))
        top += room * lane.share + gap
    return tuple(boxes)


def words_width(text: str, scale: float) -> float:
    """Estimate how wide words of the small sizes are; Inter at 13 units takes about 7 a sign."""
    return 7.0 * scale * len(text)
