"""The drug account of one session: drawn = given + wasted + returned, and containers out = opened + returned.

Given is what the infusion's end says; the account holds within ``p.waste_tol_ml`` of the weakest vial taken out. A
waste or a discrepancy counts as complete once another person has countersigned it (``clinical.md`` 3.7). An amount is
the mL that were read at the strength the container has now, so that a strength read again counts for all of it. Where
nothing was taken out there is no account. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Account, Protocol
from checklist.protocol.values import number
from checklist.session import delivered
from checklist.session.amounts import given_mg, held
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.drug_events import (
    DrugDiffered,
    DrugDrawn,
    DrugReturned,
    DrugTakenOut,
    DrugWasted,
)
from checklist.session.figures import Unit
from checklist.session.state import AccountEntry, SessionState

_TOLERANCE_ML = Decimal("0.1")  # clinical.md 8, p.waste_tol_ml
_REQUIRED = "required"


class Balance(msgspec.Struct, frozen=True):
    """The account as it stands, mg and containers.

    Attributes:
        started: Whether anything was taken out.
        tolerance_mg: What it may be off by.
        unwitnessed: Positions of wastes and discrepancies that nobody has countersigned.
        explained: Whether a witnessed discrepancy names exactly this difference.
    """

    started: bool = False
    out: int = 0
    opened: int = 0
    returned: int = 0
    drawn_mg: Decimal = Decimal(0)
    given_mg: Decimal = Decimal(0)
    wasted_mg: Decimal = Decimal(0)
    returned_mg: Decimal = Decimal(0)
    tolerance_mg: Decimal = Decimal(0)
    unwitnessed: tuple[int, ...] = ()
    explained: bool = False

    @property
    def difference_mg(self) -> Decimal:
        """What is drawn and not accounted for; below zero where more is accounted for than was drawn."""
        return self.drawn_mg - self.given_mg - self.wasted_mg - self.returned_mg

    @property
    def containers(self) -> int:
        """Containers neither opened nor returned."""
        return self.out - self.opened - self.returned

    @property
    def adds_up(self) -> bool:
        """Whether drug and containers add up."""
        return abs(self.difference_mg) <= self.tolerance_mg and self.containers == 0

    @property
    def holds(self) -> bool:
        """Whether the session may close over it."""
        return not self.unwitnessed and (self.adds_up or self.explained)


def balance(protocol: Protocol, state: SessionState, now: Reading | None = None) -> Balance:
    """Return the account of a session.

    Args:
        protocol: Its parameters ``p.waste_tol_ml`` and ``p.waste_witness`` hold, else 0.1 mL and ``required``.
        state: The session.
        now: With it, what is given counts while the pump runs, by its own volume where that was read and by the clock
            since; without it only from the end on.
    """
    entries = [entry for entry in state.account if entry.voided is None]
    events = [entry.event for entry in entries]
    outs = [event for event in events if isinstance(event, DrugTakenOut)]
    draws = [event for event in events if isinstance(event, DrugDrawn)]
    returns = [event for event in events if isinstance(event, DrugReturned)]
    found = Balance(
        started=bool(outs),
        out=sum(event.count for event in outs),
        opened=sum(event.opened for event in draws),
        returned=sum(event.count for event in returns),
        drawn_mg=_sum(state, draws),
        given_mg=_given(state, now),
        wasted_mg=_sum(state, [event for event in events if isinstance(event, DrugWasted)]),
        returned_mg=_sum(state, returns),
        tolerance_mg=_tolerance(protocol, outs),
        unwitnessed=tuple(entry.mark.n for entry in entries if _waits(protocol, entry)),
    )
    return msgspec.structs.replace(found, explained=_explained(protocol, entries, found))


def blocks(protocol: Protocol, state: SessionState) -> tuple[Block, ...]:
    """Return why the session cannot close over its drug account; empty where it holds or there is none."""
    found = balance(protocol, state)
    if not found.started or found.holds:
        return ()
    signed = {entry.mark.n for entry in state.account if line_of(entry)}
    return tuple(_blocks(found, signed))


def _blocks(found: Balance, on_lines: set[int]) -> Iterator[Block]:
    """Yield what is in the way; the witness of a line's entry is asked for by the line."""
    for n in (n for n in found.unwitnessed if n not in on_lines):
        yield Block(Code.NEED_WITNESS, None, (("of", str(n)),))
    if found.explained:
        return
    if abs(found.difference_mg) > found.tolerance_mg:
        yield Block(Code.DRUG_DIFFERS, None, (("mg", str(found.difference_mg)), ("within", str(found.tolerance_mg))))
    if found.containers:
        yield Block(Code.DRUG_CONTAINERS, None, (("left", str(found.containers)),))


