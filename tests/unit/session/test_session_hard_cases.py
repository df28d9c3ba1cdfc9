"""Clock steps, light checks after a high pressure, slower rates, and sessions that were stopped: what still holds."""

from __future__ import annotations

from decimal import Decimal

from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SHOWN
from care_scenes import pre_infusion
from running_visit import GOOD, HIGH, LIGHT, LINE, MIN, running, signs, take

from checklist.audit.findings import flags
from checklist.audit.query import Flag
from checklist.protocol.values import Answer, Chosen, FieldAnswer
from checklist.session import commands as c
from checklist.session import due
from checklist.session.care_commands import ChangeRate, HandOver, TakeOver
from checklist.session.commands import Actor, Occurred, PauseInfusion, RecordVitals, ResumeInfusion
from checklist.session.delivered import delivered
from checklist.session.inforce import newest
from checklist.session.progress import line_view
from checklist.session.reminders import ReminderKind, reminders


def kinds(bed):
    return [item.kind for item in reminders(bed.protocol, bed.state, bed.now())]


def test_newest_set_after_the_clock_was_set_back():
    """R49 After the wall clock was set back an hour a new high pressure is the newest set: it is told of, and holds."""
    bed = running()
    bed.wait(10)
    take(bed, GOOD)
    bed.set_wall(-60)
    bed.wait(10)
    take(bed, HIGH)
    assert newest(bed.state.vitals).signs.get("sbp") == "168"
    assert ReminderKind.OVER_LIMIT in kinds(bed)
    bed.must(PauseInfusion("pressure"))
    assert bed.refuses(ResumeInfusion()) == "infusion.limits"


def test_light_check_wipes_out_no_pressure():
    """R54 A light check after a high pressure leaves the pressure standing: the pump is not resumed on it."""
    bed = running()
    bed.wait(10)
    take(bed, HIGH)
    bed.wait(2)
    take(bed, LIGHT, light="asleep")
    assert "SBP" in line_view(bed.protocol, bed.state, LINE, bed.now()).hits[0].text
    assert ReminderKind.OVER_LIMIT in kinds(bed)
    bed.must(PauseInfusion("pressure"))
    assert bed.refuses(ResumeInfusion()) == "infusion.limits"
    take(bed, GOOD)
    bed.must(ResumeInfusion())


def test_light_check_owes_nothing_again():
    """R54 What a light check did not look at is told to the provider once, for the set that was over the limit."""
    bed = running()
    bed.wait(10)
    take(bed, HIGH)
    bed.must(c.TellProvider(LINE, "Dr Okafor", "", read_back=False))
    take(bed, LIGHT, light="asleep")
    needs = line_view(bed.protocol, bed.state, LINE, bed.now()).needs
    assert "need.told" not in [str(need.code) for need in needs]


def test_a_reading_is_not_late_by_the_wall_clock():
    """R48 A set taken in time is in time also where the wall clock was set on an hour, and a late one late."""
    bed = running()
    bed.wait(5)
    bed.set_wall(60)
    take(bed, GOOD)
    assert bed.state.vitals[-1].late_ms is not None
    assert due.late_by_ms(bed.protocol, bed.state, bed.state.vitals[-1]) is None
    assert Flag.LATE_VITALS not in flags(bed.protocol, bed.state)
    bed.set_wall(-180)
    bed.wait(9)
    take(bed, GOOD)
    assert due.late_by_ms(bed.protocol, bed.state, bed.state.vitals[-1]) == 1 * MIN
    assert Flag.LATE_VITALS in flags(bed.protocol, bed.state)


def test_an_earlier_time_after_the_clock_was_set():
    """D25 After a step of the wall clock an observed time is held against how long the session has really lasted."""
    bed = running()
    bed.set_wall(-24 * 60)
    bed.wait(10)
    bed.must(RecordVitals(LINE, signs(GOOD), Occurred(bed.now().wall_ms - 3 * MIN, "busy")))
    young = pre_infusion()
    young.wait(2)
    young.set_wall(60)
    before = Occurred(young.now().wall_ms - 3 * MIN, "busy")
    assert young.refuses(c.RecordEvent("nausea", "", before)) == "occurred.before_session"


def test_a_slower_infusion_is_past_its_end_later():
    """R57 At half the rate the infusion is past its planned end when the bag is empty by the clock, not before."""
    bed = running()
    bed.wait(20)
    bed.must(ChangeRate("75", "distress", "Dr Okafor"))
    bed.wait(25)
    assert delivered(bed.protocol, bed.state, bed.now()).remaining_ms == 15 * MIN
    assert ReminderKind.PAST_END not in kinds(bed)
    bed.wait(18)
    (past,) = [item for item in reminders(bed.protocol, bed.state, bed.now()) if item.kind is ReminderKind.PAST_END]
    assert past.since_ms == bed.now().wall_ms - 3 * MIN


def test_nothing_runs_on_after_a_stop():
    """D21 Of a session stopped while the pump ran the record says what had gone in then, whenever it is looked at."""
    bed = running()
    bed.wait(10)
    bed.must(c.StopSession("transfer"))
    bed.wait(60 * 24)
    found = delivered(bed.protocol, bed.state, bed.now())
    assert found.elapsed_ms == 10 * MIN
    assert found.by_clock_ml == Decimal("25.00")


def test_who_handed_over_is_no_prescriber_of_it():
    """D21 A nurse who was responsible passes no hard stop of that session after handing it over, whatever her roles."""
    bed = running()
    bed.must(HandOver("olga", SHOWN))
    bed.must(TakeOver(bed.state.count - 1, SHOWN), OTHER_NURSE)
    field = bed.protocol.line("mon.presence").fields[0]
    bed.must(c.AnswerLine("mon.presence", Answer((FieldAnswer(field.id, Chosen("no")),))), OTHER_NURSE)
    both = Actor(NURSE.person, "prescriber", "pin")
    assert bed.refuses(c.OverrideStop("mon.presence", "Seen by the prescriber herself"), both) == "override.person"
    phone = c.OverrideByPhone("mon.presence", "Seen by the prescriber herself", NURSE.person, read_back=True)
    assert bed.refuses(phone, OTHER_NURSE) == "phone.prescriber"
    bed.must(c.OverrideStop("mon.presence", "Seen by the prescriber herself"), PRESCRIBER)
