"""Where this workstation's secrets lie: the system's key store, else a file only its owner can read (D28).

Imports durable_file and ``errors``; ``keyring`` only inside functions, for it is slow to import. Invariant: a
secret is never written to a place that other accounts can read, and a file that they could read is refused,
not repaired.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from checklist.errors import LedgerError
from checklist.service.ports import KeyStore
from checklist.store import durable_file

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Chairside"
FILE_NAME = "chairside.secrets.json"

# Keyring also offers backends that keep nothing, or keep it in clear; only these are the system's own.
_SYSTEM_BACKENDS = {
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
}


def find_keystore(folder: Path, *, practice: bool) -> KeyStore:
    """Return the system's key store, or the file that stands in for it.

    Args:
        folder: The data folder.
        practice: Practice data keeps the file beside the data; real data never does (D28).
    """
    backend = _system_backend()
    if backend is not None:
        return SystemKeyStore(backend)
    place = folder if practice else Path(platformdirs.user_config_dir(SERVICE, appauthor=False))
    return FileKeyStore(place / FILE_NAME)


class SystemKeyStore:
    """See ``service.ports.KeyStore``: kept by the operating system.

    Args:
        backend: A backend of ``keyring``.
    """

    weak = False

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @property
    def place(self) -> str:
        """Where the secrets are, in words."""
        return _SYSTEM_BACKENDS.get(type(self._backend).__module__, type(self._backend).__name__)

    def get(self, name: str) -> bytes | None:
        """Return a secret, or None; raises ``keystore.locked`` or ``keystore.unreadable``."""
        from keyring.errors import KeyringError, KeyringLocked

        try:
            text = self._backend.get_password(SERVICE, name)
        except KeyringLocked as error:
            raise LedgerError("keystore.locked", "the key store is locked") from error
        except KeyringError as error:
            raise LedgerError("keystore.unreadable", "the key store cannot be read") from error
        return None if text is None else _bytes(text)

    def put(self, name: str, secret: bytes) -> None:
        """Store a secret and read it back; raises ``keystore.unwritable``."""
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(SERVICE, name, base64.b64encode(secret).decode())
            kept = self.get(name)
        except KeyringError as error:
            raise LedgerError("keystore.unwritable", "the key store refused the secret") from error
        if kept != secret:
            raise LedgerError("keystore.unwritable", "the key store did not keep the secret")


class FileKeyStore:
    """See ``service.ports.KeyStore``: a file that only its owner can read.

    On Windows the folder's own rights, inherited from the profile, decide; there is no mode to look at.

    Args:
        path: The file; made by the first ``put``.
    """

    weak = True

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def place(self) -> str:
        """Where the secrets are, in words."""
        return f"a file only its owner can read: {self._path}"

    def get(self, name: str) -> bytes | None:
        """Return a secret, or None; raises ``keystore.unreadable``."""
        text = self._read().get(name)
        return None if text is None else _bytes(text)

    def put(self, name: str, secret: bytes) -> None:
        """Store a secret, durable on return; raises ``keystore.unwritable`` or ``keystore.unreadable``."""
        held = self._read() | {name: base64.b64encode(secret).decode()}
        try:
            durable_file.make_folder(self._path.parent)
            durable_file.write_whole(self._path, msgspec.json.encode(held, order="sorted"))
        except OSError as error:
            raise LedgerError(
                "keystore.unwritable", "the file of secrets cannot be written", errno=error.errno or 0
            ) from error

    def _read(self) -> dict[str, str]:
        try:
            handle = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise LedgerError(
                "keystore.unreadable", "the file of secrets cannot be opened", errno=error.errno or 0
            ) from error
        with os.fdopen(handle, "rb") as file:
            _refuse_readable_by_others(os.fstat(handle))
            try:
                return msgspec.json.decode(file.read(), type=dict[str, str])
            except msgspec.DecodeError as error:
                raise LedgerError("keystore.unreadable", "the file of secrets is damaged") from error


def _refuse_readable_by_others(state: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    if stat.S_IMODE(state.st_mode) & 0o077:
        raise LedgerError("keystore.unreadable", "other accounts can read the file of secrets")
    if state.st_uid != os.geteuid():
        raise LedgerError("keystore.unreadable", "the file of secrets belongs to another account")


def _system_backend() -> KeyringBackend | None:
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    for backend in found.backends if isinstance(found, ChainerBackend) else (found,):
        if type(backend).__module__ in _SYSTEM_BACKENDS:
            return backend
    return None


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise LedgerError("keystore.unreadable", "a stored secret is damaged") from error
