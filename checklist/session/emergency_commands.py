"""What anybody may ask in an emergency, also without signing in (D24). Pure; imports no other commands."""

from __future__ import annotations

import msgspec

from checklist.session.occurred import Occurred


class StartBranch(msgspec.Struct, frozen=True, tag="start-branch"):
    """An emergency list was picked: its clock starts. Several may run; nothing else happens by itself."""

    branch: str
    occurred: Occurred | None = None


class DoBranchLine(msgspec.Struct, frozen=True, tag="do-branch-line"):
    """A line of the running list ``of`` was done; ``done`` False: not possible.

    A stop or pause line that was done stops or pauses the infusion in the record at that second. Words may follow by
    giving the line again with a ``text``.
    """

    of: int
    line: str
    done: bool = True
    text: str = ""
    occurred: Occurred | None = None


class EndBranch(msgspec.Struct, frozen=True, tag="end-branch"):
    """The emergency of list ``of`` is over.

    ``outcome``: ``monitoring``, ``recovery``, ``discharge``, ``transfer``, or ``other`` in words.
    """

    of: int
    outcome: str
    text: str = ""
    occurred: Occurred | None = None


EmergencyCommand = StartBranch | DoBranchLine | EndBranch
"""Commands of the emergency lists."""
