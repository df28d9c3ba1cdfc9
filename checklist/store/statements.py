"""SQL text made once from the tables of schema, for paths where building it each time would cost too much.

Imports schema. Invariant: no statement is written by hand, so columns and their order are decided in one
place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ClauseElement, Table
from sqlalchemy.dialects import sqlite

from checklist.store import schema

_DIALECT = sqlite.dialect(paramstyle="qmark")


def text_of(statement: ClauseElement, columns: Sequence[str] | None = None) -> str:
    """Return the SQL text of a statement, with a ``?`` for each parameter, in the order of the text."""
    return str(statement.compile(dialect=_DIALECT, column_keys=None if columns is None else list(columns)))


def insert(table: Table) -> str:
    """Return an INSERT of every column, in the order of the table."""
    return text_of(sqlite.insert(table))


@cache
def upsert(table_name: str, key: tuple[str, ...], values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return an upsert of the named columns of a projection, and the column order of its parameters.

    Raises:
        KeyError: There is no such projection table.
    """
    table = schema.PROJECTIONS[table_name]
    named = {*key, *values}
    order = tuple(column.name for column in table.columns if column.name in named)
    fresh = sqlite.insert(table)
    changes = {name: fresh.excluded[name] for name in values}
    return text_of(fresh.on_conflict_do_update(index_elements=list(key), set_=changes), order), order
