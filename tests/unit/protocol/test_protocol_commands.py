"""The ``protocol`` subcommands: what they print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.cli import main

ROOT = Path(__file__).parents[3]
MOOD = ROOT / "resources" / "protocols" / "ketamine-iv-mood"
SHIPPED = sorted((ROOT / "resources" / "protocols").glob("*/*.toml"))
FINDINGS = ROOT / "tests" / "museum" / "findings"


@pytest.mark.parametrize(
    "file", sorted((ROOT / "resources" / "protocols").glob("*/*.toml")), ids=lambda path: path.stem
)
def test_shipped_protocols_check_clean(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """UX-25 Each shipped protocol checks clean, exit 0."""
    assert main(["protocol", "check", str(file)]) == 0
    assert " 0 findings, SHA-256 " in capsys.readouterr().out


def test_finding_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    """UX-25 A file with a finding exits 1 and names file, place, kind and reason, also for an id used again."""
    for name, code in (("line-vague", "line.vague"), ("id-with-another-meaning", "id.reused")):
        file = FINDINGS / f"{name}.toml"
        assert main(["protocol", "check", str(file)]) == 1
        out = capsys.readouterr().out.splitlines()
        assert len(out) == 2
        assert out[0].startswith(f"{file}: line ")
        assert f": {code}: " in out[0]


def test_unreadable_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """UX-25 A broken file exits 1 with its place, one that is not there exits 5."""
    broken = tmp_path / "broken.toml"
    broken.write_text("id = ", encoding="utf-8")
    assert main(["protocol", "check", str(broken)]) == 1
    assert capsys.readouterr().out.startswith(f"{broken}: line 1: ")
    assert main(["protocol", "print", str(tmp_path / "none.toml"), "--out", str(tmp_path / "x.pdf")]) == 5


def test_coverage_without_a_file_is_of_the_newest_mood_protocol(capsys: pytest.CaptureFixture[str]) -> None:
    """Coverage prints what is missing and, last, how many of 86; without a file it is the newest mood protocol's."""
    assert main(["protocol", "coverage"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "86/86"
    assert main(["protocol", "coverage", str(MOOD / "0.1.0.toml")]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "41/86"
    assert "R83 Emergency plan: anaphylaxis: missing em.anaphylaxis" in told


def test_diff_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Two versions are compared in sentences; a version and itself have nothing changed."""
    assert main(["protocol", "diff", str(MOOD / "0.1.0.toml"), str(MOOD / "1.0.0.toml")]) == 0
    assert 'mon.pause "Infusion paused": added in "Infusion"' in capsys.readouterr().out
    assert main(["protocol", "diff", str(MOOD / "1.0.0.toml"), str(MOOD / "1.0.0.toml")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing changed for the nurse."


def test_print_writes_a_pdf(tmp_path: Path) -> None:
    """The paper form is written as a PDF where it is asked for."""
    out = tmp_path / "form.pdf"
    assert main(["protocol", "print", str(MOOD / "1.0.0.toml"), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
