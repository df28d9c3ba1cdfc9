"""Unsigned work and known products, on a real encrypted store."""

from __future__ import annotations

from bedside import SHOWN
from practice_clinic import Clinic

from checklist.service.conduct import Snapshot
from checklist.session.commands import Actor, Sign
from checklist.session.drug_commands import TakeOut, VoidDrugEntry
from checklist.session.flags import FlagKind

GTIN = "00304092053105"


def _run(clinic: Clinic, session_id: str, *commands: object, actor: Actor | None = None) -> None:
    for command in commands:
        done = clinic.station.conductor.run(session_id, command, actor or clinic.nurse())  # type: ignore[arg-type]  # any
        assert isinstance(done, Snapshot), (command, done)


def test_a_sealed_record_waits_for_its_prescriber(clinic: Clinic) -> None:
    """D21 A sealed record nobody co-signed is found for its prescriber, late after p.cosign_hours, until signed."""
    session_id = clinic.play()
    prescriber = clinic.person("R. Okafor").id
    work = clinic.station.unsigned
    signed = not work.of(prescriber)
    assert signed, "the script co-signs its own record"
    assert work.of(clinic.person("A. Diallo").id) == ()
    assert "unsigned" not in clinic.station.supervisor.sessions(_all())[0].flags
    other = _unsigned_record(clinic)
    (item,) = work.of(prescriber)
    assert (item.snapshot.session_id, item.flag.kind, item.flag.late) == (other, FlagKind.RECORD, False)
    assert other != session_id
    clinic.clock.advance(25 * 3_600_000)
    assert work.of(prescriber)[0].flag.late
    _run(clinic, other, Sign("dis.sign", "cosign", SHOWN), actor=clinic.actor("R. Okafor", "prescriber", "pin"))
    assert work.of(prescriber) == ()


def _all():  # a SessionQuery
    from checklist.audit.query import SessionQuery

    return SessionQuery()


def _unsigned_record(clinic: Clinic) -> str:
    """Play a second session whose prescriber does not co-sign."""
    from session_script import People, full_session

    from checklist.session.commands import OpenSession

    (patient, *_) = clinic.station.patients.find("Tran")
    people = People(clinic.person("A. Diallo").id, clinic.person("J. Moreau").id, clinic.person("R. Okafor").id)
    session_id = ""
    for press in full_session(clinic.clock.read().wall_ms, people, patient.id, 1):
        clinic.clock.advance(press.wait_s * 1000)
        if isinstance(press.command, OpenSession):
            done = clinic.station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
        elif isinstance(press.command, Sign) and press.command.field == "cosign":
            continue
        else:
            done = clinic.station.conductor.run(session_id, press.command, press.actor)
        assert isinstance(done, Snapshot), (press.command, done)
        session_id = done.session_id
    return session_id


def test_the_strength_of_a_product_seen_before(clinic: Clinic) -> None:
    """R77 A product number's strength is the newest one taken out here; an entry taken back counts for nothing."""
    session_id = clinic.open().session_id
    products = clinic.station.products
    assert products.strength(GTIN) == ""
    _run(clinic, session_id, TakeOut("C-1", 1, "50", "A1", "2028-01-31", GTIN))
    _run(clinic, session_id, TakeOut("C-2", 1, "10", "A2", "2028-01-31", GTIN))
    assert products.strength(GTIN) == "10"
    wrong = clinic.station.conductor.snapshot(session_id).state.account[-1].mark.n
    _run(clinic, session_id, VoidDrugEntry(wrong, "typing"))
    assert products.strength(GTIN) == "50"
    assert products.strength("00312345678906") == ""
