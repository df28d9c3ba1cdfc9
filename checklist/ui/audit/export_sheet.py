"""Asks what to export, for whom, what for, and where to. Says at the field what cannot be used; loses nothing typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from checklist.errors import ChecklistError
from checklist.ui import texts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from checklist.service.exporting import ExportRequest

FORMATS = {"packet": "Packet", "csv": "CSV", "jsonl": "JSON Lines"}
_EXPLAINED = {
    "packet": "A ZIP file with entries, proofs and the tools to check them. This is the evidence.",
    "csv": "A table for reading. A convenience: the packet is the evidence.",
    "jsonl": "One entry a line, for other programs. A convenience: the packet is the evidence.",
}
SUFFIXES = {"packet": ".zip", "csv": ".csv", "jsonl": ".jsonl"}
_PLACE_CODES = frozenset({"export.exists", "export.folder", "export.unwritable", "packet.write"})


class Scope(msgspec.Struct, frozen=True):
    """One thing that can be exported: its key, its words, and what it asks of the exporter."""

    key: str
    words: str
    since_ms: int | None = None
    until_ms: int | None = None
    sessions: tuple[str, ...] = ()


class ExportSheet(Sheet):
    """The sheet.

    Args:
        scopes: What can be exported; the first one is chosen.
        suggested: Name of the file, without its ending, for the chooser.
        practice: Whether the people in it are made up, which is said.

    Signals:
        asked: An ``ExportRequest`` that is complete.
    """

    asked = Signal(object)

    def __init__(self, scopes: tuple[Scope, ...], suggested: str, *, practice: bool) -> None:
        super().__init__("Export", id="sheet.export", primary="Export", width=640)
        self._scopes = {scope.key: scope for scope in scopes}
        self._suggested = suggested
        self._format = Choice([Option(k, w) for k, w in FORMATS.items()], name="Format", id="sheet.export.format")
        self._explained = Text("", Role.SECONDARY, Token.INK2)
        self._scope = Choice([Option(s.key, s.words) for s in scopes], name="What", id="sheet.export.scope")
        self._recipient = TextField("Who receives it", id="sheet.export.recipient")
        self._purpose = TextField("What for", id="sheet.export.purpose")
        self._path = TextField(
            "File", id="sheet.export.path", placeholder=f"{suggested}.zip, in a folder of your choice"
        )
        self._choose = Button("Choose", "file-text", id="sheet.export.choose", spoken="Choose the file")
        self._overwrite = CheckRow("Write over the file that is there", id="sheet.export.overwrite")
        self._fill_in(practice=practice)
        self._scope.set_value(scopes[0].key)
        self._format.set_value("packet")
        self._format.chosen.connect(self._chosen)
        for field in (self._recipient, self._purpose):
            field.text_changed.connect(lambda _text: self._check())
        self._path.text_changed.connect(lambda _text: self._moved())
        self._overwrite.toggled.connect(lambda _on: self._check())
        self._choose.clicked.connect(self._open_chooser)
        self.accepted.connect(self._pressed)
        self._chosen("packet")

    def _fill_in(self, *, practice: bool) -> None:
        if practice:
            self.body.addWidget(
                Text(
                    "PRACTICE: the file says so, and everybody in it is made up.", Role.SECONDARY_STRONG, Token.CAUTION
                )
            )
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._path, 1)
        where.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignBottom)
        for label, widget in (("Format", self._format), ("", self._explained), ("What", self._scope)):
            if label:
                self.body.addWidget(Text(label, Role.LABEL, Token.INK2))
            self.body.addWidget(widget)
        self.body.addWidget(self._recipient)
        self.body.addWidget(self._purpose)
        self.body.addLayout(where)
        self.body.addWidget(self._overwrite)
        self.body.addWidget(Text("Names and content are in it. Your PIN is asked next.", Role.SECONDARY, Token.INK2))

    def request(self) -> ExportRequest:
        """Return what is asked for."""
        from checklist.service.exporting import ExportRequest

        scope = self._scopes[self._scope.value() or ""]
        return ExportRequest(
            format=self._format.value() or "",
            out=str(Path(self._path.text()).expanduser()),
            since_ms=scope.since_ms,
            until_ms=scope.until_ms,
            sessions=scope.sessions,
            recipient=self._recipient.text(),
            purpose=self._purpose.text(),
            force=self._overwrite.isChecked(),
        )

    def scope_words(self) -> str:
        """Return what is exported, as the sheet says it."""
        words = self._scopes[self._scope.value() or ""].words
        return words[:1].lower() + words[1:]

    def show_problem(self, problem: ChecklistError) -> None:
        """Say why it was not exported, at the place of the file where it is about that."""
        words = texts.error(problem)
        if problem.code in _PLACE_CODES:
            self._path.set_message(words.line)
            self._overwrite.setVisible(problem.code == "export.exists")
        else:
            self.set_why(words.line)

    def _chosen(self, kind: str) -> None:
        self._explained.setText(_EXPLAINED[kind])
        path = self._path.text()
        ending = next((end for end in SUFFIXES.values() if path.endswith(end)), "")
        if ending:
            self._path.set_text(path.removesuffix(ending) + SUFFIXES[kind])
        self._check()

    def _moved(self) -> None:
        """Another file was named: an agreement to write over the former one does not hold for it."""
        self._overwrite.setChecked(False)
        self._check()

    def _check(self) -> None:
        place, exists = _place_problem(self._path.text())
        self._overwrite.setVisible(exists)
        self._path.set_message(place)
        missing = self._missing() or place
        if exists and not self._overwrite.isChecked():
            missing = "A file of that name is there already. Choose another name, or agree to write over it."
        self.set_why(missing)
        self.set_primary_enabled(not missing)

    def _missing(self) -> str:
        if not self._recipient.text():
            return "Type who receives it."
        if not self._purpose.text():
            return "Type what it is for."
        return "" if self._path.text() else "Name the file."

    def _pressed(self) -> None:
        self.asked.emit(self.request())

    def _open_chooser(self) -> None:
        kind = self._format.value() or "packet"
        chooser = QFileDialog(self, "Export to", self._path.text() or f"{self._suggested}{SUFFIXES[kind]}")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.selectFile(f"{self._suggested}{SUFFIXES[kind]}")
        chooser.fileSelected.connect(self._path.set_text)
        chooser.open()


def _place_problem(text: str) -> tuple[str, bool]:
    """Say why a file cannot be written there, and whether one is there already."""
    if not text:
        return "", False
    target = Path(text).expanduser()
    if not target.is_absolute():
        return "Type the whole path, or press Choose.", False
    if target.is_dir() or not target.parent.is_dir():
        return "There is no such folder.", False
    return "", target.exists()
