"""Whose record it is: the facts of the patient banner on a card, in its order, above everything that scrolls."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.banner import BannerFacts
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.fact_block import FactBlock
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text


class RecordHead(Card):
    """The card.

    Args:
        parent: Owner.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("record.patient")
        self._name = Text("", Role.NAME)
        self._preferred = Text("", Role.LABEL, Token.INK2)
        self._born = FactBlock("Born")
        self._mrn = FactBlock("MRN", Role.MRN)
        self._weight = FactBlock("Weight")
        self._warning = IconMark("triangle-alert", Token.CAUTION, 20)
        self._allergies = FactBlock("Allergies", wrap=True)
        person = QVBoxLayout()
        person.setSpacing(0)
        person.addWidget(self._name)
        person.addWidget(self._preferred)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(person, 3)
        for block in (self._born, self._mrn, self._weight):
            row.addWidget(block)
        row.addWidget(self._warning)
        row.addWidget(self._allergies, 2)
        self.body.setContentsMargins(16, 8, 16, 8)
        self.body.addLayout(row)

    def show_facts(self, facts: BannerFacts) -> None:
        """Show a patient."""
        self._name.setText(facts.name)
        self._preferred.show_text(facts.preferred)
        self._born.show_fact(facts.born)
        self._mrn.show_fact(facts.mrn)
        self._weight.show_fact(facts.weight)
        label = facts.allergies_label if facts.allergies else "Allergies"
        token = Token.CAUTION if facts.warn else Token.INK3
        self._allergies.show_fact(facts.allergies or facts.allergies_label, label, label_token=token)
        self._warning.setVisible(facts.warn)
        said = (facts.preferred, f"born {facts.born}", f"MRN {facts.mrn}", facts.weight, facts.allergies_label)
        parts = (f"Patient {facts.name}", *said, facts.allergies)
        self.setAccessibleName(", ".join(part for part in parts if part))
