"""Flags, exit codes and words of the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def _closed(clinic, play: bool = True) -> str:
    if play:
        clinic.play()
    clinic.station.stop()
    clinic.station.stop = lambda: None
    return str(clinic.opening.folder)


def test_help_and_version_need_no_window(program) -> None:
    """UX-27 help and version work without a display and exit 0."""
    helped = program("--help")
    assert helped.returncode == 0
    assert "Not a medical device and not an alarm system" in helped.stdout.replace("\n", " ")
    version = program("--version")
    assert version.returncode == 0
    assert "schema" in version.stdout


def test_wrong_words_exit_2(program) -> None:
    """UX-27 wrong use exits 2."""
    assert program("frobnicate").returncode == 2
    assert program("verify").returncode == 2
    assert program("export", "--format", "pdf").returncode == 2


def test_export_and_verify(program, clinic, tmp_path: Path) -> None:
    """SEC-002 a packet made on the command line verifies on the command line, with exit 0, and says PRACTICE."""
    data = _closed(clinic)
    packet = tmp_path / "p.zip"
    made = program("export", "--data-dir", data, "--format", "packet", "--out", str(packet))
    assert made.returncode == 0, made.stderr
    assert "PRACTICE" in made.stderr
    checked = program("verify", str(packet))
    assert checked.returncode == 0, checked.stdout
    assert "PRACTICE" in checked.stdout
    assert program("verify", str(packet), "--require-anchor").returncode == 4
    told = json.loads(program("verify", str(packet), "--json").stdout)
    assert told["verdict"] in {"OK", "OK-UNANCHORED"}
    store = program("verify", "--data-dir", data)
    assert store.returncode == 0, store.stdout + store.stderr


def test_altered_packet_exits_4_and_names_the_entry(program, clinic, tmp_path: Path) -> None:
    """SEC-007 an altered packet exits 4 and the first bad entry is named."""
    data = _closed(clinic)
    good, bad = tmp_path / "p.zip", tmp_path / "bad.zip"
    program("export", "--data-dir", data, "--format", "packet", "--out", str(good))
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "entries.jsonl":
                lines = content.split(b"\n")
                lines[50] = lines[50].replace(b'"tz":0', b'"tz":1')
                content = b"\n".join(lines)
            target.writestr(info, content)
    checked = program("verify", str(bad))
    assert checked.returncode == 4
    assert "entry 50" in checked.stdout


def test_the_person_who_exports_is_asked_for(program, clinic, tmp_path: Path) -> None:
    """SEC-013 an export names its person by PIN; a wrong PIN writes nothing."""
    data = _closed(clinic)
    words = ("export", "--data-dir", data, "--format", "csv", "--as", "M. Lindqvist", "--pin-stdin")
    wrong = program(*words, "--out", str(tmp_path / "a.csv"), stdin="000000\n")
    assert wrong.returncode == 1
    assert not (tmp_path / "a.csv").exists()
    right = program(*words, "--out", str(tmp_path / "a.csv"), stdin="758206\n")
    assert right.returncode == 0, right.stderr
    nobody = program(
        "export", "--data-dir", data, "--format", "csv", "--as", "A. Diallo", "--pin-stdin",
        "--out", str(tmp_path / "b.csv"), stdin="284613\n",
    )  # fmt: skip
    assert nobody.returncode == 1


def test_a_missing_store_exits_5(program, tmp_path: Path) -> None:
    """UX-18 a store that is not there exits 5 with words, not a traceback."""
    done = program("verify", "--data-dir", str(tmp_path / "none"))
    assert done.returncode == 5
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_second_program_exits_3(program, clinic, tmp_path: Path) -> None:
    """D27 while one program holds a data directory, an export there exits 3."""
    data = str(clinic.opening.folder)
    done = program("export", "--data-dir", data, "--format", "csv", "--out", str(tmp_path / "a.csv"))
    assert done.returncode == 3, done.stderr


def test_protocol_check(program, tmp_path: Path) -> None:
    """UX-25 the shipped protocol is clean; a broken file exits 1 with file, place and reason."""
    shipped = ROOT / "resources" / "protocols" / "ketamine-iv-mood" / "0.1.0.toml"
    clean = program("protocol", "check", str(shipped))
    assert clean.returncode == 0, clean.stdout
    broken = tmp_path / "broken.toml"
    broken.write_text(shipped.read_text(encoding="utf-8").replace('op = "<"', 'op = "~"', 1), encoding="utf-8")
    done = program("protocol", "check", str(broken))
    assert done.returncode == 1
    assert "broken.toml" in done.stdout
    assert program("protocol", "check", str(tmp_path / "none.toml")).returncode == 5


def test_doctor_names_every_setting_and_its_origin(program, tmp_path: Path) -> None:
    """UX-18 doctor prints each setting with where it came from."""
    done = program("doctor", "--data-dir", str(tmp_path / "none"), CHAIRSIDE_LOCK_MINUTES="7")
    assert "CHAIRSIDE_LOCK_MINUTES" in done.stdout
    assert "7" in done.stdout
    facts = json.loads(program("doctor", "--json").stdout)
    assert {fact["name"] for fact in facts} >= {"theme", "data directory", "protocols", "store"}


def test_a_bad_setting_names_file_and_key(program, tmp_path: Path) -> None:
    """UX-18 a setting that cannot be used exits 2 and names file and key."""
    config = tmp_path / "w.toml"
    config.write_text("lock_minutes = 99\n", encoding="utf-8")
    done = program("doctor", "--config", str(config))
    assert done.returncode == 2
    assert "lock_minutes" in done.stderr
    assert "w.toml" in done.stderr


def test_no_display_is_one_message_and_exit_2(program, tmp_path: Path) -> None:
    """UX-18 a window without a display is one clear message and exit 2, never an abort."""
    done = program("--practice", "--data-dir", str(tmp_path / "d"), QT_QPA_PLATFORM="xcb")
    assert done.returncode == 2
    assert "display" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_a_missing_system_library_is_named(program, tmp_path: Path) -> None:
    """UX-18 a missing system library is one message that names it and what to install."""
    code = (
        "import ctypes, sys\n"
        "real = ctypes.CDLL\n"
        "def broken(path, *rest):\n"
        "    if 'Gui' in str(path):\n"
        "        raise OSError('libEGL.so.1: cannot open shared object file: No such file or directory')\n"
        "    return real(path, *rest)\n"
        "ctypes.CDLL = broken\n"
        "from checklist.cli import main\n"
        "sys.exit(main(['--practice', '--data-dir', sys.argv[1]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "d")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "libEGL.so.1" in done.stderr
    assert "libegl1" in done.stderr


def test_ctrl_c_exits_130(clinic, tmp_path: Path) -> None:
    """UX-18 a verification stopped with Ctrl+C exits 130."""
    data = _closed(clinic)
    code = (
        "import os, signal, sys\n"
        "from checklist import bootstrap\n"
        "def steps(done, total):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return True\n"
        "bootstrap.verify_store, real = (lambda *a: real(a[0], a[1], steps)), bootstrap.verify_store\n"
        "from checklist.cli import main\n"
        "sys.exit(main(['verify', '--data-dir', sys.argv[1]]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, data], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    assert signal.SIGINT
