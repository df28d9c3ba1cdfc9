"""Every implementation of the ports, by name, and builders of entries and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from checklist.audit.query import Allergies
from checklist.ledger.batch import Batch, Head, prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.port import Cell, Ledger, Row
from checklist.service.memory_ports import (
    MemoryCheckpoints,
    MemoryDrafts,
    MemoryIndex,
    MemoryKeyStore,
    MemorySecrets,
)
from checklist.service.ports import CheckpointFile, Drafts, Index, KeyStore, Secrets
from checklist.store import opening
from checklist.store.keystore import FileKeyStore

ORIGIN = "chairside.example/clinic-7/ws-03/1"


class Ports(NamedTuple):
    ledger: Ledger
    index: Index
    secrets: Secrets
    drafts: Drafts
    keystore: KeyStore
    checkpoint_file: CheckpointFile


@pytest.fixture(params=["memory", "sql"])
def ports(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ports]:
    if request.param == "memory":
        ledger = MemoryLedger(ORIGIN)
        yield Ports(
            ledger,
            MemoryIndex(ledger.rows),
            MemorySecrets(),
            MemoryDrafts(),
            MemoryKeyStore(),
            MemoryCheckpoints(),
        )
        return
    keystore = FileKeyStore(tmp_path / "secrets" / "chairside.secrets.json")
    store = opening.create_store(tmp_path / "data", keystore, ORIGIN)
    yield Ports(store.ledger, store.index, store.secrets, store.drafts, keystore, store.checkpoint_file)
    store.close()


def make_batch(head: Head, count: int = 1, sess: str | None = "s-1", start: int = 0) -> Batch:
    drafts = [
        Draft(
            type="item.done",
            actor="u-1",
            role="nurse",
            auth="pin",
            sess=sess,
            n=None if sess is None else start + step,
            pt=None if sess is None else "p-1",
            payload={"value": str(start + step)},
            d={"item": "pre.fasting"},
        )
        for step in range(count)
    ]
    salts = [bytes([step % 256]) * 32 for step in range(count)]
    stamp = Stamp(at=1_763_813_926_000 + head.size, tz=60, mono=head.size, boot="b7e1", clk="ntp")
    return prepare(head, drafts, stamp, salts, ws="ws-03", app="1.0.0")


def row(table: str, key: str, **values: Cell) -> Row:
    return Row(table, (("id", key),), tuple(values.items()))


def session_row(key: str, **changes: Cell) -> Row:
    values: dict[str, Cell] = {
        "patient": "p-1",
        "chair": 1,
        "nurse": "u-1",
        "status": "in-progress",
        "protocol": "ketamine-iv 1",
        "visit": 1,
        "opened_ms": 1000,
        "tz_min": 60,
        "ended_ms": None,
        "last_ms": 1000,
        "entries": 1,
        "flags": "open",
        "words": "",
    }
    return row("session", key, **(values | changes))


def patient_row(key: str, family: str, given: str, mrn: str) -> Row:
    return row(
        "patient",
        key,
        family=family,
        given=given,
        born="1980-02-01",
        mrn=mrn,
        title="",
        preferred="",
        allergies=Allergies.KNOWN.value,
        allergy_text="latex, rash",
    )


def person_row(key: str, name: str, roles: str = "nurse checker", active: int = 1) -> Row:
    return row("person", key, name=name, initials=name[:1], post="RN", roles=roles, active=active)


class Build(NamedTuple):
    batch: Callable[..., Batch]
    session: Callable[..., Row]
    patient: Callable[..., Row]
    person: Callable[..., Row]


@pytest.fixture
def build() -> Build:
    return Build(make_batch, session_row, patient_row, person_row)
