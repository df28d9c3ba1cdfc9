"""Process kills on the store (``ledger-and-security`` 12.2)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "kills.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def killed(kills, seed):
    """Run the script; return its last line as a mapping, and all it said."""
    words = ["--kills", str(kills), "--seed", str(seed)]
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stdout


def test_killed_writer():
    """SEC-066 A writer killed at any moment, while making the store too, loses no acknowledged command or PIN try."""
    result, said = killed(20, 1)
    assert result["acknowledged"] > 100
    assert result["found"] == {}, said


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_writer_large():
    """SEC-066 The same four hundred times."""
    result, said = killed(400, 2)
    assert result["found"] == {}, said
