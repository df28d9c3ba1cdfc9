"""Emergency presses that could only be written later, by whoever made them, and sessions stopped in one."""

from __future__ import annotations

from bedside import SECOND, SHOWN, Bedside
from care_scenes import NOBODY, blocks_of, pressure, running
from whole_visit import normal

from checklist.protocol.branches import Act
from checklist.protocol.values import Answer, Chosen, FieldAnswer
from checklist.session import commands as c
from checklist.session import drug_account
from checklist.session.branches import reading
from checklist.session.care_commands import DescribeEvent, ReadPump
from checklist.session.commands import Actor, Occurred
from checklist.session.drug_commands import Waste
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch
from checklist.session.state import InfusionStatus, Status

MIN = 60_000
WHY = "The record could not be written at the time"


def ago(bed: Bedside, minutes: int) -> Occurred:
    return Occurred(bed.now().wall_ms - minutes * MIN, WHY)


def line_of(bed: Bedside, act: Act) -> str:
    return next(line.id for line in reading(bed.protocol, bed.state.branches[-1]) if line.act is act)


def test_a_press_counts_however_late_it_is_written():
    """SEC-9.4 Presses made 45 minutes ago, while nothing could be written, are taken with the time of the press."""
    bed = running()
    bed.wait(50)
    pressed = ago(bed, 45)
    bed.must(StartBranch("em.nausea", pressed), NOBODY)
    of = bed.state.count - 1
    bed.must(DoBranchLine(of, line_of(bed, Act.PAUSE_INFUSION), occurred=ago(bed, 44)), NOBODY)
    bed.must(c.RecordEvent("call_help", "", ago(bed, 43)), NOBODY)
    bed.must(EndBranch(of, "monitoring", "", ago(bed, 40)), NOBODY)
    (run,) = bed.state.branches
    assert run.at_ms == pressed.at_ms
    assert bed.state.infusion.runs[-1].end.at_ms == bed.now().wall_ms - 44 * MIN
    assert bed.state.events[-1].at_ms == bed.now().wall_ms - 43 * MIN
    assert run.ended.at_ms == bed.now().wall_ms - 40 * MIN


def test_outside_an_emergency_an_event_is_not_that_late():
    """D25 An event of before the emergency is charted at most 30 minutes back."""
    bed = running()
    bed.wait(50)
    bed.must(StartBranch("em.nausea"))
    assert bed.refuses(c.RecordEvent("nausea", "", ago(bed, 45))) == "occurred.too_old"


def test_whoever_is_signed_in_may_do_what_nobody_may():
    """D24 While a list runs a role in force takes nothing away: each person stamps, notes and takes a set."""
    bed = running()
    supervisor, auditor = Actor("sid", "supervisor", "cont"), Actor("ada", "auditor", "cont")
    assert bed.refuses(c.RecordVitals("mon.vitals", pressure(120)), supervisor) == "role.may_not"
    bed.must(StartBranch("em.hypotension"), auditor)
    for who in (supervisor, auditor, Actor("ruth", "prescriber", "cont"), NOBODY):
        bed.must(c.RecordVitals("mon.vitals", pressure(88)), who)
        bed.must(c.RecordEvent("call_help"), who)
        bed.must(c.AddNote("Oxygen, 6 L by mask"), who)
    assert bed.refuses(c.StopSession("transfer"), auditor) == "role.may_not"


def test_without_sign_in_nothing_follows_the_end():
    """D24 Once the session is over nobody charts without signing in, but for the list that was running."""
    bed = running()
    bed.must(StartBranch("em.seizure"), NOBODY)
    of = bed.state.count - 1
    bed.must(c.StopSession("transfer"))
    assert bed.refuses(c.RecordEvent("nausea"), NOBODY) == "auth.own_sign_in"
    assert bed.refuses(StartBranch("em.nausea"), NOBODY) == "session.ended"
    bed.must(EndBranch(of, "transfer"), NOBODY)


def test_a_session_stopped_in_an_emergency_is_brought_to_its_end():
    """D21 After a stop the running list still takes its presses, its end and its grade, and the pump is read."""
    bed = running()
    bed.wait(10)
    bed.must(StartBranch("em.seizure"))
    of = bed.state.count - 1
    bed.must(c.StopSession("transfer"))
    bed.must(DoBranchLine(of, line_of(bed, Act.STOP_INFUSION)))
    assert bed.state.infusion.status is InfusionStatus.STOPPED
    bed.must(EndBranch(of, "transfer"))
    bed.must(c.SettleEvent(of, 3, "open", "Taken to hospital."))
    bed.must(ReadPump("25"))
    assert bed.state.status is Status.STOPPED
    assert bed.state.infusion.given_ml == "25"


def test_the_account_of_a_session_stopped_while_the_pump_ran():
    """R72 After a stop with the pump still running its volume is read, and the drug account holds by it."""
    bed = running()
    bed.wait(10)
    bed.must(c.StopSession("transfer"))
    bed.must(ReadPump("25"))
    bed.must(Waste(drug_account.lines_container(bed.protocol, bed.state), "0", "75", "container"))
    bed.must(c.Countersign(bed.state.count - 1, SHOWN), SECOND)
    found = drug_account.balance(bed.protocol, bed.state)
    assert str(found.given_mg) == "8.5"
    assert found.holds, found


def test_a_withdrawn_event_takes_its_details_with_it():
    """E17 Details of an event that was taken back ask for nothing: the line it was told on is as if it were not."""
    bed = running()
    bed.must(c.RecordEvent("nausea"))
    of = bed.state.count - 1
    answer = normal(bed, "mon.ae")
    graded = tuple(FieldAnswer("grade", Chosen("3")) if item.field == "grade" else item for item in answer.values)
    bed.must(DescribeEvent(of, "mon.ae", Answer(graded)))
    assert "need.told" in blocks_of(bed, "monitoring")
    bed.must(c.WithdrawEvent(of, "wrong_line"))
    assert "need.told" not in blocks_of(bed, "monitoring")
    assert bed.state.events[-1].details
