"""The infusion in the record follows a person's press, never a value (D22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside import NURSE
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Quantity
from checklist.session.commands import (
    AddNote,
    EndInfusion,
    PauseInfusion,
    RecordEvent,
    ResumeInfusion,
    StartInfusion,
    TellProvider,
    WithdrawEvent,
)
from checklist.session.state import InfusionStatus
from checklist.ui.page import FooterFacts, ToSession
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from conftest import Chair


def press_in(sheet: Sheet, name: str) -> None:
    QCoreApplication.processEvents()
    button = sheet.findChild(QWidget, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def words_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def footer_of(chair: Chair) -> dict[str, bool]:
    assert chair.page is not None
    sent: list[FooterFacts] = []
    chair.page.footer_changed.connect(sent.append)
    chair.page.enter()
    return {action.id: action.enabled for action in sent[-1].actions}


def over_limit(chair: Chair) -> None:
    """A set over a limit, 1 min later."""
    chair.bed.wait(1)
    vital_signs = type(chair).vital_signs
    chair.take(vital_signs("168/104", "108", "96", "16", "5"))


def test_start_asks_the_nurses_pin_over_the_rate_read_from_the_pump(chair: Chair) -> None:
    """Start infusion is signed over drug, dose, volume and the rate that was read from the pump."""
    chair.prepare()
    page = chair.open_page()
    assert list(footer_of(chair)) == ["note", "infusion.start"]
    page.footer_pressed("infusion.start")
    request = chair.desk.requests[-1]
    assert "at 150 mL/h: ketamine 34 mg in 100 mL over 40 min" in request.statement
    assert request.person == NURSE.person
    command, actor = chair.desk.commands[-1]
    assert command == StartInfusion("150")
    assert actor.auth == "pin"


def test_a_value_over_a_limit_pauses_nothing(chair: Chair) -> None:
    """D22 A value over a limit offers a pause; only the press on it pauses the infusion in the record."""
    chair.run()
    over_limit(chair)
    chair.open_page()
    assert chair.bed.state.infusion.status is InfusionStatus.RUNNING
    chair.press("reminder.over_limit.pause")
    assert chair.desk.commands[-1][0] == PauseInfusion()
    assert chair.bed.state.infusion.status is InfusionStatus.PAUSED


def test_a_pause_has_the_time_of_its_press(chair: Chair) -> None:
    """UX-22 Pause records at once; the reason follows on its sheet and, put off, stays asked for in the footer."""
    chair.run()
    page = chair.open_page()
    pressed = chair.bed.now().wall_ms
    page.footer_pressed("infusion.pause")
    sheet = chair.desk.sheets[-1]
    assert list(footer_of(chair)) == ["infusion.why", "infusion.resume", "infusion.end"]
    press_in(sheet, "sheet.pause.cancel")
    chair.wait(0, 50)
    page.footer_pressed("infusion.why")
    press_in(chair.desk.sheets[-1], "sheet.pause.reason.vitals")
    run = chair.bed.state.infusion.runs[-1]
    assert run.end is not None
    assert run.end.at_ms == pressed
    assert run.pause_reason == "Outside the limits"
    assert list(footer_of(chair)) == ["note", "infusion.resume", "infusion.end"]


def test_an_end_has_the_time_of_its_press(chair: Chair) -> None:
    """UX-22 The infusion ends at the press on End infusion, however long its sheet is typed on."""
    chair.run()
    chair.bed.wait(21.3)
    page = chair.open_page()
    pressed = chair.bed.now().wall_ms
    page.footer_pressed("infusion.end")
    sheet = chair.desk.sheets[-1]
    chair.wait(1, 20)
    for key in "34":
        sheet.findChild(NumberField, "item.mon.end.field.given").type_key(key)
    press_in(sheet, "item.mon.end.field.residue.flushed")
    press_in(sheet, "sheet.end.accept")
    ended = chair.bed.state.infusion.ended
    assert ended is not None
    assert ended.at_ms == pressed


def test_provider_told_takes_the_strip_away(chair: Chair) -> None:
    """R22 Over a limit the strip asks that a provider be told: who, the order, read back; then it is gone."""
    chair.run()
    over_limit(chair)
    chair.bed.must(AddNote("Reminded to breathe", "mon.vitals"))
    chair.open_page()
    assert "Blood pressure 168/104" in words_of(chair.find("reminder.over_limit"))
    chair.press("reminder.over_limit.told")
    sheet = chair.desk.sheets[-1]
    press_in(sheet, "sheet.told.who.0")
    press_in(sheet, "sheet.told.accept")
    command = chair.desk.commands[-1][0]
    assert isinstance(command, TellProvider)
    assert command.link_id == "mon.vitals"
    assert chair.page is not None
    assert not [w for w in chair.page.findChildren(QWidget, "reminder.over_limit.told") if w.isVisible()]


def test_a_nurse_cannot_resume_over_a_limit_but_a_prescriber_can(chair: Chair) -> None:
    """Resume over a limit says why a nurse cannot, and a prescriber decides with the own PIN."""
    chair.run()
    over_limit(chair)
    chair.bed.must(PauseInfusion("Outside the limits"))
    page = chair.open_page()
    assert list(footer_of(chair)) == ["note", "infusion.resume", "infusion.end"]
    page.footer_pressed("infusion.resume")
    assert chair.bed.state.infusion.status is InfusionStatus.PAUSED
    sheet = chair.desk.sheets[-1]
    assert "outside the limits" in words_of(sheet)
    chair.desk.prover = "ruth"
    press_in(sheet, "sheet.resume.accept")
    command, actor = chair.desk.commands[-1]
    assert command == ResumeInfusion()
    assert actor.role == "prescriber"
    assert chair.bed.state.infusion.status is InfusionStatus.RUNNING


def test_end_before_plan_asks_for_volume_and_reason(chair: Chair) -> None:
    """End infusion before plan needs the volume off the pump and a reason; its line is answered with the same facts."""
    chair.run()
    page = chair.open_page()
    page.footer_pressed("infusion.end")
    sheet = chair.desk.sheets[-1]
    accept = sheet.findChild(QPushButton, "sheet.end.accept")
    given = sheet.findChild(NumberField, "item.mon.end.field.given")
    for key in "15.9":
        given.type_key(key)
    press_in(sheet, "item.mon.end.field.residue.wasted")
    assert not accept.isEnabled()
    press_in(sheet, "sheet.end.reason.asked")
    press_in(sheet, "sheet.end.accept")
    ended, _ = chair.desk.commands[-1]
    assert ended == EndInfusion("15.9", True, "Patient's wish", chair.bed.now().mono_ms, "wasted")
    answered = chair.bed.state.line("mon.end").current
    assert answered is not None
    assert answered.answer.get("given") == Quantity("15.9", "mL")
    assert chair.desk.destinations[-1] == ToSession(chair.bed.session_id, Step.RECOVERY)


def test_end_as_planned_asks_for_no_reason(chair: Chair) -> None:
    """At the planned end only the pump's volume and the rest in the line are asked."""
    chair.run()
    chair.bed.wait(21.3)
    page = chair.open_page()
    page.footer_pressed("infusion.end")
    sheet = chair.desk.sheets[-1]
    for key in "34":
        sheet.findChild(NumberField, "item.mon.end.field.given").type_key(key)
    press_in(sheet, "item.mon.end.field.residue.flushed")
    press_in(sheet, "sheet.end.accept")
    assert chair.bed.state.infusion.status is InfusionStatus.ENDED
    assert chair.find("item.mon.post-vitals.field.sbp").isEnabled()
    assert list(footer_of(chair)) == ["note", "sign", "forward"]


