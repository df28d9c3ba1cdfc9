"""What a session carries on its face: signatures and claims to come, one-nurse checks, an account that did not add up.

Flags are never stored: they are read from the state, so that they go when the reason is gone. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.protocol.items import Meaning, SignatureField
from checklist.protocol.model import Protocol
from checklist.protocol.values import number
from checklist.session import due
from checklist.session.branches import unclaimed
from checklist.session.described import unwitnessed
from checklist.session.drug_events import DrugDiffered
from checklist.session.state import SessionState, Status

_COSIGN_HOURS = Decimal(24)  # clinical.md 8, p.cosign_hours
_HOUR_MS = 3_600_000


class FlagKind(StrEnum):
    """What is flagged."""

    COSIGNATURE = "cosignature"
    RECORD = "record"
    SINGLE_CHECK = "single-check"
    DISCREPANCY = "discrepancy"
    UNCHECKED_RATE = "unchecked-rate"
    HANDOVER = "handover"
    UNCLAIMED = "unclaimed"
    WITNESS = "witness"


class SessionFlag(msgspec.Struct, frozen=True):
    """One flag.

    Attributes:
        n: Position of the entry it stands on.
        link_id: Line it lies on, where there is one.
        person: Who is to sign: the prescriber of a telephone order or a sealed record, the nurse whose patient was
            taken over.
        due_ms: By when, UTC ms on the time line of the order; None where nothing is due.
        late: Whether that has passed: a finding.
    """

    kind: FlagKind
    n: int
    link_id: str | None = None
    person: str = ""
    due_ms: int | None = None
    late: bool = False


def cosign_ms(protocol: Protocol) -> int:
    """Return within how many ms a prescriber's later signature is due (``p.cosign_hours``, else 24 h)."""
    hours = next((number(p.value) for p in protocol.parameters if p.id == "p.cosign_hours"), None) or _COSIGN_HOURS
    return int(hours * _HOUR_MS)


def record_cosignature(protocol: Protocol, state: SessionState) -> tuple[str, SignatureField] | None:
    """Return line and field of the prescriber's signature that a sealed record still waits for, or None."""
    if state.status is not Status.COMPLETED:
        return None
    line = protocol.line(protocol.phases[-1].closed_by)
    given = {item.field for item in state.line(line.link_id).signatures}
    waiting = (f for f in line.fields if isinstance(f, SignatureField) and not f.required and f.id not in given)
    return next(((line.link_id, field) for field in waiting if field.meaning is Meaning.APPROVE), None)


def session_flags(protocol: Protocol, state: SessionState, now: Reading) -> tuple[SessionFlag, ...]:
    """Return the flags a session carries, by position."""
    found = (
        *_cosignatures(protocol, state, now),
        *_single_checks(state),
        *_rates(state),
        *_discrepancies(state),
        *_handovers(state),
        *(
            SessionFlag(FlagKind.WITNESS, detail.mark.n, detail.link_id)
            for _event, detail, _medicine in unwitnessed(protocol, state)
        ),
        *(SessionFlag(FlagKind.UNCLAIMED, mark.n) for mark in unclaimed(state)),
    )
    return tuple(sorted(found, key=lambda flag: flag.n))


def to_cosign(protocol: Protocol, state: SessionState, now: Reading) -> tuple[SessionFlag, ...]:
    """Return what waits for a prescriber's signature: telephone orders, and the record once it is sealed."""
    return (*_cosignatures(protocol, state, now), *_record(protocol, state, now))


def _cosignatures(protocol: Protocol, state: SessionState, now: Reading) -> Iterator[SessionFlag]:
    span_ms = cosign_ms(protocol)
    for link_id, line in state.lines.items():
        for order in line.overrides:
            if order.prescriber and order.cosigned is None:
                late = due.passed_ms(order.mark, now) > span_ms
                due_ms = order.mark.at_ms + span_ms
                yield SessionFlag(FlagKind.COSIGNATURE, order.mark.n, link_id, order.prescriber, due_ms, late)


def _record(protocol: Protocol, state: SessionState, now: Reading) -> Iterator[SessionFlag]:
    """Yield the sealed record the ordering prescriber has not co-signed."""
    waiting, ended = record_cosignature(protocol, state), state.ended
    if waiting is not None and ended is not None:
        span_ms = cosign_ms(protocol)
        late = due.passed_ms(ended, now) > span_ms
        yield SessionFlag(FlagKind.RECORD, ended.n, waiting[0], state.order.prescriber, ended.at_ms + span_ms, late)


def _single_checks(state: SessionState) -> Iterator[SessionFlag]:
    """Yield each independent check whose newest comparison was one nurse's two readings."""
    newest = {item.link_id: item for item in state.comparisons}
    for item in newest.values():
        if item.single:
            yield SessionFlag(FlagKind.SINGLE_CHECK, item.mark.n, item.link_id)


def _rates(state: SessionState) -> Iterator[SessionFlag]:
    """Yield each change of rate that no second reading agrees with, or only that of the same nurse."""
    for change in state.infusion.rates:
        if not change.checked:
            yield SessionFlag(FlagKind.UNCHECKED_RATE, change.mark.n)
        elif all(check.single for check in change.checks if check.same):
            yield SessionFlag(FlagKind.SINGLE_CHECK, change.mark.n)


def _handovers(state: SessionState) -> Iterator[SessionFlag]:
    """Yield each time a session was taken over without the leaving nurse, until she has signed."""
    for item in state.handovers:
        if item.taken is not None and item.given is None:
            yield SessionFlag(FlagKind.HANDOVER, item.taken.n, person=item.leaving)


def _discrepancies(state: SessionState) -> Iterator[SessionFlag]:
    for entry in state.account:
        if isinstance(entry.event, DrugDiffered) and entry.voided is None:
            yield SessionFlag(FlagKind.DISCREPANCY, entry.mark.n)
