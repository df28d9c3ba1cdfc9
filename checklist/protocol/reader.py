"""TOML to model: the only place where a protocol is untyped data.

A file is read whole or not at all: everything that is wrong with it is one ``ProtocolError`` naming file,
key (or line) and reason, whatever bytes it is given (SEC-083, ``ledger-and-security.md`` 11.2). Pure: bytes
in, model out.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from unicodedata import category

import msgspec

from checklist.errors import ProtocolError
from checklist.protocol.conditions import AllOf, AnyOf, Condition, Test
from checklist.protocol.form import (
    MINUTES,
    BranchForm,
    CadenceForm,
    ConditionForm,
    FieldForm,
    LineForm,
    ProtocolForm,
    SectionForm,
    VitalsForm,
)
from checklist.protocol.items import ChoiceField, Field, VitalPart, VitalsField
from checklist.protocol.limits import Limit, LimitOp
from checklist.protocol.lookup import Fault, located
from checklist.protocol.model import Branch, Cadence, Line, LineKind, Phase, Protocol, Section, Vocabulary
from checklist.protocol.references import faults
from checklist.protocol.template import filled
from checklist.protocol.vocabulary import WordList

MAX_BYTES = 1_000_000
"""Largest file taken; the complete protocol is expected to be a fifth of it."""

MAX_ROW = 1_000
"""Most characters in one line of a file."""

MAX_DEPTH = 12
"""Deepest nesting of tables and arrays; the deepest condition shipped needs eight."""


def read_protocol(data: bytes, file: str) -> Protocol:
    """Read one protocol file.

    Args:
        data: The file's bytes.
        file: Its name, for error messages only.

    Raises:
        ProtocolError: The file cannot be used; parameters ``file``, ``key`` and ``reason``, and ``line``
            where the TOML itself is wrong.
    """
    raw = _parse(_text(data, file), file)
    for fault in _unsafe(raw):
        raise _error(file, "protocol.unsafe", fault)
    form = _form(raw, file)
    for fault in faults(form):
        raise _error(file, "protocol.invalid", fault)
    return _protocol(form, hashlib.sha256(data).hexdigest())


def _error(file: str, code: str, fault: Fault) -> ProtocolError:
    key, reason = fault
    return ProtocolError(code, f"{file}: {key}: {reason}", file=file, key=key, reason=reason)


def _text(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _error(file, "protocol.too-large", ("file", f"has {len(data)} bytes, at most {MAX_BYTES} are read"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte {error.start} is not UTF-8"
        raise _syntax_error(file, "protocol.encoding", line, reason) from None


def _syntax_error(file: str, code: str, line: int, reason: str) -> ProtocolError:
    return ProtocolError(
        code, f"{file}: line {line}: {reason}", file=file, key=f"line {line}", line=line, reason=reason
    )


def _parse(text: str, file: str) -> dict[str, object]:
    _refuse_slow_rows(text, file)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _error(file, "protocol.too-deep", ("file", "is nested too deeply")) from None
    except ValueError as error:  # TOMLDecodeError, or a number too long for an int
        reason = str(error)
        found = re.search(r" \(at line (\d+), column \d+\)$", reason)
        line = int(found[1]) if found else text.count("\n") + 1
        raise _syntax_error(file, "protocol.syntax", line, reason.partition(" (at ")[0]) from None


_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*+(?:"|$)|'[^']*+(?:'|$)""")


def _refuse_slow_rows(text: str, file: str) -> None:
    """Refuse what the standard library's parser needs time in the square of: keys of very many parts."""
    for index, row in enumerate(text.split("\n")):
        if len(row) > MAX_ROW:
            raise _syntax_error(file, "protocol.too-large", index + 1, f"is longer than {MAX_ROW} characters")
        dots = re.split(r"[=#]", _QUOTED.sub("", row), maxsplit=1)[0].count(".")
        if dots > MAX_DEPTH:
            raise _syntax_error(file, "protocol.too-deep", index + 1, f"a key has more than {MAX_DEPTH} parts")


_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _unsafe(raw: dict[str, object]) -> Iterator[Fault]:
    """Yield what no protocol may hold: deep nesting, control and text-direction characters."""
    stack: list[tuple[str, object, int]] = [("", raw, 0)]
    while stack:
        path, value, depth = stack.pop()
        if depth > MAX_DEPTH:
            yield located(raw, path)[:80] or "file", f"is nested deeper than {MAX_DEPTH}"
            return
        match value:
            case dict():
                stack.extend((f"{path}.{key}", item, depth + 1) for key, item in value.items())
            case list():
                stack.extend((f"{path}[{index}]", item, depth + 1) for index, item in enumerate(value))
            case str() if any(sign in _BIDI or (category(sign) == "Cc" and sign != "\n") for sign in value):
                yield located(raw, path) or "file", "holds a control or text-direction character"
            case _:
                pass


