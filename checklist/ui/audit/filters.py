"""The filters as a row of words: search text, days, nurse, flag, Clear."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from checklist.audit.query import Flag, Person, SessionQuery
from checklist.clock import Reading
from checklist.session.roles import Role as StaffRole
from checklist.ui import texts
from checklist.ui.audit.dates import WORDS, Preset, Stretch, stretch, stretch_words
from checklist.ui.audit.filter_select import FilterSelect
from checklist.ui.audit.search_box import SearchBox
from checklist.ui.models.session_rows import flag_words
from checklist.ui.theme import px
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.choice import Option

TYPING_MS = 250
"""Rest in typing after which the search runs."""
_FLAGS = (Flag.LATE_VITALS, Flag.EXCEPTION, Flag.AMENDED, Flag.STOPPED, Flag.OPEN)
"""Flags that ``audit.findings`` can find; one that is never found would look like a clean sheet."""
_ONE_ROW = 1080


class Filters(msgspec.Struct, frozen=True):
    """What is looked for; keys as in the lists, empty for all."""

    text: str = ""
    dates: str = Preset.WEEK
    nurse: str = ""
    flag: str = ""

    def query(self, now: Reading) -> SessionQuery:
        """Return the search as the service takes it."""
        days = self.days(now)
        return SessionQuery(
            text=self.text,
            since_ms=days.since_ms,
            until_ms=days.until_ms,
            nurse=self.nurse or None,
            flag=self.flag or None,
        )

    def days(self, now: Reading) -> Stretch:
        """Return the stretch of days."""
        return stretch(Preset(self.dates), now)

    def without(self) -> Iterator[tuple[str, str, Filters]]:
        """Yield each filter that holds something back: its key, its name, and the search without it."""
        if self.text:
            yield "text", "search text", msgspec.structs.replace(self, text="")
        if self.nurse:
            yield "nurse", "nurse filter", msgspec.structs.replace(self, nurse="")
        if self.flag:
            yield "flag", "flag filter", msgspec.structs.replace(self, flag="")
        if self.dates != Preset.ALL:
            yield "dates", "dates", msgspec.structs.replace(self, dates=Preset.ALL)


ALL = Filters(dates=Preset.ALL)


class FilterBar(QWidget):
    """The row.

    Args:
        people: All staff; those who were ever a nurse can be chosen.
        parent: Owner.

    Signals:
        changed: Something else is looked for.
    """

    changed = Signal()

    def __init__(self, people: tuple[Person, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nurses = [Option(who.id, who.name) for who in people if StaffRole.NURSE in who.roles]
        self._search = SearchBox("Name, MRN, nurse or note", id="audit.search")
        days = [Option(preset.value, words) for preset, words in WORDS.items()]
        self._dates = FilterSelect("Dates", "calendar", days, id="audit.dates")
        self._nurse = FilterSelect("Nurse", "user", [Option("", "All nurses"), *nurses], id="audit.nurse")
        flags = [Option(flag.value, flag_words(flag)) for flag in _FLAGS]
        self._flag = FilterSelect("Flag", "flag", [Option("", "Any flag"), *flags], id="audit.flag")
        self._clear = Button("Clear", None, Kind.QUIET, id="audit.clear", spoken="Clear all filters")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(9)
        self._row.addWidget(self._search, 1)
        rest = QHBoxLayout()
        rest.setSpacing(9)
        for widget in (self._dates, self._nurse, self._flag, self._clear):
            rest.addWidget(widget)
        rest.addStretch(1)
        self._row.addLayout(rest)
        self._search.input.textEdited.connect(lambda _text: self._timer.start())
        self._search.input.returnPressed.connect(self._now)
        self._timer.timeout.connect(self.changed)
        for select in (self._dates, self._nurse, self._flag):
            select.chosen.connect(lambda _key: self._now())
        self._clear.clicked.connect(lambda: self.show_filters(ALL))
        self._take(Filters())

    def filters(self) -> Filters:
        """Return what is looked for."""
        return Filters(self._search.text(), self._dates.value(), self._nurse.value(), self._flag.value())

    def show_filters(self, filters: Filters) -> None:
        """Look for something else."""
        self._take(filters)
        self._now()

    def show_days(self, now: Reading) -> None:
        """Show which days the chosen stretch means now."""
        preset = Preset(self._dates.value())
        words = stretch_words(stretch(preset, now), now.tz_min)
        self._dates.show_words(words if preset not in (Preset.ALL, Preset.TODAY) else WORDS[preset])

    def begin_typing(self) -> None:
        """Put the focus into the search box."""
        self._search.input.setFocus()
        self._search.input.selectAll()

    def in_words(self) -> str:
        """Return the nurse and flag looked for, for the export sheet."""
        filters = self.filters()
        parts = [filters.text and f"“{filters.text}”", filters.nurse and self._nurse.currentText()]
        parts.append(filters.flag and texts.flag(filters.flag))
        return ", ".join(part for part in parts if part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the search box over the lists where they do not fit beside it."""
        super().resizeEvent(event)
        self._turn()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= px(_ONE_ROW)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _take(self, filters: Filters) -> None:
        self._search.input.setText(filters.text)
        for select, key in ((self._dates, filters.dates), (self._nurse, filters.nurse), (self._flag, filters.flag)):
            select.set_value(key)

    def _now(self) -> None:
        self._timer.stop()
        self.changed.emit()
