"""Sessions as a table that is read when it comes into sight (D34): row count known, blocks of 64 rows, by key.

A block can be read once the key of the row before it is known; a jump far down is therefore walked in a few larger
reads, each a piece of work of its own, so that whoever writes meanwhile waits for one read at most. The GUI thread only
asks; rows that have not come yet are empty.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol as Port

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from checklist.audit.query import SessionCount, SessionQuery, SessionRow
from checklist.ui import formats, texts

BLOCK = 64
HELD = 32
"""Blocks kept in memory; the longest unused goes first."""
WALK = 7
"""Blocks read in one go, so that a read stays under the 500 rows of ``SessionQuery``."""

COLUMNS = ("Started", "Patient", "MRN", "Nurse", "Flags")
STARTED, PATIENT, MRN, NURSE, FLAGS = range(5)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Key = tuple[int, str]


class Source(Port):
    """Where rows come from; both calls return at once and call back later in the GUI thread, or never."""

    def count(self, query: SessionQuery, done: Callable[[SessionCount], None]) -> None:
        """Count a search."""
        ...

    def read(self, query: SessionQuery, done: Callable[[tuple[SessionRow, ...]], None]) -> None:
        """Read one page of a search."""
        ...


def cell_text(row: SessionRow, column: int) -> str:
    """Return what a cell says."""
    match column:
        case 0:
            return formats.date_time(row.opened_ms, row.tz_min)
        case 1:
            return formats.patient_name(row.family, row.given)
        case 2:
            return formats.mrn(row.mrn)
        case 3:
            return row.nurse
        case _:
            return ", ".join(texts.flag(flag) for flag in row.flags)


class SessionTable(QAbstractTableModel):
    """The model.

    Args:
        source: Where rows come from.

    Signals:
        counted: A ``SessionCount``: the search has been counted, and its rows can be looked at.
        rows_came: Rows that were empty have been filled.
    """

    counted = Signal(object)
    rows_came = Signal()

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._query = SessionQuery()
        self._total = 0
        self._blocks: OrderedDict[int, tuple[SessionRow, ...]] = OrderedDict()
        self._keys: list[_Key | None] = [None]
        self._wanted: int | None = None
        self._reading = False
        self._search = 0

    def search(self, query: SessionQuery) -> None:
        """Begin another search, or the same one anew; the rows shown stay until it has been counted."""
        self._search += 1
        search = self._search

        def came(count: SessionCount) -> None:
            if search == self._search:
                self._start(query, count)

        self._source.count(query, came)

    def row(self, number: int) -> SessionRow | None:
        """Return a row, or None while it has not come; then it is asked for."""
        block = number // BLOCK
        rows = self._blocks.get(block)
        if rows is None:
            self._want(block)
            return None
        self._blocks.move_to_end(block)
        return rows[number % BLOCK] if number % BLOCK < len(rows) else None

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many sessions the search has."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, or the whole row under ``ROW_ROLE``."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, ROW_ROLE):
            return None
        row = self.row(index.row())
        if role == ROW_ROLE or row is None:
            return row if role == ROW_ROLE else ""
        return cell_text(row, index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def _start(self, query: SessionQuery, count: SessionCount) -> None:
        self.beginResetModel()
        self._query, self._total = query, count.total
        self._blocks.clear()
        self._keys = [None]
        self._wanted, self._reading = None, False
        self.endResetModel()
        self.counted.emit(count)

    def _want(self, block: int) -> None:
        """Ask for a block; while one is being read the newest wish is kept."""
        self._wanted = block
        if not self._reading:
            self._read_on()

    def _read_on(self) -> None:
        wanted = self._wanted
        if wanted is None or wanted in self._blocks:
            return
        self._reading = True
        first = min(wanted, len(self._keys) - 1)
        blocks = min(WALK, wanted - first + 1)
        query = msgspec.structs.replace(self._query, before=self._keys[first], limit=blocks * BLOCK)
        search = self._search
        self._source.read(query, lambda rows: self._came(search, first, blocks, rows))

    def _came(self, search: int, first: int, blocks: int, rows: tuple[SessionRow, ...]) -> None:
        if search != self._search:
            return
        self._reading = False
        for place in range(blocks):
            self._hold(first + place, rows[place * BLOCK : (place + 1) * BLOCK])
        last = min(self._total, (first + blocks) * BLOCK) - 1
        self.dataChanged.emit(self.index(first * BLOCK, 0), self.index(last, len(COLUMNS) - 1))
        self.rows_came.emit()
        if rows:
            self._read_on()

    def _hold(self, block: int, rows: tuple[SessionRow, ...]) -> None:
        self._blocks[block] = rows
        self._blocks.move_to_end(block)
        if len(self._blocks) > HELD:
            self._blocks.popitem(last=False)
        if rows and len(self._keys) == block + 1:
            self._keys.append((rows[-1].opened_ms, rows[-1].id))
