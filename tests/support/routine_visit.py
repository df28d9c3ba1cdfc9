"""A plausible routine return visit on ketamine-iv-mood 1.0.0: what is shown, and what is pressed."""

from __future__ import annotations

from checklist.protocol import context
from checklist.protocol.conditions import holds
from checklist.protocol.items import ChecksField, ChoiceField, ConfirmField, Field, ScoreField
from checklist.protocol.model import Line, PhaseId, Protocol
from checklist.protocol.values import Answer, Chosen, ChosenSet, Confirmed, FieldAnswer, Score, Value

_PRESSED: dict[str, Value] = {
    "pre.identity-two used": ChosenSet(("name", "birth-date")),
    "pre.session-kind kind": Chosen("series"),
    "pre.pregnancy-possible possible": Chosen("male"),
    "pre.bp-med-taken taken": Chosen("none"),
    "pre.orientation orientation": Score(4),
}


def answer_of(line: Line) -> Answer:
    """Return the pressed part of a routine answer: the first option, all of a set of confirms, or "none of these"."""
    given = [FieldAnswer(field.id, value) for field in line.fields if (value := _value(line, field)) is not None]
    return Answer(tuple(given))


def _value(line: Line, field: Field) -> Value | None:
    chosen = _PRESSED.get(f"{line.link_id} {field.id}")
    if chosen is not None:
        return chosen
    match field:
        case ChoiceField():
            return Chosen(field.options[0].code)
        case ChecksField(none_of_these=none):
            return ChosenSet((none.code,) if none is not None else tuple(option.code for option in field.options))
        case ConfirmField():
            return Confirmed()
        case ScoreField(anchors=anchors) if anchors:
            return Score(int(anchors[0].code))
        case _:
            return None


def shown(protocol: Protocol, phase: PhaseId, visit: int) -> tuple[Line, ...]:
    """Return the required lines of a phase that a visit of that number shows."""
    seen: dict[str, Answer] = {
        context.VISIT: Answer((FieldAnswer("number", Score(visit)),)),
        context.PARAMETER: context.parameter_answer(protocol.parameters),
    }
    lines = []
    for section in protocol.phase(phase).sections:
        for line in section.lines:
            if line.enable_when is None or holds(line.enable_when, seen.get):
                seen[line.link_id] = answer_of(line)
                lines.append(line)
    return tuple(line for line in lines if line.required)
