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
_UNTOUCHED = "The record was not changed."
_NOT_SET = "Nothing was changed."
_NOT_MENDED = "It was not changed and not repaired."
_CALL = "Call the person who looks after this computer."

ERRORS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "store.full": ("The disk is full.", _SAFE, f"Free space. {_PAPER}"),
        "store.busy": ("Another program is using the record.", _SAFE, "Close it, then try again."),
        "store.in-use": ("Chairside is already open on this record.", _SAFE, "Use the window that is open."),
        "store.absent": ("There is no record in this folder.", "", "Check where the program was told to look."),
        "store.exists": ("There is a record in this folder already.", "It was not changed.", "Open it instead."),
        "store.incomplete": ("The first start was not finished.", "Nothing was recorded.", _CALL),
        "store.io": ("The disk reported a fault.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.locked": ("Another program holds the record.", _SAFE, "Close it, then try again."),
        "store.refused": ("The database refused the entry.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.readonly": ("The record cannot be written.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.degraded": ("Nothing can be saved since an earlier fault.", _SAFE, _PAPER),
        "store.halted": ("Nothing can be saved since an earlier fault.", _SAFE, _PAPER),
        "store.fault": ("The database reported a fault.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.checkpoint-file": (
            "The second file that proves the record cannot be used.",
            _SAFE,
            f"{_PAPER} {_CALL}",
        ),
        "tour.data": ("This folder holds something that is not practice.", _UNTOUCHED, "Choose another folder."),
        "store.foreign": ("This file is not a Chairside record.", "It was not changed.", _CALL),
        "store.newer": (
            "This record was written by a newer version of the program.",
            "It was not changed.",
            "Start the newer version.",
        ),
        "store.older": ("This record needs an upgrade first.", "It was not changed.", _CALL),
        "store.key": ("The key of this record is missing or wrong.", _UNTOUCHED, _CALL),
        "store.no-key-file": ("The key file of this record is missing.", _UNTOUCHED, _CALL),
        "store.corrupt": ("The record file is damaged.", _NOT_MENDED, f"{_PAPER} {_CALL}"),
        "store.fork": ("Two different histories were found.", _NOT_MENDED, f"{_PAPER} {_CALL}"),
        "store.stale-head": ("The record on disk is not the one in memory.", _SAFE, f"{_PAPER} {_CALL}"),
        "store.engine": ("The database engine of this computer is too old.", _UNTOUCHED, _CALL),
        "store.setting": ("The database cannot be used safely here.", _UNTOUCHED, _CALL),
        "store.network-folder": (
            "The record lies on a network disk, where it could be damaged.",
            _UNTOUCHED,
            "Choose a folder on this computer's own disk.",
        ),
        "store.synced-folder": (
            "The record lies in a folder that a sync program copies.",
            _UNTOUCHED,
            "Choose a folder that is not copied.",
        ),
        "store.no-entry": ("That entry is not in the record.", _UNTOUCHED, _CALL),
        "incident.unknown": ("This emergency is not running here.", _UNTOUCHED, "Pick the emergency list again."),
        "incident.outcome": ("An emergency cannot end like this.", _UNTOUCHED, "Choose how it ended."),
        "session.unknown": ("This session is not in the record.", _UNTOUCHED, "Go back to Today."),
        "session.order": ("The entries of this session are out of order.", _NOT_MENDED, _CALL),
        "session.protocol": ("The checklist version of this session is not installed.", _UNTOUCHED, _CALL),
        "entry.undecodable": ("An entry of this session cannot be read.", _NOT_MENDED, _CALL),
        "keystore.locked": ("The key store of this computer is locked.", _SAFE, "Unlock it, then try again."),
        "keystore.missing": ("A key of this record is not on this computer.", _UNTOUCHED, _CALL),
        "keystore.unreadable": ("The keys of this workstation cannot be read.", _SAFE, _CALL),
        "keystore.unwritable": ("The keys of this workstation cannot be written.", _SAFE, _CALL),
        "pin.length": ("The PIN has the wrong number of digits.", "", "It needs {length}."),
        "pin.digits": ("A PIN is made of digits only.", "", "Choose another one."),
        "pin.common": ("This PIN is easy to guess.", "", "Choose one without a run, repeat or pattern."),
        "pin.wrong": ("PIN not right.", "", "Try again."),
        "pin.wait": ("It is too soon for the next try.", "", "Wait a moment."),
        "pin.dead": ("This PIN is blocked here after ten wrong tries.", "", "A supervisor resets it with you."),
        "person.name": ("Name or initials are missing.", "", "Type them."),
        "person.taken": ("Somebody of that name works here already.", "", "Add a letter that tells them apart."),
        "person.roles": ("A role is missing.", "", "Choose at least one."),
        "person.role": ("This person's role does not allow it.", "", "Ask somebody whose role does."),
        "person.rights": ("Only a supervisor may do this.", "", "Ask a supervisor."),
        "patient.incomplete": ("A field is empty.", "", "Fill it in."),
        "patient.mrn-taken": (
            "This record number belongs to a patient who is here already.",
            "",
            "Search for it, or check the number.",
        ),
        "setup.name": ("A name needs letters or digits.", "", "Type another one."),
        "setup.chairs": ("There can be 1 to 12 chairs.", "", "Type another number."),
        "setup.people": ("A {role} is missing.", "", "Fill in one."),
        "export.person": ("Nobody of that name works here.", "", "Choose somebody from the list."),
        "export.rights": ("Supervisors and auditors export.", "", "Ask one of them."),
        "export.empty": ("Nothing was recorded in that time.", "No file was written.", "Choose other dates."),
        "export.exists": ("A file of that name is there already.", "It was not changed.", "Choose another name."),
        "export.folder": ("There is no such folder.", "No file was written.", "Choose another place."),
        "export.format": ("There is no such format.", "No file was written.", "Choose another one."),
        "export.patient": ("No session of this patient is here.", "No file was written.", "Check the number."),
        "export.session": ("There is no such session here.", "No file was written.", "Choose another one."),
        "export.unwritable": ("The file cannot be written.", "No half file was left.", "Choose another place."),
        "packet.write": ("The packet cannot be written.", "No half file was left.", "Choose another place."),
        "packet.name": ("A record has a name that a packet cannot hold.", "No file was written.", _CALL),
        "packet.missing": ("There is no packet in that place.", "", "Choose another one."),
        "packet.unreadable": ("The packet cannot be opened.", _UNTOUCHED, "Ask for it to be sent again."),
        "work.stopped": ("Stopped, as asked.", "No half file was left.", ""),
        "check.quick": ("The newest entries do not match their hashes.", _NOT_MENDED, f"{_PAPER} {_CALL}"),
        "note.signature": ("A signature of the log is wrong.", _NOT_MENDED, f"{_PAPER} {_CALL}"),
        "note.key": ("The log is signed by another key.", _NOT_MENDED, f"{_PAPER} {_CALL}"),
        "parameter.rights": ("Supervisors and prescribers change parameters.", _NOT_SET, "Ask one of them."),
        "parameter.person": ("Who proposes a change does not approve it.", _NOT_SET, "Ask the other person."),
        "parameter.pair": (
            "One of the two must be a supervisor and one a prescriber.",
            _NOT_SET,
            "Ask somebody with the other role.",
        ),
        "parameter.pin": ("An approval needs the person's own PIN.", _NOT_SET, "Type it."),
        "parameter.reason": ("The reason is missing.", _NOT_SET, "Say why in a few words."),
        "parameter.same": ("Every value is as it is now.", _NOT_SET, "Change a value."),
        "parameter.waiting": (
            "Another change of this protocol waits for its second person.",
            _NOT_SET,
            "Have it approved, declined or withdrawn first.",
        ),
        "parameter.gone": ("This change is decided already.", _NOT_SET, "Look at the newest version."),
        "parameter.base": (
            "A newer published version is here since this was proposed.",
            _NOT_SET,
            "Decline it and propose it again.",
        ),
        "parameter.published": ("{value} is the clinic's own version.", _NOT_SET, "Change the published one."),
        "parameter.unknown": ("This protocol has no parameter {parameter}.", _NOT_SET, "Choose one of the list."),
        "parameter.range": ("{name} cannot be {value}: it {reason}.", _NOT_SET, "Allowed: {allowed}."),
        "parameter.looser": (
            "{name} cannot be {value}: it {reason}, and a stop may only become stricter.",
            _NOT_SET,
            "Allowed: {allowed}.",
        ),
        "parameter.finding": ("With this value the checklist has a fault: {key} {reason}.", _NOT_SET, "Change it."),
        "requirements.invalid": ("The list of requirements cannot be used.", "", "Correct {file}: {key}."),
        "settings.missing": ("The settings file {file} is not there.", _UNTOUCHED, "Check its name."),
        "settings.unknown": ("{file} names a setting that does not exist: {key}.", _UNTOUCHED, "Correct it."),
        "settings.unreadable": ("The settings file {file} cannot be read: {reason}.", _UNTOUCHED, "Correct it."),
        "settings.value": ("{key} cannot be {reason} ({file}).", _UNTOUCHED, "It may be {allowed}."),
        "resources.missing": ("A file of the program is missing.", _SAFE, "Install the program again."),
        "resources.font": ("A font of the program cannot be used.", _SAFE, "Install the program again."),
        "machine.display": (
            "There is no display to open a window on.",
            "",
            "Start it on a desktop, or set DISPLAY; the tour and the other commands need none.",
        ),
        "machine.library": ("This computer lacks a system library: {library}.", "", "Install {package}."),
        "machine.qt": ("The window library is not installed.", "", "Install the program again."),
    }
)
"""What happened, what is safe, what to do; ``{name}`` places take the error's parameters."""

FAMILIES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "ProtocolError": ("A checklist file cannot be used.", _UNTOUCHED, _CALL),
        "LedgerError": ("The record cannot be read or written.", _SAFE, f"{_PAPER} {_CALL}"),
        "TamperError": (
            "The record does not match its hashes.",
            _NOT_MENDED,
            f"Do not edit anything. {_PAPER} {_CALL}",
        ),
        "AccessError": ("This is not allowed.", "", "Ask a supervisor."),
        "SettingsError": ("A setting cannot be used.", _UNTOUCHED, _CALL),
        "ChecklistError": ("Something went wrong.", _SAFE, _CALL),
    }
)
"""For a code without words of its own: the words of its family."""
