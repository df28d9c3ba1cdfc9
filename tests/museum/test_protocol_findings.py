"""The museum of readable but bad protocol files: each one gives exactly the finding its own heading states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklist.protocol.checker import check
from checklist.protocol.library import Library
from checklist.protocol.reader import read_protocol

MUSEUM = Path(__file__).parent / "findings"
EXHIBITS = sorted(MUSEUM.glob("*.toml"))
FOLDER = Path(__file__).parents[2] / "resources" / "protocols"
KINDS = {
    "condition.contradiction",
    "id.reused",
    "limit.never",
    "limit.no-action",
    "limit.text-number",
    "line.dead-end",
    "line.no-source",
    "line.preset",
    "line.stop-not-applicable",
    "line.too-long",
    "line.unreachable",
    "line.vague",
    "parameter.loosens",
    "section.too-many-confirms",
    "section.too-many-lines",
    "unit.clash",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.read({path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.glob("*/*.toml")})


def heading(exhibit: Path) -> dict[str, str]:
    return dict(re.findall(r"^# (code|key|text): (.*)$", exhibit.read_text(encoding="utf-8"), re.MULTILINE)[:3])


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=[path.stem for path in EXHIBITS])
def test_exhibit_gives_exactly_its_finding(exhibit: Path, library: Library) -> None:
    """The checker names code, place and reason of what is wrong, and nothing else."""
    protocol = read_protocol(exhibit.read_bytes(), exhibit.name)
    found = check(protocol, library.versions(protocol.id))
    assert [{"code": item.code, "key": item.key, "text": item.text} for item in found] == [heading(exhibit)]


def test_museum_holds_every_kind_of_finding() -> None:
    """Each kind of finding the checker has is shown by at least one file."""
    assert {heading(exhibit)["code"] for exhibit in EXHIBITS} == KINDS
