"""Every page and sheet in the real window: can it be pressed, read, heard and left, in each size and theme."""

from __future__ import annotations

from pathlib import Path

import complete_scenes
import drug_scenes  # noqa: F401  # puts its scenes into the list
import page_checks
import pytest
from complete_moments import Moments
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from real_window import SIZES, RealWindow
from scenes import SCENES
from window_player import complete_opening


@pytest.mark.parametrize("name", SCENES)
def test_every_page_fits_hands_eyes_ears_and_keys(real: RealWindow, name: str) -> None:
    """UX-4 UX-5 UX-6 UX-7 UX-8 UX-9 SEC-046 Targets, whole words, names, light, Tab and lock hold on every page."""
    SCENES[name](real)
    assert page_checks.complaints(real, name) == []


@pytest.fixture(scope="session")
def moments(fresh_practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Moments:
    return Moments(fresh_practice, tmp_path_factory.mktemp("moments"))


@pytest.mark.parametrize("name", complete_scenes.SCENES)
def test_every_page_of_the_complete_protocol_fits_too(
    styled: QApplication, qtbot: QtBot, tmp_path: Path, moments: Moments, name: str
) -> None:
    """UX-4 UX-5 UX-6 UX-7 UX-8 UX-9 SEC-046 All of that holds at every telling moment of a full session as well."""
    scene = complete_scenes.SCENES[name]
    moment = moments.at(scene.moment, complete_scenes.MOMENTS[scene.moment])
    real = RealWindow(qtbot, moment.folder, tmp_path / "data", complete_opening, moment.now)
    try:
        scene.act(real, moment)
        assert page_checks.complaints(real, f"full-{name}", SIZES) == []
    finally:
        real.close()
