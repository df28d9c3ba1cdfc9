"""The files that show a protocol version without the program: the published file, and a clinic's values beside it.

A published version's digest is the SHA-256 of its file. A clinic's version is the published file and a small JSON
file; its digest is the SHA-256 of the text that file gives as ``hashed``. Both go into packets and can be written from
the Protocols page. May read the folder of published protocols.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from checklist.audit.clinic_versions import ClinicVersion, ClinicVersions, overlay_of
from checklist.errors import LedgerError
from checklist.protocol.model import Protocol
from checklist.protocol.overlay import hashed_text


def version_files(
    protocols: ClinicVersions, names: Iterable[tuple[str, str]], folder: Path
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file that the versions need, each once.

    Args:
        protocols: Where the versions are.
        names: Protocol id and version of each.
        folder: Holds ``<id>/<version>.toml``.

    Raises:
        LedgerError: ``session.protocol``: a version or its file is not here.
    """
    written: set[str] = set()
    for protocol_id, version in names:
        for name, data in _files(protocols, protocol_id, version, folder):
            if name not in written:
                written.add(name)
                yield name, data


def _files(protocols: ClinicVersions, protocol_id: str, version: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    try:
        protocol = protocols.get(protocol_id, version)
        own = next((one for one in protocols.clinic(protocol_id) if one.version == version), None)
        base = protocols.by_digest(own.proposal.base.base_digest) if own else protocol
        yield f"{_stem(base)}.toml", (folder / base.id / f"{base.version}.toml").read_bytes()
    except (KeyError, OSError) as problem:
        raise LedgerError("session.protocol", "the file of a protocol version is not here") from problem
    if own is not None:
        yield f"{_stem(protocol)}.json", values_file(own, protocol)


def _stem(protocol: Protocol) -> str:
    return f"protocol-{protocol.id}-{protocol.version.replace('+', '-')}"


def values_file(own: ClinicVersion, protocol: Protocol) -> bytes:
    """Return a clinic's values as JSON: what they rest on, each with its words, and the text its digest is of."""
    base, overlay = own.proposal.base, overlay_of(own.proposal, own.number)
    held = {parameter.id: parameter for parameter in protocol.parameters}
    values = [
        {"parameter": name, "text": held[name].text, "value": value, "unit": held[name].unit}
        for name, value in overlay.changes
    ]
    whole = {
        "protocol": base.item,
        "version": own.version,
        "digest": own.digest,
        "published": base.base,
        "published_digest": base.base_digest,
        "values": values,
        "hashed": hashed_text(base.base_digest, overlay).decode(),
        "entry": own.seq,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
