"""What must be true of a store whose program was killed, as one pure judgement over what was heard and what was found.

``look`` reads a store the way the program does when it starts again; ``judge`` holds that against the plan. Kinds of
findings: ``lost`` (an acknowledged entry, try or checkpoint is not there), ``doubled``, ``half`` (a part of a command),
``ahead`` (more than the one command that was not yet acknowledged), ``damage`` (anything else).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from kill_plan import Plan
from press_course import Deed, at, begin
from spine import spine_opening

from checklist.audit.query import SessionQuery
from checklist.audit.replay import read_entry
from checklist.bootstrap import Options, verify_store
from checklist.clock import Reading, SteppedClock
from checklist.ledger.checkpoint import read_checkpoint, read_note
from checklist.ledger.entry import read_header
from checklist.service.conduct import Interrupted
from checklist.service.pins import MAX_FAILURES
from checklist.service.workstation import Workstation
from checklist.session import branches, due, reminders
from checklist.session.events import Event
from checklist.session.progress import resume_point
from checklist.session.state import Mark, SessionState, Status

PIN_PERSON = "S. Park"
"""Whose PIN is tried; takes no part in the sessions."""

START_MS = 1
"""From the newest entry to the next start; short, so that the next press is still to come."""

EXPECTED_TYPES = {"app.start", "auth.ok", "auth.fail"}
"""Entries outside sessions that a run may add."""


@dataclass
class Heard:
    """What the program said before it was killed.

    Attributes:
        done: Acknowledged presses by chair.
        failures: Failed PIN tries in a row as last acknowledged; ``trying``: the try begun and not yet answered.
        wrong: Lines that are not what the plan says.
    """

    done: dict[int, int]
    failures: int = 0
    trying: str = ""
    lines: int = 0
    entries: int = 0
    wrong: list[str] = field(default_factory=list)

    def take(self, line: str, plan: Plan) -> None:
        """Take in one line."""
        kind, *words = line.split()
        if kind == "did":
            chair, number = int(words[0]), int(words[1])
            deed = plan.chairs[chair][number]
            if line != deed.line or number != self.done[chair]:
                self.wrong.append(f"damage: said {line!r}, planned {deed.line!r} as press {self.done[chair]}")
            self.done[chair] = number + 1
            self.lines += 1
            self.entries += len(deed.events)
        elif kind == "try":
            self.trying = words[0]
        elif kind == "tried":
            self.trying, self.failures = "", int(words[0])
        else:
            self.wrong.append(f"damage: {line}")


@dataclass(frozen=True)
class Hanging:
    """What runs on by itself in a session: due list, reminders, emergency lists with their next line."""

    due: tuple[object, ...]
    reminders: tuple[object, ...]
    lists: tuple[tuple[str, int, str], ...]


def hanging(plan: Plan, state: SessionState, now: Reading) -> Hanging:
    """Return what runs on by itself."""
    lists = []
    for run in branches.running(state):
        line = branches.next_line(plan.protocol, run)
        lists.append((run.branch, run.at_ms, line.id if line is not None else ""))
    found = due.marks(plan.protocol, state, now), tuple(reminders.reminders(plan.protocol, state, now))
    return Hanging(*found, tuple(lists))


@dataclass(frozen=True)
class FoundSession:
    """One session as stored: its events in the order of n, and what the program shows of it."""

    id: str
    chair: int
    events: tuple[tuple[Event, Mark], ...]
    shown: SessionState
    resume: tuple[object, str | None] | None
    hanging: Hanging | None = None


@dataclass(frozen=True)
class Found:
    """What a store holds, as the program finds it at its next start."""

    before: int
    seqs: tuple[int, ...]
    others: tuple[str, ...]
    sessions: tuple[FoundSession, ...]
    interrupted: Interrupted | None
    last_type: str
    last_ms: int
    now_ms: int
    failures: int
    notes: tuple[tuple[int, str], ...]
    newest_note: str | None
    verdict: str
    good: bool


def look(place: Path, plan: Plan, before: int) -> Found:
    """Start on a store as the program would, read everything, and go away without a word, as if killed again.

    Args:
        place: The data directory.
        plan: For the patients.
        before: Entries of the template the store was copied from.
    """
    last_type, last_ms = newest(place)
    now_ms = last_ms + START_MS
    clock = SteppedClock()
    clock.advance(now_ms - begin().wall_ms)
    station = plan.opens(place, practice=True, clock=clock).open()
    try:
        return _read(place, station, plan, before, (last_type, last_ms))
    finally:
        station._close()


def newest(place: Path) -> tuple[str, int]:
    """Return type and time of the newest entry, read beside the program's own way."""
    reader = spine_opening(place, practice=True).reader()
    try:
        size = reader.ledger.head().size
        header = read_header(reader.ledger.entry(size - 1).header)
        return header.type, header.at
    finally:
        reader.close()


