"""What a limit asks for: a prescriber's override of a hard stop, and a provider told."""

from __future__ import annotations

from checklist.protocol.limits import Trigger
from checklist.protocol.model import Line
from checklist.session.codes import Code
from checklist.session.commands import OverrideStop, Refused, TellProvider
from checklist.session.decide.case import Case, refused
from checklist.session.events import Event, ProviderTold, StopOverridden
from checklist.session.inforce import newest, sets_of
from checklist.session.lines import passed
from checklist.session.roles import Role
from checklist.session.state import Mark

REASON_LEAST = 15
"""Fewest characters of an override's reason, trimmed (``clinical.md`` 2, Overrides)."""


def overridden(case: Case, command: OverrideStop) -> tuple[Event, ...] | Refused:
    """Let a prescriber, by own sign-in, pass the hard stop of the version in force; an ``hsx`` nobody."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    version = in_force(case, line)
    hits = case.look.lines.view(line).hits
    if any(hit.trigger is Trigger.HSX for hit in hits):
        return refused(Code.OVERRIDE_NEVER)
    through = passed(case.state.line(line.link_id), version.n) if version else frozenset()
    stops = tuple(hit.text for hit in hits if hit.trigger is Trigger.HS and hit.text not in through)
    if version is None or not stops:
        return refused(Code.OVERRIDE_NOTHING)
    unfit = case.entitled((Role.PRESCRIBER,)) or case.own_sign_in()
    if unfit is not None:
        return unfit
    if case.actor.person in (version.person, case.nurse):
        return refused(Code.OVERRIDE_PERSON)
    if len(command.reason.strip()) < REASON_LEAST:
        return refused(Code.REASON_SHORT, least=REASON_LEAST)
    return (StopOverridden(command.link_id, version.n, command.reason, stops),)


def in_force(case: Case, line: Line) -> Mark | None:
    """Return the mark of the version that counts on a line: of a repeated one, the newest set's."""
    current = case.state.line(line.link_id).current
    latest = newest(sets_of(case.state, line.link_id))
    if latest is not None:
        return latest.author
    return current.mark if current else None


def told(case: Case, command: TellProvider) -> tuple[Event, ...] | Refused:
    """Record that a provider was told about the answer in force; an order given was read back."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    version = in_force(case, line)
    if version is None:
        return refused(Code.TOLD_NOTHING)
    if not command.told.strip():
        return refused(Code.TOLD_WHO)
    if command.order.strip() and not command.read_back:
        return refused(Code.TOLD_READ_BACK)
    return (ProviderTold(command.link_id, version.n, command.told, command.order, command.read_back),)
