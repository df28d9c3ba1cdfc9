"""What a line must hold whose answer is an entry of the drug account.

The fields of each act have fixed ids, so that a session can read the entry off the answer. Pure; imports only this
package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checklist.protocol.form import FieldForm, LineForm
from checklist.protocol.items import (
    ChoiceField,
    Meaning,
    MomentField,
    MomentKind,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
)
from checklist.protocol.lookup import Book, Fault, key
from checklist.protocol.model import Account, LineKind

_CHOICE, _COUNT, _DAY, _ML, _TEXT, _WITNESS = "choice", "whole number", "day", "number of mL", "text", "witness"

NEEDS: Mapping[Account, Mapping[str, str]] = {
    Account.TAKE_OUT: {"container": _TEXT, "count": _COUNT, "strength": _CHOICE, "lot": _TEXT, "expiry": _DAY},
    Account.DRAW: {"volume": _ML, "opened": _COUNT},
    Account.WASTE: {"syringe": _ML, "bag": _ML, "method": _CHOICE, "witness": _WITNESS},
    Account.RETURN: {"returned": _COUNT},
}
"""Fields of each act, by id, with what they hold; all are required.

Strength is in mg/mL; ``syringe`` in mL of the vial's strength, ``bag`` in mL out of bag and line; ``opened``,
``count`` and ``returned`` are containers.
"""


def account_faults(line: LineForm, place: str, book: Book) -> Iterator[Fault]:
    """Yield why a line cannot be an entry of the drug account."""
    if line.account is None:
        return
    here = key(place, "account")
    held = {field.id: field for field in line.field if field.required}
    for name, kind in NEEDS[line.account].items():
        if name not in held or _kind(held[name]) != kind:
            yield here, f"{line.account.value!r} needs a required field {name!r}, a {kind}"
    if line.kind is not LineKind.ITEM or not line.required or line.enable_when or line.not_applicable:
        yield here, "is for an 'item' that is always shown and required"
    if line.repeats or line.each_set or line.sensed:
        yield here, "is for a line that is asked once and answered by hand"
    position = book.position.get(line.link_id, 0)
    others = [item for item in book.lines.values() if item.account is not None and item is not line]
    if any(item.account is line.account for item in others):
        yield here, f"{line.account.value!r} is declared by another line, too"
    takes_out = [item for item in others if item.account is Account.TAKE_OUT]
    if line.account is not Account.TAKE_OUT and not any(book.position[i.link_id] < position for i in takes_out):
        yield here, "must come after the line that takes a container out"


def _kind(field: FieldForm) -> str:
    match field:
        case TextField():
            return _TEXT
        case ScoreField():
            return _COUNT
        case ChoiceField():
            return _CHOICE
        case MomentField(kind=MomentKind.DAY):
            return _DAY
        case QuantityField(unit="mL"):
            return _ML
        case SignatureField(meaning=Meaning.WITNESS):
            return _WITNESS
        case _:
            return ""
