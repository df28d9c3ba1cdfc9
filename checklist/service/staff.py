"""Staff: who works here, and who is at the workstation now.

Every sign-in, failure, lock and switch is an entry (SEC-004). Nobody is deleted and no id is used twice (SEC-030).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from checklist.audit.projections import person_row
from checklist.audit.query import Person
from checklist.errors import AccessError
from checklist.ledger.entry import Draft
from checklist.service.journal import Journal, payload_of
from checklist.service.pins import PinRefused, check_choice, try_pin, verifier
from checklist.service.ports import Index, PinRecord, Secrets
from checklist.session.commands import Actor, Auth
from checklist.session.roles import Role


class SignedIn(msgspec.Struct, frozen=True):
    """A person at the workstation: their actor for ordinary ticks, and failed tries since they last signed in."""

    person: Person
    actor: Actor
    failures: int


class NewPerson(msgspec.Struct, frozen=True):
    """Somebody to enrol. ``post`` is what stands behind the name (``RN``, ``Dr``); ``roles`` are codes."""

    name: str
    initials: str
    post: str
    roles: tuple[str, ...]
    pin: str


class Staff:
    """The people of one workstation.

    Args:
        journal: Where entries are written.
        index: Reads of the projections.
        secrets: PIN verifiers.
        pepper: Gives the device secret's key for PINs, 32 bytes.
        entropy: Gives that many random bytes.
        new_id: Makes a random id with a prefix.
    """

    def __init__(
        self,
        journal: Journal,
        index: Index,
        secrets: Secrets,
        *,
        pepper: bytes,
        entropy: Callable[[int], bytes],
        new_id: Callable[[str], str],
    ) -> None:
        self._journal = journal
        self._index = index
        self._secrets = secrets
        self._pepper = pepper
        self._entropy = entropy
        self._new_id = new_id

    def people(self) -> tuple[Person, ...]:
        """Return all staff, retired ones too, by name."""
        return self._index.people()

    def person(self, person_id: str) -> Person | None:
        """Return one member of staff."""
        return next((person for person in self.people() if person.id == person_id), None)

    def enrol(self, new: NewPerson, *, pin_length: int, by: Actor) -> Person:
        """Add a person with a PIN of their own.

        Args:
            new: Who.
            pin_length: Digits a PIN has in this clinic.
            by: A supervisor.

        Raises:
            AccessError: ``person.rights``, ``person.name``, ``person.taken``, ``person.roles``, ``pin.*``.
            LedgerError: Nothing was saved.
        """
        if by.role != Role.SUPERVISOR:
            raise AccessError("person.rights", "only a supervisor adds people")
        person, draft = self.admit(new, pin_length=pin_length, by=by)
        self._journal.write([draft], [person_row(person)])
        return person

    def admit(self, new: NewPerson, *, pin_length: int, by: Actor | None) -> tuple[Person, Draft]:
        """Check a new person and keep their PIN; they work here once the draft is written.

        Args:
            new: Who.
            pin_length: Digits a PIN has in this clinic.
            by: A supervisor; None only while the workstation is being set up.

        Raises:
            AccessError, LedgerError: As ``enrol``, but for ``person.rights``.
        """
        name, initials = " ".join(new.name.split()), new.initials.strip().upper()
        if not name or not initials:
            raise AccessError("person.name", "a name and initials are needed")
        if any(p.name.casefold() == name.casefold() and p.active for p in self.people()):
            raise AccessError("person.taken", "somebody of that name works here", name=name)
        if not new.roles or not set(new.roles) <= {role.value for role in Role}:
            raise AccessError("person.roles", "at least one known role is needed")
        check_choice(new.pin, pin_length)
        person = Person(self._new_id("u"), name, initials, new.post.strip(), new.roles)
        self._secrets.put_pin(person.id, PinRecord(verifier(new.pin, self._pepper, self._entropy)))
        draft = Draft(
            type="user.add",
            actor=by.person if by else "sys",
            role=by.role if by else Role.INSTALLER.value,
            auth="cont" if by else "none",
            payload=payload_of(person),
            d={"person": person.id},
        )
        return person, draft

    def sign_in(self, person_id: str, pin: str) -> SignedIn | PinRefused:
        """Sign a person in at this workstation; raises LedgerError when the entry cannot be written."""
        tried = self._try(person_id, pin)
        if isinstance(tried, PinRefused):
            return tried
        person, failures = tried
        actor = Actor(person.id, person.roles[0], "cont")
        self._entry("auth.ok", actor, auth="pin", failures=failures)
        return SignedIn(person, actor, failures)

    def prove(self, person_id: str, pin: str, roles: tuple[str, ...]) -> Actor | PinRefused:
        """Check a person's PIN for one act, in the first of ``roles`` they hold.

        Raises:
            AccessError: ``person.role``: they hold none of them.
            LedgerError: The try could not be counted, or its failure not be written.
        """
        person = self.person(person_id)
        role = next((role for role in roles if person and role in person.roles), None)
        if role is None:
            raise AccessError("person.role", "this person has no role for it")
        tried = self._try(person_id, pin)
        return tried if isinstance(tried, PinRefused) else Actor(person_id, role, "pin")

    def locked(self, actor: Actor, reason: str) -> None:
        """Record that the screen was locked: ``idle``, ``asked`` or ``switch``."""
        self._entry("auth.lock", actor, auth=actor.auth, reason=reason)

    def _try(self, person_id: str, pin: str) -> PinRefused | tuple[Person, int]:
        person = self.person(person_id)
        if person is None or not person.active:
            return PinRefused("pin.wrong", 0, 0)
        tried = try_pin(self._secrets, person_id, pin, self._pepper, self._journal.now().wall_ms)
        if isinstance(tried, PinRefused):
            if tried.code != "pin.wait":
                self._entry("auth.fail", Actor(person_id, person.roles[0], "none"), auth="none", code=tried.code)
            return tried
        return person, tried

    def _entry(self, kind: str, actor: Actor, *, auth: Auth, **d: str | int) -> None:
        draft = Draft(
            type=kind,
            actor=actor.person,
            role=actor.role,
            auth=auth,
            d=d or None,
        )
        self._journal.write([draft])
