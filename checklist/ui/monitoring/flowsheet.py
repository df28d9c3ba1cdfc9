"""The trend's equal as a table: every set, event and note of the session, newest on top (``ux.md`` 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from checklist.audit.trend import TrendSet, first_signs, trend_of
from checklist.clock import Reading
from checklist.protocol.model import Protocol
from checklist.protocol.values import VitalSigns
from checklist.session import due
from checklist.session.commands import Occurred
from checklist.session.due import Due
from checklist.session.state import ChairEvent, Mark, SessionState, VitalsSet
from checklist.ui import formats, texts
from checklist.ui.monitoring.due_words import fate_words
from checklist.ui.monitoring.event_words import named, standing
from checklist.ui.monitoring.words import ALERTNESS_SHORT, gap_marks, infusion_marks
from checklist.ui.theme import color, dress, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Look

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
COLUMNS = ("Time", "BP mmHg", "HR /min", "SpO₂ %", "Breaths /min", "Alertness", "What happened", "By")
_CODES = (("sbp", "dbp"), ("hr",), ("spo2",), ("rr",), ("alertness",))
_WHAT = 6


class FlowRow(msgspec.Struct, frozen=True):
    """One row: its time, the text of each column, the columns over a limit, and whether it was taken back."""

    at_ms: int
    cells: tuple[str, ...]
    over: frozenset[int] = frozenset()
    struck: bool = False


def rows_of(protocol: Protocol, state: SessionState, now: Reading, initials: Callable[[str], str]) -> list[FlowRow]:
    """Return the rows of a session, newest first.

    Args:
        protocol: The session's protocol.
        state: The session.
        now: The clock; its offset is shown.
        initials: Initials of a person by id.
    """
    tz_min = now.tz_min
    taken = {item.at_ms: item for item in state.vitals}
    rows = [
        _set_row(item, taken.get(item.at_ms), tz_min, initials)
        for item in trend_of(protocol, state, (), tz_min=tz_min).sets
    ]
    rows += [_gone_row(item, tz_min, initials) for item in state.withdrawn]
    rows += [_word_row(mark.at_ms, mark.text, "", tz_min) for mark in (*infusion_marks(state), *gap_marks(state))]
    rows += [_fate_row(protocol, item, tz_min, initials) for item in due.marks(protocol, state, now) if _is_told(item)]
    rows += [_event_row(protocol, item, tz_min, initials) for item in state.events]
    rows += [_word_row(n.mark.at_ms, n.text, initials(n.mark.person), tz_min) for n in state.notes]
    return sorted(rows, key=lambda row: row.at_ms, reverse=True)


def _set_row(item: TrendSet, taken: VitalsSet | None, tz_min: int, initials: Callable[[str], str]) -> FlowRow:
    cells = _value_cells(item.values, taken.signs if taken else None)
    what = _said_of(taken, tz_min) if taken else ""
    by = initials(taken.author.person) if taken else ""
    over = frozenset(n + 1 for n, codes in enumerate(_CODES) if item.over & set(codes))
    return FlowRow(item.at_ms, (formats.time_of(item.at_ms, tz_min), *cells, what, by), over)


def _is_told(mark: Due) -> bool:
    return mark.is_past_late and (mark.missed or mark.taken is not None)


def _fate_row(protocol: Protocol, mark: Due, tz_min: int, initials: Callable[[str], str]) -> FlowRow:
    """Return a reading that was missed or late; without a reason it stands out for ever."""
    by = initials(mark.explained.mark.person) if mark.explained is not None else ""
    row = _word_row(mark.due_ms, fate_words(protocol, mark, tz_min), by, tz_min)
    return row if mark.explained is not None else msgspec.structs.replace(row, over=frozenset({_WHAT}))


def _gone_row(item: VitalsSet, tz_min: int, initials: Callable[[str], str]) -> FlowRow:
    """Return a set that was taken back: struck through, with when and by whom."""
    cells = _value_cells({part.code: part.value for part in item.signs.values}, item.signs)
    what = f"Taken back {formats.time_of(item.author.at_ms, tz_min)}"
    row = (formats.time_of(item.at_ms, tz_min), *cells, what, initials(item.author.person))
    return FlowRow(item.at_ms, row, struck=True)


def _value_cells(values: Mapping[str, str], signs: VitalSigns | None) -> list[str]:
    missing = {part.code: texts.reason(part.reason) for part in signs.missing} if signs else {}
    cells = []
    for codes in _CODES:
        found = [values.get(code) for code in codes]
        whole = "/".join(value for value in found if value is not None) if None not in found else ""
        if codes == ("alertness",) and whole:
            whole = f"{whole}, {ALERTNESS_SHORT.get(whole, '')}".rstrip(", ")
        cells.append(whole or missing.get(codes[0], ""))
    return cells


def _said_of(taken: VitalsSet, tz_min: int) -> str:
    """Return what a corrected set was, and when a set that was set back was typed."""
    words, first = [f"Light check: {taken.light}"] if taken.light else [], first_signs(taken)
    if first is not None:
        former = _value_cells({part.code: part.value for part in first.values}, first)
        newer = _value_cells({part.code: part.value for part in taken.signs.values}, taken.signs)
        changed = [
            f"{name} was {old or 'not taken'}"
            for name, old, new in zip(COLUMNS[1:_WHAT], former, newer, strict=True)
            if old != new
        ]
        words.append(f"Corrected: {', '.join(changed)}")
    return "; ".join([*words, *_back(taken.occurred, taken.mark, tz_min)])


def _back(occurred: Occurred | None, mark: Mark, tz_min: int) -> list[str]:
    """Return when an entry that was set back was typed, and why so late."""
    return [f"typed {formats.time_of(mark.at_ms, tz_min)}: {occurred.reason}"] if occurred else []


def _event_row(protocol: Protocol, item: ChairEvent, tz_min: int, initials: Callable[[str], str]) -> FlowRow:
    stands = standing(protocol, item) if item.details or item.settlements else ""
    said = f"{named(protocol, item)}: {item.text}" if item.text else named(protocol, item)
    gone = [f"taken back {formats.time_of(item.withdrawn.at_ms, tz_min)}"] if item.withdrawn else []
    what = "; ".join([said, *filter(None, (stands,)), *_back(item.occurred, item.mark, tz_min), *gone])
    row = _word_row(item.at_ms, what, initials(item.mark.person), tz_min)
    return msgspec.structs.replace(row, struck=item.withdrawn is not None)


def _word_row(at_ms: int, text: str, by: str, tz_min: int) -> FlowRow:
    return FlowRow(at_ms, (formats.time_of(at_ms, tz_min), "", "", "", "", "", text, by))


class FlowModel(QAbstractTableModel):
    """The rows as a table; a new one on top leaves the others, and who reads them, in place."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FlowRow] = []

    def set_rows(self, rows: list[FlowRow]) -> None:
        """Show other rows."""
        more = len(rows) - len(self._rows)
        if rows == self._rows:
            return
        if self._rows and more > 0 and rows[more:] == self._rows:
            self.beginInsertRows(_ROOT, 0, more - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour and figures of a cell."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            over = ", over the limit" if index.column() in row.over and index.column() != _WHAT else ""
            gone = ", taken back" if row.struck else ""
            return f"{COLUMNS[index.column()]} {row.cells[index.column()]}{over}{gone}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in row.over:
            return color(Token.CAUTION)
        if role == Qt.ItemDataRole.ForegroundRole and row.struck:
            return color(Token.INK3)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(row, index.column())
        return None

    def _font(self, row: FlowRow, column: int) -> QFont:
        chosen = QFont(font(Role.SECONDARY_STRONG if column in row.over else Role.STAMP))
        chosen.setStrikeOut(row.struck and column != _WHAT)
        return chosen

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column, and its font."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.FontRole:
            return font(Role.LABEL)
        return None


class _Table(QTableView):
    """A table to read and to scroll by keys; says whether the keyboard is in it."""

    focused = Signal(bool)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusOutEvent(event)
        self.focused.emit(False)


class Flowsheet(Card):
    """The table in its card."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.model = FlowModel()
        self._view = _Table()
        dress(self._view)
        self._view.setObjectName("flowsheet")
        self._view.setAccessibleName("Vital signs and events as a table, newest on top")
        self._view.setModel(self.model)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setTabKeyNavigation(False)
        self._view.setShowGrid(False)
        self._view.verticalHeader().hide()
        header = self._view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.body.setContentsMargins(8, 8, 8, 8)
        inside: QVBoxLayout = self.body
        inside.addWidget(self._view)
        self._view.focused.connect(lambda on: self.set_look(Look.CURRENT if on else Look.PLAIN))
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the theme now in force."""
        self._view.setFont(font(Role.STAMP))
        self._view.horizontalHeader().setFont(font(Role.LABEL))
        self._view.verticalHeader().setDefaultSectionSize(px(40))
        for column, width in enumerate((64, 82, 74, 70, 108, 118, 0, 48)):
            if width:
                self._view.setColumnWidth(column, px(width))

    def view(self) -> QTableView:
        """Return the table, for the keyboard focus."""
        return self._view
