"""Ports of the service: what the store must offer besides the ledger itself.

Implemented by ``store`` for real and by ``service.memory_ports`` for tests; ``tests/contract`` holds both to the same
suite. Every method may raise ``LedgerError`` (``store.*``). Imports nothing of ``store``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from checklist.audit.query import Clinic, Patient, Person, SessionCount, SessionQuery, SessionRow


class Index(Protocol):
    """Reads of the projections; all of it can be rebuilt from the ledger."""

    def clinic(self) -> Clinic | None:
        """Return the clinic, or None before the first start is complete."""
        ...

    def people(self) -> tuple[Person, ...]:
        """Return all staff, retired ones too, by name."""
        ...

    def patient(self, patient_id: str) -> Patient | None:
        """Return a patient by surrogate id."""
        ...

    def find_patients(self, text: str, limit: int = 20) -> tuple[Patient, ...]:
        """Return patients whose family or given name starts with each word of ``text``, or whose MRN contains it."""
        ...

    def open_sessions(self) -> tuple[SessionRow, ...]:
        """Return sessions in progress, by chair."""
        ...

    def session(self, session_id: str) -> SessionRow | None:
        """Return one session's row."""
        ...

    def sessions(self, query: SessionQuery) -> tuple[SessionRow, ...]:
        """Return one page of a search."""
        ...

    def count_sessions(self, query: SessionQuery) -> SessionCount:
        """Count a whole search (``before`` and ``limit`` are not looked at)."""
        ...


class PinRecord(msgspec.Struct, frozen=True):
    """What is kept to check a PIN: Argon2id verifier in PHC form, failures in a row, time of the last one (UTC ms)."""

    verifier: str
    failures: int = 0
    failed_ms: int | None = None


class Secrets(Protocol):
    """PIN verifiers and their counters; not projections (the ledger holds no verifier)."""

    def pin(self, person_id: str) -> PinRecord | None:
        """Return a person's record."""
        ...

    def put_pin(self, person_id: str, record: PinRecord) -> None:
        """Store it, durable on return (a try is counted before it is checked, SEC-042)."""
        ...


class Draft(msgspec.Struct, frozen=True):
    """Half-typed text of one line; no record, at most one a line (``ux.md`` 12)."""

    session: str
    link_id: str
    text: str
    at_ms: int


class Drafts(Protocol):
    """Half-typed values outside the ledger."""

    def drafts(self, session_id: str) -> tuple[Draft, ...]:
        """Return a session's drafts, oldest first."""
        ...

    def put_draft(self, draft: Draft) -> None:
        """Store one, in place of the line's former one."""
        ...

    def drop_drafts(self, session_id: str, link_id: str | None = None) -> None:
        """Remove a line's draft, or all of a session's."""
        ...


class KeyStore(Protocol):
    """Secrets of this workstation: the operating system's store, or an owner-only file (D28)."""

    @property
    def weak(self) -> bool:
        """Whether the secrets lie in a file because the system offers no store."""
        ...

    @property
    def place(self) -> str:
        """Where they are, in words for the health page and ``doctor``."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return a secret, or None; raises LedgerError ``keystore.locked`` or ``keystore.unreadable``."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Store a secret, durable on return; raises LedgerError ``keystore.unwritable``."""
        ...


class CheckpointFile(Protocol):
    """A second place where each signed checkpoint is appended (``ledger-and-security`` 7.16)."""

    def append(self, note: str) -> None:
        """Append a signed note, durable on return."""
        ...

    def newest(self) -> str | None:
        """Return the newest complete note, or None."""
        ...


__all__: Sequence[str] = (
    "CheckpointFile",
    "Draft",
    "Drafts",
    "Index",
    "KeyStore",
    "PinRecord",
    "Secrets",
)
