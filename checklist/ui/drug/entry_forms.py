"""What each entry of the drug account asks for, and the command its answers make. Imports no Qt.

The fields are those of a checklist line, so that they are typed, read back and refused in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from checklist.protocol.items import ChoiceField, Field, MomentField, Option, QuantityField, TextField
from checklist.protocol.items.moment import MomentKind
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Chosen, Day, Quantity, Text
from checklist.session.decide.limits import REASON_LEAST
from checklist.session.drug_commands import Draw, DrugCommand, Explain, Return, TakeOut, VoidDrugEntry, Waste
from checklist.session.drug_events import DrugTakenOut
from checklist.session.state import SessionState
from checklist.ui import texts

_STRENGTHS = tuple(Option(code, f"{code} mg/mL") for code in ("10", "50", "100"))
_METHODS = (
    Option("deactivated", "Drug deactivation container"),
    Option("bin", "Pharmaceutical waste bin"),
    Option("other", "Other"),
)
_REASONS = ("typing", "wrong_line", "new_information", "other")
_OTHER = "other"
_LONG, _EXPLAINED = 40, 400
_YEARS_H = 52_704  # six years ahead, clinical.md 2 D, pre.vial
_BACK_H = 8_784


class EntryForm(msgspec.Struct, frozen=True):
    """One kind of entry.

    Attributes:
        id: ``out``, ``draw``, ``waste``, ``return``, ``explain`` or ``void``.
        line: Its fields.
        accept: Word on the button.
        command: Makes the command of a whole answer.
    """

    id: str
    line: Line
    accept: str
    command: Callable[[Answer], DrugCommand]


def take_out(gtin: Callable[[], str]) -> EntryForm:
    """Ask for a container: strength, lot, expiry, its number and how many.

    Args:
        gtin: Product number of the code that was scanned, or empty.
    """
    fields = (
        ChoiceField("strength", _STRENGTHS, "Strength on the label"),
        TextField("lot", "Lot", 1, _LONG),
        MomentField("expiry", "Expiry", MomentKind.DAY, _BACK_H, _YEARS_H),
        TextField("container", "Container number", 1, _LONG),
        _count("count", "Containers", 1),
    )

    def command(answer: Answer) -> DrugCommand:
        return TakeOut(
            _text(answer, "container"),
            int(_number(answer, "count")),
            _chosen(answer, "strength"),
            _text(answer, "lot"),
            _day(answer, "expiry"),
            gtin(),
        )

    return _form("out", "Container out of the locked store", fields, "Take out", command)


def draw(state: SessionState) -> EntryForm:
    """Ask what was drawn from which container, and how many were opened for it."""
    fields = (*_which(state), _ml("ml", "Drawn", "0.01", "20.00"), _count("opened", "Containers opened for it", 0))

    def command(answer: Answer) -> DrugCommand:
        return Draw(_container(state, answer), _number(answer, "ml"), int(_number(answer, "opened")))

    return _form("draw", "Drug drawn from its container", fields, "Record", command)


def waste(state: SessionState) -> EntryForm:
    """Ask what was wasted from the syringe and from bag and line, and how."""
    fields = (
        *_which(state),
        _ml("syringe", "From the syringe", "0", "20.00"),
        _ml("bag", "From bag and line", "0", "999.99"),
        ChoiceField("method", _METHODS, "How"),
        TextField("other", "How else", 1, _LONG, required=False, required_if=("method", _OTHER)),
    )

    def command(answer: Answer) -> DrugCommand:
        code = _chosen(answer, "method")
        method = _text(answer, "other") if code == _OTHER else next(o.text for o in _METHODS if o.code == code)
        return Waste(_container(state, answer), _number(answer, "syringe"), _number(answer, "bag"), method)

    return _form("waste", "Drug wasted. A witness signs next", fields, "Record", command)


def give_back(state: SessionState) -> EntryForm:
    """Ask what went back to the store: drawn drug, unopened containers."""
    fields = (
        *_which(state),
        _ml("ml", "Drawn drug", "0", "20.00"),
        _count("count", "Unopened containers", 0),
    )

    def command(answer: Answer) -> DrugCommand:
        return Return(_container(state, answer), _number(answer, "ml"), int(_number(answer, "count")))

    return _form("return", "Drug back to the locked store", fields, "Record", command)


def explain() -> EntryForm:
    """Ask why the account does not add up."""
    fields = (TextField("text", f"What happened, {REASON_LEAST} characters or more", REASON_LEAST, _EXPLAINED),)
    title = "Loss, spill or breakage explained. A witness signs next"
    return _form("explain", title, fields, "Record", lambda answer: Explain(_text(answer, "text")))


def take_back(of: int) -> EntryForm:
    """Ask why an entry (position ``of``) was wrong."""
    fields = (
        ChoiceField("reason", tuple(Option(code, texts.reason(code)) for code in _REASONS), "Why it was wrong"),
        TextField("text", "In a few words", 1, _LONG * 5, required=False, required_if=("reason", _OTHER)),
    )

    def command(answer: Answer) -> DrugCommand:
        return VoidDrugEntry(of, _chosen(answer, "reason"), _text(answer, "text"))

    return _form("void", "Take a wrong entry back. It stays readable", fields, "Take back", command)


def containers(state: SessionState) -> tuple[str, ...]:
    """Return the containers taken out in this session."""
    events = (entry.event for entry in state.account if entry.voided is None)
    return tuple(event.container for event in events if isinstance(event, DrugTakenOut))


def _form(
    id: str, title: str, fields: tuple[Field, ...], accept: str, command: Callable[[Answer], DrugCommand]
) -> EntryForm:
    return EntryForm(id, Line(f"drug.{id}", "", title, fields, ""), accept, command)


def _which(state: SessionState) -> tuple[Field, ...]:
    """Ask which container, where there is a choice."""
    held = containers(state)
    return (ChoiceField("container", tuple(Option(c, c) for c in held), "Container"),) if len(held) > 1 else ()


def _container(state: SessionState, answer: Answer) -> str:
    held = containers(state)
    return _chosen(answer, "container") or (held[0] if held else "")


def _ml(id: str, label: str, low: str, high: str) -> QuantityField:
    return QuantityField(id, "mL", 2, low, high, label)


def _count(id: str, label: str, low: int) -> QuantityField:
    return QuantityField(id, "1", 0, str(low), "99", label)


def _chosen(answer: Answer, id: str) -> str:
    value = answer.get(id)
    return value.option if isinstance(value, Chosen) else ""


def _text(answer: Answer, id: str) -> str:
    value = answer.get(id)
    return value.text if isinstance(value, Text) else ""


def _number(answer: Answer, id: str) -> str:
    value = answer.get(id)
    return value.value if isinstance(value, Quantity) else "0"


def _day(answer: Answer, id: str) -> str:
    value = answer.get(id)
    return value.date if isinstance(value, Day) else ""
