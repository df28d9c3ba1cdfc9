"""Every walk, played on the pure core."""

from __future__ import annotations

from pathlib import Path

import pytest
from bedside import Bedside
from normal_answers import shipped
from walk import play

from checklist.session.apply import fold

WALKS = sorted(Path(__file__).parent.glob("*.walk"))


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_walk_on_the_core(path: Path):
    """The walk goes as written on the pure core, and its events replay to the same state."""
    bed = Bedside(shipped())
    play(path, bed)
    assert fold(bed.protocol, bed.recorded, bed.session_id) == bed.state


@pytest.mark.parametrize(
    "text",
    [
        "The nurse dances.",
        "The nurse opens a session in chair 1.\nThe nurse notes:  ",
        "The nurse opens a session in chair 1.\nThe session is sealed.",
        "The nurse opens a session in chair 1.\nThe nurse notes: hello\nIt is refused (text.empty).",
        "The nurse opens a session in chair 1.\nThe nurse starts the pump at 150 mL/h.",
    ],
)
def test_a_walk_that_does_not_hold_fails(text: str, tmp_path: Path):
    """A sentence nobody knows, one that does not hold, and a refusal that is not expected each fail the walk."""
    path = tmp_path / "wrong.walk"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError):
        play(path, Bedside(shipped()))
