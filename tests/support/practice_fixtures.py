"""Fixtures over ``practice_clinic``, to be named in a conftest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from practice_clinic import Clinic

from checklist.clock import SteppedClock
from checklist.opening import StoreOpening
from checklist.service.practice import CLINIC


@pytest.fixture(scope="session")
def fresh_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a practice directory as the first start leaves it; copied, never used."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    StoreOpening(folder, practice=True, clock=SteppedClock()).create(CLINIC).stop()
    return folder


@pytest.fixture
def clinic(tmp_path: Path, fresh_practice: Path) -> Iterator[Clinic]:
    shutil.copytree(fresh_practice, tmp_path / "data")
    made = Clinic(tmp_path / "data")
    yield made
    made.station.stop()
