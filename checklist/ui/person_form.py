"""The form for one new member of staff: name, initials, letters after the name, and a PIN typed twice.

Says at once what is wrong with what was typed; nothing typed is lost by an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.errors import AccessError
from checklist.ui import formats, texts
from checklist.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from checklist.service.staff import NewPerson


class PersonForm(QWidget):
    """The form.

    Args:
        id: Stable id; fields are ``<id>.name`` and so on.
        roles: Role codes the person gets.
        pin_length: Digits of a PIN.
        required: Whether it must be filled in; an empty form that need not be is fine.
        parent: Owner.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        id: str,
        roles: tuple[str, ...],
        pin_length: int = 6,
        required: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._roles, self._pin_length, self._required = roles, pin_length, required
        self._own_initials = False
        self._name = TextField("Name, as on the record", id=f"{id}.name", placeholder="A. Diallo")
        self._initials = TextField("Initials", id=f"{id}.initials", placeholder="AD")
        self._post = TextField("Title or letters", id=f"{id}.post", placeholder="Dr or RN")
        self._pin = TextField(f"PIN, {pin_length} digits", id=f"{id}.pin", secret=True)
        self._again = TextField("The same PIN again", id=f"{id}.again", secret=True)
        for field in (self._pin, self._again):
            digits = QRegularExpression(f"[0-9]{{0,{pin_length}}}")
            field.input.setValidator(QRegularExpressionValidator(digits, field.input))
            field.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for column, field in enumerate((self._name, self._initials, self._post)):
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._pin, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._again, 1, 1, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._name.text_changed.connect(self._suggest)
        self._initials.input.textEdited.connect(self._keep_initials)
        for field in self.fields():
            field.text_changed.connect(lambda _text: self._typed())

    def fields(self) -> tuple[TextField, ...]:
        """Return the fields in reading order."""
        return (self._name, self._initials, self._post, self._pin, self._again)

    def set_roles(self, roles: tuple[str, ...]) -> None:
        """Give the person other roles."""
        self._roles = roles
        self.changed.emit()

    def is_blank(self) -> bool:
        """Return whether nothing was typed."""
        return not any(field.text() for field in self.fields())

    def missing(self) -> str:
        """Say what is still missing or wrong, or nothing when the form can be used."""
        if self.is_blank() and not self._required:
            return ""
        if not self._name.text():
            return "The name is missing."
        if not self._initials.text():
            return "The initials are missing."
        if not self._roles:
            return "Choose at least one role."
        return self._pin_problem() or self._again_problem()

    def person(self) -> NewPerson | None:
        """Return who was typed, or None for a blank form."""
        if self.is_blank():
            return None
        from checklist.service.staff import NewPerson

        return NewPerson(
            self._name.text(),
            self._initials.text().upper(),
            self._post.text(),
            self._roles,
            self._pin.text(),
        )

    def _keep_initials(self, text: str) -> None:
        self._own_initials = bool(text)

    def _suggest(self, name: str) -> None:
        if not self._own_initials:
            self._initials.set_text(formats.initials(name))

    def _typed(self) -> None:
        """Say what is wrong with a PIN as soon as it is as long as one."""
        long_enough = len(self._pin.text()) >= self._pin_length
        self._pin.set_message(self._pin_problem() if long_enough else "")
        again_long = len(self._again.text()) >= self._pin_length
        self._again.set_message(self._again_problem() if again_long else "")
        self.changed.emit()

    def _pin_problem(self) -> str:
        from checklist.service.pins import check_choice

        try:
            check_choice(self._pin.text(), self._pin_length)
        except AccessError as problem:
            words = texts.error(problem)
            return f"{words.what} {words.todo}".strip()
        return ""

    def _again_problem(self) -> str:
        return "" if self._again.text() == self._pin.text() else "The two PINs are not the same."
