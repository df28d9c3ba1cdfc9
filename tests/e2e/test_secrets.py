"""Nothing said in confidence lies in clear in a file the program wrote (``ledger-and-security`` 11.3, 12.13)."""

from __future__ import annotations

import base64
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FAULTS = Path(__file__).resolve().parent.parent / "faults"
FILES = {
    "data/chairside.db",
    "data/chairside.db-wal",
    "data/chairside.db-shm",
    "data/chairside.keys.json",
    "data/checkpoints.txt",
    "data/lock",
    "logs/chairside.log",
    "logs/crash.log",
}
"""Files that must be there when they are searched, or the search would prove nothing."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def forms(marker: str) -> Iterator[bytes]:
    """Yield the marker as the bytes under which it might lie in a file."""
    raw = marker.encode()
    for shape in (raw, marker.encode("utf-16-le")):
        yield shape
        yield shape.hex().encode()
        yield shape.hex().upper().encode()
        for shift in range(3):
            encoded = base64.b64encode(bytes(shift) + shape)
            # the first and the last group also hold bits of what stands beside it
            yield encoded[4 if shift else 0 : len(encoded) - 4]


def hits(root: Path, markers: tuple[str, ...], without: Path | None = None) -> set[tuple[str, str]]:
    """Return (file, marker) for every marker found in a file under ``root``, or in its name."""
    found = set()
    for path in sorted(root.rglob("*")):
        if path.is_file() and not (without is not None and path.is_relative_to(without)):
            content = path.name.encode() + b"\0" + path.read_bytes()
            found |= {
                (str(path.relative_to(root)), marker)
                for marker in markers
                if any(form in content for form in forms(marker))
            }
    return found


def written(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def planted() -> ModuleType:
    """Return the script's module, for its markers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FAULTS))
        return importlib.import_module("kill_secrets")


def run(home: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the script with every place a program may write to under ``home``; what it prints is kept there too."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "CHAIRSIDE_"))}
    for name in ("TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        environment[name] = str(home / name.lower())
        Path(environment[name]).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(FAULTS / "kill_secrets.py"), words[0], str(home), *words[1:]]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, check=False, timeout=100)
    (home / f"{words[0]}.printed").write_bytes(done.stdout + done.stderr)
    return done


def test_nothing_lies_in_clear(tmp_path: Path, planted: ModuleType) -> None:
    """SEC-060 SEC-085 No planted name, number, note or PIN is in any file, killed or crashed; an export has them."""
    home, exports = tmp_path / "home", tmp_path / "home" / "exports"
    home.mkdir()
    assert len(set(planted.MARKERS)) >= 60
    killed = run(home, "work")
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert written(home) >= FILES
    assert '"event": "uncaught"' in (home / "logs" / "chairside.log").read_text()
    assert hits(home, planted.MARKERS, exports) == set()
    crashed = run(home, "crash")
    assert crashed.returncode == -signal.SIGSEGV, crashed.stderr.decode()
    assert "Fatal Python error: Segmentation fault" in (home / "logs" / "crash.log").read_text()
    assert hits(home, planted.MARKERS, exports) == set()
    stopped = run(home, "export", str(exports / "all.csv"))
    assert stopped.returncode == 0, stopped.stderr.decode()
    assert hits(home, planted.MARKERS, exports) == set()
    clear = {marker for _, marker in hits(exports, planted.MARKERS)}
    secret = {*planted.PINS, *planted.WRONG_PINS, planted.DRAFT, planted.HALF, planted.UNCAUGHT}
    assert clear >= set(planted.MARKERS) - secret
    assert not clear & secret


def test_no_core_dump(tmp_path: Path) -> None:
    """SEC-085 Once the log has begun, a crash may leave no image of the memory."""
    code = "import resource, sys; from pathlib import Path; from checklist import diagnostics as d; "
    code += "d.start(Path(sys.argv[1]), 'info'); print(resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"


@pytest.mark.parametrize("form", range(12))
def test_the_search_finds_each_form(tmp_path: Path, planted: ModuleType, form: int) -> None:
    """SEC-085 The search finds a marker written in any of the forms it looks for, wherever in the file it stands."""
    marker = planted.PATIENTS[0].family
    shape = list(forms(marker))[form]
    (tmp_path / "file").write_bytes(b"\x00\xff" * 9 + shape + b"\xfe" * 5)
    assert hits(tmp_path, planted.MARKERS) == {("file", marker)}


def test_the_search_finds_encoded_text(tmp_path: Path, planted: ModuleType) -> None:
    """SEC-085 The search finds a marker inside a longer text that was encoded as a whole."""
    note = planted.NOTE
    for name, data in (
        ("base64", base64.b64encode(f'{{"text":"{note}","more":1}}'.encode())),
        ("hex", f"a{note}z".encode().hex().encode()),
        ("wide", f"a{note}z".encode("utf-16-le")),
    ):
        (tmp_path / name).write_bytes(data)
    assert hits(tmp_path, (note,)) == {("base64", note), ("hex", note), ("wide", note)}
