"""Emergencies in the record: every act is one press, nothing blocks care, and nobody needs to sign in (D24).

A stop line stops the infusion in the record at the second of its press; how much went in is asked later. Whoever signs
in afterwards says which acts were theirs.
"""

from __future__ import annotations

from typing import assert_never

from checklist.protocol.branches import Act, Branch, BranchLine
from checklist.session import branches
from checklist.session.care_commands import ClaimActs
from checklist.session.care_events import ActsClaimed
from checklist.session.care_state import BranchRun
from checklist.session.codes import Code
from checklist.session.commands import AddNote, Command, RecordVitals, Refused
from checklist.session.decide.case import Case, refused
from checklist.session.emergency_commands import DoBranchLine, EmergencyCommand, EndBranch, StartBranch
from checklist.session.emergency_events import BranchEnded, BranchLineDone, BranchStarted
from checklist.session.events import Event, InfusionPaused, InfusionStopped
from checklist.session.occurred import Occurred
from checklist.session.roles import NOBODY, SYSTEM, UNPROVED, WITHOUT_SIGN_IN
from checklist.session.state import InfusionStatus, SessionState

OUTCOMES = frozenset({"monitoring", "recovery", "discharge", "transfer", "other"})
_GOING = frozenset({InfusionStatus.RUNNING, InfusionStatus.PAUSED})


def without_sign_in(case: Case) -> bool:
    """Return whether nobody has signed in for an act; what the program records by itself is none."""
    return case.actor.auth == UNPROVED and case.actor.role != SYSTEM


def is_open_to_all(state: SessionState, command: Command) -> bool:
    """Return whether a list runs and a command is one of those that anybody may give then."""
    return type(command) in WITHOUT_SIGN_IN and bool(branches.running(state))


def anybodys(case: Case, command: Command) -> bool:
    """Return whether a command needs no sign-in: lists, the stamp of a moment; while a list runs sets and words, too.

    Once the session is over only the list that was running is gone on with.
    """
    if case.actor.person != NOBODY or type(command) not in WITHOUT_SIGN_IN:
        return False
    if isinstance(command, RecordVitals | AddNote):
        return is_open_to_all(case.state, command)
    return case.state.ended is None or isinstance(command, EmergencyCommand)


def recorded(case: Case, command: EmergencyCommand) -> tuple[Event, ...] | Refused:
    """Record a press on an emergency list."""
    match command:
        case StartBranch():
            return _started(case, command)
        case DoBranchLine():
            return _line(case, command)
        case EndBranch():
            return _ended(case, command)
        case _:
            assert_never(command)


def claimed(case: Case, command: ClaimActs) -> tuple[Event, ...] | Refused:
    """Record whose acts those without sign-in were; each is claimed once."""
    if case.actor.auth == UNPROVED:
        return refused(Code.AUTH)
    open_ones = {mark.n for mark in branches.unclaimed(case.state)}
    if not command.of or not open_ones.issuperset(command.of):
        return refused(Code.CLAIM_NOTHING)
    return (ActsClaimed(tuple(sorted(set(command.of)))),)


def _started(case: Case, command: StartBranch) -> tuple[Event, ...] | Refused:
    if _branch(case, command.branch) is None:
        return refused(Code.BRANCH_UNKNOWN)
    same = next((run for run in branches.running(case.state) if run.branch == command.branch), None)
    if same is not None:
        return refused(Code.BRANCH_OPEN, of=same.n, branch=same.branch)
    return _when(case, command.occurred) or (BranchStarted(command.branch, command.occurred),)


def _when(case: Case, occurred: Occurred | None) -> Refused | None:
    """Refuse a time ahead or before the session; however late a press could be written, it counts (9.4)."""
    return case.occurred(occurred, back_min=None)


def _line(case: Case, command: DoBranchLine) -> tuple[Event, ...] | Refused:
    run = _run(case, command.of)
    line = _line_of(case, run, command.line) if run is not None else None
    if run is None or line is None:
        return refused(Code.BRANCH_UNKNOWN if run is None else Code.BRANCH_LINE)
    before = run.line(line.id)
    worded = before is not None and before.done == command.done
    if worded and not command.text.strip():
        return refused(Code.BRANCH_LINE_DONE)
    if not run.running and not worded:
        return refused(Code.BRANCH_ENDED)
    event = BranchLineDone(command.of, command.line, command.done, command.text, command.occurred)
    unfit = _when(case, command.occurred)
    return unfit or (event, *(_act(case, command, run, line) if command.done and not worded else ()))


def _act(case: Case, command: DoBranchLine, run: BranchRun, line: BranchLine) -> tuple[Event, ...]:
    """Return what a line's press does to the infusion: stop or pause it where it goes on; nothing else ever."""
    status = case.state.infusion.status
    branch = case.protocol.branch(run.branch)
    if line.act is Act.STOP_INFUSION and status in _GOING:
        return (InfusionStopped("", "", branch.title, _back_ms(case, command)),)
    if line.act is Act.PAUSE_INFUSION and status is InfusionStatus.RUNNING:
        return (InfusionPaused(branch.title, _back_ms(case, command)),)
    return ()


def _back_ms(case: Case, command: DoBranchLine) -> int:
    """Return how long ago the pump was stopped or paused, ms, not before it last started or paused."""
    last = case.state.infusion.runs[-1]
    back_ms = case.now.wall_ms - command.occurred.at_ms if command.occurred else 0
    return min(back_ms, case.since(last.end or last.start))


def _ended(case: Case, command: EndBranch) -> tuple[Event, ...] | Refused:
    run = _run(case, command.of)
    if run is None:
        return refused(Code.BRANCH_UNKNOWN)
    if not run.running:
        return refused(Code.BRANCH_ENDED)
    if command.outcome not in OUTCOMES:
        return refused(Code.BRANCH_OUTCOME)
    if command.outcome == "other" and not command.text.strip():
        return refused(Code.TEXT_EMPTY)
    event = BranchEnded(command.of, command.outcome, command.text, command.occurred)
    return _when(case, command.occurred) or (event,)


def _branch(case: Case, branch_id: str) -> Branch | None:
    return next((branch for branch in case.protocol.branches if branch.id == branch_id), None)


def _run(case: Case, of: int) -> BranchRun | None:
    return next((run for run in case.state.branches if run.n == of), None)


def _line_of(case: Case, run: BranchRun, line_id: str) -> BranchLine | None:
    return next((line for line in branches.reading(case.protocol, run) if line.id == line_id), None)
