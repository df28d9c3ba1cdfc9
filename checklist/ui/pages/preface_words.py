"""What stands above the fields of an open line: what the record offers, what was read before, why it is asked again.

Pure: snapshot and view in, words out. No rule is decided here.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from checklist.clock import Reading
from checklist.protocol.context import CONTEXT
from checklist.protocol.model import Line
from checklist.protocol.values import Answer
from checklist.session.again import Again
from checklist.session.inforce import newest, sets_of, vitals_field
from checklist.session.state import SessionState
from checklist.session.views import LineView
from checklist.ui import formats
from checklist.ui.answers import Told, answer_words

_CONTEXT = {
    "ctx.order": "From the order",
    "ctx.visit": "From the visits recorded here",
    "ctx.account": "From the drug account",
    "ctx.patient": "From the patient's details",
}


class PrefaceFacts(msgspec.Struct, frozen=True):
    """What stands above the fields.

    Attributes:
        offer: The answer that one press confirms, with its words and where it comes from.
        warning: Why an answered line is open again, or empty.
        readings: What was read before, newest last: time with initials, and words.
        repeat: ``Repeat after 5 minutes: opens 09:17, reading 2 of 3``, or empty.
        due_ms: Before this, UTC ms, nothing can be entered; 0 for now. ``ready`` stands for ``repeat`` from then on.
    """

    offer: Answer | None = None
    words: str = ""
    source: str = ""
    warning: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    repeat: str = ""
    due_ms: int = 0
    ready: str = ""


def preface(view: LineView, state: SessionState, line_of: Callable[[str], Line], told: Told) -> PrefaceFacts:
    """Return what stands above the fields of an open line; empty facts for nothing.

    Args:
        view: The line.
        state: The session, for the time of what is offered.
        line_of: Returns a line of the protocol.
        told: Names and time.
    """
    if view.again is Again.RECHECK and view.line.recheck is not None:
        return _recheck(view, told)
    warning = _warning(view, state)
    if view.offered is None:
        return PrefaceFacts(warning=warning)
    words = answer_words(view.line, view.offered, told)
    return PrefaceFacts(view.offered, words, source_words(view.line, state, line_of), warning)


def _warning(view: LineView, state: SessionState) -> str:
    """Return why an answered line is open again, or an empty string."""
    if view.stale:
        return "What this rested on is too old or was changed. Look again."
    last = state.comparisons[-1] if state.comparisons else None
    here = last is not None and any(item.with_line == view.line.link_id for item in last.differs)
    return "The second person read something else. Read it again." if here and view.recorded.current is None else ""


def source_words(line: Line, state: SessionState, line_of: Callable[[str], Line]) -> str:
    """Return where a sensed line's values come from: ``From the set at 09:12``."""
    return ", ".join(dict.fromkeys(_source(sensed.source_line, state, line_of) for sensed in line.sensed))


def _source(link_id: str, state: SessionState, line_of: Callable[[str], Line]) -> str:
    if link_id in CONTEXT:
        return _CONTEXT.get(link_id, "From this session")
    source = line_of(link_id)
    if source.repeats and vitals_field(source) is not None:
        latest = newest(sets_of(state, link_id))
        return f"From the set at {formats.time_of(latest.at_ms, latest.mark.tz_min)}" if latest else ""
    current = state.line(link_id).current
    if current is None:
        return ""
    return f"From “{source.text}” at {formats.time_of(current.at_ms, current.mark.tz_min)}"


def _recheck(view: LineView, told: Told) -> PrefaceFacts:
    readings = view.recorded.readings
    last = readings[-1].mark
    params = dict(next(iter(view.needs)).params) if view.needs else {}
    minutes = -(-(view.due_ms - last.at_ms) // 60_000)
    at = formats.time_of(view.due_ms, last.tz_min)
    number = f"reading {params.get('reading', len(readings) + 1)} of {params.get('readings', '')}"
    waits = told.now is not None and view.due_ms > told.now.wall_ms
    ready = f"Now: {number}"
    repeat = f"Repeat after {formats.counted(minutes, 'minute')}: opens {at}, {number}" if waits else ready
    rows = tuple(
        (
            f"{formats.time_of(item.at_ms, item.mark.tz_min)}  {told.initials(item.mark.person)}",
            answer_words(view.line, item.answer, told),
        )
        for item in readings
        if item.answer is not None
    )
    due_ms = view.due_ms if waits else 0
    return PrefaceFacts(None, "", "", params.get("limit", ""), rows, repeat, due_ms, ready)


def countdown(due_ms: int, now: Reading) -> str:
    """Return ``in 4:32``."""
    return f"in {formats.duration(max(0, due_ms - now.wall_ms) + 999)}"
