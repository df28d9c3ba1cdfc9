"""What happened in an emergency: the events of its lists (``ledger-and-security.md`` 7.4, ``emergency.*``). Pure."""

from __future__ import annotations

import msgspec

from checklist.session.occurred import Occurred


class BranchStarted(msgspec.Struct, frozen=True, tag="branch-started"):
    """An emergency list was picked; its position names this run of it."""

    branch: str
    occurred: Occurred | None = None


class BranchLineDone(msgspec.Struct, frozen=True, tag="branch-line-done"):
    """A line of run ``of`` was done, or was not possible (``done`` False); or words were added to it."""

    of: int
    line: str
    done: bool
    text: str = ""
    occurred: Occurred | None = None


class BranchEnded(msgspec.Struct, frozen=True, tag="branch-ended"):
    """Run ``of`` ended; ``outcome`` is a code of ``EndBranch``."""

    of: int
    outcome: str
    text: str = ""
    occurred: Occurred | None = None


EmergencyEvent = BranchStarted | BranchLineDone | BranchEnded
"""Events of the emergency lists."""
