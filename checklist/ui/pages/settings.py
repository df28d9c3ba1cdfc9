"""Settings of this window, the people, and the health of the store.

Theme, text size and lock time hold until the program is closed; lasting values stand in the settings file.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

import checklist
from checklist.audit.query import Person
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, texts
from checklist.ui.dimming import ThemeChoice
from checklist.ui.looks import Looks
from checklist.ui.page import Frame, Page
from checklist.ui.theme import TEXT_SIZES, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.service.workstation import Health
    from checklist.ui.front_desk import FrontDesk

LOCK_MINUTES = (1, 2, 5, 10, 15)
_THEMES = {ThemeChoice.AUTO: "By itself", ThemeChoice.LIGHT: "Light", ThemeChoice.DIM: "Dim"}


class SettingsPage(Page):
    """The page.

    Args:
        desk: The way to the service.
        looks: What can be changed here.
    """

    frame = Frame.MANY
    help_text = "How this window looks, who works here, and how the store is."

    def __init__(self, desk: FrontDesk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self.setObjectName("settings")
        self.setAccessibleName("Settings")
        self._theme = self._choice("Theme", "theme", {key.value: text for key, text in _THEMES.items()})
        self._text = self._choice("Text size", "text", {str(size): f"{size} %" for size in TEXT_SIZES})
        self._lock = self._choice("Lock after", "lock", {str(n): f"{n} min" for n in LOCK_MINUTES})
        self._theme.chosen.connect(lambda key: looks.choose_theme(ThemeChoice(key)))
        self._text.chosen.connect(lambda key: looks.choose_text(int(key)))
        self._lock.chosen.connect(lambda key: looks.choose_lock(int(key)))
        self._people = QVBoxLayout()
        self._health = QGridLayout()
        self._lay_out()

    def _choice(self, name: str, id: str, options: dict[str, str]) -> Choice:
        return Choice([Option(key, text) for key, text in options.items()], name=name, id=f"settings.{id}")

    def _lay_out(self) -> None:
        window = Card()
        window.body.addWidget(Text("This window", Role.CURRENT))
        for label, choice in (("Theme", self._theme), ("Text size", self._text), ("Lock after", self._lock)):
            window.body.addWidget(Text(label, Role.LABEL, Token.INK2))
            window.body.addWidget(choice)
        until = "These hold until the program is closed. Lasting values stand in the settings file."
        window.body.addWidget(Text(until, Role.LABEL, Token.INK3))
        window.body.addStretch(1)
        people = Card()
        people.body.addWidget(Text("People", Role.CURRENT))
        people.body.addLayout(self._people)
        self._add = Button("Add a person", "plus", id="settings.add_person")
        self._add.clicked.connect(self._add_person)
        people.body.addWidget(self._add)
        self._rights = Text("Only a supervisor adds people.", Role.LABEL, Token.INK3)
        people.body.addWidget(self._rights)
        people.body.addStretch(1)
        health = Card()
        health.body.addWidget(Text("Health", Role.CURRENT))
        self._health.setHorizontalSpacing(16)
        self._health.setVerticalSpacing(8)
        self._health.setColumnStretch(1, 1)
        health.body.addLayout(self._health)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addWidget(Text("Settings", Role.TITLE))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(window, 1)
        row.addWidget(people, 1)
        column.addLayout(row)
        column.addWidget(health)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(inner))

    def enter(self) -> None:
        """Show what is set now, and ask for the health of the store."""
        self._theme.set_value(self._looks.theme_choice.value)
        self._text.set_value(str(self._looks.text_percent))
        self._lock.set_value(str(self._looks.lock_minutes))
        self._show_people()
        self._desk.ask(lambda station: station.health(), self._show_health)

    def _show_people(self) -> None:
        _empty(self._people)
        for person in self._desk.people:
            self._people.addWidget(Text(_described(person), Role.SECONDARY))
        may = self._desk.actor.role == StaffRole.SUPERVISOR
        self._add.setEnabled(may)
        self._rights.setVisible(not may)

    def _add_person(self) -> None:
        from checklist.ui.add_person_sheet import AddPersonSheet

        self._desk.open_sheet(AddPersonSheet(self._desk, self._added))

    def _added(self, person: Person) -> None:
        self._desk.notify(f"{texts.person(person)} can sign in now.")
        self._desk.refresh_people(lambda _people: self._show_people())

    def _show_health(self, health: Health) -> None:
        while (item := self._health.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (label, value, token) in enumerate(health_rows(health)):
            self._health.addWidget(Text(label, Role.LABEL, Token.INK2, wrap=False), row, 0)
            self._health.addWidget(Text(value, Role.SECONDARY_STRONG, token), row, 1)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._health.setColumnMinimumWidth(0, px(140))


def health_rows(health: Health) -> list[tuple[str, str, Token]]:
    """Return what the health card says: label, value, colour."""
    free = QStorageInfo(health.place)
    room = f"{formats.number(free.bytesAvailable() // 1_000_000)} MB free" if free.isValid() else "not known"
    fault = texts.error_of_code(health.fault) if health.fault else "None"
    return [
        ("Store", health.place, Token.INK),
        ("Size", _size_words(health.place), Token.INK),
        ("Disk", room, Token.INK),
        ("Entries", formats.number(health.entries), Token.INK),
        ("Fault now", fault, Token.ALARM if health.fault else Token.INK),
        ("Keys", health.secrets[:1].upper() + health.secrets[1:], Token.CAUTION if health.weak_keystore else Token.INK),
        ("Verifier key", health.vkey, Token.INK),
        ("Clock", "This computer's own, not compared with another", Token.INK),
        ("Version", checklist.__version__, Token.INK),
        ("Protocols in use", health.protocols, Token.INK),
    ]


def _size_words(place: str) -> str:
    """Return how much the store takes up, ``3.1 MB``."""
    size = sum(file.stat().st_size for file in Path(place).glob("*") if file.is_file())
    return f"{formats.number(Decimal(size // 100_000) / 10)} MB"


def _described(person: Person) -> str:
    roles = ", ".join(texts.role(role) for role in person.roles)
    left = "" if person.active else ", no longer works here"
    return f"{texts.person(person)}: {roles}{left}"


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
