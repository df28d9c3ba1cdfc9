"""Who gave an order: one of the prescribers, or somebody else by name. None is chosen before a person chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.text_field import TextField

_OTHER = "other"


class WhoOrdered(QWidget):
    """The choice.

    Args:
        names: Prescribers to choose from.
        id: Stable id; the buttons are ``<id>.<n>``, somebody else is typed into ``<id>.name``.

    Signals:
        changed: Another person, or another name.
    """

    changed = Signal()

    def __init__(self, names: Sequence[str], *, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        options = (*(Option(str(n), name) for n, name in enumerate(self._names)), Option(_OTHER, "Somebody else"))
        self._who = Choice(options, name="Ordered by", id=id)
        self._name = TextField("Name", id=f"{id}.name")
        self._name.hide()
        self._who.chosen.connect(self._chosen)
        self._name.text_changed.connect(lambda _text: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._who)
        layout.addWidget(self._name)

    def _chosen(self, key: str) -> None:
        self._name.setVisible(key == _OTHER)
        if key == _OTHER:
            self._name.setFocus()
        self.changed.emit()

    def name(self) -> str:
        """Return who it was, or empty."""
        key = self._who.value()
        if key is None:
            return ""
        return self._name.text() if key == _OTHER else self._names[int(key)]
