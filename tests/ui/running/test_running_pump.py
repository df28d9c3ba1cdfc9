"""At the pump: its rate and the second reading of it, its volume, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.protocol.branches import Act
from checklist.session.care_commands import ChangeRate, CheckRate, ReadPump
from checklist.session.commands import PauseInfusion, ResumeInfusion
from checklist.session.emergency_commands import DoBranchLine, StartBranch

if TYPE_CHECKING:
    from conftest import Ward


def change(ward: Ward, rate: str = "120") -> None:
    ward.open_page()
    ward.press("event.rate_change")
    ward.type_into("sheet.rate.value", rate)
    ward.press("sheet.rate.reason.pressure")
    ward.press("sheet.rate.by.0")


def second(ward: Ward, rate: str) -> None:
    ward.type_into("sheet.rate_check.value", rate)
    ward.desk.prover = "sam"
    ward.press("sheet.rate_check.accept")


def test_a_new_rate_is_read_by_a_second_person_unseen(ward: Ward) -> None:
    """R58 A new rate is recorded at the press; another person then types it off the pump, unseen, and signs."""
    ward.bed.wait(10)
    change(ward)
    ward.press("sheet.rate.accept")
    assert ward.desk.commands[-1][0] == ChangeRate("120", "Blood pressure", "Dr R. Okafor")
    assert "120" not in ward.words()
    second(ward, "120")
    command, actor = ward.desk.commands[-1]
    assert isinstance(command, CheckRate)
    assert actor.person == "sam"
    assert ward.desk.requests[-1].barred == ("nora",)
    assert ward.bed.state.infusion.rates[-1].checked
    assert not ward.seen("reminder.rate_unchecked")


def test_a_second_reading_that_differs_is_said(ward: Ward) -> None:
    """R58 Where the second reading differs the sheet says so and not by how much, and the reminder stands."""
    ward.bed.wait(10)
    change(ward)
    ward.press("sheet.rate.accept")
    second(ward, "125")
    assert ward.sheet().objectName() == "sheet.rate_differs"
    assert "120" not in ward.words()
    assert "125" not in ward.words()
    ward.press("sheet.rate_differs.accept")
    second(ward, "120")
    assert ward.bed.state.infusion.rates[-1].checked


def test_an_unchecked_rate_stays_reminded(ward: Ward) -> None:
    """R58 A second reading put off stays a reminder, from which it is one press away."""
    ward.bed.wait(10)
    change(ward)
    ward.press("sheet.rate.accept")
    ward.press("sheet.rate_check.cancel")
    ward.press("reminder.rate_unchecked.check_rate")
    assert ward.seen("sheet.rate_check.value")


def test_no_rate_goes_above_the_order(ward: Ward) -> None:
    """R58 A rate above the order cannot be recorded, and the sheet says what the order gives."""
    change(ward, "160")
    assert not ward.find("sheet.rate.accept").isEnabled()
    assert "The order gives 150 mL/h at most" in ward.words("sheet.rate")


def test_the_old_rate_stands_beside_the_field(ward: Ward) -> None:
    """UX-17 The field of the new rate begins empty, the old rate stands beside it, and mg/min follows the typing."""
    ward.open_page()
    ward.press("event.rate_change")
    field = ward.find("sheet.rate.value")
    assert field.property("text") == ""
    assert field.accessibleDescription() == "Before: 150 before"
    ward.type_into("sheet.rate.value", "120")
    assert "0.68 mg/min, under the order's 0.85 mg/min" in ward.words("sheet.rate")


def test_the_pump_is_read_before_the_clock_is_told(ward: Ward) -> None:
    """R57 What the clock expects is not shown while the pump's volume is typed; the deviation follows the entry."""
    ward.bed.wait(10)
    ward.open_page()
    ward.press("clock.infusion.open")
    assert "25" not in ward.words("sheet.pump")
    ward.type_into("sheet.pump.value", "24.5")
    ward.press("sheet.pump.accept")
    assert ward.desk.commands[-1][0] == ReadPump("24.5")
    assert ward.desk.notes[-1][0] == "Recorded: Pump 24.5 mL at 09:38, 2 % under the clock"
    assert "Pump 24.5 mL, 2 % under" in ward.words("clock.infusion")


def test_a_volume_off_the_clock_stands_as_a_reminder(ward: Ward) -> None:
    """R57 A volume far off the clock's shows the protocol's limit and offers the pause."""
    ward.bed.wait(10)
    ward.open_page()
    ward.press("clock.infusion.open")
    ward.type_into("sheet.pump.value", "40")
    ward.press("sheet.pump.accept")
    assert "from the clock. Pause the infusion" in ward.words("reminder.line")
    assert ward.seen("reminder.line.pause")


def test_after_an_emergency_stop_the_pump_is_asked(ward: Ward) -> None:
    """R57 After an emergency has stopped the infusion its volume is asked for, one press away."""
    branch = next(b for b in ward.bed.protocol.branches if any(x.act is Act.STOP_INFUSION for x in b.lines))
    ward.bed.wait(10)
    ward.bed.must(StartBranch(branch.id))
    stop = next(x.id for x in branch.lines if x.act is Act.STOP_INFUSION)
    ward.bed.must(DoBranchLine(ward.bed.state.branches[-1].n, stop))
    ward.open_page()
    ward.press("reminder.pump_unread.pump")
    ward.type_into("sheet.pump.value", "25")
    ward.press("sheet.pump.accept")
    assert ward.bed.state.infusion.given_ml == "25"
    assert not ward.seen("reminder.pump_unread")


def test_the_end_says_what_was_given_and_what_is_left(ward: Ward) -> None:
    """R57 The end sheet says mg given, how far that is under the order, and what is left, from the volume typed."""
    ward.bed.wait(40)
    page = ward.open_page()
    page.footer_pressed("infusion.end")
    ward.type_into("item.mon.end.field.given", "98")
    assert "33.3 of 34 mg given, 2 % under. 2 mL left." in ward.words("sheet.end")


def test_a_long_pause_reminds(ward: Ward) -> None:
    """R56 A pause over half of the longest one stands as a reminder, which says who resumes after that."""
    ward.bed.wait(10)
    ward.take()
    ward.bed.must(PauseInfusion("Pump"))
    ward.bed.wait(15, 1)
    ward.take()
    ward.open_page()
    assert "After 30 min only the prescriber resumes." in ward.words("reminder.paused_long")
    ward.press("reminder.paused_long.resume")
    assert ResumeInfusion() in [command for command, _ in ward.desk.commands]
