"""One row of a session's course. Imports no Qt."""

from __future__ import annotations

import msgspec

from checklist.ui.widgets.glyph import State


class Moment(msgspec.Struct, frozen=True):
    """One row: when (UTC ms and offset shown), its glyph (None is a plain dot), what happened, and the particulars."""

    at_ms: int
    tz_min: int
    state: State | None
    title: str
    detail: str = ""
