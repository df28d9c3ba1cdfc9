"""An answer as the words of a walk: one part a field, in the protocol's order, parts set apart by semicolons.

A choice and a set by the words on screen (a set apart by commas, or ``all``), a number with or without its unit,
a time as ``10 hours ago``, a day as ``60 days ago``, ``today`` or ``in 400 days``, a confirm as ``yes``; ``-`` leaves
out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from checklist.clock import Reading
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    MomentField,
    MomentKind,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalsField,
)
from checklist.protocol.model import Line
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Text,
    Value,
    VitalSigns,
    VitalValue,
)

_VITAL = re.compile(r"(?:(\w+) )?([\d.]+)(?:/(\d+))?")


def answer_of(line: Line, words: str, now: Reading) -> Answer:
    """Return the answer that a walk's words give to a line."""
    fields = [field for field in line.fields if not isinstance(field, SignatureField)]
    parts = [part.strip() for part in words.split(";")]
    assert len(parts) <= len(fields), f"{len(parts)} parts for {len(fields)} fields"
    return Answer(
        tuple(
            FieldAnswer(field.id, _value(field, part, now))
            for field, part in zip(fields, parts, strict=False)
            if part != "-"
        )
    )


def _value(field: Field, words: str, now: Reading) -> Value:
    match field:
        case ConfirmField():
            return Confirmed()
        case ChoiceField():
            return Chosen(_code(field, words))
        case ChecksField():
            if words == "all":
                return ChosenSet(tuple(option.code for option in field.options))
            return ChosenSet(tuple(_code(field, part) for part in words.split(", ")))
        case QuantityField():
            return Quantity(words.split(maxsplit=1)[0], field.unit)
        case ScoreField():
            return Score(int(words))
        case TextField():
            return Text(words)
        case MomentField():
            return _moment(field, words, now)
        case VitalsField():
            return _signs(field, words)
        case _:
            raise AssertionError(f"{field.id} takes no words")


def _code(field: ChoiceField | ChecksField, words: str) -> str:
    options = field.options
    if isinstance(field, ChecksField) and field.none_of_these is not None:
        options = (*options, field.none_of_these)
    found = next((option.code for option in options if words in (option.text, option.code)), None)
    assert found is not None, f"{words!r} is not among {[option.text for option in options]}"
    return found


def _moment(field: MomentField, words: str, now: Reading) -> Value:
    if found := re.fullmatch(r"([\d.]+) hours? ago", words):
        at_ms = now.wall_ms - round(float(found[1]) * 3_600_000)
        if field.kind is MomentKind.TIME:
            return Moment(at_ms, now.tz_min)
    days = 0
    if found := re.fullmatch(r"(?:(in) )?(\d+) days?(?: ago)?", words):
        days = int(found[2]) * (1 if found[1] else -1)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now.wall_ms, minutes=now.tz_min, days=days)
    return Day(moment.date().isoformat())


def _signs(field: VitalsField, words: str) -> VitalSigns:
    names = {"": "sbp", "pulse": "hr", "SpO2": "spo2", "breaths": "rr", "temperature": "temp"}
    values: list[VitalValue] = []
    for part in words.split(", "):
        found = _VITAL.fullmatch(part)
        assert found, part
        code = names.get(found[1] or "", found[1])
        pairs = [(code, found[2])] + ([("dbp", found[3])] if found[3] else [])
        values += [VitalValue(c, v, p.unit) for c, v in pairs if (p := field.part(c)) is not None]
    return VitalSigns(tuple(values))
