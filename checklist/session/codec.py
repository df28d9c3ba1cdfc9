"""Events to and from what the ledger stores: entry type, the open part of the header, and the payload.

The table of ``ledger-and-security.md`` 7.4 for the events of a session. The payload holds everything, as
plain values of CJ1 (str, int, bool, None, list, dict; numbers measured are text). ``d`` stands in clear in
the header, so it holds only what tells nothing about a patient: item, phase and step codes, positions, and
the protocol's reference.

A stored event is decoded strictly: unknown keys, other kinds of value, or a type that does not go with it are
an error. A key that a later version adds with a default may be missing. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from checklist.errors import LedgerError
from checklist.protocol.items import Meaning
from checklist.protocol.values import Answer, Chosen, ChosenSet, Confirmed
from checklist.session import care_events as care
from checklist.session import drug_events as d
from checklist.session import emergency_events as em
from checklist.session import events as e
from checklist.session import running_events as r
from checklist.session.events import Event

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

Tick = Confirmed | Chosen | ChosenSet
"""Values of an ``item.done``; a line with any other value is an ``item.value``."""


class Encoded(msgspec.Struct, frozen=True):
    """An event as the ledger takes it.

    Attributes:
        type: Entry type of ``ledger-and-security.md`` 7.4.
        d: The part that stands in clear.
        payload: The event, behind the salted commitment.
    """

    type: str
    d: dict[str, Json]
    payload: dict[str, Json]


UNDO = "undo"
"""Reason code of an undo, which is written as an ``amend`` also where it empties a line."""

TYPES: frozenset[str] = frozenset(
    {
        "session.open",
        "session.phase",
        "session.close",
        "session.stop",
        "item.done",
        "item.value",
        "item.clear",
        "item.later",
        "item.skip",
        "item.except",
        "amend",
        "event.told",
        "event.ae",
        "event.note",
        "pair.same",
        "pair.differ",
        "drug.out",
        "drug.draw",
        "drug.waste",
        "drug.return",
        "drug.differ",
        "infusion.start",
        "infusion.pause",
        "infusion.resume",
        "infusion.end",
        "infusion.stop",
        "infusion.cadence",
        "late",
        "remind.due",
        "remind.late",
        "remind.seen",
        "remind.quiet",
        "infusion.rate",
        "emergency.start",
        "emergency.line",
        "emergency.end",
        "session.hand",
        "auth.claim",
        "clock.gap",
        *(f"sign.{meaning}" for meaning in Meaning),
    }
)
"""Every entry type that an event of a session is written under."""


def encode(event: Event) -> Encoded:
    """Return an event as the ledger takes it."""
    payload: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(event))
    return Encoded(entry_type(event), _open_part(event), payload)


def decode(entry: str, payload: object) -> Event:
    """Return the event of a stored entry.

    Args:
        entry: Entry type.
        payload: The payload, parsed.

    Raises:
        LedgerError: ``entry.undecodable`` for anything that ``encode`` does not make.
    """
    try:
        event: Event = msgspec.convert(payload, type=Event, strict=True)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _undecodable(entry) from error
    if entry not in TYPES or entry_type(event) != entry or not _within(payload, msgspec.to_builtins(event)):
        raise _undecodable(entry)
    return event


_FIXED: Mapping[type[Event], str] = {
    e.SessionOpened: "session.open",
    e.VitalsRecorded: "item.value",
    care.PumpRead: "item.value",
    e.AnswerCorrected: "amend",
    e.EventWithdrawn: "amend",
    d.DrugEntryVoided: "amend",
    e.LineDeferred: "item.later",
    e.LineNotApplicable: "item.skip",
    e.StopOverridden: "item.except",
    e.ProviderTold: "event.told",
    e.EventSettled: "event.ae",
    care.EventDescribed: "event.ae",
    e.NoteAdded: "event.note",
    d.DrugTakenOut: "drug.out",
    d.DrugDrawn: "drug.draw",
    d.DrugWasted: "drug.waste",
    d.DrugReturned: "drug.return",
    d.DrugDiffered: "drug.differ",
    e.InfusionStarted: "infusion.start",
    e.InfusionPaused: "infusion.pause",
    e.InfusionResumed: "infusion.resume",
    e.InfusionEnded: "infusion.end",
    e.InfusionStopped: "infusion.stop",
    care.RateChanged: "infusion.rate",
    r.CadenceOrdered: "infusion.cadence",
    r.ReadingExplained: "late",
    r.ReadingDue: "remind.due",
    r.ReadingLate: "remind.late",
    r.ReminderSeen: "remind.seen",
    r.ReminderQuieted: "remind.quiet",
    em.BranchStarted: "emergency.start",
    em.BranchLineDone: "emergency.line",
    em.BranchEnded: "emergency.end",
    care.HandedOver: "session.hand",
    care.TakenOver: "session.hand",
    care.ActsClaimed: "auth.claim",
    care.GapNoted: "clock.gap",
    e.PhaseClosed: "session.phase",
    e.SessionClosed: "session.close",
    e.SessionStopped: "session.stop",
}
"""The entry type of every event that is always written under the same; the others are told by what they hold."""


def entry_type(event: Event) -> str:
    """Return the entry type an event is written under; raises KeyError for an event without one (a test walks them)."""
    match event:
        case e.LineAnswered():
            return "item.done" if _ticks(event.answer) else "item.value"
        case e.AnswerWithdrawn():
            return "amend" if event.reason == UNDO else "item.clear"
        case e.EventRecorded():
            return "late" if event.late else "event.ae"
        case e.Countersigned() | e.LineSigned():
            return f"sign.{event.signed.meaning}"
        case e.PairCompared() | care.RateChecked():
            return "pair.same" if event.same else "pair.differ"
        case _:
            return _FIXED[type(event)]


def _open_part(event: Event) -> dict[str, Json]:
    match event:
        case e.SessionOpened():
            reference = event.protocol
            return {"protocol": reference.id, "version": reference.version, "digest": reference.digest}
        case e.PhaseClosed():
            return {"phase": str(event.phase)}
        case e.LineDeferred():
            return {"item": event.link_id, "until": str(event.until)}
        case e.LineSigned():
            return {"item": event.link_id, "field": event.field}
        case e.AnswerCorrected() | e.AnswerWithdrawn() | e.StopOverridden() | e.ProviderTold():
            return {"item": event.link_id, "of": event.of}
        case e.LineAnswered() | e.LineNotApplicable() | e.VitalsRecorded() | e.PairCompared():
            return {"item": event.link_id}
        case r.CadenceOrdered() | r.ReadingExplained() | r.ReadingDue() | r.ReadingLate():
            return {"item": event.link_id}
        case e.Countersigned() | e.EventSettled() | e.EventWithdrawn() | d.DrugEntryVoided():
            return {"of": event.of}
        case care.RateChecked() | em.BranchLineDone() | em.BranchEnded():
            return {"of": event.of}
        case care.EventDescribed():
            return {"of": event.of, "item": event.link_id}
        case care.TakenOver():
            return {} if event.of is None else {"of": event.of}
        case care.ActsClaimed():
            return {"of": list(event.of)}
        case care.GapNoted():
            return {"kind": event.kind, "ms": event.ms}
        case e.NoteAdded():
            named: dict[str, Json] = {"item": event.link_id, "of": event.of}
            return {key: value for key, value in named.items() if value is not None}
        case _:
            return {}


def _ticks(answer: Answer) -> bool:
    return all(isinstance(item.value, Tick) for item in answer.values)


def _within(stored: object, known: object) -> bool:
    """Return whether everything stored is known, value for value; what is not stored is a default."""
    if isinstance(stored, dict) and isinstance(known, dict):
        return all(key in known and _within(value, known[key]) for key, value in stored.items())
    if isinstance(stored, list | tuple) and isinstance(known, list | tuple):
        return len(stored) == len(known) and all(map(_within, stored, known))
    return type(stored) is type(known) and stored == known


def _undecodable(entry: str) -> LedgerError:
    return LedgerError("entry.undecodable", "an entry does not hold an event of its type", type=entry)
