"""A running emergency list: read and do, one line lit, the log and timed buttons beside it (``ux.md`` 10.7)."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.emergency.branch_row import BranchRow
from checklist.ui.emergency.course import CourseFacts, LogRow, Standing
from checklist.ui.emergency.words import EVENTS, KEEPS_RUNNING, NOT_SAVED
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Panel
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_SIDE = 398
"""Width of the log's column at 100 % text."""


class BranchPage(QWidget):
    """The page.

    Signals:
        line_pressed: Id of a line, and whether it was done.
        line_lit: Id of a line to light.
        event_pressed: Term of a timed button.
        other_pressed: Id of a list that runs, or empty to pick another.
        back_pressed: Leave the page; everything goes on.
        end_pressed: End the emergency.
    """

    line_pressed = Signal(str, bool)
    line_lit = Signal(str)
    event_pressed = Signal(str)
    other_pressed = Signal(str)
    back_pressed = Signal()
    end_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emergency.page")
        self._facts: CourseFacts | None = None
        self._title = Text("", Role.DOSE, Token.ON_ALARM)
        self._started = Text("", Role.SECONDARY_STRONG, Token.ON_ALARM, wrap=False)
        self._clock = Text("", Role.CLOCK, Token.ON_ALARM, wrap=False)
        self._rows: dict[str, BranchRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(6, 6, 6, 6)
        self._list.setSpacing(2)
        self._log = QVBoxLayout()
        self._log.setSpacing(6)
        self._others = QHBoxLayout()
        self._others.setSpacing(8)
        self._leave = Text("", Role.SECONDARY, Token.INK2)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        middle = QHBoxLayout()
        middle.setContentsMargins(18, 12, 18, 10)
        middle.setSpacing(12)
        middle.addWidget(self._left(), 1)
        middle.addWidget(self._right())
        layout.addLayout(middle, 1)
        layout.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = Panel(Token.ALARM_FILL)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(14)
        row.addWidget(IconMark("siren", Token.ON_ALARM, 28))
        row.addWidget(self._title, 1)
        row.addWidget(self._started)
        row.addSpacing(12)
        row.addWidget(self._clock)
        return head

    def _left(self) -> QWidget:
        card = Card()
        card.body.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._list)
        self._scroll = Scroll(inside)
        card.body.addWidget(self._scroll)
        return card

    def _right(self) -> QWidget:
        side = QWidget()
        self._side = side
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        log = Card()
        log.body.addWidget(Text("Log", Role.STRONG))
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._log)
        rows.addStretch(1)
        self._log_scroll = Scroll(inside)
        log.body.addWidget(self._log_scroll, 1)
        column.addWidget(log, 1)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, event in enumerate(EVENTS):
            button = Button(event.text, event.icon, Kind.TILE, 56, id=f"emergency.event.{event.term}", wrap=True)
            button.clicked.connect(lambda _on=False, term=event.term: self.event_pressed.emit(term))
            button.setSizePolicy(QSizePolicy.Policy.Ignored, button.sizePolicy().verticalPolicy())
            grid.addWidget(button, *divmod(place, 2))
        for one in range(2):
            grid.setColumnStretch(one, 1)
        column.addLayout(grid)
        other = Card()
        other.body.setContentsMargins(14, 8, 10, 8)
        row = QHBoxLayout()
        row.addWidget(Text("Other list", Role.SECONDARY, Token.INK2, wrap=False))
        row.addStretch(1)
        row.addLayout(self._others)
        more = Button("Pick", "plus", Kind.PLAIN, 48, id="emergency.more", spoken="Pick another list")
        more.clicked.connect(lambda: self.other_pressed.emit(""))
        row.addWidget(more)
        other.body.addLayout(row)
        column.addWidget(other)
        return side

    def _foot(self) -> QWidget:
        foot = Panel(Token.SURFACE)
        self._back = Button("Back", "undo-2", Kind.PLAIN, 56, id="emergency.back")
        self._back.clicked.connect(self.back_pressed)
        end = Button("End emergency", "check", Kind.PLAIN, 56, id="emergency.end")
        end.clicked.connect(self.end_pressed)
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(14)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._leave, 100)
        self._leave.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addStretch(1)
        row.addWidget(end)
        return foot

    def set_back_words(self, words: str) -> None:
        """Say where Back leads, ``Back to monitoring``."""
        self._back.set_label(words)

    def show_facts(self, facts: CourseFacts) -> None:
        """Draw the list as it stands; only what changed is painted."""
        before, self._facts = self._facts, facts
        if before is not None and before.title == facts.title and before.clock != facts.clock:
            self._clock.setText(facts.clock)
            if _only_clock_moved(before, facts):
                return
        self._title.setText(facts.title)
        self._started.setText(facts.started)
        self._clock.setText(facts.clock)
        self.setAccessibleName(f"Emergency: {facts.title}")
        self._leave.setText(f"May end when: {facts.leave} {KEEPS_RUNNING}." if facts.leave else KEEPS_RUNNING)
        if before is None or [line.id for line in before.lines] != [line.id for line in facts.lines]:
            self._new_rows(facts)
        for line in facts.lines:
            self._rows[line.id].set_facts(line)
        if before is None or before.log != facts.log:
            self._show_log(facts.log)
        if before is None or before.others != facts.others:
            self._show_others(facts.others)
        lit = next((line.id for line in facts.lines if line.standing is Standing.LIT), None)
        was = next((line.id for line in before.lines if line.standing is Standing.LIT), None) if before else None
        if lit != was:
            self._follow(lit)

    def _new_rows(self, facts: CourseFacts) -> None:
        _empty(self._list)
        self._rows = {}
        for line in facts.lines:
            row = BranchRow(line.id)
            row.pressed.connect(lambda done, id=line.id: self.line_pressed.emit(id, done))
            row.chosen.connect(lambda id=line.id: self.line_lit.emit(id))
            self._rows[line.id] = row
            self._list.addWidget(row)
        self._list.addStretch(1)

    def _show_log(self, log: tuple[LogRow, ...]) -> None:
        _empty(self._log)
        for item in log:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(12)
            across.addWidget(Text(item.at, Role.STAMP, Token.INK2, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            words = f"{item.text}. {NOT_SAVED}" if item.unsaved else item.text
            across.addWidget(Text(words, Role.SECONDARY, Token.CAUTION if item.unsaved else Token.INK), 1)
            self._log.addWidget(row)
        QTimer.singleShot(0, self._log_scroll, self._to_newest)

    def _to_newest(self) -> None:
        bar = self._log_scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _show_others(self, others: tuple[tuple[str, str], ...]) -> None:
        _empty(self._others)
        for branch_id, title in others:
            button = Button(title, None, Kind.DANGER, 48, id=f"emergency.other.{branch_id}")
            button.clicked.connect(lambda _on=False, id=branch_id: self.other_pressed.emit(id))
            self._others.addWidget(button)

    def _follow(self, lit: str | None) -> None:
        """Keep the lit line in sight, with the keyboard on its Done."""
        if lit is None:
            return
        row = self._rows[lit]
        row.done_button().setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, row.facts().text, assertive=True)
        QTimer.singleShot(0, self._scroll, lambda: self._scroll.ensureWidgetVisible(row, 0, px(80)))

    def focus(self) -> None:
        """Put the keyboard on the lit line's Done."""
        for row in self._rows.values():
            if row.facts().standing is Standing.LIT:
                row.done_button().setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the side column narrow in a small window."""
        super().resizeEvent(event)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._side.setFixedWidth(min(px(_SIDE), max(320, self.width() * 2 // 5)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the page; the emergency goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_pressed.emit()
        else:
            super().keyPressEvent(event)


def _only_clock_moved(before: CourseFacts, after: CourseFacts) -> bool:
    """Return whether only the clock moved."""
    return (before.lines, before.log, before.others) == (after.lines, after.log, after.others)


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
