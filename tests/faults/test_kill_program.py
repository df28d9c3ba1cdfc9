"""Kills of the whole program (``ledger-and-security`` 12.2): service, session and store together."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from session_script import People

from checklist.service.conduct import Interrupted

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def run(kills, seed, *words, script="kill_program.py"):
    command = [sys.executable, str(HERE / script), "--kills", str(kills), "--seed", str(seed), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sys.stdout.write(done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def test_killed_program():
    """SEC-066 UX-12 After kill -9 at any moment every acknowledged entry is there once and Resume finds its line."""
    result = run(20, 1)
    assert result["kills"] == 20
    assert result["commands"] > 100
    assert result["sealed"] >= 2
    assert result["found"] == {}


def test_killed_in_monitoring_and_emergency():
    """SEC-066 UX-12 After kill -9 timers, due list, reminders and the open emergency list are as they were."""
    result = run(20, 1, "--care")
    assert result["kills"] == 20
    assert result["commands"] > 100
    assert result["sealed"] >= 2
    assert result["found"] == {}


def test_the_judgement_can_fail():
    """SEC-066 A program that acknowledges what it has only queued is found out by the same run."""
    assert run(4, 1, "--lie")["found"]["lost"] > 0


def test_killed_first_start():
    """SEC-066 UX-12 After kill -9 in a first start the next one finds everybody, or begins anew; it is never stuck."""
    assert run(6, 1, script="kill_first_start.py")["found"] == {}


@pytest.mark.long
@pytest.mark.timeout(600)
def test_killed_first_start_large():
    """SEC-066 UX-12 The same at sixty moments."""
    assert run(60, 2, script="kill_first_start.py")["found"] == {}


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("words", [(), ("--disk",), ("--care",)])
def test_killed_program_large(words):
    """SEC-066 UX-12 The same at two hundred moments, in memory and on a disk."""
    result = run(200, 2, *words)
    assert result["kills"] == 200
    assert result["found"] == {}


@pytest.fixture(scope="module")
def oracle() -> ModuleType:
    """Return the judgement's module, which stands beside the scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE))
        return importlib.import_module("kill_oracle")


@pytest.fixture(scope="module")
def plan(oracle):
    return importlib.import_module("kill_plan").make(People(), {1: ("p-1", "8327"), 2: ("p-2", "7790")}, seed=1)


PRESSES = {1: 38, 2: 20}


@pytest.fixture
def heard(oracle):
    return oracle.Heard(dict(PRESSES), failures=2)


@pytest.fixture
def found(oracle, plan):
    """Return what a store holds after so many presses, when all is well."""
    last = max(plan.chairs[chair][count - 1].at_ms for chair, count in PRESSES.items())
    sessions = tuple(whole(oracle, plan, chair, count, last + 1) for chair, count in PRESSES.items())
    return oracle.Found(
        before=10,
        seqs=tuple(range(100)),
        others=("app.start", "auth.fail"),
        sessions=sessions,
        interrupted=Interrupted(last, last + 1, 0, tuple(session.id for session in sessions)),
        last_type="item.done",
        last_ms=last,
        now_ms=last + 1,
        failures=2,
        notes=((90, "note"),),
        newest_note=None,
        verdict="OK-UNANCHORED",
        good=True,
    )


def whole(oracle, plan, chair, presses, now_ms):
    deeds = plan.chairs[chair][:presses]
    shown = msgspec.structs.replace(deeds[-1].state, id=f"s-{chair}")
    events = tuple(pair for deed in deeds for pair in deed.events)
    point = oracle.resume_point(plan.protocol, shown, oracle.at(now_ms))
    hanging = oracle.hanging(plan, shown, oracle.at(now_ms))
    return oracle.FoundSession(f"s-{chair}", chair, events, shown, point, hanging)


def with_first(found, **changes):
    """Return what was found with something changed in the first session."""
    return replace(found, sessions=(replace(found.sessions[0], **changes), *found.sessions[1:]))


def test_all_is_well(oracle, plan, heard, found):
    """SEC-066 The judgement finds nothing in a store that holds what was acknowledged."""
    assert oracle.judge(plan, heard, found) == []


