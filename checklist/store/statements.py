"""SQL text made once from the tables of schema, for paths where building it each time would cost too much.

Imports schema. Invariant: no statement is written by hand, so columns and their order are decided in one
place.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import ClauseElement, Table, bindparam, select, update
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
def add_row(table: str, columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return an INSERT of the named columns of a projection, and the order of its parameters.

    Raises:
        KeyError: There is no such projection.
    """
    order = _in_order(schema.PROJECTIONS[table], columns)
    return text_of(sqlite.insert(schema.PROJECTIONS[table]), order), order


@cache
def read_row(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """Return a SELECT of the named columns of one row of a projection, by the columns of its key.

    Raises:
        KeyError: There is no such projection, or no such column.
    """
    found = schema.PROJECTIONS[table].c
    return text_of(select(*(found[name] for name in columns)).where(*(found[name] == bindparam(name) for name in key)))


@cache
def change_row(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return an UPDATE of the named columns of one row of a projection, and the order of its parameters.

    Raises:
        KeyError: There is no such projection, or no such column.
    """
    projection = schema.PROJECTIONS[table]
    order = _in_order(projection, columns)
    matching = (projection.c[name] == bindparam(f"key_{name}") for name in key)
    return text_of(update(projection).where(*matching), (*order, *(f"key_{name}" for name in key))), (*order, *key)


def _in_order(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name in names)
