"""How long work ended, in words, above the page until somebody closes it (``ux.md`` 13)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Action
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone


class Outcome(QWidget):
    """A place for one strip, of whatever tone the outcome has.

    Args:
        id: Stable id of the strip; its buttons are ``<id>.close`` and ``<id>.details``.
        parent: Owner.

    Signals:
        details_pressed: Show the particulars.
    """

    details_pressed = Signal()

    def __init__(self, id: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = id
        self._strip: NoticeStrip | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(self, tone: Tone, title: str, text: str, *, details: bool = False) -> None:
        """Show how it ended."""
        self.clear()
        strip = self._strip = NoticeStrip(tone, id=self._id)
        self._place.addWidget(strip)
        actions = (Action("details", "Details"),) if details else ()
        strip.action_pressed.connect(self._pressed)
        strip.say(title, text, (*actions, Action("close", "Close")))
        self.show()
        announce(strip, strip.accessibleName(), assertive=tone is Tone.ALARM)

    def clear(self) -> None:
        """Take the words away."""
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        self.hide()

    def _pressed(self, action: str) -> None:
        if action == "details":
            self.details_pressed.emit()
        else:
            self.clear()