def test_a_failed_end_keeps_the_sheet(chair: Chair) -> None:
    """UX-13 An end that was not saved keeps its sheet with everything typed, and the infusion runs on."""
    chair.run()
    chair.bed.wait(21.3)
    page = chair.open_page()
    page.footer_pressed("infusion.end")
    sheet = chair.desk.sheets[-1]
    for key in "34":
        sheet.findChild(NumberField, "item.mon.end.field.given").type_key(key)
    press_in(sheet, "item.mon.end.field.residue.flushed")
    chair.desk.fail_next = True
    press_in(sheet, "sheet.end.accept")
    assert sheet.isVisible()
    assert "Not saved" in words_of(sheet)
    assert chair.bed.state.infusion.status is InfusionStatus.RUNNING


def test_an_event_tile_records_its_time_with_one_press(chair: Chair) -> None:
    """R50 An event tile records the event with the time of the press; Undo takes it back and leaves it readable."""
    chair.run()
    chair.open_page()
    chair.press("event.anxiety")
    assert chair.desk.commands[-1][0] == RecordEvent("anxiety")
    text, undo = chair.desk.notes[-1]
    assert text == "Recorded: Anxiety, 09:42"
    assert undo is not None
    undo()
    event = chair.bed.state.events[-1]
    assert chair.desk.commands[-1][0] == WithdrawEvent(event.mark.n, "undo")
    assert event.withdrawn is not None


