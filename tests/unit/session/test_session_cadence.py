"""Sets that a rule, an order or an emergency asks for, light checks, reasons, and the program's own notes."""

from __future__ import annotations

import pytest
from bedside import NURSE, PRESCRIBER
from finisher import Finisher
from running_visit import (
    DROWSY,
    GOOD,
    HIGH,
    LIGHT,
    LIGHT_DROWSY,
    LINE,
    LOST,
    MIN,
    PROGRAM,
    minute,
    running,
    signs,
    take,
    tick,
)
from whole_visit import normal

from checklist.protocol.model import PhaseId
from checklist.protocol.values import Answer, FieldAnswer
from checklist.session import due
from checklist.session.commands import CorrectAnswer, EndInfusion, Occurred, RecordVitals
from checklist.session.due import DueWhy
from checklist.session.emergency_commands import EndBranch, StartBranch
from checklist.session.running_commands import ExplainReading, OrderCadence, Tick


def table(bed):
    """Return each mark of the infusion: minute, what asks for it, and how it stands."""
    found = []
    for mark in due.marks(bed.protocol, bed.state, bed.now()):
        state = "missed" if mark.missed else "waits" if mark.taken is None else "late" if mark.is_late else "taken"
        found.append((minute(bed, mark.due_ms), str(mark.why), state))
    return found


def test_fall_in_alertness_asks_for_the_next_set_in_five_minutes():
    """R50 A set with alertness 4 makes the next one due 5 minutes after it, while the protocol's marks go on."""
    bed = running()
    bed.wait(10)
    take(bed, DROWSY)
    assert table(bed) == [
        (5, "protocol", "missed"),
        (10, "protocol", "taken"),
        (15, "rule", "waits"),
        (20, "protocol", "waits"),
    ]
    mark = due.next_due(bed.protocol, bed.state, bed.now())
    assert (mark.from_ms, mark.late_ms) == (mark.due_ms - MIN, mark.due_ms + 3 * MIN)
    assert mark.reason.startswith("Alertness")


def test_cadence_relaxes_when_the_newest_set_is_good_again():
    """R50 The repeat ends with the first set that meets the limit no more."""
    bed = running()
    bed.wait(10)
    take(bed, DROWSY)
    bed.wait(5)
    event = take(bed, GOOD)
    assert (minute(bed, event.due_ms), event.why) == (15, DueWhy.RULE)
    assert table(bed)[2:] == [(15, "rule", "taken"), (20, "protocol", "waits")]


def test_repeat_counts_from_the_set_before():
    """R50 A further bad set, taken late, moves the next repeat: 5 minutes from that set, not from the mark."""
    bed = running()
    bed.wait(10)
    take(bed, DROWSY)
    bed.wait(8, seconds=30)
    take(bed, DROWSY)
    assert table(bed)[2:] == [(15, "rule", "late"), (20, "protocol", "waits"), (23.5, "rule", "waits")]


def test_earlier_set_takes_the_place_of_a_repeat():
    """R50 A set before the repeat's window is the set before from then on, and closes no mark."""
    bed = running()
    bed.wait(10)
    take(bed, DROWSY)
    bed.wait(2)
    assert take(bed, DROWSY).due_ms is None
    assert table(bed)[2:] == [(17, "rule", "waits"), (20, "protocol", "waits")]


@pytest.mark.parametrize("words", [HIGH, LOST, "128/80, pulse 130, SpO2 98, breaths 14, alertness 5"])
def test_values_beyond_a_limit_and_what_was_not_obtained_are_repeated(words):
    """D35 A value past its limit, and one that could not be obtained, are measured again after p.recheck_min."""
    bed = running()
    bed.wait(10)
    take(bed, words)
    mark = due.next_due(bed.protocol, bed.state, bed.now())
    assert (minute(bed, mark.due_ms), mark.why) == (15, DueWhy.RULE)
    assert mark.reason


