"""What is asked around a running infusion: rate, pump, handover, claims, details of events, gaps of the clock.

Numbers are decimal text, as read off the pump. Pure; imports ``protocol`` values only.
"""

from __future__ import annotations

import msgspec

from checklist.protocol.values import Answer


class ChangeRate(msgspec.Struct, frozen=True, tag="change-rate"):
    """The pump's rate was changed, mL/h; never above the order. ``ordered_by``: who ordered it, in words."""

    rate_ml_h: str
    reason: str
    ordered_by: str


class CheckRate(msgspec.Struct, frozen=True, tag="check-rate"):
    """A second person read the rate off the pump after change ``of``, without having seen what was recorded."""

    of: int
    rate_ml_h: str


class ReadPump(msgspec.Struct, frozen=True, tag="read-pump"):
    """The volume given so far was read off the pump, mL; after the end it is the amount given.

    ``residue`` as of ``EndInfusion``; only after the end.
    """

    given_ml: str
    residue: str = ""


class HandOver(msgspec.Struct, frozen=True, tag="hand-over"):
    """The nurse responsible hands the session over to ``to``; ``shown`` as of ``Sign``. It passes when taken over."""

    to: str
    shown: str


class TakeOver(msgspec.Struct, frozen=True, tag="take-over"):
    """Take over what was handed over in entry ``of``; None: the leaving nurse is not there, and why."""

    of: int | None
    shown: str
    reason: str = ""


class ClaimActs(msgspec.Struct, frozen=True, tag="claim-acts"):
    """Say that these entries (``of``), made without sign-in, were one's own."""

    of: tuple[int, ...]


class DescribeEvent(msgspec.Struct, frozen=True, tag="describe-event"):
    """Give the details of a stamped event (``of``) in the fields of an event line (``mon.ae`` and others)."""

    of: int
    link_id: str
    answer: Answer


class NoteGap(msgspec.Struct, frozen=True, tag="note-gap"):
    """The program's own: the computer slept (``sleep``) or its wall clock was set (``clock``).

    ``ms``: how long it slept, or how far the clock went, below zero for back. ``from_ms``: since when, UTC ms.
    """

    kind: str
    ms: int
    from_ms: int


CareCommand = ChangeRate | CheckRate | ReadPump | HandOver | TakeOver | ClaimActs | DescribeEvent | NoteGap
"""Commands around a running infusion."""
