"""The witness file: every signed checkpoint once more, outside the database (``ledger-and-security`` 7.16).

Imports durable_file and ``errors``. Invariants: only ever appended; each note ends with an empty line, so
that one torn by a power cut is told from a whole one. A torn note is not repaired: it is marked, and the next
one follows it.
"""

from __future__ import annotations

from pathlib import Path

from checklist.errors import LedgerError
from checklist.store import durable_file

_END = b"\n\n"
_TORN = b"\n# torn\n\n"
_SIGNATURE = "\u2014 "  # how signature lines begin (C2SP signed-note)
_NOTE_LIMIT = 8192


class FileCheckpoints:
    """See ``service.ports.CheckpointFile``.

    Args:
        path: The file; made by the first ``append``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, note: str) -> None:
        r"""Append a signed note, durable on return.

        Args:
            note: C2SP signed note: text, an empty line, then signature lines; UTF-8, one final newline.

        Raises:
            LedgerError: ``store.checkpoint-file``: it could not be written.
        """
        try:
            start = b"" if self._ends_whole() else _TORN
            durable_file.append(self._path, start + note.encode() + b"\n")
        except OSError as error:
            raise LedgerError(
                "store.checkpoint-file", "the checkpoint file cannot be written", errno=error.errno or 0
            ) from error

    def newest(self) -> str | None:
        """Return the newest complete note, or None.

        Raises:
            LedgerError: ``store.checkpoint-file``: it could not be read.
        """
        try:
            with self._path.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - 4 * _NOTE_LIMIT))
                tail = file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LedgerError(
                "store.checkpoint-file", "the checkpoint file cannot be read", errno=error.errno or 0
            ) from error
        return _last_note(tail)

    def _ends_whole(self) -> bool:
        if not self._path.exists():
            return True
        with self._path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 2))
            return size == 0 or file.read() == _END


def _last_note(tail: bytes) -> str | None:
    whole = tail[: tail.rfind(_END) + len(_END)] if _END in tail else b""
    paragraphs = [part.strip("\n") for part in whole.decode("utf-8", "replace").split("\n\n")]
    for text, signatures in zip(paragraphs[-2::-1], paragraphs[:0:-1], strict=True):
        lines = signatures.split("\n")
        if text and all(line.startswith(_SIGNATURE) for line in lines):
            return f"{text}\n\n{signatures}\n"
    return None
