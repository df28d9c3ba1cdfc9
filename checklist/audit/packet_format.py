"""What an inspector packet is made of: its names, limits and small texts (``ledger-and-security`` 7.18, D30).

May import the ledger. ``bundle`` writes these forms; ``packet_file``, ``packet_check`` and the two scripts in
``resources/verify`` read them. Invariant: each form has exactly one spelling, so a reader can insist on it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from checklist.errors import TamperError
from checklist.ledger import canonical
from checklist.ledger.canonical import Value
from checklist.ledger.checkpoint import hash_from_base64
from checklist.ledger.entry import Count, Hex32, SessionId, Word
from checklist.ledger.tree import Frontier

FORMAT = "chairside-packet@v1"
EXPORT = "out.export"
"""Type of a packet's last entry, its own export."""

README, MANIFEST, ENTRIES, LEAVES = "README.txt", "manifest.json", "entries.jsonl", "leaves.txt"
PAYLOADS, CHECKPOINTS, KEYS = "payloads.jsonl", "checkpoints.txt", "keys.txt"
CONSISTENCY, FRONTIER = "proofs/consistency.txt", "proofs/frontier.txt"
EXPORT_PROOF = f"proofs/{EXPORT}.tlog-proof"
SCRIPTS = ("verify.py", "verify.sh")

TOTAL_LIMIT = 256 * 1024 * 1024
"""Most bytes a packet may unpack to (SEC-082)."""
RATIO_LIMIT = 100
"""Most that a packet may grow when unpacked (SEC-082)."""
MEMBER_LIMIT = 20_000

