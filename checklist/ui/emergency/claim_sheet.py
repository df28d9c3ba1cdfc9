"""Asks the next person who signs in whose the entries of an emergency without sign-in were (10.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checklist.session.branches import unclaimed
from checklist.session.care_commands import ClaimActs
from checklist.session.state import Mark
from checklist.ui import formats
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk


class ClaimSheet(Sheet):
    """The question for one chair.

    Args:
        chair: Number of the chair.
        marks: The entries nobody has claimed, oldest first.
        name: Who signed in.
    """

    def __init__(self, chair: int, marks: tuple[Mark, ...], name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Emergency at chair {chair}", id="sheet.claim", primary="They were mine", cancel="Not mine", parent=parent
        )
        first, last = marks[0], marks[-1]
        begin, end = (formats.time_with_seconds(mark.at_ms, mark.tz_min) for mark in (first, last))
        when = f"at {begin}" if begin == end else f"between {begin} and {end}"
        entries = formats.counted(len(marks), "entry", "entries")
        self.body.addWidget(Text(f"{entries} {when}, made with nobody signed in.", Role.ITEM))
        self.body.addWidget(Text(f"Were they yours, {name}?", Role.STRONG))
        asked = "If not, the next person who signs in is asked. The entries stay as they are."
        self.body.addWidget(Text(asked, Role.SECONDARY, Token.INK2))


def ask_claims(desk: Desk, live: tuple[Snapshot, ...]) -> None:
    """Ask the person signed in about every chair that has entries nobody has claimed.

    Args:
        desk: The way to the service.
        live: Sessions in progress.
    """
    person = desk.person(desk.actor.person)
    for snapshot in live:
        marks = unclaimed(snapshot.state)
        if marks and person is not None:
            _ask(desk, snapshot, marks, person.name)


def _ask(desk: Desk, snapshot: Snapshot, marks: tuple[Mark, ...], name: str) -> None:
    sheet = ClaimSheet(snapshot.state.chair, marks, name)
    command = ClaimActs(tuple(mark.n for mark in marks))
    sheet.accepted.connect(lambda: desk.run(snapshot.session_id, command, done=lambda _new: sheet.dismiss()))
    desk.open_sheet(sheet)
