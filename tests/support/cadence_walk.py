"""Sentences about readings that are due: orders, light checks, reasons, what the program notes, and clock steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from care_scenes import SYSTEM
from walk import VITALS, _signs, _Walk

from checklist.protocol.values import VitalSigns
from checklist.session import commands as c
from checklist.session import due
from checklist.session import running_commands as run
from checklist.session.commands import Refused

LINE = "mon.vitals"
STANDS = "on time|late|missed|waiting"


def orders(walk: _Walk, every: str, reason: str) -> None:
    """Order sets every so many minutes."""
    walk.do(run.OrderCadence(LINE, int(every), reason, "Dr Okafor"))


def relaxes(walk: _Walk, reason: str) -> None:
    """Go back to the protocol's own cadence."""
    walk.do(run.OrderCadence(LINE, 0, reason, "Dr Okafor"))


def looks(walk: _Walk, words: str, reason: str) -> None:
    """Take a light check."""
    walk.do(c.RecordVitals(LINE, _light(words), light=reason))


def _light(words: str) -> VitalSigns:
    signs = _signs(words)
    assert all(item.code in VITALS.values() for item in signs.values)
    return signs


def explains(walk: _Walk, minute: str, reason: str) -> None:
    """Say why a reading was missed or late."""
    walk.do(run.ExplainReading(LINE, _ms(walk, minute), reason))


def program_looks(walk: _Walk) -> None:
    """Let the program look at the clock; that nothing is new is no refusal here."""
    decision = walk.player.do(run.Tick(), SYSTEM)
    assert not isinstance(decision, Refused) or decision.code == "tick.nothing", decision


def wall_jumps(walk: _Walk, way: str, minutes: str) -> None:
    """Set the wall clock."""
    player: Any = walk.player  # a player with a clock of its own; the windows are given theirs
    player.set_wall(float(minutes) * (-1 if way == "back" else 1))


def reading_is(walk: _Walk, minute: str, state: str, why: str | None) -> None:
    """Look how a reading stands, and what asks for it."""
    marks = due.marks(walk.player.protocol, walk.player.state, walk.player.now())
    mark = next((item for item in marks if item.due_ms == _ms(walk, minute)), None)
    assert mark is not None, [_minute(walk, item.due_ms) for item in marks]
    taken = "late" if mark.is_late else "on time"
    stands = "missed" if mark.missed else "waiting" if mark.taken is None else taken
    assert stands == state, f"it is {stands}"
    assert why is None or str(mark.why) == why, f"asked by {mark.why}"


def reading_has(walk: _Walk, minute: str, reason: str) -> None:
    """Look why a reading was missed or late, in the record's own word; ``no reason`` for none."""
    marks = due.marks(walk.player.protocol, walk.player.state, walk.player.now())
    (mark,) = (item for item in marks if item.due_ms == _ms(walk, minute))
    found = mark.explained.reason if mark.explained is not None else "no reason"
    assert found == reason, f"it has {found}"


def noted(walk: _Walk, minute: str, what: str) -> None:
    """Look that the program wrote a reading down, once."""
    found = [
        item
        for item in walk.player.state.running.notices
        if item.due_ms == _ms(walk, minute) and item.late is (what == "late")
    ]
    assert len(found) == 1, f"{len(found)} times"


def _ms(walk: _Walk, minute: str) -> int:
    return int(walk.player.state.infusion.runs[0].start.at_ms + float(minute) * due.MINUTE_MS)


def _minute(walk: _Walk, at_ms: int) -> float:
    return (at_ms - walk.player.state.infusion.runs[0].start.at_ms) / due.MINUTE_MS


CADENCE: list[tuple[str, Callable[..., None]]] = [
    (r"The nurse orders a set every (\d+) minutes?: (.+)\.", orders),
    (r"The nurse goes back to the protocol's sets: (.+)\.", relaxes),
    (r"The nurse takes a light check of (.+), because (.+)\.", looks),
    (r"The nurse explains the reading of minute ([\d.]+): (\w+)\.", explains),
    (r"The program looks at the clock\.", program_looks),
    (r"The wall clock jumps (back|forward) (\d+) minutes\.", wall_jumps),
    (rf"The reading of minute ([\d.]+) is ({STANDS})(?:, asked for by (\w+))?\.", reading_is),
    (r"The reading of minute ([\d.]+) has (no reason|\w+)\.", reading_has),
    (r"The program noted the reading of minute ([\d.]+) as (due|late)\.", noted),
]
