"""Projection rows: what the lists on screen read, computed from entries and states and from nothing else.

The same functions serve the tap (one row) and the rebuild of a whole store; ``store`` only writes what they return.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from checklist.audit.findings import flags
from checklist.audit.query import Clinic, Patient, Person
from checklist.audit.replay import Library, replay
from checklist.ledger import canonical
from checklist.ledger.entry import Entry, read_header
from checklist.ledger.port import Cell, Ledger, Row
from checklist.protocol.model import Protocol
from checklist.session.described import said
from checklist.session.state import SessionState


def clinic_row(origin: str, clinic: Clinic) -> Row:
    """Return the row of the clinic."""
    return Row("clinic", (("origin", origin),), _cells(clinic))


def person_row(person: Person) -> Row:
    """Return the row of one member of staff."""
    return Row("person", (("id", person.id),), _cells(person, "id"))


def patient_row(patient: Patient) -> Row:
    """Return the row of one patient."""
    return Row("patient", (("id", patient.id),), _cells(patient, "id"))


def session_row(protocol: Protocol, state: SessionState) -> Row:
    """Return the row of one session."""
    words = " ".join(
        [note.text for note in state.notes]
        + [note.text for line in state.lines.values() for note in line.notes]
        + [event.text for event in state.happened if event.text]
        + [*said(protocol, state)]
    )
    last = state.last or state.opened
    values: tuple[tuple[str, Cell], ...] = (
        ("patient", state.patient),
        ("chair", state.chair),
        ("nurse", state.nurse),
        ("status", state.status.value),
        ("protocol", f"{state.protocol.id} {state.protocol.version}"),
        ("visit", state.visit),
        ("opened_ms", state.opened.at_ms),
        ("tz_min", state.opened.tz_min),
        ("ended_ms", state.ended.at_ms if state.ended else None),
        ("last_ms", last.at_ms),
        ("entries", state.count),
        ("flags", " ".join(flags(protocol, state))),
        ("words", words),
    )
    return Row("session", (("id", state.id),), values)


def rebuild_rows(ledger: Ledger, library: Library) -> Iterator[Row]:
    """Yield every projection row from the entries of a log, later rows replacing earlier ones.

    Raises:
        LedgerError: An entry cannot be decoded, or its protocol version is not here.
    """
    for entry in ledger.entries():
        header = read_header(entry.header)
        if header.type == "session.open" and header.sess is not None:
            replayed = replay(ledger.session_entries(header.sess), library)
            yield session_row(replayed.protocol, replayed.state)
        elif header.type in _REGISTERED:
            yield _registered(header.log, header.type, entry)


def rows_since(ledger: Ledger, first: int) -> frozenset[tuple[str, tuple[tuple[str, Cell], ...]]]:
    """Return table and key of every row that the entries from a position on put or change."""
    changed: set[tuple[str, tuple[tuple[str, Cell], ...]]] = set()
    for entry in ledger.entries(first):
        header = read_header(entry.header)
        if header.sess is not None:
            changed.add(("session", (("id", header.sess),)))
        elif header.type in _REGISTERED:
            row = _registered(header.log, header.type, entry)
            changed.add((row.table, row.key))
    return frozenset(changed)


_REGISTERED = frozenset({"in.config", "user.add", "user.role", "user.retire", "patient.add", "patient.change"})


def _registered(origin: str, kind: str, entry: Entry) -> Row:
    payload = canonical.decode(entry.payload or b"{}")
    if kind == "in.config":
        return clinic_row(origin, msgspec.convert(payload, Clinic))
    if kind.startswith("user."):
        return person_row(msgspec.convert(payload, Person))
    return patient_row(msgspec.convert(payload, Patient))


def _cells(record: msgspec.Struct, *without: str) -> tuple[tuple[str, Cell], ...]:
    """Return a flat record's fields as cells; flags become 0 or 1, lists of codes space-separated words."""
    cells: list[tuple[str, Cell]] = []
    for name, value in msgspec.to_builtins(record).items():
        if name in without:
            continue
        if isinstance(value, bool):
            cells.append((name, int(value)))
        elif isinstance(value, list | tuple):
            cells.append((name, " ".join(value)))
        else:
            cells.append((name, value))
    return tuple(cells)
