"""Words of what was stamped at the chair: what it was, its details, and how it stands. No Qt.

The newest details on a line count. What a symptom was, and which medicine, comes from the protocol's own lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.audit.trend import TrendMark
from checklist.protocol.items import ChoiceField
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment, Text
from checklist.protocol.vocabulary import WordList
from checklist.session.care_state import Detail
from checklist.session.described import is_adverse, newest, unwitnessed
from checklist.session.state import ChairEvent, SessionState
from checklist.ui import formats
from checklist.ui.answers import Told, answer_words
from checklist.ui.monitoring.words import RATE_CHANGE, RESOLVED, event_words, gap_marks, infusion_marks

AE, RESCUE = "mon.ae", "mon.rescue-med"
"""Lines of the details: an adverse event's, and a medicine's (``clinical.md`` 2.2 E)."""

_GONE = "gone"
_DOSES = frozenset({"medicine", RATE_CHANGE})


def named(protocol: Protocol, event: ChairEvent) -> str:
    """Say what it was: ``Headache``, ``ondansetron 4 mg``, ``Help called``; else the words of its tile."""
    found = (detail_named(protocol, item.link_id, item.answer) for item in reversed(event.details))
    return next((words for words in found if words), event_words(event.term))


def detail_named(protocol: Protocol, link_id: str, answer: Answer) -> str:
    """Say what details on a line name; empty where nothing is said there any more."""
    line = protocol.line(link_id)
    term = _chosen(line, answer, WordList.TERMS)
    medicine = _chosen(line, answer, WordList.MEDICINES)
    dose = answer.get("dose")
    if medicine:
        return f"{medicine} {dose.text}" if isinstance(dose, Text) else medicine
    return term or line.text


def titled(protocol: Protocol, event: ChairEvent) -> str:
    """Say what it was and when: ``Nausea, 09:41``."""
    return f"{named(protocol, event)}, {formats.time_of(event.at_ms, event.mark.tz_min)}"


def standing(protocol: Protocol, event: ChairEvent) -> str:
    """Say how an event stands: ``Grade 2, reposition, over 09:55``; for what was done, its particulars."""
    return ", ".join(_standing(protocol, event))


def _standing(protocol: Protocol, event: ChairEvent) -> Iterator[str]:
    told = Told(name=str, initials=str)
    for link_id in dict.fromkeys(item.link_id for item in event.details):
        detail = newest(event, link_id)
        if detail is not None and link_id != AE:
            yield particulars(protocol, detail.link_id, detail.answer, told)
    detail = newest(event, AE)
    settled = event.settlements[-1] if event.settlements else None
    if detail is None and settled is None:
        if is_adverse(protocol, event):
            yield "Not closed yet"
        return
    grade = settled.grade if settled is not None else _grade(detail)
    yield f"Grade {grade}"
    if detail is not None and (action := _chosen(protocol.line(AE), detail.answer, WordList.ACTIONS)):
        yield f"{action[:1].lower()}{action[1:]}"
    yield _outcome(event, detail)


def _outcome(event: ChairEvent, detail: Detail | None) -> str:
    settled = event.settlements[-1] if event.settlements else None
    if settled is None:
        return "not closed yet"
    if settled.outcome != RESOLVED:
        return f"still there. Plan: {settled.text}"
    gone = detail.answer.get("resolved") if detail is not None else None
    return f"over {formats.time_of(gone.at_ms, gone.tz_min)}" if isinstance(gone, Moment) else "over"


def particulars(protocol: Protocol, link_id: str, answer: Answer, told: Told) -> str:
    """Say the rest of the details on a line, beside what they name: ``IV, ordered by: Dr Okafor``."""
    line = protocol.line(link_id)
    named_already = {
        field.id
        for field in line.fields
        if isinstance(field, ChoiceField) and field.options_from in (WordList.TERMS, WordList.MEDICINES)
    }
    if named_already and answer.get("dose") is not None:
        named_already.add("dose")
    said = []
    for field in line.fields:
        value = None if field.id in named_already else answer.get(field.id)
        if isinstance(value, Text) and field.label:
            said.append(f"{field.label[:1].lower()}{field.label[1:]}: {value.text}")
        elif value is not None:
            said.append(answer_words(line, Answer((FieldAnswer(field.id, value),)), told))
    return ", ".join(said)


def marks_of(protocol: Protocol, state: SessionState) -> tuple[TrendMark, ...]:
    """Return what stands below the trend: start, pauses and end of the infusion, and the events."""
    events = [
        TrendMark(
            item.at_ms,
            named(protocol, item) if item.details else item.text or event_words(item.term),
            dose=item.term in _DOSES,
            withdrawn=item.withdrawn is not None,
        )
        for item in state.events
    ]
    return tuple(sorted([*infusion_marks(state), *gap_marks(state), *events], key=lambda mark: mark.at_ms))


def missing_witness(protocol: Protocol, state: SessionState, event: ChairEvent) -> Detail | None:
    """Return the details of a controlled medicine that nobody has witnessed, or None."""
    waiting = unwitnessed(protocol, state)
    return next((detail for other, detail, _medicine in waiting if other.mark.n == event.mark.n), None)


def gone_outcome(line: Line) -> str | None:
    """Return the option by which a line says that an event is over, or None where it has none."""
    field = next((f for f in line.fields if f.id == "outcome" and isinstance(f, ChoiceField)), None)
    return _GONE if field is not None and any(option.code == _GONE for option in field.options) else None


def _grade(detail: Detail | None) -> str:
    value = detail.answer.get("grade") if detail is not None else None
    return value.option if isinstance(value, Chosen) else ""


def _chosen(line: Line, answer: Answer, words: WordList) -> str:
    """Return the words of the option chosen from one of the protocol's lists, or empty."""
    for field in line.fields:
        value = answer.get(field.id)
        if isinstance(field, ChoiceField) and field.options_from == words and isinstance(value, Chosen):
            return next((option.text for option in field.options if option.code == value.option), value.option)
    return ""
