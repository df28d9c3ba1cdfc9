"""Events to and from entries, and state from events."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from bedside import SHOWN, Bedside
from small_protocol import PROTOCOL, answer, signs

from checklist.errors import LedgerError
from checklist.protocol.values import Text
from checklist.session.apply import apply, fold
from checklist.session.care_events import RateChecked
from checklist.session.codec import _FIXED, TYPES, decode, encode
from checklist.session.commands import AddNote, AnswerLine, CorrectAnswer, Sign, StopSession
from checklist.session.events import (
    AnswerWithdrawn,
    Countersigned,
    Event,
    EventRecorded,
    LineAnswered,
    LineSigned,
    NoteAdded,
    PairCompared,
    SessionStopped,
    VitalsRecorded,
)
from checklist.session.state import Mark

_CODE = re.compile(r"[a-z]+(\.[a-z]+)?")


def kinds(union: object) -> list[type]:
    """Return every event of the union."""
    return [kind for part in get_args(union) for kind in (kinds(part) or [part])]


@pytest.mark.parametrize("kind", kinds(Event), ids=lambda kind: kind.__name__)
def test_every_event_has_an_entry_type(kind: type):
    """Each event is always written under one type of the table, or its type is told by what it holds."""
    told = {LineAnswered, AnswerWithdrawn, EventRecorded, Countersigned, LineSigned, PairCompared, RateChecked}
    assert (_FIXED.get(kind) in TYPES) is not (kind in told)


def test_types_of_a_session(at):
    """Each event is written under its entry type of the table, and its header part holds no value, name or note."""
    bed = at("sign_off")
    bed.must(AddNote("SECRET note", "dis.ready"))
    bed.must(CorrectAnswer("pre.later", answer(Text("SECRET phone")), "other", "SECRET reason"))
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    seen = set()
    for event, _ in bed.recorded:
        encoded = encode(event)
        assert encoded.type in TYPES
        assert _CODE.fullmatch(encoded.type)
        assert "SECRET" not in repr(encoded.d)
        assert set(encoded.d) <= {
            "item",
            "of",
            "until",
            "field",
            "phase",
            "protocol",
            "version",
            "digest",
        }
        assert decode(encoded.type, encoded.payload) == event
        seen.add(encoded.type)
    assert {
        "session.open",
        "item.done",
        "item.value",
        "sign.check",
        "sign.perform",
        "session.phase",
        "infusion.start",
        "infusion.end",
        "event.note",
        "amend",
        "session.close",
    } <= seen


def test_undo_is_an_amend(at):
    """Ledger 7.4: an undo is an amend, any other emptying an item.clear."""
    bed = at("open")
    types = []
    for reason in ("undo", "wrong_line"):
        bed.must(AnswerLine("pre.hs", answer("yes")))
        (event,) = bed.must(CorrectAnswer("pre.hs", None, reason))
        types.append(encode(event).type)
    assert types == ["amend", "item.clear"]


@pytest.mark.parametrize(
    ("entry", "payload"),
    [
        ("event.note", {"type": "note-added", "text": 5}),
        ("event.note", {"type": "note-added", "text": "x", "extra": 1}),
        ("event.note", {"type": "note-added"}),
        ("event.note", {"text": "x"}),
        ("event.note", {"type": "nothing-known", "text": "x"}),
        ("item.done", {"type": "note-added", "text": "x"}),
        ("sign.hug", {"type": "note-added", "text": "x"}),
        ("event.note", [1]),
        ("event.note", None),
        ("event.note", {1: 2}),
        (
            "item.value",
            {
                "type": "line-answered",
                "link_id": "a",
                "answer": {
                    "values": [{"field": "v", "value": {"type": "score", "value": True}}],
                },
            },
        ),
    ],
)
def test_undecodable(entry, payload):
    """What encode does not make is an entry.undecodable, never half an event."""
    with pytest.raises(LedgerError) as caught:
        decode(entry, payload)
    assert caught.value.code == "entry.undecodable"


def test_key_added_later_may_be_missing():
    """An entry without a key that has a default is decoded."""
    assert decode("event.note", {"type": "note-added", "text": "x"}) == NoteAdded("x")
    assert decode("session.stop", {"type": "session-stopped", "reason": "x"}) == SessionStopped("x")


def test_set_and_line_under_one_type():
    """A set and a measured answer are both item.value and are told apart."""
    for event in (
        VitalsRecorded("mon.vitals", signs(), None, 5, 6),
        LineAnswered("pre.later", answer(Text("x"))),
    ):
        encoded = encode(event)
        assert encoded.type == "item.value"
        assert decode("item.value", encoded.payload) == event


def test_replay_equals_live(at):
    """D1 The state folded from the recorded events is the live one."""
    for moment in ("open", "running", "sign_off"):
        bed = at(moment)
        assert fold(PROTOCOL, bed.recorded, bed.session_id) == bed.state


def mark(n):
    return Mark(n, 0, 0, 0, "b", "nora", "nurse", "pin")


def test_events_out_of_order_are_an_error(at):
    """Events that cannot be one session are an error, not a state."""
    bed: Bedside = at("open")
    opening = bed.recorded[0][0]
    for recorded in (
        [],
        [(NoteAdded("x"), mark(0))],
        [(opening, mark(1))],
        [(opening, mark(0)), (opening, mark(1))],
        [(opening, mark(0)), (NoteAdded("x"), mark(2))],
    ):
        with pytest.raises(LedgerError) as caught:
            fold(PROTOCOL, recorded, "s")
        assert caught.value.code == "session.order"


def test_two_sessions_share_nothing(at):
    """Two interleaved sessions on one protocol share no line, set or note."""
    one, two = Bedside(PROTOCOL, "one"), Bedside(PROTOCOL, "two")
    for bed in (one, two):
        bed.open()
    one.must(AnswerLine("pre.hs", answer("no")))
    two.must(AddNote("hers"))
    one.must(StopSession("declined"))
    assert dict(two.state.lines) == {}
    assert one.state.notes == ()
    assert two.state.status == "in-progress"
    assert (one.state.id, two.state.id) == ("one", "two")
    assert apply(PROTOCOL, None, two.recorded[0][0], mark(0), "two").count == 1
