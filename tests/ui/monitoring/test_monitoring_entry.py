"""Typing a set of vital signs at the chair: few presses, nothing refused that can be true, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from checklist.protocol.values import Chosen, VitalSigns
from checklist.session.commands import AnswerLine, CorrectAnswer, RecordVitals
from checklist.ui.widgets.number_field import NumberField

if TYPE_CHECKING:
    from conftest import Chair


def field(chair: Chair, code: str) -> NumberField:
    found = chair.find(f"item.mon.vitals.field.{code}")
    assert isinstance(found, NumberField)
    return found


def recorded(chair: Chair) -> VitalSigns:
    command = chair.desk.commands[-1][0]
    assert isinstance(command, RecordVitals)
    return command.signs


def texts_of(chair: Chair) -> str:
    assert chair.page is not None
    return " | ".join(label.text() for label in chair.page.findChildren(QLabel) if label.isVisible())


def test_a_set_takes_at_most_sixteen_presses(chair: Chair) -> None:
    """UX-17 A set of five signs takes at most 16 presses by keypad, and each next field comes by itself."""
    chair.run()
    chair.open_page()
    presses = chair.keys("138" + "84" + "97" + "98" + "16" + "5")
    chair.press("vitals.record")
    assert presses + 1 <= 16
    signs = recorded(chair)
    assert [signs.get(c) for c in ("sbp", "dbp", "hr", "spo2", "rr", "alertness")] == [
        "138",
        "84",
        "97",
        "98",
        "16",
        "5",
    ]
    assert signs.missing == ()


def test_over_a_limit_costs_no_press(chair: Chair) -> None:
    """UX-16 A value over a limit is recorded with the same presses as any other, and shows what it asks for."""
    chair.run()
    chair.open_page()
    chair.keys("168" + "94" + "97" + "98" + "16" + "5")
    chair.press("vitals.record")
    assert recorded(chair).get("sbp") == "168"
    assert not chair.desk.sheets
    assert chair.find("reminder.over_limit.told").isEnabled()


def test_an_impossible_digit_is_refused_in_the_field(chair: Chair) -> None:
    """UX-18 A digit that no possible value begins with is refused in the field, without a dialog."""
    chair.run()
    chair.open_page()
    chair.keys("13884" + "97")
    said: list[str] = []
    spo2 = field(chair, "spo2")
    spo2.refused.connect(said.append)
    chair.keys("3")
    assert spo2.text() == ""
    assert said == ["SpO₂ is 40 to 100"]
    assert not chair.desk.sheets


def test_fields_start_empty_with_the_last_value_beside(chair: Chair) -> None:
    """UX-10 No field holds an older value; the last one stands beside it."""
    chair.run()
    page = chair.open_page()
    fields = page.findChildren(NumberField)
    assert all(item.is_blank() for item in fields)
    assert "151/95" in field(chair, "sbp").accessibleDescription()
    chair.keys("13884979816" + "5")
    chair.press("vitals.record")
    assert all(item.is_blank() for item in page.findChildren(NumberField))


def test_an_unlikely_value_asks_once_and_going_on_is_the_answer(chair: Chair) -> None:
    """D23 A value far from the last asks one line; typing on answers it, and no press is added."""
    chair.run()
    chair.open_page()
    chair.keys("218" + "93")
    assert "Systolic 218, was 151. Right?" in texts_of(chair)
    chair.keys("97")
    assert "Right?" not in texts_of(chair)
    chair.keys("98165")
    chair.press("vitals.record")
    assert recorded(chair).get("sbp") == "218"


def test_fix_goes_back_to_the_value(chair: Chair) -> None:
    """D23 Fix goes back to the field, where the next digit starts over."""
    chair.run()
    chair.open_page()
    chair.keys("218" + "93")
    chair.press("vitals.fix")
    assert field(chair, "sbp").is_active()
    chair.keys("138" + "84")
    assert field(chair, "sbp").value() == "138/84"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("vitals.not_taken", "not_taken"),
        ("vitals.not_obtained", "could_not_obtain"),
        ("vitals.refused", "refused"),
        ("vitals.equipment", "equipment"),
    ],
)
def test_what_was_left_out_is_asked_once(chair: Chair, name: str, reason: str) -> None:
    """D35 Parts left out are asked in one strip and recorded as missing with the reason."""
    chair.run()
    chair.open_page()
    chair.keys("148" + "93" + "90")
    chair.press("vitals.record")
    assert "SpO₂, breaths and alertness not taken?" in texts_of(chair)
    chair.press(name)
    missing = {item.code: item.reason for item in recorded(chair).missing}
    assert missing == {"spo2": reason, "rr": reason, "alertness": reason}
    assert chair.bed.state.vitals[-1].signs == recorded(chair)


def test_enter_goes_back_to_what_was_left_out(chair: Chair) -> None:
    """Enter on the strip goes back to the first part that was left out, with everything typed."""
    chair.run()
    chair.open_page()
    chair.keys("148" + "93" + "90")
    chair.press("vitals.record")
    chair.press("vitals.enter")
    assert field(chair, "spo2").is_active()
    assert field(chair, "sbp").value() == "148/93"


def test_a_half_typed_field_is_finished_first(chair: Chair) -> None:
    """Record with a half-typed field says what is wrong in the field and records nothing."""
    chair.run()
    chair.open_page()
    before = len(chair.desk.commands)
    chair.keys("14")
    chair.press("vitals.record")
    assert len(chair.desk.commands) == before
    assert field(chair, "sbp").is_active()


def test_a_failed_write_keeps_everything_typed(chair: Chair) -> None:
    """UX-13 A set that was not saved stays in its fields and can be recorded again."""
    chair.run()
    chair.open_page()
    chair.keys("138849798165")
    chair.desk.fail_next = True
    chair.press("vitals.record")
    assert field(chair, "sbp").value() == "138/84"
    chair.press("vitals.record")
    assert recorded(chair).get("sbp") == "138"


def test_half_typed_values_come_back(chair: Chair) -> None:
    """UX-14 A half-typed set is kept when the page is left and comes back on the next page of the session."""
    chair.run()
    page = chair.open_page()
    chair.keys("148" + "93" + "1")
    page.leave()
    page.close()
    chair.open_page()
    assert field(chair, "sbp").value() == "148/93"
    assert field(chair, "hr").text() == "1"
    chair.press("vitals.record")
    assert field(chair, "hr").is_active()


def test_a_recorded_set_leaves_no_draft(chair: Chair) -> None:
    """What is recorded is no draft any more."""
    chair.run()
    page = chair.open_page()
    chair.keys("13884979816")
    page.leave()
    chair.keys("5")
    chair.press("vitals.record")
    page.leave()
    assert not chair.desk.station.drafts.drafts(chair.bed.session_id)


def test_digits_reach_the_active_field_from_anywhere(chair: Chair) -> None:
    """UX-8 Hardware digits go into the active field while another control has the focus, and Enter records."""
    chair.run()
    chair.open_page()
    tile = chair.find("event.nausea")
    for sign in "13884979816":
        tile.setFocus()
        QTest.keyClick(tile, sign)
    tile.setFocus()
    QTest.keyClick(tile, "5")
    focused = QWidget.window(tile).focusWidget()
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert recorded(chair).get("alertness") == "5"


def test_a_set_can_be_set_back_with_a_reason(chair: Chair) -> None:
    """D25 The time of a set can be set back by up to 30 minutes, only with a reason, and is shown on the panel."""
    chair.run()
    chair.open_page()
    chair.press("vitals.time")
    sheet = chair.desk.sheets[-1]
    accept = sheet.findChild(QWidget, "sheet.set_back.accept")
    assert not accept.isEnabled()
    minutes = sheet.findChild(NumberField, "sheet.set_back.minutes")
    minutes.type_key("4")
    minutes.type_key("next")
    assert not accept.isEnabled()
    QTest.mouseClick(sheet.findChild(QWidget, "sheet.set_back.reason.patient"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    chair.keys("138849798165")
    chair.press("vitals.record")
    command = chair.desk.commands[-1][0]
    assert isinstance(command, RecordVitals)
    assert command.occurred is not None
    assert chair.bed.now().wall_ms - command.occurred.at_ms == 4 * 60_000
    assert command.occurred.reason == "Busy with the patient"


def test_undo_takes_the_set_back(chair: Chair) -> None:
    """R6 A set just recorded can be taken back by its own person, as a correction."""
    chair.run()
    chair.open_page()
    count = len(chair.bed.state.vitals)
    chair.keys("138849798165")
    chair.press("vitals.record")
    text, undo = chair.desk.notes[-1]
    assert text == "Vital signs recorded, 09:42"
    assert undo is not None
    undo()
    assert isinstance(chair.desk.commands[-1][0], CorrectAnswer)
    assert len(chair.bed.state.vitals) == count


def go_to(chair: Chair, name: str) -> None:
    """Leave open lines as they are until a control is in sight."""
    assert chair.page is not None
    for _ in range(9):
        if any(found.isVisible() for found in chair.page.findChildren(QWidget, name)):
            return
        chair.press("lines.next")


def test_the_other_lines_follow_with_one_press_each(chair: Chair) -> None:
    """Lines beside the set are offered after Record and recorded by one press each where they are choices."""
    chair.run()
    chair.open_page()
    chair.keys("138849798165")
    chair.press("vitals.record")
    go_to(chair, "item.mon.site.field.site.ok")
    chair.press("item.mon.site.field.site.ok")
    command = chair.desk.commands[-1][0]
    assert isinstance(command, AnswerLine)
    assert command.answer.get("site") == Chosen("ok")
    chair.press("lines.back")
    assert field(chair, "sbp").is_active()


def test_a_line_with_two_scores_is_recorded_when_both_are_there(chair: Chair) -> None:
    """A line with two scores waits for both, then is recorded without a further press."""
    chair.run()
    chair.open_page()
    chair.press("lines.open")
    before = len(chair.desk.commands)
    chair.press("item.mon.dissociation.field.intensity.2")
    assert len(chair.desk.commands) == before
    chair.press("item.mon.dissociation.field.distress.1")
    assert len(chair.desk.commands) == before + 1
    assert chair.find("reminder.line").isVisible()


def test_a_line_that_was_not_saved_can_be_sent_again(chair: Chair) -> None:
    """A line whose answer was not saved keeps it and can be recorded again."""
    chair.run()
    chair.open_page()
    chair.press("lines.open")
    go_to(chair, "item.mon.site.field.site.ok")
    chair.desk.fail_next = True
    chair.press("item.mon.site.field.site.ok")
    chair.press("item.mon.site.record")
    command = chair.desk.commands[-1][0]
    assert isinstance(command, AnswerLine)


def test_each_part_left_out_may_have_its_own_reason(chair: Chair) -> None:
    """D35 One by one asks about each part in turn, so that each carries its own reason."""
    chair.run()
    chair.open_page()
    chair.keys("148" + "93" + "90")
    chair.press("vitals.record")
    chair.press("vitals.one_by_one")
    for words, name in (("SpO₂", "equipment"), ("Breaths", "not_obtained"), ("Alertness", "not_taken")):
        assert f"{words} not taken?" in texts_of(chair)
        chair.press(f"vitals.{name}")
    missing = {item.code: item.reason for item in recorded(chair).missing}
    assert missing == {"spo2": "equipment", "rr": "could_not_obtain", "alertness": "not_taken"}


def test_the_same_values_typed_again_are_a_new_reading(chair: Chair) -> None:
    """Same values typed again are a new set with its own time, asked about no more than others."""
    chair.run()
    chair.open_page()
    count = len(chair.bed.state.vitals)
    for _ in range(2):
        chair.keys("151" + "95" + "94" + "97" + "16" + "4")
        chair.press("vitals.record")
        chair.wait(1)
        chair.press("lines.back")
    first, second = chair.bed.state.vitals[count:]
    assert first.signs == second.signs
    assert second.at_ms - first.at_ms == 60_000


@pytest.mark.parametrize("opened", ["Ctrl+T", "/", "vitals.line"])
def test_a_set_is_taken_as_one_typed_string(chair: Chair, opened: str) -> None:
    """One typed string is read back in words with its units before Enter records it, and asks only for the rest."""
    chair.run()
    page = chair.open_page()
    if opened == "Ctrl+T":
        assert page.command_key(opened)
    elif opened == "/":
        QTest.keyClick(field(chair, "sbp"), "/")
    else:
        chair.press(opened)
    line = chair.find("vitals.typed")
    QTest.keyClicks(line, "138/84 97 98 16 5")
    back = chair.find("vitals.typed.back")
    assert isinstance(back, QLabel)
    assert back.text() == "138/84 mmHg, pulse 97, SpO₂ 98 %, breaths 16, alertness 5."
    assert "Enter records." in line.accessibleDescription()
    before = len(chair.desk.commands)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(chair.desk.commands) == before + 1
    assert [item.value for item in recorded(chair).values] == ["138", "84", "97", "98", "16", "5"]


def test_a_wrong_string_takes_nothing(chair: Chair) -> None:
    """A string with one wrong part names that part, records nothing, and leaves every field empty."""
    chair.run()
    page = chair.open_page()
    page.command_key("Ctrl+T")
    line = chair.find("vitals.typed")
    QTest.keyClicks(line, "138/84 97 38 16")
    before = len(chair.desk.commands)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(chair.desk.commands) == before
    assert "SpO₂ is 40 to 100" in texts_of(chair)
    assert all(item.is_blank() for item in page.findChildren(NumberField))
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert field(chair, "sbp").is_active()
    assert field(chair, "sbp").is_blank()


def test_a_string_without_alertness_asks_for_it(chair: Chair) -> None:
    """What the string leaves out is asked like any part that was left out; the far value was asked in the read-back."""
    chair.run()
    page = chair.open_page()
    page.command_key("Ctrl+T")
    line = chair.find("vitals.typed")
    QTest.keyClicks(line, "218/84 97 98 16")
    assert "Systolic 218, was 151. Right?" in texts_of(chair)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "Alertness not taken?" in texts_of(chair)
    chair.press("vitals.not_taken")
    assert recorded(chair).get("sbp") == "218"


def test_a_half_typed_string_comes_back(chair: Chair) -> None:
    """UX-14 A half-typed string is kept when the page is left, and stands in its line again."""
    chair.run()
    page = chair.open_page()
    page.command_key("Ctrl+T")
    QTest.keyClicks(chair.find("vitals.typed"), "138/84 9")
    page.leave()
    page.close()
    chair.open_page()
    line = chair.find("vitals.typed")
    assert isinstance(line, QLineEdit)
    assert line.text() == "138/84 9"


def test_a_set_back_time_outlives_a_new_reading_beside_it(chair: Chair) -> None:
    """D25 The time set back for a set stays with it until it is recorded, also when older values beside it change."""
    chair.run()
    page = chair.open_page()
    chair.press("vitals.time")
    sheet = chair.desk.sheets[-1]
    minutes = sheet.findChild(NumberField, "sheet.set_back.minutes")
    for key in ("4", "next"):
        minutes.type_key(key)
    QTest.mouseClick(sheet.findChild(QWidget, "sheet.set_back.reason.patient"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.findChild(QWidget, "sheet.set_back.accept"), Qt.MouseButton.LeftButton)
    chair.take(type(chair).vital_signs("150/90"))
    page.show_snapshot(chair.desk.snapshot())
    chair.keys("138849798165")
    chair.press("vitals.record")
    command = chair.desk.commands[-1][0]
    assert isinstance(command, RecordVitals)
    assert command.occurred is not None
