"""What the complete protocol needs of the pages beyond the short one, at the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from real_window import RealWindow
from window_player import WindowPlayer

from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Chosen, FieldAnswer, VitalSigns, VitalValue
from checklist.session import commands as c
from checklist.session.state import InfusionStatus
from checklist.ui.page import ToNewSession

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "rr": "/min", "temp": "Cel", "alertness": "1"}
CALM = {"sbp": "128", "dbp": "80", "hr": "76", "spo2": "98", "rr": "14", "alertness": "5"}


def signs(**other: str) -> VitalSigns:
    """Return an ordinary set, but for what is named."""
    return VitalSigns(tuple(VitalValue(code, value, UNITS[code]) for code, value in (CALM | other).items()))


def chosen(field: str, option: str) -> Answer:
    return Answer((FieldAnswer(field, Chosen(option)),))


def shown(real: RealWindow) -> str:
    """Return all text that can be seen."""
    return "\n".join(label.text() for label in real.window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def player(complete: RealWindow) -> WindowPlayer:
    """A session that was just opened."""
    made = WindowPlayer(complete)
    made.open()
    return made


@pytest.fixture
def go(player: WindowPlayer) -> Callable[[str], None]:
    """Show a line where it stands."""

    def to(link_id: str) -> None:
        player.see()
        player.real.go(player.session_id, player.protocol.section_of(link_id).step, link_id)

    return to


def running(player: WindowPlayer) -> None:
    """Bring the session into the running infusion."""
    player.step_in_order(Step.PRE_INFUSION)
    player.step_in_order(Step.TIME_OUT)
    player.in_order(player.protocol.line("pre.sign"))
    player.conduct(c.StartInfusion("150"))
    player.see()
    player.real.go(player.session_id)


def test_a_sensed_value_says_where_it_is_from_and_takes_one_press(player: WindowPlayer, go: Callable[[str], None]):
    """UX section 6 A sensed value stands with its source, is no answer until confirmed, and can be entered."""
    player.conduct(c.AnswerLine("pre.vitals", Answer((FieldAnswer("signs", signs(temp="36.7")),))))
    go("pre.sedation")
    assert "From “Baseline vital signs, seated and rested” at 09:24" in shown(player.real)
    assert player.state.line("pre.sedation").current is None
    assert not player.real.there("item.pre.sedation.field.alertness.5")
    player.real.press("item.enter")
    assert player.real.there("item.pre.sedation.field.alertness.5")
    go("pre.pain")
    go("pre.sedation")
    player.real.press("item.confirm")
    current = player.state.line("pre.sedation").current
    assert current is not None
    assert current.rests_on


def test_a_repeat_reading_opens_at_its_time(player: WindowPlayer, go: Callable[[str], None]):
    """UX-9 A reading over the limit stays in sight, says when the next opens and counts down; the last decides."""
    high = Answer((FieldAnswer("signs", signs(sbp="152", temp="36.7")),))
    player.conduct(c.AnswerLine("pre.vitals", high))
    go("pre.vitals")
    assert "Repeat after 5 minutes: opens 09:29, reading 2 of 3" in shown(player.real)
    assert "in 5:00" in shown(player.real)
    assert not player.real.there("item.pre.vitals.field.sbp")
    player.wait(4)
    assert "in 1:00" in shown(player.real)
    player.wait(1)
    assert "Now: reading 2 of 3" in shown(player.real)
    assert player.real.there("item.pre.vitals.field.sbp")
    player.conduct(c.AnswerLine("pre.vitals", high))
    player.see()
    assert shown(player.real).count("152/80 mmHg") == 2
    player.wait(5)
    player.conduct(c.AnswerLine("pre.vitals", high))
    player.see()
    assert player.real.there("item.exception")


def test_a_call_without_an_answer_stays_open_with_its_escalation(player: WindowPlayer, go: Callable[[str], None]):
    """UX-3 Told without an answer is recorded as that, stays open, and says when the next contact is called."""
    player.conduct(c.AnswerLine("pre.suicide-screen", chosen("risk", "moderate")))
    go("pre.suicide-screen")
    player.real.press("item.told")
    player.real.press("sheet.told.who.0")
    player.real.press("sheet.told.no_answer")
    assert not player.real.there("sheet.told.order")
    player.real.press("sheet.told.accept")
    assert "Told 09:24, no answer yet. From 09:29 call the next contact." in shown(player.real)
    assert [item.answered for item in player.state.line("pre.suicide-screen").told] == [False]
    player.real.press("item.told")
    player.real.press("sheet.told.earlier")
    player.real.press("sheet.told.who.0")
    assert not player.real.find("sheet.told.accept").isEnabled()
    player.real.press("sheet.told.earlier")
    player.real.press("sheet.told.accept")
    assert not player.real.there("item.told")


def test_a_branch_is_offered_and_can_be_put_aside_with_a_reason(player: WindowPlayer, go: Callable[[str], None]):
    """Issue 3 (D22): a branch limit offers its list by name; nothing starts by itself, and a reason puts it aside."""
    player.conduct(c.AnswerLine("pre.suicide-screen", chosen("risk", "high")))
    go("pre.suicide-screen")
    assert player.state.infusion.status is InfusionStatus.NOT_STARTED
    assert player.state.branches == ()
    assert player.real.there("item.branch.em.suicidality")
    player.real.press("item.aside")
    player.real.type_into("sheet.note.text", "Screened again with the prescriber beside")
    player.real.press("sheet.note.accept")
    assert not player.real.there("item.aside")


def test_a_branch_that_is_offered_is_started_by_its_press(player: WindowPlayer, go: Callable[[str], None]):
    """Issue 3 (D22): the press on an offered list starts it, and that answers the offer."""
    player.conduct(c.AnswerLine("pre.suicide-screen", chosen("risk", "high")))
    go("pre.suicide-screen")
    player.real.press("item.branch.em.suicidality")
    player.real.settle()
    assert [run.branch for run in player.state.branches] == ["em.suicidality"]
    player.real.press("emergency.back")
    assert player.real.there("emergency.strip.open")
    assert not player.real.there("item.aside")


def test_the_lines_of_a_set_take_the_place_of_the_keys(player: WindowPlayer):
    """UX section 10.6 After Record the lines of the set come one by one, a press each; then the keys come back."""
    running(player)
    player.wait(5)
    assert player.hands.do(c.RecordVitals("mon.vitals", signs()), player._shown(), "A. Diallo")
    for link_id in ("mon.presence", "mon.spo2", "mon.breathing", "mon.nausea", "mon.site"):
        assert not player.real.there("vitals.record")
        player.real.press(first_option(player, link_id))
    assert player.real.there("vitals.record")
    assert player.real.find("item.mon.vitals.field.sbp").hasFocus()


def first_option(player: WindowPlayer, link_id: str) -> str:
    """Return the id of the first option of a line in sight."""
    prefix = f"item.{link_id}.field."
    buttons = player.real.window.findChildren(QAbstractButton)
    return next(b.objectName() for b in buttons if b.objectName().startswith(prefix) and b.isVisible())


def test_an_event_is_closed_with_grade_and_outcome(player: WindowPlayer, go: Callable[[str], None]):
    """Issue 3 Events are closed from a list with grade and outcome; one that stays open needs its plan."""
    running(player)
    player.real.press("event.nausea")
    player.real.press("sheet.settle.cancel")
    player.real.press("trend.table")
    player.real.press("trend.events")
    n = player.state.events[0].mark.n
    player.real.press(f"sheet.events.{n}")
    player.real.press("sheet.settle.grade.1")
    player.real.press("sheet.settle.outcome.open")
    assert not player.real.find("sheet.settle.accept").isEnabled()
    player.real.type_into("sheet.settle.plan", "Looked at again in recovery")
    player.real.press("sheet.settle.accept")
    (settled,) = player.state.events[0].settlements
    assert (settled.grade, settled.outcome, settled.text) == (1, "open", "Looked at again in recovery")


def test_a_computed_line_says_why_and_until_when(player: WindowPlayer, go: Callable[[str], None]):
    """UX-13 A computed line takes no answer, says why it is not met, counts down, and turns by itself."""
    running(player)
    player.wait(40)
    player.conduct(c.EndInfusion("100"))
    go("dis.min-time")
    assert "Worked out from this record. Nothing to enter." in shown(player.real)
    assert "Not reached yet: 11:24, in 1 h 20 min" in shown(player.real)
    assert not player.real.there("item.record")
    assert not player.real.there("item.change")
    player.wait(10)
    go("dis.min-time")
    assert "in 1 h 10 min" in shown(player.real)
    player.wait(71)
    go("dis.min-time")
    assert "Reached" in shown(player.real)


def test_an_order_prints_its_weight_basis_and_every_rate(complete: RealWindow):
    """Issue 3 The basis stands beside the mg, every rate is shown, and a weight that is not the basis's is an error."""
    player = WindowPlayer(complete)
    player.begin()
    assert complete.window.work is not None
    complete.window.work.go(ToNewSession(2))
    complete.settle()
    complete.press("new.protocol.ketamine-iv-mood")
    order = {"new.dose": "0.5", "new.weight": "68.4", "new.mg": "34.2", "new.minutes": "40", "new.volume": "100"}
    for name, text in order.items():
        complete.type_into(name, text)
    complete.press("new.basis.actual")
    assert "0.5 mg/kg × 68.4 kg (actual) = 34.2 mg" in shown(complete)
    assert "0.86 mg/min, 0.75 mg/kg/h, 12.5 mcg/kg/min" in shown(complete)
    assert "100 mL over 40 min = 150 mL/h" in shown(complete)
    complete.press("new.basis.ideal")
    complete.type_into("new.actual", "92")
    complete.type_into("new.height", "165")
    complete.press("new.sex.female")
    assert "The ideal weight comes to 56.9 kg. Correct the order." in shown(complete)
