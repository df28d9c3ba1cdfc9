"""The emergency pages, with real widgets over the pure core."""

from __future__ import annotations

import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtWidgets import QPushButton

from checklist.session.branches import unclaimed
from checklist.session.commands import Actor
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch
from checklist.session.state import InfusionStatus
from checklist.ui.emergency.claim_sheet import ask_claims
from checklist.ui.emergency.grade_sheet import ask_grades
from checklist.ui.pages.line_acts import LineActs
from checklist.ui.widgets.text import Text


def words(emergency) -> str:
    return "\n".join(t.text() for t in emergency.front.findChildren(Text) if t.isVisibleTo(emergency.front))


def test_chooser_shows_lists_and_no_name(emergency, shoot) -> None:
    """D24 The chooser offers the twelve lists, likeliest first, and shows neither name nor value."""
    emergency.open(2)
    tiles = [one.id for one in emergency.bed.protocol.branches]
    assert len(tiles) == 12
    for one in tiles:
        assert emergency.find(f"emergency.pick.{one}").height() >= 72
    assert "HARLOW" not in words(emergency)
    shoot(emergency.front, "emergency-chooser", dim=True)
    assert emergency.bed.state.branches == ()


def test_leaving_the_chooser_records_nothing(emergency) -> None:
    """UX-10.7 Nothing is recorded until a list is picked; leaving the chooser leaves everything as it was."""
    emergency.open(2)
    before = emergency.bed.state.count
    emergency.press("emergency.leave")
    assert emergency.gone == 1
    assert emergency.bed.state.count == before


def test_stop_line_stops_the_infusion_in_the_record(emergency, shoot) -> None:
    """UX-10.7 The first line is lit, is Stop the pump, and its one press stops the infusion at that second."""
    emergency.open(2)
    emergency.press("emergency.pick.em.unresponsive")
    assert "HARLOW" in words(emergency)
    lit = emergency.front.findChild(Text)
    assert lit is not None
    emergency.bed.wait(seconds=6)
    first = emergency.bed.protocol.branch("em.unresponsive").lines
    stop = next(line.id for line in first if line.act == "stop_infusion")
    for line in first:
        emergency.press(f"emergency.done.{line.id}")
        emergency.bed.wait(seconds=5)
        if line.id == stop:
            break
    assert emergency.bed.state.infusion.status is InfusionStatus.STOPPED
    emergency.bed.wait(seconds=11)
    emergency.front.tick(emergency.bed.now())
    emergency.press("emergency.event.team_here")
    shoot(emergency.front, "emergency-running", dim=True)
    shoot(emergency.front, "emergency-running")
    shoot(emergency.front, "emergency-running-compact", (1280, 720), dim=True)
    assert cut_words(emergency.front) == []
    assert unfit_controls(emergency.front) == []


def test_lines_out_of_order_and_not_possible(emergency) -> None:
    """UX-10.7 Any open line is stamped by one press, out of order, and the lit one may be said to be not possible."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    lines = emergency.bed.protocol.branch("em.nausea").lines
    emergency.press(f"emergency.done.{lines[3].id}")
    emergency.press(f"emergency.not.{lines[0].id}")
    (run,) = emergency.bed.state.branches
    assert [(one.line, one.done) for one in run.lines] == [(lines[3].id, True), (lines[0].id, False)]
    assert emergency.find(f"emergency.not.{lines[1].id}").isVisible()


def test_another_list_joins(emergency) -> None:
    """UX-10.7 Another list can join, both run, and each is one press away."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    emergency.press("emergency.more")
    emergency.press("emergency.pick.em.hypotension")
    assert [run.branch for run in emergency.bed.state.branches] == ["em.nausea", "em.hypotension"]
    emergency.press("emergency.other.em.nausea")
    assert "Vomiting" in words(emergency)


def test_not_saved_is_said_and_written_later(emergency, shoot) -> None:
    """SEC-9.4 With the store unwritable the list goes on, says so, and is written late with the time of the press."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    line = emergency.bed.protocol.branch("em.nausea").lines[0]
    emergency.desk.fail_next = True
    emergency.press(f"emergency.done.{line.id}")
    pressed_ms = emergency.bed.now().wall_ms
    assert "Not saved yet" in words(emergency)
    shoot(emergency.front, "emergency-not-saved", dim=True)
    emergency.bed.wait(seconds=30)
    emergency.front.tick(emergency.bed.now())
    (run,) = emergency.bed.state.branches
    assert run.lines[0].at_ms == pressed_ms
    assert run.lines[0].occurred is not None
    emergency.front.tick(emergency.bed.now())
    assert "Not saved yet" not in words(emergency)


def test_ending_asks_for_outcome_and_grade(emergency, shoot) -> None:
    """UX-10.7 Ending asks for the outcome and the grade of the event, and only then closes the list."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    emergency.press("emergency.end")
    accept = emergency.find("sheet.emergency_end.accept")
    assert not accept.isEnabled()
    emergency.press("sheet.emergency_end.outcome.monitoring")
    assert not accept.isEnabled()
    emergency.press("sheet.emergency_end.grade.2")
    shoot(emergency.front, "emergency-end", dim=True)
    emergency.press("sheet.emergency_end.accept")
    (run,) = emergency.bed.state.branches
    assert run.outcome == "monitoring"
    assert run.settlements[-1].grade == 2
    assert emergency.gone == 1


