"""Emergency lists in the record: start, lines in any order, the stop line, ending, and acts nobody signed in for."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SHOWN, Bedside
from care_scenes import MOOD, NOBODY, blocks_of, finisher_of, pre_infusion, pressure, running

from checklist.protocol.branches import Act
from checklist.protocol.line import AutoRule
from checklist.session import commands as c
from checklist.session import drug_account, due
from checklist.session.apply import fold
from checklist.session.branches import next_line, reading, unclaimed
from checklist.session.care_commands import ClaimActs, DescribeEvent, ReadPump
from checklist.session.codec import encode
from checklist.session.commands import Actor
from checklist.session.emergency_commands import DoBranchLine, EndBranch, StartBranch
from checklist.session.emergency_events import BranchLineDone, BranchStarted
from checklist.session.events import InfusionPaused, InfusionStopped
from checklist.session.flags import session_flags
from checklist.session.progress import line_view
from checklist.session.readiness import Why, readiness
from checklist.session.reminders import Rank, reminders
from checklist.session.running_commands import QuietReminder
from checklist.session.state import InfusionStatus, Status

BRANCHES = [branch.id for branch in MOOD.branches]
STOPPING = {"em.dissociation": Act.PAUSE_INFUSION, "em.nausea": Act.PAUSE_INFUSION, "em.suicidality": None}


def start(bed: Bedside, branch: str, actor: Actor = NURSE) -> int:
    bed.must(StartBranch(branch), actor)
    return bed.state.count - 1


@pytest.mark.parametrize("branch", BRANCHES)
def test_each_list_from_start_to_end(branch):
    """R82 Each of the 12 lists starts, is led line by line, changes the pump by its own line only, and is settled."""
    bed = running()
    bed.wait(10)
    of = start(bed, branch)
    run = bed.state.branches[-1]
    assert bed.state.infusion.status is InfusionStatus.RUNNING
    first, *rest = reading(bed.protocol, run)
    bed.wait(seconds=7)
    events = bed.must(DoBranchLine(of, first.id))
    now, act = bed.now().wall_ms, STOPPING.get(branch, Act.STOP_INFUSION)
    if act is Act.STOP_INFUSION:
        assert isinstance(events[1], InfusionStopped)
        assert bed.state.infusion.ended.at_ms == now
        assert "need.pump" in blocks_of(bed, "monitoring")
    elif act is Act.PAUSE_INFUSION:
        assert isinstance(events[1], InfusionPaused)
        assert bed.state.infusion.runs[-1].end.at_ms == now
    else:
        assert bed.state.infusion.status is InfusionStatus.RUNNING
    assert next_line(bed.protocol, bed.state.branches[-1]) == rest[0]
    bed.must(DoBranchLine(of, rest[-1].id, done=False))
    for line in rest[:-1]:
        bed.must(DoBranchLine(of, line.id))
    assert next_line(bed.protocol, bed.state.branches[-1]) is None
    assert "branch.open" in blocks_of(bed, "monitoring")
    bed.must(EndBranch(of, "recovery"))
    assert "need.grade" in blocks_of(bed, "monitoring")
    bed.must(c.SettleEvent(of, 3, "resolved"))
    assert not {"branch.open", "need.grade"} & set(blocks_of(bed, "monitoring"))
    assert finisher_of(bed).finish() is Status.COMPLETED
    assert fold(bed.protocol, bed.recorded, bed.session_id) == bed.state
    assert drug_account.balance(bed.protocol, bed.state).holds


def test_starting_alone_stops_nothing():
    """D22 Picking a list changes nothing but its own clock."""
    bed = running()
    before = bed.state.infusion
    assert bed.must(StartBranch("em.seizure")) == (BranchStarted("em.seizure"),)
    assert bed.state.infusion == before


def test_lines_out_of_order_and_once():
    """R83 Lines are stamped in any order, each once; what was not possible may be done later."""
    bed = running()
    of = start(bed, "em.seizure")
    bed.must(DoBranchLine(of, "oxygen", done=False))
    assert bed.refuses(DoBranchLine(of, "oxygen", done=False)) == "branch.line_done"
    bed.wait(1)
    bed.must(DoBranchLine(of, "oxygen"))
    assert bed.refuses(DoBranchLine(of, "oxygen")) == "branch.line_done"
    run = bed.state.branches[-1]
    assert [(item.line, item.done) for item in run.lines] == [("oxygen", False), ("oxygen", True)]
    assert next_line(bed.protocol, run).id == "stop"
    assert bed.refuses(DoBranchLine(of, "voice")) == "branch.line"
    assert bed.refuses(DoBranchLine(of + 9, "oxygen")) == "branch.unknown"


def test_words_follow_later():
    """R83 Words are added to a stamped line later, also after the end; its time stays that of the press."""
    bed = running()
    of = start(bed, "em.seizure")
    bed.must(DoBranchLine(of, "protect"))
    pressed = bed.state.branches[-1].line("protect").mark
    bed.wait(3)
    bed.must(EndBranch(of, "monitoring"))
    assert bed.refuses(DoBranchLine(of, "recover")) == "branch.ended"
    bed.must(DoBranchLine(of, "protect", text="Left side, 40 s."))
    line = bed.state.branches[-1].line("protect")
    assert (line.text, line.mark) == ("Left side, 40 s.", pressed)


def test_not_possible_stops_nothing():
    """R83 A stop line that was not possible leaves the infusion in the record as it is."""
    bed = running()
    of = start(bed, "em.seizure")
    bed.must(DoBranchLine(of, "stop", done=False))
    assert bed.state.infusion.status is InfusionStatus.RUNNING
    bed.must(DoBranchLine(of, "stop"))
    assert bed.state.infusion.status is InfusionStatus.STOPPED
    assert bed.state.infusion.given_mg == ""


def test_the_volume_comes_later():
    """R60 After an emergency stop the volume read off the pump later says what was given."""
    bed = running()
    bed.wait(20)
    of = start(bed, "em.chest-pain")
    bed.must(DoBranchLine(of, "stop"))
    bed.wait(15)
    bed.must(ReadPump("48.5"))
    assert (bed.state.infusion.given_ml, bed.state.infusion.given_mg) == ("48.5", "16.5")
    assert bed.state.infusion.stop_reason == "Chest pain or arrhythmia"
    assert "need.pump" not in blocks_of(bed, "monitoring")


def test_a_stop_told_later_counts_from_when_it_was():
    """R60 A stop line pressed some minutes after the pump was stopped stops it in the record at its own time."""
    bed = running()
    bed.wait(20)
    of = start(bed, "em.chest-pain")
    bed.wait(4)
    at_ms = bed.now().wall_ms - 3 * 60_000
    bed.must(DoBranchLine(of, "stop", occurred=c.Occurred(at_ms, "hands full")))
    assert bed.state.infusion.ended.at_ms == at_ms
    assert due.elapsed_ms(bed.state, bed.now()) == 21 * 60_000


def test_another_list_joins():
    """R84 Another list joins a running one; the same one is not started twice; each ends by itself."""
    bed = running()
    one = start(bed, "em.desaturation")
    bed.must(DoBranchLine(one, "stop"))
    two = start(bed, "em.unresponsive")
    assert bed.refuses(StartBranch("em.desaturation")) == "branch.open"
    assert bed.must(DoBranchLine(two, "stop")) == (BranchLineDone(two, "stop", done=True),)
    bed.must(EndBranch(one, "monitoring"))
    assert [run.running for run in bed.state.branches] == [False, True]
    start(bed, "em.desaturation")


def test_an_end_says_how():
    """R84 The end names an outcome; another one in words; a grade before the end is too early."""
    bed = running()
    of = start(bed, "em.nausea")
    assert bed.refuses(c.SettleEvent(of, 2, "resolved")) == "branch.running"
    assert bed.refuses(EndBranch(of, "home")) == "branch.outcome"
    assert bed.refuses(EndBranch(of, "other")) == "text.empty"
    bed.must(EndBranch(of, "other", "Went to the ward."))
    assert bed.refuses(EndBranch(of, "monitoring")) == "branch.ended"
    assert bed.refuses(StartBranch("em.flood")) == "branch.unknown"


def test_before_the_infusion_and_after_signing():
    """R82 A list may run in every phase of a session; after the monitoring is signed it holds the discharge."""
    bed = pre_infusion()
    of = start(bed, "em.suicidality")
    assert "branch.open" in blocks_of(bed, "monitoring")
    bed.must(EndBranch(of, "monitoring"))
    bed.must(c.SettleEvent(of, 1, "resolved"))
    finisher = finisher_of(bed)
    while bed.state.closed("monitoring") is None:
        finisher._act()
    start(bed, "em.nausea")
    assert "branch.open" in blocks_of(bed, "discharge")
    assert finisher.finish() is Status.COMPLETED
    assert bed.refuses(StartBranch("em.nausea")) == "session.ended"


def test_starting_a_list_answers_its_offer():
    """R82 A limit that offers a list is answered by starting that list, not by another one."""
    bed = running()
    bed.must(c.RecordVitals("mon.vitals", pressure(185, 112)))
    needs = lambda: {str(need.code) for need in line_view(bed.protocol, bed.state, "mon.vitals", bed.now()).needs}  # noqa: E731
    assert "need.branch" in needs()
    start(bed, "em.seizure")
    assert "need.branch" in needs()
    start(bed, "em.hypertension")
    assert "need.branch" not in needs()


def test_nobody_signed_in():
    """D24 Nobody needs to sign in for an emergency; everything else without sign-in is refused."""
    bed = running()
    for command in (
        c.RecordVitals("mon.vitals", pressure(120)),
        c.PauseInfusion("fit"),
        c.AddNote("help"),
        ReadPump("10"),
        c.StopSession("fit"),
    ):
        assert bed.refuses(command, NOBODY) == "auth.own_sign_in"
    of = start(bed, "em.seizure", NOBODY)
    for command in (
        DoBranchLine(of, "stop"),
        c.RecordVitals("mon.vitals", pressure(120)),
        c.RecordEvent("seizure"),
        EndBranch(of, "transfer"),
    ):
        bed.must(command, NOBODY)
    assert bed.refuses(StartBranch("em.seizure"), Actor("nora", "nurse", "none")) == "auth.own_sign_in"
    assert bed.state.infusion.status is InfusionStatus.STOPPED


def test_acts_without_sign_in_are_claimed():
    """D24 Each entry made without sign-in is flagged until the person who acted says so, once."""
    bed = running()
    of = start(bed, "em.seizure", NOBODY)
    bed.must(DoBranchLine(of, "stop"), NOBODY)
    waiting = {flag.n for flag in session_flags(bed.protocol, bed.state, bed.now()) if flag.kind == "unclaimed"}
    assert waiting == {of, of + 1, of + 2}
    assert bed.refuses(ClaimActs((of,)), NOBODY) == "auth.own_sign_in"
    assert bed.refuses(ClaimActs((of - 1,))) == "claim.nothing"
    assert bed.refuses(ClaimActs(())) == "claim.nothing"
    (event,) = bed.must(ClaimActs((of + 1, of)), OTHER_NURSE)
    assert (encode(event).type, event.of) == ("auth.claim", (of, of + 1))
    assert bed.refuses(ClaimActs((of,))) == "claim.nothing"
    bed.must(EndBranch(of, "transfer"))
    bed.must(c.StopSession("transfer"))
    bed.must(ClaimActs((of + 2,)))
    assert not [flag for flag in session_flags(bed.protocol, bed.state, bed.now()) if flag.kind == "unclaimed"]


def test_header_names_no_emergency():
    """SEC-020 What stands in clear of an emergency's entries names no list, line or outcome."""
    bed = running()
    of = start(bed, "em.seizure")
    bed.must(DoBranchLine(of, "recover", text="SECRET"))
    bed.must(EndBranch(of, "transfer"))
    for event, _ in bed.recorded[-3:]:
        assert set(encode(event).d) <= {"of"}
        assert encode(event).type.startswith("emergency.")


