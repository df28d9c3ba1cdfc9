"""The list of sessions in its card: table, how many there are, which are in sight; and why it is empty."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from checklist.audit.query import SessionCount, SessionRow
from checklist.ui import formats
from checklist.ui.models.session_rows import EDGE, ROW_HIGH, SessionRows
from checklist.ui.models.session_table import COLUMNS, FLAGS, SessionTable
from checklist.ui.theme import color, dress, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.paint import focus_ring, write
from checklist.ui.widgets.text import Text

_WIDTHS = (168, 174, 94, 94)
_LEAST_FLAGS = 145
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Header(QHeaderView):
    """The names of the columns, each above the words below it."""

    def sizeHint(self) -> QSize:
        """Return the height of the line of names."""
        return QSize(super().sizeHint().width(), px(32))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one name."""
        painter.save()
        painter.fillRect(rect, color(Token.SURFACE))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), color(Token.LINE))
        words = QRectF(rect).adjusted(EDGE if section == 0 else 0, 0, 0, 0)
        write(painter, words, COLUMNS[section], font(Role.LABEL_STRONG), Token.INK2)
        painter.restore()


class SessionView(QTableView):
    """The table: one row is chosen at most, nothing is edited, Tab leaves it.

    Args:
        model: The rows.
        parent: Owner.

    Signals:
        opened: Enter was pressed on a row.
    """

    opened = Signal()

    def __init__(self, model: SessionTable, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("audit.table")
        dress(self)
        self.setAccessibleName("Sessions, newest first")
        self.setModel(model)
        self.setItemDelegate(SessionRows(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = _Header(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(FLAGS, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the theme now in force."""
        self.verticalHeader().setDefaultSectionSize(px(ROW_HIGH))
        self.setMinimumSize(px(sum(_WIDTHS) + _LEAST_FLAGS), px(32 + 4 * ROW_HIGH))
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, px(width))

    def in_sight(self) -> tuple[int, int]:
        """Return the first and last row that are wholly in sight, counted from 1; ``(0, 0)`` of none."""
        total, high = self.model().rowCount(), px(ROW_HIGH)
        top = self.verticalScrollBar().value()
        if total == 0:
            return 0, 0
        first = -(-top // high) + 1
        return first, max(first, min(total, (top + self.viewport().height()) // high))

    def page(self, step: int) -> None:
        """Scroll by whole pages; the choice stays."""
        bar = self.verticalScrollBar()
        rows = max(1, self.viewport().height() // px(ROW_HIGH))
        bar.setValue(bar.value() + step * rows * px(ROW_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the record of the chosen row; Home and End lead to the first and last row."""
        if event.key() in _ENTER:
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            row = 0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1
            self.setCurrentIndex(self.model().index(row, 0))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the ring of keyboard focus around the chosen one."""
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            left = self.visualRect(index.siblingAtColumn(0))
            painter = QPainter(self.viewport())
            focus_ring(painter, QRectF(0, left.y(), self.viewport().width(), left.height() - 1))
            painter.end()


class SessionList(Card):
    """The card.

    Args:
        model: The rows.
        parent: Owner.

    Signals:
        chosen: A ``SessionRow`` a person chose.
        opened: Enter was pressed on the chosen row.
        clear_pressed: Key of the filter to take away.
    """

    chosen = Signal(object)
    opened = Signal()
    clear_pressed = Signal(str)

    def __init__(self, model: SessionTable, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._model = model
        self._awaited: tuple[int, bool] | None = None
        self.view = SessionView(model)
        self._count = Text("", Role.SECONDARY_STRONG, Token.INK2)
        self._count.setObjectName("audit.count")
        self._range = Text("", Role.SECONDARY, Token.INK2, wrap=False)
        self._newer = Button("Newer", "chevron-up", Kind.PLAIN, id="audit.newer")
        self._older = Button("Older", "chevron-down", Kind.PLAIN, id="audit.older")
        self._empty = Text("", Role.ITEM, Token.INK2)
        self._empty.setObjectName("audit.empty")
        self._way_out = Button("", None, Kind.PLAIN, id="audit.way_out")
        self._way_out_key = ""
        self._lay_out()
        self._newer.clicked.connect(lambda: self.view.page(-1))
        self._older.clicked.connect(lambda: self.view.page(1))
        self._way_out.clicked.connect(lambda: self.clear_pressed.emit(self._way_out_key))
        self.view.opened.connect(self.opened)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._show_range())
        self.view.clicked.connect(self._pressed)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        model.rows_came.connect(self._rows_came)
        self.show_empty("", "", "")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 6, 12, 10)
        foot.setSpacing(12)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._range)
        foot.addWidget(self._newer)
        foot.addWidget(self._older)
        empty = QVBoxLayout()
        empty.setContentsMargins(EDGE, 20, EDGE, 8)
        empty.setSpacing(12)
        empty.addWidget(self._empty)
        empty.addWidget(self._way_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.setContentsMargins(1, 6, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(empty)
        self.body.addStretch(0)
        self.body.addLayout(foot)

    def row(self) -> SessionRow | None:
        """Return the chosen row, or None."""
        index = self.view.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def number(self) -> int:
        """Return the position of the chosen row, 0 where none is."""
        return max(0, self.view.currentIndex().row())

    def show_count(self, count: SessionCount) -> None:
        """Show how many sessions there are, from the top."""
        self.view.scrollToTop()
        flagged = f", {formats.grouped_int(count.flagged)} with a flag" if count.flagged else ""
        self._count.setText(f"{formats.counted(count.total, 'session')}{flagged}")
        self.view.setVisible(count.total > 0)
        self._show_range()
        QTimer.singleShot(0, self, self._show_range)

    def show_empty(self, words: str, way_out: str, key: str) -> None:
        """Say why the list is empty, and offer the one next act; empty words take both away."""
        self._empty.show_text(words)
        self._way_out_key = key
        self._way_out.set_label(way_out)
        self._way_out.setVisible(bool(way_out))

    def point_at(self, number: int) -> None:
        """Put the choice on a row without a person having chosen it."""
        self._awaited = (number, True)
        self.view.selectionModel().setCurrentIndex(
            self._model.index(number, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    def pointed_at(self) -> bool:
        """Return whether the choice was made by the program and not by a person."""
        return self._awaited is not None and self._awaited[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count anew which rows are in sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_range)

    def _selected(self, selected: QItemSelection, _before: QItemSelection) -> None:
        indexes = selected.indexes()
        if not indexes:
            return
        number = indexes[0].row()
        if self._awaited is None or self._awaited[0] != number:
            self._awaited = (number, False)
        self._tell()

    def _pressed(self, index: QModelIndex) -> None:
        """A row the program had pointed at was chosen by a person."""
        if self.pointed_at():
            self._awaited = (index.row(), False)
            self._tell()

    def _rows_came(self) -> None:
        self._show_range()
        self._tell()

    def _tell(self) -> None:
        """Say which row is chosen, once it has come."""
        row = self.row() if self._awaited is not None else None
        if row is not None:
            self.chosen.emit(row)

    def _show_range(self) -> None:
        first, last = self.view.in_sight()
        total = self._model.rowCount()
        self._range.setText(f"{formats.grouped_int(first)} to {formats.grouped_int(last)}" if total else "")
        bar = self.view.verticalScrollBar()
        self._newer.setVisible(bar.maximum() > 0 and bar.value() > 0)
        self._older.setVisible(bar.maximum() > 0)
        self._older.setEnabled(bar.value() < bar.maximum())
