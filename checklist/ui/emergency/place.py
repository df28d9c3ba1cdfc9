"""Where Emergency stands in the window: in place of pages or lock page, and as a strip over them while it runs.

What is behind is hidden whole and stays as it is; leaving Emergency shows it again, and takes the pages out of the
window, so that no name or value in them stays behind the lock page (SEC-046).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.ui.emergency.strip import EmergencyStrip

if TYPE_CHECKING:
    from checklist.protocol.model import Protocol
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk
    from checklist.ui.emergency.front import EmergencyFront


LOAD_AFTER_MS = 500
"""When the pages are read from the disk, after the first paint: the first emergency must not wait for that."""


class EmergencyPlace:
    """The place.

    Args:
        layout: The window's own; the strip is added here, the pages when first needed.
        behind: Gives what fills the window otherwise.
        changed: Called after Emergency came or went.
        lock: Puts the lock page up behind it.
    """

    def __init__(
        self, layout: QVBoxLayout, behind: Callable[[], QWidget], changed: Callable[[], None], lock: Callable[[], None]
    ) -> None:
        self._layout, self._behind, self._changed, self._lock = layout, behind, changed, lock
        self._strip = EmergencyStrip()
        self._strip.opened.connect(self._reopen)
        self._layout.addWidget(self._strip)
        self._desk: Desk | None = None
        self._lists: Protocol | None = None
        self._front: EmergencyFront | None = None

    @property
    def shown(self) -> bool:
        """Whether Emergency fills the window."""
        return self._front is not None and not self._front.isHidden()

    @property
    def height(self) -> int:
        """How much of the window the strip takes, logical pixels."""
        return 0 if self._strip.isHidden() else self._strip.sizeHint().height()

    def begin(self, desk: Desk, lists: Protocol | None, live: tuple[Snapshot, ...]) -> None:
        """Take the desk; an emergency that ran when the program stopped is there again.

        Args:
            desk: The way to the service.
            lists: Whose lists are offered where no session runs.
            live: Sessions in progress.
        """
        self._desk, self._lists = desk, lists
        QTimer.singleShot(LOAD_AFTER_MS, self._strip, lambda: import_module("checklist.ui.emergency.front"))
        for snapshot in live:
            self.show_snapshot(snapshot)

    def open(self, live: tuple[Snapshot, ...], chair: int | None) -> None:
        """Open Emergency for a chair, or ask for it."""
        if self._lists is not None and self._desk is not None:
            self._pages(self._desk).open(live, chair, self._lists)
            self._come()

    def open_list(self, snapshot: Snapshot, branch_id: str) -> None:
        """Start a list of a session, or show it where it runs."""
        if self._desk is not None:
            self._pages(self._desk).open_list(snapshot, branch_id)
            self._come()

    def ask_what_is_owed(self, live: tuple[Snapshot, ...]) -> None:
        """Ask whoever signs in whose acts without sign-in were, and for grades that nobody has given."""
        from checklist.ui.emergency.claim_sheet import ask_claims
        from checklist.ui.emergency.grade_sheet import ask_grades

        if self._desk is not None:
            ask_grades(self._desk, live)
            ask_claims(self._desk, live)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A session has a newer entry."""
        if self._desk is not None and (self._front is not None or any(run.running for run in snapshot.state.branches)):
            self._pages(self._desk).show_snapshot(snapshot)

    def locked(self) -> None:
        """Nobody is signed in any more."""
        if self._front is not None:
            self._front.locked()

    def tick(self, now: Reading) -> None:
        """Move clocks on, try again what could not be written, and show the strip where something runs."""
        if self._front is not None:
            self._front.tick(now)
            self._strip.show_running(() if self.shown else self._front.strips(now))

    def _pages(self, desk: Desk) -> EmergencyFront:
        """Return the pages, made when first needed."""
        if self._front is None:
            from checklist.ui.emergency.front import EmergencyFront

            self._front = EmergencyFront(desk)
            self._front.hide()
            self._front.left.connect(self._leave)
            self._front.lock_pressed.connect(self._lock)
        return self._front

    def _reopen(self, key: str) -> None:
        if self._desk is not None:
            self._pages(self._desk).reopen(key)
            self._come()

    def _come(self) -> None:
        if self._front is not None and not self.shown:
            self._behind().hide()
            self._layout.addWidget(self._front, 1)
            self._front.show()
            self._moved()

    def _leave(self) -> None:
        if self._front is not None:
            self._front.hide()
            self._layout.removeWidget(self._front)
            self._front.setParent(None)
        self._behind().show()
        self._moved()

    def _moved(self) -> None:
        """The strip follows at once, not at the next tick."""
        self._changed()
        if self._desk is not None:
            self.tick(self._desk.now())
