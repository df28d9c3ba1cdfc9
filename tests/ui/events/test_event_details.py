"""Details of events, through the monitoring page over a running infusion on the complete protocol."""

from __future__ import annotations

import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from checklist.session.commands import Countersign
from checklist.session.described import newest, witness_of
from checklist.ui.monitoring.event_words import named, standing


def test_symptom_keeps_grade_action_and_outcome(chair) -> None:
    """R60 One press stamps a symptom; grade, action and outcome follow as coded data in the protocol's words."""
    chair.press("event.nausea")
    stamped_ms = chair.bed.now().wall_ms
    chair.bed.wait(2)
    chair.press("sheet.settle.grade.2")
    chair.press("sheet.settle.action.reposition")
    chair.press("sheet.settle.outcome.resolved")
    chair.press("sheet.settle.accept")
    detail = newest(chair.event, "mon.ae")
    assert detail is not None
    codes = {item.field: getattr(item.value, "option", item.value) for item in detail.answer.values}
    assert (codes["term"], codes["grade"], codes["action"], codes["outcome"]) == ("nausea", "2", "reposition", "gone")
    assert codes["onset"].at_ms == stamped_ms
    assert codes["resolved"].at_ms == stamped_ms + 120_000
    assert (chair.event.at_ms, chair.event.settlements[-1].outcome) == (stamped_ms, "resolved")
    assert standing(chair.bed.protocol, chair.event).startswith("Grade 2, reposition, over ")


def test_closing_the_sheet_keeps_the_timed_event(chair) -> None:
    """UX-10.6 Closing the sheet keeps the timed event, open and without a grade."""
    chair.press("event.anxiety")
    chair.press("sheet.settle.cancel")
    assert (chair.event.term, chair.event.details, chair.event.settlements) == ("anxiety", (), ())
    assert standing(chair.bed.protocol, chair.event) == "Not closed yet"


def test_pain_asks_where(chair) -> None:
    """R60 Pain asks which pain before it can be recorded, and is called by that from then on."""
    chair.press("event.pain")
    chair.press("sheet.settle.grade.1")
    assert "Say what it was" in chair.words()
    chair.press("sheet.settle.effect.headache")
    chair.press("sheet.settle.accept")
    assert named(chair.bed.protocol, chair.event) == "Headache"


def test_it_was_earlier_goes_on_with_the_earlier_event(chair) -> None:
    """D25 Set back, the event of the press is taken back and its sheet comes again for the earlier one."""
    chair.press("event.nausea")
    pressed_ms = chair.bed.now().wall_ms
    chair.press("sheet.settle.earlier")
    QTest.keyClicks(chair.find("sheet.set_back.minutes"), "5")
    chair.press("sheet.set_back.reason.patient")
    chair.press("sheet.set_back.accept")
    assert chair.event.at_ms == pressed_ms - 300_000
    chair.press("sheet.settle.grade.1")
    chair.press("sheet.settle.accept")
    assert len(chair.bed.state.happened) == 1
    assert newest(chair.event, "mon.ae") is not None


def test_grade_three_asks_who_was_told(chair, shoot) -> None:
    """R60 Grade 3 asks at once who was told, holds the phase until somebody was, and a later close asks no more."""
    chair.press("event.restless")
    chair.press("sheet.settle.grade.3")
    shoot(chair.page, "event-grade-three", dim=True)
    chair.press("sheet.settle.accept")
    assert chair.blocks() == ["need.told"]
    chair.press("sheet.told.cancel")
    assert "Provider told" in chair.find("reminder.line.told").accessibleName()
    chair.page._on_events()
    shoot(chair.page, "event-list-told")
    chair.press("sheet.events.told")
    chair.press("sheet.told.who.0")
    chair.press("sheet.told.accept")
    assert chair.blocks() == []
    chair.page._on_events()
    chair.press(f"sheet.events.{chair.event.mark.n}")
    chair.press("sheet.settle.outcome.resolved")
    chair.press("sheet.settle.accept")
    assert chair.event.settlements[-1].grade == 3
    assert chair.blocks() == []


def test_life_at_risk_offers_its_list(chair) -> None:
    """R60 Grade 4 offers the emergency list of what it was, in one press that records the grade, too."""
    chair.press("event.nausea")
    chair.press("sheet.settle.grade.4")
    chair.press("sheet.settle.branch")
    assert chair.desk.branches == ["em.nausea"]
    assert newest(chair.event, "mon.ae") is not None


def test_medicine_from_the_order(chair, shoot) -> None:
    """R59 A medicine is picked from the protocol's list, its dose typed as ordered and never suggested."""
    chair.press("event.medicine")
    shoot(chair.page, "event-medicine", dim=True)
    assert chair.find("item.mon.rescue-med.field.dose").text() == ""
    chair.press("item.mon.rescue-med.field.medicine.ondansetron")
    chair.type("item.mon.rescue-med.field.dose", "4 mg")
    chair.press("item.mon.rescue-med.field.route.iv")
    chair.type("item.mon.rescue-med.field.ordered-by", "Dr Okafor")
    chair.press("sheet.event_line.accept")
    assert chair.desk.requests == []
    assert named(chair.bed.protocol, chair.event) == "ondansetron 4 mg"
    assert standing(chair.bed.protocol, chair.event) == "IV, ordered by: Dr Okafor"


