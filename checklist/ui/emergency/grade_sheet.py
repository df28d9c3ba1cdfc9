"""The grade of an emergency that nobody has graded: asked for at the next sign-in, and from the list of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from checklist.protocol.items import Option as Anchor
from checklist.session.branches import ungraded
from checklist.session.care_state import BranchRun
from checklist.session.commands import SettleEvent
from checklist.session.roles import may
from checklist.ui import formats
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

_STANDS = (Option("resolved", "Over"), Option("open", "Goes on, with a plan"))


class GradeSheet(Sheet):
    """Asks for grade and outcome.

    Args:
        title: Name of the list, and the chair.
        when: When it ran, in words.
        grades: The protocol's grades.
    """

    def __init__(self, title: str, when: str, grades: tuple[Anchor, ...], parent: QWidget | None = None) -> None:
        super().__init__(title, id="sheet.grade", primary="Record", cancel="Later", width=900, parent=parent)
        self.body.addWidget(Text(f"{when} Monitoring is signed once it has its grade.", Role.SECONDARY, Token.INK2))
        self.body.addWidget(Text("Grade of the event", Role.STRONG))
        options = [Option(grade.code, f"{grade.code}  {grade.text}") for grade in grades]
        self._grade = Choice(options, name="Grade of the event", id="sheet.grade.grade")
        self.body.addWidget(self._grade)
        self.body.addWidget(Text("How it stands", Role.STRONG))
        self._stands = Choice(_STANDS, name="How it stands", id="sheet.grade.stands")
        self.body.addWidget(self._stands)
        self._note = NoteField("Plan, or what else to know", id="sheet.grade.text", rows=3)
        self.body.addWidget(self._note)
        for choice in (self._grade, self._stands):
            choice.chosen.connect(lambda _: self._check())
        self._note.text_changed.connect(lambda _: self._check())
        self._check()

    def _check(self) -> None:
        missing = ""
        if self._grade.value() is None:
            missing = "Grade the event."
        elif self._stands.value() is None:
            missing = "Say how it stands."
        elif self._stands.value() == "open" and not self._note.text().strip():
            missing = "Say the plan."
        self.set_why(missing)
        self.set_primary_enabled(not missing)

    def command(self, of: int) -> SettleEvent:
        """Return what records the grade of run ``of``."""
        return SettleEvent(of, int(self._grade.value() or 0), self._stands.value() or "", self._note.text().strip())


def ask_grades(desk: Desk, live: tuple[Snapshot, ...]) -> None:
    """Ask the person signed in for the grade of every ended emergency that has none, where they may give it.

    Args:
        desk: The way to the service.
        live: Sessions in progress.
    """
    if may(desk.actor.role, SettleEvent):
        for snapshot in live:
            for run in ungraded(snapshot.state):
                ask_grade(desk, snapshot, run)


def ask_grade(desk: Desk, snapshot: Snapshot, run: BranchRun) -> None:
    """Ask for the grade of one emergency; what was typed stays where it cannot be recorded.

    Args:
        desk: The way to the service.
        snapshot: The session.
        run: The emergency, ended.
    """
    protocol = snapshot.protocol
    title = f"Emergency at chair {snapshot.state.chair}: {protocol.branch(run.branch).title}"
    when = f"Begun {formats.time_with_seconds(run.at_ms, run.mark.tz_min)}."
    sheet = GradeSheet(title, when, protocol.vocabulary.grades)
    sheet.accepted.connect(
        lambda: desk.run(snapshot.session_id, sheet.command(run.n), done=lambda _new: sheet.dismiss())
    )
    desk.open_sheet(sheet)