def test_words_for_an_event_come_after_its_time(chair: Chair) -> None:
    """A tile that wants words records the time first; closing its sheet keeps the timed event."""
    chair.run()
    chair.open_page()
    chair.press("event.medicine")
    assert chair.desk.commands[-1][0] == RecordEvent("medicine")
    sheet = chair.desk.sheets[-1]
    count = len(chair.desk.commands)
    press_in(sheet, "sheet.event.cancel")
    assert len(chair.desk.commands) == count
    assert chair.bed.state.events[-1].term == "medicine"


def test_words_of_an_event_belong_to_it(chair: Chair) -> None:
    """Words typed on an event's sheet become the words of that event, on the trend too."""
    chair.run()
    page = chair.open_page()
    chair.press("event.medicine")
    sheet = chair.desk.sheets[-1]
    QTest.keyClicks(sheet.findChild(QWidget, "sheet.event.text"), "ondansetron 4 mg")
    press_in(sheet, "sheet.event.accept")
    assert chair.bed.state.events[-1].text == "ondansetron 4 mg"
    assert "last event ondansetron 4 mg at 09:42" in page.findChild(QWidget, "trend").accessibleDescription()


def test_an_event_can_be_set_back_with_a_reason(chair: Chair) -> None:
    """D25 An event seen earlier is recorded again with both times; the press at the wrong time stays, taken back."""
    chair.run()
    chair.open_page()
    chair.press("event.other")
    press_in(chair.desk.sheets[-1], "sheet.event.earlier")
    back = chair.desk.sheets[-1]
    for key in ("6", "next"):
        back.findChild(NumberField, "sheet.set_back.minutes").type_key(key)
    press_in(back, "sheet.set_back.reason.patient")
    press_in(back, "sheet.set_back.accept")
    first, second = chair.bed.state.events[-2:]
    assert first.withdrawn is not None
    assert second.withdrawn is None
    assert second.occurred is not None
    assert second.mark.at_ms - second.at_ms == 6 * 60_000


def test_keys_of_the_page(chair: Chair) -> None:
    """Alt with 1 to 8 presses an event tile, Ctrl+Shift+T shows the table, Alt+N opens a note."""
    chair.run()
    page = chair.open_page()
    assert page.command_key("Alt+4")
    assert chair.desk.commands[-1][0] == RecordEvent("restless")
    assert page.command_key("Ctrl+Shift+T")
    assert chair.find("flowsheet").isVisible()
    assert page.command_key("Alt+N")
    assert chair.desk.sheets[-1].objectName() == "sheet.note"
    assert not page.command_key("Alt+L")


def test_monitoring_is_signed_once_nothing_is_open(chair: Chair) -> None:
    """R43 Monitoring can be signed in recovery once all its lines are done, over the statement that was shown."""
    chair.run()
    chair.bed.wait(21.3)
    chair.bed.must(EndInfusion("100"))
    page = chair.open_page()
    assert footer_of(chair)["sign"] is False
    chair.finish_recovery()
    page.show_snapshot(chair.desk.snapshot())
    assert footer_of(chair)["sign"] is True
    page.footer_pressed("sign")
    request = chair.desk.requests[-1]
    assert request.statement == "I, {name}, watched this infusion and recovery, and this record is true."
    assert chair.bed.state.closed(PhaseId.MONITORING) is not None
    assert list(footer_of(chair)) == ["note", "forward"]
    page.footer_pressed("forward")
    assert chair.desk.destinations[-1] == ToSession(chair.bed.session_id, Step.DISCHARGE)
