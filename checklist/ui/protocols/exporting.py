"""Leads an export of a protocol version from its sheet to the written files, beside the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from checklist.errors import ChecklistError
from checklist.ui import formats, texts
from checklist.ui.audit.outcome import Outcome
from checklist.ui.background import Background, Progress, Task
from checklist.ui.desk import Desk
from checklist.ui.protocols.export_sheet import ExportSheet
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.protocol_export import Part
    from checklist.service.workstation import Workstation


class Exporting(QObject):
    """One export after the other.

    Args:
        desk: The way to the service.
        parent: Owner; when the program ends, the work is stopped.

    Attributes:
        strip: Says how it ended.

    Signals:
        changed: It began, went on or ended.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool: Background | None = None
        self._task: Task | None = None
        self._words = ""
        self.strip = Outcome("protocols.exported")
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    @property
    def words(self) -> str:
        """What is being done and how far it has come; empty while nothing is."""
        return self._words

    def begin(self, protocol_id: str, version: str, title: str) -> None:
        """Ask what to write and where to."""
        sheet = ExportSheet(title)
        sheet.asked.connect(lambda asked: self._asked(sheet, protocol_id, version, *asked))
        self._desk.open_sheet(sheet)

    def stop(self) -> None:
        """Ask the work to end; no file is left then."""
        if self._task is not None:
            self._task.stop()

    def close(self) -> None:
        """End the work and its thread."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _asked(self, sheet: ExportSheet, protocol_id: str, version: str, codes: tuple[str, ...], folder: Path) -> None:
        from checklist.service.protocol_export import Part

        actor, parts = self._desk.actor, tuple(Part(code) for code in codes)

        def recorded(station: Workstation) -> Workstation:
            station.clinic_protocols.leaving(protocol_id, version, codes, actor)
            return station

        def begun(station: Workstation) -> None:
            sheet.dismiss()
            self._write(station, protocol_id, version, parts, folder)

        self._desk.ask(recorded, begun, lambda problem: sheet.set_why(texts.error(problem).line))

    def _write(
        self, station: Workstation, protocol_id: str, version: str, parts: tuple[Part, ...], folder: Path
    ) -> None:
        from checklist.service.protocol_export import write_version

        def work(steps: Callable[[int, int], bool]) -> tuple[Path, ...]:
            return write_version(station.clinic_protocols.versions, protocol_id, version, parts, folder, steps)

        self._words = "Writing, begun"
        self.strip.clear()
        self.changed.emit()
        pool = self._pool = self._pool or Background(_crashed)
        self._task = pool.run(work, self._done, self._failed)
        self._task.progressed.connect(self._went_on)

    def _went_on(self, progress: Progress) -> None:
        if self._words:
            self._words = f"Writing, {formats.counted(progress.done, 'file')} done"
            self.changed.emit()

    def _done(self, files: tuple[Path, ...]) -> None:
        self._words = ""
        names = ", ".join(file.name for file in files)
        text = f"{names}, in {files[0].parent}" if files else ""
        self.strip.say(Tone.DONE, f"{formats.counted(len(files), 'file')} written", text)
        self.changed.emit()

    def _failed(self, problem: ChecklistError) -> None:
        self._words = ""
        self.strip.say(Tone.CAUTION, "Nothing was exported", texts.error(problem).line)
        self.changed.emit()


def _crashed(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
