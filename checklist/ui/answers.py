"""The words for an answer of any field type (``ux.md`` 7). No Qt.

What stands on a row, in a record's answer list and in a spoken name is made here, so that one answer reads the same
everywhere. Numbers, dates and units come from ``formats``; option words from the protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

import msgspec

from checklist.clock import Reading
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    Option,
    ScoreField,
    VitalPart,
    VitalsField,
)
from checklist.protocol.limits import LimitOp
from checklist.protocol.model import Line, Step
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    Moment,
    Quantity,
    Score,
    Signed,
    Text,
    Value,
    VitalMissing,
    VitalSigns,
)
from checklist.session.readiness import Readiness
from checklist.session.state import LineState, Mark, Override
from checklist.session.state import Told as ProviderTold
from checklist.session.views import LineStatus, LineView
from checklist.ui import formats, texts
from checklist.ui.readiness_words import readiness_words

_STATUS_WORDS = {
    LineStatus.TODO: "to do",
    LineStatus.SENSED: "to confirm",
    LineStatus.DONE: "done",
    LineStatus.CORRECTED: "done, corrected",
    LineStatus.LATER: "for later",
    LineStatus.NOT_APPLICABLE: "not applicable",
    LineStatus.EXCEPTION: "done with an exception",
    LineStatus.STOP: "stopped",
}


_SHORT = frozenset({"Yes", "No", "None", "No signs"})


class Told(msgspec.Struct, frozen=True):
    """What wording needs besides the answer.

    Attributes:
        name: Name of a person by id, with post (``A. Diallo RN``).
        initials: Initials of a person by id.
        now: For the distance of a time; None leaves it out (records, exports).
        cosign_ms: Within how many ms of a telephone order its co-signature is due.
    """

    name: Callable[[str], str]
    initials: Callable[[str], str]
    now: Reading | None = None
    cosign_ms: int = 24 * 3_600_000


def field_words(field: Field, value: Value, told: Told) -> str:
    """Write one field's value, without its label: ``132/84 mmHg, heart rate 78 /min``, ``Match``, ``68.4 kg``."""
    match value:
        case Confirmed():
            return field.label if isinstance(field, ConfirmField) else "Confirmed"
        case Chosen(option):
            return _option_words(field.options, option) if isinstance(field, ChoiceField) else option
        case ChosenSet(options):
            return _set_words(field, options) if isinstance(field, ChecksField) else ", ".join(options)
        case Quantity(number, unit):
            return formats.quantity(number, unit)
        case Moment(at_ms, tz_min):
            return _moment_words(at_ms, tz_min, told.now)
        case Day(date):
            return formats.day(date)
        case Text(text):
            return text
        case Score(number):
            return _score_words(field, number)
        case VitalSigns():
            return _vitals_words(field, value) if isinstance(field, VitalsField) else ""
        case Signed():
            return f"Signed, {told.name(value.person)}"
        case _:
            assert_never(value)


def answer_words(line: Line, answer: Answer, told: Told) -> str:
    """Write a line's answer on one line; a bare number of a line with several fields gets its label."""
    several = len(line.fields) > 1
    words = []
    for field in line.fields:
        value = answer.get(field.id)
        if value is None:
            continue
        written = field_words(field, value, told)
        words.append(_labelled(field, value, written) if several and field.label else written)
    return ", ".join(words)


def brief_words(line: Line, answer: Answer, told: Told) -> str:
    """Write a line's answer for a row: of a questionnaire its total, of any other line all of it."""
    for field in line.fields:
        total = answer.get(field.id)
        if isinstance(field, ScoreField) and field.sum_of and total is not None:
            return f"{field.label} {field_words(field, total, told)} of {formats.number(field.high)}"
    return answer_words(line, answer, told)


def _labelled(field: Field, value: Value, written: str) -> str:
    """Put the label before what says nothing alone: a bare number, a time, a yes or no."""
    if isinstance(value, Score | Quantity | Day | Moment):
        return f"{field.label} {written}"
    return f"{field.label}: {written.lower()}" if written in _SHORT else written


