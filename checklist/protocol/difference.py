"""What changed for the nurse between two versions of a protocol, in sentences.

Ids are matched by themselves; a line that keeps its id is the same line. Every sentence names the line and says what
is new and what it was. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol as Contract

from checklist.protocol.items import ChecksField, ChoiceField, Field, Option, ScoreField, VitalsField
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import Branch, Cadence, Line, Parameter, Protocol

_ASKS = {
    Trigger.HSX: "a stop nobody passes",
    Trigger.HS: "a stop the prescriber may pass",
    Trigger.BR: "an emergency list",
    Trigger.ES: "telling the prescriber",
    Trigger.CA: "a note",
}


def difference(before: Protocol, after: Protocol) -> tuple[str, ...]:
    """Return what changed, in the order a nurse meets it: lines, cadence, parameters, emergency lists, word lists."""
    return (
        *_lines(before, after),
        *_cadences(before, after),
        *_parameters(before, after),
        *_branches(before, after),
        *_word_lists(before, after),
    )


def _lines(before: Protocol, after: Protocol) -> Iterator[str]:
    old = {line.link_id: line for line in before.all_lines()}
    new = {line.link_id: line for line in after.all_lines()}
    yield from (f"{_name(line)}: removed." for name, line in old.items() if name not in new)
    for name, line in new.items():
        if name not in old:
            yield f"{_name(line)}: added{_place(line, after)}."
        else:
            yield from _line(old[name], line, after)


def _name(line: Line) -> str:
    return f'{line.link_id} "{line.text}"'


def _place(line: Line, protocol: Protocol) -> str:
    if not line.section:
        return ", between visits"
    section = protocol.section_of(line.link_id)
    return f' in "{section.title}"' + ("" if line in section.lines else ", recorded when it happens")


def _line(old: Line, new: Line, after: Protocol) -> Iterator[str]:
    name = _name(new)
    if (old.section, old.kind) != (new.section, new.kind):
        yield f"{name}: moved{_place(new, after).replace(' in ', ' to ')}."
    yield from _reworded(name, "its words", old.text, new.text)
    yield from _reworded(name, "its help", old.help, new.help)
    if old.required != new.required:
        yield f"{name}: now {'required' if new.required else 'optional'}."
    if old.enable_when != new.enable_when:
        always = "always shown" if new.enable_when is None else "shown under another condition"
        yield f"{name}: now {always}."
    if old.sensed != new.sensed:
        yield f"{name}: {'can now be confirmed from evidence' if new.sensed else 'is now answered by hand'}."
    if old.each_set != new.each_set or old.set_marks != new.set_marks:
        yield f"{name}: asked {'again with the readings' if new.each_set else 'once'}."
    if old.account != new.account:
        yield f"{name}: {'is now an entry of' if new.account else 'no longer enters'} the drug account."
    yield from _set(name, "way out", _texts(old.not_applicable), _texts(new.not_applicable))
    yield from _fields(name, old.fields, new.fields)


def _reworded(name: str, what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f'{name}: {what} now "{new}", was "{old}".' if old and new else f"{name}: {what} {_gone(old, new)}."


def _gone(old: str, new: str) -> str:
    return f'"{new}" added' if new else f'"{old}" removed'


class _Worded(Contract):
    """What has a code and words: options, reasons, terms, medicines, instructions."""

    @property
    def code(self) -> str: ...

    @property
    def text(self) -> str: ...


def _texts(items: Iterable[_Worded]) -> Mapping[str, str]:
    return {item.code: item.text for item in items}


def _fields(name: str, old: Sequence[Field], new: Sequence[Field]) -> Iterator[str]:
    held = {field.id: field for field in old}
    kept = {field.id for field in new}
    yield from (f"{name}: {_field(field)} no longer asked." for field in old if field.id not in kept)
    for field in new:
        was = held.get(field.id)
        if was is None:
            yield f"{name}: {_field(field)} also asked."
            continue
        yield from _reworded(name, f"the label of {_field(field)}", was.label, field.label)
        yield from _set(f"{name}: {_field(field)}", "option", _options(was), _options(field))
        yield from _limits(name, was.limits, field.limits)


def _field(field: Field) -> str:
    return f'"{field.label or field.id}"'


def _options(field: Field) -> Mapping[str, str]:
    options: tuple[Option, ...] = ()
    match field:
        case ChoiceField():
            options = field.options
        case ChecksField():
            options = field.options + ((field.none_of_these,) if field.none_of_these is not None else ())
        case ScoreField():
            options = field.anchors
        case VitalsField():
            return {part.code: part.label for part in field.parts}
        case _:
            pass
    return _texts(options)


def _set(name: str, what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    yield from (f'{name}: {what} "{text}" removed.' for code, text in old.items() if code not in new)
    yield from (f'{name}: {what} "{text}" added.' for code, text in new.items() if code not in old)
    for code, text in new.items():
        if old.get(code, text) != text:
            yield f'{name}: {what} now says "{text}", was "{old[code]}".'


_Key = tuple[str, ...]


def _limits(name: str, old: Sequence[Limit], new: Sequence[Limit]) -> Iterator[str]:
    was, now = _keyed(old), _keyed(new)
    yield from (f'{name}: limit "{limit.text}" removed.' for key, limit in was.items() if key not in now)
    for key, limit in now.items():
        before = was.get(key)
        if before is None:
            yield f'{name}: limit "{limit.text}" added, asks for {_ASKS[limit.trigger]}.'
        elif before.text != limit.text or before.than != limit.than:
            yield f'{name}: limit now "{limit.text}", was "{before.text}".'
        elif before.repeat_min != limit.repeat_min:
            yield f'{name}: limit "{limit.text}" {_repeat(limit.repeat_min)}.'


def _repeat(minutes: str) -> str:
    return f"now asks for another set after {minutes} min" if minutes else "no longer asks for another set"


def _keyed(limits: Sequence[Limit]) -> dict[_Key, Limit]:
    """Return limits by what they look at and ask for; their number may change, so it counts only among alike ones."""
    keyed: dict[_Key, Limit] = {}
    for limit in limits:
        code = limit.than if limit.op in {LimitOp.EQUAL, LimitOp.INCLUDES} else ""
        key: _Key = (limit.trigger, limit.op, limit.part or "", limit.branch or "", code, *limit.only_if)
        while key in keyed:
            key = (*key, "also")
        keyed[key] = limit
    return keyed


def _cadences(before: Protocol, after: Protocol) -> Iterator[str]:
    old = {cadence.line: _minutes(cadence) for cadence in before.cadences}
    new = {cadence.line: _minutes(cadence) for cadence in after.cadences}
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield f"{name}: now due {new.get(name, 'never')}, was {old.get(name, 'never')}."


def _minutes(cadence: Cadence) -> str:
    told = [f"at {', '.join(map(str, cadence.at_min))} min"] if cadence.at_min else []
    if cadence.every_min is not None:
        told.append(f"every {cadence.every_min} min")
    if cadence.until_min is not None:
        told.append(f"until {cadence.until_min} min")
    if cadence.then_every_min is not None:
        told.append(f"then every {cadence.then_every_min} min")
    told.append(f"from {cadence.early_min} min before to {cadence.grace_min} min after")
    return ", ".join(told)


def _parameters(before: Protocol, after: Protocol) -> Iterator[str]:
    old = {item.id: item for item in before.parameters}
    new = {item.id: item for item in after.parameters}
    yield from (f"{item.id}: removed, was {_value(item)}." for name, item in old.items() if name not in new)
    for name, item in new.items():
        was, label = old.get(name), f'{item.id} "{item.text}"' if item.text else item.id
        if was is None:
            yield f"{label}: added, {_value(item)}."
        elif was.value != item.value:
            yield f"{label}: now {_value(item)}, was {_value(was)}."
        elif (was.low, was.high, was.choices) != (item.low, item.high, item.choices):
            yield f"{label}: still {_value(item)}, may be set within another range."


def _value(parameter: Parameter) -> str:
    unit = {"1": "", "mm[Hg]": "mmHg"}.get(parameter.unit, parameter.unit)
    return f"{parameter.words} {unit}".strip()


def _branches(before: Protocol, after: Protocol) -> Iterator[str]:
    old = {branch.id: branch for branch in before.branches}
    new = {branch.id: branch for branch in after.branches}
    yield from (f'{branch.id} "{branch.title}": list removed.' for name, branch in old.items() if name not in new)
    for name, branch in new.items():
        if name not in old:
            yield f'{branch.id} "{branch.title}": list added, {len(branch.lines)} lines.'
        else:
            yield from _branch(old[name], branch)


def _branch(old: Branch, new: Branch) -> Iterator[str]:
    name = f'{new.id} "{new.title}"'
    if old.trigger != new.trigger:
        yield f'{name}: now opens for "{new.trigger}", was "{old.trigger}".'
    if old.repeat_min != new.repeat_min:
        yield f"{name}: while it runs, {_repeat(new.repeat_min)}."
    was, now = {line.id: line.text for line in old.lines}, {line.id: line.text for line in new.lines}
    yield from _set(name, "line", was, now)
    if was.keys() == now.keys() and list(was) != list(now):
        yield f"{name}: the order of its lines changed."


def _word_lists(before: Protocol, after: Protocol) -> Iterator[str]:
    old, new = before.vocabulary, after.vocabulary
    for name, was, now in (
        ("Adverse events", old.terms, new.terms),
        ("Grades", old.grades, new.grades),
        ("Actions", old.actions, new.actions),
        ("Rescue medicines", old.medicines, new.medicines),
        ("Instructions", old.advice, new.advice),
    ):
        yield from _set(name, "entry", _texts(was), _texts(now))
    criteria_old = {item.text: item.text for item in old.criteria}
    criteria_new = {item.text: item.text for item in new.criteria}
    yield from _set("Discharge", "criterion", criteria_old, criteria_new)
