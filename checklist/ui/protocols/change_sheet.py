"""Shows one parameter, and lets it be changed: new value, what the nurse then reads, why.

A change may hold several values: those chosen before stand below and go with it. Nothing counts before a second person
approves it. A value that cannot be taken is said at the field, with what is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from checklist.errors import ChecklistError
from checklist.protocol.model import Parameter
from checklist.protocol.values import number
from checklist.session.commands import Actor
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.protocols import words
from checklist.ui.record.facts_table import FactLine
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField, TextField

if TYPE_CHECKING:
    from checklist.audit.clinic_versions import Proposal
    from checklist.service.clinic_protocols import Overview, Preview

_MOST_SENTENCES = 8


class ChangeSheet(Sheet):
    """The sheet.

    Args:
        desk: The way to the service.
        overview: The protocol.
        parameter: As in the version in use.
        gathered: Values chosen so far for this change, without this parameter's; kept by the page.
        by: Who would propose it; None shows the parameter only.
        why_not: Why it cannot be changed, or empty.

    Signals:
        proposed: The ``Proposal``, durable; the sheet is gone.
        kept: All values chosen so far, to go on with another parameter; the sheet is gone.
    """

    proposed = Signal(object)
    kept = Signal(object)

    def __init__(
        self,
        desk: Desk,
        overview: Overview,
        parameter: Parameter,
        gathered: dict[str, str],
        by: Actor | None,
        why_not: str = "",
    ) -> None:
        may = by is not None and not why_not
        primary, cancel = ("Propose", "Cancel") if may else ("", "Close")
        title = parameter.text or parameter.id
        super().__init__(title, id="sheet.parameter", primary=primary, cancel=cancel, width=640)
        self._desk, self._overview, self._parameter, self._by = desk, overview, parameter, by
        self._gathered = dict(gathered)
        base = {one.id: one for one in overview.newest.parameters}
        self._base = base.get(parameter.id, parameter)
        self._ready = False
        self._problem = ""
        self._facts()
        self._field: TextField | None = None
        self._choice: Choice | None = None
        self._reason = NoteField("Why", id="sheet.parameter.why", rows=2)
        self._nurse = QVBoxLayout()
        self._nurse.setSpacing(4)
        self._preview = Card(Look.INFO)
        self._more = Button("Add another value", "plus", Kind.QUIET, id="sheet.parameter.more")
        if may:
            self._editor()
        elif why_not:
            self.set_why(why_not)

    def _facts(self) -> None:
        held, base = self._parameter, self._base
        facts = (
            ("In use", words.value(held)),
            ("Default", words.value(base)),
            ("Allowed", words.allowed(base)),
            ("Note", words.note(base)),
            ("Source", held.source),
            ("Id", held.id),
        )
        column = QVBoxLayout()
        column.setSpacing(0)
        for label, value in facts:
            if value:
                column.addWidget(FactLine(label, value))
        self.body.addLayout(column)

    def _editor(self) -> None:
        parameter = self._parameter
        if parameter.choices:
            options = [Option(option.code, option.text) for option in self._base.choices]
            self._choice = Choice(options, name="New value", id="sheet.parameter.value")
            self._choice.chosen.connect(lambda _key: self._changed())
            self.body.addWidget(Text("New value", Role.LABEL, Token.INK2))
            self.body.addWidget(self._choice)
        else:
            unit = formats.unit(parameter.unit)
            self._field = TextField(f"New value, {unit}" if unit else "New value", id="sheet.parameter.value")
            self._field.text_changed.connect(lambda _text: self._changed())
            self.body.addWidget(self._field)
        for name, code in self._gathered.items():
            held = next(one for one in self._overview.newest.parameters if one.id == name)
            self.body.addWidget(FactLine("Also", f"{held.text or name}: {words.value(held, code)}"))
        self._preview.body.addWidget(Text("What changes for the nurse", Role.SECONDARY_STRONG, Token.INFO))
        self._preview.body.addLayout(self._nurse)
        self._preview.hide()
        self.body.addWidget(self._preview)
        self._reason.text_changed.connect(lambda _text: self._check())
        self.body.addWidget(self._reason)
        self._more.clicked.connect(self._keep)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.accepted.connect(self._propose)
        self._check()

    def _value(self) -> str:
        if self._choice is not None:
            return self._choice.value() or ""
        return self._field.text() if self._field is not None else ""

    def _values(self) -> dict[str, str]:
        return {**self._gathered, self._parameter.id: self._value()}

    def _changed(self) -> None:
        """Ask what the value would make; the answer to an older question is not shown."""
        self._ready = False
        asked, protocol_id = self._value(), self._overview.current.id
        if self._field is not None:
            self._field.set_message("")
        if not asked or (self._field is not None and number(asked) is None):
            self._show_sentences(())
            self._say(f"Allowed: {words.allowed(self._base)}." if asked else "")
            self._check()
            return

        def came(preview: Preview) -> None:
            if asked == self._value():
                self._previewed(preview)

        def failed(problem: ChecklistError) -> None:
            if asked == self._value():
                self._show_sentences(())
                self._say(self._refusal(problem))
                self._check()

        values = self._values()
        self._desk.ask(lambda station: station.clinic_protocols.preview(protocol_id, values), came, failed)
        self._check()

    def _previewed(self, preview: Preview) -> None:
        self._ready = not preview.findings
        self._show_sentences(preview.words)
        self._say(f"With this value the checklist has a fault: {preview.findings[0].text}." if preview.findings else "")
        self._check()

    def _refusal(self, problem: ChecklistError) -> str:
        """Say why a value is not taken; of this parameter's, with what is allowed in its unit."""
        told = texts.error(problem)
        if problem.params.get("parameter") != self._parameter.id:
            return told.line
        return f"{told.what} Allowed: {words.allowed(self._base)}."

    def _say(self, problem: str) -> None:
        """Show what is wrong with the value: at the field, or above the buttons where it was chosen."""
        self._problem = "" if self._field is not None else problem
        if self._field is not None:
            self._field.set_message(problem)

    def _show_sentences(self, sentences: tuple[str, ...]) -> None:
        while (item := self._nurse.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = sentences[:_MOST_SENTENCES]
        if len(sentences) > len(shown):
            shown = (*shown, f"And {formats.counted(len(sentences) - len(shown), 'more change')}.")
        for sentence in shown:
            self._nurse.addWidget(Text(sentence, Role.SECONDARY))
        self._preview.setVisible(bool(sentences))

    def _check(self) -> None:
        missing = self._problem
        if not self._value():
            missing = "Choose the new value." if self._choice is not None else "Type the new value."
        elif self._ready and not self._reason.text():
            missing = "Say why."
        self.set_why(missing)
        self._more.setEnabled(self._ready)
        self.set_primary_enabled(self._ready and bool(self._reason.text()))

    def _keep(self) -> None:
        values = self._values()
        self.dismiss()
        self.kept.emit(values)

    def _propose(self) -> None:
        values, why, by, protocol_id = self._values(), self._reason.text(), self._by, self._overview.current.id
        if by is None or not self._ready:
            return
        self._ready = False
        self.set_primary_enabled(False)

        def came(proposal: Proposal) -> None:
            self.dismiss()
            self.proposed.emit(proposal)

        def failed(problem: ChecklistError) -> None:
            self._ready = True
            self._check()
            self.set_why(texts.error(problem).line)

        self._desk.ask(lambda station: station.clinic_protocols.propose(protocol_id, values, why, by), came, failed)
