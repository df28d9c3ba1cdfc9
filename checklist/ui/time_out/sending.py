"""Several commands of one person, given one after the other; the first that is not taken ends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checklist.errors import ChecklistError
from checklist.service.conduct import Snapshot
from checklist.session.commands import Actor, Command, Refused
from checklist.ui import texts
from checklist.ui.desk import Desk

NOT_SAVED = "Not saved. What you typed is still here."


def send(
    desk: Desk,
    snapshot: Snapshot,
    commands: Sequence[Command],
    actor: Actor | None,
    done: Callable[[], None],
    failed: Callable[[str], None],
) -> None:
    """Give the commands in order.

    Args:
        desk: The way to the service.
        snapshot: The session.
        commands: What is to be recorded.
        actor: Who acts; None for the person signed in.
        done: Called when all are recorded.
        failed: Called with a sentence when one was not.
    """
    if not commands:
        done()
        return

    def refused(answer: Refused) -> None:
        failed(texts.refused(answer, snapshot.protocol))

    def not_saved(_error: ChecklistError) -> None:
        failed(NOT_SAVED)

    def taken(new: Snapshot) -> None:
        send(desk, new, commands[1:], actor, done, failed)

    desk.run(snapshot.session_id, commands[0], actor=actor, done=taken, refused=refused, failed=not_saved)
