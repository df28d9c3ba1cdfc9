"""Opening a packet, as a ZIP file or its unpacked folder, without trusting a byte of it (SEC-082).

May import ``packet_format``. Invariants: only members the manifest names are read, by exact name, never
through a link, never more than the limits; trouble is a ``TamperError`` with code ``packet.form``.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from checklist.audit.packet_format import (
    MANIFEST,
    MEMBER_LIMIT,
    RATIO_LIMIT,
    TOTAL_LIMIT,
    Manifest,
    read_manifest,
)
from checklist.errors import LedgerError, TamperError

CHUNK = 1 << 16
TEXT_LIMIT = 1 << 20
"""Longest small text (a proof, the manifest lines of one file) that is read whole."""
_CONTROL = bytes(byte for byte in range(32) if byte != 10)


class Packet:
    """An opened packet.

    Args:
        root: The ZIP file, or a folder.
        archive: The open ZIP, None for a folder.

    Attributes:
        manifest: What it should hold.
    """

    def __init__(self, root: Path, archive: zipfile.ZipFile | None) -> None:
        self._root, self._archive = root, archive
        if archive is not None:
            _check_archive(archive)
        self.manifest: Manifest = read_manifest(self._whole(MANIFEST, MEMBER_LIMIT * 300))
        self.names = frozenset(one.name for one in self.manifest.files)
        if archive is not None and self.names != set(archive.namelist()) - {MANIFEST}:
            raise TamperError("packet.form", "the packet does not hold exactly what its manifest lists")

    def text(self, name: str) -> str:
        """Return a small text member.

        Raises:
            TamperError: ``packet.form``: it is missing, too long or not UTF-8.
        """
        try:
            return self._whole(name, TEXT_LIMIT).decode()
        except UnicodeDecodeError as problem:
            raise TamperError("packet.form", f"{name} is not UTF-8") from problem

    def long_text(self, name: str) -> str:
        """Return a text member of any size within the limits; raises as ``text``."""
        try:
            return self._whole(name, TOTAL_LIMIT).decode()
        except UnicodeDecodeError as problem:
            raise TamperError("packet.form", f"{name} is not UTF-8") from problem

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a member without their ends.

        Raises:
            TamperError: ``packet.form``, with ``line`` (from 0): a control character, or a last line without
                its end.
        """
        with self._open(name) as member:
            for number, line in enumerate(member):
                body = line.removesuffix(b"\n")
                if len(body) == len(line) or len(body.translate(None, _CONTROL)) != len(body):
                    detail = f"{name}, line {number + 1}: a control character, or no line end"
                    raise TamperError("packet.form", detail, line=number)
                yield body

    def digest(self, name: str) -> tuple[str, int]:
        """Return SHA-256 in hex and the size of a member."""
        total, size = sha256(), 0
        with self._open(name) as member:
            while chunk := member.read(CHUNK):
                total.update(chunk)
                size += len(chunk)
        return total.hexdigest(), size

    def _whole(self, name: str, limit: int) -> bytes:
        with self._open(name) as member:
            data = member.read(limit + 1)
        if len(data) > limit:
            raise TamperError("packet.form", f"{name} is too long")
        return data

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        try:
            if self._archive is not None:
                with self._archive.open(name) as member:
                    yield member
            else:
                with _plain_file(self._root, name).open("rb") as member:
                    yield member
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as problem:
            raise TamperError("packet.form", f"{name} is missing or cannot be read") from problem


@contextmanager
def open_packet(path: Path) -> Iterator[Packet]:
    """Open a packet.

    Args:
        path: The ZIP file or the folder it was unpacked into.

    Raises:
        LedgerError: ``packet.unreadable``: there is no such file or folder, or it may not be read.
        TamperError: ``packet.form``: it is not a packet.
    """
    if path.is_dir():
        yield Packet(path, None)
        return
    try:
        archive = zipfile.ZipFile(path)
    except OSError as problem:
        raise LedgerError("packet.unreadable", "the packet cannot be opened") from problem
    except (zipfile.BadZipFile, ValueError) as problem:
        raise TamperError("packet.form", "this is not a ZIP file") from problem
    with archive:
        yield Packet(path, archive)


def _check_archive(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename.lower() for member in members}
    if len(members) > MEMBER_LIMIT or len(names) != len(members):
        raise TamperError("packet.form", "too many members, or a name that stands twice")
    for member in members:
        linked = stat.S_ISLNK(member.external_attr >> 16)
        if linked or member.flag_bits & 1 or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise TamperError("packet.form", "a member is a link, encrypted or packed in an unknown way")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > TOTAL_LIMIT or total > RATIO_LIMIT * max(packed, 1):
        raise TamperError("packet.form", "the packet would unpack to too much")


def _plain_file(root: Path, name: str) -> Path:
    path = root / name
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        raise TamperError("packet.form", f"{name} is missing or is not a plain file")
    if path.stat().st_size > TOTAL_LIMIT:
        raise TamperError("packet.form", f"{name} is too long")
    return path
