"""Confirm: something that was seen, read or heard."""

from __future__ import annotations

import msgspec

from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Confirmed, Value


class ConfirmField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="confirm"):
    """A single confirm; ``label`` is the word on its button."""

    id: str
    label: str = "Confirmed"
    required: bool = True
    limits: tuple[Limit, ...] = ()


def check(field: ConfirmField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None."""
    if not isinstance(value, Confirmed):
        return problem(Code.WRONG_KIND, wanted="confirmed", field=field.id)
    return None
