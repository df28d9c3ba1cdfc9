"""Checkpoints and the signed notes they travel in, as text (C2SP ``tlog-checkpoint`` and ``signed-note``).

Imports errors and msgspec. Signatures are read here and checked in ``signing``. Invariant: a note that was
read is written back as the same text.
"""

from __future__ import annotations

import base64
import re

import msgspec

from checklist.errors import TamperError

SIGNATURE_MARK = "\N{EM DASH} "
"""Every signature line starts with it (C2SP signed-note)."""

NOTE_LIMIT = 16_384
"""Longest signed note in bytes that is read."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_ORIGIN = re.compile(r"[!-~]+")
# Names of other keys are ASCII too, so that a reader without Unicode tables sees the same line.
_SIGNATURE = re.compile(r"\N{EM DASH} ([!-*,-~]+) ([A-Za-z0-9+/]+={0,2})")


class Checkpoint(msgspec.Struct, frozen=True):
    """Size and root of a log at one moment.

    Attributes:
        origin: Name of the log.
        size: Number of entries.
        root: 32-byte root hash (RFC 9162 2.1.1).
    """

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The three lines that are signed, each with its line end; never extension lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Signature(msgspec.Struct, frozen=True):
    """One signature line: whose, which key (4 bytes), and the bytes that follow the key id."""

    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        """The line as in the note, with its line end."""
        return f"{SIGNATURE_MARK}{self.name} {base64.b64encode(self.key_id + self.blob).decode()}\n"


class Note(msgspec.Struct, frozen=True):
    """A text and its signatures.

    Attributes:
        text: What is signed, ends with a line end.
        signatures: At least one.
    """

    text: str
    signatures: tuple[Signature, ...]


def write_note(note: Note) -> str:
    """Return a note as C2SP signed-note text."""
    return note.text + "\n" + "".join(one.line for one in note.signatures)


def read_note(text: str) -> Note:
    """Read a C2SP signed note; who signed is not checked here.

    Raises:
        TamperError: ``note.form``: it is not one.
    """
    body, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or len(text.encode("utf-8", "surrogatepass")) > NOTE_LIMIT:
        raise TamperError("note.form", "this is not a signed note")
    signatures = tuple(_read_signature(line) for line in tail[:-1].split("\n"))
    return Note(body + "\n", signatures)


def read_checkpoint(body: str) -> Checkpoint:
    """Read the three lines of a checkpoint.

    Raises:
        TamperError: ``note.form``: they are not exactly origin, size and root.
    """
    lines = body.split("\n")
    if len(lines) != 4 or lines[3] or not _ORIGIN.fullmatch(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise TamperError("note.form", "a checkpoint is three lines: origin, size and root")
    return Checkpoint(lines[0], int(lines[1]), hash_from_base64(lines[2]))


def split_notes(text: str) -> tuple[str, ...]:
    """Split a file of checkpoint notes: each three lines, a blank line, signatures; a blank line between.

    Raises:
        TamperError: ``note.form``: the text is not a run of notes.
    """
    parts = text.split("\n\n") if text else []
    if len(parts) % 2 or (parts and not text.endswith("\n")):
        raise TamperError("note.form", "the checkpoints are not a run of signed notes")
    bodies, tails = parts[::2], [tail.removesuffix("\n") for tail in parts[1::2]]
    return tuple(f"{body}\n\n{tail}\n" for body, tail in zip(bodies, tails, strict=True))


def hash_from_base64(text: str) -> bytes:
    """Read 32 bytes from canonical base64.

    Raises:
        TamperError: ``note.form``: not 32 bytes, or not the one way to write them.
    """
    return _decode(text, exactly=32)


def _read_signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise TamperError("note.form", "a signature line is malformed")
    raw = _decode(match[2])
    if len(raw) < 5:
        raise TamperError("note.form", "a signature is too short")
    return Signature(match[1], raw[:4], raw[4:])


def _decode(text: str, exactly: int | None = None) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise TamperError("note.form", "this is not base64") from problem
    if base64.b64encode(raw).decode() != text or exactly not in {None, len(raw)}:
        raise TamperError("note.form", "this base64 is not canonical or has the wrong length")
    return raw
