"""Connections, settings, triggers and what errors mean."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from checklist.errors import LedgerError
from checklist.store import driver, opening, schema
from checklist.store.driver import SETTINGS

KEPT = tuple(
    f"{act} {table}"
    for table in ("entry", "checkpoint", "key_pub")
    for act in ("DELETE FROM", "UPDATE", "INSERT OR REPLACE INTO")
)


def effective(cursor):
    return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in SETTINGS} | {
        name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "query_only")
    }


def test_settings_of_every_connection(store):
    """SEC-066 Every pooled connection has the settings of 9.1 in force, and only the writer may write."""
    wanted = {name: word for name, _, word in SETTINGS} | {"journal_mode": "wal"}
    with store.database.writing() as cursor:
        assert effective(cursor) == wanted | {"query_only": 0}
    with store.database.reading() as one, store.database.reading() as two, store.database.reading() as three:
        for cursor in (one, two, three):
            assert effective(cursor) == wanted | {"query_only": 1}
    assert wanted["synchronous"] == 2


def test_engine_is_new_enough():
    """The bundled engine is newer than the WAL-reset fault."""
    assert driver.MODULE.sqlite_version_info >= (3, 51, 3)


def test_readers_cannot_write(store):
    """A reading connection refuses to write."""
    with pytest.raises(LedgerError) as caught, store.database.reading() as cursor:
        cursor.execute("DELETE FROM draft")
    assert caught.value.code == "store.readonly"


@pytest.mark.parametrize("statement", KEPT)
def test_append_only(store, tap, statement):
    """SEC-005 Entries, checkpoints and keys cannot be changed, deleted or replaced, not even by our own writer."""
    from checklist.ledger.port import KeyPub

    tap(store.ledger)
    store.ledger.add_checkpoint(1, "note\n")
    store.ledger.add_key_pub(KeyPub("log+00000001+AAAA", 1))
    act, table = statement.rsplit(" ", 1)
    tail = {"UPDATE": " SET origin = origin", "INSERT OR REPLACE INTO": f" SELECT * FROM {table}"}.get(act, "")
    with pytest.raises(LedgerError) as caught, store.database.writing() as cursor:
        cursor.execute(statement + tail)
    assert caught.value.code == "store.refused"
    assert len(list(store.ledger.entries())) == 1
    tap(store.ledger)


def test_four_threads(store):
    """Four threads that each read, add and write a hundred times make four hundred (2.8)."""
    from checklist.service.ports import PinRecord

    store.secrets.put_pin("u-1", PinRecord("v"))

    def count_up():
        for _ in range(100):
            with store.database.writing() as cursor:
                failures = cursor.execute("SELECT failures FROM secret").fetchone()[0]
                cursor.execute("UPDATE secret SET failures = ?", (failures + 1,))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.secrets.pin("u-1").failures == 400


def test_core_transactions_begin_at_once(store):
    """A SQLAlchemy transaction on a reader sees one moment, whatever is committed meanwhile."""
    from checklist.service.ports import Draft

    store.drafts.put_draft(Draft("s-1", "a", "1", 1))
    with store.database.selecting() as connection:
        assert len(connection.execute(select(schema.draft)).all()) == 1
        store.drafts.put_draft(Draft("s-1", "b", "2", 2))
        assert len(connection.execute(select(schema.draft)).all()) == 1
    assert len(store.drafts.drafts("s-1")) == 2


def test_failed_command_leaves_nothing(store, tap, batch):
    """SEC-004 A command whose projection row cannot be written leaves no entry either."""
    from checklist.ledger.port import Row

    tap(store.ledger)
    with pytest.raises(LedgerError) as caught:
        store.ledger.append(batch(store.ledger), [Row("entry", (("seq", 0),), (("header", b""),))])
    assert caught.value.code == "store.fault"
    assert store.ledger.head().size == 1
    tap(store.ledger)
    assert store.ledger.head().size == 2


def test_full_disk_halts_until_reopened(store, tap):
    """SEC-067 After a full disk nothing is acknowledged until the store was reopened, and nothing is lost."""
    tap(store.ledger)
    with store.database.writing() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    with store.database.writing() as cursor:
        cursor.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LedgerError) as caught:
        for _ in range(100):
            tap(store.ledger, "x" * 3000)
    assert caught.value.code == "store.full"
    size = store.ledger.head().size
    with pytest.raises(LedgerError) as caught:
        tap(store.ledger)
    assert (caught.value.code, caught.value.params["cause"]) == ("store.halted", "store.full")
    store.reopen()
    tap(store.ledger)
    assert store.ledger.head().size == size + 1


def test_busy_does_not_halt(store, tap, place, keystore):
    """Another writer's lock is an error that passes: the next tap is written."""
    other = opening.open_reader(place, keystore)
    foreign = driver.connect(place / opening.DATABASE, other.database._key, writable=True)
    foreign.execute("BEGIN IMMEDIATE")
    store.database._driver.execute("PRAGMA busy_timeout=0")
    with pytest.raises(LedgerError) as caught:
        tap(store.ledger)
    assert caught.value.code == "store.busy"
    foreign.rollback()
    foreign.close()
    other.close()
    tap(store.ledger)
    assert store.ledger.head().size == 1


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, "busy"),
        (6, "locked"),
        (10, "io"),
        (1034, "io"),
        (11, "corrupt"),
        (13, "full"),
        (26, "corrupt"),
        (1, "fault"),
    ],
)
def test_error_codes(number, code):
    """SEC-067 Each result code of the engine has one code here, extended codes by their primary one."""
    error = driver.MODULE.OperationalError("text that may name a column")
    error.sqlite_errorcode = number
    error.sqlite_errorname = "SQLITE_X"
    with pytest.raises(LedgerError) as caught, driver.translated():
        raise error
    assert (caught.value.code, caught.value.params["sqlite"]) == (f"store.{code}", number)
    assert "column" not in str(caught.value)


def test_no_key_in_messages(store):
    """SEC-085 Neither the representation of an engine nor an error names the key or a value."""
    key = store.database._key.hex()
    with pytest.raises(LedgerError) as caught, store.database.selecting() as connection:
        connection.exec_driver_sql("SELECT no_such FROM draft WHERE text = ?", ("SECRETVALUE",))
    seen = repr(store.database._writers) + repr(store.database._readers) + str(caught.value)
    seen += str(caught.value.__cause__)
    assert key not in seen
    assert "SECRETVALUE" not in seen
