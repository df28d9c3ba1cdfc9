"""Which weight an order's dose is based on; where it is not the measured one, what that is worked out from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from checklist.protocol.model import Protocol
from checklist.session.weights import Basis, Sex
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text

PARAMETER = "p.weight_basis_rule"
"""A protocol with this parameter asks for the basis."""

_NUMBERS = (
    ("actual_kg", "Measured weight", ("25", "350", 1), "kg", "new.actual"),
    ("height_cm", "Height", ("100", "230", 0), "cm", "new.height"),
)
"""Outer ranges of ``pre.weight`` and ``pre.height`` (``clinical.md`` 2)."""

_ASK = {
    "weight_basis": "Choose which weight the dose is based on",
    "actual_kg": "Type the measured weight",
    "height_cm": "Type the height",
    "sex": "Choose female or male",
}


class BasisPart(QWidget):
    """The choice, and the facts behind another weight than the measured one.

    Attributes:
        numbers: Its number fields, disabled while they are not asked for.

    Signals:
        changed: Something was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = False
        options = [Option(basis.value, basis.value.capitalize()) for basis in Basis]
        self._basis = Choice(options, name="Weight the dose is based on", id="new.basis")
        self.numbers = {
            name: NumberField(label, number_shape(label, *ends), unit, id=id)
            for name, label, ends, unit, id in _NUMBERS
        }
        self._sex = Choice([Option(sex.value, sex.value.capitalize()) for sex in Sex], name="Sex", id="new.sex")
        self._facts = QWidget()
        grid = QGridLayout(self._facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for column, field in enumerate(self.numbers.values()):
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._sex, 1, 0, 1, len(self.numbers))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text("Weight the dose is based on", Role.LABEL, Token.INK2))
        layout.addWidget(self._basis)
        layout.addWidget(self._facts)
        self.hide()
        self._basis.chosen.connect(lambda _key: self._chosen())
        self._sex.chosen.connect(lambda _key: self.changed.emit())
        self._fit()

    def ask_for(self, protocol: Protocol | None) -> None:
        """Ask where the protocol has a rule for it."""
        self.asked = protocol is not None and any(item.id == PARAMETER for item in protocol.parameters)
        self.setHidden(not self.asked)

    def _derived(self) -> bool:
        return self._basis.value() not in (None, Basis.ACTUAL.value)

    def _chosen(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self._facts.setHidden(not self._derived())
        for field in self.numbers.values():
            field.setEnabled(self._derived())

    def values(self) -> dict[str, str]:
        """Return basis, measured weight, height and sex by their names in the order; empty while not asked for."""
        if not self._derived():
            return {"weight_basis": self._basis.value() or Basis.ACTUAL.value}
        typed = {name: field.value() for name, field in self.numbers.items()}
        return {"weight_basis": self._basis.value() or "", "sex": self._sex.value() or "", **typed}

    def missing(self) -> str:
        """Say what is missing next, or nothing."""
        if not self.asked:
            return ""
        if self._basis.value() is None:
            return _ASK["weight_basis"]
        values = self.values()
        return next((words for name, words in _ASK.items() if name in values and not values[name]), "")

    def is_blank(self) -> bool:
        """Return whether nothing was chosen."""
        return self._basis.value() is None

    def clear(self) -> None:
        """Forget what was chosen and typed."""
        self._basis.set_value(None)
        self._sex.set_value(None)
        for field in self.numbers.values():
            field.clear_value()
        self._fit()
