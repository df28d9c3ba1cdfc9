"""The real window on a real practice store, at any moment of a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from practice_fixtures import fresh_practice  # noqa: F401  # a fixture, taken over by name
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from real_window import RealWindow
from window_player import complete_opening


@pytest.fixture
def complete(styled: QApplication, qtbot: QtBot, tmp_path: Path, fresh_practice: Path) -> Iterator[RealWindow]:  # noqa: F811
    """A window whose sessions run under the complete protocols."""
    made = RealWindow(qtbot, fresh_practice, tmp_path / "data", complete_opening)
    yield made
    made.close()


@pytest.fixture
def real(styled: QApplication, qtbot: QtBot, tmp_path: Path, fresh_practice: Path) -> Iterator[RealWindow]:  # noqa: F811
    """A window over its own copy of a fresh practice store; not begun yet."""
    made = RealWindow(qtbot, fresh_practice, tmp_path / "data")
    yield made
    made.close()
