"""What the time-out says (``ux.md`` 10.5). Plain sentences; imports no Qt."""

from __future__ import annotations

from decimal import Decimal

from checklist.audit.query import Person
from checklist.protocol.items import ConfirmField, Field
from checklist.protocol.model import Line
from checklist.protocol.values import Value
from checklist.session.commands import Order
from checklist.session.dosing import typed_elsewhere
from checklist.session.pairing import measured
from checklist.session.roles import Role
from checklist.session.slips import Slip
from checklist.session.state import LAST_ROUND
from checklist.ui import formats
from checklist.ui.answers import Told, field_words
from checklist.ui.time_out.stage import Difference, Stage, TimeOut

TITLE = "Time-out"
BLIND = "Read everything from wristband, scale, order, bag and pump. The first answers stay hidden until both are in"
FIRST_AGAIN = "Read again what differed, from order, scale, bag and pump. Nothing typed before is shown"
OTHER_PATIENT = (
    "These are not the last characters of this patient's record number. Read the wristband again. "
    "If it says so, stop: this may be another patient."
)
STOPPED = "The infusion cannot start in this session"
SUB_DIFFERS = "Nobody knows yet which one is right. Both look again"
SUB_MATCH = "Both readings are in, and they agree"
SUB_SINGLE = "Single nurse check: you read everything again, alone. This is not a double check"

ANNOUNCED = {
    Stage.DIFFERS: "The readings differ. Both look again.",
    Stage.MATCH: "All match.",
    Stage.STOPPED: "Stopped. The readings differed three times.",
    Stage.LIMIT: "Stop. Look again.",
}
"""What is spoken once a reading is recorded."""


def sub(found: TimeOut, *, first: bool) -> str:
    """Return the line under the page's title; ``first``: the first nurse reads again."""
    match found.stage:
        case Stage.DIFFERS:
            return FIRST_AGAIN if first else SUB_DIFFERS
        case Stage.MATCH | Stage.PAUSE:
            return SUB_MATCH if found.agrees else ""
        case Stage.READ | Stage.BEFORE | Stage.LIMIT:
            return SUB_SINGLE if found.is_single else BLIND
        case _:
            return ""


_WHERE = {
    "mrn4": "Wristband",
    "drug": "Bag label",
    "weight": "Scale or written order",
    "strength": "Vial",
    "dose": "Written order",
}
_OTHERWISE = {"rate": "Written order", "minutes": "Written order", "volume": "Bag label"}
_PUMP = frozenset({"rate", "minutes", "volume", "locked"})


def where(line: Line, field: Field) -> str:
    """Return where a value is read, as far as its field's id says; a line that reads the drug too reads no pump."""
    if any(other.id == "drug" for other in line.fields) and field.id in _OTHERWISE:
        return _OTHERWISE[field.id]
    return "Pump" if field.id in _PUMP else _WHERE.get(field.id, "")


def value(field: Field, given: Value, told: Told) -> str:
    """Write one value; what was only confirmed is a plain yes, for its name stands beside it."""
    return "Yes" if isinstance(field, ConfirmField) else field_words(field, given, told)


def second_person(person: Person | None, role: str) -> str:
    """Return what the second person is called."""
    nurse = role in (Role.NURSE, Role.CHECKER) and (person is None or Role.PRESCRIBER not in person.roles)
    return "second nurse" if nurse else "second person"


def left(opens: str, count: int) -> str:
    """Return why a button of the footer is still grey, or that it may be pressed."""
    return f"{opens} opens after {formats.counted(count, 'more answer')}" if count else ""


def rounds(found: TimeOut) -> str:
    """Return how often the readings have differed, and what a third time means."""
    if LAST_ROUND - found.rounds > 1:
        return "First difference. After a third one this infusion cannot start"
    return "Second difference. If they differ once more, this infusion cannot start"


def slip_words(slip: str, difference: Difference, order: Order) -> str:
    """Name a likely slip as a question or a fact that both can see."""
    if slip == Slip.TENFOLD:
        low, high = sorted(measured(value) or Decimal(1) for value in difference.values)
        return "A hundred times the other value" if high > 50 * low else "Ten times the other value"
    if slip == Slip.POUNDS:
        return "Looks like pounds"
    if slip == Slip.STRENGTH:
        return "Strength of another vial"
    return f"Same number as {_other_field(difference, order)}: wrong field?"


_NAMES = {"dose_mg": "the dose", "mg_per_h": "the dose per hour", "minutes": "the minutes"}


def _other_field(difference: Difference, order: Order) -> str:
    """Return which other number of the order one of the two readings is."""
    typed = {measured(value) for value in difference.values}
    elsewhere = typed_elsewhere(order)
    return next((_NAMES[name] for name, value in elsewhere.items() if value in typed), "another field")


def sorted_values(difference: Difference) -> tuple[int, int]:
    """Return the places of both values, the smaller number first, so that the place tells nobody's name."""
    one, other = (measured(value) or Decimal(0) for value in difference.values)
    return (0, 1) if one <= other else (1, 0)


def ends_like(mrn: str, typed: str) -> bool:
    """Return whether these are the last characters of a record number."""
    plain = "".join(sign for sign in mrn if sign.isalnum()).casefold()
    return plain.endswith(typed.strip().casefold())