def test_details_of_a_stamped_event():
    """R61 A stamped event gets its details later; a grade of 3 asks that the prescriber be told."""
    bed = running()
    bed.must(c.RecordEvent("vomiting"))
    of = bed.state.count - 1
    values = {"term": "vomiting", "grade": "3"}
    fields = bed.protocol.line("mon.ae").fields
    answer = _details(bed, fields, values)
    assert bed.refuses(DescribeEvent(of + 4, "mon.ae", answer)) == "event.unknown"
    assert bed.refuses(DescribeEvent(of, "mon.vitals", answer)) == "event.line"
    (event,) = bed.must(DescribeEvent(of, "mon.ae", answer))
    assert encode(event).type == "event.ae"
    assert bed.state.events[-1].details[-1].answer == answer
    assert "need.told" in blocks_of(bed, "monitoring")
    bed.must(c.TellProvider("mon.ae", "Dr Okafor", "", read_back=False))
    assert "need.told" not in blocks_of(bed, "monitoring")


def _details(bed, fields, values):
    from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment

    found = []
    for field in fields:
        if field.id in values:
            found.append(FieldAnswer(field.id, Chosen(values[field.id])))
        elif field.id == "onset":
            found.append(FieldAnswer(field.id, Moment(bed.now().wall_ms, bed.now().tz_min)))
    return Answer(tuple(found))


