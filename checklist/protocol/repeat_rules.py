"""Static checks of repeats: a ``repeat_min`` that can never bring a set forward says nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.protocol.findings import Finding
from checklist.protocol.model import Cadence, Line, Protocol
from checklist.protocol.values import number


def line_findings(line: Line, protocol: Protocol) -> Iterator[Finding]:
    """Yield the limits of a line whose repeat has no due times to come before, or comes no sooner than those."""
    cadence = next((item for item in protocol.cadences if item.line == line.link_id), None)
    for field in line.fields:
        for index, limit in enumerate(field.limits):
            if limit.repeat_min:
                key = f"line {line.link_id} field {field.id} limits[{index + 1}]"
                yield from _finding(limit.repeat_min, key, [cadence] if cadence is not None else [], protocol)


def branch_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield the branches whose repeat no line's due times can follow, or that come no sooner than those."""
    for branch in protocol.branches:
        if branch.repeat_min:
            yield from _finding(branch.repeat_min, f"branch {branch.id}", protocol.cadences, protocol)


def _finding(
    repeat: str, key: str, cadences: tuple[Cadence, ...] | list[Cadence], protocol: Protocol
) -> Iterator[Finding]:
    if not cadences:
        yield Finding("repeat.no-cadence", key, "its repeat_min belongs to a line that is never due")
        return
    minutes = number(protocol.parameter(repeat).value if repeat.startswith("p.") else repeat) or 0
    every = [item.every_min for item in cadences if item.every_min is not None]
    if every and minutes > max(every):
        yield Finding(
            "repeat.no-sooner", key, f"repeats after {minutes} min, sets are due every {max(every)} min anyway"
        )
