"""The word lists of a protocol: adverse events and their grades, actions, rescue medicines, instructions, criteria.

Content of ``clinical.md`` 4.3 to 4.5, 5.2 and 5.3. A choice field may take its options from one of the first four
(``options_from``). Pure; imports only ``items.choice``.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.items.choice import Option


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An adverse event's name; ``branch`` is what grade 4 offers, empty for none."""

    code: str
    text: str
    group: str
    source: str
    branch: str = ""


class Medicine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rescue medicine in tall-man spelling, its use, and its schedule (``C-IV``) where it has one; never a dose."""

    code: str
    text: str
    use: str
    source: str
    schedule: str = ""


class Advice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One instruction for home; ``code`` is the option of ``dis.instr`` that ticks it."""

    code: str
    text: str
    source: str


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One discharge criterion and the lines that prove it."""

    text: str
    lines: tuple[str, ...]
    source: str


class WordList(StrEnum):
    """The lists a choice field may take its options from."""

    TERMS = "terms"
    GRADES = "grades"
    ACTIONS = "actions"
    MEDICINES = "medicines"


class Vocabulary(msgspec.Struct, frozen=True):
    """All word lists of one protocol."""

    terms: tuple[Term, ...] = ()
    grades: tuple[Option, ...] = ()
    actions: tuple[Option, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    advice: tuple[Advice, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    def options(self, name: WordList) -> tuple[Option, ...]:
        """Return one list as options of a choice."""
        held: tuple[Option | Term | Medicine, ...]
        match name:
            case WordList.TERMS:
                held = self.terms
            case WordList.GRADES:
                held = self.grades
            case WordList.ACTIONS:
                held = self.actions
            case WordList.MEDICINES:
                held = self.medicines
        return tuple(Option(item.code, item.text) for item in held)