@pytest.mark.parametrize("percent", [100, 130])
def test_pages_fit_at_large_text(emergency, shoot, percent: int) -> None:
    """UX-7 The emergency page shows every word at 130 % text in a small window."""
    emergency.open(2)
    shoot(emergency.front, f"emergency-chooser-{percent}", (1280, 720), dim=True, percent=percent)
    emergency.press("emergency.pick.em.desaturation")
    shoot(emergency.front, f"emergency-{percent}", (1280, 720), dim=True, percent=percent)
    assert cut_words(emergency.front) == []


def test_entries_without_sign_in_are_claimed(emergency, shoot) -> None:
    """SEC-10.4 Whoever signs in next is asked whether entries made without sign-in were theirs, and may claim them."""
    emergency.desk.actor = Actor("sys", "system", "none")
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    emergency.press(f"emergency.done.{emergency.bed.protocol.branch('em.nausea').lines[0].id}")
    assert "Not signed in" in words(emergency)
    assert "00418327" not in words(emergency)
    assert "004 183 27" not in words(emergency)
    emergency.desk.actor = Actor("nora", "nurse", "cont")
    ask_claims(emergency.desk, (emergency.desk.snapshot(),))
    emergency.settle()
    shoot(emergency.front, "emergency-claim", dim=True)
    emergency.press("sheet.claim.accept")
    (claim,) = emergency.bed.state.claims
    assert claim.mark.person == "nora"
    assert unclaimed(emergency.bed.state) == ()


def test_a_lost_answer_makes_no_second_entry(emergency) -> None:
    """SEC-9.4 Where an event was written and only the answer was lost, trying again writes it no second time."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    emergency.desk.lose_next = True
    emergency.press("emergency.event.team_here")
    assert [event.term for event in emergency.bed.state.events] == ["team_here"]
    assert "Not saved yet" in words(emergency)
    emergency.bed.wait(seconds=10)
    emergency.front.tick(emergency.bed.now())
    assert [event.term for event in emergency.bed.state.events] == ["team_here"]
    assert "Not saved yet" not in words(emergency)
    emergency.press("emergency.event.team_here")
    assert len(emergency.bed.state.events) == 2


def test_a_press_keeps_its_time_when_the_clock_is_set(emergency) -> None:
    """SEC-9.4 A press written after the wall clock was set back is in the record, as long ago as it was made."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    line = emergency.bed.protocol.branch("em.nausea").lines[0]
    emergency.desk.fail_next = True
    emergency.press(f"emergency.done.{line.id}")
    emergency.bed.wait(minutes=40)
    emergency.bed.set_wall(-60)
    emergency.front.tick(emergency.bed.now())
    (run,) = emergency.bed.state.branches
    assert run.lines[0].at_ms == emergency.bed.now().wall_ms - 40 * 60_000


def test_a_press_the_rules_did_not_take_is_said(emergency) -> None:
    """UX-13 A press that the rules did not take is said on the bar until somebody has seen it."""
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    lines = emergency.bed.protocol.branch("em.nausea").lines
    emergency.bed.must(DoBranchLine(emergency.bed.state.branches[-1].n, lines[1].id), Actor("olga", "nurse", "cont"))
    emergency.press(f"emergency.done.{lines[1].id}")
    assert "Not recorded." in words(emergency)
    emergency.press("emergency.not_saved.seen")
    assert "Not recorded." not in words(emergency)


def test_an_emergency_ended_by_nobody_is_graded_at_the_next_sign_in(emergency, shoot) -> None:
    """R60 An emergency that ended with nobody signed in is graded by whoever signs in next, in the window."""
    emergency.desk.actor = Actor("sys", "system", "none")
    emergency.open(2)
    emergency.press("emergency.pick.em.nausea")
    emergency.press("emergency.end")
    assert "The grade is asked for when somebody signs in." in words(emergency)
    emergency.press("sheet.emergency_end.outcome.monitoring")
    emergency.press("sheet.emergency_end.accept")
    emergency.desk.actor = Actor("nora", "nurse", "cont")
    ask_grades(emergency.desk, (emergency.desk.snapshot(),))
    emergency.settle()
    assert not emergency.find("sheet.grade.accept").isEnabled()
    emergency.press("sheet.grade.grade.2")
    emergency.press("sheet.grade.stands.resolved")
    shoot(emergency.front, "emergency-grade", dim=True)
    shoot(emergency.front, "emergency-grade")
    emergency.press("sheet.grade.accept")
    (run,) = emergency.bed.state.branches
    assert (run.settlements[-1].grade, run.settlements[-1].outcome) == (2, "resolved")


def test_the_events_hold_an_emergency_without_a_grade(emergency) -> None:
    """R60 Put off, the grade of an emergency stays one press away in the list of events."""
    of = emergency.bed.state.count
    emergency.bed.must(StartBranch("em.nausea"))
    emergency.bed.must(EndBranch(of, "monitoring"))
    LineActs(emergency.desk, lambda _new: None).settle(emergency.desk.snapshot())
    rows = [button.accessibleName() for button in emergency.desk.sheets[-1].findChildren(QPushButton)]
    assert any("Emergency: Vomiting" in row for row in rows)
    emergency.desk.sheets[-1].chosen.emit(of)
    assert emergency.desk.sheets[-1].objectName() == "sheet.grade"