def short(protocol: Protocol, state: SessionState) -> Block | None:
    """Return that less was drawn than ordered, once the line that draws is answered; nobody passes it (2 D)."""
    line = protocol.account_line(Account.DRAW)
    if line is None or entry_of(state, line.link_id) is None:
        return None
    found, ordered = balance(protocol, state), state.order.dose_mg
    if found.drawn_mg >= Decimal(ordered) - found.tolerance_mg:
        return None
    return Block(Code.DRUG_SHORT, line.link_id, (("drawn", str(found.drawn_mg)), ("ordered", ordered)))


def line_of(entry: AccountEntry) -> str:
    """Return the link id of the line whose answer an entry is, or nothing."""
    return "" if isinstance(entry.event, DrugDiffered) else entry.event.link_id


def entry_of(state: SessionState, link_id: str) -> AccountEntry | None:
    """Return the entry in force that a line's answer is, or None."""
    return next((entry for entry in state.account if entry.voided is None and line_of(entry) == link_id), None)


def lines_container(protocol: Protocol, state: SessionState) -> str:
    """Return the container that the line which takes out names, or nothing while it has no entry."""
    line = protocol.account_line(Account.TAKE_OUT)
    entry = entry_of(state, line.link_id) if line is not None else None
    return entry.event.container if entry is not None and isinstance(entry.event, DrugTakenOut) else ""


def taken_out(state: SessionState, container: str) -> DrugTakenOut | None:
    """Return what was taken out under this name, or None."""
    events = (entry.event for entry in state.account if entry.voided is None)
    return next((e for e in events if isinstance(e, DrugTakenOut) and e.container == container), None)


def unopened(state: SessionState, container: str) -> int:
    """Return how many containers of this name are neither opened nor returned."""
    out = taken_out(state, container)
    used = 0
    for entry in state.account:
        event = entry.event
        if entry.voided is None and isinstance(event, DrugDrawn | DrugReturned) and event.container == container:
            used += event.opened if isinstance(event, DrugDrawn) else event.count
    return (out.count if out is not None else 0) - used


def bag_mg(state: SessionState, bag_ml: Decimal) -> Decimal:
    """Return the mg that so many mL of the bag hold, to 0.1 mg, by the order."""
    return given_mg(Decimal(state.order.dose_mg), Decimal(state.order.volume_ml), bag_ml)


def vial_mg(out: DrugTakenOut, ml: Decimal) -> Decimal:
    """Return the mg that so many mL from the vial hold, to 0.1 mg."""
    return held(ml, Decimal(out.strength_mg_ml)).read(Unit.MG)


def needs_witness(protocol: Protocol) -> bool:
    """Return whether a waste needs a witness (``p.waste_witness``; required unless the clinic says otherwise)."""
    return _word(protocol, "p.waste_witness", _REQUIRED) == _REQUIRED


def _waits(protocol: Protocol, entry: AccountEntry) -> bool:
    if entry.witness is not None:
        return False
    return isinstance(entry.event, DrugDiffered) or (isinstance(entry.event, DrugWasted) and needs_witness(protocol))


def _explained(protocol: Protocol, entries: list[AccountEntry], found: Balance) -> bool:
    told = [entry for entry in entries if isinstance(entry.event, DrugDiffered)]
    if not told or _waits(protocol, told[-1]):
        return False
    event = told[-1].event
    return (
        isinstance(event, DrugDiffered)
        and Decimal(event.mg) == found.difference_mg
        and event.containers == found.containers
    )


def _given(state: SessionState, now: Reading | None) -> Decimal:
    if state.infusion.given_mg:
        return Decimal(state.infusion.given_mg)
    return delivered.so_far_mg(state, now) if now is not None else Decimal(0)


def _tolerance(protocol: Protocol, outs: list[DrugTakenOut]) -> Decimal:
    allowed = number(_word(protocol, "p.waste_tol_ml", "")) or _TOLERANCE_ML
    return min((allowed * Decimal(out.strength_mg_ml) for out in outs), default=Decimal(0))


def _word(protocol: Protocol, parameter_id: str, default: str) -> str:
    return next((p.value for p in protocol.parameters if p.id == parameter_id), default)


def _sum(state: SessionState, events: Sequence[DrugDrawn | DrugWasted | DrugReturned]) -> Decimal:
    return sum((_in_force_mg(state, event) for event in events), Decimal(0))


def _in_force_mg(state: SessionState, event: DrugDrawn | DrugWasted | DrugReturned) -> Decimal:
    out = taken_out(state, event.container)
    if out is None:
        return Decimal(event.mg)
    if isinstance(event, DrugWasted):
        return vial_mg(out, Decimal(event.syringe_ml)) + bag_mg(state, Decimal(event.bag_ml))
    return vial_mg(out, Decimal(event.ml))
