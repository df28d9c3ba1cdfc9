"""Power cuts on the store (``ledger-and-security`` 12.1); ``power_cut.py`` says what is modelled and what is not."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "power_cut.py"
SMALL = {"cuts": 90, "commands": 30}
LARGE = {"cuts": 20_000, "commands": 120}

pytestmark = [
    pytest.mark.needs_gcc,
    pytest.mark.skipif(shutil.which("gcc") is None, reason="needs_gcc"),
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is for Linux"),
]


def run(**flags):
    words = [word for name, value in flags.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    done = subprocess.run([sys.executable, str(SCRIPT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    print(done.stdout)
    assert result["distinct"] > 0
    return result


def test_nothing_acknowledged_is_lost():
    """SEC-066 After a power cut at any moment every acknowledged command is there, none half, the tree and checkpoints right."""
    assert run(**SMALL, seed=1)["found"] == {}


def test_the_suite_can_fail():
    """SEC-066 The same suite finds lost commands when a known-bad setting is put on the writer."""
    assert run(cuts=25, commands=20, seed=1, synchronous="OFF")["found"]["lost"] > 0


@pytest.mark.parametrize("then", ["reopen", "dies"])
def test_failed_sync(then):
    """SEC-067 After a failed sync nothing is acknowledged before a reopening or new start, and nothing after it is lost."""
    assert run(cuts=50, commands=20, seed=1, fault_at=9, then=then)["found"] == {}


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("flags", [{}, {"fault_at": 60, "then": "reopen"}, {"fault_at": 60, "then": "dies"}])
def test_large(flags):
    """SEC-066 The same in the large form, with a failed sync and without."""
    assert run(**LARGE, seed=2, **flags)["found"] == {}
