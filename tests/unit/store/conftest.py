"""A new store in a folder of its own, and a way to append to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checklist.ledger.batch import Batch, prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.port import Ledger, Row
from checklist.service.memory_ports import MemoryKeyStore
from checklist.store import opening
from checklist.store.opening import Store

ORIGIN = "chairside.example/clinic-7/ws-03/1"


@pytest.fixture
def keystore() -> MemoryKeyStore:
    return MemoryKeyStore()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(place: Path, keystore: MemoryKeyStore) -> Iterator[Store]:
    made = opening.create_store(place, keystore, ORIGIN)
    yield made
    made.close()


def make_batch(ledger: Ledger, note: str = "calm", sess: str = "s-1") -> Batch:
    head = ledger.head()
    draft = Draft(
        type="item.done",
        actor="u-1",
        role="nurse",
        auth="pin",
        sess=sess,
        n=head.size,
        pt="p-1",
        payload={"note": note},
        d={"item": "pre.fasting"},
    )
    stamp = Stamp(at=1_763_813_926_000 + head.size, tz=60, mono=head.size, boot="b7e1", clk="ntp")
    return prepare(head, [draft], stamp, [bytes(32)], ws="ws-03", app="1.0.0")


@pytest.fixture
def batch() -> Callable[..., Batch]:
    return make_batch


@pytest.fixture
def tap() -> Callable[..., None]:
    def append(ledger: Ledger, note: str = "calm", *rows: Row) -> None:
        ledger.append(make_batch(ledger, note), rows)

    return append
