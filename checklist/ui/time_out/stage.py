"""Where the time-out stands, worked out from the entries: who reads what next, what differs, or what stops. No Qt.

A second person reads everything again, apart; what differs is open again on both sides, the first nurse's first. Each
``Task`` is one line with the fields to read now; the other fields of a reopened line keep what the same person read
before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from checklist.clock import Reading
from checklist.protocol.context import CONTEXT
from checklist.protocol.items import Field, SignatureField
from checklist.protocol.model import Line, Step
from checklist.protocol.values import Answer, FieldAnswer, Value
from checklist.session import pairing, progress
from checklist.session.codes import Code
from checklist.session.commands import AnswerLine, CorrectAnswer
from checklist.session.decide.case import is_second_persons
from checklist.session.lines import unsigned
from checklist.session.state import LineState, SessionState, Status
from checklist.session.views import LineView

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot


class Stage(StrEnum):
    """What the page is about."""

    ENDED = "ended"
    STOPPED = "stopped"
    DIFFERS = "differs"
    BEFORE = "before"
    READ = "read"
    LIMIT = "limit"
    MATCH = "match"
    PAUSE = "pause"


class Task(msgspec.Struct, frozen=True):
    """One line to enter.

    Attributes:
        fields: What is read now, in order.
        kept: What the same person read before and nobody doubts.
        corrects: Position of the reading that this one corrects; None for an open line.
    """

    line: Line
    fields: tuple[Field, ...]
    kept: Answer | None = None
    corrects: int | None = None

    def command(self, values: Mapping[str, Value], dwell_ms: int) -> AnswerLine | CorrectAnswer:
        """Return the command that records the line with these values by field id."""
        ids = {field.id for field in self.fields}
        held = (
            FieldAnswer(field.id, value)
            for field in self.line.fields
            if (value := values.get(field.id) if field.id in ids else self._kept(field.id)) is not None
        )
        answer = Answer(tuple(held))
        if self.corrects is not None:
            return CorrectAnswer(self.line.link_id, answer, "typing", of=self.corrects)
        return AnswerLine(self.line.link_id, answer, dwell_ms=dwell_ms)

    def _kept(self, field_id: str) -> Value | None:
        return self.kept.get(field_id) if self.kept is not None else None


class Difference(msgspec.Struct, frozen=True):
    """One field whose two readings differ: the second person's line and field, both values, the slips named."""

    line: Line
    field: Field
    values: tuple[Value, Value]
    slips: tuple[str, ...]


