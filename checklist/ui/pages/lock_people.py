"""Who may sign in: the likeliest few as rows, and a search for everybody else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from checklist.audit.query import Person
from checklist.ui import texts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.person_row import PersonRow
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

ROWS = 5
"""Rows there is room for beside the number keys."""


class LockPeople(QWidget):
    """The list.

    Signals:
        chosen: A ``Person``.
    """

    chosen = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[Person, ...] = ()
        self._chosen: str | None = None
        self._rows: dict[str, PersonRow] = {}
        self._stack = QStackedWidget()
        self._short = QWidget()
        self._few = QVBoxLayout(self._short)
        self._few.setContentsMargins(0, 0, 0, 0)
        self._few.setSpacing(8)
        self._search = self._search_page()
        self._stack.addWidget(self._short)
        self._stack.addWidget(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Text("Who is here", Role.SECONDARY_STRONG, Token.INK2))
        layout.addWidget(self._stack, 1)

    def _search_page(self) -> QWidget:
        page = QWidget()
        self._box = TextField("Name", id="lock.search", placeholder="Type a name")
        self._box.text_changed.connect(lambda _text: self._fill_found())
        self._box.entered.connect(self._take_only)
        found = QWidget()
        self._found = QVBoxLayout(found)
        self._found.setContentsMargins(0, 0, 8, 0)
        self._found.setSpacing(8)
        back = Button("Back to the short list", "arrow-left", Kind.QUIET, id="lock.search.back")
        back.clicked.connect(self._back)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._box)
        column.addWidget(Scroll(found), 1)
        column.addWidget(back)
        return page

    def set_people(self, people: tuple[Person, ...]) -> None:
        """Show these people, the likeliest first; where they are too many, the others are behind a search."""
        self._people = people
        self._fill_few()
        self._back()

    def choose(self, person_id: str | None) -> None:
        """Choose a person as a press would, or none."""
        self._chosen = None
        self._back()
        person = next((item for item in self._people if item.id == person_id), None)
        if person is not None:
            self._take(person)
        else:
            self._mark()

    def _fill_few(self) -> None:
        _empty(self._few)
        all_fit = len(self._people) <= ROWS
        shown = self._people if all_fit else self._people[: ROWS - 1]
        self._rows = {person.id: self._row(person, "lock.person") for person in shown}
        for row in self._rows.values():
            self._few.addWidget(row)
        if not all_fit:
            other = PersonRow("Someone else", "plus", id="lock.someone_else")
            other.setCheckable(False)
            other.clicked.connect(self._begin_search)
            self._few.addWidget(other)
        self._few.addStretch(1)
        self._mark()

    def _row(self, person: Person, prefix: str) -> PersonRow:
        row = PersonRow(texts.person(person), id=f"{prefix}.{person.id}")
        row.clicked.connect(lambda: self._take(person))
        return row

    def _take(self, person: Person) -> None:
        self._chosen = person.id
        self._mark()
        self.chosen.emit(person)

    def _mark(self) -> None:
        for row in self.findChildren(PersonRow):
            row.setChecked(self._chosen is not None and row.objectName().endswith(f".{self._chosen}"))

    def _begin_search(self) -> None:
        self._box.set_text("")
        self._fill_found()
        self._stack.setCurrentWidget(self._search)
        self._box.setFocus()

    def _matches(self) -> list[Person]:
        words = self._box.text().casefold().split()
        return [item for item in self._people if all(word in item.name.casefold() for word in words)]

    def _fill_found(self) -> None:
        _empty(self._found)
        found = self._matches()
        for person in found:
            self._found.addWidget(self._row(person, "lock.found"))
        if not found:
            self._found.addWidget(Text("Nobody of that name works here.", Role.SECONDARY, Token.INK2))
        self._found.addStretch(1)

    def _take_only(self) -> None:
        found = self._matches()
        if len(found) == 1:
            self._take(found[0])

    def _back(self) -> None:
        self._stack.setCurrentWidget(self._short)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the focus on the first row."""
        first = next(iter(self._rows.values()), None)
        if first is not None:
            first.setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move up and down the rows by arrows, take the row with Enter, leave the search with Esc."""
        rows = [row for row in self.findChildren(PersonRow) if row.isVisible()]
        here = next((i for i, row in enumerate(rows) if row.hasFocus()), None)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and rows:
            rows[0 if here is None else (here + step) % len(rows)].setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here is not None:
            rows[here].click()
        elif event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self._search:
            self._back()
            self.setFocus()
        else:
            super().keyPressEvent(event)


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
