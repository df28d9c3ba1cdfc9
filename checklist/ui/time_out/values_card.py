"""What both readings agree on, value by value; shown only once they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.protocol.items import SignatureField
from checklist.session.views import LineView
from checklist.ui.answers import Told, field_words
from checklist.ui.time_out import words
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.text import Text


class ValuesCard(Card):
    """The values of the second person's lines.

    Args:
        readings: The lines.
        told: For wording values.
        parent: Owner.
    """

    def __init__(self, readings: Sequence[LineView], told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("time_out.values")
        self.setAccessibleName("What was read")
        for view in readings:
            for field in view.line.fields:
                value = view.answer.get(field.id) if view.answer is not None else None
                if value is None or isinstance(field, SignatureField):
                    continue
                row = QHBoxLayout()
                row.setSpacing(12)
                row.addWidget(Text(words.where(view.line, field), Role.SECONDARY, Token.INK2), 1)
                row.addWidget(Text(field.label or view.line.text, Role.SECONDARY_STRONG), 2)
                row.addWidget(Text(field_words(field, value, told), Role.ANSWER, wrap=False))
                self.body.addLayout(row)
