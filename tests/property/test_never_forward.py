"""Charting ahead of time: no command stores it, and no history makes a reading both on time and late (D25)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import get_args

import msgspec
import pytest
from bedside import NURSE, Bedside
from care_script import NOBODY, busy
from hypothesis import given, settings
from hypothesis import strategies as st
from running_visit import GOOD, HIGH, LINE, MIN, POST, PROGRAM, running, signs, take
from whole_visit import normal

from checklist.protocol.items import MomentField, MomentKind
from checklist.protocol.values import Answer, FieldAnswer, Moment
from checklist.session import branches, due
from checklist.session import commands as c
from checklist.session import emergency_commands as em
from checklist.session.commands import Command, Occurred, Refused
from checklist.session.running_commands import Tick

Ahead = Callable[[Bedside, Occurred | None], Command]


def _branch_line(bed: Bedside, occurred: Occurred | None) -> Command:
    of = branches.running(bed.state)[-1]
    return em.DoBranchLine(of.n, branches.reading(bed.protocol, of)[2].id, occurred=occurred)


COMMANDS: dict[type, Ahead] = {
    c.AnswerLine: lambda bed, at: c.AnswerLine("mon.presence", normal(bed, "mon.presence"), at),
    c.TellProvider: lambda _bed, at: c.TellProvider(LINE, "Dr Okafor", "wait", read_back=True, occurred=at),
    c.RecordVitals: lambda _bed, at: c.RecordVitals(LINE, signs(GOOD), at),
    c.RecordEvent: lambda _bed, at: c.RecordEvent("nausea", occurred=at),
    em.StartBranch: lambda _bed, at: em.StartBranch("em.nausea", at),
    em.DoBranchLine: _branch_line,
    em.EndBranch: lambda bed, at: em.EndBranch(branches.running(bed.state)[-1].n, "recovery", occurred=at),
}


def at_the_chair() -> Bedside:
    """Return an infusion with a pressure over the limit and an emergency list."""
    bed = running()
    bed.wait(5)
    take(bed, HIGH)
    bed.must(em.StartBranch("em.seizure"), NURSE)
    bed.wait(1)
    return bed


def test_every_command_with_a_time_is_tried():
    """D25 Every command that takes an earlier time is among those tried here."""
    assert {kind for kind in get_args(Command) if "occurred" in kind.__struct_fields__} == set(COMMANDS)


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None)
@given(ahead_ms=st.integers(1, 10 * 24 * 60 * MIN), stepped_min=st.sampled_from([0, -60, 60]))
def test_no_command_charts_ahead(kind: type, ahead_ms: int, stepped_min: int):
    """D25 No command stores a time that is still to come, whatever the wall clock was set to before."""
    bed = at_the_chair()
    bed.set_wall(stepped_min)
    wanted = COMMANDS[kind](bed, Occurred(bed.now().wall_ms + ahead_ms, "prepared"))
    assert bed.refuses(wanted) == "occurred.future"
    bed.must(COMMANDS[kind](bed, None))


@settings(max_examples=25, deadline=None)
@given(ahead_ms=st.integers(1, 10 * 24 * 60 * MIN))
def test_no_end_is_pressed_ahead(ahead_ms: int):
    """D25 An end of the infusion is recorded for a press that was, never for one that is to come."""
    bed = at_the_chair()
    assert bed.refuses(c.EndInfusion("12.5", True, "stop", bed.now().mono_ms + ahead_ms)) == "infusion.press"


def test_no_time_in_an_answer_is_ahead():
    """D25 A time inside an answer may not be ahead, but for the lines whose field says how far it may."""
    bed = running()
    tried = 0
    for phase in bed.protocol.phases:
        for line in (line for section in phase.sections for line in section.lines):
            for field in line.fields:
                if isinstance(field, MomentField) and field.kind is MomentKind.TIME:
                    ahead_ms = bed.now().wall_ms + field.future_h * 60 * MIN + 2 * MIN
                    answer = Answer((FieldAnswer(field.id, Moment(ahead_ms, bed.now().tz_min)),))
                    assert isinstance(bed.do(c.AnswerLine(line.link_id, answer)), Refused), line.link_id
                    assert isinstance(bed.do(c.CorrectAnswer(line.link_id, answer, "typing")), Refused), line.link_id
                    tried += 1
    assert tried > 3


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    steps=st.lists(
        st.sampled_from(["busy", "busy", "branch", "line", "end", "clock", "back"]), min_size=3, max_size=25
    ),
)
def test_no_reading_is_both_on_time_and_late(seed: int, steps: list[str]):
    """Issue 4, seen 2: in any history with emergencies no reading is both on time and late, and none lies ahead."""
    draw, bed = random.Random(seed), running()
    for step in steps:
        bed.wait(seconds=draw.choice((5, 40, 200, 500)))
        _one(bed, step, draw)
        _stands_one_way(bed)
    _lies_behind(bed)


def _one(bed: Bedside, step: str, draw: random.Random) -> None:
    runs = branches.running(bed.state)
    who = draw.choice((NURSE, NOBODY))
    match step:
        case "busy":
            busy(bed, draw)
        case "branch":
            bed.do(em.StartBranch(draw.choice(bed.protocol.branches).id), who)
        case "line" if runs:
            line = draw.choice(branches.reading(bed.protocol, runs[-1]))
            bed.do(em.DoBranchLine(runs[-1].n, line.id, draw.random() < 0.8), who)
        case "end" if runs:
            bed.do(em.EndBranch(runs[0].n, "recovery"))
        case "clock":
            bed.set_wall(draw.choice((-60, 60, 7)))
        case "back":
            earlier = Occurred(bed.now().wall_ms - draw.randrange(20) * MIN, "busy")
            bed.do(c.RecordVitals(draw.choice((LINE, POST)), signs(GOOD), earlier))
        case _:
            bed.do(Tick(), PROGRAM)


def _stands_one_way(bed: Bedside) -> None:
    marks = due.marks(bed.protocol, bed.state, bed.now())
    moments = [(mark.link_id, mark.due_ms) for mark in marks]
    assert len(moments) == len(set(moments)), "a reading stands twice"
    for mark in marks:
        taken = mark.taken is not None
        assert not (mark.missed and taken)
        assert not (mark.is_late and not taken)
        assert mark.from_ms <= mark.due_ms <= mark.late_ms
    written = [(item.link_id, item.due_ms, item.late) for item in bed.state.running.notices]
    assert len(written) == len(set(written)), "a reading was noted twice"


def _lies_behind(bed: Bedside) -> None:
    """Look through everything that was stored for a time that lay ahead of its entry."""
    for event, mark in bed.recorded:
        occurred = getattr(event, "occurred", None)
        assert occurred is None or occurred.at_ms <= mark.at_ms, event
        assert getattr(event, "pressed_ms", 0) >= 0, msgspec.to_builtins(event)