def test_repeat_on_the_protocols_mark_is_one_mark():
    """Where a repeat falls on the protocol's own mark there is one reading due, not two."""
    bed = running()
    bed.wait(5)
    take(bed, DROWSY)
    assert table(bed) == [(5, "protocol", "taken"), (10, "protocol", "waits")]


def test_correction_makes_the_repeat_due_not_before_it_was_known():
    """A repeat that a correction brings is due when the correction is made, never earlier."""
    bed = running()
    bed.wait(10)
    event_n = bed.state.count
    take(bed, GOOD)
    bed.wait(7)
    bed.must(CorrectAnswer(LINE, Answer((FieldAnswer("signs", signs(DROWSY)),)), "typing", of=event_n))
    assert table(bed)[2:] == [(17, "rule", "waits"), (20, "protocol", "waits")]


def test_order_for_more_often_replaces_the_protocols_marks():
    """R50 An order of a set every 3 minutes counts from the set before and stands in for the protocol's marks."""
    bed = running()
    bed.wait(5)
    take(bed)
    bed.must(OrderCadence(LINE, 3, "peak effect", "Dr Ruth"), PRESCRIBER)
    assert table(bed) == [(5, "protocol", "taken"), (8, "order", "waits")]
    bed.wait(4)
    event = take(bed)
    assert (minute(bed, event.due_ms), event.why, minute(bed, event.from_ms)) == (8, DueWhy.ORDER, 7)
    assert table(bed)[-1] == (12, "order", "waits")


def test_order_for_less_often_and_back_to_the_protocol():
    """R50 An order of 15 minutes moves the next set out; taken back, the protocol's next mark counts again."""
    bed = running()
    bed.wait(5)
    take(bed)
    bed.must(OrderCadence(LINE, 15, "asleep, saturation steady", "Dr Ruth"))
    assert table(bed)[-1] == (20, "order", "waits")
    bed.wait(7)
    bed.must(OrderCadence(LINE, 0, "awake", "Dr Ruth"))
    assert table(bed) == [(5, "protocol", "taken"), (20, "protocol", "waits")]


def test_order_is_never_overdue_before_it_was_given():
    """An order given long after the last set is due at once, not in the past."""
    bed = running()
    bed.wait(9)
    bed.must(OrderCadence(LINE, 2, "restless", "Dr Ruth"))
    assert table(bed)[-1] == (9, "order", "waits")


@pytest.mark.parametrize(
    ("every", "reason", "by", "code"),
    [
        (-1, "x", "Dr Ruth", "cadence.range"),
        (16, "x", "Dr Ruth", "cadence.range"),
        (5, " ", "Dr Ruth", "reason.empty"),
        (5, "x", "", "cadence.ordered_by"),
        (0, "x", "Dr Ruth", "cadence.same"),
    ],
)
def test_order_within_the_floor_only(every, reason, by, code):
    """R50 Sets are ordered within the protocol's own range, by somebody, for a reason."""
    bed = running()
    assert bed.refuses(OrderCadence(LINE, every, reason, by)) == code
    assert bed.refuses(OrderCadence("mon.pump-volume", 5, "x", "Dr Ruth")) == "cadence.none"


def test_refused_order_names_the_range():
    """The refusal of an order names both ends of the range: 1 minute and the parameter's upper end."""
    bed = running()
    refused = bed.do(OrderCadence(LINE, 60, "x", "Dr Ruth"))
    assert dict(refused.params) == {"low": "1", "high": "15"}


def test_emergency_asks_for_sets_while_it_runs_and_once_afterwards():
    """R50 While an emergency list runs a set is due every few minutes, and once more after it has ended."""
    bed = running()
    bed.wait(5)
    take(bed)
    bed.wait(1)
    (started,) = bed.must(StartBranch("em.nausea"))
    of = bed.state.count - 1
    assert started.branch == "em.nausea"
    assert table(bed)[-1] == (11, "emergency", "waits")
    bed.wait(5)
    take(bed)
    bed.wait(1)
    bed.must(EndBranch(of, "monitoring"))
    assert table(bed)[-2:] == [(17, "emergency", "waits"), (20, "protocol", "waits")]
    bed.wait(5)
    take(bed)
    assert table(bed)[-2:] == [(17, "emergency", "taken"), (20, "protocol", "waits")]


