"""The trend's equal as a table: newest on top, nothing hidden, read by keyboard and screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from checklist.protocol.values import Answer, FieldAnswer
from checklist.session.commands import CorrectAnswer, Occurred, RecordEvent, RecordVitals, WithdrawEvent
from checklist.ui.monitoring.flowsheet import COLUMNS, FlowModel, rows_of

if TYPE_CHECKING:
    from conftest import Chair


def rows(chair: Chair) -> list[tuple[str, ...]]:
    return [row.cells for row in rows_of(chair.bed.protocol, chair.bed.state, chair.bed.now(), lambda _id: "AD")]


def table(chair: Chair) -> QTableView:
    assert chair.page is not None
    chair.page.command_key("Ctrl+Shift+T")
    found = chair.find("flowsheet")
    assert isinstance(found, QTableView)
    return found


def test_the_newest_stands_on_top_under_real_headers(chair: Chair) -> None:
    """The table holds every set and event, newest on top, under headers that a screen reader reads out."""
    chair.run()
    chair.open_page()
    view = table(chair)
    model = view.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert tuple(heads) == COLUMNS
    times = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert times == sorted(times, reverse=True)
    spoken = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "BP mmHg 151/95"
    reader = QAccessible.queryAccessibleInterface(view)
    assert reader.role() == QAccessible.Role.Table
    wide = len(COLUMNS) + 1  # each row begins with its number
    read = [reader.child(n).text(QAccessible.Text.Name) for n in range(2 * wide)]
    assert tuple(read[1:wide]) == COLUMNS
    assert read[wide + 2] == spoken


def test_the_table_scrolls_by_keys(chair: Chair) -> None:
    """Arrow and page keys move through the rows; the row read stays in sight, and no row can be changed."""
    chair.run()
    for _ in range(20):
        chair.bed.must(RecordEvent("pain"))
    chair.open_page()
    view = table(chair)
    assert view.hasFocus()
    assert view.verticalScrollBar().value() == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.verticalScrollBar().value() > 0
    assert view.currentIndex().row() == view.model().rowCount() - 1


def test_a_new_row_leaves_the_reader_in_place(chair: Chair) -> None:
    """A set recorded while somebody reads the table stands on top, and who reads stays on the same row."""
    chair.run()
    page = chair.open_page()
    view = table(chair)
    view.setCurrentIndex(view.model().index(2, 1))
    read = view.currentIndex().data()
    chair.take(type(chair).vital_signs())
    page.show_snapshot(chair.desk.snapshot())
    QCoreApplication.processEvents()
    assert view.currentIndex().row() == 3
    assert view.currentIndex().data() == read


def test_a_corrected_set_says_what_it_was(chair: Chair) -> None:
    """R6 A corrected value stands in force with the former one in words beside it, in table, trend and sentence."""
    chair.run()
    signs = type(chair).vital_signs("157/95", "94", "97", "16", "4")
    chair.bed.must(CorrectAnswer("mon.vitals", Answer((FieldAnswer("signs", signs),)), "typing"))
    assert rows(chair)[0][1] == "157/95"
    assert rows(chair)[0][6] == "Corrected: BP mmHg was 151/95"
    page = chair.open_page()
    spoken = page.findChild(type(chair.find("trend")), "trend").accessibleDescription()
    assert "BP 157/95 mmHg, corrected" in spoken


def test_what_was_taken_back_stays_struck(chair: Chair) -> None:
    """R50 A set or an event taken back stays in the table, struck through, with the time it was taken back."""
    chair.run()
    chair.bed.must(RecordEvent("pain"))
    chair.bed.must(WithdrawEvent(chair.bed.state.events[-1].mark.n, "undo"))
    chair.take(type(chair).vital_signs("99/60"))
    chair.bed.must(CorrectAnswer("mon.vitals", None, "undo"))
    model = FlowModel()
    model.set_rows(rows_of(chair.bed.protocol, chair.bed.state, chair.bed.now(), lambda _id: "AD"))
    struck = {model.index(row, 6).data(): row for row in range(2)}
    assert set(struck) == {"Taken back 09:42", "Pain; taken back 09:42"}
    cell = model.index(struck["Taken back 09:42"], 1)
    font = cell.data(Qt.ItemDataRole.FontRole)
    assert isinstance(font, QFont)
    assert font.strikeOut()
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "BP mmHg 99/60, taken back"


def test_an_entry_set_back_shows_both_times(chair: Chair) -> None:
    """D25 What was set back stands at the time it was true, with the time it was typed and why."""
    chair.run()
    back = Occurred(chair.bed.now().wall_ms - 60_000, "Busy with the patient")
    chair.bed.must(RecordVitals("mon.vitals", type(chair).vital_signs(), back))
    chair.bed.must(RecordEvent("pain", "", back))
    found = {(cells[0], cells[6]) for cells in rows(chair)[:2]}
    assert found == {
        ("09:41", "typed 09:42: Busy with the patient"),
        ("09:41", "Pain; typed 09:42: Busy with the patient"),
    }
