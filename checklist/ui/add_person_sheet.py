"""A supervisor adds a person, who types their own PIN here and now."""

from __future__ import annotations

from collections.abc import Callable

from checklist.audit.query import Person
from checklist.errors import ChecklistError
from checklist.session.roles import Role as StaffRole
from checklist.ui import texts
from checklist.ui.desk import Desk
from checklist.ui.person_form import PersonForm
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.checks import ChecksSet
from checklist.ui.widgets.choice import Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

_OFFERED = (
    StaffRole.NURSE,
    StaffRole.CHECKER,
    StaffRole.PRESCRIBER,
    StaffRole.SUPERVISOR,
    StaffRole.AUDITOR,
)


class AddPersonSheet(Sheet):
    """The sheet.

    Args:
        desk: The way to the service.
        added: Called with the new person.
    """

    def __init__(self, desk: Desk, added: Callable[[Person], None]) -> None:
        super().__init__("Add a person", id="add_person", primary="Add", width=680)
        self._desk, self._added = desk, added
        words = "The person types the PIN. Nobody else may know it."
        self.body.addWidget(Text(words, Role.ITEM, Token.INK2))
        self._form = PersonForm(id="add_person", roles=(), pin_length=desk.clinic.pin_length)
        self.body.addWidget(self._form)
        self.body.addWidget(Text("Roles", Role.LABEL, Token.INK2))
        options = [Option(role.value, texts.role(role).capitalize()) for role in _OFFERED]
        self._roles = ChecksSet(options, name="Roles", id="add_person.roles", columns=2)
        self._roles.changed.connect(lambda: self._form.set_roles(self._roles.value() or ()))
        self.body.addWidget(self._roles)
        self._form.changed.connect(self._check)
        self.accepted.connect(self._pressed)
        self._check()

    def _check(self) -> None:
        problem = self._form.missing()
        self.set_primary_enabled(not problem)
        self.set_why(problem)

    def _pressed(self) -> None:
        new = self._form.person()
        if new is None or self._form.missing():
            return
        actor, length = self._desk.actor, self._desk.clinic.pin_length
        self._desk.ask(lambda station: station.staff.enrol(new, pin_length=length, by=actor), self._done, self._failed)

    def _done(self, person: Person) -> None:
        self.dismiss()
        self._added(person)

    def _failed(self, problem: ChecklistError) -> None:
        self.set_why(texts.error(problem).line)
