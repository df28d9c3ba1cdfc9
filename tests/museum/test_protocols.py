"""The museum of broken protocol files: each one is refused, with the error its own heading states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklist.errors import ProtocolError
from checklist.protocol.reader import read_protocol

MUSEUM = Path(__file__).parent / "protocols"
EXHIBITS = sorted(MUSEUM.glob("*.toml"))


def _heading(data: bytes) -> dict[str, str]:
    text = data.decode("latin-1")
    found = re.findall(r"^(?:\ufeff|ï»¿)?# (code|key|reason): (.*)$", text, re.MULTILINE)
    return dict(found[:3])


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=[path.stem for path in EXHIBITS])
def test_broken_file_is_refused_with_its_own_error(exhibit: Path) -> None:
    """SEC-083 A protocol file that is wrong gives one error that names the file, the key or line, and the reason."""
    data = exhibit.read_bytes()
    with pytest.raises(ProtocolError) as caught:
        read_protocol(data, exhibit.name)
    expected = _heading(data)
    error = caught.value
    assert {"code": error.code, "key": error.params["key"], "reason": error.params["reason"]} == expected
    assert error.params["file"] == exhibit.name
    assert str(error).startswith(f"{error.code}: {exhibit.name}: ")


def test_museum_is_not_empty() -> None:
    """The museum holds an exhibit for every rule of the reader."""
    assert len(EXHIBITS) >= 150
