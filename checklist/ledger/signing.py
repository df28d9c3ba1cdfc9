"""Log keys: signing checkpoints and checking who signed them (Ed25519, RFC 8032; C2SP ``signed-note``).

Imports cryptography, batch and checkpoint. Invariant: a checkpoint comes out of ``open_note`` only when the
key that was given signed exactly its text.
"""

from __future__ import annotations

import base64
import hashlib
import re

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from checklist.errors import TamperError
from checklist.ledger.batch import Head
from checklist.ledger.checkpoint import Checkpoint, Note, Signature, read_checkpoint, read_note, write_note

ED25519 = 0x01
"""Signature type of the log's own line."""
COSIGNATURE = 0x04
"""Signature type of a witness's timestamped line (C2SP ``tlog-cosignature``)."""

_VKEY = re.compile(r"([!-*,-~]{1,128})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")


class Vkey(msgspec.Struct, frozen=True):
    """A public key with its name, from a C2SP verifier key.

    Attributes:
        name: Whose key; for a log its origin.
        kind: ``ED25519`` or ``COSIGNATURE``.
        public: 32 bytes (RFC 8032).
    """

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """``SHA-256(name || 0x0A || kind || public)[:4]`` (C2SP signed-note)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The verifier key as ``name+id+base64``."""
        coded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{coded}"

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of SHA-256 over ``text``, in fours: what a person compares with the paper."""
        return grouped(hashlib.sha256(self.text.encode()).digest())


class LogKey:
    """The private key of a log.

    Args:
        origin: Name of the log; becomes the name of the key.
        seed: 32 secret random bytes (RFC 8032 5.1.5).
    """

    def __init__(self, origin: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.vkey = Vkey(origin, ED25519, self._private.public_key().public_bytes_raw())

    def sign(self, head: Head) -> str:
        """Return the signed checkpoint note of a head.

        Call it only after the entries are stored and read back (``ledger-and-security`` 7.7).

        Raises:
            ValueError: The head is of another log.
        """
        if head.origin != self.vkey.name:
            msg = "a log key signs its own log only"
            raise ValueError(msg)
        body = Checkpoint(head.origin, head.size, head.root).body
        signature = Signature(self.vkey.name, self.vkey.key_id, self._private.sign(body.encode()))
        return write_note(Note(body, (signature,)))


def grouped(digest: bytes) -> str:
    """Return the first 16 hex digits of a digest in groups of four, as shown to people."""
    return " ".join(digest.hex()[at : at + 4] for at in range(0, 16, 4))


def read_vkey(text: str) -> Vkey:
    """Read a C2SP verifier key.

    Raises:
        TamperError: ``key.form``: it is malformed, of an unknown type, or its id does not fit.
    """
    match = _VKEY.fullmatch(text)
    raw = base64.b64decode(match[3]) if match else b""
    if match is None or len(raw) != 33 or raw[0] not in {ED25519, COSIGNATURE}:
        raise TamperError("key.form", "this is not a verifier key of a known kind")
    vkey = Vkey(match[1], raw[0], raw[1:])
    if vkey.text != text:
        raise TamperError("key.form", "the key id does not belong to this key")
    return vkey


def open_note(text: str, vkey: Vkey) -> Note:
    """Return a note that this key signed.

    Lines of other keys are ignored, as C2SP asks.

    Raises:
        TamperError: ``note.form``: not a note; ``note.key``: no line, or more than one, is by this key;
            ``note.signature``: the line is there and wrong.
    """
    note = read_note(text)
    by_key = [one for one in note.signatures if (one.name, one.key_id) == (vkey.name, vkey.key_id)]
    if len(by_key) != 1:
        raise TamperError("note.key", "the note is not signed by this key")
    _check(vkey, by_key[0].blob, note.text.encode())
    return note


def open_checkpoint(text: str, vkey: Vkey) -> Checkpoint:
    """Return the checkpoint in a note that the log key ``vkey`` signed.

    Raises:
        TamperError: As ``open_note``; also ``note.key`` when the checkpoint is of another log.
    """
    checkpoint = read_checkpoint(read_note(text).text)
    open_note(text, vkey)
    if checkpoint.origin != vkey.name:
        raise TamperError("note.key", "the checkpoint is of another log")
    return checkpoint


def read_cosignature(note: Note, witness: Vkey) -> int:
    """Return the time, in seconds since 1970, at which a witness cosigned (C2SP ``tlog-cosignature`` v1).

    Raises:
        TamperError: ``note.key``: no line, or more than one, is by this witness; ``note.signature``: it is
            wrong.
    """
    by_key = [one for one in note.signatures if (one.name, one.key_id) == (witness.name, witness.key_id)]
    if witness.kind != COSIGNATURE or len(by_key) != 1:
        raise TamperError("note.key", "the note is not cosigned by this witness")
    seconds = int.from_bytes(by_key[0].blob[:8], "big")
    _check(witness, by_key[0].blob[8:], f"cosignature/v1\ntime {seconds}\n{note.text}".encode())
    return seconds


def _check(vkey: Vkey, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(vkey.public).verify(signature, message)
    except InvalidSignature as problem:
        raise TamperError("note.signature", "a signature is wrong") from problem
