"""What parameters, emergency branches, word lists and the texts of a file must satisfy.

Pure; imports only this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from checklist.protocol.field_rules import CODE, option_faults
from checklist.protocol.form import BranchForm, ProtocolForm
from checklist.protocol.items import ChecksField
from checklist.protocol.limit_rules import UNITS, minute_faults
from checklist.protocol.lookup import Book, Fault, at, key, located, repeated
from checklist.protocol.model import Parameter
from checklist.protocol.template import HOLE
from checklist.protocol.values import number

_PARAMETER_ID = re.compile(r"p\.[a-z0-9]+(_[a-z0-9]+)*")
_BRANCH_ID = re.compile(r"em\.[a-z0-9]+(-[a-z0-9]+)*")


def parameter_faults(parameter: Parameter, place: str) -> Iterator[Fault]:
    """Yield what is wrong with one parameter."""
    if not _PARAMETER_ID.fullmatch(parameter.id):
        yield key(place, "id"), f"{parameter.id!r} is no parameter id such as p.sbp_low"
    if not parameter.source.strip():
        yield key(place, "source"), "is empty"
    if parameter.choices:
        yield from _word_faults(parameter, place)
    else:
        yield from _number_faults(parameter, place)


def _word_faults(parameter: Parameter, place: str) -> Iterator[Fault]:
    yield from option_faults(parameter.choices, place)
    if parameter.value not in {option.code for option in parameter.choices}:
        yield key(place, "value"), f"{parameter.value!r} is none of its choices"
    if parameter.unit or parameter.low is not None or parameter.high is not None or parameter.stricter is not None:
        yield place, "a word has no unit, range or direction"


def _number_faults(parameter: Parameter, place: str) -> Iterator[Fault]:
    if parameter.unit not in UNITS:
        yield key(place, "unit"), f"{parameter.unit!r} is not a unit this program knows"
    ends = [("low", parameter.low), ("value", parameter.value), ("high", parameter.high)]
    given = [(name, number(text)) for name, text in ends if text is not None]
    for name, value in given:
        if value is None:
            yield key(place, name), "is not a number"
            return
    values = [value for _, value in given if value is not None]
    if values != sorted(values):
        yield key(place, "value"), "is outside its own range"


def branch_faults(form: ProtocolForm, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with the emergency branches."""
    shared = {line.id for line in form.branch_line}
    yield from repeated([line.id for line in form.branch_line], "branch_line", "branch line")
    yield from repeated([item.id for item in form.branch], "branch", "branch")
    for index, branch in enumerate(form.branch):
        place = at("branch", index, branch.id)
        if not _BRANCH_ID.fullmatch(branch.id):
            yield key(place, "id"), f"{branch.id!r} is no branch id such as em.seizure"
        if not (branch.title.strip() and branch.trigger.strip() and branch.source.strip()):
            yield place, "needs a title, a trigger and a source"
        if not shared.issuperset((*branch.common, *branch.close)):
            yield place, "names a shared line there is none of"
        if branch.repeat_min:
            yield from minute_faults(branch.repeat_min, key(place, "repeat_min"), book)
        yield from _line_faults(branch, place)
    for index, term in enumerate(form.term):
        if term.branch and term.branch not in book.branches:
            yield key(at("term", index, term.code), "branch"), f"there is no branch {term.branch!r}"


def _line_faults(branch: BranchForm, place: str) -> Iterator[Fault]:
    yield from repeated([*branch.common, *(line.id for line in branch.line), *branch.close], place, "line")
    for index, line in enumerate(branch.line):
        if not CODE.fullmatch(line.id) or not line.text.strip():
            yield at("line", index, line.id, place), "needs a code in lower case and a text"


def word_faults(form: ProtocolForm, book: Book) -> Iterator[Fault]:
    """Yield what is wrong with the word lists, and with what they point at."""
    for table in ("term", "grade", "action", "medicine", "advice"):
        items = getattr(form, table)
        yield from repeated([item.code for item in items], table, table)
        for index, item in enumerate(items):
            if not CODE.fullmatch(item.code) or not item.text.strip():
                yield at(table, index, item.code), "needs a code in lower case and a text"
    told = [field for line in form.line if line.link_id == "dis.instr" for field in line.field]
    options = {option.code for field in told if isinstance(field, ChecksField) for option in field.options}
    for index, advice in enumerate(form.advice):
        if advice.code not in options:
            yield at("advice", index, advice.code), "is no option of dis.instr"
    for index, criterion in enumerate(form.criterion):
        unknown = [link_id for link_id in criterion.lines if link_id not in book.lines]
        if unknown or not criterion.lines:
            yield key(at("criterion", index), "lines"), f"there is no line {(*unknown, '')[0]!r}"


def hole_faults(form: ProtocolForm, book: Book) -> Iterator[Fault]:
    """Yield the texts that name a parameter which does not exist."""
    raw = msgspec.to_builtins(form)
    stack: list[tuple[str, object]] = [("", raw)]
    while stack:
        path, value = stack.pop()
        match value:
            case dict():
                stack.extend((f"{path}.{name}", item) for name, item in value.items())
            case list() | tuple():
                stack.extend((f"{path}[{index}]", item) for index, item in enumerate(value))
            case str():
                for hole in HOLE.finditer(value):
                    if hole[1] not in book.parameters:
                        yield located(raw, path), f"there is no parameter {hole[1]!r}"
            case _:
                pass
