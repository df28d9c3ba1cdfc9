"""What pages must show exactly as typed, and what they must not hold at all."""

from __future__ import annotations

import re
from pathlib import Path

import widget_checks as checks
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from real_window import NURSE, SECOND, SUPERVISOR, RealWindow
from scenes import COSIGNED, EXCEPTED, TEN_MINUTES

from checklist.audit.query import Allergies, Patient
from checklist.protocol.model import Step
from checklist.session.commands import Actor, AddNote, Command, RecordEvent
from checklist.ui.page import ToAudit, ToRecord, ToToday

FAMILY, GIVEN, ALLERGY = "<b>x</b>", "<img src=x>", "<i>latex</i> & <script>"
NOTE, EVENT = "<h1>calm</h1> &amp; <a href='x'>well</a>", "<u>warm</u> blanket"
SHOWN_NAME = f"{FAMILY.upper()}, {GIVEN}"


def _register(real: RealWindow) -> None:
    nurse = Actor(real.people[NURSE].id, "nurse", "cont")
    patient = Patient("", FAMILY, GIVEN, "1980-02-03", "<mrn>", "", "<s>", Allergies.KNOWN, ALLERGY)
    real.ask(lambda station: station.patients.add(patient, nurse))


def _do(real: RealWindow, session_id: str, command: Command) -> None:
    nurse = Actor(real.people[NURSE].id, "nurse", "cont")
    real.ask(lambda station: station.conductor.run(session_id, command, nurse))


def _shows(real: RealWindow, *words: str) -> None:
    painted = checks.painted_text(real.window)
    for word in words:
        assert word in painted
    assert not checks.rich(real.window)


def test_markup_is_shown_as_typed_on_every_page(real: RealWindow) -> None:
    """SEC-081 A patient and a note full of markup stand on every page exactly as they were typed."""
    _register(real)
    session_id = real.play(FAMILY, 2, TEN_MINUTES)
    _do(real, session_id, AddNote(NOTE))
    _do(real, session_id, RecordEvent("other", EVENT))
    real.begin()
    real.sign_in()
    assert real.window.work is not None
    _shows(real, SHOWN_NAME)
    for step in Step:
        real.go(session_id, step)
        _shows(real, SHOWN_NAME, ALLERGY)
    real.go(session_id, Step.INFUSION, "mon.vitals")
    real.press("trend.table")
    assert EVENT in checks.painted_text(real.window)
    real.press("footer.emergency")
    real.press("emergency.leave")
    real.window.work.go(ToToday())
    real.press("chair.3.open")
    real.type_into("new.find", FAMILY)
    QTest.keyClick(real.find("new.find"), Qt.Key.Key_Return)
    real.settle()
    _shows(real, SHOWN_NAME)
    real.window.work.go(ToRecord(session_id))
    real.settle()
    _shows(real, SHOWN_NAME, ALLERGY, NOTE, EVENT)
    real.window.lock_now("asked", switch=True)
    real.settle()
    real.sign_in(SUPERVISOR)
    real.window.work.go(ToAudit())
    real.settle()
    _shows(real, SHOWN_NAME)


def test_the_second_person_sees_no_first_answer(real: RealWindow) -> None:
    """UX-11 No widget of the second person's page, shown or not, holds a first answer, the order, MRN or weight."""
    session_id = real.play("Harlow", 3, EXCEPTED)
    real.begin()
    real.sign_in()
    for link_id in ("pre.pump-entry", "pre.dose", "pre.label", "pre.phq9"):
        real.go(session_id, Step.PRE_INFUSION, link_id)
    real.go(session_id, Step.TIME_OUT)
    real.press("item.second")
    real.prove(SECOND)
    held = checks.read_text(real.window)
    secrets = (r"\b150\b", r"\b100\b", r"\b40\b", r"68[.,]4", r"86[.,]4", r"183 ?27", r"\b34\b", r"34[.,]2", r"0[.,]68")
    found = [secret for secret in secrets if re.search(secret, held)]
    assert not found, [line for line in held.splitlines() if re.search("|".join(found), line)]


def test_the_locked_window_is_the_same_for_every_patient(
    real: RealWindow, qtbot: QtBot, fresh_practice: Path, tmp_path: Path
) -> None:
    """SEC-046 Locked over the same page of two different patients the window gives the same picture."""
    other = RealWindow(qtbot, fresh_practice, tmp_path / "other")
    pictures = []
    for window, family in ((real, "Harlow"), (other, "Kowalski")):
        session_id = window.play(family, 3, COSIGNED)
        window.begin()
        window.sign_in()
        window.go(session_id, Step.SIGN_OFF)
        window.window.lock_now("asked")
        window.settle()
        pictures.append(window.window.grab().toImage())
    other.close()
    assert pictures[0] == pictures[1]
