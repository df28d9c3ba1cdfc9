"""Folders made, opened, refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from checklist.errors import LedgerError
from checklist.service.memory_ports import MemoryKeyStore
from checklist.service.ports import PinRecord
from checklist.store import driver, opening
from checklist.store.lock import FolderLock

ORIGIN = "chairside.example/clinic-7/ws-03/1"


def refusal(act, *args):
    with pytest.raises(LedgerError) as caught:
        act(*args)
    return caught.value.code


def test_made_closed_opened(place, keystore, tap):
    """A store made, filled, closed and opened again holds what it held, in files only its owner can read."""
    store = opening.create_store(place, keystore, ORIGIN)
    tap(store.ledger, "first")
    store.checkpoint_file.append("a\n1\nb\n\n— c d\n")
    head = store.ledger.head()
    store.close()
    assert {path.name for path in place.iterdir()} == {
        "chairside.db",
        "chairside.keys.json",
        "checkpoints.txt",
        "lock",
    }
    assert {path.stat().st_mode & 0o077 for path in place.iterdir()} == {0}
    store = opening.open_store(place, keystore)
    assert store.ledger.head() == head
    store.close()


def test_reader_beside_writer(store, place, keystore, tap):
    """D31 A reader needs no lock, sees what is committed while it is open, and cannot write."""
    reader = opening.open_reader(place, keystore)
    tap(store.ledger)
    assert reader.ledger.head().size == 1
    with pytest.raises(AttributeError):
        tap(reader.ledger)
    reader.close()


def test_wrong_key(store, place, keystore):
    """The right file with another key is refused as such."""
    store.close()
    assert refusal(opening.open_store, place, MemoryKeyStore()) == "store.key"
    strange = MemoryKeyStore()
    strange._secrets = {name: bytes(32) for name in keystore._secrets}
    assert refusal(opening.open_store, place, strange) == "store.key"
    with pytest.raises(LedgerError) as caught:
        driver.connect(place / opening.DATABASE, bytes(32), writable=True)
    assert caught.value.code == "store.key"


def test_no_noise_on_wrong_key(store, place, capfd):
    """A wrong key writes nothing to the terminal."""
    store.close()
    with pytest.raises(LedgerError):
        driver.connect(place / opening.DATABASE, bytes(32), writable=True)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", ["plain", "text", "mark"])
def test_foreign_file(store, place, keystore, kind):
    """A file of another program under our name is refused and left as it is."""
    path = place / opening.DATABASE
    if kind == "mark":
        with store.database.writing() as cursor:
            cursor.execute("PRAGMA application_id=1")
    store.close()
    if kind == "text":
        path.write_bytes(b"not a database" * 500)
    if kind == "plain":
        path.unlink()
        plain = sqlite3.connect(path)
        plain.execute("CREATE TABLE a (b)")
        plain.close()
    before = path.read_bytes()
    assert refusal(opening.open_store, place, keystore) == "store.foreign"
    assert path.read_bytes() == before


def test_newer_file(store, place, keystore):
    """A file of a newer version is refused."""
    with store.database.writing() as cursor:
        cursor.execute("PRAGMA user_version=2")
    store.close()
    assert refusal(opening.open_store, place, keystore) == "store.newer"


def test_absent_and_existing(place, keystore):
    """Nothing there is said as such, and a store is never made over another."""
    assert refusal(opening.open_store, place, keystore) == "store.absent"
    assert refusal(opening.open_reader, place, keystore) == "store.absent"
    assert not place.exists()
    opening.create_store(place, keystore, ORIGIN).close()
    assert refusal(opening.create_store, place, keystore, ORIGIN) == "store.exists"


def test_no_new_keys_beside_a_database(store, place, keystore):
    """A database whose key file is missing is refused, and no new key file is made beside it."""
    store.close()
    (place / opening.KEYS).unlink()
    assert refusal(opening.open_store, place, keystore) == "store.no-key-file"
    assert refusal(opening.create_store, place, keystore, ORIGIN) == "store.exists"
    assert not (place / opening.KEYS).exists()


@pytest.mark.parametrize("left", ["", "half", "garbage"])
def test_killed_creation_is_begun_again(place, keystore, left):
    """A creation killed before its last step is taken up by the next one."""
    store = opening.create_store(place, keystore, ORIGIN)
    store.close()
    database = (place / opening.DATABASE).read_bytes()
    (place / opening.DATABASE).unlink()
    if left:
        (place / "chairside.db.new").write_bytes(database[:8192] if left == "half" else b"x")
        (place / "chairside.db.new-wal").write_bytes(b"y")
    assert refusal(opening.open_store, place, keystore) == "store.absent"
    opening.create_store(place, keystore, ORIGIN).close()
    store = opening.open_store(place, keystore)
    assert store.ledger.head().origin == ORIGIN
    store.close()


def test_second_program(store, place, keystore):
    """D27 A second program is kept out, told by whom, and let in once the first is gone."""
    with pytest.raises(LedgerError) as caught:
        opening.open_store(place, keystore)
    assert (caught.value.code, caught.value.params["pid"]) == ("store.in-use", str(os.getpid()))
    store.close()
    opening.open_store(place, keystore).close()


def test_lock_of_a_killed_program(tmp_path):
    """D27 The lock of a killed program keeps nobody out, although its file remains."""
    script = (
        "import sys, pathlib; from checklist.store.lock import FolderLock;"
        "lock = FolderLock(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        assert refusal(FolderLock, tmp_path) == "store.in-use"
        holder.kill()
        holder.wait()
    lock = FolderLock(tmp_path)
    lock.release()
    lock.release()


def test_pin_is_durable_before_the_check(store, place, keystore):
    """SEC-042 A counted try is in the file, as another connection and a copy of the files see it, on return."""
    store.secrets.put_pin("u-1", PinRecord("v", 4, 9))
    copy = place.parent / "copy"
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("*-shm", "lock"))
    second = opening.open_store(copy, keystore)
    assert second.secrets.pin("u-1") == PinRecord("v", 4, 9)
    second.close()


def test_nothing_in_clear(store, place, tap):
    """SEC-060 No name, note, draft, verifier or header text stands in clear in any file of the store."""
    from checklist.ledger.port import Row
    from checklist.service.ports import Draft

    markers = [f"MARKER{step:03}Q" for step in range(200)]
    for step in range(0, 200, 4):
        name, note, half, pin = markers[step : step + 4]
        person = (("name", name), ("initials", "A"), ("post", name), ("roles", "nurse"), ("active", 1))
        tap(store.ledger, note, Row("person", (("id", name),), person))
        store.drafts.put_draft(Draft("s-1", half, half, 1))
        store.secrets.put_pin(pin, PinRecord(pin))
    store.ledger.add_checkpoint(1, markers[0])
    found = {path.name: path.read_bytes() for path in place.iterdir()}
    assert {"chairside.db", "chairside.db-wal", "chairside.db-shm"} <= set(found)
    assert len(found["chairside.db-wal"]) > 100_000
    for name, data in found.items():
        assert b"MARKER" not in data, name
        assert b"item.done" not in data, name
        assert not data.startswith(b"SQLite"), name


def test_tidy_and_close(store, place, tap):
    """Tidying moves entries into the file while the WAL keeps its length, and a clean close leaves no WAL."""
    for step in range(20):
        tap(store.ledger, f"{step}" * 500)
    grown = (place / "chairside.db-wal").stat().st_size
    before = (place / "chairside.db").stat().st_size
    store.tidy()
    assert (place / "chairside.db").stat().st_size > before
    assert (place / "chairside.db-wal").stat().st_size == grown
    store.close()
    assert not (place / "chairside.db-wal").exists()


def test_closed_store_writes_nothing(store, tap, batch):
    """A closed store refuses to write."""
    prepared = batch(store.ledger)
    store.close()
    assert refusal(store.ledger.append, prepared) == "store.halted"


def test_read_back_is_another_connection(store, tap):
    """7.11 What is read back after a commit comes through another connection than the one that wrote it."""
    tap(store.ledger, "read me back")
    writer = store.database._driver
    with store.database._readers.connect() as reader:
        assert reader.connection.driver_connection is not writer
    assert b"read me back" in store.ledger.entry(0).payload


def test_store_without_a_log(store, place, keystore):
    """A database that names no log is refused, and its folder is free again."""
    with store.database.writing() as cursor:
        cursor.execute("UPDATE log SET current = 0")
    store.close()
    assert refusal(opening.open_store, place, keystore) == "store.corrupt"
    assert refusal(opening.open_reader, place, keystore) == "store.corrupt"
    FolderLock(place).release()


def test_reopening_that_fails(store, place, keystore, tap, batch):
    """SEC-067 A reopening that fails leaves the store halted; once the file is back, reopening lets it go on."""
    tap(store.ledger)
    prepared = batch(store.ledger)
    store.tidy()
    with store.database.reading() as cursor:
        cursor.execute("SELECT 1").fetchone()
    aside = place / "aside"
    store.database._driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    (place / opening.DATABASE).rename(aside)
    assert refusal(store.reopen) == "store.absent"
    assert refusal(store.ledger.append, prepared) == "store.halted"
    aside.rename(place / opening.DATABASE)
    store.reopen()
    store.ledger.append(prepared)
    assert store.ledger.head().size == 2
