"""The window killed while somebody types, and started again (``ux.md`` 12)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from spine import spine_opening

SCRIPT = Path(__file__).resolve().parent.parent / "faults" / "kill_window.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def _window(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, str(SCRIPT), *words], env=environment, capture_output=True, text=True, check=False, timeout=100
    )


@pytest.mark.parametrize(
    ("presses", "link_id", "field", "keys", "shown"),
    [
        (22, "pre.weight", "weight", ("weight=6",), "6"),
        (10, "pre.escort", "name", ("named=yes", "name=Daniel Har"), "Daniel Har"),
        (41, "mon.vitals", "sbp", ("sbp=132",), "132/"),
    ],
    ids=["next-line", "another-line", "monitoring"],
)
def test_resume_after_a_kill(tmp_path: Path, presses: int, link_id: str, field: str, keys, shown: str) -> None:
    """UX-12 UX-14 Killed soon after the last key, Resume lands on that line with what was half-typed in it."""
    place = tmp_path / "data"
    killed = _window("type", str(place), str(presses), link_id, *keys)
    assert killed.stdout.splitlines() == ["typed"], killed.stderr
    assert killed.returncode == -signal.SIGKILL
    reader = spine_opening(place, practice=True).reader()
    (row,) = reader.index.open_sessions()
    reader.close()
    again = _window("resume", str(place), field)
    assert again.returncode == 0, again.stderr
    found = json.loads(again.stdout.splitlines()[-1])
    assert "One session was open when the program stopped at" in found["strip"]
    assert f"HARLOW, Josephine, chair 2. All {row.entries} entries are here." in found["strip"]
    assert link_id in found["lines"]
    assert found["values"] == [shown]
