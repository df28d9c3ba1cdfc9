"""Static checks of a protocol that can be read: what makes a checklist hard to use or impossible to finish.

A finding is advice to the author, unlike a ``ProtocolError``: the file works. References to nothing, cycles, clashing
units of a limit and unknown keys (a preset answer) are errors of the reader. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.protocol import dead_ends, meaning, repeat_rules, strictness, wording
from checklist.protocol.findings import Finding
from checklist.protocol.items import ConfirmField
from checklist.protocol.limits import Trigger
from checklist.protocol.model import Line, LineKind, Protocol, Section
from checklist.protocol.reach import can_be_shown, never_holds
from checklist.protocol.units import unit_findings

__all__ = ["Finding", "check"]

MOST_LINES = 9
"""Lines a section may show (``architecture.md`` 6)."""

MOST_CONFIRMS = 3
"""Bare confirms a section may have (``ux.md`` 3, principle 1)."""


def check(protocol: Protocol, published: Iterable[Protocol] = ()) -> tuple[Finding, ...]:
    """Return every finding, in the protocol's order; empty for a protocol without any.

    Args:
        protocol: The protocol looked at.
        published: Other versions of it, oldest first, whose ids must keep their meaning.
    """
    found: list[Finding] = [*strictness.findings(protocol)]
    for phase in protocol.phases:
        for section in phase.sections:
            found.extend(_check_section(section))
            for line in (*section.lines, *section.events):
                found.extend(_check_line(line, protocol))
    for line in protocol.follow_up:
        found.extend(_check_line(line, protocol))
    found.extend(repeat_rules.branch_findings(protocol))
    for branch in protocol.branches:
        found.extend(wording.branch_findings(branch))
    reused = [finding for other in published for finding in meaning.findings(protocol, other)]
    found.extend({finding.key: finding for finding in reused}.values())
    return tuple(found)


def _check_section(section: Section) -> Iterator[Finding]:
    key = f"section {section.id}"
    if len(section.lines) > MOST_LINES:
        text = f"{len(section.lines)} lines, at most {MOST_LINES} can be seen at a time"
        yield Finding("section.too-many-lines", key, text)
    confirms = sum(
        bool(line.fields) and all(isinstance(field, ConfirmField) for field in line.fields) for line in section.lines
    )
    if confirms > MOST_CONFIRMS:
        yield Finding("section.too-many-confirms", key, f"{confirms} bare confirms, at most {MOST_CONFIRMS} are read")


def _check_line(line: Line, protocol: Protocol) -> Iterator[Finding]:
    key = f"line {line.link_id}"
    yield from wording.line_findings(line, protocol)
    yield from unit_findings(line, protocol)
    yield from repeat_rules.line_findings(line, protocol)
    if not can_be_shown(line, protocol):
        yield Finding("line.unreachable", key, "its condition can never hold, so it is never shown")
    elif line.enable_when is not None and never_holds(line.enable_when, protocol):
        yield Finding("condition.contradiction", key, "a part of its condition can never hold")
    stops = [limit for field in line.fields for limit in field.limits if limit.trigger in {Trigger.HS, Trigger.HSX}]
    if stops and line.not_applicable:
        yield Finding("line.stop-not-applicable", key, "has a hard stop that 'not applicable' gets round")
    if line.required and line.kind in {LineKind.ITEM, LineKind.AUTO}:
        yield from dead_ends.findings(line, protocol)
