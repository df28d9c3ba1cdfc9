"""Looks a page over as a careful person would: is everything named, large enough, and whole."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from checklist.ui.theme import font
from checklist.ui.widgets.paint import text_width, wrapped_height
from checklist.ui.widgets.text import Text

LEAST = 48


def _shown(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [w for w in root.findChildren(kind) if w.isVisible() and not w.visibleRegion().isEmpty()]


def unfit_controls(root: QWidget) -> list[str]:
    """Return controls in sight without a name or an id, or smaller than 48 px."""
    found = []
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for widget in _shown(root, kind):
            if (
                isinstance(widget.parentWidget(), QComboBox | QLineEdit)
                or type(widget).__name__ == "QTableCornerButton"
            ):
                continue
            said = widget.objectName() or type(widget).__name__
            if not widget.accessibleName():
                found.append(f"{said}: no name")
            if not widget.objectName():
                found.append(f"{widget.accessibleName()}: no id")
            if widget.height() < LEAST or widget.width() < LEAST:
                found.append(f"{said}: {widget.width()} x {widget.height()}")
    return found


def cut_words(root: QWidget) -> list[str]:
    """Return the texts in sight that do not have the room they need."""
    found = []
    for label in _shown(root, Text):
        words, face = label.text(), font(label._role)
        wide = (
            text_width(face, words) if not label.wordWrap() else max(text_width(face, w) for w in words.split() or [""])
        )
        tall = wrapped_height(face, words, label.width()) if label.wordWrap() else 0
        if label.width() + 1 < wide or label.height() + 1 < tall:
            found.append(f"{words!r}: {label.width()} x {label.height()}, needs {wide} x {tall}")
    return found
