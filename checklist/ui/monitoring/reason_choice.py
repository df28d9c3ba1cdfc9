"""One of a few reasons, with words where none of them fits."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.monitoring.reasons import OTHER
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.text_field import TextField


class ReasonChoice(QWidget):
    """Buttons, and a line to type for "Other".

    Args:
        reasons: Code to words.
        id: Stable id; the buttons are ``<id>.<code>``, the line ``<id>.text``.

    Signals:
        changed: Another reason, or other words.
        pressed: A reason was pressed that needs no words.
    """

    changed = Signal()
    pressed = Signal()

    def __init__(self, reasons: Mapping[str, str], *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reasons = reasons
        options = tuple(Option(code, words) for code, words in reasons.items())
        self._choice = Choice(options, name="Reason", id=id)
        self._text = TextField("In a few words", id=f"{id}.text")
        self._text.hide()
        self._choice.chosen.connect(self._chosen)
        self._text.text_changed.connect(lambda _text: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._choice)
        layout.addWidget(self._text)

    def _chosen(self, code: str) -> None:
        self._text.setVisible(code == OTHER)
        self.changed.emit()
        if code == OTHER:
            self._text.setFocus()
        else:
            self.pressed.emit()

    def code(self) -> str:
        """Return the code of the reason, or empty while there is none or its words are missing."""
        return (self._choice.value() or "") if self.words() else ""

    def words(self) -> str:
        """Return the reason as the record holds it, or empty while there is none."""
        code = self._choice.value()
        if code is None:
            return ""
        return self._text.text().strip() if code == OTHER else self._reasons[code]
