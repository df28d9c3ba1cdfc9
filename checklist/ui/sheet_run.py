"""Gives what a sheet collected to the desk; the sheet goes once it is recorded, and else stays with all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checklist.errors import ChecklistError
from checklist.session.commands import Actor, Command, Refused
from checklist.ui import texts
from checklist.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

_NOT_SAVED = "Not saved. What you typed is still here."


def run_from(
    desk: Desk,
    sheet: Sheet,
    snapshot: Snapshot,
    command: Command,
    after: Callable[[Snapshot], None] | None = None,
    *,
    actor: Actor | None = None,
) -> None:
    """Run a command; refused or not saved, the sheet says why.

    Args:
        desk: The way to the service.
        sheet: What collected it.
        snapshot: The session.
        command: What was collected.
        after: Called once it is recorded and the sheet is gone.
        actor: Who proved themselves, where that is not the person signed in.
    """
    sheet.set_primary_enabled(False)

    def keep(why: str) -> None:
        sheet.set_primary_enabled(True)
        sheet.set_why(why)

    def refused(answer: Refused) -> None:
        keep(texts.refused(answer, snapshot.protocol))

    def failed(_error: ChecklistError) -> None:
        keep(_NOT_SAVED)

    def recorded(new: Snapshot) -> None:
        sheet.dismiss()
        if after is not None:
            after(new)

    desk.run(snapshot.session_id, command, actor=actor, done=recorded, refused=refused, failed=failed)
