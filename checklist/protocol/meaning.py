"""Static check that an id keeps its meaning through the versions of a protocol.

Wording may change from version to version; what an id stands for may not: a record names it for ever. An id has
another meaning where it is of another kind, holds another kind of value or another unit, or where its words share
nothing with the words it had. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklist.protocol.findings import Finding
from checklist.protocol.items import ChecksField, ChoiceField, Field, Option, QuantityField
from checklist.protocol.model import Line, Protocol

_SMALL = frozenset({"a", "and", "at", "by", "from", "in", "is", "no", "not", "of", "on", "or", "the", "to", "was"})


def findings(protocol: Protocol, other: Protocol) -> Iterator[Finding]:
    """Yield the ids of a protocol that stood for something else in another version."""
    for line in protocol.all_lines():
        before = next((item for item in other.all_lines() if item.link_id == line.link_id), None)
        if before is not None:
            yield from _line_findings(line, before, other.version)
    units = {parameter.id: parameter.unit for parameter in other.parameters}
    for parameter in protocol.parameters:
        unit = units.get(parameter.id, parameter.unit)
        if unit != parameter.unit:
            yield _finding(f"parameter {parameter.id}", f"is in {parameter.unit!r}, was in {unit!r}", other.version)


def _line_findings(line: Line, before: Line, version: str) -> Iterator[Finding]:
    key = f"line {line.link_id}"
    if line.kind is not before.kind:
        yield _finding(key, f"is of kind {line.kind.value!r}, was {before.kind.value!r}", version)
    elif not _alike(line.text, before.text) and not {item.id for item in line.fields} & {f.id for f in before.fields}:
        yield _finding(key, f"asks {line.text!r}, asked {before.text!r}", version)
    held = {field.id: field for field in before.fields}
    for field in line.fields:
        if field.id in held:
            yield from _field_findings(field, held[field.id], f"{key} field {field.id}", version)


def _field_findings(field: Field, before: Field, key: str, version: str) -> Iterator[Finding]:
    if type(field) is not type(before):
        yield _finding(key, "holds another kind of value", version)
    elif isinstance(field, QuantityField) and isinstance(before, QuantityField) and field.unit != before.unit:
        yield _finding(key, f"is in {field.unit!r}, was in {before.unit!r}", version)
    elif isinstance(field, ChoiceField | ChecksField) and isinstance(before, ChoiceField | ChecksField):
        words = {option.code: option.text for option in _options(before)}
        for option in _options(field):
            if option.code in words and not _alike(option.text, words[option.code]):
                text = f"option {option.code} says {option.text!r}, said {words[option.code]!r}"
                yield _finding(key, text, version)


def _options(field: ChoiceField | ChecksField) -> tuple[Option, ...]:
    extra = field.none_of_these if isinstance(field, ChecksField) else None
    return field.options if extra is None else (*field.options, extra)


def _alike(text: str, before: str) -> bool:
    return text == before or bool(_words(text) & _words(before))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w.]+", text.lower())) - _SMALL


def _finding(key: str, text: str, version: str) -> Finding:
    return Finding("id.reused", key, f"{text} in {version}")
