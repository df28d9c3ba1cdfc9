"""Sessions on one workstation: kept apart, durable before shown, read back from entries alone."""

from __future__ import annotations

import random

import pytest

from checklist.audit.replay import replay
from checklist.errors import LedgerError
from checklist.ledger.entry import read_header
from checklist.opening import library
from checklist.protocol.values import Answer, Chosen, FieldAnswer
from checklist.service.conduct import Snapshot
from checklist.session.commands import AddNote, AnswerLine, OpenSession, RecordEvent, Refused, WithdrawEvent


def _yes(link_id: str, field: str, option: str = "yes") -> AnswerLine:
    return AnswerLine(link_id, Answer((FieldAnswer(field, Chosen(option)),)))


def test_a_chair_holds_one_session(clinic) -> None:
    """R47 a second session cannot be opened in a chair that is taken."""
    clinic.open("Harlow", 3)
    (other, *_) = clinic.station.patients.find("Tran")
    refused = clinic.station.conductor.open(
        OpenSession(other.id, 3, clinic.order(), 1), clinic.nurse(), "ketamine-iv-mood"
    )
    assert refused == Refused("session.chair-taken", params=(("chair", "3"),))


def test_a_patient_has_one_live_session(clinic) -> None:
    """R01 a patient who is already in a chair cannot be put into another."""
    clinic.open("Harlow", 3)
    (same, *_) = clinic.station.patients.find("Harlow")
    refused = clinic.station.conductor.open(
        OpenSession(same.id, 1, clinic.order(), 1), clinic.nurse(), "ketamine-iv-mood"
    )
    assert isinstance(refused, Refused)


@pytest.mark.parametrize("seed", range(5))
def test_interleaved_sessions_never_share(clinic, seed: int) -> None:
    """CARE-2 two live sessions driven by interleaved taps never show or store each other's events."""
    draw = random.Random(seed)
    opened = {"Harlow": clinic.open("Harlow", 1), "Tran": clinic.open("Tran", 2)}
    said: dict[str, list[str]] = {name: [] for name in opened}
    for number in range(40):
        name = draw.choice(list(opened))
        text = f"{name} note {number}"
        done = clinic.station.conductor.run(opened[name].session_id, AddNote(text), clinic.nurse())
        assert isinstance(done, Snapshot)
        assert done.patient.family == name
        said[name].append(text)
    clinic.again()
    for name, snapshot in opened.items():
        state = clinic.station.conductor.snapshot(snapshot.session_id).state
        assert [note.text for note in state.notes] == said[name]
        reader = clinic.opening.reader()
        stored = reader.ledger.session_entries(snapshot.session_id)
        assert all(state.patient in entry.header.decode() for entry in stored)
        reader.close()


def test_read_back_equals_live(clinic) -> None:
    """PPN-7b a session read from its entries in a fresh process is the one that was shown."""
    live = clinic.open()
    conductor = clinic.station.conductor
    conductor.run(live.session_id, _yes("pre.consent-today", "wants"), clinic.nurse())
    shown = conductor.run(live.session_id, _yes("pre.capacity", "able"), clinic.nurse())
    assert isinstance(shown, Snapshot)
    clinic.again()
    assert clinic.station.conductor.snapshot(live.session_id).state == shown.state
    reader = clinic.opening.reader()
    assert replay(reader.ledger.session_entries(live.session_id), library()).state == shown.state
    reader.close()


def test_a_failed_write_changes_nothing_and_stops_all_others(clinic) -> None:
    """SEC-067 after a failed write the session is as it was, nothing else is taken, and recovery says so in the log."""
    live = clinic.open()
    conductor = clinic.station.conductor
    database = conductor._journal.ledger._database
    with database.writing() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    database._cursor.execute(f"PRAGMA max_page_count={pages}")
    long = AddNote("x" * 9_000)
    with pytest.raises(LedgerError, match=r"store\.full"):
        for _ in range(20):
            conductor.run(live.session_id, long, clinic.nurse())
    before = conductor.snapshot(live.session_id).state
    with pytest.raises(LedgerError, match=r"store\.degraded"):
        conductor.run(live.session_id, AddNote("small"), clinic.nurse())
    clinic.station.recover()
    assert conductor.snapshot(live.session_id).state == before
    after = conductor.run(live.session_id, AddNote("saved again"), clinic.nurse())
    assert isinstance(after, Snapshot)
    assert after.state.notes[-1].text == "saved again"


def test_an_unclean_stop_is_noticed(clinic) -> None:
    """UX-12 a start after a crash knows what was open and since when."""
    live = clinic.open()
    clinic.station._close()
    clinic.clock.advance(120_000)
    clinic.station = clinic.opening.open()
    interrupted = clinic.station.conductor.interrupted
    assert interrupted is not None
    assert interrupted.sessions == (live.session_id,)
    assert interrupted.started_ms - interrupted.stopped_ms == 120_000
    clinic.again()
    assert clinic.station.conductor.interrupted is None


def test_checkpoints_every_five_minutes_while_there_is_news(clinic) -> None:
    """SEC-061 a signed checkpoint follows within five minutes of any entry, and none when there is nothing new."""
    ledger = clinic.station.conductor._journal.ledger
    clinic.open()
    count = len(ledger.checkpoints())
    clinic.station.tick()
    clinic.clock.advance(301_000)
    clinic.station.tick()
    assert len(ledger.checkpoints()) == count + 1
    assert ledger.checkpoints()[-1][0] == ledger.head().size
    clinic.clock.advance(301_000)
    clinic.station.tick()
    assert len(ledger.checkpoints()) == count + 1


def test_record_number_and_last_dose_come_from_the_register(clinic) -> None:
    """R43 A session knows the last four of the record number, behind the commitment, and the dose last given."""
    clinic.play("Harlow", chair=2)
    (patient, *_) = clinic.station.patients.find("Harlow")
    opened = clinic.open("Harlow", chair=2)
    assert (patient.mrn, opened.state.mrn4) == ("004 183 27", "8327")
    assert opened.state.order.last_dose_mg == "34.0"
    (entry, *_) = clinic.station.conductor._journal.ledger.session_entries(opened.session_id)
    assert opened.state.mrn4.encode() not in entry.header
    other = clinic.open("Tran", chair=4)
    assert other.state.order.last_dose_mg == ""


def test_an_event_taken_back_points_at_its_entry(clinic) -> None:
    """R50 What takes an event back names that entry by position and leaf, and is read back as it was shown."""
    live = clinic.open()
    conductor, nurse = clinic.station.conductor, clinic.nurse()
    pressed = conductor.run(live.session_id, RecordEvent("nausea"), nurse)
    assert isinstance(pressed, Snapshot)
    of = pressed.state.events[-1].mark.n
    shown = conductor.run(live.session_id, WithdrawEvent(of, "undo"), nurse)
    assert isinstance(shown, Snapshot)
    clinic.again()
    assert clinic.station.conductor.snapshot(live.session_id).state == shown.state
    reader = clinic.opening.reader()
    entries = list(reader.ledger.session_entries(live.session_id))
    event, gone = (read_header(entry.header) for entry in entries[-2:])
    assert (gone.type, gone.d) == ("amend", {"of": of})
    assert gone.ref is not None
    assert gone.ref.seq == event.seq
    reader.close()