def _read(place: Path, station: Workstation, plan: Plan, before: int, last: tuple[str, int]) -> Found:
    now = station.clock.read()
    reader = spine_opening(place, practice=True).reader()
    try:
        entries = list(reader.ledger.entries())
        headers = [read_header(entry.header) for entry in entries]
        sessions = []
        for row in sorted(reader.index.sessions(SessionQuery(limit=500)), key=lambda row: row.chair):
            recorded = [read_entry(entry) for entry in entries if headers[entry.seq].sess == row.id]
            shown = station.conductor.snapshot(row.id).state
            point = resume_point(plan.protocol, shown, now) if shown.status is Status.IN_PROGRESS else None
            events = tuple((item.event, item.mark) for item in recorded)
            sessions.append(FoundSession(row.id, row.chair, events, shown, point, hanging(plan, shown, now)))
        person = next(one for one in station.staff.people() if one.name == PIN_PERSON)
        kept = station.staff._secrets.pin(person.id)
        notes = reader.ledger.checkpoints()
        published = reader.checkpoint_file.newest()
    finally:
        reader.close()
    station.tick()  # signs the newest entries, as every program does within ten seconds of its start
    report = verify_store(Options(place, True), None, lambda _done, _total: True)
    return Found(
        before=before,
        seqs=tuple(header.seq for header in headers),
        others=tuple(header.type for header in headers[before:] if header.sess is None),
        sessions=tuple(sessions),
        interrupted=station.conductor.interrupted,
        last_type=last[0],
        last_ms=last[1],
        now_ms=now.wall_ms,
        failures=kept.failures if kept else -1,
        notes=notes,
        newest_note=published,
        verdict=report.verdict.value,
        good=report.good,
    )


def judge(plan: Plan, heard: Heard, found: Found) -> list[str]:
    """Return what is wrong; empty when everything acknowledged is there once, whole, and shown as it should be."""
    return [
        *heard.wrong,
        *_wrong_log(found),
        *(what for chair in plan.chairs for what in _wrong_session(plan, chair, heard.done[chair], found)),
        *_wrong_ahead(plan, heard, found),
        *_wrong_interrupted(plan, found),
        *_wrong_failures(heard, found.failures),
    ]


def done(plan: Plan, found: Found) -> dict[int, int]:
    """Return how many presses of each chair are wholly there."""
    return {chair: _presses(deeds, len(_events(found, chair))) for chair, deeds in plan.chairs.items()}


def _events(found: Found, chair: int) -> tuple[tuple[Event, Mark], ...]:
    return next((session.events for session in found.sessions if session.chair == chair), ())


def _presses(deeds: tuple[Deed, ...], entries: int) -> int:
    """Return how many presses fit whole into so many entries."""
    return sum(1 for deed in deeds if deed.events[-1][1].n < entries)


