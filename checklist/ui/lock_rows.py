"""The rows of the lock page, one a chair in use: nothing in them is a patient's (SEC-046)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.clock import Reading
from checklist.ui import session_words
from checklist.ui.pages.lock import ChairRow

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot


def lock_rows(live: tuple[Snapshot, ...], now: Reading) -> tuple[ChairRow, ...]:
    """Return what the lock page says of the sessions in progress.

    Args:
        live: Sessions in progress, by chair.
        now: The clock.
    """
    return tuple(_row(snapshot, now) for snapshot in live)


def lock_words(running: int, *, locked: bool) -> str:
    """Return what stands beside the clock.

    Args:
        running: How many sessions run.
        locked: Somebody was signed in before.
    """
    if not locked:
        return "Sign in to go on" if running else "Sign in to begin"
    if not running:
        return "Locked"
    return "Locked. The session is still running" if running == 1 else f"Locked. {running} sessions run"


def _row(snapshot: Snapshot, now: Reading) -> ChairRow:
    due = session_words.due_words(snapshot, now)
    return ChairRow(snapshot.state.chair, session_words.lock_words(snapshot, now), due is not None and due.overdue)
