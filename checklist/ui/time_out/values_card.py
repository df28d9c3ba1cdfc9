"""What both readings agree on, value by value; shown only once they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.protocol.items import SignatureField
from checklist.session.views import LineView
from checklist.ui.answers import Told
from checklist.ui.time_out import words
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.text import Text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        for view in readings:
            for field in view.line.fields:
                value = view.answer.get(field.id) if view.answer is not None else None
                if value is not None and not isinstance(field, SignatureField):
                    row = grid.rowCount()
                    grid.addWidget(Text(words.where(view.line, field), Role.SECONDARY, Token.INK2, wrap=False), row, 0)
                    grid.addWidget(Text(field.label or view.line.text, Role.SECONDARY_STRONG), row, 1)
                    grid.addWidget(Text(words.value(field, value, told), Role.ANSWER, align=_RIGHT), row, 2)
