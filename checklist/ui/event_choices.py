"""What an event may have been, from the protocol's lists: rows to pick from, and what an event's sheet shows."""

from __future__ import annotations

from checklist.protocol.model import Line, PhaseId, Protocol
from checklist.protocol.values import Chosen
from checklist.protocol.vocabulary import Term
from checklist.session.described import newest
from checklist.session.state import ChairEvent
from checklist.ui.monitoring.event_words import AE, standing, titled
from checklist.ui.monitoring.words import tile_of
from checklist.ui.sheets.event_picker import Pick
from checklist.ui.sheets.settle import Effect, SettleFacts

PICKED, WORDS = "other", "words"
"""The tile that asks what it was, and the row for plain words."""

_ACTS = {
    "mon.help": "phone",
    "mon.room": "users",
    "mon.suicide-talk": "shield-alert",
    "mon.notify": "phone",
}
"""Event lines offered beside the adverse events, with their icons; the others have their own tile or button."""

_MEANT = frozenset({"nausea", "anxiety", "restless"})
"""Tiles that name the effect; Pain names none of its kinds."""


def picks(protocol: Protocol) -> tuple[Pick, ...]:
    """Return the rows of the picker: what was done or said first, then the adverse events by group."""
    lines = {line.link_id: line for line in _event_lines(protocol)}
    done = [Pick(id, lines[id].text, "Done or said", icon) for id, icon in _ACTS.items() if id in lines]
    words = Pick(WORDS, "In words", "Done or said", "notebook-pen")
    terms = [Pick(term.code, term.text, term.group) for term in protocol.vocabulary.terms]
    return (*done, words, *terms)


def settle_facts(protocol: Protocol, event: ChairEvent, *, fresh: bool, effect: str = "") -> SettleFacts:
    """Return what the sheet of an adverse event shows.

    Args:
        protocol: The session's protocol.
        event: The event.
        fresh: It was just stamped.
        effect: What it was, where that was picked already.
    """
    detail = newest(event, AE)
    effects = effects_of(protocol, event, effect)
    meant = effects[0].code if effects and (event.term in _MEANT or effect) else ""
    said = {name: _option(event, name) for name in ("term", "grade", "action")}
    title = titled(protocol, event)
    if effect and effects:
        title = f"{effects[0].text}{title[title.rindex(',') :]}"
    return SettleFacts(
        title=title,
        before=standing(protocol, event) if detail is not None or event.settlements else "",
        grades=protocol.vocabulary.grades,
        effects=effects,
        actions=protocol.vocabulary.actions if effects else (),
        fresh=fresh,
        effect=said["term"] or meant,
        grade=said["grade"],
        action=said["action"],
    )


def effects_of(protocol: Protocol, event: ChairEvent, effect: str = "") -> tuple[Effect, ...]:
    """Return what an event may have been; what was said already stands among it."""
    if not any(line.link_id == AE for line in _event_lines(protocol)):
        return ()
    tile = tile_of(event.term)
    named = (effect,) if effect else tile.effects if tile is not None else ()
    said = _option(event, "term")
    codes = dict.fromkeys(code for code in (*named, said or "") if code)
    if not codes and event.term:
        codes = {event.term: None}
    terms = {term.code: term for term in protocol.vocabulary.terms}
    return tuple(_effect(protocol, terms[code]) for code in codes if code in terms)


def _effect(protocol: Protocol, term: Term) -> Effect:
    title = protocol.branch(term.branch).title if term.branch else ""
    return Effect(term.code, term.text, term.branch, title)


def _option(event: ChairEvent, field: str) -> str:
    detail = newest(event, AE)
    value = detail.answer.get(field) if detail is not None else None
    return value.option if isinstance(value, Chosen) else ""


def _event_lines(protocol: Protocol) -> tuple[Line, ...]:
    return tuple(line for section in protocol.phase(PhaseId.MONITORING).sections for line in section.events)
