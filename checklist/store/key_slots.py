"""The database key, kept beside the database only in wrapped form (``ledger-and-security`` 8).

A JSON file of slots; each wraps the same 32-byte key with AES-256-GCM (NIST SP 800-38D) under a key that
HKDF-SHA-256 (RFC 5869) makes of a secret. The device slot's secret lies in the key store. Imports
durable_file, ``errors`` and ``service.ports``. Invariants: no secret in clear; the file is written whole or
not at all, and never made anew beside an existing database, whose key would be lost.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from checklist.errors import LedgerError
from checklist.service.ports import KeyStore
from checklist.store import durable_file

KEY_BYTES = 32
"""Length of the database key and of the device secret."""

_FORMAT = 1
_INFO = b"chairside device slot 1"


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to the database key; byte strings are base64 in the file.

    Attributes:
        kind: ``device``.
        salt: 16 random bytes for HKDF.
        nonce: 12 random bytes for AES-GCM.
        wrapped: The key encrypted, and the 16-byte tag.
    """

    kind: str
    salt: bytes
    nonce: bytes
    wrapped: bytes


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; ``store`` is a random id that ties the slots to their secret in the key store."""

    v: int
    store: str
    slots: tuple[Slot, ...]


def create(path: Path, keystore: KeyStore) -> bytes:
    """Make a database key and its device slot, or take up one that a killed creation left behind.

    Call only where there is no database yet. The secret is durable before the file that needs it.

    Returns:
        The 32-byte database key.

    Raises:
        LedgerError: ``store.key``, ``store.io`` or ``keystore.*``.
    """
    if path.exists():
        return unlock(path, keystore)
    key, secret, store = (
        secrets.token_bytes(KEY_BYTES),
        secrets.token_bytes(KEY_BYTES),
        secrets.token_hex(8),
    )
    keystore.put(_secret_name(store), secret)
    file = SlotFile(_FORMAT, store, (_wrap(key, secret, store),))
    try:
        durable_file.write_whole(path, msgspec.json.format(msgspec.json.encode(file)))
    except OSError as error:
        raise LedgerError("store.io", "the key file cannot be written", errno=error.errno or 0) from error
    return key


def unlock(path: Path, keystore: KeyStore) -> bytes:
    """Return the 32-byte database key.

    Raises:
        LedgerError: ``store.no-key-file``: the file is missing; ``store.key``: it is not readable as one, or
        the key
            store does not hold its secret; ``keystore.*``.
    """
    file = _read(path)
    secret = keystore.get(_secret_name(file.store))
    if secret is None:
        raise LedgerError("store.key", "the key store does not hold the secret of this database")
    for slot in file.slots:
        if slot.kind == "device":
            return _unwrap(slot, secret, file.store)
    raise LedgerError("store.key", "the key file holds no device slot")


def store_id(path: Path) -> str:
    """Return the random id of the store, which names its secrets in the key store. Raises as ``unlock``."""
    return _read(path).store


def _read(path: Path) -> SlotFile:
    try:
        return msgspec.json.decode(path.read_bytes(), type=SlotFile)
    except FileNotFoundError as error:
        raise LedgerError("store.no-key-file", "the key file of this database is missing") from error
    except OSError as error:
        raise LedgerError("store.io", "the key file cannot be read", errno=error.errno or 0) from error
    except msgspec.DecodeError as error:
        raise LedgerError("store.key", "the key file is damaged") from error


def _secret_name(store: str) -> str:
    return f"device-secret/{store}"


def _wrap(key: bytes, secret: bytes, store: str) -> Slot:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_slot_key(secret, salt)).encrypt(nonce, key, store.encode())
    return Slot("device", salt, nonce, wrapped)


def _unwrap(slot: Slot, secret: bytes, store: str) -> bytes:
    try:
        key = AESGCM(_slot_key(secret, slot.salt)).decrypt(slot.nonce, slot.wrapped, store.encode())
    except (InvalidTag, ValueError) as error:
        raise LedgerError("store.key", "the secret does not open this database") from error
    return key


def _slot_key(secret: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=_INFO).derive(secret)
