"""Random commands on random sessions: what must hold whatever anybody presses."""

from __future__ import annotations

import random

import msgspec
import pytest
from bedside import NURSE, ORDER, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN
from hypothesis import given, settings
from hypothesis import strategies as st
from moments import MOMENTS, session_at
from small_protocol import PROTOCOL, answer, good, signs

from checklist.errors import LedgerError
from checklist.protocol.items import Meaning
from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Signed,
    Text,
    VitalMissing,
    VitalSigns,
    VitalValue,
)
from checklist.session import commands as c
from checklist.session import drug_commands as dc
from checklist.session import drug_events as d
from checklist.session import events as e
from checklist.session.apply import fold
from checklist.session.codec import decode, encode
from checklist.session.commands import Actor, Occurred, Refused
from checklist.session.decide import decide
from checklist.session.progress import LineStatus, phase_blocks, rail, resume_point
from checklist.session.state import Status

LINKS = [line.link_id for phase in PROTOCOL.phases for section in phase.sections for line in section.lines] + [
    "pre.unknown"
]

text = st.text(max_size=12)
link = st.sampled_from(LINKS)
whole = st.integers(-(2**53) + 1, 2**53 - 1)
vital_signs = st.builds(
    VitalSigns,
    st.lists(st.builds(VitalValue, text, text, text), max_size=3).map(tuple),
    st.lists(st.builds(VitalMissing, text, text), max_size=2).map(tuple),
)
value = st.one_of(
    st.builds(Confirmed),
    st.builds(Chosen, text),
    st.builds(ChosenSet, st.lists(text, max_size=3).map(tuple)),
    st.builds(Quantity, text, text),
    st.builds(Moment, whole, st.integers(-840, 840)),
    st.builds(Day, text),
    st.builds(Text, text),
    st.builds(Score, whole),
    st.builds(Signed, text, text, text, text),
    vital_signs,
)
answers = st.builds(Answer, st.lists(st.builds(FieldAnswer, text, value), max_size=3).map(tuple))
occurred = st.none() | st.builds(Occurred, whole, text)
order = st.builds(c.Order, text, text, text, text, whole, text, text, text, text)
step = st.sampled_from(Step)
events = st.one_of(
    st.builds(e.SessionOpened, text, whole, order, whole, st.builds(e.ProtocolRef, text, text, text)),
    st.builds(e.LineAnswered, text, answers, occurred, st.none() | whole, st.lists(whole, max_size=2).map(tuple)),
    st.builds(e.AnswerCorrected, text, answers, whole, text, text),
    st.builds(e.AnswerWithdrawn, text, whole, text, text),
    st.builds(e.LineDeferred, text, step),
    st.builds(e.LineNotApplicable, text, text, text),
    st.builds(e.StopOverridden, text, whole, text, st.lists(text, max_size=2).map(tuple), text),
    st.builds(e.Countersigned, whole, st.builds(Signed, text, text, st.sampled_from([*map(str, Meaning)]), text)),
    st.builds(
        e.PairCompared,
        text,
        whole,
        st.booleans(),
        st.lists(st.builds(e.PairDifference, text, text, text, st.lists(text, max_size=2).map(tuple)), max_size=2).map(
            tuple
        ),
        st.booleans(),
    ),
    st.builds(e.ProviderTold, text, whole, text, text, st.booleans(), st.booleans(), occurred),
    st.builds(e.EventSettled, whole, whole, text, text),
    st.builds(e.EventWithdrawn, whole, text, text),
    st.builds(d.DrugTakenOut, text, whole, text, text, text, text),
    st.builds(d.DrugDrawn, text, text, text, whole),
    st.builds(d.DrugWasted, text, text, text, text, text),
    st.builds(d.DrugReturned, text, text, text, whole),
    st.builds(d.DrugDiffered, text, whole, text),
    st.builds(d.DrugEntryVoided, whole, text, text),
    st.builds(e.VitalsRecorded, text, vital_signs, occurred, st.none() | whole, st.none() | whole),
    st.builds(e.InfusionStarted, text, text, text, whole),
    st.builds(e.InfusionPaused, text),
    st.builds(e.InfusionResumed),
    st.builds(e.InfusionEnded, text, text, whole),
    st.builds(e.InfusionStopped, text, text, text, whole),
    st.builds(e.EventRecorded, text, text, occurred),
    st.builds(e.NoteAdded, text, st.none() | text, st.none() | whole),
    st.builds(e.LineSigned, text, text, st.builds(Signed, text, text, st.sampled_from([*map(str, Meaning)]), text)),
    st.builds(e.PhaseClosed, st.sampled_from(PhaseId), whole, whole, whole),
    st.builds(e.SessionClosed),
    st.builds(e.SessionStopped, text, text),
)
wild = st.text(st.characters(), max_size=12)  # half surrogate pairs too
wild_answer = st.one_of(
    st.sampled_from([answer("yes"), answer("no"), answer("odd"), answer(Text("words")), answer(signs(), "signs")]),
    st.sampled_from([answer(signs(165), "signs"), answer(signs(150), "signs"), answer(signs(230), "signs")]),
    answers,
)
actor = st.sampled_from(
    [NURSE, OTHER_NURSE, SECOND, PRESCRIBER, Actor("sid", "supervisor", "pin"), Actor("nora", "checker", "pin")]
)
reason = st.sampled_from(["typing", "undo", "other", "none", "", "a reason that is long enough"]) | wild
shown = st.sampled_from([SHOWN, "", "zz"])
container = st.sampled_from(["C-1", "C-2"]) | wild
day = st.sampled_from(["2027-01-01", "2020-01-01", "soon"]) | wild
amount = st.sampled_from(["0", "0.68", "1", "-1", "9" * 16]) | wild
commands = st.one_of(
    st.builds(c.OpenSession, wild, st.integers(-1, 3), st.just(ORDER) | order, st.integers(0, 3)),
    st.builds(c.AnswerLine, link, wild_answer, occurred, st.none() | whole),
    st.builds(c.CorrectAnswer, link, st.none() | wild_answer, reason, wild, st.none() | st.integers(0, 60)),
    st.builds(c.DeferLine, link, step),
    st.builds(c.MarkNotApplicable, link, reason, wild),
    st.builds(c.OverrideStop, link, reason),
    st.builds(c.TellProvider, link, wild, wild, st.booleans()),
    st.builds(c.RecordVitals, link, st.sampled_from([signs(), signs(165), signs(230)]) | vital_signs, occurred),
    st.builds(c.StartInfusion, st.sampled_from(["150", "1500"]) | wild),
    st.builds(c.PauseInfusion, wild),
    st.builds(c.ResumeInfusion),
    st.builds(c.EndInfusion, st.sampled_from(["100", "50", "200"]) | wild, st.booleans(), wild, st.none() | whole),
    st.builds(c.RecordEvent, st.sampled_from(["nausea", "vomiting"]) | wild, wild, occurred),
    st.builds(c.AddNote, wild, st.none() | link, st.none() | st.integers(0, 60)),
    st.builds(c.WithdrawEvent, st.integers(0, 60), reason, wild),
    st.builds(c.Sign, link, st.sampled_from(["nurse", "second", "cosign", "v"]), shown),
    st.builds(c.OverrideByPhone, link, reason, st.sampled_from(["ruth", "nora", ""]), st.booleans()),
    st.builds(c.Countersign, st.integers(0, 60), shown),
    st.builds(c.SettleEvent, st.integers(0, 60), st.integers(0, 6), st.sampled_from(["resolved", "open", ""]), wild),
    st.builds(dc.TakeOut, container, st.integers(0, 3), st.sampled_from(["50", "10", "7"]), wild, day, wild),
    st.builds(dc.Draw, container, amount, st.integers(-1, 2)),
    st.builds(dc.Waste, container, amount, amount, wild),
    st.builds(dc.Return, container, amount, st.integers(-1, 2)),
    st.builds(dc.Explain, reason),
    st.builds(dc.VoidDrugEntry, st.integers(0, 60), reason, wild),
)
presses = st.lists(
    st.tuples(st.integers(0, 900), actor, commands | st.builds(c.StopSession, wild, wild)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=400, deadline=None)
@given(events)
def test_decode_of_encode(event):
    """decode(encode(e)) is e for every event, and the payload is plain CJ1: no float, keys of small letters."""
    encoded = encode(event)
    assert decode(encoded.type, encoded.payload) == event
    _assert_plain(encoded.payload)
    _assert_plain(encoded.d)


def _assert_plain(item):
    if isinstance(item, dict):
        for key, inner in item.items():
            assert key.isascii()
            assert key.replace("_", "a").isalnum()
            assert key == key.lower()
            assert len(key) <= 32
            _assert_plain(inner)
    elif isinstance(item, list):
        for inner in item:
            _assert_plain(inner)
    else:
        assert item is None or type(item) in {str, int, bool}


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(events, text, json_value)
def test_decode_of_anything_else(event, key, junk):
    """A payload with a key, a value or a type of another entry is entry.undecodable, and nothing else is raised."""
    encoded = encode(event)
    for entry, payload in (
        (encoded.type, {**encoded.payload, "zz" + key: junk}),
        ("event.told" if encoded.type != "event.told" else "event.note", encoded.payload),
        (encoded.type, junk),
    ):
        with pytest.raises(LedgerError) as caught:
            decode(entry, payload)
        assert caught.value.code == "entry.undecodable"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*MOMENTS]), presses)
