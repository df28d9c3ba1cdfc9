"""What is asked of the readings that are due: their cadence, their reasons, and the reminders of them.

Pure; imports nothing of ours.
"""

from __future__ import annotations

import msgspec


class OrderCadence(msgspec.Struct, frozen=True, tag="order-cadence"):
    """A person orders sets more or less often: ``every_min`` whole minutes, 0 for the protocol's own cadence again.

    ``ordered_by`` is who gave the order, in words or as a person id.
    """

    link_id: str
    every_min: int
    reason: str
    ordered_by: str


class ExplainReading(msgspec.Struct, frozen=True, tag="explain-reading"):
    """Say why a reading that was due at ``due_ms`` (UTC ms) was missed or late; ``reason`` of ``mon.late-entry``."""

    link_id: str
    due_ms: int
    reason: str
    text: str = ""


class Tick(msgspec.Struct, frozen=True, tag="tick"):
    """The program looks at the clock and writes down which readings came due or late; no person gives it."""


class SeeReminder(msgspec.Struct, frozen=True, tag="see-reminder"):
    """A signed-in person has seen a reminder (``reminders.Reminder.cause``)."""

    cause: str


class QuietReminder(msgspec.Struct, frozen=True, tag="quiet-reminder"):
    """Keep a reminder quiet for two minutes; at most twice a cause, also without sign-in."""

    cause: str


RunningCommand = OrderCadence | ExplainReading | Tick | SeeReminder | QuietReminder
