"""Provider told: who was told about a value, what they ordered, and that it was read back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField, TextField

_OTHER = "other"


class ToldSheet(Sheet):
    """Asks who was told.

    Args:
        title: The line's text.
        limits: What it is about, in words.
        prescribers: Names to choose from; somebody else is typed.
    """

    def __init__(
        self, title: str, limits: Sequence[str], prescribers: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__("Provider told", id="sheet.told", primary="Record", width=600, parent=parent)
        self.body.addWidget(Text(title, Role.STRONG))
        for limit in limits:
            self.body.addWidget(Text(limit, Role.SECONDARY, Token.INK2))
        self._names = tuple(prescribers)
        options = tuple(Option(str(i), name) for i, name in enumerate(self._names))
        self._who = Choice((*options, Option(_OTHER, "Somebody else")), name="Who", id="sheet.told.who")
        self._other = TextField("Name", id="sheet.told.name")
        self._other.hide()
        self._order = NoteField("What they ordered, empty for nothing new", id="sheet.told.order", rows=2)
        self._read_back = CheckRow("Order read back and confirmed", id="sheet.told.read_back")
        for part in (self._who, self._other, self._order, self._read_back):
            self.body.addWidget(part)
        self._who.chosen.connect(self._chosen)
        self._other.text_changed.connect(lambda _: self._check())
        self._order.text_changed.connect(lambda _: self._check())
        self._read_back.clicked.connect(lambda _: self._check())
        self._check()

    def _chosen(self, key: str) -> None:
        self._other.setVisible(key == _OTHER)
        if key == _OTHER:
            self._other.setFocus()
        self._check()

    def _check(self) -> None:
        unread = bool(self.order()) and not self.read_back()
        self.set_primary_enabled(bool(self.told()) and not unread)
        self.set_why("Read the order back first" if unread else "")

    def told(self) -> str:
        """Return who was told, or empty."""
        key = self._who.value()
        if key is None:
            return ""
        return self._other.text() if key == _OTHER else self._names[int(key)]

    def order(self) -> str:
        """Return the order, or empty for nothing new."""
        return self._order.text()

    def read_back(self) -> bool:
        """Return whether the order was read back."""
        return self._read_back.isChecked()
