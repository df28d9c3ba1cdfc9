"""When a reading is due, overdue, late, missed or extra."""

from __future__ import annotations

import pytest
from small_protocol import PROTOCOL, signs

from checklist.clock import Reading
from checklist.session import due
from checklist.session.commands import EndInfusion, Occurred, PauseInfusion, RecordVitals, StopSession

MIN = due.MINUTE_MS


def table(bed):
    """Return each mark as minutes from the start, and how it stands."""
    start = bed.state.infusion.runs[0].start.at_ms
    return [
        ((mark.due_ms - start) // MIN, "taken" if mark.taken else "missed" if mark.missed else "waits")
        for mark in due.marks(bed.protocol, bed.state, bed.now())
    ]


def take(bed):
    return bed.must(RecordVitals("mon.vitals", signs()))[0]


def test_first_mark_waits(at):
    """At the start the mark at 5 min is next, with its three times."""
    bed = at("running")
    start = bed.state.infusion.runs[0].start.at_ms
    (mark,) = due.marks(bed.protocol, bed.state, bed.now())
    assert (mark.from_ms, mark.due_ms, mark.late_ms) == (start + 4 * MIN, start + 5 * MIN, start + 8 * MIN)
    assert mark.wait_ms == 5 * MIN
    assert due.next_due(bed.protocol, bed.state, bed.now()) == mark
    assert due.overdue(bed.protocol, bed.state, bed.now()) == ()


@pytest.mark.parametrize(
    ("seconds", "closes", "late"),
    [
        (0, None, False),
        (4 * 60 - 0.001, None, False),
        (4 * 60, 5, False),
        (5 * 60, 5, False),
        (8 * 60 - 0.001, 5, False),
        (8 * 60, 5, True),
        (9 * 60 - 0.001, 5, True),
        (9 * 60, 10, False),
        (10 * 60, 10, False),
        (19 * 60, 20, False),
    ],
)
def test_which_mark_a_set_closes(at, seconds, closes, late):
    """A set inside a mark's window closes it; an earlier one is extra, a late one stays late."""
    bed = at("running")
    start = bed.now().wall_ms
    bed.wait(seconds=seconds)
    event = take(bed)
    assert event.due_ms == (None if closes is None else start + closes * MIN)
    if closes is not None:
        assert event.late_ms == event.due_ms + 3 * MIN
        assert (bed.now().wall_ms >= event.late_ms) is late


def test_second_set_in_a_window_is_extra(at):
    """A mark is closed once; a further set in its window is an extra one and moves no mark."""
    bed = at("running")
    bed.wait(5)
    assert take(bed).due_ms is not None
    bed.wait(1)
    assert take(bed).due_ms is None
    assert table(bed) == [(5, "taken"), (10, "waits")]


def test_overdue_from_the_mark_on(at):
    """Past its mark a reading is overdue until it is taken, also while the next window is already open."""
    bed = at("running")
    bed.wait(seconds=5 * 60 - 0.001)
    assert due.overdue(bed.protocol, bed.state, bed.now()) == ()
    bed.wait(seconds=0.001)
    assert len(due.overdue(bed.protocol, bed.state, bed.now())) == 1
    bed.wait(4, seconds=30)
    assert table(bed) == [(5, "waits"), (10, "waits")]
    (mark,) = due.overdue(bed.protocol, bed.state, bed.now())
    assert mark.wait_ms == -4.5 * MIN
    take(bed)
    assert table(bed) == [(5, "missed"), (10, "taken"), (20, "waits")]
    assert due.overdue(bed.protocol, bed.state, bed.now()) == ()


def test_missed_when_the_next_mark_has_come(at):
    """A mark is missed once the next one has come; one reading a line is overdue at a time."""
    bed = at("running")
    bed.wait(25)
    assert table(bed) == [(5, "missed"), (10, "missed"), (20, "waits"), (30, "waits")]
    assert len(due.overdue(bed.protocol, bed.state, bed.now())) == 1


def test_set_seen_earlier_closes_its_own_mark(at):
    """A set with an observed time closes the mark of that time."""
    bed = at("running")
    start = bed.now().wall_ms
    bed.wait(25)
    occurred = Occurred(start + 11 * MIN, "busy with the pump")
    (event,) = bed.must(RecordVitals("mon.vitals", signs(), occurred))
    assert event.due_ms == start + 10 * MIN
    assert table(bed) == [(5, "missed"), (10, "taken"), (20, "waits"), (30, "waits")]


def test_marks_go_on_during_a_pause(at):
    """A pause of the pump stops no mark."""
    bed = at("running")
    bed.must(PauseInfusion("BP"))
    bed.wait(5)
    assert len(due.overdue(bed.protocol, bed.state, bed.now())) == 1


def test_after_the_end_recovery_counts(at):
    """After the end the recovery marks count: 0, 15, 30, 45, 60 min, and no more."""
    bed = at("recovery")
    assert table(bed) == [*((m, "taken") for m in (5, 10, 20, 30, 40)), (40, "taken"), (55, "waits")]
    bed.wait(200)
    assert table(bed)[-5:] == [
        (40, "taken"),
        (55, "missed"),
        (70, "missed"),
        (85, "missed"),
        (100, "waits"),
    ]


def test_mark_within_its_grace_gives_way_to_the_end(at):
    """A mark the pump's end overtakes within its grace is not missed: the set at the end takes its place."""
    bed = at("running")
    bed.wait(12)
    bed.must(EndInfusion("30", early=True, reason="wish"))
    assert table(bed) == [(5, "missed"), (12, "waits"), (27, "waits")]
    bed = at("running")
    bed.wait(13)
    bed.must(EndInfusion("30", early=True, reason="wish"))
    assert table(bed) == [(5, "missed"), (10, "missed"), (13, "waits"), (28, "waits")]


def test_nothing_is_due_after_the_session(at):
    """A session that has ended waits for nothing, and neither does a signed monitoring phase."""
    bed = at("recovery")
    bed.wait(20)
    bed.must(StopSession("transfer"))
    assert due.overdue(bed.protocol, bed.state, bed.now()) == ()
    assert due.next_due(bed.protocol, bed.state, bed.now()) is None


def test_wall_clock_step_moves_no_mark(at):
    """Within one boot the monotonic clock decides, so a wall clock that jumps an hour moves no mark."""
    bed = at("running")
    state, now = bed.state, bed.now()
    jumped = Reading(now.wall_ms + 3_600_000 + 6 * MIN, 0, now.mono_ms + 6 * MIN, now.boot)
    assert due.elapsed_ms(state, jumped) == 6 * MIN
    (first, *_) = due.marks(PROTOCOL, state, jumped)
    assert (first.wait_ms, first.missed) == (-MIN, False)
    other = Reading(now.wall_ms + 7 * MIN, 0, 5, "another-boot")
    assert due.elapsed_ms(state, other) == 7 * MIN
