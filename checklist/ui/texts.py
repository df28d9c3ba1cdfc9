"""The one place that turns codes into words: blocks, refusals, errors, roles, flags, event terms. Imports no Qt.

The core speaks codes and parameters; sentences are made here. A code without words still gives something readable and
never an error, because a screen that cannot be drawn helps nobody; a test walks the codes of the source so that none
stays without.
"""

from __future__ import annotations

from collections.abc import Mapping

from checklist.audit.query import Person
from checklist.errors import ChecklistError
from checklist.protocol.model import Protocol
from checklist.session.codes import Code
from checklist.session.commands import Block, Refused
from checklist.ui import formats
from checklist.ui.texts_errors import ERRORS, FAMILIES, ErrorWords
from checklist.ui.texts_record import (
    ALLERGIES,
    DILUENTS,
    ENTRY_TYPES,
    EVENT_TERMS,
    FLAGS,
    INFUSION,
    MEANINGS,
    PHASES,
    REASONS,
    ROLES,
    SHORT_STEPS,
    SLIPS,
    STATUSES,
    STEPS,
)
from checklist.ui.texts_rules import ACCOUNT_WITNESS, FIELDS, MEDICINE_WITNESS, RULES, SERVICE, VALUES

APP_NAME = "Chairside"
PRACTICE = "PRACTICE - made-up patients"
NOT_AN_ALARM = "Reminders only. The monitor alarms."


_BEFORE_NAME = frozenset({"dr", "prof"})
"""Posts that stand before a name; all others stand behind it."""


class _Blank(dict[str, str]):
    """Parameters of a sentence; one that is missing leaves a gap in words, never an error."""

    def __missing__(self, key: str) -> str:
        return "that line" if key == "line" else f"({key.replace('_', ' ')} not given)"


def block(item: Block, protocol: Protocol) -> str:
    """Say what one block asks for."""
    if item.code == Code.NEED_WITNESS and item.link_id is None:
        return ACCOUNT_WITNESS
    if item.code == Code.NEED_WITNESS and "what" in dict(item.params):
        return MEDICINE_WITNESS.format(**dict(item.params))
    return _sentence(item.code, item.link_id, item.params, protocol)


def refused(answer: Refused, protocol: Protocol) -> str:
    """Say why a command was not taken: the reason, then at most two of the lines in the way, the rest counted."""
    own = _sentence(answer.code, answer.blocks[0].link_id if answer.blocks else None, answer.params, protocol)
    lines = [text for text in dict.fromkeys(block(item, protocol) for item in answer.blocks) if text != own]
    shown = [own, *lines[:2]]
    if len(lines) > 2:
        shown.append(f"And {len(lines) - 2} more.")
    return " ".join(shown)


def error(problem: ChecklistError) -> ErrorWords:
    """Say what happened, what is safe and what to do."""
    words = ERRORS.get(problem.code) or _family(problem)
    values = _Blank({name: str(value) for name, value in problem.params.items()})
    what, safe, todo = (part.format_map(values) for part in words)
    details = problem.code if not problem.detail else f"{problem.code}: {problem.detail}"
    return ErrorWords(what, safe, todo, details)


def error_of_code(code: str) -> str:
    """Say what an error's code means, where only the code is known."""
    words = ERRORS.get(code)
    return words[0] if words is not None else f"{_readable(code)}."


def role(code: str) -> str:
    """Return the word for a role, ``second checker``."""
    return _word(ROLES, code)


def roles(codes: tuple[str, ...]) -> str:
    """Return the words for several roles, joined with *or*."""
    words = [role(code) for code in codes]
    return words[0] if len(words) == 1 else " or ".join((", ".join(words[:-1]), words[-1])) if words else "nobody"


def person(someone: Person) -> str:
    """Return a person's name with the post, ``A. Diallo RN`` or ``Dr R. Okafor``."""
    if someone.post.rstrip(".").casefold() in _BEFORE_NAME:
        return f"{someone.post} {someone.name}"
    return f"{someone.name} {someone.post}".strip()