def _wrong_log(found: Found) -> Iterator[str]:
    if found.seqs != tuple(range(len(found.seqs))):
        yield "damage: positions have a gap or stand twice"
    if not found.good:
        yield f"damage: full verification says {found.verdict}"
    strays = set(found.others) - EXPECTED_TYPES
    if strays:
        yield f"damage: entries nobody asked for: {sorted(strays)}"
    sizes = [size for size, _ in found.notes]
    if max(sizes, default=0) > len(found.seqs):
        yield "damage: a checkpoint stands beyond the log"
    if found.newest_note is not None:
        size = read_checkpoint(read_note(found.newest_note).text).size
        if (size, found.newest_note) not in found.notes:
            yield "damage: the published checkpoint is not among those of the log"


def _wrong_session(plan: Plan, chair: int, acked: int, found: Found) -> Iterator[str]:
    deeds = plan.chairs[chair]
    of_chair = [session for session in found.sessions if session.chair == chair]
    if len(of_chair) > 1:
        yield f"doubled: {len(of_chair)} sessions in chair {chair}"
    if not of_chair:
        if acked:
            yield f"lost: the session of chair {chair} with {acked} acknowledged presses"
        return
    session = of_chair[0]
    marks = [mark.n for _, mark in session.events]
    if len(set(marks)) != len(marks):
        yield f"doubled: an entry of chair {chair} stands twice"
    elif marks != list(range(len(marks))):
        yield f"damage: a gap within the entries of chair {chair}"
    planned = [pair for deed in deeds for pair in deed.events]
    other = next((n for n, (one, due) in enumerate(zip(session.events, planned, strict=False)) if one != due), None)
    if other is not None or len(session.events) > len(planned):
        yield f"damage: entry {other} of chair {chair} is not what was asked for"
    whole = _presses(deeds, len(session.events))
    if whole and deeds[whole - 1].events[-1][1].n != len(session.events) - 1:
        yield f"half: a part of press {whole} of chair {chair}"
    if whole < acked:
        yield f"lost: {acked - whole} acknowledged presses of chair {chair}"
    if whole:
        yield from _wrong_shown(plan, deeds[whole - 1].state, session, found.now_ms)


def _wrong_shown(plan: Plan, expected: SessionState, session: FoundSession, now_ms: int) -> Iterator[str]:
    if session.shown != msgspec.structs.replace(expected, id=session.id):
        yield f"damage: chair {session.chair} is shown otherwise than its entries say"
    if session.resume is not None and session.resume != resume_point(plan.protocol, expected, at(now_ms)):
        yield f"damage: chair {session.chair} resumes at another line"
    if session.hanging is not None and session.hanging != hanging(plan, expected, at(now_ms)):
        yield f"damage: due list, reminders or emergency of chair {session.chair} are not as they were"


def _wrong_ahead(plan: Plan, heard: Heard, found: Found) -> Iterator[str]:
    ahead = sum(max(0, count - heard.done[chair]) for chair, count in done(plan, found).items())
    if ahead > 1:
        yield f"ahead: {ahead} presses more than were acknowledged"


def _wrong_interrupted(plan: Plan, found: Found) -> Iterator[str]:
    live = tuple(session.id for session in found.sessions if session.shown.status is Status.IN_PROGRESS)
    broken = found.interrupted
    if found.last_type == "app.stop":
        if broken is not None:
            yield "damage: a clean stop is taken for a kill"
    elif broken is None:
        yield "damage: the stop was not noticed"
    elif broken.sessions != live or broken.stopped_ms != found.last_ms or broken.started_ms != found.now_ms:
        yield f"damage: the start names {broken.sessions} from {broken.stopped_ms}, not {live} from {found.last_ms}"


def _wrong_failures(heard: Heard, failures: int) -> Iterator[str]:
    possible = {heard.failures}
    if heard.trying:
        possible.add(min(heard.failures + 1, MAX_FAILURES))
    if heard.trying == "right":
        possible.add(0)
    if failures not in possible:
        kind = "lost" if failures < min(possible) else "damage"
        yield f"{kind}: {failures} PIN failures are counted, not {sorted(possible)}"
