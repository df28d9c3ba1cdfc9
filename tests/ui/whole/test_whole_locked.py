"""Locked with everything going on: what the lock page shows of it, and what it may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from care_script import care_session
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from real_window import NURSE, PRESCRIBER, SECOND, RealWindow
from session_script import People

from checklist.service.practice import PATIENTS
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, OpenSession, Refused
from checklist.session.emergency_commands import StartBranch
from checklist.session.state import InfusionStatus

CHAIRS = {1: "Harlow", 2: "Tran", 3: "Kowalski"}
VALUES = ("68.4", "34", "150", "128/80", "128", "168/96", "164", "0.5 mg", "HR", "mg", "mL")
"""Words and numbers of these sessions that stand on their pages."""


def said(widget: QWidget) -> Iterator[str]:
    """Yield everything a widget and those in it show or say, seen or not."""
    for one in (widget, *widget.findChildren(QWidget)):
        yield one.accessibleName()
        yield one.accessibleDescription()
        yield one.toolTip()
        yield one.windowTitle()
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield one.text()


def three_chairs(real: RealWindow) -> None:
    """Let three sessions run at the same time: infusions, one of them over a limit, and an emergency in chair 2."""
    ids = {name: person.id for name, person in real.people.items()}
    people = People(ids[NURSE], ids[SECOND], ids[PRESCRIBER])

    def play(station: Workstation) -> None:
        for chair, family in CHAIRS.items():
            (patient, *_) = station.patients.find(family)
            four = patient.mrn.replace(" ", "")[-4:]
            session_id = ""
            for press in care_session(real.clock.read().wall_ms, people, (patient.id, four), chair, chair):
                real.clock.advance(press.wait_s * 1000)
                if isinstance(press.command, OpenSession):
                    done = station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
                else:
                    done = station.conductor.run(session_id, press.command, press.actor)
                assert not isinstance(done, Refused), (press, done)
                session_id = done.session_id
                if done.state.infusion.status is InfusionStatus.RUNNING:
                    break
            if chair == 2:
                station.conductor.run(session_id, StartBranch("em.seizure"), Actor(ids[NURSE], "nurse", "pin"))

    real.ask(play)


def test_nothing_of_a_patient_while_locked(complete: RealWindow):
    """SEC-046 While locked no name, number or value of a patient is in any text or accessible name; clocks go on."""
    three_chairs(complete)
    complete.begin()
    complete.sign_in()
    complete.press("emergency.strip.open")
    complete.press("emergency.back")
    complete.advance(9)
    complete.window.lock_now("asked")
    complete.settle()
    _says_nothing(complete)
    before = _lock_words(complete)
    complete.picture("locked-with-all")
    complete.advance(2)
    after = _lock_words(complete)
    _says_nothing(complete)
    assert len(before) == len(after) == len(CHAIRS)
    assert all(one != other for one, other in zip(before, after, strict=True)), (before, after)
    assert all("late" in words for words in after), after
    assert "emergency running" in after[1]
    assert complete.there("emergency.strip.open")
    assert [w for w in complete.window.findChildren(QLabel) if w.isVisible() and "Seizure" in w.text()]


def _lock_words(real: RealWindow) -> list[str]:
    """Return what the lock page says of each chair."""
    names = [w.accessibleName() for w in real.window.lock.findChildren(QWidget)]
    return sorted({name for name in names if name.startswith("Chair ")})


def _says_nothing(real: RealWindow) -> None:
    everything = [text for text in said(real.window) if text]
    for patient in PATIENTS:
        digits = patient.mrn.replace(" ", "")
        for secret in (patient.family, patient.given, patient.preferred, digits, patient.mrn, patient.born):
            if secret:
                found = [text for text in everything if re.search(rf"\b{re.escape(secret)}\b", text, re.IGNORECASE)]
                assert not found, (secret, found)
    for value in VALUES:
        found = [text for text in everything if re.search(rf"(?<![\w:.]){re.escape(value)}(?![\w:.])", text)]
        assert not found, (value, found)
