"""The patient picked for a new session, shown with everything that tells them apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from checklist.audit.query import Allergies
from checklist.ui import formats, texts
from checklist.ui.new_session.lookup import Found
from checklist.ui.new_session.patient_row import born_words, visit_words
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone


def say_alike(strip: NoticeStrip, alike: int, todo: str) -> None:
    """Warn of like names and say what to do; 0 of them takes the warning away."""
    if alike:
        strip.say("Name alert", f"Patients here have like names. {todo}")
    else:
        strip.clear()


class ChosenPatient(Card):
    """Who was picked, to be read once more.

    Args:
        today: Tells the day, ``YYYY-MM-DD``.
        parent: Owner.

    Attributes:
        change: The button that goes back to the search.
    """

    def __init__(self, today: Callable[[], str], *, parent: QWidget | None = None) -> None:
        super().__init__(Look.SELECTED, parent=parent)
        self._today = today
        self._name = Text("", Role.NAME)
        self._preferred = Text("", Role.SECONDARY, Token.INK2)
        self._born = Text("", Role.STRONG)
        self._allergies = Text("", Role.ITEM)
        self._visit = Text("", Role.SECONDARY_STRONG, Token.INK2)
        self._visit.setObjectName("new.visit")
        self._alert = NoticeStrip(Tone.CAUTION, icon="triangle-alert", id="new.chosen_alert")
        self._problem = NoticeStrip(Tone.ALARM, icon="octagon-x", id="new.patient_problem")
        self.change = Button("Another patient", "undo-2", Kind.PLAIN, id="new.change_patient")
        for widget in (self._name, self._preferred, self._born, self._allergies, self._visit):
            self.body.addWidget(widget)
        self.body.addWidget(self._alert)
        self.body.addWidget(self._problem)
        self.body.addSpacing(4)
        self.body.addWidget(self.change)

    def show_found(self, found: Found) -> None:
        """Show a patient."""
        patient = found.patient
        name = formats.patient_name(patient.family, patient.given, patient.title)
        self._name.setText(name)
        self._preferred.show_text(f"Preferred name {patient.preferred}" if patient.preferred else "")
        self._born.setText(born_words(found, self._today()))
        known = patient.allergies is Allergies.KNOWN
        label = texts.allergies(patient.allergies)
        self._allergies.set_token(Token.CAUTION if known else Token.INK)
        self._allergies.setText(f"{label}: {patient.allergy_text}" if known else label)
        self._visit.setText(f"Visit {found.visit}. {visit_words(found)}" if found.last else f"Visit {found.visit}")
        self.setAccessibleName(f"{name}, {born_words(found, self._today())}")
        say_alike(self._alert, found.alike, "Read birth date and MRN with the patient.")
        self.show_problem(f"A session is in progress in chair {found.chair}." if found.chair is not None else "")

    def show_problem(self, words: str) -> None:
        """Say why this patient cannot be taken; empty words take it away."""
        if words:
            self._problem.say(words)
        else:
            self._problem.clear()