def test_whatever_is_pressed(moment, pressed):
    """Decide raises nothing and gives events or a refusal; replay equals live; the invariants of a session hold."""
    bed = session_at(moment)
    for wait_s, who, command in pressed:
        bed.wait(seconds=wait_s)
        before = bed.state
        decision = bed.do(command, who)
        if isinstance(decision, Refused):
            assert decision.code
            assert bed.state is before
            continue
        assert decision
        _assert_rules(bed, before, decision, who)
        rail(PROTOCOL, bed.state, bed.now())
        resume_point(PROTOCOL, bed.state, bed.now())
    assert fold(PROTOCOL, bed.recorded, bed.session_id) == bed.state
    for event, _ in bed.recorded:
        encoded = encode(event)
        assert decode(encoded.type, encoded.payload) == event


def _assert_after_the_end(before, decision):
    """D26 After the end only signatures that are missing are taken; after a stop the drug account, too."""
    (event,) = decision
    if isinstance(event, e.LineSigned):
        assert event.field == "cosign"
        assert before.status is Status.COMPLETED
    elif not isinstance(event, e.Countersigned):
        assert type(event).__name__.startswith("Drug")
        assert before.status is Status.STOPPED


def _assert_rules(bed, before, decision, who):
    """SEC-032: no illegal transition is taken, whoever pressed what."""
    if before.status is not Status.IN_PROGRESS:
        _assert_after_the_end(before, decision)
    for event in decision:
        match event:
            case e.StopOverridden(prescriber=""):
                assert (who.role, who.auth) == ("prescriber", "pin")
                assert event.link_id != "pre.hsx"
            case e.StopOverridden():
                assert (who.role, event.prescriber) == ("nurse", "ruth")
                assert event.link_id != "pre.hsx"
            case e.Countersigned():
                assert who.auth == "pin"
                assert who.person != next(mark.person for _, mark in bed.recorded if mark.n == event.of)
            case e.InfusionStarted():
                assert before.closed(PhaseId.PRE_INFUSION)
            case e.LineSigned(field="second" | "cosign"):
                assert who.person != before.opened.person
            case e.PhaseClosed():
                assert phase_blocks(PROTOCOL, before, event.phase, bed.now()) == ()
                assert before.closed(event.phase) is None
            case e.SessionClosed():
                assert len(bed.state.phases) == 3


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), presses, presses)
def test_interleaved_sessions_share_nothing(shuffle: random.Random, left, right):
    """Two sessions whose presses are interleaved at random end as they would alone."""
    alone = [_played(session_at("running", name), pressed) for name, pressed in (("a", left), ("b", right))]
    beds = [session_at("running", name) for name in ("a", "b")]
    queues = [list(left), list(right)]
    while any(queues):
        turn = shuffle.choice([index for index in (0, 1) if queues[index]])
        _played(beds[turn], [queues[turn].pop(0)])
    assert [bed.state for bed in beds] == [bed.state for bed in alone]


