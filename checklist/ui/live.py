"""The snapshots the window holds: one a session, each as of its newest durable entry. Imports no Qt.

The window never changes a snapshot; the writer thread gives a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checklist.protocol.model import PhaseId
from checklist.session.state import InfusionStatus, SessionState, Status

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

_NOT_BEGUN = (InfusionStatus.NOT_STARTED,)


def keeps_dark(state: SessionState) -> bool:
    """Return whether an infusion or the recovery after it runs (D32): from start until monitoring is signed."""
    if state.status is not Status.IN_PROGRESS or state.infusion.status in _NOT_BEGUN:
        return False
    return state.closed(PhaseId.MONITORING) is None


class LiveSessions:
    """Newest snapshot of each session seen since the program started."""

    def __init__(self) -> None:
        self._by_id: dict[str, Snapshot] = {}

    def put(self, snapshot: Snapshot) -> None:
        """Keep a newer snapshot of one session; an older one is ignored."""
        held = self._by_id.get(snapshot.session_id)
        if held is None or held.state.count <= snapshot.state.count:
            self._by_id[snapshot.session_id] = snapshot

    def replace(self, snapshots: Iterable[Snapshot]) -> None:
        """Forget all and keep these, after the store was read again."""
        self._by_id = {item.session_id: item for item in snapshots}

    def get(self, session_id: str) -> Snapshot | None:
        """Return a session's newest snapshot, or None."""
        return self._by_id.get(session_id)

    def in_progress(self) -> tuple[Snapshot, ...]:
        """Return the sessions in progress, by chair."""
        running = (item for item in self._by_id.values() if item.state.status is Status.IN_PROGRESS)
        return tuple(sorted(running, key=lambda item: (item.state.chair, item.session_id)))

    def in_chair(self, chair: int) -> Snapshot | None:
        """Return the session in progress in a chair, or None."""
        return next((item for item in self.in_progress() if item.state.chair == chair), None)

    def keep_dark(self) -> bool:
        """Return whether an infusion or recovery runs at this workstation."""
        return any(keeps_dark(item.state) for item in self._by_id.values())
