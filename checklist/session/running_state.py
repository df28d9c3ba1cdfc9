"""What the state keeps of the readings that are due. Pure."""

from __future__ import annotations

import msgspec

from checklist.session.mark import Mark


class CadenceOrder(msgspec.Struct, frozen=True):
    """A person's order of sets every so many minutes; 0: the protocol's own cadence again."""

    link_id: str
    every_min: int
    reason: str
    ordered_by: str
    mark: Mark


class Explained(msgspec.Struct, frozen=True):
    """Why the reading due at ``due_ms`` was missed or late."""

    link_id: str
    due_ms: int
    reason: str
    text: str
    mark: Mark


class Notice(msgspec.Struct, frozen=True):
    """That a reading came due, or late, has been written down."""

    link_id: str
    due_ms: int
    late: bool
    mark: Mark


class Heeded(msgspec.Struct, frozen=True):
    """A reminder that a person has seen, or that is quiet until ``until_ms`` (UTC ms; 0 for seen)."""

    cause: str
    mark: Mark
    until_ms: int = 0


class Running(msgspec.Struct, frozen=True):
    """Everything recorded about readings that are due, each oldest first."""

    orders: tuple[CadenceOrder, ...] = ()
    explained: tuple[Explained, ...] = ()
    notices: tuple[Notice, ...] = ()
    seen: tuple[Heeded, ...] = ()
    quieted: tuple[Heeded, ...] = ()
