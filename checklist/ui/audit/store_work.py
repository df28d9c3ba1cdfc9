"""Long work on the whole store: its full check, and exports. One piece at a time, beside the window.

The reading happens in a pool of its own (``ui.background``) through a reader of its own; what must be written in the
log about it goes through the desk. The work goes on while other pages are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from checklist.errors import ChecklistError
from checklist.session.commands import Actor
from checklist.ui import formats
from checklist.ui.background import Background, Progress, Task
from checklist.ui.desk import Desk
from checklist.ui.record.verdict_words import Checked

if TYPE_CHECKING:
    from checklist.ledger.report import Report
    from checklist.service.exporting import ExportPlan, ExportRequest, ExportResult
    from checklist.service.supervise import Reader
    from checklist.service.workstation import Workstation

T = TypeVar("T")
Steps = Callable[[int, int], bool]
Failed = Callable[[ChecklistError], None]
_WORDY_MS = 2_000
"""After so long the words tell rate and time left (``ux.md`` 13)."""


def progress_words(doing: str, progress: Progress | None) -> str:
    """Return ``Checking 41,200 of 214,906 entries, 12,300 a second, 14 s left``."""
    if progress is None:
        return f"{doing}, begun"
    total = f" of {formats.grouped_int(progress.total)}" if progress.total else ""
    words = f"{doing} {formats.grouped_int(progress.done)}{total} entries"
    if progress.elapsed_ms < _WORDY_MS or not progress.done:
        return words
    rate = formats.grouped_int(progress.done * 1000 // progress.elapsed_ms)
    left = progress.left_ms if progress.total else None
    return f"{words}, {rate} a second" + (f", {_left(left)} left" if left is not None else "")


def _left(ms: int) -> str:
    return f"{max(1, ms // 1000)} s" if ms < 60_000 else formats.span(ms)


class StoreWork(QObject):
    """The work.

    Args:
        desk: The way to the service.
        parent: Owner; when it goes, the work is stopped.

    Signals:
        changed: It began, went on or ended.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pool: Background | None = None
        self._task: Task | None = None
        self._doing = ""
        self._progress: Progress | None = None
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    @property
    def words(self) -> str:
        """What is being done and how far it has come; empty while nothing is."""
        return progress_words(self._doing, self._progress) if self._doing else ""

    def verify(self, actor: Actor, done: Callable[[Checked], None], failed: Failed) -> None:
        """Sign what is there and check all of it; the outcome is an entry before ``done`` is called."""

        def came(report: Report) -> None:
            checked = Checked(report, self._desk.now())
            self._desk.ask(
                lambda station: station.supervisor.checked(report, actor),
                lambda _none: self._end(lambda: done(checked)),
                lambda problem: self._end(lambda: failed(problem)),
            )

        def signed(size: int) -> None:
            def read(station: Workstation, reader: Reader, steps: Steps) -> Report:
                return station.supervisor.verify_all(reader, steps, size)

            self._begin("Checking", read, came, lambda problem: self._end(lambda: failed(problem)))

        self._desk.ask(lambda station: station.supervisor.sign_head(), signed, failed)

    def export(
        self, request: ExportRequest, actor: Actor, name: str, begun: Callable[[], None],
        done: Callable[[ExportResult], None], failed: Failed,
    ) -> None:  # fmt: skip
        """Export: its entry first, then the file; a failure or a stop is an entry as well and leaves no file.

        Args:
            request: What and where to.
            actor: Who exports, by their own PIN.
            name: Their name.
            begun: Called when the entry is written and the file is being made.
            done: Called with the finished export.
            failed: Called where nothing was written, before or after ``begun``.
        """

        def planned(plan: ExportPlan) -> None:
            begun()

            def read(station: Workstation, reader: Reader, steps: Steps) -> ExportResult:
                return station.exporter.run(plan, reader, steps)

            def broke(problem: ChecklistError) -> None:
                self._desk.ask(
                    lambda station: station.exporter.failed(plan, problem.code, actor),
                    lambda _none: self._end(lambda: failed(problem)),
                    lambda _worse: self._end(lambda: failed(problem)),
                )

            self._begin("Writing", read, lambda result: self._end(lambda: done(result)), broke)

        self._desk.ask(lambda station: station.exporter.begin(request, actor, name), planned, failed)

    def stop(self) -> None:
        """Ask the work to end; it ends with ``work.stopped``."""
        if self._task is not None:
            self._task.stop()

    def close(self) -> None:
        """End the work and its threads, when the program ends."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _begin(
        self,
        doing: str,
        work: Callable[[Workstation, Reader, Steps], T],
        done: Callable[[T], None],
        failed: Failed,
    ) -> None:
        self._doing, self._progress = doing, None
        self.changed.emit()

        def start(station: Workstation) -> None:
            pool = self._pool = self._pool or Background(_crashed)
            self._task = pool.run(lambda steps: _with_reader(station, steps, work), done, failed)
            self._task.progressed.connect(self._went_on)

        self._desk.ask(lambda station: station, start, failed)

    def _went_on(self, progress: Progress) -> None:
        self._progress = progress
        self.changed.emit()

    def _end(self, then: Callable[[], None]) -> None:
        self._doing, self._progress, self._task = "", None, None
        then()
        self.changed.emit()


def _with_reader(station: Workstation, steps: Steps, work: Callable[[Workstation, Reader, Steps], T]) -> T:
    """In the pool: open a reader, do the work, let go of the reader."""
    reader = station.supervisor.reader()
    try:
        return work(station, reader, steps)
    finally:
        reader.close()


def _crashed(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
