"""Workstations under the short protocol 0.1.0 alone: for tests of the program, not of the protocol's content."""

from __future__ import annotations

from pathlib import Path

from checklist.clock import Clock
from checklist.opening import StoreOpening, library
from checklist.protocol.library import Library

ID, VERSION = "ketamine-iv-mood", "0.1.0"


def spine_library() -> Library:
    """Return a library that holds the short protocol only."""
    return Library([library().get(ID, VERSION)])


def spine_opening(
    folder: Path, *, practice: bool = True, ready_made: bool = True, clock: Clock | None = None
) -> StoreOpening:
    """Return an opening of a data directory whose sessions run under the short protocol."""
    return StoreOpening(folder, practice=practice, ready_made=ready_made, clock=clock, protocols=spine_library)
