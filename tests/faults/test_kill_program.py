"""Kills of the whole program (``ledger-and-security`` 12.2): service, session and store together."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def run(kills, seed, *words):
    command = [sys.executable, str(HERE / "kill_program.py"), "--kills", str(kills), "--seed", str(seed), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def test_killed_program():
    """SEC-066 UX-12 After kill -9 at any moment every acknowledged entry is there once and Resume finds its line."""
    result = run(20, 1)
    assert result["kills"] == 20
    assert result["commands"] > 100
    assert result["sealed"] >= 2
    assert result["found"] == {}


def test_the_judgement_can_fail():
    """SEC-066 A program that acknowledges what it has only queued is found out by the same run."""
    assert run(4, 1, "--lie")["found"]["lost"] > 0


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("words", [(), ("--disk",)])
def test_killed_program_large(words):
    """SEC-066 UX-12 The same at two hundred moments, in memory and on a disk."""
    result = run(200, 2, *words)
    assert result["kills"] == 200
    assert result["found"] == {}


@pytest.fixture(scope="module")
def kill() -> ModuleType:
    """Return the judgement's module, which stands beside the scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HERE))
        return importlib.import_module("kill_oracle")


@pytest.fixture(scope="module")
def course(kill, fresh_practice, tmp_path_factory):
    """Return a plan, and what is found when forty presses of it were done and heard."""
    import shutil

    program = importlib.import_module("kill_program")
    folder = tmp_path_factory.mktemp("kill")
    ward = program.Ward(fresh_practice, folder, seed=1)
    ward.fresh()
    deeds = list(ward.plan.rest({1: 0, 2: 0}))[:40]
    cut = {chair: sum(deed.chair == chair for deed in deeds) for chair in (1, 2)}
    shutil.rmtree(folder / "1")
    shutil.copytree(fresh_practice, folder / "1")
    return ward, cut
