"""The outside chime, with a real command that leaves a trace."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from checklist.ui.chime import Chime

SCRIPT = "import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.open('a').write(' '.join(sys.argv[2:]) + chr(10))"


def ended() -> None:
    for thread in threading.enumerate():
        if thread.name == "chime":
            thread.join(20)


@pytest.fixture
def script(tmp_path: Path) -> tuple[str, Path]:
    """A command that writes down what it was told, and the file it writes."""
    program, trace = tmp_path / "ring.py", tmp_path / "trace.txt"
    program.write_text(SCRIPT)
    return f"'{sys.executable}' '{program}' '{trace}'", trace


def test_chime_rings_once_for_a_cause(script: tuple[str, Path]) -> None:
    """UX-9 The outside chime rings once for a cause, with rank and chair and nothing of a patient."""
    command, trace = script
    chime = Chime(command)
    for _ in range(3):
        chime.follow([(("s-1", "vitals_overdue", 3), "medium")])
    ended()
    assert trace.read_text() == "medium 3\n"


def test_chime_rings_again_when_the_cause_comes_back(script: tuple[str, Path]) -> None:
    """UX-9 A cause that was gone rings again when it comes back."""
    command, trace = script
    chime = Chime(command)
    for waiting in ([(("s-1", "vitals_overdue", 3), "medium")], [], [(("s-1", "vitals_overdue", 3), "medium")]):
        chime.follow(waiting)
        ended()
    assert trace.read_text() == "medium 3\nmedium 3\n"


def test_chime_without_a_command_does_nothing() -> None:
    """UX-9 Nothing sounds and nothing is run unless the clinic has set a command."""
    chime = Chime("")
    assert not chime.is_set
    chime.follow([(("s-1", "vitals_overdue", 3), "medium")])


def test_chime_that_cannot_be_run_harms_nothing(tmp_path: Path) -> None:
    """UX-9 A chime command that does not exist is only noted in the program's own log."""
    chime = Chime(str(tmp_path / "no-such-program"))
    chime.follow([(("s-1", "vitals_overdue", 3), "medium")])
    ended()