def line_words(view: LineView, told: Told) -> str:
    """Write what a row says to the right of its title; empty while the line is open."""
    recorded = view.recorded
    if view.readiness is not None:
        return _computed_words(view, view.readiness, told)
    if view.status is LineStatus.SENSED and view.offered is not None:
        return f"{answer_words(view.line, view.offered, told)}, to confirm"
    if view.status is LineStatus.LATER and recorded.deferred is not None:
        return later_words(recorded.deferred.until, view)
    if view.status is LineStatus.NOT_APPLICABLE and recorded.not_applicable is not None:
        return f"Not applicable: {not_applicable_words(view)}"
    words = brief_words(view.line, view.answer, told) if view.answer is not None else ""
    if not words and recorded.signatures:
        words = "Signed, " + ", ".join(told.name(item.signed.person) for item in recorded.signatures)
    if view.status is LineStatus.EXCEPTION and recorded.overrides:
        return f"{words}, {override_words(recorded.overrides[-1], told)}"
    return words


def override_words(item: Override, told: Told) -> str:
    """Write who passed a stop: ``passed by Dr R. Okafor``, or by telephone with witness and co-signature."""
    if not item.prescriber:
        return f"passed by {told.name(item.mark.person)}"
    words = f"{told.name(item.prescriber)} by phone"
    if item.witness is not None:
        words += f", heard by {told.name(item.witness.person)}"
    if item.cosigned is not None:
        at = formats.date_time(item.cosigned.at_ms, item.cosigned.tz_min)
        return f"{words}, co-signed {at}"
    if item.witness is None:
        words += ", waiting for a witness"
    return f"{words}, {_cosign_words(item.mark, told)}"


def _cosign_words(mark: Mark, told: Told) -> str:
    due_ms = mark.at_ms + told.cosign_ms
    now = told.now
    if now is None:
        return f"to be co-signed by {formats.date_time(due_ms, mark.tz_min)}"
    if now.wall_ms > due_ms:
        return f"co-signature late since {formats.date_time(due_ms, mark.tz_min)}"
    return f"to be co-signed by {formats.deadline(due_ms, now.wall_ms, now.tz_min)}"


def _computed_words(view: LineView, readiness: Readiness, told: Told) -> str:
    words = readiness_words(view.line, readiness, told.now, readiness.mark.tz_min)
    if view.status is LineStatus.EXCEPTION and view.recorded.overrides:
        return f"{words}, passed by {told.name(view.recorded.overrides[-1].mark.person)}"
    return words


def later_words(until: Step, view: LineView) -> str:
    """Write until when a line was put off: ``Later: before discharge``."""
    if view.line.later_until is None:
        return "Later: in this step"
    return f"Later: before {texts.step(until).lower()}"


def not_applicable_words(view: LineView) -> str:
    """Write why a line does not apply: the listed reason, with the words typed where there are any."""
    said = view.recorded.not_applicable
    if said is None:
        return ""
    listed = next((item.text for item in view.line.not_applicable if item.code == said.reason), said.reason)
    return f"{listed}, {said.text}" if said.text else listed


def mark_of(recorded: LineState) -> Mark | None:
    """Return who and when of what is in force on a line, or None while it is open."""
    if recorded.current is not None:
        return recorded.current.mark
    if recorded.not_applicable is not None:
        return recorded.not_applicable.mark
    if recorded.deferred is not None:
        return recorded.deferred.mark
    return recorded.signatures[-1].mark if recorded.signatures else None


def told_words(item: ProviderTold, initials: Callable[[str], str]) -> str:
    """Write that a provider was told: ``09:14 AD told Dr R. Okafor, order: wait, read back``."""
    at = formats.time_of(item.occurred.at_ms if item.occurred else item.mark.at_ms, item.mark.tz_min)
    parts = [f"{at} {initials(item.mark.person)} told {item.told}"]
    if not item.answered:
        parts.append("no answer yet")
    elif item.order:
        parts.append(f"order: {item.order}" + (", read back" if item.read_back else ""))
    return ", ".join(parts)