def test_one_more_is_well(oracle, plan, heard, found):
    """SEC-066 One command more than was acknowledged may be there, and one counted PIN try."""
    heard.done[1] -= 1
    heard.trying = "wrong"
    assert oracle.judge(plan, heard, replace(found, failures=3)) == []


def kinds(wrong):
    return {what.partition(":")[0] for what in wrong}


def test_loss_is_found(oracle, plan, heard, found):
    """SEC-066 The judgement names an acknowledged command that is gone, a whole session too."""
    less = whole(oracle, plan, 1, PRESSES[1] - 1, found.now_ms)
    assert kinds(oracle.judge(plan, heard, replace(found, sessions=(less, found.sessions[1])))) == {"lost"}
    without = replace(found, sessions=found.sessions[1:])
    assert "lost" in kinds(oracle.judge(plan, heard, without))


def test_double_and_half_are_found(oracle, plan, heard, found):
    """SEC-066 The judgement names an entry that stands twice, a part of a command, and a session opened twice."""
    events = found.sessions[0].events
    assert "doubled" in kinds(oracle.judge(plan, heard, with_first(found, events=(*events, events[-1]))))
    again = replace(found, sessions=(*found.sessions, found.sessions[0]))
    assert "doubled" in kinds(oracle.judge(plan, heard, again))
    sign = next(deed for deed in plan.chairs[1] if len(deed.events) > 1)
    heard.done = {1: sign.number, 2: PRESSES[2]}
    cut = sign.events[0][1].n + 1
    planned = tuple(pair for deed in plan.chairs[1] for pair in deed.events)
    assert "half" in kinds(oracle.judge(plan, heard, with_first(found, events=planned[:cut])))


def test_running_ahead_is_found(oracle, plan, heard, found):
    """SEC-066 The judgement names more than one command beyond what was acknowledged, in both sessions together."""
    heard.done = {1: PRESSES[1] - 1, 2: PRESSES[2] - 1}
    assert kinds(oracle.judge(plan, heard, found)) == {"ahead"}


@pytest.mark.parametrize(
    ("failures", "trying", "expected"),
    [(1, "", {"lost"}), (0, "wrong", {"lost"}), (0, "right", set()), (3, "", {"damage"}), (4, "wrong", {"damage"})],
)
def test_pin_tries(oracle, plan, heard, found, failures, trying, expected):
    """SEC-042 The judgement names a PIN try that was acknowledged and is not counted, or counted twice."""
    heard.trying = trying
    assert kinds(oracle.judge(plan, heard, replace(found, failures=failures))) == expected


def test_damage_is_found(oracle, plan, heard, found):
    """UX-12 The judgement names what else may be wrong: order, state, Resume, notice, checkpoints, verification."""
    one, other = found.sessions
    events = list(one.events)
    events[4], events[5] = events[5], events[4]
    page = (one.resume[0], "dis.sign")
    for doctored in (
        with_first(found, events=tuple(events)),
        with_first(found, shown=other.shown),
        with_first(found, resume=page),
        with_first(found, hanging=replace(one.hanging, due=("one more",))),
        with_first(found, hanging=replace(one.hanging, reminders=("one more",))),
        with_first(found, hanging=replace(one.hanging, lists=(("em.seizure", 1, "x"),))),
        replace(found, interrupted=None),
        replace(found, interrupted=msgspec.structs.replace(found.interrupted, sessions=(one.id,))),
        replace(found, last_type="app.stop"),
        replace(found, notes=((101, "note"),)),
        replace(found, seqs=(*range(99), 98)),
        replace(found, others=("clock.jump",)),
        replace(found, good=False, verdict="ALTERED"),
    ):
        assert "damage" in kinds(oracle.judge(plan, heard, doctored)), doctored


def test_what_was_said(oracle, plan):
    """SEC-066 A line that is not what the plan says, or comes twice, is damage; a refusal is."""
    heard = oracle.Heard({1: 0, 2: 0})
    line = plan.chairs[1][0].line
    for said in (line, line, "refused some.code did 1 1 1 1 item.done"):
        heard.take(said, plan)
    assert heard.done == {1: 1, 2: 0}
    assert kinds(heard.wrong) == {"damage"}
    assert len(heard.wrong) == 2
