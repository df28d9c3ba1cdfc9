"""The requirement matrix, and how much of it a protocol covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import ProtocolError
from checklist.protocol.coverage import Requirement, coverage, items_of, read_requirements
from checklist.protocol.reader import read_protocol

FOLDER = Path(__file__).parents[3] / "resources" / "protocols"
MATRIX = read_requirements((FOLDER / "requirements.toml").read_bytes(), "requirements.toml")
MOOD = items_of(read_protocol((FOLDER / "ketamine-iv-mood" / "1.0.0.toml").read_bytes(), "1.0.0.toml"))
NEEDED = sorted({item for row in MATRIX for item in row.items})


def test_matrix_has_86_rows_with_items_and_sources() -> None:
    """The matrix holds the 86 requirements R01 to R86, each with its items and levels of evidence."""
    assert [row.id for row in MATRIX] == [f"R{number:02}" for number in range(1, 87)]
    assert all(row.items and row.text for row in MATRIX)
    assert sum(bool(row.levels) for row in MATRIX) == 86


def test_mood_protocol_covers_all() -> None:
    """The newest mood protocol covers all 86 requirements, and the last line says so."""
    assert coverage(MOOD, MATRIX).lines() == ("86/86",)


def test_pain_protocol_covers_all() -> None:
    """The pain protocol covers all 86, its scale of the week's pain in the place of the mood scales."""
    pain = items_of(read_protocol((FOLDER / "ketamine-iv-pain" / "1.0.0.toml").read_bytes(), "1.0.0.toml"))
    assert coverage(pain, MATRIX).lines() == ("86/86",)
    assert coverage(pain - {"pre.pain-week"}, MATRIX).lines()[-1] == "85/86"


@pytest.mark.parametrize("item", NEEDED)
def test_without_one_item(item: str) -> None:
    """Without any one item the count falls by the rows that need it, and each names itself and the item."""
    found = coverage(MOOD - {item}, MATRIX)
    rows = [row for row in MATRIX if item in row.items]
    assert rows
    assert found.covered == 86 - len(rows)
    assert [gap.requirement for gap in found.gaps] == rows
    assert all(gap.missing == (item,) for gap in found.gaps)
    told = found.lines()
    assert told[-1] == f"{86 - len(rows)}/86"
    assert all(row.id in line and item in line for row, line in zip(rows, told, strict=False))


def test_requirement_needs_all_its_items() -> None:
    """A requirement with several items is covered only by all of them together."""
    row = Requirement("R99", "Both", ("a", "b"), {})
    assert coverage({"a"}, [row]).lines() == ("R99 Both: missing b", "0/1")


ROW = '[columns]\nSe = "Seeds"\n[[requirement]]\nid = "R1"\ntext = "T"\nitems = ["a"]\nlevels = { Se = "V" }\n'


@pytest.mark.parametrize(
    "text",
    [
        "not toml =",
        ROW.replace('Se = "V"', 'Se = "X"'),
        ROW.replace("{ Se", "{ Xx"),
        ROW.replace('["a"]', "[]"),
        ROW + ROW[ROW.index("[[") :],
        ROW.replace("text", "words"),
    ],
)
def test_broken_matrix_is_refused(text: str) -> None:
    """A matrix that cannot be read, or contradicts itself, is one error that names the file."""
    assert read_requirements(ROW.encode(), "m.toml")[0].id == "R1"
    with pytest.raises(ProtocolError) as caught:
        read_requirements(text.encode(), "m.toml")
    assert caught.value.code == "requirements.invalid"
    assert caught.value.params["file"] == "m.toml"
