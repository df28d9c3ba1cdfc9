"""The versions of a protocol as rows to press, and what became of proposals that made none."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.protocols.words import VersionWords
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.person_row import PersonRow
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_ICONS = {"In use": "check", "Newer": "download", "Draft": "pencil"}


class VersionList(Card):
    """The card.

    Args:
        parent: Owner.

    Signals:
        chosen: Version a person pressed.
    """

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows: dict[str, PersonRow] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.body.addWidget(Text("Versions", Role.CURRENT))
        self.body.addWidget(Scroll(inner), 1)

    def show_versions(self, versions: tuple[VersionWords, ...], ended: tuple[str, ...], selected: str) -> None:
        """Show versions, newest first, then the proposals that came to nothing."""
        focused = next((version for version, row in self._rows.items() if row.hasFocus()), "")
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = {}
        for one in versions:
            row = PersonRow(f"{one.version}\n{one.state}", _ICONS.get(one.state, "history"), id="")
            row.set_least_width(150)
            row.setObjectName(f"protocols.version.{one.version}")
            row.setAccessibleName(f"Version {one.version}, {one.state}. {one.detail}")
            row.clicked.connect(lambda _on=False, version=one.version: self.chosen.emit(version))
            self._rows[one.version] = row
            self._column.addWidget(row)
            self._column.addWidget(Text(one.detail, Role.LABEL, Token.INK2))
        if ended:
            self._column.addSpacing(8)
            self._column.addWidget(Text("Came to nothing", Role.SECONDARY_STRONG, Token.INK2))
        for words in ended:
            self._column.addWidget(Text(words, Role.LABEL, Token.INK2))
        self._column.addStretch(1)
        self.mark(selected)
        if focused in self._rows:
            self._rows[focused].setFocus()

    def mark(self, selected: str) -> None:
        """Mark the version that is looked at."""
        for version, row in self._rows.items():
            row.setChecked(version == selected)
