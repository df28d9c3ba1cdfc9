"""Process kills on the store (``ledger-and-security`` 12.2)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "kills.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def run(kills, seed):
    words = ["--kills", str(kills), "--seed", str(seed)]
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def test_killed_writer():
    """SEC-066 A writer killed at any moment, while making the store too, loses no acknowledged command or PIN try."""
    result = run(25, 1)
    assert result["acknowledged"] > 100
    assert result["found"] == {}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_writer_large():
    """SEC-066 The same two hundred times and more."""
    assert run(400, 2)["found"] == {}
