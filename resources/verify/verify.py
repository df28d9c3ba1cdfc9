#!/usr/bin/env python3
"""Checks a Chairside record packet: that it is whole, unchanged and signed. Nothing needs to be installed.

    python3 verify.py [PACKET] [--vkey KEY] [--anchor FILE] [--require-anchor]

PACKET is the ZIP file or the folder it was unpacked into; without it, the folder of this script. Standard library of
Python 3.8 or later only; reads, writes nothing, uses no network. Exit status 0 for OK, OK-UNANCHORED and STALE (4 for
the last two with --require-anchor), 4 for every other verdict, 2 when the packet cannot be opened.

The stages run in a fixed order, each resting on the ones before, and the first that finds something gives the
verdict: form of the files, key, signatures, tree, headers, scope, payloads, sessions, clock, anchors, file list.
"""

# ruff: noqa: B905, RUF007, UP035  # Python 3.8 has no strict zip and no pairwise

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import stat
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, Iterator, NamedTuple, NoReturn, Sequence

TOTAL_LIMIT, RATIO_LIMIT, MEMBER_LIMIT = 256 * 1024 * 1024, 100, 20000
HEADER_LIMIT = 65536
WEEK_MS = 7 * 24 * 3600 * 1000
EXPORT, EXPORT_PROOF = "out.export", "proofs/out.export.tlog-proof"
REQUIRED = {"README.txt", "entries.jsonl", "leaves.txt", "checkpoints.txt", "keys.txt", "verify.py", "verify.sh"}
OPTIONAL = {"payloads.jsonl", "proofs/consistency.txt", "proofs/frontier.txt", EXPORT_PROOF}
NAME = re.compile(
    r"proofs/[a-z0-9][a-z0-9_-]{0,63}(\.(0|[1-9][0-9]{0,8}))?\.tlog-proof|records/[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
)
NUMBER = r"(0|[1-9][0-9]{0,15})"
LEAF = re.compile(rb"(0|[1-9][0-9]{0,15}) ([0-9a-f]{64})")
PAYLOAD = re.compile(rb'\{"payload":(\{.*\}),"salt":"([0-9a-f]{64})","seq":(0|[1-9][0-9]{0,15})\}')
SIGNATURE = re.compile("\u2014 ([!-*,-~]+) ([A-Za-z0-9+/]+={0,2})")
VKEY = re.compile(r"([!-*,-~]{1,128})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")


class Bad(Exception):
    """Ends the check with a verdict."""

    def __init__(self, code: str, seq: int | None, detail: str, between: tuple[int, ...] = ()) -> None:
        super().__init__(detail)
        self.code, self.seq, self.detail, self.between = code, seq, detail, between


def malformed(detail: str, seq: int | None = None) -> NoReturn:
    """Say that a file is not as it must be."""
    raise Bad("MALFORMED", seq, detail)


# --- canonical JSON (CJ1: RFC 8785 without floats) -----------------------------------------------------------------


