"""The whole program without a mouse: the tour's script, its presses made by Tab, arrows, Space and Enter alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from key_driver import KeyDriver
from PySide6.QtWidgets import QApplication
from whole_visit import complete

from checklist.clock import SteppedClock
from checklist.opening import StoreOpening
from checklist.settings import load
from checklist.ui.app import Program
from checklist.ui.tour.script import Script


@pytest.mark.timeout(400)
def test_a_whole_session_needs_no_mouse(styled: QApplication, tmp_path: Path) -> None:
    """UX-8 First start, sign-in, two whole visits to their seals, record, verification and exports by keyboard only."""
    clock = SteppedClock()
    opening = StoreOpening(tmp_path / "data", practice=True, ready_made=False, clock=clock)
    program = Program(styled, opening, load({}, (), {}), clock)
    program.show()
    driver = KeyDriver(program.window, tmp_path / "screens", watch=False)
    said: list[str] = []
    try:
        Script(driver, clock, complete("ketamine-iv-mood"), tmp_path, said.append).run()
    finally:
        program.window.close()
        program.end()
    assert (tmp_path / "packet.zip").stat().st_size > 0
    assert driver.presses > 500