def give_midazolam(chair) -> None:
    chair.press("event.medicine")
    chair.press("item.mon.rescue-med.field.medicine.midazolam")
    chair.type("item.mon.rescue-med.field.dose", "2 mg")
    chair.press("item.mon.rescue-med.field.route.iv")
    chair.type("item.mon.rescue-med.field.ordered-by", "Dr Okafor")
    chair.press("sheet.event_line.accept")


def test_a_controlled_medicine_asks_its_witness(chair) -> None:
    """R59 A controlled medicine asks another person to sign that it was seen, with the medicine in the sentence."""
    give_midazolam(chair)
    request = chair.desk.requests[-1]
    assert "saw midazolam 2 mg given" in request.statement
    assert request.barred == ("nora",)
    command, actor = chair.desk.commands[-1]
    assert isinstance(command, Countersign)
    assert actor.person != "nora"
    assert witness_of(chair.bed.protocol, chair.event, "mon.rescue-med") is not None
    assert chair.blocks() == []


def test_without_a_witness_it_stays_open(chair, shoot) -> None:
    """R59 Nobody there to witness: the medicine is kept, the phase stays open, one press on the list asks again."""
    people, chair.desk.people = chair.desk.people, ()
    give_midazolam(chair)
    assert chair.blocks() == ["need.witness"]
    chair.desk.people = people
    chair.page._on_events()
    assert "witness missing" in chair.find(f"sheet.events.{chair.event.mark.n}").accessibleName()
    shoot(chair.page, "event-list-witness", dim=True)
    chair.press(f"sheet.events.{chair.event.mark.n}")
    assert chair.blocks() == []


def test_the_response_follows(chair) -> None:
    """R59 The response is added later from the list; the witness given holds."""
    give_midazolam(chair)
    chair.page._on_events()
    chair.press(f"sheet.events.{chair.event.mark.n}")
    chair.type("item.mon.rescue-med.field.response", "Calm after 4 min")
    chair.press("sheet.event_line.accept")
    assert "Calm after 4 min" in standing(chair.bed.protocol, chair.event)
    assert chair.blocks() == []


def test_other_event_by_group_and_by_typing(chair, shoot) -> None:
    """R60 Another event is found by its group or by typing, with touch or keyboard alone."""
    chair.press("event.other")
    shoot(chair.page, "event-picker")
    shoot(chair.page, "event-picker", dim=True)
    assert unfit_controls(chair.page) == []
    chair.type("sheet.pick.find", "hea rap")
    assert "Nothing like that" in chair.words()
    chair.find("sheet.pick.find").clear()
    chair.type("sheet.pick.find", "slurred")
    QTest.keyClick(chair.find("sheet.pick.find"), Qt.Key.Key_Return)
    chair.press("sheet.settle.grade.1")
    chair.press("sheet.settle.accept")
    assert named(chair.bed.protocol, chair.event) == "Slurred speech"


def test_help_called_and_who_came(chair) -> None:
    """R60 Help called and somebody in the room are stamped like any event, need no grade and close nothing."""
    chair.press("event.other")
    chair.press("sheet.pick.mon.help")
    chair.press("item.mon.help.field.who.prescriber")
    chair.press("sheet.event_line.accept")
    assert named(chair.bed.protocol, chair.event) == "Help called"
    chair.press("event.other")
    chair.press("sheet.pick.mon.room")
    chair.type("item.mon.room.field.who", "Dr Okafor")
    chair.press("sheet.event_line.accept")
    assert standing(chair.bed.protocol, chair.event) == "who came: Dr Okafor"
    assert chair.page.findChild(QWidget, "trend.events").accessibleName() == "Events"


def test_talk_of_suicide_offers_its_list(chair) -> None:
    """R60 What the patient said of suicide is kept as coded data and offers the emergency list at once."""
    chair.press("event.other")
    chair.press("sheet.pick.mon.suicide-talk")
    chair.press("item.mon.suicide-talk.field.said.thoughts")
    chair.press("sheet.event_line.accept")
    assert chair.desk.branches == ["em.suicidality"]
    assert chair.blocks() == ["need.branch"]


def test_not_saved_keeps_what_was_entered(chair) -> None:
    """SEC-9.4 Where the store fails the sheet stays with what was entered, and Record tries again."""
    chair.press("event.nausea")
    chair.press("sheet.settle.grade.1")
    chair.desk.fail_next = True
    chair.press("sheet.settle.accept")
    assert "Not saved" in chair.words()
    chair.press("sheet.settle.accept")
    assert newest(chair.event, "mon.ae") is not None


@pytest.mark.parametrize(
    ("name", "size", "percent"),
    [
        ("event-symptom", (1366, 768), 100),
        ("event-symptom-compact", (1280, 720), 100),
        ("event-symptom-130", (1366, 768), 130),
    ],
)
def test_the_sheet_is_whole(chair, shoot, name, size, percent) -> None:
    """UX-5 The sheet of a symptom is whole in both themes, in the compact window and with large text."""
    chair.press("event.pain")
    shoot(chair.page, name, size, percent=percent)
    shoot(chair.page, name, size, dim=True, percent=percent)
    assert cut_words(chair.sheet) == []
    assert unfit_controls(chair.sheet) == []
