"""The first start: a new log, the clinic, the first people. All of it is one batch: a log is empty or set up.

The log's verifier key is the root of trust; the window shows it to be kept on paper (``ledger-and-security`` 7.8).
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

from checklist.audit.projections import clinic_row, person_row
from checklist.audit.query import Clinic
from checklist.errors import AccessError, SettingsError
from checklist.ledger.entry import Draft
from checklist.service.journal import Journal, payload_of
from checklist.service.staff import NewPerson, Staff

DOMAIN = "chairside.local"


class SetUp(msgspec.Struct, frozen=True):
    """What the first start asks for. ``chairs`` 1 to 12; at least one person is a supervisor and one a nurse."""

    clinic: str
    workstation: str
    chairs: int
    people: tuple[NewPerson, ...]
    practice: bool = False
    pin_length: int = 6


def slug(name: str) -> str:
    """Return a name as lower-case ASCII words joined by hyphens; raises SettingsError where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:40]
    if not words:
        raise SettingsError("setup.name", "a name needs letters or digits", name=name)
    return words


def origin_of(set_up: SetUp, epoch: int = 1) -> str:
    """Return the name of the log: ``<domain>/<clinic>/<workstation>/<epoch>`` (7.1)."""
    return f"{DOMAIN}/{slug(set_up.clinic)}/{slug(set_up.workstation)}/{epoch}"


def check(set_up: SetUp) -> None:
    """Raise SettingsError ``setup.*`` where the first start is not complete, AccessError for two of one name."""
    slug(set_up.clinic)
    slug(set_up.workstation)
    if not 1 <= set_up.chairs <= 12:
        raise SettingsError("setup.chairs", "1 to 12 chairs", chairs=set_up.chairs)
    held = {role for person in set_up.people for role in person.roles}
    for role in ("supervisor", "nurse"):
        if role not in held:
            raise SettingsError("setup.people", "a role is missing", role=role)
    names = [" ".join(person.name.split()).casefold() for person in set_up.people]
    for person, name in zip(set_up.people, names, strict=True):
        if names.count(name) > 1:
            raise AccessError("person.taken", "two people have that name", name=person.name)


def set_up_log(journal: Journal, staff: Staff, set_up: SetUp) -> Clinic:
    """Write the opening of a new log, the clinic and its people, and sign the first checkpoint.

    Raises:
        SettingsError, AccessError: What was typed cannot be used; nothing of it was saved.
        LedgerError: Not saved.
    """
    check(set_up)
    clinic = Clinic(
        set_up.clinic.strip(), set_up.workstation.strip(), set_up.chairs, set_up.practice, set_up.pin_length
    )
    opening = Draft(
        type="log.open",
        actor="sys",
        role="installer",
        auth="none",
        d={"epoch": 1, "vkey": journal.vkey, "practice": set_up.practice},
    )
    config = Draft(type="in.config", actor="sys", role="installer", auth="none", payload=payload_of(clinic))
    people = [staff.admit(person, pin_length=set_up.pin_length, by=None) for person in set_up.people]
    rows = [clinic_row(journal.head.origin, clinic), *(person_row(person) for person, _ in people)]
    journal.write([opening, config, *(draft for _, draft in people)], rows)
    journal.checkpoint()
    return clinic
