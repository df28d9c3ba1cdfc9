"""What differs: each field with both values side by side, without a name, and the likely slip under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.session.commands import Order
from checklist.ui.answers import Told, field_words
from checklist.ui.time_out import words
from checklist.ui.time_out.stage import Difference
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone


class DifferenceCard(Card):
    """The fields that differ.

    Args:
        differences: The newest comparison's.
        order: For naming the slip.
        told: For wording values.
        parent: Owner.
    """

    def __init__(
        self, differences: Sequence[Difference], order: Order, told: Told, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName("time_out.differences")
        self.setAccessibleName("What differs")
        self.body.setSpacing(16)
        for difference in differences:
            self.body.addLayout(_row(difference, order, told))


def _row(difference: Difference, order: Order, told: Told) -> QHBoxLayout:
    names = QVBoxLayout()
    names.setSpacing(2)
    names.addStretch(1)
    names.addWidget(Text(words.where(difference.line, difference.field), Role.LABEL, Token.INK2))
    names.addWidget(Text(difference.field.label or difference.line.text, Role.CURRENT))
    for slip in difference.slips:
        chip = QHBoxLayout()
        chip.addWidget(Chip(words.slip_words(slip, difference, order), Tone.CAUTION, "triangle-alert"))
        chip.addStretch(1)
        names.addLayout(chip)
    names.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addLayout(names, 1)
    for heading, place in zip(("One reading", "The other"), words.sorted_values(difference), strict=True):
        row.addWidget(_value(heading, field_words(difference.field, difference.values[place], told)))
    return row


def _value(heading: str, value: str) -> QWidget:
    card = Card(Look.FREE)
    card.body.setSpacing(0)
    card.body.addWidget(Text(heading, Role.LABEL, Token.INK2, wrap=False))
    card.body.addWidget(Text(value, Role.DOSE, wrap=False))
    card.setMinimumWidth(170)
    return card
