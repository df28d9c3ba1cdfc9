"""The program's own look at the clock, on a workstation with its store."""

from __future__ import annotations

from pathlib import Path

import pytest
from care_walk import play
from conductor_player import ConductorPlayer
from practice_clinic import Clinic

from checklist.errors import LedgerError

WALK = """The nurse opens a session in chair 3.
Everything else in pre-infusion is in order.
Everything else in time-out is in order.
The nurse signs "Nurse signs the pre-infusion checklist".
The nurse starts the pump at 150 mL/h.
"""


def test_tick_writes_what_came_due_and_nothing_else(clinic: Clinic, tmp_path: Path):
    """R50 A tick writes a reading down once when it comes due and once when it is late, by the program, durable."""
    walk = tmp_path / "running.walk"
    walk.write_text(WALK, encoding="utf-8")
    player = ConductorPlayer(clinic)
    play(walk, player)
    conductor = clinic.station.conductor
    assert conductor.tick() == ()
    player.wait(5)
    (snapshot,) = conductor.tick()
    assert [notice.late for notice in snapshot.state.running.notices] == [False]
    assert snapshot.state.last is not None
    assert (snapshot.state.last.person, snapshot.state.last.role) == ("sys", "system")
    assert conductor.tick() == ()
    player.wait(3)
    (snapshot,) = conductor.tick()
    assert [notice.late for notice in snapshot.state.running.notices] == [False, True]
    assert player.read_again() == snapshot.state


class _Without:
    """A library in which one version is missing."""

    def __init__(self, whole, digest: str) -> None:
        self._whole, self._digest = whole, digest

    def by_digest(self, digest: str):
        if digest == self._digest:
            raise KeyError(digest)
        return self._whole.by_digest(digest)


def test_a_session_that_cannot_be_read_keeps_no_other_waiting(clinic: Clinic, tmp_path: Path):
    """R50 Where one session cannot be read, what came due in the others is written down all the same."""
    other = clinic.open("Tran", 1)
    walk = tmp_path / "running.walk"
    walk.write_text(WALK, encoding="utf-8")
    player = ConductorPlayer(clinic)
    play(walk, player)
    player.wait(5)
    conductor = clinic.station.conductor
    conductor.forget()
    conductor._protocols = _Without(conductor._protocols, other.protocol.digest)
    (snapshot,) = conductor.tick()
    assert [notice.late for notice in snapshot.state.running.notices] == [False]
    with pytest.raises(LedgerError, match=r"session\.protocol"):
        conductor.tick()
