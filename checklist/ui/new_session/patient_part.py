"""Part one: the patient. Found by name or number, read, and picked by a person; or registered here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.audit.query import Patient
from checklist.errors import AccessError, ChecklistError
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.new_session.chosen_patient import ChosenPatient, say_alike
from checklist.ui.new_session.lookup import Found, about, look_up, same_number
from checklist.ui.new_session.patient_form import PatientForm
from checklist.ui.new_session.patient_row import PatientRow
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.workstation import Workstation

TYPING_MS = 150
"""Rest in typing after which the search runs."""
_LEAST = 2
_HINT = "Type two letters of a name, or the MRN."


class PatientPart(Card):
    """The card.

    Args:
        desk: The way to the service.
        parent: Owner.

    Signals:
        changed: Another patient is chosen, or none.
        picked: A person picked one just now.
    """

    changed = Signal()
    picked = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._chosen: Found | None = None
        self._asked = 0
        self._search = TextField("Find by name or MRN", id="new.find", placeholder="Name or MRN")
        self._hint = Text(_HINT, Role.SECONDARY, Token.INK2)
        self._alert = NoticeStrip(Tone.CAUTION, icon="triangle-alert", id="new.name_alert")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._add = Button("New patient", "plus", id="new.add")
        self._form = PatientForm(self._today)
        self._shown = ChosenPatient(self._today)
        self._searching = QWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._lay_out()
        self._search.text_changed.connect(lambda _text: self._timer.start())
        self._search.entered.connect(self._look_up)
        self._timer.timeout.connect(self._look_up)
        self._add.clicked.connect(self._begin_form)
        self._form.left.connect(self._show_search)
        self._form.saved.connect(self._save)
        self._shown.change.clicked.connect(self._unchoose)
        self._show_search()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._searching)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._search)
        inside.addWidget(self._hint)
        inside.addWidget(self._alert)
        inside.addLayout(self._rows)
        inside.addWidget(self._add)
        self.body.addWidget(Text("1  Patient", Role.CURRENT))
        for widget in (self._searching, self._form, self._shown):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def chosen(self) -> Found | None:
        """Return the patient picked, or None."""
        return self._chosen

    def is_blank(self) -> bool:
        """Return whether nothing was typed or picked."""
        return self._chosen is None and not self._search.text() and self._form.is_blank()

    def missing(self) -> str:
        """Say what is missing, or nothing."""
        if self._chosen is None:
            return "Choose the patient"
        return f"This patient has a session in chair {self._chosen.chair}" if self._chosen.chair is not None else ""

    def begin(self) -> None:
        """Put the focus where this part goes on."""
        if self._chosen is None and not self._form.isVisibleTo(self):
            self._search.setFocus()

    def clear(self) -> None:
        """Forget everything typed and picked."""
        self._form.clear()
        self._search.set_text("")
        self._chosen = None
        self._show_rows(())
        self._show_search()

    def refresh(self) -> None:
        """Look again at the patient picked: a session may have begun or ended."""
        found = self._chosen
        if found is not None:
            self._desk.ask(lambda station: about(station, found.patient), self._refreshed)

    def show_problem(self, words: str) -> None:
        """Say why the patient could not be taken."""
        self._shown.show_problem(words)

    def _today(self) -> str:
        now = self._desk.now()
        return formats.iso_day(now.wall_ms, now.tz_min)

    def _look_up(self) -> None:
        self._timer.stop()
        text = self._search.text()
        self._asked += 1
        if len(text) < _LEAST:
            self._show_rows(())
            self._hint.show_text(_HINT)
            return
        asked = self._asked

        def came(found: tuple[Found, ...]) -> None:
            if asked == self._asked:
                self._show_found(text, found)

        self._desk.ask(lambda station: look_up(station, text), came)

    def _show_found(self, text: str, found: tuple[Found, ...]) -> None:
        words = "" if found else f"Nobody found for “{text}”. Check the spelling, or add a new patient."
        self._hint.show_text(words)
        self._show_rows(found)
        announce(self, words or formats.counted(len(found), "patient"))

    def _show_rows(self, found: tuple[Found, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            row = PatientRow(one, self._today())
            row.clicked.connect(lambda _on=False, one=one: self._choose(one))
            self._rows.addWidget(row)
        alike = max((one.alike for one in found), default=0)
        say_alike(self._alert, alike, "Read birth date and MRN before you choose.")

    def _choose(self, found: Found) -> None:
        self._refreshed(found)
        announce(self, f"{self._shown.accessibleName()} chosen")
        self.picked.emit()

    def _refreshed(self, found: Found) -> None:
        self._chosen = found
        self._shown.show_found(found)
        self._show_only(self._shown)
        self.changed.emit()

    def _unchoose(self) -> None:
        self._chosen = None
        self._show_search()
        self._search.setFocus()
        self._look_up()
        self.changed.emit()

    def _begin_form(self) -> None:
        self._show_only(self._form)
        self._form.begin()

    def _show_search(self) -> None:
        self._show_only(self._searching)

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self._searching, self._form, self._shown):
            widget.setVisible(widget is shown)

    def _save(self, patient: Patient) -> None:
        actor = self._desk.actor

        def done(found: Found) -> None:
            self._form.clear()
            self._choose(found)

        def failed(problem: ChecklistError) -> None:
            words = texts.error(problem)
            field = "mrn" if problem.code == "patient.mrn-taken" else str(problem.params.get("field", ""))
            self._form.show_problem(f"{words.what} {words.todo}".strip(), field)

        def add(station: Workstation) -> Found:
            if same_number(station, patient.mrn):
                raise AccessError("patient.mrn-taken")
            return about(station, station.patients.add(patient, actor))

        self._desk.ask(add, done, failed)
