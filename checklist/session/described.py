"""Details of what was stamped at the chair: what counts of them, and a controlled medicine that waits for its witness.

Of an event the newest details on a line count, older ones stay readable. What was owed for them (a provider told, a
note, a list) and a witness given hold on while the details say the same. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from checklist.protocol.items import ChoiceField
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import Chosen, Text, Value
from checklist.protocol.vocabulary import Medicine, WordList
from checklist.session.care_state import Detail
from checklist.session.mark import Mark
from checklist.session.state import ChairEvent, LineState, SessionState, Version

ACTS = frozenset(
    {"medicine", "rate_change", "reassured", "team_here", "ems_called", "vital_signs", "shock", "help", "room", "note"}
)
"""Terms of what was done at the chair, not suffered by the patient: they need no grade and stay open for nothing."""


def newest(event: ChairEvent, link_id: str) -> Detail | None:
    """Return the details that count of an event on a line, or None."""
    return next((item for item in reversed(event.details) if item.link_id == link_id), None)


def is_adverse(protocol: Protocol, event: ChairEvent) -> bool:
    """Return whether an event is to be graded and closed: an effect on the patient, not something that was done."""
    if event.term in ACTS:
        return False
    return not event.details or any(_is_graded(protocol.line(item.link_id)) for item in event.details)


def adverse(protocol: Protocol, state: SessionState) -> tuple[ChairEvent, ...]:
    """Return the adverse events that count, in the order they were recorded."""
    return tuple(event for event in state.happened if is_adverse(protocol, event))


def _is_graded(line: Line) -> bool:
    return any(isinstance(field, ChoiceField) and field.options_from == WordList.GRADES for field in line.fields)


def counting(state: SessionState, recorded: LineState, link_id: str) -> tuple[tuple[Version, ...], ...]:
    """Return what was said on an event line, one run of versions for each event that counts, newest version last."""
    of_events = {item.mark.n for event in state.events for item in event.details if item.link_id == link_id}
    alone = [(version,) for version in recorded.readings if version.mark.n not in of_events]
    described = (
        tuple(Version(item.answer, item.mark) for item in event.details if item.link_id == link_id)
        for event in state.happened
    )
    return (*alone, *(run for run in described if run))


def said(protocol: Protocol, state: SessionState) -> Iterator[str]:
    """Yield the words of what counts of events, to be found by a search: what it was, which medicine, who came."""
    for event in state.happened:
        for link_id in dict.fromkeys(item.link_id for item in event.details):
            detail, line = newest(event, link_id), protocol.line(link_id)
            for item in detail.answer.values if detail is not None else ():
                field = line.field(item.field)
                if isinstance(item.value, Text):
                    yield item.value.text
                elif isinstance(item.value, Chosen) and isinstance(field, ChoiceField) and field.options_from:
                    yield from (option.text for option in field.options if option.code == item.value.option)


def controlled(protocol: Protocol, detail: Detail) -> Medicine | None:
    """Return the scheduled medicine that details name, or None."""
    line = protocol.line(detail.link_id)
    fields = (f for f in line.fields if isinstance(f, ChoiceField) and f.options_from == WordList.MEDICINES)
    named = {value.option for field in fields if isinstance(value := detail.answer.get(field.id), Chosen)}
    known = protocol.vocabulary.medicines
    return next((item for item in known if item.code in named and item.schedule), None)


def witness_of(protocol: Protocol, event: ChairEvent, link_id: str) -> Mark | None:
    """Return who witnessed what counts; words that are not asked for (a response) may have come later."""
    found: Mark | None = None
    detail = newest(event, link_id)
    if detail is not None:
        line = protocol.line(link_id)
        for item in event.details:
            if item.link_id == link_id and _asked(line, item) == _asked(line, detail):
                found = found or item.witness
    return found


def _asked(line: Line, detail: Detail) -> tuple[Value | None, ...]:
    return tuple(detail.answer.get(field.id) for field in line.fields if field.required)


def unwitnessed(protocol: Protocol, state: SessionState) -> Iterator[tuple[ChairEvent, Detail, Medicine]]:
    """Yield each controlled medicine given that nobody has witnessed, with its event and details."""
    for event in state.happened:
        for link_id in dict.fromkeys(item.link_id for item in event.details):
            detail = newest(event, link_id)
            medicine = controlled(protocol, detail) if detail is not None else None
            if detail is not None and medicine is not None and witness_of(protocol, event, link_id) is None:
                yield event, detail, medicine


def witnessed_events(state: SessionState, of: int, mark: Mark) -> tuple[ChairEvent, ...]:
    """Return the events with a witness on the details recorded in entry ``of``."""
    return tuple(
        replace(event, details=tuple(replace(d, witness=mark) if d.mark.n == of else d for d in event.details))
        for event in state.events
    )