def test_light_check_closes_a_mark_once():
    """R62 A light check stands in for a full set at a mark of the infusion, never twice running."""
    bed = running()
    bed.wait(5)
    event = take(bed, LIGHT, light="at peak, cuff wakes her")
    assert minute(bed, event.due_ms) == 5
    (mark, *_) = due.marks(bed.protocol, bed.state, bed.now())
    assert mark.light
    assert bed.refuses(RecordVitals(LINE, signs(LIGHT), light="again")) == "light.twice"
    bed.wait(5)
    assert bed.refuses(RecordVitals(LINE, signs(LIGHT), light="again")) == "light.twice"
    take(bed)
    bed.wait(10)
    take(bed, LIGHT, light="asleep")


def test_light_check_is_not_charted_beside_another():
    """R62 A light check entered with an earlier time is refused beside a light one, whichever came first."""
    bed = running()
    bed.wait(10)
    take(bed, LIGHT, light="asleep")
    earlier = Occurred(bed.now().wall_ms - 5 * MIN, "busy")
    assert bed.refuses(RecordVitals(LINE, signs(LIGHT), earlier, "asleep")) == "light.twice"


@pytest.mark.parametrize(
    ("words", "light", "code"),
    [
        (GOOD, "asleep", "light.parts"),
        (LIGHT, " ", "reason.empty"),
        ("SpO2 98, breaths 14", "asleep", "value.missing-part"),
    ],
)
def test_light_check_holds_its_three_parts(words, light, code):
    """R62 A light check holds breaths, saturation and alertness, all three and nothing else, with a reason."""
    bed = running()
    assert bed.refuses(RecordVitals(LINE, signs(words), light=light)) == code


def test_light_check_only_while_the_infusion_runs():
    """R62 After the end a full set is taken."""
    bed = running()
    bed.wait(40)
    bed.must(EndInfusion("100"))
    assert bed.refuses(RecordVitals("mon.post-vitals", signs(LIGHT), light="asleep")) == "light.phase"


def test_light_check_does_not_end_a_repeat_for_what_it_did_not_look_at():
    """R62 A good light check leaves the repeat of a high pressure standing, counted from itself."""
    bed = running()
    bed.wait(11)
    take(bed, HIGH)
    bed.wait(5)
    take(bed, LIGHT, light="frightened by the cuff")
    assert table(bed)[-3:] == [(16, "rule", "taken"), (20, "protocol", "waits"), (21, "rule", "waits")]


def test_light_check_itself_can_tighten_the_cadence():
    """R50 A light check with alertness 4 asks for the next set in 5 minutes."""
    bed = running()
    bed.wait(11)
    take(bed, LIGHT_DROWSY, light="asleep")
    assert table(bed)[-2:] == [(16, "rule", "waits"), (20, "protocol", "waits")]


def test_light_check_can_be_corrected():
    """A light check is corrected with its own three parts."""
    bed = running()
    bed.wait(11)
    take(bed, LIGHT, light="asleep")
    bed.must(CorrectAnswer(LINE, Answer((FieldAnswer("signs", signs(LIGHT_DROWSY)),)), "typing"))
    assert table(bed)[-2:] == [(16, "rule", "waits"), (20, "protocol", "waits")]


def test_missed_with_a_reason_and_without_differ():
    """R50 A missed reading takes a reason of the protocol's list; one without keeps none."""
    bed = running()
    bed.wait(25)
    first, second, _, _ = due.marks(bed.protocol, bed.state, bed.now())
    bed.must(ExplainReading(LINE, first.due_ms, "care"))
    first, second, third, _ = due.marks(bed.protocol, bed.state, bed.now())
    assert (first.missed, first.explained.reason) == (True, "care")
    assert (second.missed, second.explained) == (True, None)
    assert bed.refuses(ExplainReading(LINE, third.due_ms + 1, "care")) == "late.nothing"


