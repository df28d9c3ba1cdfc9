"""What was pressed in an emergency and is not in the record yet: kept in order, written one after another.

A press counts from the moment of the press. While the store cannot be written presses are kept here, shown as "Not
saved yet", and written as late entries as soon as it can be again (``ledger-and-security.md`` 9.4). Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.session.care_state import BranchRun
from checklist.session.commands import Actor, AddNote, Command, Occurred, RecordEvent, Refused, SettleEvent
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.session.state import SessionState
    from checklist.ui.desk import Desk

LATE_MS = 5_000
"""A press written later than this after it was made says so in the record."""

RETRY_MS = 2_000
"""How long to wait before a press that could not be written is tried again."""

_LATE = "The record could not be written at the time"


class What(StrEnum):
    """What was pressed."""

    START = "start"
    LINE = "line"
    EVENT = "event"
    END = "end"
    GRADE = "grade"
    NOTE = "note"


class Press(msgspec.Struct, frozen=True):
    """One press.

    Attributes:
        at: When.
        branch: Id of the branch.
        line: Id of the branch's line.
        done: False for "not possible".
        term: Code of an event.
        text: Words with it.
        outcome: How the emergency ended, or how its event stands.
        grade: 1 to 5, of the event.
    """

    what: What
    at: Reading
    branch: str
    line: str = ""
    done: bool = True
    term: str = ""
    text: str = ""
    outcome: str = ""
    grade: int = 0


def late(press: Press, now: Reading) -> Occurred | None:
    """Return when a press was made, where it is written later: by the clock that never steps, within one boot."""
    if now.boot != press.at.boot:
        return Occurred(press.at.wall_ms, _LATE)
    ago_ms = now.mono_ms - press.at.mono_ms
    return Occurred(now.wall_ms - ago_ms, _LATE) if ago_ms > LATE_MS else None


def is_written(press: Press, actor: Actor, state: SessionState, since: int) -> bool:
    """Return whether a press stands in the record from position ``since`` on, though its writing was never confirmed.

    Only of what the rules would take twice; a list, its lines and its end they take once.
    """
    match press.what:
        case What.EVENT:
            same = [e.mark for e in state.events if (e.term, e.text) == (press.term, press.text)]
        case What.NOTE:
            same = [note.mark for note in state.notes if note.text == press.text]
        case What.GRADE:
            same = [one.mark for run in state.branches if run.branch == press.branch for one in run.settlements]
        case _:
            return False
    return any(mark.n >= since and mark.person == actor.person for mark in same)


def command(press: Press, snapshot: Snapshot, now: Reading) -> Command | None:
    """Return the command that writes a press, or None where its branch does not run in the record."""
    occurred = late(press, now)
    if press.what is What.START:
        return StartBranch(press.branch, occurred)
    if press.what is What.EVENT:
        return RecordEvent(press.term, press.text, occurred)
    if press.what is What.NOTE:
        return AddNote(press.text)
    wanted = press.what is not What.GRADE
    runs = [run for run in snapshot.state.branches if run.branch == press.branch and run.running is wanted]
    if not runs:
        return None
    of = runs[-1].n
    if press.what is What.GRADE:
        return SettleEvent(of, press.grade, press.outcome, press.text)
    if press.what is What.LINE:
        return DoBranchLine(of, press.line, press.done, press.text, occurred)
    return EndBranch(of, press.outcome, press.text, occurred)


class Outbox:
    """The presses of one session's emergency on their way to the record.

    Args:
        desk: The way to the service.
        session_id: The session.
        actor: Gives who acts: the person signed in, or somebody at the chair.
        changed: Called when a press was written, refused or could not be written.
    """

    def __init__(self, desk: Desk, session_id: str, actor: Callable[[], Actor], changed: Callable[[], None]) -> None:
        self._desk, self._session_id, self._actor, self._changed = desk, session_id, actor, changed
        self._newest: Snapshot | None = None
        self._waiting: list[tuple[Press, Actor]] = []
        self._busy = False
        self._failed_ms: int | None = None
        self._since: int | None = None
        self.refused: Refused | None = None

    @property
    def waiting(self) -> tuple[Press, ...]:
        """The presses that are not in the record yet, oldest first."""
        return tuple(press for press, _ in self._waiting)

    @property
    def runs(self) -> tuple[BranchRun, ...]:
        """The lists that are in the record."""
        return self._newest.state.branches if self._newest is not None else ()

    @property
    def failing(self) -> bool:
        """Whether the last try to write failed."""
        return self._failed_ms is not None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take the session as of its newest entry."""
        self._newest = snapshot

    def put(self, press: Press) -> None:
        """Take a press and begin to write it; who acts is who is signed in now."""
        self._waiting.append((press, self._actor()))
        if not self.failing:
            self._write()

    def tick(self, now: Reading) -> None:
        """Try again what could not be written; first look whether it was, and only the word of it was lost."""
        if self._failed_ms is not None and now.mono_ms - self._failed_ms >= RETRY_MS and not self._busy:
            self._busy = True
            self._desk.ask(
                lambda station: station.conductor.snapshot(self._session_id), self._looked, self._not_written
            )

    def _looked(self, snapshot: Snapshot) -> None:
        self._busy, self._newest = False, snapshot
        press, actor = self._waiting[0]
        if self._since is not None and is_written(press, actor, snapshot.state, self._since):
            self._done(snapshot)
        else:
            self._write()

    def _write(self) -> None:
        if self._busy or not self._waiting or self._newest is None:
            return
        press, actor = self._waiting[0]
        wanted = command(press, self._newest, self._desk.now())
        if wanted is None:
            self._done(None)
            return
        self._busy = True
        if self._since is None:
            self._since = self._newest.state.count
        self._desk.run(
            self._session_id, wanted, actor=actor, done=self._done, refused=self._not_taken, failed=self._not_written
        )

    def _done(self, snapshot: Snapshot | None) -> None:
        self._busy, self._failed_ms, self._since = False, None, None
        self._waiting.pop(0)
        if snapshot is not None:
            self._newest = snapshot
        self._changed()
        self._write()

    def _not_taken(self, answer: Refused) -> None:
        self.refused = answer
        self._done(None)

    def _not_written(self, _problem: ChecklistError) -> None:
        self._busy, self._failed_ms = False, self._desk.now().mono_ms
        self._changed()
