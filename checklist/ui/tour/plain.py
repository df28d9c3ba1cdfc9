"""The plain answer of a line, read off the protocol: what an ordinary patient on an ordinary day makes a nurse press.

A choice or a score with words takes the first one listed, a set its "none of these", a confirm is pressed. Numbers,
names, days and times have no plain answer; they are written down with the visit.
"""

from __future__ import annotations

from collections.abc import Mapping

from checklist.protocol.items import ChecksField, ChoiceField, ConfirmField, Field, ScoreField
from checklist.protocol.model import Line

Given = Mapping[str, str]
"""Field to what is pressed or typed: option codes (several for a set), digits, text, ``now``, ``today``, ``-7h``."""


def answer(line: Line, given: Given) -> Given:
    """Return what is pressed and typed on a line: what is given, and the plain answer of every field besides."""
    plain = {field.id: press for field in line.fields if (press := _press(field)) is not None}
    return {**plain, **given}


def _press(field: Field) -> str | None:
    match field:
        case ConfirmField():
            return ""
        case ChoiceField():
            return field.options[0].code
        case ChecksField():
            return field.none_of_these.code if field.none_of_these else " ".join(o.code for o in field.options)
        case ScoreField() if field.anchors and field.required:
            return field.anchors[0].code
        case _:
            return None
