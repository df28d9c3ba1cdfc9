"""Catches what a scanner types, wherever the keyboard is in a line or a sheet, and fills the package's fields.

A scanner that acts as a keyboard types far faster than a hand and ends with Enter. What it typed into the field that
happened to have the keyboard is taken out again before the package's own fields are filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from checklist.errors import ChecklistError
from checklist.service.scanning import SEPARATOR, Scanned, Unread, read_scan
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.drug.scan_words import ScanResult, scan_result
from checklist.ui.items.form import LineForm

if TYPE_CHECKING:
    from checklist.protocol.model import Line

FAST_MS = 50
"""Two keys within this time come from a scanner; a fast hand needs twice as long."""

LEAST = 8
"""Fewest signs of a code; a few fast letters are a hand's."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_scannable(line: Line) -> bool:
    """Return whether a line holds what a package's code holds: lot and expiry."""
    return {"lot", "expiry"} <= {field.id for field in line.fields}


class ScanCatcher(QObject):
    """Watches one form.

    Args:
        desk: Gives the time, and the strength a product had before.
        form: Its fields ``lot``, ``expiry`` and ``strength`` are filled.
        around: The widget in which the keyboard may be; owns the catcher.

    Attributes:
        gtin: Product number of the last code read, or empty.

    Signals:
        read: A ``ScanResult`` to be said.
    """

    read = Signal(object)

    def __init__(self, desk: Desk, form: LineForm, around: QWidget) -> None:
        super().__init__(form)
        self._desk, self._form = desk, form
        self._typed = ""
        self._at_ms = 0
        self._before: list[str] = []
        self.gtin = ""
        for widget in (around, *around.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the keys where the keyboard is; the Enter of a scan goes no further."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if watched is not QApplication.focusWidget():
            return False
        fast = self._desk.now().mono_ms - self._at_ms <= FAST_MS
        if event.key() in _ENTER:
            return self._ended(fast)
        sign = _sign(event)
        if not sign:
            return False
        if not (fast and self._typed):
            self._typed = ""
            self._before = [editor.text_for_draft() for editor in self._form.editors()]
        self._typed += sign
        self._at_ms = self._desk.now().mono_ms
        return sign == SEPARATOR

    def _ended(self, fast: bool) -> bool:
        typed, self._typed = self._typed, ""
        if not fast or len(typed) < LEAST:
            return False
        for editor, text in zip(self._form.editors(), self._before, strict=True):
            editor.restore(text)
        self.take(typed)
        return True

    def take(self, typed: str) -> None:
        """Read a code as typed and fill the fields; the strength of a known product comes with it."""
        now = self._desk.now()
        today = formats.iso_day(now.wall_ms, now.tz_min)

        def came(answer: tuple[Scanned | Unread, str]) -> None:
            self._fill(scan_result(answer[0], today, answer[1]))

        def failed(_problem: ChecklistError) -> None:
            self._fill(scan_result(read_scan(typed), today))

        self._desk.ask(lambda station: station.products.read(typed), came, failed)

    def _fill(self, result: ScanResult) -> None:
        self.gtin = result.gtin
        self._form.restore(msgspec.json.encode(result.drafts).decode())
        self.read.emit(result)


def _sign(event: QKeyEvent) -> str:
    """Return what a key adds to a code: its sign, or FNC1, which most scanners type as Ctrl+]."""
    if event.text() == SEPARATOR or (
        event.key() == Qt.Key.Key_BracketRight and event.modifiers() & Qt.KeyboardModifier.ControlModifier
    ):
        return SEPARATOR
    return event.text() if event.text().isprintable() else ""