@pytest.mark.parametrize(
    ("reason", "text", "code"),
    [("", "", "reason.empty"), ("boredom", "", "reason.unknown"), ("other", " ", "reason.text")],
)
def test_reasons_of_the_protocol_only(reason, text, code):
    """A reason for a missed reading is one of the protocol's, and "other" needs words."""
    bed = running()
    bed.wait(25)
    (first, *_) = due.marks(bed.protocol, bed.state, bed.now())
    assert bed.refuses(ExplainReading(LINE, first.due_ms, reason, text)) == code


def test_late_reading_takes_a_reason_and_one_on_time_does_not():
    """A reading taken at its late-at or after takes a reason; one taken before needs none."""
    bed = running()
    bed.wait(5)
    on_time = take(bed)
    bed.wait(8)
    late = take(bed)
    assert bed.refuses(ExplainReading(LINE, on_time.due_ms, "care")) == "late.nothing"
    bed.must(ExplainReading(LINE, late.due_ms, "equipment"))
    mark = next(m for m in due.marks(bed.protocol, bed.state, bed.now()) if m.due_ms == late.due_ms)
    assert (mark.is_late, mark.explained.reason) == (True, "equipment")


def test_program_writes_each_due_and_late_reading_once():
    """R50 The program writes down when a reading comes due, and when it is late, each once, with its three times."""
    bed = running()
    bed.wait(4, seconds=59)
    assert tick(bed) == ()
    assert bed.refuses(Tick(), PROGRAM) == "tick.nothing"
    bed.wait(seconds=1)
    assert tick(bed) == ("ReadingDue 5",)
    assert tick(bed) == ()
    bed.wait(3)
    assert tick(bed) == ("ReadingLate 5",)
    bed.wait(12)
    assert tick(bed) == ("ReadingDue 10", "ReadingLate 10", "ReadingDue 20")
    take(bed)
    assert tick(bed) == ()
    assert bed.refuses(Tick(), NURSE) == "role.may_not"


def test_taken_in_time_nothing_is_written():
    """A reading taken in its window leaves no entry of the program."""
    bed = running()
    bed.wait(4, seconds=30)
    take(bed)
    bed.wait(1)
    assert tick(bed) == ()


def test_clock_set_back_an_hour_moves_no_due_time():
    """Setting the wall clock back an hour leaves every due time, wait and lateness as they were."""
    bed = running()
    bed.wait(10)
    take(bed, DROWSY)
    bed.clock.set_wall(-60 * MIN)
    bed.wait(4)
    assert table(bed)[2:] == [(15, "rule", "waits"), (20, "protocol", "waits")]
    assert due.next_due(bed.protocol, bed.state, bed.now()).wait_ms == MIN
    bed.wait(5)
    event = take(bed)
    assert minute(bed, event.due_ms) == 20
    assert table(bed)[2:] == [(15, "rule", "late"), (20, "protocol", "taken"), (30, "protocol", "waits")]


def test_suspended_ten_minutes_the_readings_went_on():
    """A computer that slept ten minutes finds the readings due, missed and late as if it had been awake."""
    bed = running()
    bed.wait(5)
    take(bed)
    bed.clock.advance(17 * MIN)
    assert tick(bed) == ("ReadingDue 10", "ReadingLate 10", "ReadingDue 20")
    assert table(bed) == [
        (5, "protocol", "taken"),
        (10, "protocol", "missed"),
        (20, "protocol", "waits"),
        (30, "protocol", "waits"),
    ]


def test_signed_phase_waits_for_no_reading_and_takes_no_reason():
    """Once monitoring is signed the program writes no reading down, and a missed one stays without reason."""
    bed = running()
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    bed.wait(41)
    while bed.state.closed(PhaseId.MONITORING) is None:
        finisher._act()
    bed.wait(120)
    assert tick(bed) == ()
    missed = next(mark for mark in due.marks(bed.protocol, bed.state, bed.now()) if mark.missed)
    assert bed.refuses(ExplainReading(missed.link_id, missed.due_ms, "care")) == "phase.closed"
