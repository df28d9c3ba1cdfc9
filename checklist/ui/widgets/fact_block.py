"""A small label above a value, as the banner and the board use it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.text import Text


class FactBlock(QWidget):
    """Label over value; hidden while there is no value.

    Args:
        label: What it is; no colon.
        role: How the value is set.
        token: Colour of the value.
        wrap: The value may take more lines.
        parent: Owner.
    """

    def __init__(
        self,
        label: str,
        role: Role = Role.STRONG,
        token: Token = Token.INK,
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = Text(label, Role.AXIS, Token.INK3, wrap=False)
        self._value = Text("", role, token, wrap=wrap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addWidget(self._value)
        layout.addStretch(1)

    def show_fact(self, value: str, label: str = "", *, label_token: Token = Token.INK3) -> None:
        """Show another value, and another label where given."""
        if label:
            self._label.setText(label)
        self._label.set_token(label_token)
        self._value.setText(value)
        self.setAccessibleName(f"{self._label.text()} {value}")
        self.setVisible(bool(value))