class TimeOut(msgspec.Struct, frozen=True):
    """How the time-out stands.

    Attributes:
        readings: The second person's lines.
        blocks: How many lines of the step before are still open.
        rounds: How often a reading has differed, at most.
        comparisons: How many comparisons there were.
        differs: The newest differences.
        first: What the first nurse enters again; empty unless the readings differ.
    """

    stage: Stage
    readings: tuple[LineView, ...] = ()
    blocks: int = 0
    rounds: int = 0
    comparisons: int = 0
    differs: tuple[Difference, ...] = ()
    first: tuple[Task, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether nobody but a nurse reads: a single nurse check, never a double check."""
        return not any(is_second_persons(view.line.roles) for view in self.readings)

    @property
    def agrees(self) -> bool:
        """Whether the readings were held against the first answers."""
        return any(view.compared is not None for view in self.readings)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may read."""
        return self.readings[0].line.roles if self.readings else ()


def time_out(snapshot: Snapshot, now: Reading) -> TimeOut:
    """Return how the time-out of a session stands."""
    protocol, state = snapshot.protocol, snapshot.state
    look = progress.Look(protocol, state, now)
    views = [view for section in look.step(Step.TIME_OUT).sections for view in section.lines]
    readings = tuple(view for view in views if view.line.pair or is_second_persons(view.line.roles))
    before = {b.link_id for b in look.blocks(Step.PRE_INFUSION) if not b.link_id or not _reopened(state, b.link_id)}
    found = TimeOut(
        Stage.PAUSE,
        readings,
        len(before),
        max((sum(not c.same for c in state.compared(view.line.link_id)) for view in readings), default=0),
        len(state.comparisons),
        tuple(_differences(state, readings)),
        tuple(_first_tasks(snapshot, readings)),
    )
    return msgspec.structs.replace(found, stage=_stage(state, found))


def _stage(state: SessionState, found: TimeOut) -> Stage:
    if state.status is not Status.IN_PROGRESS:
        return Stage.ENDED
    if any(need.code == Code.PAIR_STOP for view in found.readings for need in view.needs):
        return Stage.STOPPED
    if found.first:
        return Stage.DIFFERS
    if any(view.recorded.current is None for view in found.readings):
        return Stage.BEFORE if found.blocks else Stage.READ
    if any(_is_stop(view) for view in found.readings):
        return Stage.LIMIT
    return Stage.MATCH if any(unsigned(view.line, view.recorded) for view in found.readings) else Stage.PAUSE


def _reopened(state: SessionState, link_id: str) -> bool:
    return state.line(link_id).is_reopened


def _is_stop(view: LineView) -> bool:
    return any(need.code in (Code.NEED_STOP, Code.NEED_OVERRIDE) for need in view.needs)


def limit_words(found: TimeOut) -> tuple[str, ...]:
    """Return the limits that readings meet and that stop."""
    needs = (need for view in found.readings for need in view.needs)
    return tuple(dict.fromkeys(words for need in needs if (words := dict(need.params).get("limit"))))


def second_tasks(found: TimeOut, reader: str | None) -> tuple[Task, ...]:
    """Return what is to be read: open lines, whole or as far as they differed; and readings that meet a stop.

    Args:
        found: How the time-out stands.
        reader: Who reads; another person than last time reads the whole line. None for whoever read last.
    """
    return tuple(task for view in found.readings if (task := _task(view, reader)) is not None)


def _task(view: LineView, reader: str | None) -> Task | None:
    recorded, line = view.recorded, view.line
    own = bool(recorded.versions) and reader in (None, recorded.versions[-1].mark.person)
    if recorded.current is not None:
        if not _is_stop(view):
            return None
        hit = tuple(field for field in line.fields if any(limit in view.hits for limit in field.limits))
        return Task(line, hit, recorded.current.answer, recorded.current.mark.n)
    if own and recorded.is_reopened:
        return _again(line, recorded)
    return Task(line, _asked(line))


def _asked(line: Line) -> tuple[Field, ...]:
    return tuple(field for field in line.fields if not isinstance(field, SignatureField))


def _again(line: Line, recorded: LineState) -> Task:
    fields = tuple(field for field in line.fields if field.id in recorded.reopened_fields)
    return Task(line, fields, recorded.versions[-1].answer)


def _first_tasks(snapshot: Snapshot, readings: tuple[LineView, ...]) -> Iterator[Task]:
    links = dict.fromkeys(link for view in readings for link in pairing.first_lines(view.line))
    for link_id in links:
        recorded = snapshot.state.line(link_id)
        if recorded.is_reopened:
            yield _again(snapshot.protocol.line(link_id), recorded)


def _differences(state: SessionState, readings: tuple[LineView, ...]) -> Iterator[Difference]:
    for view in readings:
        answer = view.recorded.versions[-1].answer if view.recorded.versions else None
        if view.compared is None or view.compared.same or answer is None:
            continue
        for item in view.compared.differs:
            versions = state.line(item.with_line).versions
            first = versions[-1].answer.get(item.with_field) if versions and versions[-1].answer else None
            second = answer.get(item.field)
            if first is not None and second is not None:
                yield Difference(view.line, view.line.field(item.field), (first, second), item.slips)


def first_nurse(state: SessionState, found: TimeOut) -> str:
    """Return the person who gave most of the first answers; the nurse responsible where none is in."""
    links = (pair.with_line for view in found.readings for pair in view.line.pair if pair.with_line not in CONTEXT)
    people = [state.line(link).versions[-1].mark.person for link in links if state.line(link).versions]
    return max(people, key=people.count, default=state.opened.person)


def barred(snapshot: Snapshot, found: TimeOut) -> tuple[str, ...]:
    """Return who may not read: who answered the other side, and in a double check the nurse responsible."""
    if pairing.is_single(snapshot.protocol):
        return ()
    sides = (pairing.other_side(snapshot.protocol, snapshot.state, view.line.link_id) for view in found.readings)
    return tuple(dict.fromkeys((snapshot.state.opened.person, *sorted(frozenset().union(*sides)))))


def wait_ms(snapshot: Snapshot, found: TimeOut, person: str, now: Reading) -> int:
    """Return how long a single nurse has to do other work before she reads again; 0 for anybody else."""
    waits = (
        pairing.wait_ms(snapshot.state, view.line, now)
        for view in found.readings
        if person in pairing.other_side(snapshot.protocol, snapshot.state, view.line.link_id)
    )
    return max(waits, default=0)


def signer(found: TimeOut) -> str | None:
    """Return who still has to sign a reading of their own, or None."""
    for view in found.readings:
        if view.recorded.current is not None and unsigned(view.line, view.recorded):
            return view.recorded.current.mark.person
    return None
