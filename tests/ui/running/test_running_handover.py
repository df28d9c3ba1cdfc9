"""A session passes to another nurse: facts read back, two signatures, one responsible at every second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedside import OTHER_NURSE
from PySide6.QtWidgets import QCheckBox

from checklist.session.care_commands import HandOver, TakeOver
from checklist.session.commands import Actor
from checklist.ui.handover.acts import HandoverActs

if TYPE_CHECKING:
    from conftest import Ward


def read_back(ward: Ward) -> None:
    for row in ward.sheet().findChildren(QCheckBox):
        row.click()


def running(ward: Ward) -> None:
    ward.bed.wait(5)
    ward.take()
    ward.bed.wait(6)
    ward.take(sbp="176", dbp="104")
    ward.bed.wait(2)
    ward.open_page()


def test_handing_over_is_two_presses_away_and_both_sign(ward: Ward) -> None:
    """R60 Note, then Hand over: the facts are read back, the leaving nurse signs, then the new one."""
    running(ward)
    ward.page.footer_pressed("note")
    ward.press("sheet.note.hand_over")
    assert not ward.find("sheet.handover.accept").isEnabled()
    words = " ".join(row.accessibleName() for row in ward.sheet().findChildren(QCheckBox))
    for fact in (
        "HARLOW",
        "penicillin (rash)",
        "by clock 11.1 mg",
        "150 mL/h",
        "BP 176/104",
        "SBP over 160",
        "repeat by rule",
    ):
        assert fact in words, fact
    read_back(ward)
    ward.press("sheet.handover.to.olga")
    ward.press("sheet.handover.accept")
    (given, leaving), (taken, new) = ward.desk.commands[-2:]
    assert isinstance(given, HandOver)
    assert isinstance(taken, TakeOver)
    assert (leaving.person, new.person) == ("nora", "olga")
    assert ward.bed.state.nurse == "olga"
    assert "S. Park RN is responsible now." in ward.desk.notes[-1][0]


def test_another_nurse_takes_over_what_she_was_given(ward: Ward) -> None:
    """R60 A nurse to whom the session was handed over signs alone; the leaving nurse is not asked twice."""
    running(ward)
    ward.bed.must(HandOver("olga", "ab" * 32))
    ward.desk.actor = Actor("olga", "nurse", "cont")
    HandoverActs(ward.desk).ask(ward.desk.snapshot())
    ward.press("sheet.take_over.accept")
    read_back(ward)
    ward.press("sheet.handover.accept")
    assert [type(command) for command, _ in ward.desk.commands] == [TakeOver]
    assert ward.bed.state.nurse == "olga"


def test_the_leaving_nurse_is_not_here(ward: Ward) -> None:
    """R60 Where the leaving nurse is not there, it is taken over with a reason, which stands in the record."""
    running(ward)
    ward.desk.actor = Actor("olga", "nurse", "cont")
    HandoverActs(ward.desk).open(ward.desk.snapshot())
    read_back(ward)
    ward.press("sheet.handover.alone")
    assert not ward.find("sheet.handover.accept").isEnabled()
    ward.type_into("sheet.handover.reason", "Called to the ward")
    ward.press("sheet.handover.accept")
    command, actor = ward.desk.commands[-1]
    assert isinstance(command, TakeOver)
    assert (command.of, command.reason, actor.person) == (None, "Called to the ward", "olga")


def test_only_another_nurse_is_asked(ward: Ward) -> None:
    """R60 Only another nurse than the one responsible is asked whether she takes over, and she may only look."""
    running(ward)
    acts = HandoverActs(ward.desk)
    acts.ask(ward.desk.snapshot())
    ward.desk.actor = Actor("ruth", "prescriber", "cont")
    acts.ask(ward.desk.snapshot())
    assert not ward.desk.sheets
    ward.desk.actor = OTHER_NURSE
    acts.ask(ward.desk.snapshot())
    ward.press("sheet.take_over.cancel")
    assert ward.bed.state.nurse == "nora"
    assert not ward.desk.commands
