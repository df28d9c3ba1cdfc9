"""The complete protocols, played on the core."""

from __future__ import annotations

import pytest
from bedside import NURSE, SECOND
from finisher import Finisher
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from whole_visit import ORDERS, complete, normal, visit

from checklist.protocol.items import ChoiceField, ScoreField, SignatureField
from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Score
from checklist.session import commands as c
from checklist.session.apply import fold
from checklist.session.codec import decode, encode
from checklist.session.events import PairCompared
from checklist.session.progress import rail
from checklist.session.state import Status

PROTOCOLS = {name: complete(name) for name in ORDERS}


@pytest.mark.parametrize("name", ORDERS)
def test_an_ordinary_visit(name):
    """An ordinary visit on a complete protocol is sealed, its checks agree, and replay equals live."""
    bed = visit(PROTOCOLS[name])
    assert Finisher(bed, lambda link_id: normal(bed, link_id)).finish() is Status.COMPLETED
    assert all(event.same for event, _ in bed.recorded if isinstance(event, PairCompared))
    assert fold(bed.protocol, bed.recorded, "s1") == bed.state
    for event, _ in bed.recorded:
        assert decode(encode(event).type, encode(event).payload) == event


@pytest.mark.parametrize("name", ORDERS)
def test_a_clinic_with_one_nurse(name):
    """Clinical 8: with p.second_check single the nurse reads again herself, and every check says that it was single."""
    whole = PROTOCOLS[name]
    single = tuple(replace(p, value="single") if p.id == "p.second_check" else p for p in whole.parameters)
    bed = visit(replace(whole, parameters=single, digest=whole.digest + "single"))
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while not any(isinstance(event, PairCompared) for event, _ in bed.recorded):
        finisher._act()
    compared = [event for event, _ in bed.recorded if isinstance(event, PairCompared)]
    assert [(item.link_id, item.single) for item in compared] == [("pre.check-single", True)]
    assert finisher.finish() is Status.COMPLETED


@pytest.mark.parametrize("name", ORDERS)
def test_rail_of_a_complete_protocol(name):
    """Counts of the rail add up at every moment of a visit: done, later and to do are the visible required lines."""
    bed = visit(PROTOCOLS[name])
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while bed.state.status is Status.IN_PROGRESS:
        finisher._act()
        for view in rail(bed.protocol, bed.state, bed.now()):
            required = [v for section in view.sections for v in section.lines if v.line.required]
            assert view.total == len(required)


def _wild(draw, line):
    """Return an answer with one choice or score of a line set to anything it offers, or None where it has none."""
    fields = [field for field in line.fields if isinstance(field, ChoiceField | ScoreField)]
    if not fields:
        return None
    field = draw(st.sampled_from(fields))
    if isinstance(field, ChoiceField):
        return field.id, Chosen(draw(st.sampled_from([option.code for option in field.options])))
    return field.id, Score(draw(st.integers(field.low, field.high)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(ORDERS)), st.data())
def test_any_answers_can_be_finished(name, data):
    """From any answers before the infusion a complete protocol can be finished; no answer is a dead end."""
    bed = visit(PROTOCOLS[name])
    lines = [line for section in bed.protocol.sections_of(Step.PRE_INFUSION) for line in section.lines]
    for _ in range(data.draw(st.integers(1, 25))):
        line = data.draw(st.sampled_from(lines))
        if not line.fields or all(isinstance(field, SignatureField) for field in line.fields):
            continue
        changed = _wild(data.draw, line)
        answer = normal(bed, line.link_id)
        if changed is not None:
            values = {item.field: item.value for item in answer.values} | dict([changed])
            answer = Answer(tuple(FieldAnswer(f.id, values[f.id]) for f in line.fields if f.id in values))
        bed.do(c.AnswerLine(line.link_id, answer), data.draw(st.sampled_from([NURSE, NURSE, SECOND])))
        bed.do(c.CorrectAnswer(line.link_id, answer, "typing"))
    assert Finisher(bed, lambda link_id: normal(bed, link_id)).finish() is Status.COMPLETED
