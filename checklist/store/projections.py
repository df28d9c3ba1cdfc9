"""Projections as a whole: rebuilt, given out for comparison, and checked against the headers.

Imports database, schema, sql_ledger and statements. Invariant: a rebuild that fails leaves the old ones as
they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from sqlalchemy import Table, bindparam, delete, select

from checklist.ledger.port import Row
from checklist.store import schema, statements
from checklist.store.database import Database
from checklist.store.sql_ledger import IndexCells, SqlLedger, index_cells, write_rows

_BLOCK = 512
_NO_OFFSET = 0  # SQLAlchemy writes an OFFSET behind every LIMIT for SQLite
_ADD_INDEX = statements.insert(schema.idx_entry)
_INDEX_ROWS = statements.text_of(
    select(schema.idx_entry)
    .where(schema.idx_entry.c.origin == bindparam("log"), schema.idx_entry.c.seq > bindparam("after"))
    .order_by(schema.idx_entry.c.seq)
    .limit(bindparam("count"))
)


class Projections:
    """All projection tables of a store.

    Args:
        database: Where they are.
        ledger: The log they follow from.
        origin: Its name.
    """

    def __init__(self, database: Database, ledger: SqlLedger, origin: str) -> None:
        self._database = database
        self._ledger = ledger
        self._origin = origin

    def rebuild(self, rows: Iterable[Row]) -> None:
        """Fill the index of entries anew, and then, in one transaction of their own, the other projections.

        The index comes first and is committed, because ``rows`` are usually computed by reading sessions
        through it.

        Args:
            rows: Every row of the service's projections; later rows replace earlier ones. ``idx_entry`` is
            filled
                from the headers.

        Raises:
            LedgerError: The projections are as they were.
        """
        with self._database.writing() as cursor:
            cursor.execute(statements.text_of(delete(schema.idx_entry)))
            for entry in self._ledger.entries():
                cursor.execute(_ADD_INDEX, index_cells(self._origin, entry))
        with self._database.writing() as cursor:
            for table in schema.PROJECTIONS.values():
                cursor.execute(statements.text_of(delete(table)))
            for row in rows:
                write_rows(cursor, (row,))

    def dump(self) -> Iterator[Row]:
        """Yield every row of the service's projections by table and key, columns as in the table."""
        for table in schema.PROJECTIONS.values():
            with self._database.selecting() as connection:
                found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
                for cells in found:
                    yield _row(table, {name: cells[name] for name in table.columns.keys()})  # noqa: SIM118

    def first_unindexed(self) -> int | None:
        """Return the first position where ``idx_entry`` is not what the headers say, None where all agree."""
        for seq, (entry, cells) in enumerate(zip_longest(self._ledger.entries(), self._index_rows())):
            if entry is None or cells is None or cells != index_cells(self._origin, entry):
                return seq
        return None

    def _index_rows(self) -> Iterator[IndexCells]:
        after = -1
        while True:
            with self._database.reading() as cursor:
                block = cursor.execute(_INDEX_ROWS, (self._origin, after, _BLOCK, _NO_OFFSET)).fetchall()
            if not block:
                return
            for cells in block:
                yield IndexCells(*cells)  # type: ignore[arg-type]  # the columns are the fields
            after = int(block[-1][1])  # type: ignore[arg-type]  # seq is an integer column


def _row(table: Table, cells: dict[str, str | int | bytes | None]) -> Row:
    key = tuple(column.name for column in table.primary_key)
    return Row(
        table.name,
        tuple((name, cells[name]) for name in key),
        tuple((name, cell) for name, cell in cells.items() if name not in key),
    )
