"""Writing a protocol version as files: the published file with a clinic's values beside it, and the paper form.

No patient is in them. Each file appears under its name whole or not at all; a stop or a failure removes what was
written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from checklist.audit.clinic_versions import ClinicVersions
from checklist.audit.protocol_files import version_files
from checklist.errors import LedgerError, SettingsError
from checklist.resource_files import resource
from checklist.service.supervise import Steps, run_through


class Part(StrEnum):
    """What can be written."""

    FILE = "file"
    PAPER = "paper"


def write_version(
    protocols: ClinicVersions,
    protocol_id: str,
    version: str,
    parts: tuple[Part, ...],
    folder: Path,
    steps: Steps = run_through,
) -> tuple[Path, ...]:
    """Write a version into a folder; files of the same names there are replaced.

    Args:
        protocols: Where the version is.
        protocol_id: Which protocol.
        version: Which version of it.
        parts: What to write.
        folder: Where to.
        steps: Told (files done, of how many).

    Returns:
        The files.

    Raises:
        SettingsError: ``export.folder``: there is no such folder.
        LedgerError: ``session.protocol``, ``export.unwritable``, ``work.stopped``; no file of this export is left.
    """
    if not folder.is_dir():
        raise SettingsError("export.folder", "there is no such folder", path=str(folder))
    written: list[Path] = []
    try:
        for name, data in _files(protocols, protocol_id, version, parts):
            target = folder / name
            _write(target, data)
            written.append(target)
            if not steps(len(written), len(written) + 1):
                raise LedgerError("work.stopped", "stopped on request")
    except LedgerError:
        for target in written:
            target.unlink(missing_ok=True)
        raise
    return tuple(written)


def _files(
    protocols: ClinicVersions, protocol_id: str, version: str, parts: tuple[Part, ...]
) -> Iterator[tuple[str, bytes]]:
    if Part.FILE in parts:
        yield from version_files(protocols, [(protocol_id, version)], resource("protocols"))
    if Part.PAPER in parts:
        from checklist.audit.paper import paper_form

        form = paper_form(protocols.get(protocol_id, version), resource("record", "paper.typ"), resource("fonts"))
        yield f"paper-{protocol_id}-{version.replace('+', '-')}.pdf", form


def _write(target: Path, data: bytes) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        try:
            with part.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError("export.unwritable", error.strerror or "cannot be written", path=str(target)) from error
