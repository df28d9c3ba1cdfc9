"""Power cuts on the store (``ledger-and-security`` 12.1); ``power_cut.py`` says what is modelled and what is not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "power_cut.py"
LARGE = {"cuts": 20_000, "commands": 120}

pytestmark = [
    pytest.mark.needs_gcc,
    pytest.mark.skipif(shutil.which("gcc") is None, reason="needs_gcc"),
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is for Linux"),
]


def found(**flags):
    """Run the script; return what it found by kind, and all it said."""
    words = [word for name, value in flags.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["distinct"] > 10
    return result["found"], done.stdout


def test_nothing_acknowledged_is_lost():
    """SEC-066 After a power cut at any moment each acknowledged command is there, none is half, the checkpoints fit."""
    wrong, said = found(cuts=70, commands=30, seed=1)
    assert wrong == {}, said


def test_the_suite_can_fail():
    """SEC-066 The same suite finds lost commands when a known-bad setting is put on the writer."""
    wrong, said = found(cuts=20, commands=20, seed=1, synchronous="OFF")
    assert wrong.get("lost", 0) > 0, said


@pytest.mark.parametrize("then", ["reopen", "dies"])
def test_failed_sync(then):
    """SEC-067 After a failed sync nothing is acknowledged before a reopening, and nothing after it is lost."""
    wrong, said = found(cuts=35, commands=20, seed=1, fault_at=9, then=then)
    assert wrong == {}, said


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("flags", [{}, {"fault_at": 60, "then": "reopen"}, {"fault_at": 60, "then": "dies"}])
def test_large(flags):
    """SEC-066 The same in the large form, with a failed sync and without."""
    wrong, said = found(**LARGE, seed=2, **flags)
    assert wrong == {}, said
