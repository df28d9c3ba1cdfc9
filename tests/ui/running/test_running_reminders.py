"""What stands under the clocks: one card a cause, its words, its acts, and what a person did about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from checklist.session.care_commands import ChangeRate
from checklist.session.commands import PauseInfusion
from checklist.session.running_commands import QuietReminder, SeeReminder
from checklist.ui import theme
from checklist.ui.monitoring.reminder_list import RISE_MS, ReminderCard
from checklist.ui.theme import Theme
from checklist.ui.widgets.number_field import NumberField

if TYPE_CHECKING:
    from conftest import Ward


def overdue(ward: Ward) -> None:
    ward.bed.wait(5, 1)
    ward.open_page()


def over(ward: Ward) -> None:
    ward.bed.wait(5)
    ward.take()
    ward.bed.wait(6)
    ward.take(sbp="176", dbp="104")
    ward.open_page()


def test_an_overdue_set_leads_to_the_keys(ward: Ward) -> None:
    """R56 An overdue set stands with its due and late times, and Record now puts typing into the first field."""
    overdue(ward)
    assert "Due 09:33, late from 09:36" in ward.words("reminder.vitals_overdue")
    ward.press("lines.open")
    assert not ward.seen("item.mon.vitals.field.sbp")
    ward.press("reminder.vitals_overdue.record")
    field = ward.find("item.mon.vitals.field.sbp")
    assert isinstance(field, NumberField)
    assert field.is_active()


def test_a_reminder_appears_by_itself(ward: Ward) -> None:
    """UX-9 A set that becomes overdue shows its card with the next second, without an entry or a press."""
    ward.open_page()
    assert not ward.seen("reminder.vitals_overdue")
    ward.wait(5, 1)
    assert ward.seen("reminder.vitals_overdue")


def test_a_value_over_a_limit_says_limit_and_next_act(ward: Ward) -> None:
    """R55 A value over a limit shows the value, the limit's own words and when the repeat is due, in one card."""
    over(ward)
    words = ward.words("reminder.over_limit")
    assert "Blood pressure 176/104" in words
    assert "SBP over 160. Pause the infusion, tell the prescriber." in words
    assert "Repeat due 09:44" in words
    ward.wait(6)
    assert "Repeat overdue." in ward.words("reminder.over_limit")
    assert not ward.seen("reminder.repeat_due")


def test_seen_is_in_the_record_and_the_card_stays(ward: Ward) -> None:
    """R56 Seen is recorded with the person, quiets the chime and leaves the card standing until the cause ends."""
    overdue(ward)
    ward.press("reminder.vitals_overdue.seen")
    assert isinstance(ward.desk.commands[-1][0], SeeReminder)
    assert "Seen 09:33 AD" in ward.words("reminder.vitals_overdue")
    assert not ward.seen("reminder.vitals_overdue.seen")


def test_quiet_is_offered_twice(ward: Ward) -> None:
    """R56 Quiet for two minutes is offered twice a cause and no third time."""
    overdue(ward)
    for _ in range(2):
        ward.press("reminder.vitals_overdue.quiet")
        assert isinstance(ward.desk.commands[-1][0], QuietReminder)
        assert not ward.seen("reminder.vitals_overdue.quiet")
        ward.wait(2, 1)
    assert not ward.seen("reminder.vitals_overdue.quiet")
    assert ward.seen("reminder.vitals_overdue.seen")


def test_the_rest_is_counted_and_one_press_away(ward: Ward) -> None:
    """UX-9 Two causes are shown at most; the others are counted, named, and all of them open at a press."""
    over(ward)
    ward.bed.must(PauseInfusion("Outside the limits"))
    ward.bed.must(ChangeRate("120", "Blood pressure", "Dr R. Okafor"))
    ward.bed.wait(17)
    assert ward.page is not None
    ward.page.show_snapshot(ward.desk.snapshot())
    ward.settle()
    assert ward.find("reminders.more").accessibleName().startswith("And 3 more: ")
    ward.press("reminders.more")
    assert len([card for card in ward.sheet().findChildren(ReminderCard) if card.isVisible()]) == 4
    ward.press("sheet.reminders.cancel")


def test_a_limit_opens_its_emergency_list(ward: Ward) -> None:
    """R55 A limit that offers an emergency list opens it at one press; nothing opens by itself."""
    ward.bed.wait(5)
    ward.take(spo2="84", alertness="1")
    ward.open_page()
    assert ward.desk.branches == []
    ward.press("reminder.over_limit.branch")
    assert len(ward.desk.branches) == 1


def test_the_border_comes_up_once(ward: Ward, styled: QApplication) -> None:
    """UX-15 A new card's border comes up once within a second and then stands; without motion it stands at once."""
    overdue(ward)
    assert not any(card.is_rising() for card in ward.page.findChildren(ReminderCard))
    theme.use(styled, Theme(motion=True))
    ward.bed.must(ChangeRate("120", "Blood pressure", "Dr R. Okafor"))
    ward.page.show_snapshot(ward.desk.snapshot())
    rising = [card for card in ward.page.findChildren(ReminderCard) if card.is_rising()]
    assert [card.cause.kind for card in rising if card.cause] == ["rate_unchecked"]
    assert RISE_MS == 1000