def step(code: str) -> str:
    """Return the name of a step on the rail."""
    return _word(STEPS, code)


def short_step(code: str) -> str:
    """Return the short name of a step, for the narrow rail."""
    return _word(SHORT_STEPS, code)


def phase(code: str) -> str:
    """Return the name of a phase."""
    return _word(PHASES, code)


def status(code: str) -> str:
    """Return the word for a session's status."""
    return _word(STATUSES, code)


def infusion(code: str) -> str:
    """Return the words for where the infusion stands."""
    return _word(INFUSION, code)


def flag(code: str) -> str:
    """Return the words for a flag in the list of sessions."""
    return _word(FLAGS, code)


def allergies(code: str) -> str:
    """Return the label of the allergy field (one of four)."""
    return _word(ALLERGIES, code)


def slip(code: str) -> str:
    """Return the words for a likely slip, ``likely pounds for kilograms``."""
    return _word(SLIPS, code)


def meaning(code: str) -> str:
    """Return what a signature says, ``performed``."""
    return _word(MEANINGS, code)


def diluent(code: str) -> str:
    """Return the name of a diluent."""
    return _word(DILUENTS, code)


def reason(code: str) -> str:
    """Return the words for a reason's code."""
    return _word(REASONS, code)


def event_term(code: str) -> str:
    """Return the words for an event's term."""
    return _word(EVENT_TERMS, code)


def entry_type(code: str) -> str:
    """Return the words for an entry type of the log."""
    return _word(ENTRY_TYPES, code)


def pin_refused(code: str, tries_left: int, wait_s: int) -> str:
    """Say why a PIN was not taken (``ux.md`` 10.1).

    Args:
        code: ``pin.wrong``, ``pin.wait`` or ``pin.dead``.
        tries_left: Tries before the PIN is dead here.
        wait_s: Seconds to wait before the next try; 0 for none.
    """
    if code == "pin.dead":
        return "This PIN is blocked here after ten wrong tries. A supervisor resets it with you."
    wait = f"Wait {wait_s} s." if wait_s > 0 else ""
    if code == "pin.wait":
        return wait or "Try again now."
    left = f"{tries_left} {'try' if tries_left == 1 else 'tries'} left."
    return " ".join(part for part in ("PIN not right.", left, wait) if part)


def _sentence(code: str, link_id: str | None, params: tuple[tuple[str, str], ...], protocol: Protocol) -> str:
    values = _Blank({name: _value(name, value) for name, value in params})
    if link_id is not None:
        values["line"] = _line(link_id, protocol)
    template = RULES.get(code) or VALUES.get(code) or SERVICE.get(code)
    return template.format_map(values) if template is not None else f"{_readable(code)}."


def _line(link_id: str, protocol: Protocol) -> str:
    try:
        return protocol.line(link_id).text
    except KeyError:
        return link_id


def _value(name: str, value: str) -> str:
    """Put one parameter into words."""
    tables: Mapping[str, Mapping[str, str]] = {
        "role": ROLES, "until": STEPS, "step": STEPS, "phase": PHASES, "field": FIELDS, "reason": REASONS,
    }  # fmt: skip
    if name in tables:
        return _word(tables[name], value)
    if name == "unit":
        return formats.unit(value)
    try:
        return formats.number(value)
    except ValueError:
        return value


def _family(problem: ChecklistError) -> tuple[str, str, str]:
    names = (kind.__name__ for kind in type(problem).__mro__)
    return next(FAMILIES[name] for name in names if name in FAMILIES)


def _word(table: Mapping[str, str], code: str) -> str:
    return table.get(code) or _readable(code)


def _readable(code: str) -> str:
    """Read a code aloud: ``rate.wrong_field`` as ``Rate: wrong field``."""
    words = code.replace("_", " ").replace("-", " ").split(".")
    text = ": ".join(part for part in words if part)
    return text[:1].upper() + text[1:] if text else "Not known"
