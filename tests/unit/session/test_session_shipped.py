"""A whole session on the protocol that is shipped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bedside import Bedside
from normal_answers import normal, shipped
from session_script import full_session

from checklist.protocol.items import SignatureField, check_answer
from checklist.protocol.model import Step
from checklist.session import due
from checklist.session.apply import fold
from checklist.session.codec import decode, encode
from checklist.session.inforce import InForce
from checklist.session.progress import LineStatus, StepStatus, line_view, rail, resume_point
from checklist.session.state import InfusionStatus, Status

PROTOCOL = shipped()
TAKES = [
    line.link_id
    for phase in PROTOCOL.phases
    for section in phase.sections
    for line in section.lines
    if not line.repeats and any(not isinstance(field, SignatureField) for field in line.fields)
]


def play(until: type | None = None) -> Bedside:
    bed = Bedside(PROTOCOL)
    for press in full_session(bed.now().wall_ms):
        bed.wait(seconds=press.wait_s)
        bed.must(press.command, press.actor)
        if until is not None and isinstance(press.command, until):
            break
    return bed


@pytest.mark.parametrize("link_id", TAKES)
def test_ordinary_answers_meet_no_limit(link_id):
    """Every line of the shipped protocol has an ordinary answer that can be taken and meets no limit."""
    bed = Bedside(PROTOCOL)
    bed.open()
    now = bed.now()
    answer = normal(PROTOCOL, link_id, now.wall_ms)
    line = PROTOCOL.line(link_id)
    assert check_answer(line, answer, now_ms=now.wall_ms) == ()
    assert InForce(PROTOCOL, bed.state).hits(line, answer, now) == ()


def test_full_session_is_sealed():
    """The scripted session, start to sealed: nothing refused, one exception, one correction, one line for later."""
    bed = play()
    state = bed.state
    assert state.status is Status.COMPLETED
    assert [close.phase for close in state.phases] == ["pre_infusion", "monitoring", "discharge"]
    assert [(close.later, close.exceptions) for close in state.phases] == [(1, 1), (0, 0), (0, 0)]
    now = bed.now()
    assert line_view(PROTOCOL, state, "pre.vitals", now).status is LineStatus.EXCEPTION
    assert line_view(PROTOCOL, state, "pre.weight", now).status is LineStatus.CORRECTED
    statuses = [view.status for view in rail(PROTOCOL, state, now)]
    assert statuses == [StepStatus.DONE_EXCEPTION, *[StepStatus.DONE] * 5]
    assert state.infusion.status is InfusionStatus.ENDED
    assert state.infusion.given_mg == "34.0"
    assert all(mark.taken for mark in due.marks(PROTOCOL, state, now))
    assert resume_point(PROTOCOL, state, now) == (Step.SIGN_OFF, None)


def test_full_session_replays():
    """D1 Every prefix of the scripted session, encoded and decoded, folds to the state it had live."""
    bed = play()
    recorded = [
        (decode(encoded.type, encoded.payload), mark) for event, mark in bed.recorded if (encoded := encode(event))
    ]
    assert fold(PROTOCOL, recorded, bed.session_id) == bed.state


def test_pump_runs_forty_minutes_without_its_pause():
    """The pause of the scripted session is not running time, and the whole bag is in at the end."""
    bed = play()
    assert 39 * 60_000 <= due.elapsed_ms(bed.state, bed.now()) <= 41 * 60_000
    assert Decimal("33.0") <= due.by_clock_mg(bed.state, bed.now()) <= Decimal("34.0")
