"""One running emergency list as it is shown: lines with their times, the log, and what is not saved yet.

Pure: the session's record, the presses on their way, and the time in; facts out. Imports no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

import msgspec

from checklist.clock import Reading
from checklist.protocol.branches import Branch, BranchLine
from checklist.protocol.model import Protocol
from checklist.session.care_state import BranchRun
from checklist.session.state import Mark, SessionState
from checklist.session.timeline import passed_ms, wall_ms
from checklist.ui import formats, texts
from checklist.ui.emergency.presses import Press, What
from checklist.ui.emergency.words import EVENTS, NOT_SAVED, offset, signs
from checklist.ui.monitoring.event_words import named


class Standing(StrEnum):
    """How a line of an emergency list stands."""

    OPEN = "open"
    LIT = "lit"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"


class LineFacts(msgspec.Struct, frozen=True):
    """One line: its words, how it stands, and when it was pressed, as time after the start; ``unsaved`` for a while."""

    id: str
    text: str
    help: str
    standing: Standing
    after: str = ""
    unsaved: bool = False


class LogRow(msgspec.Struct, frozen=True):
    """One row of the log: time with seconds, and words."""

    at: str
    text: str
    unsaved: bool = False


class Held(msgspec.Struct, frozen=True):
    """What the record holds: the runs of emergency lists, and the session, where there is one."""

    runs: tuple[BranchRun, ...] = ()
    state: SessionState | None = None


class CourseFacts(msgspec.Struct, frozen=True):
    """A running list.

    Attributes:
        title: Name of the branch.
        started: ``Started 09:51:08``.
        clock: Time since, ``1:24``.
        others: Branches that run beside it, id and title.
        leave: When it may be ended, in words.
    """

    title: str
    started: str
    clock: str
    lines: tuple[LineFacts, ...]
    log: tuple[LogRow, ...]
    others: tuple[tuple[str, str], ...]
    leave: str


class _Stamp(msgspec.Struct, frozen=True):
    at_ms: int
    after_ms: int
    done: bool
    unsaved: bool


def _moment(run: BranchRun) -> Mark | Reading:
    """Return when a list was picked, also where that was written later."""
    if run.occurred is None:
        return run.mark
    mark, back_ms = run.mark, run.mark.at_ms - run.occurred.at_ms
    return Reading(run.occurred.at_ms, mark.tz_min, mark.mono_ms - back_ms, mark.boot)


class Course:
    """One branch, from its first press on.

    Args:
        protocol: The session's protocol.
        branch: Its list.
        pressed: When it was picked, where it is not in the record yet.
    """

    def __init__(self, protocol: Protocol, branch: Branch, pressed: Reading | None = None) -> None:
        self.protocol, self.branch = protocol, branch
        self._pressed = pressed
        self._lit: str | None = None

    def light(self, line_id: str) -> None:
        """Light a line out of order."""
        self._lit = line_id

    def started(self, held: Held) -> Mark | Reading | None:
        """Return when it was started: as recorded, or as pressed."""
        for run in reversed(held.runs):
            if run.branch == self.branch.id and run.running:
                return _moment(run)
        return self._pressed

    def facts(self, held: Held, waiting: tuple[Press, ...], now: Reading, name: Callable[[str], str]) -> CourseFacts:
        """Return what the page shows.

        Args:
            held: What the record holds.
            waiting: Presses that are not in the record yet.
            now: The clock.
            name: Gives a person's name.
        """
        start = self.started(held) or now
        stamps = self._stamps(held, waiting, start)
        lit = self._lit if self._lit is not None and self._lit not in stamps else self._first_open(stamps)
        others = _others(self.protocol, held, self.branch.id)
        return CourseFacts(
            title=self.branch.title,
            started=f"Started {formats.time_with_seconds(wall_ms(start), start.tz_min)}",
            clock=formats.duration(passed_ms(start, now)),
            lines=tuple(_line(line, stamps.get(line.id), lit == line.id) for line in self.branch.lines),
            log=tuple(self._log(held, waiting, start, name)),
            others=others,
            leave=self.branch.leave,
        )

    def lit(self, held: Held, waiting: tuple[Press, ...]) -> str | None:
        """Return the line that is lit, or None when all are pressed."""
        stamps = self._stamps(held, waiting, self.started(held))
        return self._lit if self._lit is not None and self._lit not in stamps else self._first_open(stamps)

    def _first_open(self, stamps: dict[str, _Stamp]) -> str | None:
        return next((line.id for line in self.branch.lines if line.id not in stamps), None)

    def _stamps(self, held: Held, waiting: tuple[Press, ...], start: Mark | Reading | None) -> dict[str, _Stamp]:
        found: dict[str, _Stamp] = {}
        begin = wall_ms(start) if start is not None else 0
        for run in held.runs:
            if run.branch == self.branch.id and run.running:
                for line in run.lines:
                    known = start is not None and line.occurred is None
                    after = passed_ms(start, line.mark) if known and start is not None else max(0, line.at_ms - begin)
                    found[line.line] = _Stamp(line.at_ms, after, line.done, unsaved=False)
        for press in waiting:
            if press.what is What.LINE and press.branch == self.branch.id and press.line not in found:
                after = passed_ms(start, press.at) if start is not None else 0
                found[press.line] = _Stamp(press.at.wall_ms, after, press.done, unsaved=True)
        return found

    def _log(
        self,
        held: Held,
        waiting: tuple[Press, ...],
        start: Mark | Reading,
        name: Callable[[str], str],
    ) -> Iterator[LogRow]:
        rows: list[tuple[int, int, str, bool]] = []
        for at_ms, tz_min, words in _recorded(self.protocol, held, wall_ms(start), name):
            rows.append((at_ms, tz_min, words, False))
        for press in waiting:
            rows.append((press.at.wall_ms, press.at.tz_min, self._pressed_words(press), True))
        for at_ms, tz_min, words, unsaved in sorted(rows, key=lambda row: row[0]):
            yield LogRow(formats.time_with_seconds(at_ms, tz_min), words, unsaved)

    def _pressed_words(self, press: Press) -> str:
        match press.what:
            case What.START:
                return f"{self.protocol.branch(press.branch).title} started"
            case What.LINE:
                line = next(item for item in self.protocol.branch(press.branch).lines if item.id == press.line)
                return _line_words(line, done=press.done)
            case What.EVENT:
                return _event_words(press.term, press.text)
            case What.END:
                return "Emergency ended"
            case What.GRADE:
                return f"Grade {press.grade}"
            case What.NOTE:
                return press.text


def _line(line: BranchLine, stamp: _Stamp | None, lit: bool) -> LineFacts:
    if stamp is None:
        return LineFacts(line.id, line.text, line.help, Standing.LIT if lit else Standing.OPEN)
    standing = Standing.DONE if stamp.done else Standing.NOT_POSSIBLE
    after = NOT_SAVED if stamp.unsaved else offset(stamp.after_ms)
    return LineFacts(line.id, line.text, line.help, standing, after, stamp.unsaved)


def _line_words(line: BranchLine, *, done: bool) -> str:
    return line.text if done else f"Not possible: {line.text}"


def _event_words(term: str, text: str) -> str:
    known = next((event.text for event in EVENTS if event.term == term), texts.event_term(term))
    return f"{known}: {text}" if text else known


def _others(protocol: Protocol, held: Held, branch_id: str) -> tuple[tuple[str, str], ...]:
    running = [run.branch for run in held.runs if run.running]
    return tuple((one, protocol.branch(one).title) for one in dict.fromkeys(running) if one != branch_id)


def _recorded(protocol: Protocol, held: Held, since: int, name: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    """Yield what the record holds since the start: lists, their lines, events, readings, the pump."""
    for run in held.runs:
        if run.ended is None or run.ended.at_ms >= since:
            branch = protocol.branch(run.branch)
            yield run.at_ms, run.mark.tz_min, f"{branch.title} started, {name(run.mark.person)}"
            lines = {line.id: line for line in branch.lines}
            for one in run.lines:
                words = (
                    _line_words(lines[one.line], done=one.done)
                    if one.line in lines
                    else _event_words(one.line, one.text)
                )
                yield one.at_ms, one.mark.tz_min, words
    state = held.state
    if state is None:
        return
    for event in state.happened:
        if event.at_ms >= since:
            words = named(protocol, event) if event.details else _event_words(event.term, event.text)
            yield event.at_ms, event.mark.tz_min, words
    for item in state.vitals:
        if item.at_ms >= since:
            yield item.at_ms, item.mark.tz_min, signs(item.signs)
    ended = state.infusion.ended
    if ended is not None and ended.at_ms >= since:
        yield ended.at_ms, ended.tz_min, "Infusion stopped"
