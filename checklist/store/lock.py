"""One program a data folder (D27): a lock that the system holds, and gives back when the program dies.

Imports ``errors`` and the standard library. Invariant: two holders of one folder never exist at once, and a
lock file left behind by a killed program keeps nobody out.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from checklist.errors import LedgerError
from checklist.store.durable_file import OWNER_ONLY

FILE_NAME = "lock"

if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 30  # far behind the process id, which stays readable for others

    def _try_lock(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Holds a data folder from construction until ``release``.

    Args:
        folder: An existing folder.

    Raises:
        LedgerError: ``store.in-use`` (with ``pid`` of the holder where it can be read), ``store.io``.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / FILE_NAME
        try:
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        except OSError as error:
            raise LedgerError("store.io", "the lock file cannot be opened", errno=error.errno or 0) from error
        try:
            _try_lock(self._handle)
        except OSError as error:
            holder = os.read(self._handle, 20).decode("ascii", "replace").strip()
            os.close(self._handle)
            raise LedgerError("store.in-use", "another program holds this folder", pid=holder) from error
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the folder back; once more changes nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