def _played(bed, pressed):
    for wait_s, who, command in pressed:
        bed.wait(seconds=wait_s)
        bed.do(command, who)
    return bed


ANSWERED = ["pre.hs", "pre.hsx", "pre.es", "pre.skip", "pre.dose", "pre.optional", "pre.vitals", "pre.later"]


@settings(max_examples=60, deadline=None)
@given(st.permutations(ANSWERED), st.permutations(ANSWERED), st.sampled_from(["yes", "no", "odd"]))
def test_order_of_answers_is_no_matter(one, two, option):
    """What is shown and what blocks does not depend on the order in which lines were answered."""
    seen = []
    for links in (one, two):
        bed = session_at("open")
        for link_id in links:
            usual = good(link_id, 0)
            given_answer = answer(option) if isinstance(usual.values[0].value, Chosen) else usual
            bed.must(c.AnswerLine(link_id, given_answer))
        views = rail(PROTOCOL, bed.state, bed.now())
        seen.append(
            [
                (
                    view.blocks,
                    view.done,
                    view.todo,
                    [(v.line.link_id, v.status) for s in view.sections for v in s.lines],
                )
                for view in views
            ]
        )
    assert seen[0] == seen[1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["yes", "no", "odd"]), min_size=1, max_size=8))
def test_hidden_answer_comes_back_unchanged(toggles):
    """However often a condition is toggled, the hidden answer is kept and in force exactly while it is shown."""
    bed = session_at("open")
    bed.must(c.AnswerLine("pre.hs", answer("odd")))
    bed.must(c.AnswerLine("pre.shown", answer("yes")))
    kept = bed.state.line("pre.shown")
    for option in toggles:
        bed.do(c.CorrectAnswer("pre.hs", answer(option), "typing"))
        now_shown = bed.state.line("pre.hs").current.answer == answer("odd")
        views = {v.line.link_id: v for s in rail(PROTOCOL, bed.state, bed.now())[0].sections for v in s.lines}
        assert ("pre.shown" in views) is ("pre.deeper" in views) is now_shown
        assert bed.state.line("pre.shown") == kept
        if now_shown:
            assert views["pre.shown"].status is LineStatus.DONE


def test_records_are_frozen():
    """A state cannot be changed in place."""
    bed = session_at("open")
    with pytest.raises(AttributeError):
        bed.state.chair = 9
    assert msgspec.structs.replace(bed.state, chair=9).chair == 9
    assert not isinstance(decide(PROTOCOL, bed.state, c.AddNote("x"), NURSE, bed.now()), Refused)
