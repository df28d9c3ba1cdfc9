"""What a session carries on its face: telephone orders to be signed, one-nurse checks, an account that did not add up.

Flags are never stored: they are read from the state, so that they go when the reason is gone. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Protocol
from checklist.protocol.values import number
from checklist.session import due
from checklist.session.drug_events import DrugDiffered
from checklist.session.state import SessionState

_COSIGN_HOURS = Decimal(24)  # clinical.md 8, p.cosign_hours
_HOUR_MS = 3_600_000


class FlagKind(StrEnum):
    """What is flagged."""

    COSIGNATURE = "cosignature"
    SINGLE_CHECK = "single-check"
    DISCREPANCY = "discrepancy"


class SessionFlag(msgspec.Struct, frozen=True):
    """One flag.

    Attributes:
        n: Position of the entry it stands on.
        link_id: Line it lies on, where there is one.
        person: The prescriber who is to sign, for a telephone order.
        due_ms: By when, UTC ms on the time line of the order; None where nothing is due.
        late: Whether that has passed: a finding.
    """

    kind: FlagKind
    n: int
    link_id: str | None = None
    person: str = ""
    due_ms: int | None = None
    late: bool = False


def session_flags(protocol: Protocol, state: SessionState, now: Reading) -> tuple[SessionFlag, ...]:
    """Return the flags a session carries, by position."""
    found = (*_cosignatures(protocol, state, now), *_single_checks(state), *_discrepancies(state))
    return tuple(sorted(found, key=lambda flag: flag.n))


def _cosignatures(protocol: Protocol, state: SessionState, now: Reading) -> Iterator[SessionFlag]:
    hours = next((number(p.value) for p in protocol.parameters if p.id == "p.cosign_hours"), None) or _COSIGN_HOURS
    for link_id, line in state.lines.items():
        for order in line.overrides:
            if order.prescriber and order.cosigned is None:
                span_ms = int(hours * _HOUR_MS)
                late = due.passed_ms(order.mark, now) > span_ms
                due_ms = order.mark.at_ms + span_ms
                yield SessionFlag(FlagKind.COSIGNATURE, order.mark.n, link_id, order.prescriber, due_ms, late)


def _single_checks(state: SessionState) -> Iterator[SessionFlag]:
    """Yield each independent check whose newest comparison was one nurse's two readings."""
    newest = {item.link_id: item for item in state.comparisons}
    for item in newest.values():
        if item.single:
            yield SessionFlag(FlagKind.SINGLE_CHECK, item.mark.n, item.link_id)


def _discrepancies(state: SessionState) -> Iterator[SessionFlag]:
    for entry in state.account:
        if isinstance(entry.event, DrugDiffered) and entry.voided is None:
            yield SessionFlag(FlagKind.DISCREPANCY, entry.mark.n)
