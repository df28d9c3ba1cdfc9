"""The list of a step: folded sections, the lines of the open one, and the current item's card between them.

Only the open section has rows; every other one is a single row. Rows are kept and given new facts, so that a record
repaints what changed and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.pages.line_card import LineCard
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.state_row import RowFacts, StateRow
from checklist.ui.widgets.text import Text


class Row(msgspec.Struct, frozen=True):
    """One row: its stable id and what it shows."""

    id: str
    facts: RowFacts


_NOTHING = RowFacts(State.TODO, "")
"""Of a row that waits to be used again: no answer stays in a widget that is not shown (principle 7)."""


class RowGroup(Card):
    """Rows in one card; hidden while there are none.

    Signals:
        pressed: Id of the row.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._rows: list[StateRow] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; rows that stay are not touched."""
        while len(self._rows) < len(rows):
            row = StateRow()
            row.clicked.connect(lambda _=False, row=row: self.pressed.emit(row.objectName()))
            self._rows.append(row)
            self.body.addWidget(row)
        for row, wanted in zip(self._rows, rows, strict=False):
            row.setObjectName(wanted.id)
            if row.facts() != wanted.facts:
                row.set_facts(wanted.facts)
            row.set_last(wanted is rows[-1])
            row.setHidden(False)
        for row in self._rows[len(rows) :]:
            row.setHidden(True)
            row.setObjectName("")
            row.set_facts(_NOTHING)
        self.setVisible(bool(rows))

    def shown(self) -> list[StateRow]:
        """Return the rows on screen, in order."""
        return [row for row in self._rows if not row.isHidden()]


class ListFacts(msgspec.Struct, frozen=True):
    """What the list shows.

    Attributes:
        before, after: Folded sections around the open one.
        title: The open section's title, or empty where the step has one section only.
        above, below: Lines of the open section around the current one.
        closing: The sentence at the foot of a finished list.
    """

    before: tuple[Row, ...]
    title: str
    above: tuple[Row, ...]
    below: tuple[Row, ...]
    after: tuple[Row, ...]
    closing: str = ""


class ItemList(QWidget):
    """The whole list with the card in it.

    Args:
        card: The current item; it is hidden while there is none.

    Signals:
        line_pressed: Link id of a line's row.
        section_pressed: Id of a folded section's row.
    """

    line_pressed = Signal(str)
    section_pressed = Signal(str)

    def __init__(self, card: LineCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = card
        self._before, self._above, self._below, self._after = (RowGroup() for _ in range(4))
        self._title = Text("", Role.LABEL_STRONG, Token.INK2)
        self._closing = Text("", Role.SECONDARY_STRONG, Token.INK2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self._before, self._title, self._above, card, self._below, self._after, self._closing):
            layout.addWidget(part)
        layout.addStretch(1)
        for group in (self._before, self._above, self._below, self._after):
            group.pressed.connect(self._pressed)

    def _pressed(self, id: str) -> None:
        kind, _, rest = id.partition(".")
        (self.line_pressed if kind == "row" else self.section_pressed).emit(rest)

    def set_facts(self, facts: ListFacts) -> None:
        """Show a list."""
        self._before.set_rows(facts.before)
        self._above.set_rows(facts.above)
        self._below.set_rows(facts.below)
        self._after.set_rows(facts.after)
        self._title.show_text(facts.title)
        self._closing.show_text(facts.closing)

    def rows(self) -> list[StateRow]:
        """Return all rows on screen in reading order."""
        return [row for group in (self._before, self._above, self._below, self._after) for row in group.shown()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between rows and the current item with Up and Down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        stops: list[QWidget] = [*self._before.shown(), *self._above.shown()]
        if not self._card.isHidden():
            stops.append(self._card)
        stops += [*self._below.shown(), *self._after.shown()]
        here = next((i for i, stop in enumerate(stops) if self._holds_focus(stop)), None)
        if here is None or not 0 <= here + step < len(stops):
            return
        target = stops[here + step]
        if target is self._card:
            self._card.focus_first()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _holds_focus(self, widget: QWidget) -> bool:
        focus: QWidget | None = self.window().focusWidget()
        return focus is not None and (focus is widget or widget.isAncestorOf(focus))
