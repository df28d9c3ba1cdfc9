"""The published protocols, by id, version and digest.

Given the files' contents; the composition root reads the folder
(``resources/protocols/<id>/<version>.toml``). A session names the version and digest it runs under for ever,
so every version ever published stays here. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checklist.errors import ProtocolError
from checklist.protocol.model import Protocol, PublicationStatus
from checklist.protocol.reader import read_protocol


class Library:
    """Published protocols.

    Args:
        protocols: Each version once.

    Raises:
        ProtocolError: Two of them are the same version of the same protocol (``protocol.twice``).
    """

    def __init__(self, protocols: Iterable[Protocol]) -> None:
        self._by_version: dict[tuple[str, str], Protocol] = {}
        for protocol in protocols:
            key = (protocol.id, protocol.version)
            if key in self._by_version:
                name = f"{protocol.id} {protocol.version}"
                raise _error("protocol.twice", name, "version", "is published twice")
            self._by_version[key] = protocol

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Library:
        """Read every file of a library, or none.

        Args:
            files: Path with forward slashes, ending in ``<id>/<version>.toml``, to the file's bytes.

        Raises:
            ProtocolError: A file cannot be used, or holds another id or version than its path says
                (``protocol.misplaced``).
        """
        protocols = []
        for path, data in sorted(files.items()):
            protocol = read_protocol(data, path)
            if path.split("/")[-2:] != [protocol.id, f"{protocol.version}.toml"]:
                reason = f"holds {protocol.id} {protocol.version}, which its path does not say"
                raise _error("protocol.misplaced", path, "version", reason)
            protocols.append(protocol)
        return cls(protocols)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the protocols that a session can be opened under, sorted."""
        active = (one for one in self._by_version.values() if one.status is PublicationStatus.ACTIVE)
        return tuple(sorted({protocol.id for protocol in active}))

    def every_id(self) -> tuple[str, ...]:
        """Return the ids of all protocols, those with drafts only too, sorted."""
        return tuple(sorted({held for held, _ in self._by_version}))

    def versions(self, protocol_id: str) -> tuple[Protocol, ...]:
        """Return the versions of a protocol, oldest first; empty where there is none of that id."""
        found = [protocol for (held, _), protocol in self._by_version.items() if held == protocol_id]
        return tuple(sorted(found, key=lambda protocol: _rank(protocol.version)))

    def newest(self, protocol_id: str) -> Protocol:
        """Return the newest active version; raises KeyError where there is none of that id."""
        versions = [one for one in self.versions(protocol_id) if one.status is PublicationStatus.ACTIVE]
        if not versions:
            raise KeyError(protocol_id)
        return versions[-1]

    def get(self, protocol_id: str, version: str) -> Protocol:
        """Return one version; raises KeyError where it is not held."""
        return self._by_version[protocol_id, version]

    def by_digest(self, digest: str) -> Protocol:
        """Return the version whose file has this SHA-256 (hex); raises KeyError where it is not held."""
        for protocol in self._by_version.values():
            if protocol.digest == digest:
                return protocol
        raise KeyError(digest)


def _rank(version: str) -> tuple[int, ...]:
    """Return what versions sort by; ``1.0.0+c2``, a clinic's own, comes after ``1.0.0`` and ``1.0.0+c1``."""
    published, _, own = version.partition("+c")
    return (*(int(number) for number in published.split(".")), int(own or 0))


def _error(code: str, file: str, key: str, reason: str) -> ProtocolError:
    return ProtocolError(code, f"{file}: {key}: {reason}", file=file, key=key, reason=reason)
