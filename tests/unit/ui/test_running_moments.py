"""How the timeline tells of readings that were due."""

from __future__ import annotations

from running_visit import LINE, PROGRAM, running
from whole_visit import complete

from checklist.session.running_commands import Tick
from checklist.session.running_events import CadenceOrdered, ReadingExplained, ReadingLate, ReminderSeen
from checklist.ui.record.running_moments import running_words

MOOD = complete("ketamine-iv-mood")


def test_orders_are_told_with_who_and_why():
    """R50 The timeline names an order of sets, who gave it and why, and that it was taken back."""
    _, title, detail = running_words(MOOD, CadenceOrdered(LINE, 3, "peak effect", "Dr Ruth"), 0, "A. Diallo RN")
    assert (title, detail) == ("Sets ordered every 3 min", "Dr Ruth: peak effect, A. Diallo RN")
    _, title, _ = running_words(MOOD, CadenceOrdered(LINE, 0, "awake", "Dr Ruth"), 0, "A. Diallo RN")
    assert title == "Sets ordered as the protocol says again"


def test_late_and_explained_readings_are_told():
    """R50 The timeline tells a reading not recorded in time, and its reason in the protocol's words."""
    bed = running()
    bed.wait(8)
    late = next(event for event in bed.must(Tick(), PROGRAM) if isinstance(event, ReadingLate))
    _, title, detail = running_words(bed.protocol, late, 0, "the program")
    assert title == "Vital signs not recorded in time"
    assert detail.startswith("Due ")
    told = running_words(bed.protocol, ReadingExplained(LINE, late.due_ms, "care"), 0, "A. Diallo RN")
    assert told[2] == "Caring for patient, A. Diallo RN"


def test_reminders_stand_in_the_log_only():
    """The timeline leaves out that a reminder was seen."""
    assert running_words(MOOD, ReminderSeen("vitals_overdue:mon.vitals:1"), 0, "A. Diallo RN") is None
