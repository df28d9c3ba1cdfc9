"""The form for a patient who is not registered here yet. Nothing in it is filled in before a person types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.query import Allergies, Patient
from checklist.ui import formats
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

_ALLERGIES = {
    Allergies.KNOWN: "Known",
    Allergies.NONE_KNOWN: "None known",
    Allergies.NOT_RECORDED: "Not recorded",
    Allergies.UNAVAILABLE: "Unavailable",
}
"""The four states of ``ux.md`` 7, under the heading that says of what."""
_NEEDED = (("family", "the family name"), ("given", "the given name"), ("born", "the birth date"), ("mrn", "the MRN"))


class PatientForm(QWidget):
    """The form.

    Args:
        today: Tells the day, ``YYYY-MM-DD``.
        parent: Owner.

    Signals:
        saved: A ``Patient`` without an id.
        left: The form was left; what was typed stays in it.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, today: Callable[[], str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._fields = {
            "family": TextField("Family name", id="new.family"),
            "given": TextField("Given name", id="new.given"),
            "title": TextField("Title, if used", id="new.title"),
            "preferred": TextField("Preferred name, if any", id="new.preferred"),
            "born": TextField("Born: day month year", id="new.born", placeholder="14 03 1987"),
            "mrn": TextField("MRN", id="new.mrn"),
        }
        self._born = Text("", Role.LABEL, Token.DONE)
        self._born.hide()
        options = [Option(state.value, words) for state, words in _ALLERGIES.items()]
        self._allergies = Choice(options, name="Allergies", id="new.allergies")
        self._what = TextField("Which, and the reaction", id="new.allergy_text", placeholder="penicillin (rash)")
        self._what.hide()
        self._why = Text("", Role.SECONDARY, Token.CAUTION)
        self._why.hide()
        self._save = Button("Save patient", "check", Kind.PRIMARY, id="new.save_patient")
        self._leave = Button("Back to search", None, Kind.PLAIN, id="new.cancel_patient")
        self._lay_out()
        self._fields["born"].text_changed.connect(lambda _text: self._read_born())
        for name, field in self._fields.items():
            field.text_changed.connect(lambda _text, name=name: self._typed(name))
        self._allergies.chosen.connect(lambda key: self._what.setVisible(key == Allergies.KNOWN))
        self._allergies.chosen.connect(lambda _key: self._why.show_text(""))
        self._save.clicked.connect(self._pressed)
        self._leave.clicked.connect(self.left)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self._fields.values()):
            grid.addWidget(field, *divmod(place, 2), Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addWidget(self._born)
        layout.addWidget(Text("Allergies", Role.LABEL, Token.INK2))
        layout.addWidget(self._allergies)
        layout.addWidget(self._what)
        layout.addWidget(self._why)
        layout.addLayout(buttons)

    def begin(self) -> None:
        """Put the focus where typing begins."""
        self._fields["family"].setFocus()

    def is_blank(self) -> bool:
        """Return whether nothing was typed or chosen."""
        return self._allergies.value() is None and not any(field.text() for field in self._fields.values())

    def clear(self) -> None:
        """Empty the form, once the patient is saved."""
        for field in (*self._fields.values(), self._what):
            field.set_text("")
        self._allergies.set_value(None)
        self._what.hide()

    def show_problem(self, words: str, field: str = "") -> None:
        """Say what is wrong, at the field where there is one."""
        if field in self._fields:
            self._fields[field].set_message(words)
            self._fields[field].setFocus()
        else:
            self._why.show_text(words)

    def _typed(self, name: str) -> None:
        self._fields[name].set_message("")
        self._why.show_text("")

    def _read_born(self) -> None:
        iso = formats.read_born(self._fields["born"].text(), self._today())
        self._born.show_text(f"Born {formats.born(iso, self._today())}" if iso else "")

    def _problem(self) -> tuple[str, str]:
        """Return what is missing or wrong, and at which field; empty words when the form can be saved."""
        for name, words in _NEEDED:
            if not self._fields[name].text():
                return f"Type {words}.", name
        if formats.read_born(self._fields["born"].text(), self._today()) is None:
            return "Type day, month and year, such as 14 03 1987.", "born"
        if self._allergies.value() is None:
            return "Choose what is known of allergies.", ""
        if self._allergies.value() == Allergies.KNOWN and not self._what.text():
            return "Type which allergy, and the reaction.", ""
        return "", ""

    def _pressed(self) -> None:
        words, field = self._problem()
        if words:
            self.show_problem(words, field)
            return
        typed = {name: field.text() for name, field in self._fields.items()}
        allergies = Allergies(self._allergies.value() or Allergies.NOT_RECORDED)
        known = self._what.text() if allergies is Allergies.KNOWN else ""
        iso = formats.read_born(typed.pop("born"), self._today()) or ""
        self.saved.emit(Patient("", born=iso, allergies=allergies, allergy_text=known, **typed))
