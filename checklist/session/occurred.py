"""When something was true, where that was before it was recorded. Pure; imports nothing of ours."""

from __future__ import annotations

import msgspec


class Occurred(msgspec.Struct, frozen=True):
    """An earlier clinical time: UTC ms, at most 30 min before recording, with the reason in words."""

    at_ms: int
    reason: str