def test_events_that_show_late():
    """R61 An event that shows after the session's end is taken as late, with its own time, grade and outcome."""
    bed = running()
    finisher_of(bed).finish()
    bed.wait(60 * 20)
    seen = c.Occurred(bed.now().wall_ms - 5 * 3_600_000, "told by telephone")
    (event,) = bed.must(c.RecordEvent("hallucination", "In the evening", seen))
    assert (event.late, encode(event).type) == (True, "late")
    of = bed.state.count - 1
    bed.must(c.SettleEvent(of, 2, "resolved"))
    assert bed.state.status is Status.COMPLETED
    early = c.Occurred(bed.state.opened.at_ms - 1, "told")
    assert bed.refuses(c.RecordEvent("fall", "", early)) == "occurred.before_session"
    assert bed.refuses(c.RecordEvent("fall", "", c.Occurred(bed.now().wall_ms + 1, "told"))) == "occurred.future"
    assert bed.refuses(c.Sign("dis.sign", "nurse", SHOWN), PRESCRIBER) != ""


def test_an_emergency_left_open_is_an_open_event():
    """R60 An emergency that ended at grade 2 or more and stays open is an open event at discharge."""
    bed = running()
    of = start(bed, "em.nausea")
    bed.must(EndBranch(of, "monitoring"))
    bed.must(c.SettleEvent(of, 3, "open", "seen again tomorrow"))
    verdict = readiness(bed.protocol, bed.state, AutoRule.EVENTS_CLOSED, bed.now())
    assert (verdict.met, verdict.why, verdict.asks) == (False, Why.EVENT_FOLLOWED, True)
    bed.must(c.SettleEvent(of, 3, "resolved"))
    assert readiness(bed.protocol, bed.state, AutoRule.EVENTS_CLOSED, bed.now()).met


def test_a_quietened_reminder_is_nobodys_act_to_claim():
    """SEC-10.4 Whoever signs in is asked about emergency acts, not about a reminder that was kept quiet meanwhile."""
    bed = running()
    bed.wait(12)
    cause = next(item.cause for item in reminders(bed.protocol, bed.state, bed.now()) if item.rank is Rank.MEDIUM)
    bed.must(QuietReminder(cause), NOBODY)
    assert unclaimed(bed.state) == ()
