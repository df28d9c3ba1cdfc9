"""The library: published protocols by id, version and digest."""

from __future__ import annotations

import pytest

from checklist.errors import ProtocolError
from checklist.protocol.library import Library


def files(small: str, *versions: str) -> dict[str, bytes]:
    return {f"example/{version}.toml": small.replace("1.0.0", version).encode() for version in versions}


def test_newest_version_is_by_number(small: str) -> None:
    """The newest version is the one with the highest numbers, not the last in the alphabet."""
    library = Library.read(files(small, "1.10.0", "1.9.0", "0.20.1"))
    assert library.ids() == ("example",)
    assert [held.version for held in library.versions("example")] == ["0.20.1", "1.9.0", "1.10.0"]
    assert library.newest("example").version == "1.10.0"


def test_version_is_found_by_digest(small: str) -> None:
    """A session's version is found again by its digest, and by its number."""
    library = Library.read(files(small, "1.0.0", "1.1.0"))
    held = library.get("example", "1.0.0")
    assert library.by_digest(held.digest) is held


def test_what_is_not_held_is_a_key_error(small: str) -> None:
    """Asking for a protocol, version or digest that is not held is an error, never another one."""
    library = Library.read(files(small, "1.0.0"))
    with pytest.raises(KeyError):
        library.newest("other")
    with pytest.raises(KeyError):
        library.get("example", "1.0.1")
    with pytest.raises(KeyError):
        library.by_digest("0" * 64)
    assert library.versions("other") == ()


@pytest.mark.parametrize("path", ["example/1.0.1.toml", "other/1.0.0.toml", "1.0.0.toml", "example/1.0.0.txt"])
def test_file_lies_where_its_id_and_version_say(small: str, path: str) -> None:
    """A file whose path says another id or version is refused."""
    with pytest.raises(ProtocolError, match="which its path does not say") as caught:
        Library.read({path: small.encode()})
    assert caught.value.code == "protocol.misplaced"
    assert caught.value.params["file"] == path


def test_version_is_published_once(small: str) -> None:
    """Two files of the same id and version are refused, whatever they hold."""
    with pytest.raises(ProtocolError) as caught:
        Library.read({"a/example/1.0.0.toml": small.encode(), "b/example/1.0.0.toml": small.encode()})
    assert caught.value.code == "protocol.twice"


def test_one_bad_file_fails_the_library(small: str) -> None:
    """A library with one file that cannot be used is not opened with the rest."""
    with pytest.raises(ProtocolError):
        Library.read(files(small, "1.0.0") | {"example/1.1.0.toml": b"id = "})
