"""The real program as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from practice_fixtures import clinic, fresh_practice

ROOT = Path(__file__).resolve().parent.parent.parent

Run = Callable[..., "subprocess.CompletedProcess[str]"]

__all__ = ["clinic", "fresh_practice"]


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """Run ``main.py`` with some words, in an empty home, without a display."""

    def run(*words: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
        environment |= {"HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen", **variables}
        return subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *words],
            input=stdin,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )

    return run