def _no_float(text: str) -> None:
    raise ValueError(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("duplicate key")
    return dict(pairs)


def _allowed(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        keys = all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", key) for key in value)
        return depth > 0 and keys and all(_allowed(item, depth - 1) for item in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_allowed(item, depth - 1) for item in value)
    return not isinstance(value, int) or isinstance(value, bool) or -(2**53) < value < 2**53


def canonical(data: bytes) -> Any:
    """Read CJ1; ValueError when the bytes are not exactly that."""
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_unique
        )
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    spelt = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    if spelt != data or not _allowed(value, 32):
        raise ValueError("not canonical")
    return value


# --- Merkle tree (RFC 9162 section 2.1) ----------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """Hash of an entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows leaf by leaf; keeps the roots of its perfect subtrees."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)

    def add(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        index = self.size
        while index & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            index >>= 1
        self.hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree so far."""
        if not self.hashes:
            return hashlib.sha256(b"").digest()
        root = self.hashes[-1]
        for part in reversed(self.hashes[:-1]):
            root = node_hash(part, root)
        return root


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 2.1.3.2."""
    if not 0 <= index < size:
        return False
    position, last = index, size - 1
    for step in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            leaf = node_hash(step, leaf)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            leaf = node_hash(leaf, step)
        position, last = position >> 1, last >> 1
    return last == 0 and leaf == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = ([old_root] if old & (old - 1) == 0 else []) + list(path)
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, step)
        position, last = position >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


# --- Ed25519 (RFC 8032 section 5.1.7) ------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, P - 2, P) % P


def _plus(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * CURVE_D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _double(a: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x2, y2 = a[0] * a[0] % P, a[1] * a[1] % P
    h = x2 + y2
    e, g = h - (a[0] + a[1]) ** 2 % P, x2 - y2
    f = 2 * a[2] * a[2] % P + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _point(data: bytes) -> tuple[int, int, int, int] | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` is by ``public`` over ``message``."""
    base_y = 4 * pow(5, P - 2, P) % P
    base, key = _point(base_y.to_bytes(32, "little")), _point(public)
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or base is None or key is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus: tuple[int, int, int, int] = (P - key[0], key[1], 1, P - key[3])
    both, total = _plus(base, minus), (0, 1, 1, 0)
    for bit in range(max(s.bit_length(), k.bit_length()) - 1, -1, -1):
        total = _double(total)
        choice = (s >> bit & 1) | (k >> bit & 1) << 1
        if choice:
            total = _plus(total, (base, minus, both)[choice - 1])
    scale = pow(total[2], P - 2, P)
    x, y = total[0] * scale % P, total[1] * scale % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# --- notes, keys, proofs (C2SP signed-note, tlog-checkpoint, tlog-proof) -------------------------------------------


class Vkey(NamedTuple):
    """The public key of a log."""

    name: str
    key_id: bytes
    public: bytes
    text: str


class Checkpoint(NamedTuple):
    """Size and root of the log at one moment."""

    size: int
    root: bytes


class Proof(NamedTuple):
    """A tlog-proof: the header it is about, its position, the path, the signed checkpoint."""

    extra: bytes
    position: int
    path: list[bytes]
    note: str


def base64_bytes(text: str, length: int | None = None) -> bytes:
    """Read canonical base64 of a given length."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        malformed("a base64 text is malformed")
    if base64.b64encode(raw).decode() != text or length not in (None, len(raw)):
        malformed("a base64 text is malformed")
    return raw


def read_vkey(text: str) -> Vkey:
    """Read a verifier key, or say BADKEY."""
    match = VKEY.fullmatch(text)
    raw = base64.b64decode(match[3]) if match else b""
    if match is None or len(raw) != 33 or raw[0] != 1:
        raise Bad("BADKEY", None, "the verifier key is malformed")
    key_id = hashlib.sha256(match[1].encode() + b"\n" + raw).digest()[:4]
    if key_id.hex() != match[2] or base64.b64encode(raw).decode() != match[3]:
        raise Bad("BADKEY", None, "the verifier key is malformed")
    return Vkey(match[1], key_id, raw[1:], text)


def fingerprint(vkey: str) -> str:
    """What a person compares with the paper."""
    digest = hashlib.sha256(vkey.encode()).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def split_notes(text: str) -> list[str]:
    """Split a file of checkpoint notes."""
    parts = text.split("\n\n") if text else []
    if len(parts) % 2 or (parts and not text.endswith("\n")):
        malformed("the checkpoints are not a run of signed notes")
    tails = [tail[:-1] if tail.endswith("\n") else tail for tail in parts[1::2]]
    return [f"{body}\n\n{tail}\n" for body, tail in zip(parts[::2], tails)]


def parse_note(text: str) -> tuple[str, str, Checkpoint, list[tuple[str, bytes]]]:
    """Return the signed text, its first line, what it says, and (name, raw signature) of each line."""
    body, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or len(text.encode("utf-8", "replace")) > 16384:
        malformed("a checkpoint is not a signed note")
    signatures = []
    for line in tail[:-1].split("\n"):
        match = SIGNATURE.fullmatch(line)
        if match is None:
            malformed("a signature line is malformed")
        raw = base64_bytes(match[2])
        if len(raw) < 5:
            malformed("a signature line is malformed")
        signatures.append((match[1], raw))
    lines = body.split("\n")
    if len(lines) != 3 or not re.fullmatch("[!-~]+", lines[0]) or not re.fullmatch(NUMBER, lines[1]):
        malformed("a checkpoint is not three lines")
    checkpoint = Checkpoint(int(lines[1]), base64_bytes(lines[2], 32))
    return body + "\n", lines[0], checkpoint, signatures


def open_note(text: str, vkey: Vkey, what: str) -> Checkpoint:
    """Return the checkpoint in a note that the log's key signed."""
    signed, origin, checkpoint, signatures = parse_note(text)
    ours = [raw[4:] for name, raw in signatures if name == vkey.name and raw[:4] == vkey.key_id]
    if len(ours) != 1:
        raise Bad("BADKEY", None, what + " is not signed by this key")
    if not ed25519(vkey.public, ours[0], signed.encode()):
        raise Bad("BADSIG", checkpoint.size, what + " has a wrong signature")
    if origin != vkey.name:
        raise Bad("BADKEY", None, what + " is of another log")
    return checkpoint


def claimed_size(note: str) -> int:
    """The size a note speaks of, its signature unseen; 0 where it is no checkpoint."""
    try:
        return parse_note(note)[2].size
    except Bad:
        return 0


def hash_lines(text: str, name: str) -> list[bytes]:
    """Read one hash a line."""
    if text and not text.endswith("\n"):
        malformed(name + " is cut")
    return [base64_bytes(line, 32) for line in text.split("\n")[:-1]]


def read_proof(text: str) -> Proof:
    """Read a tlog-proof."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    extra = b""
    if not gap or not note or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        malformed("a proof is malformed")
    if lines and lines[0].startswith("extra "):
        extra = base64_bytes(lines.pop(0)[6:])
        if not extra:
            malformed("a proof is malformed")
    index = re.fullmatch("index " + NUMBER, lines.pop(0)) if lines else None
    if index is None or len(lines) > 63:
        malformed("a proof is malformed")
    return Proof(extra, int(index[1]), [base64_bytes(line, 32) for line in lines], note)


# --- headers -------------------------------------------------------------------------------------------------------


def _text(pattern: str) -> Any:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _whole(low: int, high: int = 2**53) -> Any:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value < high


def _or_null(check: Any) -> Any:
    return lambda value: value is None or check(value)


CODE = _text(r"[a-z][a-z0-9-]{0,31}(\.[a-z][a-z0-9-]{0,31}){0,3}")
WORD = _text(r"[!#-\[\]-~]{1,128}")
ORIGIN = _text(r"[!#-*,-\[\]-~]{1,128}")
SESSION = _text(r"[a-z0-9][a-z0-9_-]{0,63}")
HEX32 = _text(r"[0-9a-f]{64}")
REF = {"log": ORIGIN, "seq": _whole(0), "leaf": HEX32}


def is_record(value: Any, fields: dict[str, Any]) -> bool:
    """Whether a value has exactly these fields, each as its check asks."""
    return isinstance(value, dict) and set(value) == set(fields) and all(fields[key](value[key]) for key in fields)


# fmt: off
FIELDS = {
    "v": _whole(1, 2), "log": ORIGIN, "seq": _whole(0), "type": CODE, "at": _whole(0), "tz": _whole(-1439, 1440),
    "mono": _whole(0), "boot": WORD, "clk": _text("ntp|hub|free|jump"), "actor": WORD, "role": CODE,
    "auth": _text("pw|pin|fido|cont|bg|none"), "ws": WORD, "app": WORD, "sess": _or_null(SESSION),
    "n": _or_null(_whole(0)), "pt": _or_null(WORD), "ref": _or_null(lambda value: is_record(value, REF)),
    "pc": _or_null(HEX32),
}
# fmt: on


def read_header(data: bytes, seq: int) -> dict[str, Any]:
    """Read a header strictly; trouble is named with ``seq``."""
    try:
        header = canonical(data) if len(data) <= HEADER_LIMIT else None
    except ValueError:
        header = None
    if not isinstance(header, dict):
        malformed(f"entry {seq} is not canonical JSON", seq)
    extra = header.get("d")
    plain = {key: value for key, value in header.items() if key != "d"}
    if not is_record(plain, FIELDS) or ("d" in header and not (isinstance(extra, dict) and extra)):
        malformed(f"entry {seq} has not the fields of a header", seq)
    if (header["sess"] is None) != (header["n"] is None):
        malformed(f"entry {seq} has half a session number", seq)
    return header


PAYLOAD_RANGE = {
    "first": _whole(0),
    "stop": _whole(0),
    "pts": _or_null(lambda value: isinstance(value, list) and all(map(WORD, value))),
}
RANGE_SCOPE = {
    "kind": _text("range"),
    "first": _whole(0),
    "payloads": _or_null(lambda value: is_record(value, PAYLOAD_RANGE)),
    "practice": lambda value: isinstance(value, bool),
}
SESSION_COUNT = {"sess": SESSION, "count": _whole(0)}
SESSIONS_SCOPE = {
    "kind": _text("sessions"),
    "sessions": lambda value: isinstance(value, list) and all(is_record(one, SESSION_COUNT) for one in value),
    "payloads": lambda value: isinstance(value, bool),
    "practice": lambda value: isinstance(value, bool),
}


def read_scope(header: dict[str, Any]) -> dict[str, Any] | None:
    """Return the scope an export states, None when it states none."""
    scope = header.get("d", {}).get("scope")
    if header["type"] != EXPORT:
        return None
    if is_record(scope, RANGE_SCOPE):
        return dict(scope)
    if not is_record(scope, SESSIONS_SCOPE) or not scope["sessions"]:
        return None
    names = [one["sess"] for one in scope["sessions"]]
    unique = len(set(names)) == len(names) and all(one["count"] for one in scope["sessions"])
    return dict(scope) if unique else None


# --- the packet as files -------------------------------------------------------------------------------------------


class Packet:
    """Reads members by exact name, from a ZIP or a folder, within limits and never through links."""

    def __init__(self, path: Path) -> None:
        self.folder = path if path.is_dir() else None
        self.archive: Any = None
        if self.folder is None:
            try:
                self.archive = zipfile.ZipFile(str(path))
            except (zipfile.BadZipFile, ValueError):
                malformed("this is not a ZIP file")
            self._check_archive()
        self.files = self._manifest()
        self.names = {one["name"] for one in self.files}
        if self.archive and self.names != set(self.archive.namelist()) - {"manifest.json"}:
            malformed("the packet does not hold exactly what its manifest lists")

    def read(self, name: str) -> bytes:
        """Return a member whole."""
        try:
            if self.folder is None:
                with self.archive.open(name) as member:
                    return bytes(member.read(TOTAL_LIMIT))
            path = self.folder / name
            if path.is_symlink() or path.parent.is_symlink() or path.stat().st_size > TOTAL_LIMIT:
                malformed(name + " is a link or too long")
            return path.read_bytes()
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError):
            malformed(name + " is missing or cannot be read")

    def text(self, name: str) -> str:
        """Return a member as text."""
        try:
            return self.read(name).decode("utf-8")
        except UnicodeDecodeError:
            malformed(name + " is not UTF-8")

    def lines(self, name: str, first: int | None = None) -> list[bytes]:
        """Return the lines; a control character or a cut last line is named by position from ``first``."""
        lines = self.read(name).split(b"\n")
        cut = lines.pop()
        for number, line in enumerate(lines):
            if any(byte < 32 for byte in line):
                malformed(name + " holds a control character", None if first is None else first + number)
        if cut:
            malformed(name + " is cut", None if first is None else first + len(lines))
        return lines

    def _check_archive(self) -> None:
        members = self.archive.infolist()
        if len(members) > MEMBER_LIMIT or len({one.filename.lower() for one in members}) != len(members):
            malformed("too many members, or a name that stands twice")
        for one in members:
            if stat.S_ISLNK(one.external_attr >> 16) or one.flag_bits & 1 or one.compress_type not in (0, 8):
                malformed("a member is a link, encrypted or packed in an unknown way")
        total = sum(one.file_size for one in members)
        if total > TOTAL_LIMIT or total > RATIO_LIMIT * max(1, sum(one.compress_size for one in members)):
            malformed("the packet would unpack to too much")

    def _manifest(self) -> list[dict[str, Any]]:
        member = {"name": lambda value: isinstance(value, str), "sha256": HEX32, "size": _whole(0)}
        data = self.read("manifest.json")
        try:
            manifest = canonical(data[:-1]) if data.endswith(b"\n") else None
        except ValueError:
            manifest = None
        fields = {"files": lambda value: isinstance(value, list), "format": _text("chairside-packet@v1")}
        if (
            manifest is None
            or not is_record(manifest, fields)
            or not all(is_record(one, member) for one in manifest["files"])
        ):
            malformed("manifest.json is malformed")
        names = [one["name"] for one in manifest["files"]]
        known = all(name in REQUIRED or name in OPTIONAL or NAME.fullmatch(name) for name in names)
        if len({name.lower() for name in names}) != len(names) or not set(names) >= REQUIRED or not known:
            malformed("a required file is missing, or a file does not belong to a packet")
        files: list[dict[str, Any]] = manifest["files"]
        return files

    def check_files(self) -> None:
        """Compare every member with the manifest."""
        for one in self.files:
            data = self.read(one["name"])
            if len(data) != one["size"] or hashlib.sha256(data).hexdigest() != one["sha256"]:
                malformed(one["name"] + " is not the file the manifest lists")


# --- the checks ----------------------------------------------------------------------------------------------------


class Held(NamedTuple):
    """Everything that was read and whose signature was checked."""

    packet: Packet
    vkey: Vkey
    notes: list[str]
    checkpoints: list[Checkpoint]
    anchors: list[Checkpoint]
    lines: list[bytes]
    listed: list[tuple[int, bytes]]
    payloads: list[tuple[int, bytes, bytes]]
    start: Tree


class Result(NamedTuple):
    """What is known of a packet in which nothing is wrong."""

    verdict: str
    size: int
    root: bytes
    entries: int
    payloads: int
    anchored: int | None
    practice: bool


def check_range(held: Held) -> Result:
    """Check a packet that holds every header from its first to its own export."""
    first, end = held.start.size, held.start.size + len(held.lines)
    leaves = [leaf_hash(line) for line in held.lines]
    roots = {one.size: one.root for one in held.checkpoints if one.size > first}
    if not roots:
        raise Bad("BADSIG", first, "there is no checkpoint to check against")
    check_tree(held, leaves, roots)
    headers = []
    for place, line in enumerate(held.lines, first):
        headers.append(read_header(line, place))
        check_place(headers[-1], place, held.vkey.name)
    scope = read_scope(headers[-1])
    if scope is None or scope["kind"] != "range":
        raise Bad("GAP", end, "the packet does not end with the entry of its own export")
    if scope["first"] != first:
        raise Bad("GAP", scope["first"], f"the packet should begin at entry {scope['first']}")
    wanted = scope["payloads"]

    def needed(header: dict[str, Any]) -> bool:
        if wanted is None or header["seq"] == end - 1 or not wanted["first"] <= header["seq"] < wanted["stop"]:
            return False
        return wanted["pts"] is None or header["pt"] in wanted["pts"]

    checked, alone = check_payloads(held, headers, needed)
    check_sessions_of_range(headers, leaves, partial=first > 0)
    check_clock(headers)
    verdict, anchored = check_anchors(held, headers, leaves)
    if alone is not None:
        malformed(f"a payload stands alone, for entry {alone}", alone)
    differs = [at for at, leaf in enumerate(leaves) if held.listed[at : at + 1] != [(first + at, leaf)]]
    if differs or len(held.listed) != len(leaves):
        place = first + (differs[0] if differs else len(leaves))
        malformed(f"leaves.txt differs at entry {place}, but the entries are right", place)
    newest = max(roots)
    return Result(verdict, newest, roots[newest], len(leaves), checked, anchored, scope["practice"])


def failed_interval(start: Tree, leaves: Sequence[bytes], roots: dict[int, bytes]) -> tuple[int, int] | None:
    """Return the sizes (last right, first wrong or not reached or -1), None when every root is reached."""
    tree, proven = Tree(start.size, start.hashes), start.size
    for leaf in leaves:
        tree.add(leaf)
        if tree.size in roots:
            if tree.root() != roots[tree.size]:
                return proven, tree.size
            proven = tree.size
    if proven == tree.size == max(roots):
        return None
    return proven, min((size for size in roots if size > proven), default=-1)


def check_tree(held: Held, leaves: list[bytes], roots: dict[int, bytes]) -> None:
    """Check that every signed root is reached; else name the first bad entry."""
    failed = failed_interval(held.start, leaves, roots)
    if failed is None:
        return
    first, hints = held.start.size, [leaf for _seq, leaf in held.listed]
    if failed_interval(held.start, hints, roots) is None:
        name_by_list(leaves, hints, list(range(first, first + len(hints) + 1)))
    proven, wrong = failed
    if wrong < 0:
        raise Bad("BADSIG", proven, f"the entries from {proven} on are signed by no checkpoint")
    for place in range(proven, min(wrong, first + len(leaves))):
        try:
            seq = read_header(held.lines[place - first], place)["seq"]
        except Bad:
            continue
        if seq != place:
            code = "GAP" if seq > place else "ORDER"
            raise Bad(code, place, f"entry {seq} stands at position {place}", failed)
    if first + len(leaves) < wrong:
        end = first + len(leaves)
        raise Bad("TRUNCATED", end, f"entry {end} and all after it are missing", failed)
    raise Bad("ALTERED", proven, "an entry is not what was signed, and leaves.txt was rewritten too", failed)


def name_by_list(leaves: Sequence[bytes], hints: Sequence[bytes], seqs: Sequence[int | None]) -> NoReturn:
    """Name the first bad entry by a leaf list that the signed roots prove."""
    place = next((at for at, hint in enumerate(hints) if list(leaves[at : at + 1]) != [hint]), len(hints))
    seq = seqs[place]
    if seq is None:
        raise Bad("ALTERED", None, "there are more entries than were signed")
    if place == len(leaves):
        raise Bad("TRUNCATED", seq, f"entry {seq} and all after it are missing")
    if leaves[place] not in hints:
        raise Bad("ALTERED", seq, f"entry {seq} is not what was signed")
    if len(leaves) < len(hints):
        raise Bad("GAP", seq, f"entry {seq} is missing")
    raise Bad("ORDER", seq, f"another entry stands in the place of entry {seq}")


def check_place(header: dict[str, Any], place: int, origin: str) -> None:
    """Check that an entry names its log and its position."""
    if header["log"] != origin:
        malformed(f"entry {place} belongs to another log", place)
    if header["seq"] != place:
        code = "GAP" if header["seq"] > place else "ORDER"
        raise Bad(code, place, f"entry {header['seq']} stands at position {place}")


def check_payloads(held: Held, headers: Sequence[dict[str, Any]], needed: Any) -> tuple[int, int | None]:
    """Return how many payloads were right, and the position of one that belongs to no entry."""
    waiting, checked = 0, 0
    wrong: dict[int, str] = {}
    purged: list[list[int]] = []
    for header in headers:
        seq, commit = header["seq"], header["pc"]
        if header["type"] == "purge.done":
            ranges = header.get("d", {}).get("ranges")
            pairs = isinstance(ranges, list) and all(
                isinstance(one, list) and len(one) == 2 and all(map(_whole(-(2**53)), one)) for one in ranges
            )
            purged += ranges if pairs else []
        if waiting < len(held.payloads) and held.payloads[waiting][0] == seq:
            _seq, salt, payload = held.payloads[waiting]
            waiting += 1
            if commit is None:
                wrong[seq] = "MALFORMED"
            elif hmac.new(salt, payload, "sha256").hexdigest() != commit:
                wrong[seq] = "ALTERED"
            elif not is_canonical(payload):
                wrong[seq] = "MALFORMED"
            else:
                checked += 1
        elif commit is not None and needed(header):
            wrong[seq] = "PAYLOAD-MISSING"
    for seq in sorted(wrong):
        covered = any(first <= seq < stop for first, stop in purged)
        if wrong[seq] != "PAYLOAD-MISSING" or not covered:
            raise Bad(wrong[seq], seq, f"the payload of entry {seq} is missing, altered or malformed")
    return checked, held.payloads[waiting][0] if waiting < len(held.payloads) else None


def is_canonical(data: bytes) -> bool:
    """Whether the bytes are CJ1."""
    try:
        canonical(data)
    except ValueError:
        return False
    return True


def check_sessions_of_range(headers: Sequence[dict[str, Any]], leaves: Sequence[bytes], partial: bool) -> None:
    """Check numbering without gaps, and count and root at each close."""
    expected: dict[str, int] = {}
    trees: dict[str, Tree] = {}
    for header, leaf in zip(headers, leaves):
        sess, n, seq = header["sess"], header["n"], header["seq"]
        if sess is None:
            continue
        if sess not in expected:
            expected[sess] = n if partial else 0
            if n == 0:
                trees[sess] = Tree()
        if n != expected[sess]:
            code = "GAP" if n > expected[sess] else "ORDER"
            raise Bad(code, seq, f"session {sess}: number {n} where {expected[sess]} was due")
        expected[sess] = n + 1
        if header["type"] == "session.close" and sess in trees:
            tree, said = trees.pop(sess), header.get("d", {})
            if said.get("count") != tree.size:
                raise Bad("GAP", seq, f"session {sess}: the close counts other entries")
            if said.get("sroot") != tree.root().hex():
                raise Bad("ALTERED", seq, f"session {sess}: the close has another root")
        elif sess in trees:
            trees[sess].add(leaf)


def check_clock(headers: Sequence[dict[str, Any]]) -> None:
    """Check that time does not run back."""
    for last, header in zip(headers, headers[1:]):
        if header["at"] < last["at"] and header["type"] != "clock.jump":
            raise Bad("CLOCK", header["seq"], "the wall clock runs back without a clock.jump")
        if header["boot"] == last["boot"] and header["mono"] < last["mono"]:
            raise Bad("CLOCK", header["seq"], "the monotonic clock runs back within one boot")


def check_anchors(held: Held, headers: Sequence[dict[str, Any]], leaves: Sequence[bytes]) -> tuple[str, int | None]:
    """Compare the anchors; return the verdict they allow and the size of the newest."""
    tree, newest, newest_at = Tree(held.start.size, held.start.hashes), None, 0
    for place in range(len(leaves) + 1):
        if place:
            tree.add(leaves[place - 1])
        roots = [one.root for one in held.anchors if one.size == tree.size]
        if any(root != tree.root() for root in roots):
            raise Bad("FORK", tree.size, f"an anchor has another root for size {tree.size}")
        if roots and tree.size:
            newest, newest_at = tree.size, headers[max(place - 1, 0)]["at"]
    if newest == tree.size:
        return "OK", newest
    if newest is not None and headers[-1]["at"] - newest_at > WEEK_MS:
        return "STALE", newest
    return "OK-UNANCHORED", newest


class Session(NamedTuple):
    """What must be there of one session: how many entries, its close, proofs of single entries by number."""

    sess: str
    total: int
    close: tuple[bytes, int, str] | None
    singles: dict[int, Proof]


def check_sessions(held: Held, proofs: dict[str, Proof]) -> Result:
    """Check a packet of chosen sessions, by the proofs that stand in for the rest of the log."""
    last = held.checkpoints[-1]
    if any(proof.note != held.notes[-1] for proof in proofs.values()):
        malformed("a proof leads to another checkpoint")
    export = proven_header(proofs[EXPORT_PROOF], last)
    scope = read_scope(export)
    if scope is None or scope["kind"] != "sessions" or export["seq"] != last.size - 1:
        raise Bad("GAP", export["seq"], "the packet does not end with the entry of its own export")
    sessions = [claimed_session(proofs, one["sess"], one["count"], last) for one in scope["sessions"]]
    leaves, hints = [leaf_hash(line) for line in held.lines], [leaf for _seq, leaf in held.listed]
    end = leaf_hash(proofs[EXPORT_PROOF].extra)
    trouble = unproved(leaves, sessions, end, last)
    if trouble:
        if unproved(hints, sessions, end, last):
            total = sum(one.total for one in sessions) + 1
            raise Bad("GAP" if len(leaves) < total else "ALTERED", None, trouble)
        name_by_list(leaves, hints, [seq for seq, _leaf in held.listed] + [None])
    headers, differs = [], -1
    slots = [(one.sess, n) for one in sessions for n in range(one.total)] + [(export["sess"], export["n"])]
    for place, line in enumerate(held.lines):
        seq, leaf = held.listed[place] if place < len(held.listed) else (-1, b"")
        header = read_header(line, seq)
        headers.append(header)
        if header["log"] != held.vkey.name:
            malformed(f"entry {seq} belongs to another log", seq)
        if (header["sess"], header["n"]) != slots[place]:
            raise Bad("ORDER", seq, f"entry {seq} is not number {slots[place][1]} of session {slots[place][0]}")
        if differs < 0 and (header["seq"] != seq or leaf != leaves[place]):
            differs = header["seq"]
    checked, alone = check_payloads(held, headers, lambda header: scope["payloads"] and header["seq"] != last.size - 1)
    anchored = None
    for anchor in held.anchors:
        if anchor.size == last.size:
            if anchor.root != last.root:
                raise Bad("FORK", anchor.size, f"an anchor has another root for size {anchor.size}")
            anchored = anchor.size
    if differs >= 0:
        malformed(f"leaves.txt differs at entry {differs}, but the entries are right", differs)
    if len(held.listed) != len(leaves):
        malformed("leaves.txt has another length, but the entries are right")
    if alone is not None:
        malformed(f"a payload stands alone, for entry {alone}", alone)
    verdict = "OK" if anchored else "OK-UNANCHORED"
    return Result(verdict, last.size, last.root, len(leaves), checked, anchored, scope["practice"])


def proven_header(proof: Proof, last: Checkpoint) -> dict[str, Any]:
    """Return the header a proof carries, once it is proved to stand where the proof says."""
    if not included(leaf_hash(proof.extra), proof.position, last.size, proof.path, last.root):
        raise Bad("ALTERED", proof.position, f"entry {proof.position} is not what was signed, or its proof is not")
    header = read_header(proof.extra, proof.position)
    if header["seq"] != proof.position:
        raise Bad("ORDER", proof.position, f"entry {header['seq']} stands at position {proof.position}")
    return header


def claimed_session(proofs: dict[str, Proof], sess: str, count: int, last: Checkpoint) -> Session:
    """Return what the signed close of a session claims."""
    close, first = None, 0
    proof = proofs.get(f"proofs/{sess}.tlog-proof")
    if proof is not None:
        header = proven_header(proof, last)
        if header["type"] != "session.close" or header["sess"] != sess:
            malformed(f"session {sess}: the proof is of another entry", proof.position)
        said = header.get("d", {})
        if said.get("count") != header["n"] or header["n"] >= count or not isinstance(said.get("sroot"), str):
            raise Bad("GAP", proof.position, f"session {sess}: the close counts other entries")
        close, first = (leaf_hash(proof.extra), header["n"], said["sroot"]), header["n"] + 1
    singles = {}
    for n in range(first, count):
        single = proofs.get(f"proofs/{sess}.{n}.tlog-proof")
        if single is None:
            raise Bad("GAP", None, f"session {sess}: the proof of an entry is missing")
        singles[n] = single
    return Session(sess, count, close, singles)


def unproved(leaves: Sequence[bytes], sessions: Sequence[Session], export: bytes, last: Checkpoint) -> str:
    """Return what of these leaves cannot be proved, empty when all can."""
    if len(leaves) != sum(one.total for one in sessions) + 1:
        return "the packet holds another number of entries than its export states"
    first = 0
    for one in sessions:
        part = leaves[first : first + one.total]
        first += one.total
        good = True
        if one.close is not None:
            leaf, count, sroot = one.close
            tree = Tree()
            for before in part[:count]:
                tree.add(before)
            good = tree.root().hex() == sroot and part[count] == leaf
        for n, proof in one.singles.items():
            good = good and included(part[n], proof.position, last.size, proof.path, last.root)
        if not good:
            return f"an entry of session {one.sess} is not what was signed, or its proof is not"
    return "" if leaves[-1] == export else "the last entry is not the one of the export"


def check_growth(text: str, held: Held, result: Result) -> Result:
    """Check the proof that the log only grew since an earlier packet."""
    match = re.match("chairside-consistency@v1\nold ([1-9][0-9]{0,15}) (\\S+)\nnew ([1-9][0-9]{0,15})\n", text)
    if match is None:
        malformed("proofs/consistency.txt is malformed")
    old, old_root, new = int(match[1]), base64_bytes(match[2], 32), int(match[3])
    path = hash_lines(text[match.end() :], "proofs/consistency.txt")
    if new != result.size or not consistent(old, old_root, new, result.root, path):
        raise Bad("FORK", old, f"the log is not shown to have grown from the earlier packet of size {old}")
    for anchor in held.anchors:
        if anchor.size == old and anchor.root != old_root:
            raise Bad("FORK", old, f"an anchor has another root for size {old}")
        if anchor.size == old and result.anchored is None:
            result = result._replace(anchored=old)
    return result


def read_frontier(packet: Packet) -> Tree:
    """Return the tree before the first entry."""
    if "proofs/frontier.txt" not in packet.names:
        return Tree()
    text = packet.text("proofs/frontier.txt")
    match = re.match("chairside-frontier@v1\nsize ([1-9][0-9]{0,15})\n", text)
    hashes = hash_lines(text[match.end() :], "proofs/frontier.txt") if match else []
    if match is None or len(hashes) != bin(int(match[1])).count("1"):
        malformed("proofs/frontier.txt is malformed")
    return Tree(int(match[1]), hashes)


def read_listed(packet: Packet, first: int | None) -> Iterator[tuple[int, bytes]]:
    """Read leaves.txt."""
    for place, line in enumerate(packet.lines("leaves.txt")):
        match = LEAF.fullmatch(line)
        if match is None or (first is not None and int(match[1]) != first + place):
            malformed(f"leaves.txt, line {place + 1} is malformed")
        yield int(match[1]), bytes.fromhex(match[2].decode())


def read_payloads(packet: Packet) -> Iterator[tuple[int, bytes, bytes]]:
    """Read payloads.jsonl."""
    for line in packet.lines("payloads.jsonl") if "payloads.jsonl" in packet.names else ():
        match = PAYLOAD.fullmatch(line)
        if match is None:
            malformed("a line of payloads.jsonl is malformed")
        yield int(match[3]), bytes.fromhex(match[2].decode()), match[1]


def check(path: Path, vkey: str | None, anchor_notes: Sequence[str], say: dict[str, str]) -> Result:
    """Run every stage; what becomes known about the log goes into ``say``."""
    packet = Packet(path)
    by_session = EXPORT_PROOF in packet.names
    start = read_frontier(packet)
    first = None if by_session else start.size
    lines = packet.lines("entries.jsonl", first)
    for place, line in enumerate(lines):
        if len(line) > HEADER_LIMIT:
            malformed("an entry is too long", None if first is None else first + place)
    listed = list(read_listed(packet, first))
    payloads = list(read_payloads(packet))
    packet.lines("checkpoints.txt")
    keys = [line.decode("ascii", "replace") for line in packet.lines("keys.txt")]
    growth = packet.text("proofs/consistency.txt") if "proofs/consistency.txt" in packet.names else None
    notes = split_notes(packet.text("checkpoints.txt"))
    proofs = {}
    for one in packet.files if by_session else []:
        if one["name"].endswith(".tlog-proof"):
            proofs[one["name"]] = read_proof(packet.text(one["name"]))

    if len(keys) != 1 or vkey not in (None, keys[0]):
        raise Bad("BADKEY", None, "keys.txt does not hold the log's key")
    key = read_vkey(keys[0])
    say["log"], say["key"] = key.name, fingerprint(key.text)
    checkpoints = [open_note(note, key, f"checkpoint {at}") for at, note in enumerate(notes, 1)]
    for before, after in zip(checkpoints, checkpoints[1:]):
        if after.size == before.size and after.root != before.root:
            raise Bad("FORK", after.size, f"two roots are signed for size {after.size}")
        if after.size <= before.size:
            malformed(f"the checkpoint of size {after.size} is out of order")
    end = claimed_size(notes[-1]) if notes else 0
    kept = [note for note in anchor_notes if claimed_size(note) <= end]
    anchors = [open_note(note, key, f"anchor {at}") for at, note in enumerate(kept, 1)]
    if not checkpoints:
        raise Bad("BADSIG", start.size, "there is no checkpoint to check against")

    held = Held(packet, key, notes, checkpoints, anchors, lines, listed, payloads, start)
    result = check_sessions(held, proofs) if by_session else check_range(held)
    if growth is not None:
        result = check_growth(growth, held, result)
    packet.check_files()
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Check and print; return the exit status."""
    parser = argparse.ArgumentParser(description="Check a Chairside record packet.")
    parser.add_argument("packet", nargs="?", help="ZIP file or unpacked folder (default: the folder of this script)")
    parser.add_argument("--vkey", help="the log's verifier key, from the paper of the first start")
    parser.add_argument("--anchor", action="append", default=[], help="file of checkpoints kept elsewhere")
    parser.add_argument("--require-anchor", action="store_true", help="exit status 4 unless the verdict is OK")
    options = parser.parse_args(arguments)
    say: dict[str, str] = {}
    path = Path(options.packet) if options.packet else Path(__file__).resolve().parent
    try:
        anchors = [note for name in options.anchor for note in split_notes(Path(name).read_text(encoding="utf-8"))]
        result = check(path, options.vkey, anchors, say)
    except Bad as bad:
        print(bad.code if bad.seq is None else f"{bad.code} {bad.seq}")
        print("  " + bad.detail)
        if bad.between:
            print(f"  it lies between the checkpoints of size {bad.between[0]} and {bad.between[1]}")
    except (OSError, UnicodeDecodeError) as problem:
        print(f"The packet or an anchor file cannot be read: {problem}", file=sys.stderr)
        return 2
    else:
        print(result.verdict)
        if result.practice:
            print("  PRACTICE: the people and figures in this packet are invented")
        print(f"  {result[3]} entries and {result[4]} payloads are as signed; the log had {result[1]} entries")
        alone = result.size - (result.anchored or 0)
        if alone:
            print(f"  the newest {alone} entries of the log rest on its own signature alone")
        print("  root: " + base64.b64encode(result.root).decode())
    if say:
        print("  log:  " + say["log"])
        given = "as given" if options.vkey else "compare with the paper from the first start"
        print("  key:  {}  ({})".format(say["key"], given))
    if "result" not in locals() or (options.require_anchor and result.verdict != "OK"):
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
