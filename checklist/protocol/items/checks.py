"""Set: several options ticked; a set of confirms, or a multiple choice with an explicit none."""

from __future__ import annotations

import msgspec

from checklist.protocol.items.choice import Option
from checklist.protocol.items.problem import Code, Problem, problem
from checklist.protocol.limits import Limit
from checklist.protocol.values import ChosenSet, Value


class ChecksField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="set"):
    """A set of options.

    Attributes:
        options: What can be ticked.
        none_of_these: The explicit "none" option, which excludes all others; counts as a tick.
        at_least: Fewest ticks for an answer.
    """

    id: str
    options: tuple[Option, ...]
    label: str = ""
    none_of_these: Option | None = None
    at_least: int = 1
    required: bool = True
    limits: tuple[Limit, ...] = ()

    def complete(self, ticked: ChosenSet) -> bool:
        """Return whether every option is ticked, the explicit none aside."""
        return all(option.code in ticked.options for option in self.options)


def check(field: ChecksField, value: Value) -> Problem | None:
    """Return why ``value`` cannot be taken for ``field``, or None; the explicit none stands alone."""
    if not isinstance(value, ChosenSet):
        return problem(Code.WRONG_KIND, wanted="chosen-set", field=field.id)
    ticked = value.options
    if len(set(ticked)) < len(ticked):
        return problem(Code.REPEATED_OPTION, field=field.id)
    if field.none_of_these is not None and field.none_of_these.code in ticked:
        return problem(Code.NONE_AND_OTHERS, field=field.id) if len(ticked) > 1 else None
    known = {option.code for option in field.options}
    unknown = next((code for code in ticked if code not in known), None)
    if unknown is not None:
        return problem(Code.UNKNOWN_OPTION, option=unknown)
    if len(ticked) < field.at_least:
        return problem(Code.TOO_FEW, at_least=field.at_least)
    return None
