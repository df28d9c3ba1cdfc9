"""What a supervisor should see about a session at a glance, derived from protocol and state alone. Pure."""

from __future__ import annotations

from checklist.audit.query import Flag
from checklist.protocol.model import Protocol
from checklist.session.due import late_by_ms
from checklist.session.flags import record_cosignature
from checklist.session.state import LineState, SessionState, Status


def flags(protocol: Protocol, state: SessionState) -> tuple[Flag, ...]:
    """Return the flags a session carries, in the order of ``Flag``."""
    lines = state.lines.values()
    found = {
        Flag.OPEN: state.status is Status.IN_PROGRESS,
        Flag.EXCEPTION: any(line.overrides for line in lines),
        Flag.AMENDED: any(_corrected(line) for line in lines),
        Flag.LATE_VITALS: any(late_by_ms(protocol, state, item) is not None for item in state.vitals)
        or any(notice.late for notice in state.running.notices),
        Flag.STOPPED: state.status is Status.STOPPED,
        Flag.UNSIGNED: _unsigned(protocol, state),
    }
    return tuple(flag for flag, holds in found.items() if holds)


def _unsigned(protocol: Protocol, state: SessionState) -> bool:
    """Whether a prescriber has still to sign: a telephone order, or the sealed record."""
    orders = (order for line in state.lines.values() for order in line.overrides if order.prescriber)
    return any(order.cosigned is None for order in orders) or record_cosignature(protocol, state) is not None


def _corrected(line: LineState) -> bool:
    """Whether a line has a version that somebody put in place of another, quick undoing aside."""
    return any(version.reason and version.reason != "undo" for version in line.versions)
