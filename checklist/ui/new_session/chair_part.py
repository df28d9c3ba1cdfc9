"""Part three: the chair. Preselected from Today, changeable; chairs with a session in progress cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.text import Text


class ChairPart(Card):
    """The card.

    Args:
        chairs: How many chairs the clinic has.
        parent: Owner.

    Signals:
        changed: Another chair is chosen.
    """

    changed = Signal()

    def __init__(self, chairs: int, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._taken: frozenset[int] = frozenset()
        self._numbers = tuple(range(1, chairs + 1))
        options = [Option(str(number), f"Chair {number}") for number in self._numbers]
        self._choice = Choice(options, name="Chair", id="new.chair")
        self._problem = Text("", Role.SECONDARY, Token.CAUTION)
        self._problem.hide()
        self.body.addWidget(Text("3  Chair", Role.CURRENT))
        self.body.addWidget(self._choice)
        self.body.addWidget(self._problem)
        self._choice.chosen.connect(lambda _key: self._chosen())

    def chair(self) -> int | None:
        """Return the chair chosen, or None."""
        value = self._choice.value()
        return int(value) if value is not None else None

    def missing(self) -> str:
        """Say what is missing, or nothing."""
        return "Choose a free chair" if self.chair() is None else ""

    def choose(self, number: int) -> None:
        """Show a chair as chosen, unless it is taken."""
        self._problem.show_text("")
        self._choice.set_value(str(number) if number not in self._taken else None)
        self.changed.emit()

    def show_taken(self, taken: frozenset[int]) -> None:
        """Show which chairs have a session in progress."""
        self._taken = taken
        for number, button in zip(self._numbers, self._choice.buttons(), strict=True):
            button.setEnabled(number not in taken)
            words = f"{number}, taken" if number in taken else f"Chair {number}"
            button.set_label(words, f"Chair {words}" if number in taken else words)
        chair = self.chair()
        if chair in taken:
            self._choice.set_value(None)
            self._problem.show_text(f"Chair {chair} has been taken meanwhile. Choose another one.")
        self.changed.emit()

    def _chosen(self) -> None:
        self._problem.show_text("")
        self.changed.emit()
