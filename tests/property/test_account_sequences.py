"""Random drug accounts: a sealed session's account holds, or somebody else has signed why it does not."""

from __future__ import annotations

from decimal import Decimal

from bedside import NURSE, OTHER_NURSE, SECOND, SHOWN
from finisher import REASON, Finisher
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whole_visit import complete, normal, visit

from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity, Score
from checklist.session import commands as c
from checklist.session import drug_account
from checklist.session import drug_commands as d
from checklist.session.apply import fold
from checklist.session.drug_events import DrugDiffered, DrugDrawn, DrugReturned, DrugTakenOut, DrugWasted
from checklist.session.progress import step_view
from checklist.session.state import Status

MOOD = complete("ketamine-iv-mood")
ML = st.sampled_from(["0", "0.2", "0.68", "0.88", "6.8"])

lines = st.one_of(
    st.tuples(st.just("pre.vial"), st.fixed_dictionaries({"strength": st.sampled_from(["10", "50", "100"])})),
    st.tuples(st.just("pre.vial"), st.fixed_dictionaries({"count": st.integers(1, 3)})),
    st.tuples(st.just("pre.drawn"), st.fixed_dictionaries({"volume": ML, "opened": st.integers(0, 2)})),
    st.tuples(
        st.just("dis.waste"),
        st.fixed_dictionaries({"syringe": ML, "bag": ML, "method": st.sampled_from(["none", "container"])}),
    ),
    st.tuples(st.just("dis.container-count"), st.fixed_dictionaries({"returned": st.integers(0, 2)})),
)
commands = st.one_of(
    st.just(d.TakeOut("C-2", 2, "10", "L", "2027-01-01")),
    st.builds(d.Draw, st.just("C-2"), ML, st.integers(0, 1)),
    st.builds(d.Draw, st.just("C-118"), ML, st.just(0)),
    st.builds(d.Waste, st.sampled_from(["C-118", "C-2"]), ML, ML, st.just("container")),
    st.builds(d.Return, st.just("C-2"), ML, st.integers(0, 1)),
    st.just(d.Explain(REASON)),
    st.builds(d.VoidDrugEntry, st.integers(0, 200), st.just("typing")),
    st.builds(c.Countersign, st.integers(0, 200), st.just(SHOWN)),
)
acts = st.one_of(
    st.tuples(st.sampled_from(["answer", "correct", "withdraw"]), lines),
    st.tuples(st.just("sign"), lines),
    st.tuples(st.just("command"), commands),
)


def _answer(bed, link_id, values):
    held = {item.field: item.value for item in normal(bed, link_id).values}
    for name, value in values.items():
        kind = type(held[name])
        held[name] = Quantity(value, "mL") if kind is Quantity else Score(value) if kind is Score else Chosen(value)
    return Answer(tuple(FieldAnswer(f.id, held[f.id]) for f in MOOD.line(link_id).fields if f.id in held))


def _act(bed, kind, what):
    if kind == "command":
        who = SECOND if isinstance(what, c.Countersign) else NURSE
        bed.do(what, who)
        return
    link_id, values = what
    match kind:
        case "answer":
            bed.do(c.AnswerLine(link_id, _answer(bed, link_id, values)))
        case "correct":
            bed.do(c.CorrectAnswer(link_id, _answer(bed, link_id, values), "typing"))
        case "withdraw":
            bed.do(c.CorrectAnswer(link_id, None, "wrong_line"))
        case _:
            bed.do(c.Sign(link_id, "witness", SHOWN), OTHER_NURSE)


def _own_sum(state):
    """Return drawn less given, wasted and returned in mg, and containers left, reckoned from the entries by hand."""
    live = [entry.event for entry in state.account if entry.voided is None]
    strength = {e.container: Decimal(e.strength_mg_ml) for e in live if isinstance(e, DrugTakenOut)}
    per_ml = Decimal(state.order.dose_mg) / Decimal(state.order.volume_ml)
    mg, containers = -Decimal(state.infusion.given_mg or "0"), 0
    for event in live:
        match event:
            case DrugTakenOut():
                containers += event.count
            case DrugDrawn():
                mg += Decimal(event.ml) * strength[event.container]
                containers -= event.opened
            case DrugWasted():
                mg -= Decimal(event.syringe_ml) * strength[event.container] + Decimal(event.bag_ml) * per_ml
            case DrugReturned():
                mg -= Decimal(event.ml) * strength[event.container]
                containers -= event.count
    return mg, containers


def _explained(state, mg, containers):
    told = [entry for entry in state.account if isinstance(entry.event, DrugDiffered) and entry.voided is None]
    return (
        bool(told)
        and told[-1].witness is not None
        and abs(Decimal(told[-1].event.mg) - mg) <= 1
        and told[-1].event.containers == containers
    )


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.tuples(st.integers(0, 12), acts), max_size=14))
def test_a_sealed_account_holds_or_is_explained(plan):
    """R81 Whatever is entered, drawn = given + wasted + returned, or closing is blocked until it is explained."""
    bed = visit(MOOD)
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    _act(bed, "answer", ("pre.vial", {}))
    for pause, (kind, what) in plan:
        for _ in range(pause):
            if bed.state.status is Status.IN_PROGRESS:
                finisher._act()
        _act(bed, kind, what)
        found = drug_account.balance(MOOD, bed.state)
        mg, containers = _own_sum(bed.state)
        assert abs(found.difference_mg - mg) <= 1
        assert found.containers == containers
        blocked = {str(b.code) for b in step_view(MOOD, bed.state, Step.DISCHARGE, bed.now()).blocks}
        if found.started and not found.adds_up and not found.explained:
            assert blocked & {"drug.differs", "drug.containers"}
    assert finisher.finish() is Status.COMPLETED or any(not item.same for item in bed.state.comparisons)
    if bed.state.status is Status.COMPLETED:
        mg, containers = _own_sum(bed.state)
        found = drug_account.balance(MOOD, bed.state)
        within = abs(mg) <= found.tolerance_mg + 1 and containers == 0
        assert within or _explained(bed.state, mg, containers)
        assert found.unwitnessed == ()
    assert fold(MOOD, bed.recorded, bed.session_id) == bed.state
