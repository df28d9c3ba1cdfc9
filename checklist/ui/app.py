"""Starts and ends the window: lock page first, the store behind it, a clean stop on every way out.

Nothing heavy is imported before the first paint (``performance.md`` 1): this module and what it imports name
no service module at run time. The store is opened on the writer thread after the window has been painted.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from checklist import diagnostics
from checklist.clock import Clock, SystemClock
from checklist.errors import ChecklistError, LedgerError
from checklist.settings import Settings
from checklist.ui import texts, theme
from checklist.ui.binding import binding_is_sound
from checklist.ui.main_window import MainWindow
from checklist.ui.page import Page
from checklist.ui.session_bridge import SessionBridge
from checklist.ui.theme import Theme

if TYPE_CHECKING:
    from checklist.service.setting_up import SetUp
    from checklist.service.workstation import Opening, Workstation
    from checklist.ui.opened import Opened
    from checklist.ui.pages.first_start import FirstStartPage
    from checklist.ui.single_window import Doorbell

DONE, WRONG_USE, RUNNING, INTERRUPTED = 0, 2, 3, 130
"""Exit codes of ``ux.md`` 18."""

SLOW_MS = 2_000
"""From here on the lock page says that opening takes long."""

IN_USE = "store.in-use"


def run(opening: Opening, settings: Settings, clock: Clock | None = None) -> int:
    """Open the window and run until it is closed.

    Args:
        opening: Makes or opens the workstation.
        settings: Theme, text size and lock time to begin with.
        clock: What the window's clocks show; None reads the machine's.

    Returns:
        The exit code: 0, 2 (Qt binding not fit), 3 (already open), 130 (stopped with Ctrl+C).
    """
    if not binding_is_sound():
        sys.stderr.write("This build needs PySide6 6.11 on Python 3.11.\n")
        return WRONG_USE
    held = QApplication.instance()
    app = held if isinstance(held, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(texts.APP_NAME)
    app.setDesktopFileName("org.chairside.Chairside")
    theme.install(app, _first_theme(app, settings))
    program = Program(app, opening, settings, clock or SystemClock())
    program.show()
    code = app.exec()
    program.end()
    if program.reopening:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # the same program, no shell
    return program.exit_code or code


def _first_theme(app: QApplication, settings: Settings) -> Theme:
    contrast = theme.asks_for_contrast(app)
    return Theme(settings.theme == "dim", settings.text_percent, contrast)


class Program(QObject):
    """One run of the window, from the lock page to the last entry.

    Args:
        app: The application.
        opening: Makes or opens the workstation.
        settings: What holds at the start.
        clock: What the window's clocks show.
    """

    def __init__(self, app: QApplication, opening: Opening, settings: Settings, clock: Clock) -> None:
        super().__init__()
        self._app, self._opening = app, opening
        self.exit_code = DONE
        self.reopening = False
        self._station: Workstation | None = None
        self._doorbell: Doorbell | None = None
        self._first: FirstStartPage | None = None
        self._crashed = False
        self._begun = False
        self._bridge = SessionBridge(lambda error: sys.excepthook(type(error), error, error.__traceback__))
        self.window = MainWindow(self._bridge, clock, settings, practice=opening.practice)
        self.window.closing.connect(app.quit)
        self.window.installEventFilter(self)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(
            lambda: self.window.lock.show_opening("Opening the record and checking its newest entries")
        )
        app.commitDataRequest.connect(self._log_out, Qt.ConnectionType.DirectConnection)
        self._former_hook = sys.excepthook
        diagnostics.hook(self._crash)
        self._former_signals = {
            number: signal.signal(number, self._signalled) for number in (signal.SIGTERM, signal.SIGINT)
        }

    def show(self) -> None:
        """Show the lock page; the store is opened once it has been painted."""
        self.window.resize(1366, 768)
        self.window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to open the store after the first paint."""
        if event.type() is QEvent.Type.Paint and not self._begun:
            self._begun = True
            QTimer.singleShot(0, self.open)
        return super().eventFilter(watched, event)

    # Opening.

    def open(self) -> None:
        """Open the store on the writer thread, or make one where there is none."""
        self._slow.start()
        self._bridge.submit(self._open_or_make, self._came, self._failed)

    def _open_or_make(self) -> Workstation | None:
        """On the writer thread: the workstation, or None where a first start is needed."""
        if self._opening.exists():
            return self._opening.open()
        if not self._opening.ready_made:
            return None
        from checklist.service.practice import CLINIC

        return self._opening.create(CLINIC)

    def _came(self, station: Workstation | None) -> None:
        self._slow.stop()
        if station is None:
            self._first_start()
        else:
            self._take(station)

    def _take(self, station: Workstation) -> None:
        from checklist.ui.opened import read_opened

        self._station = station
        self._bridge.use(station)
        self._bridge.ask(read_opened, self._begin, self._failed)

    def _begin(self, opened: Opened) -> None:
        from checklist.ui.single_window import Doorbell

        self.window.begin(opened)
        if self._doorbell is None:
            self._doorbell = Doorbell(str(self._opening.folder), self._raise)

    def _failed(self, problem: ChecklistError) -> None:
        self._slow.stop()
        if isinstance(problem, LedgerError) and problem.code == IN_USE and self._knocked():
            self.exit_code = RUNNING
            self._app.exit(RUNNING)
            return
        from checklist.ui.pages.trouble import TroublePage

        page = TroublePage(problem)
        page.again.connect(self._try_again)
        page.ended.connect(self.window.close)
        self._show(page)

    def _knocked(self) -> bool:
        from checklist.ui.single_window import knock

        return knock(str(self._opening.folder))

    def _try_again(self) -> None:
        self.window.lock.show_opening("Opening the record")
        self._show(self.window.lock)
        self.open()

    def _first_start(self) -> None:
        from checklist.ui.pages.first_start import FirstStartPage

        page = self._first = FirstStartPage(self._make, self._leave_first_start)
        self._show(page)

    def _make(self, set_up: SetUp) -> None:
        assert self._first is not None
        self._bridge.submit(lambda: self._opening.create(set_up), self._made, self._first.failed)

    def _made(self, station: Workstation) -> None:
        self._station = station
        self._bridge.use(station)
        self._bridge.ask(lambda open_one: open_one.health().vkey, self._show_key, self._failed)

    def _show_key(self, vkey: str) -> None:
        assert self._first is not None
        self._first.made(vkey)

    def _leave_first_start(self) -> None:
        if self._station is not None:
            self._first = None
            self._take(self._station)

    def _show(self, page: Page) -> None:
        self.window.show_bare(page)

    # Ending.

    def end(self) -> None:
        """Finish the work handed over, say in the log that the program stops, and close the store."""
        sys.excepthook = self._former_hook
        for number, handler in self._former_signals.items():
            signal.signal(number, handler)
        if self._doorbell is not None:
            self._doorbell.close()
        if self._crashed:
            self._bridge.abandon()
            return
        if self._station is not None:
            station = self._station
            self._bridge.submit(station.stop, lambda _none: None, lambda _problem: None)
        self._bridge.close()

    def _raise(self) -> None:
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        self.exit_code = INTERRUPTED if number == signal.SIGINT else DONE
        QTimer.singleShot(0, self.window.close)

    def _log_out(self, _manager: object) -> None:
        """The desktop ends the session: half-typed values go to the drafts now."""
        QApplication.sendEvent(self.window, QCloseEvent())

    def _crash(self, error: BaseException) -> None:
        """Take no more input and offer to open the record again; further errors of the same fall are only logged."""
        if self._crashed:
            return
        self._crashed = True
        from checklist.ui.crash_dialog import CrashDialog, describe

        dialog = CrashDialog(describe(error), self.window)
        dialog.reopen.connect(self._reopen)
        dialog.ended.connect(lambda: self._app.exit(1))
        dialog.open()

    def _reopen(self) -> None:
        self.reopening = True
        self._app.quit()
