"""How many presses a line takes in the window, apart from what is typed: the rule of ``ui/items``.

An option, a tick and a confirm are a press each. A line of which only one choice or confirm is asked is recorded by
that press; any other needs one more to record it. A line that is sensed takes the one press that confirms it. The
PIN of a signature and its button are not counted.
"""

from __future__ import annotations

from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    MomentField,
    ScoreField,
    SignatureField,
    TextField,
)
from checklist.protocol.model import Line
from checklist.protocol.values import Answer, Chosen, ChosenSet


def presses(line: Line, answer: Answer) -> int:
    """Return the presses that give an answer on a line."""
    if line.sensed:
        return 1
    asked = [field for field in line.fields if _is_asked(field, answer)]
    pressed = sum(_presses(field, answer) for field in asked)
    at_once = len(asked) == 1 and isinstance(asked[0], ChoiceField | ConfirmField | ScoreField) and pressed == 1
    return pressed if at_once or not asked else pressed + 1


def _is_asked(field: Field, answer: Answer) -> bool:
    if isinstance(field, SignatureField) or (isinstance(field, ScoreField) and field.sum_of):
        return False
    if isinstance(field, MomentField | TextField) and field.required_if is not None:
        asked, option = field.required_if
        return answer.get(asked) == Chosen(option)
    return True


def _presses(field: Field, answer: Answer) -> int:
    value = answer.get(field.id)
    match field:
        case ChoiceField() | ConfirmField():
            return 1 if value is not None else 0
        case ChecksField():
            return len(value.options) if isinstance(value, ChosenSet) else 0
        case ScoreField(anchors=anchors) if anchors:
            return 1 if value is not None else 0
        case _:
            return 0
