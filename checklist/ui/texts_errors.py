"""Words for errors: what happened, what is safe, what to do (``ux.md`` 13). Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class ErrorWords(msgspec.Struct, frozen=True):
    """One error for a person.

    Attributes:
        what: What happened, one sentence.
        safe: What is safe, or empty.
        todo: What to do, or empty.
        details: Code and detail for the details view; no patient data.
    """

    what: str
    safe: str = ""
    todo: str = ""
    details: str = ""

    @property
    def line(self) -> str:
        """All three parts in order."""
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)


_SAFE = "Everything recorded so far is safe."
_PAPER = "Write on the paper form until it is solved."
_CALL = "Call the person who looks after this computer."

ERRORS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "store.full": ("The disk is full.", _SAFE, f"Free space. {_PAPER}"),
        "store.busy": ("The record is in use by another program.", _SAFE, "Close it, then try again."),
        "store.locked": ("Chairside is already open on this record.", _SAFE, "Use the window that is open."),
        "store.missing": (
            "There is no record in this place.",
            "",
            "Check the folder the program was started with.",
        ),
        "store.io": ("The disk reported a fault.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.unwritable": ("The record cannot be written.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.unreadable": ("The record cannot be read.", "Nothing was changed.", f"{_PAPER} {_CALL}"),
        "store.degraded": ("The record cannot be written since an earlier fault.", _SAFE, _PAPER),
        "store.foreign": ("This file is not a Chairside record.", "It was not changed.", _CALL),
        "store.newer": (
            "This record was written by a newer version of the program.",
            "It was not changed.",
            "Start the newer version.",
        ),
        "store.older": ("This record needs an upgrade first.", "It was not changed.", _CALL),
        "store.key": ("The key of this record is missing or wrong.", "The record was not changed.", _CALL),
        "store.damaged": (
            "The record file is damaged.",
            "It was not changed and not repaired.",
            f"{_PAPER} {_CALL}",
        ),
        "store.stale-head": ("The record on disk is not the one in memory.", _SAFE, f"{_PAPER} {_CALL}"),
        "keystore.locked": ("The key store of this computer is locked.", _SAFE, "Unlock it, then try again."),
        "keystore.unreadable": ("The keys of this workstation cannot be read.", _SAFE, _CALL),
        "keystore.unwritable": ("The keys of this workstation cannot be written.", _SAFE, _CALL),
        "pin.too-short": ("The PIN is too short.", "", "Use at least 6 digits."),
        "pin.length": (
            "The PIN has the wrong number of digits.",
            "",
            "Use as many digits as the clinic's PINs have.",
        ),
        "pin.common": ("This PIN is easy to guess.", "", "Choose one without a run or a repeat."),
        "pin.wrong": ("PIN not right.", "", ""),
        "pin.wait": ("Wait before the next try.", "", ""),
        "pin.dead": (
            "This PIN is blocked here after ten wrong tries.",
            "",
            "A supervisor resets it with you.",
        ),
        "name.empty": ("The name is missing.", "", "Type it."),
        "person.rights": ("You may not do this.", "", "Ask a supervisor."),
        "resources.missing": ("A file of the program is missing.", _SAFE, "Install the program again."),
        "resources.font": ("A font of the program cannot be used.", _SAFE, "Install the program again."),
    }
)
"""What happened, what is safe, what to do; ``{name}`` places take the error's parameters."""

FAMILIES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "ProtocolError": ("A checklist file cannot be used.", "The record was not changed.", _CALL),
        "LedgerError": ("The record cannot be read or written.", _SAFE, f"{_PAPER} {_CALL}"),
        "TamperError": (
            "The record does not match its hashes.",
            "It was not changed and not repaired.",
            f"Do not edit anything. {_PAPER} {_CALL}",
        ),
        "AccessError": ("This is not allowed.", "", "Ask a supervisor."),
        "SettingsError": ("A setting cannot be used.", "The record was not changed.", _CALL),
        "ChecklistError": ("Something went wrong.", _SAFE, _CALL),
    }
)
"""For a code without words of its own: the words of its family."""
