"""Gaps the program saw itself: the computer slept, or its wall clock was set (``ledger-and-security.md`` 7.15)."""

from __future__ import annotations

from checklist.session.care_commands import NoteGap
from checklist.session.care_events import GapNoted
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide.case import refused
from checklist.session.events import Event

KINDS = frozenset({"sleep", "clock"})


def noted(command: NoteGap) -> tuple[Event, ...] | Refused:
    """Record a gap; no due time and no entry is moved by it, since those run on the monotonic clock."""
    if command.kind not in KINDS or command.ms == 0 or (command.kind == "sleep" and command.ms < 0):
        return refused(Code.GAP_KIND)
    return (GapNoted(command.kind, command.ms, command.from_ms),)
