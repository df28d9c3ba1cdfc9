"""The readings of a record: every set in a table that is read with the page, and the trend, 75 minutes at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.audit.drawing import Box, Drawing
from checklist.audit.plot import draw
from checklist.audit.record import SessionRecord
from checklist.audit.trend import WINDOW_MIN, Trend, Window, trend_of, window_at
from checklist.clock import Reading
from checklist.ui import formats, theme
from checklist.ui.monitoring.event_words import marks_of
from checklist.ui.monitoring.flowsheet import Flowsheet, rows_of
from checklist.ui.monitoring.trend_view import TrendView
from checklist.ui.record.timeline import names_of
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.text import Text

_MINUTE_MS = 60_000
_ROW, _HEADER, _TREND = 40, 40, 320


def record_trend(record: SessionRecord) -> Trend:
    """Return what the trend of a record shows: no "now", and the real end of the infusion."""
    state = record.state
    ended = state.infusion.ended
    return trend_of(
        record.protocol,
        state,
        marks_of(record.protocol, state),
        tz_min=record.row.tz_min,
        end_ms=ended.at_ms if ended else None,
    )


def windows(trend: Trend) -> tuple[Window, ...]:
    """Return the stretches that show every set, one after the other, each as long as the one on the monitoring page."""
    if not trend.sets:
        return ()
    anchor = trend.start_ms if trend.start_ms is not None else trend.sets[0].at_ms
    first = window_at(trend, anchor)
    found = [first]
    while trend.sets[-1].at_ms > found[-1].until_ms:
        found.append(Window(found[-1].until_ms, found[-1].until_ms + WINDOW_MIN * _MINUTE_MS))
    return tuple(found)


class TrendStretch(TrendView):
    """The trend of one stretch of time.

    Args:
        trend: The whole trend.
        window: The stretch.
        parent: Owner.
    """

    def __init__(self, trend: Trend, window: Window, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._window = window
        self.set_trend(trend)
        first, last = (formats.time_of(at, trend.tz_min) for at in (window.from_ms, window.until_ms))
        self.setAccessibleName(f"Trend of vital signs, {first} to {last}")
        self.restyle()

    def drawing(self) -> Drawing | None:
        """Return the shapes of the stretch."""
        if self._drawing is None and self._trend is not None:
            box = Box(float(self.width()), float(self.height()), theme.current().percent / 100)
            self._drawing = draw(self._trend, box, self._window)
        return self._drawing

    def restyle(self) -> None:
        """Take the sizes of the theme now in force."""
        super().restyle()
        self.setFixedHeight(px(_TREND))


class ReadingsTable(Flowsheet):
    """The flowsheet at its full height: the page scrolls, the table does not.

    Args:
        record: The record.
        parent: Owner.
    """

    def __init__(self, record: SessionRecord, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        told = names_of(record)
        rows = rows_of(record.protocol, record.state, _end_of(record), told.initials)
        self.model.set_rows(rows)
        self.view().setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.restyle()

    def restyle(self) -> None:
        """Take the sizes of the theme now in force."""
        super().restyle()
        self.view().setFixedHeight(px(_HEADER) + self.rows() * px(_ROW) + 4)

    def rows(self) -> int:
        """Return how many rows there are."""
        return self.model.rowCount()


def _end_of(record: SessionRecord) -> Reading:
    """Return the moment of the newest entry: what was due after it is not told."""
    mark = record.entries[-1].mark
    return Reading(mark.at_ms, record.row.tz_min, mark.mono_ms, mark.boot)


def readings(record: SessionRecord) -> QWidget:
    """Return table and trend of a record, or a line saying that there are none."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    trend = record_trend(record)
    if not trend.sets:
        column.addWidget(Text("No vital signs were recorded.", Role.SECONDARY, Token.INK2))
        return whole
    for window in windows(trend):
        column.addWidget(TrendStretch(trend, window))
    column.addWidget(ReadingsTable(record))
    return whole
