"""What every item editor is: a widget that takes one field's value from a person and never starts with one.

An editor shows and collects; it holds no limit and no rule of a session. ``changed`` follows each change;
``completed`` says that the value is whole and, on a line of this one field, may be recorded at once.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.clock import Reading
from checklist.protocol.model import Line
from checklist.protocol.values import Value
from checklist.ui.widgets.number_field import NumberField


class Prior(msgspec.Struct, frozen=True):
    """An older value shown beside a field, never in it: ``label`` says which (``was``, ``Last visit``)."""

    value: Value | None = None
    label: str = ""


class Setting(msgspec.Struct, frozen=True):
    """Where an editor stands.

    Attributes:
        line: The line it belongs to; gives ids and names.
        prior: An older value to show beside it.
        now: The clock, for times of day.
        signer: Name put into a statement that the signed-in person signs.
    """

    line: Line
    now: Callable[[], Reading]
    prior: Prior = Prior()
    signer: str = ""

    def id_of(self, field_id: str) -> str:
        """Return the object name of a field's control."""
        return f"item.{self.line.link_id}.field.{field_id}"

    def name_of(self, label: str) -> str:
        """Return what a field is called: its label, or the line's text where it has none."""
        return label or self.line.text


class OpenPart(msgspec.Struct, frozen=True):
    """A part of a set that is still empty and asks why on Record: its code and its name."""

    code: str
    name: str


class ItemEditor(QWidget):
    """Base of the editors, one a field type."""

    changed = Signal()
    completed = Signal()

    records_at_once = False
    """Whether one press is the whole answer (confirm, choice)."""

    def value(self) -> Value | None:
        """Return the value, or None while it is not whole."""
        raise NotImplementedError

    def left(self) -> int:
        """Return how many values are still to be given."""
        return 0 if self.value() is not None else 1

    def left_words(self) -> str:
        """Return what is missing in words of its own, or empty for the plain count."""
        return ""

    def text_for_draft(self) -> str:
        """Return what stands in the editor, half-typed too; empty for nothing."""
        raise NotImplementedError

    def restore(self, text: str) -> None:
        """Put back what ``text_for_draft`` gave; text of another shape is left alone."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Start from this line's own recorded answer; for corrections only."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where typing goes on."""
        self.setFocus()

    def question(self) -> str:
        """Return what to ask about an unlikely value (D23), or empty; going on is the answer."""
        return ""

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return the fields the keypad types into, in order."""
        return ()

    def open_parts(self) -> tuple[OpenPart, ...]:
        """Return the parts that ask for a reason when left out."""
        return ()

    def set_missing(self, code: str, reason: str) -> None:
        """Give the reason for a part that was left out."""
