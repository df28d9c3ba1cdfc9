"""What happened, below the lanes of a trend: a mark at its time, and words that never touch. Pure."""

from __future__ import annotations

from checklist.audit.drawing import Anchor, Ink, Mark, Shape, Size, Words
from checklist.audit.plot_frame import ROW, Frame, words_width
from checklist.audit.trend import TrendMark

_LONGEST, _GAP = 24, 8


def flags(frame: Frame, marks: list[TrendMark]) -> list[Shape]:
    """Draw what happened below the lanes; words without a place are counted at the left and stand in the table."""
    places, left_out = placed(frame, marks)
    shapes: list[Shape] = [
        Mark(frame.x(mark.at_ms), frame.bottom + 9, Ink.AXIS if mark.withdrawn else Ink.EVENT) for mark in marks
    ]
    for start, row, mark in places:
        y = frame.bottom + (29 + ROW * row) * frame.scale
        ink = Ink.AXIS if mark.withdrawn else Ink.EVENT_WORDS
        shapes.append(Words(start, y, _short(mark.text), ink, Size.EVENT, struck=mark.withdrawn))
    if left_out:
        y = frame.bottom + 29 * frame.scale
        shapes.append(Words(frame.left - 8, y, f"+{left_out}", Ink.AXIS, Size.EVENT, Anchor.END))
    return shapes


_Place = tuple[float, int, TrendMark]


def placed(frame: Frame, marks: list[TrendMark]) -> tuple[list[_Place], int]:
    """Return where the words of marks start, their row, and how many have no place.

    Words stand right of their mark, or left of it where the right is taken; those that meet take a further row. Where
    there is no more room, what counts goes before what was taken back, what happened to the patient before the
    infusion's own course, doses before the rest, and the newer before the older.
    """
    ranked = sorted(marks, key=lambda mark: (mark.withdrawn, mark.course, not mark.dose, -mark.at_ms))
    kept = [mark for _, _, mark in _in_turn(frame, ranked)]
    in_time = _in_turn(frame, sorted(kept, key=lambda mark: mark.at_ms))
    places = in_time if len(in_time) == len(kept) else _in_turn(frame, ranked)
    return places, len(marks) - len(kept)


def _in_turn(frame: Frame, marks: list[TrendMark]) -> list[_Place]:
    """Give each mark's words the first free place; leave out those that find none."""
    places: list[_Place] = []
    taken: tuple[list[tuple[float, float]], ...] = tuple([] for _ in range(frame.rows))
    for mark in marks:
        width, x = words_width(_short(mark.text), frame.scale), frame.x(mark.at_ms)
        starts = [max(frame.left, min(start, frame.right - width)) for start in (x - 6, x + 6 - width)]
        free = (
            (start, n)
            for start in starts
            for n, row in enumerate(taken)
            if all(start + width + _GAP <= a or b + _GAP <= start for a, b in row)
        )
        found = next(free, None)
        if found is not None:
            start, row = found
            taken[row].append((start, start + width))
            places.append((start, row, mark))
    return places


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
