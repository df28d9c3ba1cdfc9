"""Query shapes: what can be asked of the projections, and the rows that come back.

Pure records, shared by ``service`` (asks) and ``store`` (answers). Everything here can be rebuilt from the ledger.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Allergies(StrEnum):
    """The four states of the allergy field (``ux.md`` 7)."""

    KNOWN = "known"
    NONE_KNOWN = "none_known"
    NOT_RECORDED = "not_recorded"
    UNAVAILABLE = "unavailable"


class Patient(msgspec.Struct, frozen=True):
    """A patient as registered here; ``id`` is the random surrogate that headers carry.

    Attributes:
        born: ``YYYY-MM-DD``.
        title, preferred: May be empty.
        allergy_text: What, and the reaction, where ``allergies`` is ``known``.
    """

    id: str
    family: str
    given: str
    born: str
    mrn: str
    title: str = ""
    preferred: str = ""
    allergies: Allergies = Allergies.NOT_RECORDED
    allergy_text: str = ""


class Person(msgspec.Struct, frozen=True):
    """A member of staff. ``roles`` are codes; ``active`` is False once retired (never deleted)."""

    id: str
    name: str
    initials: str
    post: str
    roles: tuple[str, ...]
    active: bool = True


class Clinic(msgspec.Struct, frozen=True):
    """This workstation's place: names as typed at first start, number of chairs, practice or real."""

    name: str
    workstation: str
    chairs: int
    practice: bool
    pin_length: int = 6


class Flag(StrEnum):
    """What a supervisor looks for in a list of sessions."""

    OPEN = "open"
    EXCEPTION = "exception"
    AMENDED = "amended"
    LATE_VITALS = "late_vitals"
    STOPPED = "stopped"
    UNSIGNED = "unsigned"


class SessionRow(msgspec.Struct, frozen=True):
    """One session in a list.

    Attributes:
        opened_ms, ended_ms, last_ms: UTC ms; ``ended_ms`` None while in progress.
        tz_min: Offset shown at opening.
        entries: How many entries the session has.
        flags: Codes of ``Flag``, in that order.
    """

    id: str
    patient: str
    family: str
    given: str
    born: str
    mrn: str
    chair: int
    nurse: str
    status: str
    protocol: str
    visit: int
    opened_ms: int
    tz_min: int
    ended_ms: int | None
    last_ms: int
    entries: int
    flags: tuple[str, ...]


class SessionQuery(msgspec.Struct, frozen=True):
    """A search, newest first, one page by keyset.

    Attributes:
        text: Words looked for in name, MRN, nurse and notes; each must be found.
        since_ms, until_ms: Opened at or after, and before; UTC ms.
        before: ``(opened_ms, id)`` of the last row of the page before.
        limit: Rows a page, 1 to 500.
    """

    text: str = ""
    since_ms: int | None = None
    until_ms: int | None = None
    nurse: str | None = None
    patient: str | None = None
    flag: str | None = None
    before: tuple[int, str] | None = None
    limit: int = 100


class SessionCount(msgspec.Struct, frozen=True):
    """How many sessions match, and how many of them carry a flag."""

    total: int
    flagged: int
