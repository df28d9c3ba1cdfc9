"""The middle of the page: the trend in its card, or the same as a table."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from checklist.ui.monitoring.flowsheet import Flowsheet
from checklist.ui.monitoring.trend_view import TrendView
from checklist.ui.theme import px
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card


class _Plot(Card):
    """The trend with the button that turns it into a table, in the free corner below the numbers."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.trend = TrendView()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.trend)
        self.table = Button("", "table", Kind.QUIET, id="trend.table", spoken="Show as table", parent=self)

    def restyle(self) -> None:
        """Take the sizes of the theme now in force."""
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = px(48)
        self.table.setGeometry(self.width() - size - 6, self.height() - size - 6, size, size)


class TrendCard(QWidget):
    """Trend and table, one at a time; the events are reached from the table.

    Signals:
        events_pressed: The list of events is wanted.
    """

    events_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = _Plot()
        self.flowsheet = Flowsheet()
        self.trend = self._plot.trend
        back = Button("Trend", "activity", Kind.PLAIN, id="trend.plot", spoken="Show as trend")
        self._events = Button("Events", "flag", Kind.PLAIN, id="trend.events")
        self._events.clicked.connect(lambda _on: self.events_pressed.emit())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._events)
        foot.addStretch(1)
        foot.addWidget(back)
        self.flowsheet.body.addLayout(foot)
        self._plot.table.clicked.connect(self.toggle)
        back.clicked.connect(self.toggle)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._plot)
        self._stack.addWidget(self.flowsheet)

    def show_events(self, count: int, left: int) -> None:
        """Say how many events there are without an outcome; without any event there is no button."""
        self._events.setHidden(not count)
        self._events.set_label(f"Events, {left} open" if left else "Events")

    def sizeHint(self) -> QSize:
        """Return the least room of the trend; the table scrolls in whatever there is."""
        return self._plot.minimumSizeHint()

    def shows_table(self) -> bool:
        """Return whether the table is shown."""
        return self._stack.currentIndex() == 1

    def toggle(self) -> None:
        """Turn the trend into a table and back."""
        self._stack.setCurrentIndex(0 if self.shows_table() else 1)
        (self.flowsheet.view() if self.shows_table() else self._plot.table).setFocus()
