"""The first start: the clinic, this workstation, its chairs, the first people; then the key to keep on paper.

What was typed stays until the log is made; an error leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checklist.errors import ChecklistError
from checklist.ui import texts
from checklist.ui.page import Frame, Page
from checklist.ui.person_form import PersonForm
from checklist.ui.printing import print_text
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from checklist.service.setting_up import SetUp

WIDTH = 860
MOST_CHAIRS = 12


class FirstStartPage(Page):
    """The page.

    Args:
        finish: Makes the log; answers through ``made`` or ``failed``.
        leave: Called when the key has been kept and work may begin.
    """

    frame = Frame.BARE
    help_text = "Fill in who and where. Each PIN is known to its owner alone: let everybody type their own."

    def __init__(self, finish: Callable[[SetUp], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._finish, self._leave = finish, leave
        self.setObjectName("first_start")
        self.setAccessibleName("First start")
        self._clinic = TextField("Clinic", id="first_start.clinic", placeholder="Name on every record")
        self._workstation = TextField(
            "This workstation", id="first_start.workstation", placeholder="Room or trolley, for example Room 2"
        )
        chairs = number_shape("Chairs", "1", str(MOST_CHAIRS))
        self._chairs = NumberField("Chairs", chairs, id="first_start.chairs")
        self._people = (
            PersonForm(id="first_start.supervisor", roles=("supervisor",)),
            PersonForm(id="first_start.nurse", roles=("nurse", "checker")),
            PersonForm(id="first_start.prescriber", roles=("prescriber",), required=False),
        )
        self._why = Text("", Role.SECONDARY, Token.INK2)
        self._go = Button("Make the log", "arrow-right", Kind.PRIMARY, 56, id="first_start.finish")
        self._go.clicked.connect(self._pressed)
        self._vkey = ""
        self._key = Text("", Role.MRN)
        self._key.setObjectName("first_start.key")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self._stack.addWidget(self._paper())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        for field in (self._clinic, self._workstation):
            field.text_changed.connect(lambda _text: self._check())
        self._chairs.value_changed.connect(lambda _text: self._check())
        for form in self._people:
            form.changed.connect(self._check)
        self._check()

    def _form(self) -> QWidget:
        titles = (
            ("Supervisor", "Looks after people, settings and the audit."),
            ("First nurse", "Gives care and answers the checklists. More people can be added later."),
            ("Prescriber", "Signs orders and exceptions. May be left empty now and added later."),
        )
        place = Card()
        place.body.addWidget(Text("Where", Role.CURRENT))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._clinic, 3)
        row.addWidget(self._workstation, 3)
        row.addWidget(self._chairs, 1, Qt.AlignmentFlag.AlignBottom)
        place.body.addLayout(row)
        cards: list[QWidget] = [place]
        for form, (title, about) in zip(self._people, titles, strict=True):
            card = Card()
            card.body.addWidget(Text(title, Role.CURRENT))
            card.body.addWidget(Text(about, Role.SECONDARY, Token.INK2))
            card.body.addWidget(form)
            cards.append(card)
        foot = QHBoxLayout()
        foot.addWidget(self._why, 1)
        foot.addWidget(self._go)
        words = "Nothing has been recorded here yet. Everybody types their own PIN."
        return _centred("First start", words, cards, foot)

    def _paper(self) -> QWidget:
        card = Card()
        card.body.addWidget(Text("Keep this on paper", Role.CURRENT))
        about = (
            "Every record of this workstation can be proved with this key. Print it or write it down, have two people "
            "sign the sheet, and keep it away from this computer."
        )
        card.body.addWidget(Text(about, Role.ITEM))
        card.body.addWidget(self._key)
        buttons = QHBoxLayout()
        for label, icon, act in (("Copy", "file-text", self._copy), ("Print", "printer", self._print)):
            button = Button(label, icon, id=f"first_start.{label.lower()}")
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        go = Button("It is on paper, begin", "arrow-right", Kind.PRIMARY, 56, id="first_start.begin")
        go.clicked.connect(self._leave)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(go)
        return _centred("The log is made", "", [card], foot)

    def missing(self) -> str:
        """Say what is still missing, or nothing when the log can be made."""
        if not self._clinic.text():
            return "The name of the clinic is missing."
        if not self._workstation.text():
            return "The name of this workstation is missing."
        if not self._chairs.value():
            return f"Say how many chairs there are, 1 to {MOST_CHAIRS}."
        for form, who in zip(self._people, ("Supervisor", "First nurse", "Prescriber"), strict=True):
            problem = form.missing()
            if problem:
                return f"{who}: {problem[:1].lower()}{problem[1:]}"
        return ""

    def made(self, verifier_key: str) -> None:
        """Show the key of the log that was made."""
        self._vkey = verifier_key
        self._key.setText(verifier_key.replace("/", "/\u200b").replace("+", "+\u200b"))
        self._stack.setCurrentIndex(1)

    def failed(self, problem: ChecklistError) -> None:
        """Say why no log was made; everything typed is still there."""
        words = texts.error(problem)
        self._go.setEnabled(True)
        self._why.setText(f"{words.what} {words.todo}".strip())
        self._why.set_token(Token.CAUTION)

    def enter(self) -> None:
        """Put the focus on the first field."""
        self._clinic.setFocus()

    def _check(self) -> None:
        problem = self.missing()
        self._why.set_token(Token.INK2)
        self._why.setText(problem)
        self._go.setEnabled(not problem)

    def _pressed(self) -> None:
        from checklist.service.setting_up import SetUp

        self._go.setEnabled(False)
        self._why.setText("Making the log")
        people = tuple(person for form in self._people if (person := form.person()) is not None)
        self._finish(SetUp(self._clinic.text(), self._workstation.text(), int(self._chairs.value()), people))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._vkey)

    def _print(self) -> None:
        title = f"Chairside, {self._clinic.text()}, {self._workstation.text()}"
        print_text(self, f"{title}\n\nVerifier key of the log:\n\n{self._vkey}\n\nKept by:\n\nDate:")


def _centred(title: str, words: str, cards: list[QWidget], foot: QHBoxLayout) -> QWidget:
    """Lay a title, cards and a foot out in a column that scrolls."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 20, 0, 20)
    layout.setSpacing(12)
    layout.addWidget(Text(title, Role.TITLE))
    if words:
        layout.addWidget(Text(words, Role.ITEM, Token.INK2))
    for card in cards:
        layout.addWidget(card)
    layout.addLayout(foot)
    layout.addStretch(1)
    column.setMaximumWidth(px(WIDTH))
    inner = QWidget()
    row = QHBoxLayout(inner)
    row.setContentsMargins(20, 0, 20, 0)
    row.addStretch(1)
    row.addWidget(column, 100)
    row.addStretch(1)
    return Scroll(inner)
