"""Runs the tour inside the real program: the same window, writer thread and store as any other start."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checklist.clock import SteppedClock
from checklist.protocol.model import Protocol
from checklist.settings import Settings
from checklist.ui import theme
from checklist.ui.app import Program
from checklist.ui.theme import Theme
from checklist.ui.tour.driver import Driver, TourError
from checklist.ui.tour.script import Say, Script

if TYPE_CHECKING:
    from checklist.service.workstation import Opening


def run(
    opening: Opening,
    clock: SteppedClock,
    settings: Settings,
    protocol: Protocol,
    *,
    out: Path,
    watch: bool,
    say: Say,
) -> str:
    """Drive the whole script.

    Args:
        opening: Of an empty practice directory whose first start is to be shown.
        clock: The clinic's clock, which the script moves on.
        settings: Of the window.
        protocol: What the session runs under.
        out: Folder for pictures, packet and audit logs.
        watch: Show the window and go slowly.
        say: Prints one line a step.

    Returns:
        Empty when all went as it should, else what did not.
    """
    held = QApplication.instance()
    app = held if isinstance(held, QApplication) else QApplication(sys.argv[:1])
    theme.install(app, Theme(False, settings.text_percent, motion=watch))
    program = Program(app, opening, settings, clock)
    trouble: list[str] = []

    def begin() -> None:
        program.window.activateWindow()  # without a window manager nothing else gives it the keyboard
        driver = Driver(program.window, out / "screens", watch=watch)
        try:
            Script(driver, clock, protocol, out, say).run()
        except TourError as error:
            driver.shoot("trouble")
            trouble.append(str(error))
        finally:
            program.window.close()

    QTimer.singleShot(0, begin)
    program.show()
    app.exec()
    program.end()
    return trouble[0] if trouble else ""
