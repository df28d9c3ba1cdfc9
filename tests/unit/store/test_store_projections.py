"""Projections rebuilt, dumped, compared."""

from __future__ import annotations

import pytest

from checklist.errors import LedgerError
from checklist.ledger.port import Row


def person(key, name):
    values = (("name", name), ("initials", "A"), ("post", "RN"), ("roles", "nurse"), ("active", 1))
    return Row("person", (("id", key),), values)


def test_dump_is_what_was_written(store, tap):
    """V11 The dump gives each row as it was written, ordered by key."""
    for key in ("u-2", "u-1"):
        tap(store.ledger, "x", person(key, key))
    assert list(store.projections.dump()) == [person("u-1", "u-1"), person("u-2", "u-2")]


def test_rebuild(store, tap):
    """D7 A rebuild gives the projections of the rows and nothing else, later rows replacing earlier ones."""
    tap(store.ledger, "x", person("u-1", "Ann"), person("u-2", "Bea"))
    store.projections.rebuild(iter([person("u-1", "Eve"), person("u-1", "Ann")]))
    assert list(store.projections.dump()) == [person("u-1", "Ann")]
    assert store.projections.first_unindexed() is None


def test_failed_rebuild(store, tap):
    """A rebuild that fails leaves the projections as they were."""
    tap(store.ledger, "x", person("u-1", "Ann"))

    def broken():
        yield person("u-2", "Bea")
        raise LedgerError("entry.malformed", "a broken entry")

    with pytest.raises(LedgerError):
        store.projections.rebuild(broken())
    assert list(store.projections.dump()) == [person("u-1", "Ann")]


@pytest.mark.parametrize(
    ("act", "found"),
    [
        ("UPDATE idx_entry SET actor = 'u-9' WHERE seq = 3", 3),
        ("DELETE FROM idx_entry WHERE seq = 600", 600),
        ("DELETE FROM idx_entry WHERE seq >= 690", 690),
        (
            "INSERT INTO idx_entry SELECT origin, 900, type, at, actor, sess, n, pt, item, leaf FROM idx_entry LIMIT 1",
            700,
        ),
    ],
)
def test_index_of_entries_is_checked(store, tap, act, found):
    """V11 An index that differs from the headers in one row is found, and a rebuild cures it."""
    for _ in range(700):
        tap(store.ledger)
    assert store.projections.first_unindexed() is None
    with store.database.writing() as cursor:
        cursor.execute(act)
    assert store.projections.first_unindexed() == found
    store.projections.rebuild(())
    assert store.projections.first_unindexed() is None
    assert len(store.ledger.session_entries("s-1")) == 700
