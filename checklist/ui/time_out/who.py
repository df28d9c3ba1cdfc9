"""Who reads, and whose values stand in which column."""

from __future__ import annotations

from collections.abc import Callable

from checklist.service.conduct import Snapshot
from checklist.session.commands import Actor
from checklist.ui.desk import Desk
from checklist.ui.time_out import words
from checklist.ui.time_out.stage import TimeOut, first_nurse

Name = Callable[[str], str]


def heads(snapshot: Snapshot, found: TimeOut, reader: Actor | None, desk: Desk, name: Name) -> tuple[str, str]:
    """Return the headings over the reader's values and the hidden ones."""
    if found.is_single:
        return "Your reading", "First reading"
    who = f", {name(reader.person)}" if reader is not None else ""
    return f"{_called(desk, reader).capitalize()}{who}", f"First nurse, {name(first_nurse(snapshot.state, found))}"


def heads_again(desk: Desk, name: Name) -> tuple[str, str]:
    """Return the headings while the first nurse reads again."""
    return f"First nurse, {name(desk.actor.person)}", "Other reading"


def reader_words(found: TimeOut, reader: Actor | None, since: str, desk: Desk, name: Name) -> tuple[str, str]:
    """Return name and part of who reads now; without a second person it is the first nurse, again."""
    if reader is None:
        return name(desk.actor.person), "First nurse, reads again"
    if found.is_single:
        return name(reader.person), f"Single nurse check, since {since}"
    return name(reader.person), f"Signed in as {_called(desk, reader)} {since}"


def _called(desk: Desk, reader: Actor | None) -> str:
    return words.second_person(desk.person(reader.person), reader.role) if reader is not None else "second person"
