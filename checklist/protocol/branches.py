"""Emergency branches: what is read and done in an emergency, line by line (``clinical.md`` 6).

Content only; running a branch belongs to the session. A branch never blocks care, starts nothing by itself and names
no dose. Pure; imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Act(StrEnum):
    """What pressing a branch line's Done does in the record besides stamping it."""

    NONE = "none"
    STOP_INFUSION = "stop_infusion"
    PAUSE_INFUSION = "pause_infusion"
    CALL_HELP = "call_help"
    VITALS = "vitals"
    EMERGENCY_NUMBER = "emergency_number"
    OUTCOME = "outcome"
    DRUG_ACCOUNT = "drug_account"


class BranchLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a branch: at most twelve words, ``help`` for the rest."""

    id: str
    text: str
    help: str = ""
    act: Act = Act.NONE


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One emergency branch, in the order the chooser shows it.

    Attributes:
        id: ``em.`` and its name, never renamed.
        trigger: When to open it, in words.
        lines: In the order they are read out.
        leave: When it may be ended, in words.
        repeat_min: Minutes from one set to the next while it runs, and once after it ended: whole minutes as text, or
            a parameter id; empty for none.
    """

    id: str
    title: str
    trigger: str
    source: str
    lines: tuple[BranchLine, ...]
    leave: str = ""
    repeat_min: str = ""
