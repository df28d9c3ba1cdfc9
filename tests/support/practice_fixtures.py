"""Fixtures over ``practice_clinic``, to be named in a conftest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from practice_clinic import Clinic
from spine import spine_opening

from checklist.clock import SteppedClock
from checklist.service.practice import CLINIC


@pytest.fixture(scope="session")
def fresh_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a practice directory as the first start leaves it; copied, never used."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    spine_opening(folder, practice=True, clock=SteppedClock()).create(CLINIC).stop()
    return folder


@pytest.fixture
def clinic(tmp_path: Path, fresh_practice: Path) -> Iterator[Clinic]:
    shutil.copytree(fresh_practice, tmp_path / "data")
    made = Clinic(tmp_path / "data")
    yield made
    made.station.stop()
