"""Random protocols and random orders: what is shown and what blocks, hidden answers, and no dead ends."""

from __future__ import annotations

from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN, Bedside
from care_moments import opened, recovering, running
from care_protocol import NORMAL, PROTOCOL, answer, check, signs
from finisher import REASON, Finisher
from hypothesis import given, settings
from hypothesis import strategies as st
from random_protocols import OPTIONS, protocols
from random_protocols import answer as chosen
from small_protocol import good

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Quantity, Score
from checklist.session import commands as c
from checklist.session import drug_commands as d
from checklist.session.apply import fold
from checklist.session.commands import Refused
from checklist.session.progress import LineStatus, rail, visible
from checklist.session.state import Status


def _open(protocol):
    bed = Bedside(protocol)
    bed.open()
    return bed


def _lines(protocol):
    return [line.link_id for section in protocol.sections_of(Step.PRE_INFUSION) for line in section.lines]


def _answered(protocol, wanted, order):
    """Answer whatever is shown, in an order, until nothing more can be answered."""
    bed = _open(protocol)
    for _ in order:
        for link_id in order:
            bed.do(c.AnswerLine(link_id, chosen(wanted[link_id])))
    return bed


def _seen(bed):
    return [
        (
            view.blocks,
            view.todo,
            view.done,
            [(v.line.link_id, v.status, v.hits) for s in view.sections for v in s.lines],
        )
        for view in rail(bed.protocol, bed.state, bed.now())
    ]


@settings(max_examples=200, deadline=None)
@given(protocols(), st.data())
def test_order_is_no_matter(protocol, data):
    """What is visible and what blocks depends on the answers only, never on the order in which they were given."""
    links = _lines(protocol)
    wanted = {link_id: data.draw(st.sampled_from(OPTIONS)) for link_id in links}
    one, two = data.draw(st.permutations(links)), data.draw(st.permutations(links))
    assert _seen(_answered(protocol, wanted, one)) == _seen(_answered(protocol, wanted, two))


@settings(max_examples=150, deadline=None)
@given(protocols(), st.data())
def test_hidden_answers(protocol, data):
    """An answer on a hidden line is kept and counts for nothing; it is in force again as soon as it is shown."""
    links = _lines(protocol)
    bed = _answered(protocol, {link_id: data.draw(st.sampled_from(OPTIONS)) for link_id in links}, links)
    for _ in range(data.draw(st.integers(1, 8))):
        link_id, option = data.draw(st.sampled_from(links)), data.draw(st.sampled_from(OPTIONS))
        kept = {other: bed.state.line(other).versions for other in links if other != link_id}
        bed.do(c.CorrectAnswer(link_id, chosen(option), "new_information"))
        assert kept == {other: bed.state.line(other).versions for other in links if other != link_id}
        views = {v.line.link_id: v for s in rail(protocol, bed.state, bed.now())[0].sections for v in s.lines}
        shown = {other for other in links if visible(protocol, bed.state, protocol.line(other))}
        assert set(views) == shown
        blocked = {block.link_id for view in rail(protocol, bed.state, bed.now()) for block in view.blocks}
        assert not blocked & (set(links) - shown)
        for other in shown:
            current = bed.state.line(other).current
            assert (views[other].answer is None) is (current is None)


presses = st.lists(
    st.tuples(
        st.sampled_from(
            ["answer", "correct", "withdraw", "defer", "skip", "pass", "phone", "tell", "note", "sign", "wait"]
        ),
        st.integers(0, 9),
        st.sampled_from(OPTIONS),
        st.sampled_from([NURSE, NURSE, SECOND, PRESCRIBER, OTHER_NURSE]),
    ),
    max_size=30,
)


def _press(bed, links, kind, number, option, who):
    link_id = links[number % len(links)]
    match kind:
        case "answer":
            bed.do(c.AnswerLine(link_id, chosen(option)), who)
        case "correct":
            bed.do(c.CorrectAnswer(link_id, chosen(option), "typing"), who)
        case "withdraw":
            bed.do(c.CorrectAnswer(link_id, None, "wrong_line"), who)
        case "defer":
            bed.do(c.DeferLine(link_id, Step.PRE_INFUSION), who)
        case "skip":
            bed.do(c.MarkNotApplicable(link_id, "none"), who)
        case "pass":
            bed.do(c.OverrideStop(link_id, REASON), who)
        case "phone":
            bed.do(c.OverrideByPhone(link_id, REASON, "ruth", read_back=True), who)
        case "tell":
            bed.do(c.TellProvider(link_id, "Dr Okafor", "", read_back=False, answered=option != "no"), who)
        case "note":
            bed.do(c.AddNote("Seen.", link_id), who)
        case "sign":
            bed.do(c.Sign(link_id, "second", SHOWN), who)
        case _:
            bed.wait(number * 3)


