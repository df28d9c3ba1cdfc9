"""The quiet line above the keys: where the nurse was when the screen locked, and what was put off. No Qt."""

from __future__ import annotations

from checklist.clock import Reading
from checklist.service.conduct import Snapshot
from checklist.session.facts import deferred_lines
from checklist.ui import formats, texts


def place_words(snapshot: Snapshot, now: Reading, interrupted: tuple[int, int, int] | None) -> str:
    """Return the line; empty where there is nothing to say.

    Args:
        snapshot: The session.
        now: The clock.
        interrupted: When the screen locked (UTC ms), for how long (ms), and after how many entries; None for not.
    """
    words = []
    if interrupted is not None:
        at_ms, for_ms, _ = interrupted
        at = formats.time_of(at_ms, now.tz_min)
        words.append(f"You were here. Locked at {at} for {formats.span(for_ms)}, nothing was lost.")
    later = deferred_lines(snapshot.protocol, snapshot.state, now)
    if later:
        put_off = later[0].recorded.deferred
        until = f" until {texts.step(put_off.until).lower()}" if put_off is not None else ""
        words.append(f"{formats.counted(len(later), 'line')} put off{until}.")
    return " ".join(words)
