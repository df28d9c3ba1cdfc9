"""How much of what any source asks for a protocol holds (``clinical.md`` 7).

The requirements are data (``resources/protocols/requirements.toml``): each names the items that answer it, and a
protocol covers it when it holds every one of them. Pure: bytes in, a count and what is missing out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping

import msgspec

from checklist.errors import ProtocolError
from checklist.protocol.model import Protocol


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One requirement.

    Attributes:
        id: ``R01`` and on, never renamed.
        items: Link ids and branch ids that answer it together.
        instead: Items that answer in the place of others, where a protocol is for another use (pain for mood).
        levels: Best level of evidence seen, by column of sources (``V``, ``S``, ``M``).
    """

    id: str
    text: str
    items: tuple[str, ...]
    levels: Mapping[str, str]
    instead: Mapping[str, str] = msgspec.field(default_factory=dict)

    def missing(self, ids: frozenset[str]) -> tuple[str, ...]:
        """Return the items that are not held, nor what answers in their place."""
        return tuple(item for item in self.items if not ids & {item, self.instead.get(item, item)})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    columns: Mapping[str, str]
    requirement: tuple[Requirement, ...]


class Gap(msgspec.Struct, frozen=True):
    """A requirement that is not covered, and which of its items the protocol lacks."""

    requirement: Requirement
    missing: tuple[str, ...]


class Coverage(msgspec.Struct, frozen=True):
    """How many requirements a protocol covers, of how many, and the gaps in order."""

    covered: int
    total: int
    gaps: tuple[Gap, ...]

    def lines(self) -> tuple[str, ...]:
        """Return it as read: a line for each gap, and last ``86/86``."""
        told = (f"{gap.requirement.id} {gap.requirement.text}: missing {', '.join(gap.missing)}" for gap in self.gaps)
        return (*told, f"{self.covered}/{self.total}")


def read_requirements(data: bytes, file: str) -> tuple[Requirement, ...]:
    """Read the requirement matrix.

    Raises:
        ProtocolError: ``requirements.invalid``; the file cannot be read, or two rows share an id, or a row names a
            column or a level there is none of.
    """
    try:
        held = msgspec.convert(tomllib.loads(data.decode()), _File, strict=True)
    except (ValueError, msgspec.ValidationError) as error:
        raise ProtocolError("requirements.invalid", f"{file}: {error}", file=file, reason=str(error)) from None
    ids = [row.id for row in held.requirement]
    for row in held.requirement:
        known = set(row.levels) <= set(held.columns) and set(row.levels.values()) <= {"V", "S", "M"}
        if ids.count(row.id) > 1 or not row.items or not known:
            reason = "stands twice, has no item, or names an unknown column or level"
            raise ProtocolError("requirements.invalid", f"{file}: {row.id}: {reason}", file=file, reason=reason)
    return held.requirement


def items_of(protocol: Protocol) -> frozenset[str]:
    """Return what can answer a requirement: the ids of all lines and branches."""
    lines = (line.link_id for line in protocol.all_lines())
    return frozenset((*lines, *(branch.id for branch in protocol.branches)))


def coverage(held: Iterable[str], requirements: Iterable[Requirement]) -> Coverage:
    """Return how much is covered.

    Args:
        held: Ids the protocol holds (``items_of``).
        requirements: The matrix.
    """
    rows, ids = tuple(requirements), frozenset(held)
    gaps = tuple(Gap(row, missing) for row in rows if (missing := row.missing(ids)))
    return Coverage(len(rows) - len(gaps), len(rows), gaps)
