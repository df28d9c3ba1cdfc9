"""What the nurse is reminded of, in which rank and order, and how a reminder ends."""

from __future__ import annotations

from msgspec.structs import replace
from running_visit import DROWSY, GOOD, HIGH, LINE, MIN, POST, running, take

from checklist.session.commands import Actor, EndInfusion, PauseInfusion, ResumeInfusion, TellProvider
from checklist.session.emergency_commands import EndBranch, StartBranch
from checklist.session.reminders import Rank, ReminderKind, reminders
from checklist.session.running_commands import QuietReminder, SeeReminder

UNSIGNED = Actor("sys", "nurse", "none")


def kinds(bed):
    """Return the reminders that stand, in their order."""
    return [str(item.kind) for item in reminders(bed.protocol, bed.state, bed.now())]


def the(bed, kind):
    """Return the one reminder of a kind."""
    (found,) = (item for item in reminders(bed.protocol, bed.state, bed.now()) if item.kind == kind)
    return found


def test_window_open_is_low_and_overdue_is_medium():
    """UX-9 An open window is a low reminder; at the mark it becomes medium, and no waiting makes it high."""
    bed = running()
    bed.wait(3, seconds=59)
    assert kinds(bed) == []
    bed.wait(seconds=1)
    assert the(bed, "vitals_open").rank is Rank.LOW
    bed.wait(1)
    assert kinds(bed) == ["vitals_overdue"]
    assert the(bed, "vitals_overdue").rank is Rank.MEDIUM
    bed.wait(3)
    assert the(bed, "vitals_overdue").rank is Rank.MEDIUM
    take(bed)
    assert kinds(bed) == []


def test_chime_after_a_minute_until_seen():
    """UX-9 A medium reminder may chime outside after 60 seconds; once a person has seen it, no more."""
    bed = running()
    bed.wait(5, seconds=59)
    assert not the(bed, "vitals_overdue").chime
    bed.wait(seconds=1)
    assert the(bed, "vitals_overdue").chime
    cause = the(bed, "vitals_overdue").cause
    assert bed.refuses(SeeReminder(cause), UNSIGNED) == "auth.own_sign_in"
    bed.must(SeeReminder(cause))
    seen = the(bed, "vitals_overdue")
    assert (seen.chime, seen.seen.person) == (False, "nora")
    assert bed.refuses(SeeReminder(cause)) == "remind.seen"


def test_quiet_for_two_minutes_at_most_twice():
    """UX-9 Quiet holds two minutes, is offered twice a cause, needs no sign-in, and is recorded."""
    bed = running()
    bed.wait(5, seconds=60)
    cause = the(bed, "vitals_overdue").cause
    (event,) = bed.must(QuietReminder(cause), UNSIGNED)
    assert event.until_ms == the(bed, "vitals_overdue").quiet_until_ms == bed.now().wall_ms + 2 * MIN
    assert not the(bed, "vitals_overdue").chime
    bed.wait(2)
    assert the(bed, "vitals_overdue").chime
    bed.must(QuietReminder(cause))
    bed.wait(1, seconds=30)
    assert bed.refuses(QuietReminder(cause)) == "remind.quiet_twice"
    assert bed.refuses(QuietReminder("vitals_overdue:mon.vitals:1")) == "remind.nothing"


def test_quiet_ends_in_its_time_although_the_clock_is_set():
    """Quiet lasts two minutes also where the wall clock is set back an hour meanwhile."""
    bed = running()
    bed.wait(6)
    bed.must(QuietReminder(the(bed, "vitals_overdue").cause))
    bed.clock.set_wall(-60 * MIN)
    bed.wait(2)
    assert the(bed, "vitals_overdue").chime


def test_repeat_value_and_pause_stand_beside_each_other_newest_first():
    """UX-9 One line a cause, the newest medium one on top, lower ranks beneath."""
    bed = running()
    bed.wait(11)
    take(bed, HIGH)
    assert kinds(bed) == ["over_limit"]
    bed.wait(5)
    assert kinds(bed) == ["repeat_due", "over_limit"]
    assert "over" in dict(the(bed, "over_limit").params)["limit"]
    assert dict(the(bed, "repeat_due").params)["reason"].startswith(("SBP", "DBP"))
    bed.must(PauseInfusion("blood pressure"))
    take(bed, GOOD)
    assert kinds(bed) == []
    bed.wait(15)
    assert "paused_long" not in kinds(bed)
    bed.wait(seconds=1)
    assert "paused_long" in kinds(bed)
    take(bed, GOOD)
    bed.must(ResumeInfusion())
    assert "paused_long" not in kinds(bed)


def test_provider_told_without_answer_is_a_reminder():
    """UX-9 A provider who was told and has not answered stands as a reminder until the answer."""
    bed = running()
    bed.wait(11)
    take(bed, HIGH)
    bed.must(TellProvider(LINE, "Dr Ruth", "", read_back=False, answered=False))
    waiting = the(bed, "told_waiting")
    assert waiting.due_ms == bed.now().wall_ms + 5 * MIN
    bed.must(TellProvider(LINE, "Dr Ruth", "pause", read_back=True))
    assert "told_waiting" not in kinds(bed)


def test_past_the_planned_end():
    """UX-9 A pump that still runs at its planned end is a medium reminder until it is ended."""
    bed = running()
    bed.wait(39)
    take(bed)
    bed.wait(seconds=59)
    assert "past_end" not in kinds(bed)
    bed.wait(seconds=1)
    assert "past_end" in kinds(bed)
    bed.must(EndInfusion("100"))
    assert "past_end" not in kinds(bed)


def test_recovery_asks_for_its_score_after_each_set():
    """UX-9 After a set in recovery the score that goes with it is due until it is answered."""
    bed = running()
    bed.wait(40)
    bed.must(EndInfusion("100"))
    assert "score_due" not in kinds(bed)
    take(bed, link_id=POST)
    assert the(bed, "score_due").link_id == "mon.post-mind"


def test_running_emergency_is_high_and_first():
    """UX-9 Only an emergency that a person has started is high; it stands first until it is ended."""
    bed = running()
    bed.wait(6)
    bed.must(StartBranch("em.nausea"))
    of = bed.state.count - 1
    bed.wait(seconds=1)
    assert kinds(bed)[0] == "branch_open"
    first = reminders(bed.protocol, bed.state, bed.now())[0]
    assert (first.rank, first.chime) == (Rank.HIGH, True)
    bed.must(EndBranch(of, "monitoring"))
    assert "branch_open" not in kinds(bed)


def test_ended_session_reminds_of_nothing():
    """A session that has ended has no reminder."""
    bed = running()
    bed.wait(30)
    over = replace(bed.state, ended=bed.state.last)
    assert reminders(bed.protocol, over, bed.now()) == ()


def test_every_kind_has_a_stable_cause():
    """A reminder keeps its cause from look to look, so that seen and quiet find it again."""
    bed = running()
    bed.wait(11)
    take(bed, DROWSY)
    bed.wait(6)
    first = {item.cause for item in reminders(bed.protocol, bed.state, bed.now())}
    bed.wait(seconds=30)
    assert first == {item.cause for item in reminders(bed.protocol, bed.state, bed.now())}
    assert all(cause.split(":")[0] in set(ReminderKind) for cause in first)