REQUIRED = frozenset({README, ENTRIES, LEAVES, CHECKPOINTS, KEYS, *SCRIPTS})
_OPTIONAL = frozenset({PAYLOADS, CONSISTENCY, FRONTIER, EXPORT_PROOF})
_PROOF = re.compile(r"proofs/[a-z0-9][a-z0-9_-]{0,63}(\.(0|[1-9][0-9]{0,8}))?\.tlog-proof")
_RECORD = re.compile(r"records/[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LEAF = re.compile(rb"(0|[1-9][0-9]{0,15}) ([0-9a-f]{64})")
_PAYLOAD = re.compile(rb'\{"payload":(\{.*\}),"salt":"([0-9a-f]{64})","seq":(0|[1-9][0-9]{0,15})\}')
_CONSISTENCY = re.compile(r"chairside-consistency@v1\nold ([1-9][0-9]{0,15}) (\S+)\nnew ([1-9][0-9]{0,15})\n")
_FRONTIER = re.compile(r"chairside-frontier@v1\nsize ([1-9][0-9]{0,15})\n")


class PayloadRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which payloads a packet of a range holds.

    Attributes:
        first: Position of the first entry whose payload is in scope.
        stop: Position after the last one.
        pts: Patient surrogates in scope; None for all entries, those without a patient included.
    """

    first: Count
    stop: Count
    pts: tuple[Word, ...] | None


class RangeScope(msgspec.Struct, frozen=True, tag_field="kind", tag="range", forbid_unknown_fields=True):
    """Every header from ``first`` to the packet's own export.

    Attributes:
        first: Position of the first header.
        payloads: Which payloads are there; None in the redacted kind.
        practice: True for practice data.
    """

    first: Count
    payloads: PayloadRange | None
    practice: bool


class SessionCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A session and how many entries it had when the packet was made (``n`` from 0 to ``count - 1``)."""

    sess: SessionId
    count: Count


class SessionsScope(msgspec.Struct, frozen=True, tag_field="kind", tag="sessions", forbid_unknown_fields=True):
    """All entries of some sessions, and nothing of others.

    Attributes:
        sessions: In the order of the packet, each once.
        payloads: False in the redacted kind.
        practice: True for practice data.
    """

    sessions: tuple[SessionCount, ...]
    payloads: bool
    practice: bool


Scope: TypeAlias = RangeScope | SessionsScope


def scope_data(scope: Scope) -> dict[str, Value]:
    """Return what goes under ``scope`` in the ``d`` of an ``out.export`` entry."""
    data: dict[str, Value] = msgspec.to_builtins(scope)
    return data


def read_scope(d: Mapping[str, Value]) -> Scope:
    """Read the scope an ``out.export`` entry states in its ``d``.

    Raises:
        TamperError: ``packet.scope``: it states none, or one that cannot be.
    """
    try:
        scope: Scope = msgspec.convert(d.get("scope"), Scope)
    except msgspec.ValidationError as problem:
        raise TamperError("packet.scope", "the last entry states no scope") from problem
    if isinstance(scope, SessionsScope):
        names = [one.sess for one in scope.sessions]
        if not names or len(set(names)) != len(names) or any(one.count == 0 for one in scope.sessions):
            raise TamperError("packet.scope", "the scope names no session, or one twice, or an empty one")
    return scope


def session_proof_name(sess: str) -> str:
    """Return the member name of the proof of a session's close."""
    return f"proofs/{sess}.tlog-proof"


def entry_proof_name(sess: str, n: int) -> str:
    """Return the member name of the proof of one entry made after the close, or in an open session."""
    return f"proofs/{sess}.{n}.tlog-proof"


def allowed_name(name: str) -> bool:
    """Whether a packet may hold a member of this name beside its manifest."""
    return name in REQUIRED or name in _OPTIONAL or bool(_PROOF.fullmatch(name) or _RECORD.fullmatch(name))


def leaf_line(seq: int, leaf: bytes) -> bytes:
    """Return a line of ``leaves.txt``."""
    return f"{seq} {leaf.hex()}\n".encode()


def read_leaf_line(line: bytes) -> tuple[int, bytes]:
    """Read a line of ``leaves.txt`` without its line end: position and leaf hash.

    Raises:
        TamperError: ``packet.form``.
    """
    match = _LEAF.fullmatch(line)
    if match is None:
        raise TamperError("packet.form", "a line of leaves.txt is malformed")
    return int(match[1]), bytes.fromhex(match[2].decode())


def payload_line(seq: int, salt: bytes, payload: bytes) -> bytes:
    """Return a line of ``payloads.jsonl``; it is CJ1 because ``payload`` is."""
    return b'{"payload":' + payload + f',"salt":"{salt.hex()}","seq":{seq}}}\n'.encode()


def read_payload_line(line: bytes) -> tuple[int, bytes, bytes]:
    """Read a line of ``payloads.jsonl`` without its line end: position, salt, payload bytes.

    Raises:
        TamperError: ``packet.form``; that the payload itself is CJ1 is checked with its commitment.
    """
    match = _PAYLOAD.fullmatch(line)
    if match is None:
        raise TamperError("packet.form", "a line of payloads.jsonl is malformed")
    return int(match[3]), bytes.fromhex(match[2].decode()), match[1]


class Growth(msgspec.Struct, frozen=True):
    """A consistency proof from the checkpoint of an earlier packet (RFC 9162 2.1.4).

    Attributes:
        old: Earlier size, 1 or more.
        old_root: Its 32-byte root.
        new: Size of this packet's last checkpoint.
        path: The proof.
    """

    old: int
    old_root: bytes
    new: int
    path: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The text of ``proofs/consistency.txt``."""
        root = base64.b64encode(self.old_root).decode()
        return f"chairside-consistency@v1\nold {self.old} {root}\nnew {self.new}\n" + _hash_lines(self.path)


def read_growth(text: str) -> Growth:
    """Read ``proofs/consistency.txt``.

    Raises:
        TamperError: ``packet.form`` or ``note.form``.
    """
    match = _CONSISTENCY.match(text)
    if match is None:
        raise TamperError("packet.form", "proofs/consistency.txt is malformed")
    path = _read_hash_lines(text[match.end() :])
    return Growth(int(match[1]), hash_from_base64(match[2]), int(match[3]), path)


def frontier_text(frontier: Frontier) -> str:
    """Return the text of ``proofs/frontier.txt``; the size is 1 or more."""
    return f"chairside-frontier@v1\nsize {frontier.size}\n" + _hash_lines(frontier.hashes)


def read_frontier(text: str) -> Frontier:
    """Read ``proofs/frontier.txt``.

    Raises:
        TamperError: ``packet.form`` or ``note.form``.
    """
    match = _FRONTIER.match(text)
    frontier = Frontier(int(match[1]), _read_hash_lines(text[match.end() :])) if match else None
    if frontier is None or not frontier.sound:
        raise TamperError("packet.form", "proofs/frontier.txt is malformed")
    return frontier


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a packet as its manifest has it."""

    name: str
    sha256: Hex32
    size: Count


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list of a packet's files, itself left out; in the order they were written."""

    files: tuple[Member, ...]
    format: str = FORMAT

    @property
    def data(self) -> bytes:
        """The bytes of ``manifest.json``."""
        return canonical.encode(msgspec.to_builtins(self)) + b"\n"


def read_manifest(data: bytes) -> Manifest:
    """Read ``manifest.json``.

    Raises:
        TamperError: ``packet.form`` or ``canonical.bytes``: malformed, or names no packet may have.
    """
    try:
        manifest = msgspec.convert(canonical.decode(data.removesuffix(b"\n")), Manifest)
    except msgspec.ValidationError as problem:
        raise TamperError("packet.form", "manifest.json is malformed") from problem
    names = [one.name for one in manifest.files]
    twice = len({name.lower() for name in names}) != len(names)
    if twice or manifest.format != FORMAT or manifest.data != data:
        raise TamperError("packet.form", "manifest.json is of another format or names a file twice")
    if not REQUIRED.issubset(names) or not all(map(allowed_name, names)):
        raise TamperError("packet.form", "a required file is missing, or a file does not belong to a packet")
    return manifest


def _hash_lines(hashes: tuple[bytes, ...]) -> str:
    return "".join(base64.b64encode(one).decode() + "\n" for one in hashes)


def _read_hash_lines(text: str) -> tuple[bytes, ...]:
    if text and not text.endswith("\n"):
        raise TamperError("packet.form", "the last line is cut")
    return tuple(hash_from_base64(line) for line in text.split("\n")[:-1])
