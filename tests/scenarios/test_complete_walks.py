"""Every walk on the complete protocol, played on the pure core and on a real conductor over an encrypted store."""

from __future__ import annotations

from pathlib import Path

import pytest
from bedside import Bedside
from care_walk import play, setting
from conductor_player import ConductorPlayer
from msgspec.structs import replace
from practice_clinic import Clinic
from whole_visit import complete

from checklist.protocol.model import Protocol
from checklist.session.apply import fold

WALKS = sorted((Path(__file__).parent / "complete").glob("*.walk"))
MOOD = complete("ketamine-iv-mood")


def clinics_protocol(path: Path) -> Protocol:
    """Return the protocol as the walk's clinic has set it."""
    changed = setting(path)
    if changed is None:
        return MOOD
    name, word = changed
    parameters = tuple(replace(p, value=word) if p.id == name else p for p in MOOD.parameters)
    return replace(MOOD, parameters=parameters, digest=f"{MOOD.digest} {changed}")


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_walk_on_the_core(path: Path):
    """The walk goes as written on the pure core, and its events replay to the same state."""
    bed = Bedside(clinics_protocol(path))
    play(path, bed)
    assert fold(bed.protocol, bed.recorded, bed.session_id) == bed.state


@pytest.mark.parametrize("path", [path for path in WALKS if setting(path) is None], ids=lambda path: path.stem)
def test_walk_on_the_conductor(path: Path, clinic: Clinic):
    """The walk goes as written on the conductor over a real store, and is read back the same."""
    player = ConductorPlayer(clinic)
    play(path, player)
    assert player.read_again() == player.state


def test_each_trigger_and_slip_has_a_walk():
    """Issue 3: each kind of trigger and each slip has a walk of its own."""
    names = {path.stem for path in WALKS}
    assert {name.split("-", maxsplit=1)[0] for name in names} >= {"hsx", "hs", "es", "ca", "br", "slip"}
    assert {"slip-pounds", "slip-strength", "slip-tenfold", "slip-wrong-field", "slip-at-the-pump"} <= names
