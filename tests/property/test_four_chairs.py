"""Four chairs for a day: two people's presses through one conductor, each session as if it were the only one."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from care_script import PROTOCOL, care_session
from msgspec.structs import replace
from practice_fixtures import fresh_practice  # noqa: F401  # a fixture, taken over by name
from press_course import Deed, begin, course
from session_script import People
from whole_visit import complete

from checklist.audit.replay import read_entry
from checklist.clock import SteppedClock
from checklist.opening import StoreOpening
from checklist.service.conduct import Snapshot
from checklist.service.practice import PATIENTS
from checklist.service.workstation import Workstation
from checklist.session.commands import OpenSession

CHAIRS = (1, 2, 3, 4)
NURSES = ("A. Diallo", "J. Moreau")
GAP_S = 50 * 60
"""Most seconds between the starts of two sessions that run side by side."""

NEXT_MS = 4 * 60 * 60_000
"""From the morning's sessions to those of the afternoon; a morning's session takes a little over two hours."""


def day_of(station: Workstation, seed: int) -> list[tuple[str, Deed]]:
    """Return a day's presses with the patient's id, in the order they are due: six patients in four chairs."""
    draw = random.Random(seed)
    ids = {person.name: person.id for person in station.staff.people()}
    protocol = complete(PROTOCOL)
    presses: list[tuple[str, Deed]] = []
    for place, known in enumerate(PATIENTS):
        (patient, *_) = station.patients.find(known.family)
        nurse, second = draw.sample(NURSES, 2)
        people = People(ids[nurse], ids[second], ids["R. Okafor"])
        round_, chair = divmod(place, len(CHAIRS))
        start_ms = begin().wall_ms + round_ * NEXT_MS + draw.randrange(GAP_S) * 1000
        four = patient.mrn.replace(" ", "")[-4:]
        script = care_session(start_ms, people, (patient.id, four), CHAIRS[chair], draw.randrange(10**6))
        deeds = course(protocol, CHAIRS[chair], start_ms, iter(script))
        presses += [(patient.id, deed) for deed in deeds]
    return sorted(presses, key=lambda pair: (pair[1].at_ms, pair[1].chair))


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_no_entry_in_a_wrong_session(seed: int, tmp_path: Path, fresh_practice: Path):  # noqa: F811
    """Issue 4, seen 4: two people's presses on four chairs for a day put every entry into its own session."""
    shutil.copytree(fresh_practice, tmp_path / "data")
    clock = SteppedClock()
    opening = StoreOpening(tmp_path / "data", practice=True, clock=clock)
    station = opening.open()
    presses = day_of(station, seed)
    sessions: dict[str, str] = {}
    for patient, deed in presses:
        clock.advance(max(0, deed.at_ms - clock.read().wall_ms))
        if isinstance(deed.press.command, OpenSession):
            shown = station.conductor.open(deed.press.command, deed.press.actor, PROTOCOL)
        else:
            shown = station.conductor.run(sessions[patient], deed.press.command, deed.press.actor)
        assert isinstance(shown, Snapshot), (deed.press, shown)
        sessions[patient] = shown.session_id
        assert shown.state == replace(deed.state, id=shown.session_id)
    most = max(len({d.chair for _, d in presses[n : n + 40]}) for n in range(len(presses)))
    assert most == len(CHAIRS), "the chairs were not busy side by side"
    _are_as_pressed(opening, presses, sessions)
    station.stop()


def _are_as_pressed(opening: StoreOpening, presses: list[tuple[str, Deed]], sessions: dict[str, str]) -> None:
    """Read every entry of the log back: each session holds exactly the events that were pressed for it."""
    reader = opening.reader()
    try:
        for patient, session_id in sessions.items():
            recorded = [read_entry(entry) for entry in reader.ledger.session_entries(session_id)]
            wanted = [pair for one, deed in presses if one == patient for pair in deed.events]
            assert [(item.event, item.mark) for item in recorded] == wanted
    finally:
        reader.close()
