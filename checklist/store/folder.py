"""Whether a folder may hold the database: on a local disk, and copied by no sync program (SEC-069).

WAL needs memory shared on one machine (sqlite.org, "Write-Ahead Logging"), and a sync program copies a
database in the middle of a write. Imports ``errors`` and the standard library. Looks at names and at the
mount table; writes nothing.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from checklist.errors import LedgerError

_NETWORK_TYPES = frozenset(
    (
        *(
            "9p",
            "afs",
            "afpfs",
            "ceph",
            "cifs",
            "davfs",
            "glusterfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "orangefs",
        ),
        *("prl_fs", "smb3", "smbfs", "vboxsf", "webdav", "fuse.cephfs", "fuse.davfs2", "fuse.glusterfs"),
        *("fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs"),
    )
)
_SYNCED_NAMES = (
    "box sync",
    "com~apple~clouddocs",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "icloudrive",
    "mobile documents",
    "nextcloud",
    "onedrive",
    "owncloud",
    "seafile",
)
_SYNC_MARKERS = (
    ".dropbox",
    ".dropbox.cache",
    ".owncloudsync.log",
    ".stfolder",
    ".sync_journal.db",
    ".tmp.drivedownload",
)
_WINDOWS_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def refuse_unfit(folder: Path, mounts: str | None = None) -> None:
    """Raise if ``folder`` is no place for the database.

    Args:
        folder: Existing or not.
        mounts: Text in the form of Linux's ``/proc/self/mounts``; None reads this machine's own.

    Raises:
        LedgerError: ``store.network-folder`` or ``store.synced-folder``, with ``reason``.
    """
    place = folder.resolve()
    kind = _network_kind(place, _own_mounts() if mounts is None else mounts)
    if kind:
        raise LedgerError("store.network-folder", "the folder is on a network disk", reason=kind)
    synced = _synced_by(place)
    if synced:
        raise LedgerError("store.synced-folder", "the folder is copied by a sync program", reason=synced)


def _own_mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _network_kind(place: Path, mounts: str) -> str:
    if sys.platform == "win32":
        if place.drive.startswith("\\\\"):
            return "UNC"
        remote = ctypes.windll.kernel32.GetDriveTypeW(place.drive + "\\") == _WINDOWS_REMOTE
        return "DRIVE_REMOTE" if remote else ""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind if kind in _NETWORK_TYPES else ""


def _synced_by(place: Path) -> str:
    for part in (place, *place.parents):
        name = part.name.casefold()
        for synced in _SYNCED_NAMES:
            if name == synced or name.startswith((synced + " ", synced + "-")):
                return part.name
        for marker in _SYNC_MARKERS:
            if (part / marker).exists():
                return marker
    return ""
