"""Countersigning: the exact sentence a witness or a prescriber signs for an entry, and who may (SEC-048, D21).

The sentence is made from the entry itself, never typed; a witness signs at the earliest when it has stood for 2 s.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from checklist.protocol.model import Protocol
from checklist.session.care_state import Detail
from checklist.session.commands import Countersign
from checklist.session.described import unwitnessed
from checklist.session.drug_events import DrugDiffered, DrugWasted
from checklist.session.state import AccountEntry, ChairEvent, Override, SessionState
from checklist.ui import formats
from checklist.ui.answers import Told
from checklist.ui.desk import WITNESS_DWELL_MS, Proof, ProofRequest
from checklist.ui.drug.words import entry_words, witness_statement
from checklist.ui.monitoring.event_words import detail_named, particulars

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

WITNESSES = ("checker", "nurse", "prescriber")
"""Roles that may witness, in the order in which one is taken."""

Name = Callable[[str], str]


def witness_request(snapshot: Snapshot, of: int, name: Name) -> ProofRequest | None:
    """Return what is asked of the witness of an entry, or None where no such entry waits.

    Args:
        snapshot: The session.
        of: Position of the entry.
        name: Gives the name of a person id.
    """
    order = telephone_order(snapshot.state, of)
    if order is not None:
        barred = (order.mark.person, order.prescriber)
        return _request("Telephone order, witness", _heard(order, name), barred)
    given = next((one for one in unwitnessed(snapshot.protocol, snapshot.state) if one[1].mark.n == of), None)
    if given is not None:
        event, detail, medicine = given
        return _request(f"{medicine.text}, witness", _saw(snapshot.protocol, event, detail), (detail.mark.person,))
    entry = next((item for item in snapshot.state.account if item.mark.n == of), None)
    if entry is None or not _is_witnessed(entry) or entry.witness is not None:
        return None
    return _request("Drug account, witness", witness_statement(snapshot.state, entry), (entry.mark.person,))


def cosign_request(order: Override, name: Name) -> ProofRequest:
    """Return what is asked of the prescriber who gave a telephone order."""
    heard = f", heard by {name(order.witness.person)}" if order.witness is not None else ""
    at = formats.date_time(order.mark.at_ms, order.mark.tz_min)
    statement = (
        f"I, {{name}}, gave this order by telephone to {name(order.mark.person)}{heard}, {at}: go on although: "
        f"{' '.join(order.limits)} Reason: {full_stop(order.reason)}"
    )
    return ProofRequest("Telephone order, co-signature", statement, ("prescriber",), person=order.prescriber)


def countersign(of: int, proof: Proof) -> Countersign:
    """Return the command that signs exactly what was shown."""
    return Countersign(of, sha256(proof.shown.encode()).hexdigest())


def countersigned_words(state: SessionState, of: int) -> str:
    """Return what was countersigned, for a record."""
    if telephone_order(state, of) is not None:
        return "telephone order"
    if any(item.mark.n == of for event in state.events for item in event.details):
        return "controlled medicine given"
    entry = next((item for item in state.account if item.mark.n == of), None)
    title = entry_words(entry.event)[0] if entry is not None else ""
    return f"{title[:1].lower()}{title[1:]}" if title else "an entry"


def telephone_order(state: SessionState, of: int) -> Override | None:
    """Return the telephone order at a position, or None."""
    orders = (item for line in state.lines.values() for item in line.overrides if item.prescriber)
    return next((item for item in orders if item.mark.n == of), None)


def full_stop(sentence: str) -> str:
    """Return typed words with a full stop, where they end without one."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _is_witnessed(entry: AccountEntry) -> bool:
    return entry.voided is None and isinstance(entry.event, DrugWasted | DrugDiffered)


def _heard(order: Override, name: Name) -> str:
    at = formats.time_of(order.mark.at_ms, order.mark.tz_min)
    return (
        f"I, {{name}}, heard {name(order.prescriber)} order by telephone at {at} to go on although: "
        f"{' '.join(order.limits)} Reason: {full_stop(order.reason)} The order was read back."
    )


def _saw(protocol: Protocol, event: ChairEvent, detail: Detail) -> str:
    """Return what the witness of a controlled medicine signs: what, how, when, by whose order."""
    at = formats.time_of(event.at_ms, event.mark.tz_min)
    how = particulars(protocol, detail.link_id, detail.answer, Told(name=str, initials=str))
    what = detail_named(protocol, detail.link_id, detail.answer)
    return f"I, {{name}}, saw {what} given at {at} and what was left of it wasted. In the record: {full_stop(how)}"


def _request(title: str, statement: str, barred: tuple[str, ...]) -> ProofRequest:
    return ProofRequest(title, statement, WITNESSES, barred=barred, dwell_ms=WITNESS_DWELL_MS)
