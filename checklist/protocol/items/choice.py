"""Choice: one of two to eight options, or of a word list of the protocol; none preset."""

from __future__ import annotations

import msgspec

from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Chosen, Value


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer option; ``code`` is stable, ``text`` is what the nurse reads."""

    code: str
    text: str


class ChoiceField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="choice"):
    """A choice of one option.

    Attributes:
        options_from: Word list of the protocol (``vocabulary.WordList``) that ``options`` were taken from when the
            file was read, which may be long; empty for options of its own.
    """

    id: str
    options: tuple[Option, ...] = ()
    label: str = ""
    required: bool = True
    limits: tuple[Limit, ...] = ()
    options_from: str = ""


def check(field: ChoiceField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None."""
    if not isinstance(value, Chosen):
        return problem(Code.WRONG_KIND, wanted="chosen", field=field.id)
    if all(option.code != value.option for option in field.options):
        return problem(Code.UNKNOWN_OPTION, option=value.option)
    return None