def answer_wanted(params: Mapping[str, str], now: Reading) -> str:
    """Return ``Told 09:14, no answer yet. From 09:19 call the next contact.`` of a ``need.answer`` block."""
    told = formats.time_of(int(params["at_ms"]), now.tz_min)
    next_ms = int(params["escalate_ms"])
    if now.wall_ms >= next_ms:
        return f"Told {told}, no answer yet. Call the next contact now."
    return f"Told {told}, no answer yet. From {formats.time_of(next_ms, now.tz_min)} call the next contact."


def stamp(mark: Mark, told: Told) -> str:
    """Write time and initials: ``09:02  AD``."""
    return f"{formats.time_of(mark.at_ms, mark.tz_min)}  {told.initials(mark.person)}"


def spoken(view: LineView, told: Told) -> str:
    """Write the accessible name of a row: ``Allergies, done, penicillin (rash), 09:02, A. Diallo RN``."""
    parts = [view.line.text, _STATUS_WORDS[view.status], line_words(view, told)]
    mark = mark_of(view.recorded)
    if mark is not None and view.status is not LineStatus.TODO:
        parts += [formats.time_of(mark.at_ms, mark.tz_min), told.name(mark.person)]
    return ", ".join(part for part in parts if part)


def _option_words(options: tuple[Option, ...], code: str) -> str:
    return next((option.text for option in options if option.code == code), code)


def _set_words(field: ChecksField, ticked: tuple[str, ...]) -> str:
    if field.none_of_these is not None and field.none_of_these.code in ticked:
        return field.none_of_these.text
    chosen = [option.text for option in field.options if option.code in ticked]
    missing = [option.text for option in field.options if option.code not in ticked]
    if not is_set_of_confirms(field):
        return ", ".join(chosen) or "None"
    if not missing:
        return f"All {len(field.options)} confirmed"
    return f"{len(chosen)} of {len(field.options)}, missing: {', '.join(missing)}"


def is_set_of_confirms(field: ChecksField) -> bool:
    """Return whether every option is meant to be ticked, so that a missing one is what matters."""
    whole = any(limit.op is LimitOp.INCOMPLETE for limit in field.limits)
    return whole or field.at_least == len(field.options)


def _moment_words(at_ms: int, tz_min: int, now: Reading | None) -> str:
    if now is None:
        return formats.date_time(at_ms, tz_min)
    return formats.relative(at_ms, now.wall_ms, tz_min)


def _score_words(field: Field, number: int) -> str:
    anchors = field.anchors if isinstance(field, ScoreField) else ()
    anchor = next((option.text for option in anchors if option.code == str(number)), "")
    return f"{formats.number(number)}, {anchor}" if anchor else formats.number(number)


def _vitals_words(field: VitalsField, signs: VitalSigns) -> str:
    words = []
    systolic, diastolic = signs.get("sbp"), signs.get("dbp")
    if systolic is not None and diastolic is not None:
        words.append(f"{formats.pressure(systolic, diastolic)} mmHg")
    for part in field.parts:
        value = signs.get(part.code)
        if value is None or (part.code in ("sbp", "dbp") and systolic is not None and diastolic is not None):
            continue
        words.append(f"{part.label} {formats.quantity(value, part.unit)}")
    return ", ".join(words + _missing_words(field, signs.missing))


def _missing_words(field: VitalsField, missing: tuple[VitalMissing, ...]) -> list[str]:
    codes = {item.code: item.reason for item in missing}
    words = []
    for part in field.parts:
        if part.code not in codes or (part.code == "dbp" and codes.get("sbp") == codes["dbp"]):
            continue
        words.append(f"{part_name(part)} {texts.reason(codes[part.code]).lower()}")
    return words


def part_name(part: VitalPart) -> str:
    """Return what a missing part is called; both ends of a pressure share one field and one name."""
    return "Blood pressure" if part.code in ("sbp", "dbp") else part.label
