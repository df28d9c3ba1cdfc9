"""Emergencies on the workstation: entries nobody signed in for, the look at a patient's banner, and incidents."""

from __future__ import annotations

import pytest
from care_scenes import MOOD

from checklist.errors import LedgerError
from checklist.ledger.entry import read_header
from checklist.opening import library
from checklist.service.conduct import Snapshot
from checklist.session.care_commands import ClaimActs, NoteGap, TakeOver
from checklist.session.commands import Actor, Occurred
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch
from checklist.ui.record.timeline import timeline

NOBODY = Actor("sys", "nurse", "none")
SEIZURE = MOOD.branch("em.seizure")


def headers(clinic):
    """Return the headers of the log, oldest first, as another process reads them."""
    reader = clinic.opening.reader()
    found = [read_header(entry.header) for entry in reader.ledger.entries()]
    reader.close()
    return found


def opened(clinic) -> str:
    """Open a session on the complete protocol and return its id."""
    clinic.station.conductor._protocols = clinic.station.supervisor._library = library()
    return clinic.open("Harlow", 3).session_id


def test_entries_without_sign_in_say_so(clinic) -> None:
    """D24 Emergency entries made without sign-in carry no person and no proof, and survive a restart."""
    session = opened(clinic)
    conductor = clinic.station.conductor
    shown = conductor.run(session, StartBranch("em.seizure"), NOBODY)
    assert isinstance(shown, Snapshot)
    of = shown.state.branches[-1].n
    conductor.run(session, DoBranchLine(of, "protect"), NOBODY)
    conductor.run(session, EndBranch(of, "transfer"), NOBODY)
    written = [head for head in headers(clinic) if head.type.startswith("emergency.")]
    assert [head.type for head in written] == ["emergency.start", "emergency.line", "emergency.end"]
    assert {(head.actor, head.role, head.auth) for head in written} == {("sys", "nurse", "none")}
    live = conductor.snapshot(session).state
    conductor.forget()
    assert conductor.snapshot(session).state == live
    claimed = conductor.run(session, ClaimActs(tuple(mark.n for mark in live.unsigned)), clinic.nurse())
    assert isinstance(claimed, Snapshot)
    assert claimed.state.claims[-1].mark.person == clinic.nurse().person


def test_a_gap_is_the_programs_own(clinic) -> None:
    """SEC-075 Sleep of the computer is an entry of the session by the program itself."""
    session = opened(clinic)
    clinic.station.conductor.run(session, NoteGap("sleep", 600_000, 1), Actor("sys", "system", "none"))
    head = headers(clinic)[-1]
    assert (head.type, head.actor, head.role, head.sess) == ("clock.gap", "sys", "system", session)


def test_the_banner_is_a_look(clinic) -> None:
    """SEC-033 Showing the banner in an emergency without sign-in is an entry that names session and patient's id."""
    session = opened(clinic)
    before = clinic.station.conductor.snapshot(session).state.count
    shown = clinic.station.conductor.shown_in_emergency(session)
    head = headers(clinic)[-1]
    assert (head.type, head.actor, head.auth, head.sess) == ("view.record", "sys", "none", None)
    assert head.pt == shown.state.patient
    assert shown.state.count == before
    with pytest.raises(LedgerError):
        clinic.station.conductor.shown_in_emergency("s-none")


def test_an_emergency_without_a_session_is_an_incident(clinic) -> None:
    """R82 With no session running each press is an entry of the installation that names no list in clear."""
    incidents = clinic.station.incidents
    running = incidents.start(SEIZURE, 2, NOBODY)
    assert incidents.running() == (running,)
    incidents.press(running.of, "protect", NOBODY)
    incidents.press(running.of, "glucose", NOBODY, done=False, text="No strips.")
    pressed = incidents.running()[0]
    assert [(item.line, item.done) for item in pressed.lines] == [("protect", True), ("glucose", False)]
    assert pressed.line("glucose").text == "No strips."
    ended = incidents.end(running.of, "transfer", "", NOBODY)
    assert ended.ended is not None
    assert incidents.running() == ()
    written = [head for head in headers(clinic) if head.type == "incident"]
    assert [head.d["what"] for head in written] == ["start", "line", "line", "end"]
    assert {head.d.get("of") for head in written[1:]} == {running.of}
    assert all(head.sess is None and "seizure" not in repr(head.d) for head in written)


def test_an_incident_that_does_not_run(clinic) -> None:
    """R82 A press on an incident that does not run, or an end that is none, is an error and writes nothing."""
    incidents = clinic.station.incidents
    with pytest.raises(LedgerError) as unknown:
        incidents.press(99, "protect", NOBODY)
    assert unknown.value.code == "incident.unknown"
    running = incidents.start(SEIZURE, 2, NOBODY)
    with pytest.raises(LedgerError) as outcome:
        incidents.end(running.of, "home", "", NOBODY)
    assert outcome.value.code == "incident.outcome"
    assert incidents.running() == (running,)


def test_the_course_tells_of_it_in_words(clinic) -> None:
    """R82 The record's course names list, lines, what was not possible, outcome, claims, handover and gaps in words."""
    session = opened(clinic)
    conductor = clinic.station.conductor
    shown = conductor.run(session, StartBranch("em.seizure"), NOBODY)
    assert isinstance(shown, Snapshot)
    of = shown.state.branches[-1].n
    for command, actor in (
        (DoBranchLine(of, "protect"), NOBODY),
        (DoBranchLine(of, "glucose", done=False, text="No strips."), NOBODY),
        (EndBranch(of, "transfer"), NOBODY),
        (ClaimActs((of, of + 1)), clinic.nurse()),
        (NoteGap("clock", -3_600_000, 1), Actor("sys", "system", "none")),
        (NoteGap("sleep", 600_000, 1), Actor("sys", "system", "none")),
        (TakeOver(None, "ab" * 32, "Called away"), Actor("olga", "nurse", "pin")),
    ):
        assert isinstance(conductor.run(session, command, actor), Snapshot)
    course = timeline(clinic.station.supervisor.record(session, clinic.nurse()))
    assert [moment.title for moment in course][1:] == [
        "Emergency: Seizure",
        "Protect, on the side, nothing in the mouth",
        "Not possible: Blood glucose",
        "Emergency ended, transferred",
        "Claimed 2 entries made without sign-in",
        "The computer's clock was set",
        "The computer slept",
        "Taken over without the leaving nurse",
    ]
    assert course[3].detail.startswith("No strips.")
    assert "back" in course[6].detail


def test_an_incident_keeps_the_time_of_its_presses(clinic) -> None:
    """SEC-9.4 Presses without a session that could only be written later keep the time at which they were made."""
    incidents = clinic.station.incidents
    clinic.clock.advance(600_000)
    now_ms = clinic.clock.read().wall_ms
    early = [
        Occurred(now_ms - minutes * 60_000, "The record could not be written at the time") for minutes in (9, 8, 2)
    ]
    running = incidents.start(SEIZURE, 0, NOBODY, early[0])
    pressed = incidents.press(running.of, "protect", NOBODY, occurred=early[1])
    ended = incidents.end(running.of, "transfer", "", NOBODY, early[2])
    assert ended.ended is not None
    assert [running.began.at_ms, pressed.lines[0].mark.at_ms, ended.ended.at_ms] == [item.at_ms for item in early]
