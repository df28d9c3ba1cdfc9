"""A checkpoint that cannot be kept: what was recorded before it stays recorded, and is said to be."""

from __future__ import annotations

import pytest
from session_script import People, full_session

from checklist.errors import LedgerError
from checklist.service.conduct import Snapshot
from checklist.session.commands import OpenSession, Sign


def test_a_signature_is_recorded_though_no_checkpoint_can_be_kept(clinic) -> None:
    """SEC-066 A durable command is not called unsaved because signing the log after it failed; a tick signs later."""
    place = clinic.opening.folder / "checkpoints.txt"
    kept = place.read_bytes()
    place.unlink()
    place.mkdir()
    (patient, *_) = clinic.station.patients.find("Harlow")
    people = People(clinic.person("A. Diallo").id, clinic.person("J. Moreau").id, clinic.person("R. Okafor").id)
    for press in full_session(clinic.clock.read().wall_ms, people, patient.id):
        clinic.clock.advance(press.wait_s * 1000)
        if isinstance(press.command, OpenSession):
            shown = clinic.station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
        else:
            shown = clinic.station.conductor.run(shown.session_id, press.command, press.actor)
        assert isinstance(shown, Snapshot), shown
        if isinstance(press.command, Sign):
            break
    assert clinic.station.conductor.snapshot(shown.session_id).state.count == shown.state.count
    clinic.clock.advance(301_000)
    with pytest.raises(LedgerError, match=r"store\.checkpoint-file"):
        clinic.station.tick()
    place.rmdir()
    place.write_bytes(kept)
    clinic.station.tick()
    ledger = clinic.station.conductor._journal.ledger
    assert ledger.checkpoints()[-1][0] == ledger.head().size
    assert len(place.read_bytes()) > len(kept)