def _form(raw: Mapping[str, object], file: str) -> ProtocolForm:
    try:
        return msgspec.convert(raw, ProtocolForm, strict=True)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).rpartition(" - at `$")
        fault = (located(raw, path.rstrip("`")) or "file", reason) if reason else ("file", str(error))
        raise _error(file, "protocol.shape", fault) from None


def _protocol(form: ProtocolForm, digest: str) -> Protocol:
    parts = {part.code: part for part in form.vital}
    words = Vocabulary(form.term, form.grade, form.action, form.medicine, form.advice, form.criterion)
    lines = [_line(line, parts, words) for line in form.line]
    sections = [(item.phase, _section(item, lines)) for item in form.section]
    return filled(
        Protocol(
            id=form.id,
            version=form.version,
            title=form.title,
            short_title=form.short_title,
            drug=form.drug,
            digest=digest,
            parameters=form.parameter,
            phases=tuple(
                Phase(phase.id, phase.title, phase.closed_by, tuple(s for of, s in sections if of == phase.id))
                for phase in form.phase
            ),
            cadences=tuple(_cadence(item) for item in form.cadence),
            follow_up=tuple(line for line in lines if line.kind is LineKind.FOLLOW_UP),
            branches=tuple(_branch(item, form) for item in form.branch),
            vocabulary=words,
            status=form.status,
        )
    )


def _section(form: SectionForm, lines: list[Line]) -> Section:
    held = [line for line in lines if line.section == form.id]
    return Section(
        id=form.id,
        phase=form.phase,
        step=form.step,
        title=form.title,
        lines=tuple(line for line in held if line.kind is not LineKind.EVENT),
        events=tuple(line for line in held if line.kind is LineKind.EVENT),
    )


def _line(form: LineForm, parts: Mapping[str, VitalPart], words: Vocabulary) -> Line:
    unmet = form.unmet
    return Line(
        link_id=form.link_id,
        section=form.section,
        text=form.text,
        fields=tuple(_field(field, parts, words) for field in form.field),
        source=form.source,
        help=form.help,
        required=form.required,
        enable_when=_condition(form.enable_when) if form.enable_when is not None else None,
        not_applicable=form.not_applicable,
        later_until=form.later_until,
        roles=form.roles,
        repeats=form.repeats,
        kind=form.kind,
        rule=form.rule,
        unmet=Limit(unmet.trigger, LimitOp.EQUAL, "unmet", unmet.text, unmet.source) if unmet is not None else None,
        sensed=form.sensed,
        pair=form.pair,
        each_set=form.each_set,
        set_marks=form.set_marks,
        recheck=form.recheck,
        account=form.account,
    )


def _field(form: FieldForm, parts: Mapping[str, VitalPart], words: Vocabulary) -> Field:
    if isinstance(form, ChoiceField) and form.options_from:
        return msgspec.structs.replace(form, options=words.options(WordList(form.options_from)))
    if not isinstance(form, VitalsForm):
        return form
    chosen = tuple(msgspec.structs.replace(parts[code], required=code not in form.optional) for code in form.parts)
    return VitalsField(id=form.id, parts=chosen, label=form.label, required=form.required, limits=form.limits)


def _cadence(form: CadenceForm) -> Cadence:
    """Build the cadence; minutes that a parameter sets are put in by ``template.filled``."""
    minutes = {name: getattr(form, name) for name in MINUTES}
    return Cadence(
        line=form.line,
        anchor=form.anchor,
        at_min=form.at_min,
        source=form.source,
        set_by=tuple((name, value) for name, value in minutes.items() if isinstance(value, str)),
        **{name: 0 if isinstance(value, str) else value for name, value in minutes.items()},
    )


def _branch(form: BranchForm, whole: ProtocolForm) -> Branch:
    shared = {line.id: line for line in whole.branch_line}
    lines = (*(shared[name] for name in form.common), *form.line, *(shared[name] for name in form.close))
    return Branch(form.id, form.title, form.trigger, form.source, lines, form.leave, form.repeat_min)


def _condition(form: ConditionForm) -> Condition:
    """Build the condition; ``references`` has made sure that exactly one of its three forms is used."""
    if form.all is not None:
        return AllOf(tuple(_condition(part) for part in form.all))
    if form.any is not None:
        return AnyOf(tuple(_condition(part) for part in form.any))
    if form.question is None or form.field is None or form.op is None or form.answer is None:
        msg = "a test without question, field, op or answer came past the reference checks"
        raise AssertionError(msg)
    return Test(form.question, form.field, form.op, form.answer, form.part)
