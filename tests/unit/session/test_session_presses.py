"""Presses at the chair: an event taken back, words that follow an entry, and the time of the press that ends."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER
from msgspec.structs import replace

from checklist.session import due
from checklist.session.codec import encode
from checklist.session.commands import (
    AddNote,
    EndInfusion,
    Occurred,
    PauseInfusion,
    RecordEvent,
    ResumeInfusion,
    SettleEvent,
    WithdrawEvent,
)
from checklist.session.decide import decide
from checklist.session.events import EventWithdrawn, InfusionEnded, NoteAdded


def pressed(bed, term: str = "nausea") -> int:
    bed.must(RecordEvent(term))
    return bed.state.events[-1].mark.n


def test_an_event_taken_back_stays_readable_and_counts_for_nothing(at):
    """R50 An event taken back keeps its entry and says who took it back and when; what counts no longer holds it."""
    bed = at("running")
    n = pressed(bed)
    (event,) = bed.must(WithdrawEvent(n, "undo"))
    assert event == EventWithdrawn(n, "undo")
    assert encode(event).d == {"of": n}
    assert encode(event).type == "amend"
    (kept,) = bed.state.events
    assert kept.withdrawn.person == NURSE.person
    assert bed.state.happened == ()
    assert bed.refuses(SettleEvent(n, 1, "resolved")) == "event.withdrawn"
    assert bed.refuses(WithdrawEvent(n, "typing")) == "event.withdrawn"


def test_who_may_take_an_event_back(at):
    """An event is undone within 10 s by its own person, later with a reason by that person or the nurse responsible."""
    bed = at("running")
    n = pressed(bed)
    assert bed.refuses(WithdrawEvent(n, "undo"), OTHER_NURSE) == "undo.person"
    bed.wait(0, 11)
    assert bed.refuses(WithdrawEvent(n, "undo")) == "undo.late"
    assert bed.refuses(WithdrawEvent(n, "")) == "reason.empty"
    assert bed.refuses(WithdrawEvent(n, "other")) == "reason.text"
    assert bed.refuses(WithdrawEvent(n, "typing"), PRESCRIBER) == "correction.person"
    assert bed.refuses(WithdrawEvent(n + 50, "typing")) == "event.unknown"
    bed.must(WithdrawEvent(n, "typing"))


def test_words_follow_the_event_they_belong_to(at):
    """A note on an event's entry becomes the words of that event and of no other."""
    bed = at("running")
    first, second = pressed(bed, "medicine"), pressed(bed)
    (note,) = bed.must(AddNote("ondansetron 4 mg", of=first))
    assert note == NoteAdded("ondansetron 4 mg", None, first)
    assert encode(note).d == {"of": first}
    bed.must(AddNote("IV", of=first))
    assert [item.text for item in bed.state.events] == ["ondansetron 4 mg, IV", ""]
    assert bed.state.notes == ()
    bed.must(WithdrawEvent(second, "undo"))
    assert bed.refuses(AddNote("late words", of=second)) == "note.on"
    assert bed.refuses(AddNote("nowhere", of=0)) == "note.on"
    assert bed.refuses(AddNote("two places", "mon.vitals", first)) == "note.on"


def test_a_pause_is_recorded_at_once_and_explained_after(at):
    """UX-22 Pause needs one press; the reason may follow, on the same pause, also after the infusion runs again."""
    bed = at("running")
    bed.wait(10)
    bed.must(PauseInfusion())
    paused = bed.state.infusion.runs[-1].end
    bed.wait(0, 40)
    bed.must(ResumeInfusion(), PRESCRIBER)
    bed.must(AddNote("Patient's wish", of=paused.n))
    assert bed.state.infusion.runs[0].pause_reason == "Patient's wish"
    assert bed.state.infusion.runs[1].pause_reason == ""


def test_an_end_has_the_time_of_its_press(at):
    """UX-22 The end is the moment of the press, not of the sheet's last word; the entry keeps both times."""
    bed = at("running")
    bed.wait(40)
    press = bed.now()
    bed.wait(1, 30)
    (event,) = bed.must(EndInfusion("100", pressed_mono_ms=press.mono_ms))
    assert event == InfusionEnded("100", "34.0", 90_000)
    assert bed.state.infusion.ended.at_ms == press.wall_ms
    assert due.elapsed_ms(bed.state, bed.now()) == 40 * 60_000
    assert bed.recorded[-1][1].at_ms == press.wall_ms + 90_000


@pytest.mark.parametrize(("wait", "back_ms", "ok"), [(40, -1, False), (40, 0, True), (31, 1_800_001, False)])
def test_a_press_is_never_ahead_nor_long_ago(at, wait, back_ms, ok):
    """D25 The press that ends lies at most 30 min back, never ahead, and never before the last start or pause."""
    bed = at("running")
    bed.wait(wait)
    command = EndInfusion("100", pressed_mono_ms=bed.now().mono_ms - back_ms)
    if ok:
        bed.must(command)
    else:
        assert bed.refuses(command) == "infusion.press"


def test_a_press_before_the_last_pause_is_refused(at):
    """The press that ends cannot lie before the pause that came before it."""
    bed = at("running")
    bed.wait(10)
    press = bed.now()
    bed.wait(1)
    bed.must(PauseInfusion("pump"))
    assert bed.refuses(EndInfusion("25", True, "pump", press.mono_ms)) == "infusion.press"


def test_a_clock_step_between_press_and_record_moves_no_end(at):
    """The end follows the monotonic clock: a wall clock set back while the sheet is open changes no running time."""
    bed = at("running")
    bed.wait(40)
    press = bed.now()
    bed.wait(0, 30)
    stepped = replace(bed.now(), wall_ms=bed.now().wall_ms - 3_600_000)
    command = EndInfusion("100", pressed_mono_ms=press.mono_ms)
    (event,) = decide(bed.protocol, bed.state, command, NURSE, stepped)
    assert event.pressed_ms == 30_000


def test_a_time_set_back_keeps_both_times(at):
    """D25 An event seen earlier holds when it was true and when it was typed, at most 30 min back, never ahead."""
    bed = at("running")
    bed.wait(35)
    now = bed.now().wall_ms
    assert bed.refuses(RecordEvent("nausea", "", Occurred(now + 1, "x"))) == "occurred.future"
    assert bed.refuses(RecordEvent("nausea", "", Occurred(now - 1_800_001, "x"))) == "occurred.too_old"
    assert bed.refuses(RecordEvent("nausea", "", Occurred(now - 60_000, " "))) == "occurred.reason"
    bed.must(RecordEvent("nausea", "", Occurred(now - 1_800_000, "Busy with the patient")))
    (event,) = bed.state.events
    assert (event.at_ms, event.mark.at_ms) == (now - 1_800_000, now)
