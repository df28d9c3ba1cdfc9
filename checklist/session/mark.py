"""Who made an entry and when: what every recorded thing of a session carries. Pure; imports nothing of ours."""

from __future__ import annotations

from typing import Literal

import msgspec

Auth = Literal["pw", "pin", "fido", "cont", "bg", "none"]
"""How a person is signed in: password, PIN or key for this act, a signed-in period, break-glass, not at all."""


class Mark(msgspec.Struct, frozen=True):
    """Who made an entry and when.

    Attributes:
        n: Position within the session, from 0.
        at_ms: Recorded, UTC ms. ``tz_min``: offset shown, minutes.
        mono_ms: Monotonic ms; comparable within one ``boot``.
    """

    n: int
    at_ms: int
    tz_min: int
    mono_ms: int
    boot: str
    person: str
    role: str
    auth: Auth


def earlier(mark: Mark, back_ms: int) -> Mark:
    """Return a mark of the same entry at so many ms before it was recorded."""
    return msgspec.structs.replace(mark, at_ms=mark.at_ms - back_ms, mono_ms=mark.mono_ms - back_ms)
