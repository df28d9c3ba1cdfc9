"""What happened to the readings that are due: orders, reasons, when each came due or late, reminders seen or quiet.

Times are UTC ms on the time line of the infusion (see ``due``). Pure; imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class DueWhy(StrEnum):
    """What asks for a reading."""

    PROTOCOL = "protocol"
    RULE = "rule"
    ORDER = "order"
    EMERGENCY = "emergency"


class CadenceOrdered(msgspec.Struct, frozen=True, tag="cadence-ordered"):
    """A person ordered sets every so many minutes; 0: the protocol's own cadence again."""

    link_id: str
    every_min: int
    reason: str
    ordered_by: str


class ReadingExplained(msgspec.Struct, frozen=True, tag="reading-explained"):
    """Why the reading due at ``due_ms`` was missed or late."""

    link_id: str
    due_ms: int
    reason: str
    text: str = ""


class ReadingDue(msgspec.Struct, frozen=True, tag="reading-due"):
    """A reading came due, with its three times."""

    link_id: str
    from_ms: int
    due_ms: int
    late_ms: int
    why: DueWhy


class ReadingLate(msgspec.Struct, frozen=True, tag="reading-late"):
    """A reading was not recorded by its late-at."""

    link_id: str
    from_ms: int
    due_ms: int
    late_ms: int
    why: DueWhy


class ReminderSeen(msgspec.Struct, frozen=True, tag="reminder-seen"):
    """A person has seen a reminder."""

    cause: str


class ReminderQuieted(msgspec.Struct, frozen=True, tag="reminder-quieted"):
    """A reminder is quiet until ``until_ms``, UTC ms."""

    cause: str
    until_ms: int


RunningEvent = CadenceOrdered | ReadingExplained | ReadingDue | ReadingLate | ReminderSeen | ReminderQuieted
