"""The drug account in words: the balance, whether it holds, each entry, and what a witness signs. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Protocol, Section
from checklist.session import drug_account, due
from checklist.session.drug_account import Balance
from checklist.session.drug_events import (
    DrugDiffered,
    DrugDrawn,
    DrugEntryVoided,
    DrugEvent,
    DrugReturned,
    DrugTakenOut,
    DrugWasted,
)
from checklist.session.state import AccountEntry, SessionState, Status
from checklist.ui import formats
from checklist.ui.widgets.glyph import State

_DRUG_LINES = frozenset({"pre.store-out", "pre.vial", "pre.drawn", "dis.waste", "dis.container-count"})


class AccountFacts(msgspec.Struct, frozen=True):
    """The account as it is shown.

    Attributes:
        title: ``Ketamine account``.
        rows: Label and value of each sum.
        state: Glyph of the verdict, ``verdict`` the same in words.
        line: All of it on one line.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    state: State
    verdict: str
    line: str


def account_facts(protocol: Protocol, state: SessionState, now: Reading) -> AccountFacts:
    """Return the balance of a session's account in words; what is given counts by the clock while the pump runs."""
    found = drug_account.balance(protocol, state, now)
    glyph, verdict = _verdict(found, settles(state))
    title = f"{state.order.drug.capitalize()} account"
    clock = " by clock" if _by_clock(state) else ""
    line = f"{title}: drawn {_mg(found.drawn_mg)}, given {_mg(found.given_mg)}{clock}, {_left(found)}"
    return AccountFacts(title, _rows(found, clock), glyph, verdict, line)


def concerns(section: Section) -> bool:
    """Return whether a section's lines are about the drug, so that the account belongs beside them."""
    return any(line.link_id in _DRUG_LINES for line in section.lines)


def settles(state: SessionState) -> bool:
    """Return whether the account is to add up by now: nothing more will be given."""
    return due.is_over(state) or state.status is not Status.IN_PROGRESS


def _by_clock(state: SessionState) -> bool:
    return bool(state.infusion.runs) and not state.infusion.given_mg


def _rows(found: Balance, clock: str) -> tuple[tuple[str, str], ...]:
    returned = _mg(found.returned_mg)
    if found.returned:
        returned = f"{returned}, {_containers(found.returned)}"
    difference = _mg(found.difference_mg)
    if found.containers:
        difference = f"{difference}, {_containers(found.containers)}"
    return (
        ("Out", _containers(found.out)),
        ("Opened", formats.number(found.opened)),
        ("Drawn", _mg(found.drawn_mg)),
        ("Given", f"{_mg(found.given_mg)}{clock}"),
        ("Wasted", _mg(found.wasted_mg)),
        ("Returned", returned),
        ("Difference", difference),
    )


def _verdict(found: Balance, settled: bool) -> tuple[State, str]:
    if not found.started:
        return State.TODO, "Nothing taken out yet"
    if found.unwitnessed:
        return State.STOP if settled else State.LATER, f"Waits for a witness: {_entries(len(found.unwitnessed))}"
    if not settled:
        return State.NOW, "Runs until the infusion has ended"
    if found.adds_up:
        return State.DONE, "Holds"
    if found.explained:
        return State.EXCEPTION, f"Does not add up: {difference_words(found)}. Explained and witnessed"
    return State.STOP, f"Does not hold: {difference_words(found)}"


def difference_words(found: Balance) -> str:
    """Return by what the account is off, ``10 mg and 1 container not accounted for``."""
    over = abs(found.difference_mg) > found.tolerance_mg
    if over and found.difference_mg < 0:
        return f"{_mg(-found.difference_mg)} more accounted for than drawn"
    parts = [_mg(found.difference_mg)] if over else []
    parts += [_containers(found.containers)] if found.containers else []
    return f"{' and '.join(parts)} not accounted for"


def _left(found: Balance) -> str:
    return f"{_mg(found.difference_mg)} left" if found.difference_mg >= 0 else difference_words(found)


def entry_words(event: DrugEvent) -> tuple[str, str]:
    """Return what an entry of the account says: a title, and the particulars."""
    match event:
        case DrugTakenOut():
            scanned = ", scanned" if event.gtin else ""
            lot = f"{event.container}, lot {event.lot}, expires {formats.day(event.expiry)}{scanned}"
            return f"Taken out: {_containers(event.count)} of {formats.quantity(event.strength_mg_ml, 'mg/mL')}", lot
        case DrugDrawn():
            opened = f", {_containers(event.opened)} opened" if event.opened else ""
            return f"Drawn: {formats.quantity(event.ml, 'mL')} = {_mg(event.mg)}", f"{event.container}{opened}"
        case DrugWasted():
            return f"Wasted: {_wasted(event)} = {_mg(event.mg)}", f"{event.container}, {event.method}"
        case DrugReturned():
            parts = [f"{formats.quantity(event.ml, 'mL')} = {_mg(event.mg)}"] if Decimal(event.ml) else []
            parts += [f"{_containers(event.count)} unopened"] if event.count else []
            return f"Returned: {' and '.join(parts)}", event.container
        case DrugDiffered():
            return f"Difference explained: {_differed(event)}", event.text
        case _:
            assert_never(event)


def voided_words(state: SessionState, event: DrugEntryVoided) -> str:
    """Return which entry was taken back."""
    entry = next((item for item in state.account if item.mark.n == event.of), None)
    return f"Taken back: {entry_words(entry.event)[0]}" if entry is not None else "Entry taken back"


def witness_statement(state: SessionState, entry: AccountEntry) -> str:
    """Return the sentence a witness of an entry signs; ``{name}`` stands for their name."""
    event, drug = entry.event, state.order.drug
    if isinstance(event, DrugWasted):
        out = drug_account.taken_out(state, event.container)
        lot = f", lot {out.lot}" if out is not None else ""
        amount = f"{_wasted(event)}, {_mg(event.mg)} {drug} in all"
        return f"I, {{name}}, saw this wasted: {amount}. Container {event.container}{lot}. How: {event.method}."
    title, detail = entry_words(event)
    return f"I, {{name}}, looked at this account with the nurse. {title}. {detail}"


def stands(entry: AccountEntry, name: Callable[[str], str]) -> str:
    """Return who made an entry and when, who witnessed it, and who took it back."""
    at = formats.time_of(entry.mark.at_ms, entry.mark.tz_min)
    words = f"{at}, {name(entry.mark.person)}"
    if entry.witness is not None:
        words += f", witnessed by {name(entry.witness.person)}"
    if entry.voided is not None:
        back = formats.time_of(entry.voided.at_ms, entry.voided.tz_min)
        words += f". Taken back {back} by {name(entry.voided.person)}"
    return words


def _wasted(event: DrugWasted) -> str:
    parts = [(event.syringe_ml, "from the syringe"), (event.bag_ml, "from the bag")]
    return " and ".join(f"{formats.quantity(ml, 'mL')} {where}" for ml, where in parts if Decimal(ml))


def _differed(event: DrugDiffered) -> str:
    parts = [_mg(event.mg)] if Decimal(event.mg) else []
    parts += [_containers(event.containers)] if event.containers else []
    return " and ".join(parts)


def _mg(mg: Decimal | str) -> str:
    return formats.quantity(mg, "mg")


def _containers(count: int) -> str:
    return formats.counted(count, "container")


def _entries(count: int) -> str:
    return formats.counted(count, "entry", "entries")
