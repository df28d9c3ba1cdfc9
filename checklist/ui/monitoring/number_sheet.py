"""A sheet for one number off a display: the field with its keypad, words left, more below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key, number_shape
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text


class NumberSheet(Sheet):
    """Asks for one number.

    Args:
        title: What is decided.
        id: Stable id; the field is ``<id>.value``.
        primary: Word on the button that accepts.
        label: What the number is.
        unit: Its unit as shown.
        high: The largest that can be typed; the smallest is ``low``.
        decimals: Places after the point.
        words: What to do, above the field.
        old: An older value, beside the field and never in it.
        cancel: Word on the button that leaves.

    Attributes:
        field: The field.
        left: Layout of the wider column, the field in it. ``right``: layout below the keys.
    """

    def __init__(
        self,
        title: str,
        *,
        id: str,
        primary: str,
        label: str,
        unit: str,
        high: str,
        low: str = "0",
        decimals: int = 1,
        words: str = "",
        old: str = "",
        cancel: str = "Cancel",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, id=id, primary=primary, cancel=cancel, width=860, parent=parent)
        shape = number_shape(label, low, high, decimals)
        self.field = NumberField(label, shape, unit, id=f"{id}.value", old=old)
        keypad = Keypad(Keys.DECIMAL if decimals else Keys.PLAIN)
        keypad.key(Key.NEXT).hide()
        self._group = FieldGroup((self.field,), keypad, parent=self)
        self.said = Text("", Role.STRONG)
        self.said.setObjectName(f"{id}.said")
        self.left = QVBoxLayout()
        self.left.setSpacing(10)
        if words:
            self.left.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        self.left.addWidget(self.field)
        self.left.addWidget(self.said)
        column = QVBoxLayout()
        column.addLayout(self.left)
        column.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(18)
        self.right = QVBoxLayout()
        self.right.setSpacing(10)
        self.right.addWidget(keypad)
        self.right.addStretch(1)
        both.addLayout(column, 5)
        both.addLayout(self.right, 3)
        self.body.addLayout(both)

    def value(self) -> str:
        """Return the number as typed, or empty while it is not whole."""
        return self.field.value()

    def follow(self, check: Callable[[], None]) -> None:
        """Call ``check`` now and at each change of the number."""
        self.field.value_changed.connect(lambda _value: check())
        check()

    def begin(self) -> None:
        """Put the keyboard into the field."""
        self._group.activate()
