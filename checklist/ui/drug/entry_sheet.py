"""One entry of the drug account: its fields, the number pad, and for a container the scanner."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.session.drug_commands import DrugCommand
from checklist.ui import formats
from checklist.ui.desk import Desk
from checklist.ui.drug.entry_forms import EntryForm
from checklist.ui.drug.scan_catcher import ScanCatcher, is_scannable
from checklist.ui.drug.scan_words import ScanResult
from checklist.ui.items import Setting
from checklist.ui.items.form import LineForm
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField
from checklist.ui.widgets.tone import INKS

_WIDE, _NARROW = 860, 560


class EntrySheet(Sheet):
    """Asks for one entry.

    Args:
        desk: Gives the time, and what is known of a scanned product.
        entry: What is asked.
    """

    def __init__(self, desk: Desk, entry: EntryForm, parent: QWidget | None = None) -> None:
        keypad = Keypad(Keys.DECIMAL) if _has_numbers(entry) else None
        super().__init__(
            entry.line.text,
            id=f"sheet.drug.{entry.id}",
            primary=entry.accept,
            width=_WIDE if keypad is not None else _NARROW,
            parent=parent,
        )
        self._entry = entry
        self._form = LineForm(Setting(entry.line, desk.now), keypad=keypad, stacked=True)
        self._scan: ScanCatcher | None = None
        if is_scannable(entry.line):
            self._lay_out_scan(desk)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        left = QVBoxLayout()
        left.addWidget(self._form)
        left.addStretch(1)
        columns.addLayout(left, 3)
        if keypad is not None:
            keypad.key(Key.NEXT).hide()
            right = QVBoxLayout()
            right.addWidget(keypad)
            right.addStretch(1)
            columns.addLayout(right, 2)
        self.body.addLayout(columns)
        self._form.changed.connect(self._check)
        self._form.finished.connect(self._check)
        if is_scannable(entry.line):
            self._watch_scanner(desk)
        self._check()

    def _lay_out_scan(self, desk: Desk) -> None:
        self._code = TextField("Scan the package here or anywhere on this sheet, or type below", id="sheet.drug.scan")
        self._code.entered.connect(self._code_entered)
        self._said = Text("", Role.SECONDARY_STRONG, Token.INFO)
        self._said.setObjectName("sheet.drug.said")
        self.body.addWidget(self._code)
        self.body.addWidget(self._said)
        self._said.hide()

    def _watch_scanner(self, desk: Desk) -> None:
        self._scan = ScanCatcher(desk, self._form, self)
        self._scan.read.connect(self._scanned)

    def _code_entered(self) -> None:
        if self._scan is not None and self._code.text():
            self._scan.take(self._code.text())

    def _scanned(self, result: ScanResult) -> None:
        self._code.set_text("")
        self._said.set_token(INKS[result.tone])
        self._said.show_text(result.words)
        announce(self, result.words, assertive=True)
        if result.drafts:
            self._form.focus_first()

    def gtin(self) -> str:
        """Return the product number that was scanned, or empty."""
        return self._scan.gtin if self._scan is not None else ""

    def command(self) -> DrugCommand | None:
        """Return what was entered, or None while something is missing."""
        answer = self._form.answer()
        return self._entry.command(answer) if answer is not None else None

    def _check(self) -> None:
        whole = self.command() is not None
        left = self._form.left()
        self.set_primary_enabled(whole)
        self.set_why("" if whole or not self._form.is_touched() else f"{formats.counted(left, 'value')} left")


def _has_numbers(entry: EntryForm) -> bool:
    return entry.id not in ("explain", "void")
