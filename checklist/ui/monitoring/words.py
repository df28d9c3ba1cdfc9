"""Words of the monitoring page that stand in no protocol: tiles, alertness, marks, the trend as a sentence.

No Qt. Anchors of alertness are our own words for the six levels of a MOAA/S-type scale (``clinical.md`` 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from checklist.audit.plot_frame import LANES
from checklist.audit.trend import Trend, TrendMark, TrendSet
from checklist.session.care_state import Gap
from checklist.session.events import EventSettled
from checklist.session.state import InfusionStatus, SessionState, Settlement
from checklist.ui import formats, texts

ALERTNESS: Mapping[str, str] = MappingProxyType(
    {
        "5": "Awake, answers",
        "4": "Drowsy, answers",
        "3": "Answers to a loud voice",
        "2": "Stirs when shaken",
        "1": "Stirs to pain only",
        "0": "No response",
    }
)

ALERTNESS_SHORT: Mapping[str, str] = MappingProxyType(
    {"5": "awake", "4": "drowsy", "3": "loud voice", "2": "shaken", "1": "pain only", "0": "none"}
)

RESOLVED = "resolved"
"""Outcome of an event that is over."""


RATE_CHANGE = "rate_change"
"""The tile whose press asks for the new rate first: the change is recorded with it, not as words."""


class Tile(msgspec.Struct, frozen=True):
    """One event tile.

    Attributes:
        term: Code of the event.
        asks: What its words should hold, where nothing more is asked; empty for no words.
        line: The protocol's line for its details; empty for none.
        effects: Adverse events of the protocol's list that the tile stands for; where there are several, which is
            asked. The first is meant by the press, unless the tile names a place only (pain).
    """

    term: str
    text: str
    icon: str
    asks: str = ""
    line: str = ""
    effects: tuple[str, ...] = ()


TILES = (
    Tile("nausea", "Nausea", "frown", line="mon.ae", effects=("nausea", "vomiting")),
    Tile("anxiety", "Anxiety", "wind", line="mon.ae", effects=("anxiety", "panic")),
    Tile("pain", "Pain", "activity", line="mon.ae", effects=("headache", "chest-pain", "site-pain", "pain")),
    Tile("restless", "Restless", "footprints", line="mon.ae", effects=("agitation",)),
    Tile("medicine", "Medicine", "pill", "Drug, amount with unit, route, who ordered it", line="mon.rescue-med"),
    Tile(RATE_CHANGE, "Rate change", "gauge"),
    Tile("reassured", "Reassured", "hand", "What was said or done"),
    Tile("other", "Other event", "plus", "What happened"),
)


def tile_of(term: str) -> Tile | None:
    """Return the tile of an event's term, or None."""
    return next((tile for tile in TILES if tile.term == term), None)


def event_words(term: str) -> str:
    """Return the words of an event: those of its tile, else those of the vocabulary."""
    tile = tile_of(term)
    return tile.text if tile is not None else texts.event_term(term)


def settled_words(item: Settlement | EventSettled) -> str:
    """Write how an event stands: ``Grade 2, over`` or ``Grade 2, still there. Plan: …``."""
    if item.outcome == RESOLVED:
        return f"Grade {item.grade}, over"
    return f"Grade {item.grade}, still there. Plan: {item.text}"


def infusion_marks(state: SessionState) -> Iterator[TrendMark]:
    """Yield start, pauses, resumptions and end of the infusion."""
    runs, plan = state.infusion.runs, state.infusion
    changes = {change.mark.n for change in plan.rates}
    for change in plan.rates:
        # The new rate stays unsaid until a second person has read it off the pump without having seen it here.
        words = formats.quantity(change.rate_ml_h, "mL/h") if change.checked else "Rate changed"
        yield TrendMark(change.mark.at_ms, words, course=True)
    for position, run in enumerate(runs):
        if run.start.n not in changes:
            yield TrendMark(run.start.at_ms, "Resume" if position else "Start", course=True)
        if run.end is None or run.end.n in changes:
            continue
        if run is not runs[-1] or plan.status is InfusionStatus.PAUSED:
            yield TrendMark(run.end.at_ms, "Pause", course=True)
    if plan.ended is not None:
        ended = "End" if plan.status is InfusionStatus.ENDED else "Stopped"
        yield TrendMark(plan.ended.at_ms, ended, course=True)


def gap_marks(state: SessionState) -> Iterator[TrendMark]:
    """Yield where the computer slept or its clock was set; nothing else is moved by it."""
    for gap in state.gaps:
        yield TrendMark(gap.from_ms, gap_words(gap))


def gap_words(gap: Gap) -> str:
    """Return ``Computer slept 10 min`` or ``Clock set back 60 min``."""
    span = formats.span(abs(gap.ms))
    if gap.kind == "sleep":
        return f"Computer slept {span}"
    return f"Clock set {'back' if gap.ms < 0 else 'forward'} {span}"


def trend_sentence(trend: Trend) -> str:
    """Say in one sentence what the trend shows: the newest values, those before, and what happened last."""
    if not trend.sets:
        return "Trend of vital signs, nothing recorded yet."
    parts = [words for lane in LANES if (words := _lane_words(trend.sets, lane.codes, lane.name, lane.unit))]
    last = next((mark for mark in reversed(trend.marks) if not mark.withdrawn), None)
    if last is not None:
        parts.append(f"last event {last.text} at {formats.time_of(last.at_ms, trend.tz_min)}")
    newest = formats.time_of(trend.sets[-1].at_ms, trend.tz_min)
    return f"Trend of vital signs, newest at {newest}: {'; '.join(parts)}."


def _lane_words(sets: tuple[TrendSet, ...], codes: tuple[str, ...], name: str, unit: str) -> str:
    taken = [item for item in sets if all(code in item.values for code in codes)]
    if not taken:
        return ""
    values = ["/".join(item.values[code] for code in codes) for item in taken[-2:]]
    over = ", over the limit" if taken[-1].over & set(codes) else ""
    corrected = ", corrected" if taken[-1].corrected & set(codes) else ""
    was = f", was {values[0]}" if len(values) == 2 else ""
    return f"{name} {values[-1]} {unit}{corrected}{over}{was}"
