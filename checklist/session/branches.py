"""Emergency lists as they run: what is read next, what still runs, and what an emergency leaves to be settled. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol.branches import Act, BranchLine
from checklist.protocol.model import Protocol
from checklist.session.care_state import BranchRun
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.state import Mark, SessionState


def reading(protocol: Protocol, run: BranchRun) -> tuple[BranchLine, ...]:
    """Return the lines of a run in the order they are read: the common first ones, its own, and those at its close."""
    return protocol.branch(run.branch).lines


def next_line(protocol: Protocol, run: BranchRun) -> BranchLine | None:
    """Return the first line nobody has pressed, or None."""
    return next((line for line in reading(protocol, run) if run.line(line.id) is None), None)


def running(state: SessionState) -> tuple[BranchRun, ...]:
    """Return the emergencies that have not ended, oldest first."""
    return tuple(run for run in state.branches if run.running)


def started_since(state: SessionState, branch: str, n: int) -> bool:
    """Return whether a list was started after entry ``n``: what answers the offer of it."""
    return any(run.branch == branch and run.n > n for run in state.branches)


def unclaimed(state: SessionState) -> tuple[Mark, ...]:
    """Return the entries made without sign-in that nobody has claimed, oldest first."""
    claimed = {n for claim in state.claims for n in claim.of}
    return tuple(mark for mark in state.unsigned if mark.n not in claimed)


def ungraded(state: SessionState) -> tuple[BranchRun, ...]:
    """Return the emergencies that have ended and have no grade, oldest first."""
    return tuple(run for run in state.branches if not run.running and not run.settlements)


def blocks(state: SessionState) -> Iterator[Block]:
    """Yield what keeps the monitoring from being signed: an emergency that runs, and a grade not given."""
    for run in state.branches:
        if run.running:
            yield _block(Code.BRANCH_OPEN, run)
        elif not run.settlements:
            yield _block(Code.NEED_GRADE, run)


def account_blocks(protocol: Protocol, state: SessionState) -> Iterator[Block]:
    """Yield the first emergency that asks for the drug account, where drug ran and nobody opened the account."""
    if not state.infusion.runs or state.account:
        return
    asking = (run for run in state.branches if any(x.act is Act.DRUG_ACCOUNT for x in reading(protocol, run)))
    yield from (_block(Code.NEED_ACCOUNT, run) for run in [*asking][:1])


def _block(code: Code, run: BranchRun) -> Block:
    return Block(code, None, (("of", str(run.n)), ("branch", run.branch)))
