"""The main job of the README: two visits through the real windows, from first start to a verified packet."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

MOST_PRESSES = 70
"""Of a routine pre-infusion phase, typed numbers aside (what must be seen, 6)."""


@pytest.mark.timeout(420)
def test_the_tour_ends_with_a_packet_that_verifies(program, tmp_path: Path) -> None:
    """UX-8 the tour drives two whole visits, counts presses, leaves pictures, packet and audit logs, and exits 0."""
    out = tmp_path / "tour"
    out.mkdir()
    (out / "mine.txt").write_text("stays", encoding="utf-8")
    done = program("tour", "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("PRACTICE: ")
    assert "2 sessions" in last
    presses = re.search(r"^  pre-infusion +(\d+) presses", done.stdout, re.MULTILINE)
    assert presses is not None
    assert int(presses[1]) <= MOST_PRESSES
    assert "packet OK" in last
    assert (out / "mine.txt").read_text(encoding="utf-8") == "stays"
    pictures = sorted(path.name for path in (out / "screens").iterdir())
    assert len(pictures) >= 60
    assert all(name.endswith(("-light.png", "-dim.png")) for name in pictures)
    assert zipfile.is_zipfile(out / "packet.zip")
    assert (out / "audit.csv").read_text(encoding="utf-8").startswith('"PRACTICE')
    assert '"practice":true' in (out / "audit.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert program("verify", "--data-dir", str(out / "data")).returncode == 0