@settings(max_examples=200, deadline=None)
@given(protocols(), presses)
def test_every_state_can_be_finished_or_stopped(protocol, pressed):
    """From every reachable state of a random protocol the session can be finished, and at any time stopped."""
    bed = _open(protocol)
    links = [*_lines(protocol), *(line.link_id for s in protocol.sections_of(Step.TIME_OUT) for line in s.lines)]
    for kind, number, option, who in pressed:
        _press(bed, links, kind, number, option, who)
    stopped = _open(protocol)
    stopped.live, stopped.recorded = bed.live, list(bed.recorded)
    assert not isinstance(stopped.do(c.StopSession("declined")), Refused)
    status = Finisher(bed, _normal).finish()
    differed = sum(not item.same for item in bed.state.compared("pre.check"))
    assert status is (Status.STOPPED if differed >= 3 else Status.COMPLETED)
    assert fold(protocol, bed.recorded, bed.session_id) == bed.state


def _normal(link_id):
    try:
        return good(link_id, 0)
    except KeyError:
        return chosen("yes")


CARE = {
    **NORMAL,
    "mon.vitals": answer(signs=signs(sbp=128, dbp=80, spo2=98)),
    "mon.post": answer(signs=signs(sbp=126, dbp=78, alertness=5)),
}
care_answers = st.one_of(
    st.sampled_from(sorted(NORMAL.items())),
    st.tuples(st.just("pre.vitals"), st.integers(100, 200).map(lambda sbp: answer(signs=signs(sbp=sbp, dbp=80)))),
    st.tuples(
        st.just("pre.weight"), st.sampled_from(["68.4", "150.8", "31"]).map(lambda w: answer(weight=Quantity(w, "kg")))
    ),
    st.tuples(st.just("pre.dose"), st.sampled_from(["34", "33", "43"]).map(lambda mg: answer(dose=Quantity(mg, "mg")))),
    st.tuples(
        st.just("pre.pump"), st.sampled_from(["150", "1500", "34"]).map(lambda r: answer(rate=Quantity(r, "mL/h")))
    ),
    st.tuples(st.just("pre.risk"), st.sampled_from(["low", "some", "high"]).map(lambda v: answer(v=v))),
    st.tuples(
        st.just("pre.check"),
        st.builds(check, weight=st.sampled_from(["68.4", "66.4"]), rate=st.sampled_from(["150", "15"])),
    ),
    st.tuples(st.just("mon.breathing"), st.sampled_from(["clear", "snoring", "crowing"]).map(lambda v: answer(v=v))),
    st.tuples(st.just("dis.alert"), st.integers(3, 5).map(lambda score: answer(score=Score(score)))),
)
care_commands = st.one_of(
    care_answers.map(lambda item: c.AnswerLine(*item)),
    care_answers.map(lambda item: c.CorrectAnswer(*item, "new_information")),
    st.sampled_from(sorted(NORMAL)).map(lambda link_id: c.CorrectAnswer(link_id, None, "wrong_line")),
    st.builds(c.OverrideStop, st.sampled_from(["pre.vitals", "pre.weight", "pre.risk", "dis.stay"]), st.just(REASON)),
    st.builds(
        c.OverrideByPhone,
        st.sampled_from(["pre.vitals", "pre.weight", "pre.risk", "dis.stay"]),
        st.just(REASON),
        st.just("ruth"),
        st.just(True),
    ),
    st.builds(c.Countersign, st.integers(0, 40), st.just(SHOWN)),
    st.builds(
        c.RecordVitals, st.just("mon.vitals"), st.integers(90, 190).map(lambda sbp: signs(sbp=sbp, dbp=80, spo2=98))
    ),
    st.builds(
        c.RecordVitals, st.just("mon.post"), st.integers(90, 190).map(lambda sbp: signs(sbp=sbp, dbp=80, alertness=5))
    ),
    st.sampled_from(
        [
            c.StartInfusion("150"),
            c.EndInfusion("50", early=True, reason="nausea"),
            c.RecordEvent("nausea"),
            d.TakeOut("C-1", 2, "50", "KT4471", "2027-01-01"),
            d.Draw("C-1", "0.88"),
            d.Waste("C-1", "0.2", "0", "container"),
            d.Return("C-1", count=1),
            d.Explain(REASON),
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([opened, lambda: running(opened()), lambda: recovering(opened())]),
    st.lists(
        st.tuples(st.integers(0, 20), care_commands, st.sampled_from([NURSE, NURSE, SECOND, PRESCRIBER])), max_size=25
    ),
)
def test_every_state_of_the_care_protocol(start, pressed):
    """Pairs, rechecks, evidence, branches, computed lines and the drug account leave no dead end."""
    bed = start()
    for minutes, command, who in pressed:
        bed.wait(minutes)
        bed.do(command, who)
        for view in (view for step in rail(PROTOCOL, bed.state, bed.now()) for s in step.sections for view in s.lines):
            assert view.status is not LineStatus.SENSED or view.offered is not None
    if bed.state.status is Status.IN_PROGRESS and bed.state.account:
        bed.do(d.Draw("C-1", "0.68", opened=0))
    status = Finisher(bed, CARE.__getitem__).finish()
    assert status is Status.COMPLETED or sum(not item.same for item in bed.state.compared("pre.check")) >= 3
    if status is Status.COMPLETED:
        assert all(bed.state.closed(phase) for phase in PhaseId)
    assert fold(PROTOCOL, bed.recorded, bed.session_id) == bed.state
