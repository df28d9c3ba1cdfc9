"""What happened around a running infusion: rate, pump, handover, claims, details, gaps. Pure.

Numbers are decimal text: mL and mL/h as read, mg as they follow, to 0.1 mg.
"""

from __future__ import annotations

import msgspec

from checklist.protocol.values import Answer, Signed


class RateChanged(msgspec.Struct, frozen=True, tag="rate-changed"):
    """The pump's rate was changed, mL/h; waits for a second person (``RateChecked``)."""

    rate_ml_h: str
    reason: str
    ordered_by: str


class RateChecked(msgspec.Struct, frozen=True, tag="rate-checked"):
    """A second person read the rate off the pump after change ``of``; ``single``: one nurse read it twice."""

    of: int
    rate_ml_h: str
    same: bool
    single: bool = False


class PumpRead(msgspec.Struct, frozen=True, tag="pump-read"):
    """The volume given so far was read off the pump, and the mg it holds."""

    given_ml: str
    given_mg: str


class HandedOver(msgspec.Struct, frozen=True, tag="handed-over"):
    """The nurse responsible handed the session over to ``to``."""

    to: str
    signed: Signed


class TakenOver(msgspec.Struct, frozen=True, tag="taken-over"):
    """A nurse took the session over and is responsible from here on; ``of`` None: without the leaving nurse."""

    of: int | None
    signed: Signed
    reason: str = ""


class ActsClaimed(msgspec.Struct, frozen=True, tag="acts-claimed"):
    """A person says that these entries (``of``), made without sign-in, were their own."""

    of: tuple[int, ...]


class EventDescribed(msgspec.Struct, frozen=True, tag="event-described"):
    """Details of a stamped event (``of``), in the fields of an event line."""

    of: int
    link_id: str
    answer: Answer


class GapNoted(msgspec.Struct, frozen=True, tag="gap-noted"):
    """The computer slept, or its wall clock was set (``NoteGap``); nothing else changes by it."""

    kind: str
    ms: int
    from_ms: int


CareEvent = RateChanged | RateChecked | PumpRead | HandedOver | TakenOver | ActsClaimed | EventDescribed | GapNoted
"""Events around a running infusion."""
