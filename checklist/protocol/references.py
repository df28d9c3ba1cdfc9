"""What a protocol file must hold together: ids, references, and the order of things.

Works on the file's form, so that each fault names its place as the author sees it. Pure; imports only this
package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checklist.protocol.account_rules import account_faults
from checklist.protocol.conditions import Op
from checklist.protocol.content_rules import branch_faults, hole_faults, parameter_faults, word_faults
from checklist.protocol.context import INFUSION
from checklist.protocol.evidence_rules import evidence_faults, kind_faults
from checklist.protocol.field_rules import CODE, VITALS, field_faults, range_faults
from checklist.protocol.form import (
    MINUTES,
    CadenceForm,
    ConditionForm,
    FieldForm,
    LineForm,
    PhaseForm,
    ProtocolForm,
    VitalsForm,
)
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    Field,
    Meaning,
    QuantityField,
    ScoreField,
    SignatureField,
)
from checklist.protocol.limit_rules import options_of
from checklist.protocol.lookup import Book, Fault, at, book_of, key, repeated
from checklist.protocol.model import ROLES, STEPS_OF, LineKind, Step
from checklist.protocol.values import number

PROTOCOL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)
"""``MAJOR.MINOR.PATCH`` of semantic versioning, without labels."""

_LINK_ID = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")


def faults(form: ProtocolForm) -> Iterator[Fault]:
    """Yield everything that is wrong with a form: the place in the file, and the reason."""
    book = book_of(form)
    yield from _heading_faults(form)
    yield from _vital_faults(form)
    yield from repeated([item.id for item in form.parameter], "parameter", "parameter")
    for index, parameter in enumerate(form.parameter):
        yield from parameter_faults(parameter, at("parameter", index, parameter.id))
    yield from _section_faults(form)
    yield from repeated([line.link_id for line in form.line], "line", "line")
    for index, line in enumerate(form.line):
        yield from _line_faults(line, at("line", index, line.link_id), form, book)
    for index, phase in enumerate(form.phase):
        yield from _phase_faults(phase, at("phase", index, phase.id), form, book)
    yield from repeated([cadence.line for cadence in form.cadence], "cadence", "cadence of line")
    for index, cadence in enumerate(form.cadence):
        yield from _cadence_faults(cadence, at("cadence", index, cadence.line), book)
    yield from branch_faults(form, book)
    yield from word_faults(form, book)
    yield from hole_faults(form, book)


def _heading_faults(form: ProtocolForm) -> Iterator[Fault]:
    if not PROTOCOL_ID.fullmatch(form.id):
        yield "id", f"{form.id!r} is no id: lower case letters, digits and '-'"
    if not VERSION.fullmatch(form.version):
        yield "version", f"{form.version!r} is no version such as 1.2.0"
    for name, text in (("title", form.title), ("short_title", form.short_title), ("drug", form.drug)):
        if not text.strip():
            yield name, "is empty"


def _vital_faults(form: ProtocolForm) -> Iterator[Fault]:
    yield from repeated([vital.code for vital in form.vital], "vital", "vital")
    for index, vital in enumerate(form.vital):
        place = at("vital", index, vital.code)
        if vital.code not in VITALS:
            yield key(place, "code"), f"must be one of {', '.join(VITALS)}"
        yield from range_faults(vital, place)


def _section_faults(form: ProtocolForm) -> Iterator[Fault]:
    phases = {phase.id for phase in form.phase}
    yield from repeated([section.id for section in form.section], "section", "section")
    for index, section in enumerate(form.section):
        place = at("section", index, section.id)
        if section.phase not in phases:
            yield key(place, "phase"), f"there is no phase {section.phase.value!r}"
        if section.step not in STEPS_OF[section.phase]:
            yield key(place, "step"), f"{section.step.value!r} is no step of phase {section.phase.value!r}"
        if not any(line.section == section.id and line.kind is not LineKind.EVENT for line in form.line):
            yield place, "has no line"


def _phase_faults(phase: PhaseForm, place: str, form: ProtocolForm, book: Book) -> Iterator[Fault]:
    yield from repeated([item.id for item in form.phase], "phase", "phase")
    sections = {section.id for section in form.section if section.phase == phase.id}
    if not sections:
        yield place, "has no section"
    closing = book.lines.get(phase.closed_by)
    here = key(place, "closed_by")
    if closing is None:
        yield here, f"there is no line {phase.closed_by!r}"
    elif closing.section not in sections:
        yield here, f"{phase.closed_by!r} is not in this phase"
    elif not any(_closes(field) for field in closing.field):
        yield here, f"{phase.closed_by!r} has no required signature that says 'perform'"
    elif closing.enable_when is not None or not closing.required or closing.not_applicable:
        yield here, f"{phase.closed_by!r} must always be shown and required"


def _closes(field: FieldForm) -> bool:
    return isinstance(field, SignatureField) and field.required and field.meaning is Meaning.PERFORM


def _line_faults(line: LineForm, place: str, form: ProtocolForm, book: Book) -> Iterator[Fault]:
    if not _LINK_ID.fullmatch(line.link_id):
        yield key(place, "link_id"), f"{line.link_id!r} is no link id such as pre.vitals"
    if not line.text.strip():
        yield key(place, "text"), "is empty"
    section = next((item for item in form.section if item.id == line.section), None)
    yield from kind_faults(line, place)
    if section is None:
        if line.section:
            yield key(place, "section"), f"there is no section {line.section!r}"
    elif line.later_until is not None and _rank(line.later_until) < _rank(section.step):
        yield key(place, "later_until"), f"{line.later_until.value!r} comes before the line's own step"
    if not line.roles or not ROLES.issuperset(line.roles):
        yield key(place, "roles"), f"must be some of {', '.join(sorted(ROLES))}"
    yield from repeated([reason.code for reason in line.not_applicable], place, "reason")
    for index, reason in enumerate(line.not_applicable):
        if not CODE.fullmatch(reason.code) or not reason.text.strip():
            yield at("not_applicable", index, reason.code, place), "needs a code in lower case and a text"
    if line.repeats and [type(field) for field in line.field] != [VitalsForm]:
        yield key(place, "repeats"), "is for a line with one field of vital signs"
    yield from field_faults(line, place, book)
    yield from evidence_faults(line, place, book)
    yield from account_faults(line, place, book)
    if line.enable_when is not None:
        yield from _condition_faults(line.enable_when, key(place, "enable_when"), line, book)


def _rank(step: Step) -> int:
    return list(Step).index(step)


def _condition_faults(form: ConditionForm, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    test = (form.question, form.field, form.op, form.answer)
    parts = form.all if form.all is not None else form.any
    shapes = (form.all is not None) + (form.any is not None) + any(item is not None for item in (*test, form.part))
    if shapes != 1:
        yield place, "must be one of 'all', 'any' or a test"
    elif parts is None:
        yield from _test_faults(form, place, line, book)
    elif not parts:
        yield place, "needs at least one condition"
    else:
        for index, part in enumerate(parts):
            name = "all" if form.all is not None else "any"
            yield from _condition_faults(part, at(name, index, inside=place), line, book)


def _asked_of(link_id: str, book: Book) -> tuple[Field, ...]:
    """Return the fields a condition may ask of a pseudo line: none of what goes on by the clock."""
    return () if link_id == INFUSION else book.context(link_id)


def _test_faults(form: ConditionForm, place: str, line: LineForm, book: Book) -> Iterator[Fault]:
    if form.question is None or form.field is None or form.op is None or form.answer is None:
        yield place, "a test needs question, field, op and answer"
        return
    source = book.lines.get(form.question)
    fields: tuple[FieldForm | Field, ...] = source.field if source is not None else _asked_of(form.question, book)
    if not fields:
        yield key(place, "question"), f"there is no line {form.question!r}"
        return
    if source is not None and book.position.get(form.question, 0) >= book.position.get(line.link_id, 0):
        yield key(place, "question"), f"{form.question!r} must come before this line"
    field = next((item for item in fields if item.id == form.field), None)
    if field is None:
        yield key(place, "field"), f"{form.question!r} has no field {form.field!r}"
        return
    if isinstance(field, VitalsForm):
        if form.part not in field.parts:
            yield key(place, "part"), f"must be one of {', '.join(field.parts)}"
    elif form.part is not None:
        yield key(place, "part"), "is for vital signs only"
    if form.op not in _ops_of(field):
        yield key(place, "op"), f"{form.op.value!r} does not fit a field of this type"
        return
    yield from _answer_faults(form.op, form.answer, field, key(place, "answer"), book)


_ORDER = frozenset({Op.EQUAL, Op.NOT_EQUAL, Op.OVER, Op.AT_LEAST, Op.UNDER, Op.AT_MOST})


def _ops_of(field: FieldForm | Field) -> frozenset[Op]:
    match field:
        case SignatureField():
            return frozenset()
        case ChoiceField():
            return frozenset({Op.EXISTS, Op.EQUAL, Op.NOT_EQUAL})
        case ChecksField():
            return frozenset({Op.EXISTS, Op.INCLUDES})
        case QuantityField() | ScoreField() | VitalsForm():
            return _ORDER | {Op.EXISTS}
        case _:
            return frozenset({Op.EXISTS})


def _answer_faults(op: Op, answer: str, field: FieldForm | Field, place: str, book: Book) -> Iterator[Fault]:
    if op is Op.EXISTS:
        if answer not in {"true", "false"}:
            yield place, "is 'true' or 'false' with 'exists'"
    elif isinstance(field, ChoiceField | ChecksField):
        if answer not in options_of(field, book):
            yield place, f"{answer!r} is no option of that field"
    elif number(answer) is None:
        yield place, f"{answer!r} is not a number"


def _cadence_faults(cadence: CadenceForm, place: str, book: Book) -> Iterator[Fault]:
    line = book.lines.get(cadence.line)
    if line is None or not line.repeats:
        yield key(place, "line"), f"{cadence.line!r} is no line that repeats"
    if list(cadence.at_min) != sorted(set(cadence.at_min)) or any(mark < 0 for mark in cadence.at_min):
        yield key(place, "at_min"), "must rise, from 0"
    minutes = {name: _minutes(getattr(cadence, name), book) for name in MINUTES}
    for name, value in minutes.items():
        if value is None and getattr(cadence, name) is not None:
            yield key(place, name), "is no parameter in whole minutes"
            return
    early, grace = minutes["early_min"] or 0, minutes["grace_min"] or 0
    every, until, then = minutes["every_min"], minutes["until_min"], minutes["then_every_min"]
    if not cadence.at_min and every is None:
        yield place, "has no mark"
    if every is not None and every <= early + grace:
        yield key(place, "every_min"), "must be longer than early_min and grace_min together"
    if until is not None and until < 1:
        yield key(place, "until_min"), "is 1 or more"
    if then is not None and (until is None or then <= early + grace):
        yield key(place, "then_every_min"), "goes with until_min, longer than early_min and grace_min together"
    if early < 0 or grace < 0:
        yield place, "early_min and grace_min are 0 or more"


def _minutes(held: int | str | None, book: Book) -> int | None:
    if not isinstance(held, str):
        return held
    parameter = book.parameters.get(held)
    if parameter is None or parameter.unit != "min" or not parameter.value.isdecimal():
        return None
    return int(parameter.value)
