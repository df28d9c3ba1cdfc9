"""Text: words as typed."""

from __future__ import annotations

import unicodedata

import msgspec

from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import Text, Value


class TextField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="text"):
    """Free words, ``min_length`` to ``max_length`` characters after trimming.

    Attributes:
        required_if: Choice field of the same line and its option with which these words are required although
            ``required`` is false; None for never.
    """

    id: str
    label: str = ""
    min_length: int = 1
    max_length: int = 200
    required: bool = True
    required_if: tuple[str, str] | None = None
    limits: tuple[Limit, ...] = ()


def check(field: TextField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None; of controls only line ends and tabs pass."""
    if not isinstance(value, Text):
        return problem(Code.WRONG_KIND, wanted="text", field=field.id)
    words = value.text.strip()
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in value.text):
        return problem(Code.UNREADABLE, field=field.id)
    if len(words) < field.min_length:
        return problem(Code.TOO_SHORT, at_least=field.min_length)
    if len(value.text) > field.max_length:
        return problem(Code.TOO_LONG, at_most=field.max_length)
    return None
