"""Asks which files of a protocol version to write, and where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField

PARTS = (("file", "The protocol file, with the clinic's values"), ("paper", "The paper form, as PDF"))


class ExportSheet(Sheet):
    """The sheet.

    Args:
        title: Protocol and version.

    Signals:
        asked: Codes of the parts and the folder, ``(tuple[str, ...], Path)``.
    """

    asked = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(f"Export {title}", id="sheet.protocol_export", primary="Write", width=640)
        self._parts = {code: CheckRow(text, id=f"sheet.protocol_export.{code}") for code, text in PARTS}
        self._folder = TextField("Folder", id="sheet.protocol_export.folder", placeholder="A folder of your choice")
        choose = Button("Choose", "file-text", id="sheet.protocol_export.choose", spoken="Choose the folder")
        choose.clicked.connect(self._open_chooser)
        for row in self._parts.values():
            row.toggled.connect(lambda _on: self._check())
            self.body.addWidget(row)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._folder, 1)
        where.addWidget(choose, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(where)
        self.body.addWidget(
            Text("Files of the same names there are written over. No patient is in them.", Role.SECONDARY, Token.INK2)
        )
        self._folder.text_changed.connect(lambda _text: self._check())
        self.accepted.connect(self._pressed)
        self._check()

    def _chosen(self) -> tuple[str, ...]:
        return tuple(code for code, row in self._parts.items() if row.isChecked())

    def _check(self) -> None:
        problem = ""
        text = self._folder.text()
        folder = Path(text).expanduser()
        if text and not (folder.is_absolute() and folder.is_dir()):
            problem = "There is no such folder. Type the whole path, or press Choose."
        self._folder.set_message(problem)
        missing = problem or ("Choose what to write." if not self._chosen() else "Name the folder." if not text else "")
        self.set_why("" if problem else missing)
        self.set_primary_enabled(not missing)

    def _pressed(self) -> None:
        self.asked.emit((self._chosen(), Path(self._folder.text()).expanduser()))

    def _open_chooser(self) -> None:
        chooser = QFileDialog(self, "Export to", self._folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._folder.set_text)
        chooser.open()
