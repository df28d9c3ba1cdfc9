"""Small files that survive a power cut: written whole or appended, and on the disk when the call returns.

Imports the standard library only. Invariants: a reader finds the old content or the new, never a part; every
file is readable and writable by its owner only.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

OWNER_ONLY = 0o600
FOLDER_OWNER_ONLY = 0o700


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; the last one is for its owner only.

    Raises:
        OSError: It cannot be made.
    """
    if not folder.is_dir():
        folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
        sync_folder(folder.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` in place of whatever ``path`` held, in one step.

    Raises:
        OSError: Nothing was changed.
    """
    fresh = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        _write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)
    sync_folder(path.parent)


def append(path: Path, data: bytes) -> None:
    """Add ``data`` at the end of ``path``, which is made if need be.

    Raises:
        OSError: A part may stand at the end of the file.
    """
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    try:
        _write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in ``folder`` durable; Windows offers no such call and needs none."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
