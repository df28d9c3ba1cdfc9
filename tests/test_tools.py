"""The linters, the types and the layer contracts are part of the tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _run(*command: str) -> None:
    tool = shutil.which(command[0], path=str(Path(sys.executable).parent))
    assert tool is not None, f"{command[0]} is not installed beside Python"
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_types() -> None:
    """Every function is typed, strictly."""
    _run("mypy")


def test_lint() -> None:
    """The code passes the linter."""
    _run("ruff", "check", "--no-cache", ".")


def test_format() -> None:
    """The code is formatted one way."""
    _run("ruff", "format", "--no-cache", "--check", ".")


def test_contracts() -> None:
    """A package imports only what lies below it (architecture, section 2)."""
    _run("lint-imports", "--no-cache", "--no-logo")
