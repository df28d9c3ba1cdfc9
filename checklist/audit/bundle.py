"""Writing an inspector packet (``ledger-and-security`` 7.18, D30).

May import the ledger and the ``packet_`` modules. Invariants: the scope is the one the log's own
``out.export`` entry states; the same log gives the same bytes; the file appears under its name whole or not
at all.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from checklist.audit import packet_format as form
from checklist.audit.packet_format import Growth, Manifest, Member, RangeScope, Scope, SessionsScope
from checklist.audit.packet_readme import readme_text
from checklist.errors import LedgerError, TamperError
from checklist.ledger.entry import Entry, Header, read_header
from checklist.ledger.port import Ledger
from checklist.ledger.proof import TlogProof, frontier_hashes, make_consistency, make_inclusion
from checklist.ledger.report import Progress, go_on, step
from checklist.ledger.rules import SESSION_CLOSE
from checklist.ledger.signing import read_vkey
from checklist.ledger.tree import Frontier, fold

STRIDE = 512
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The one timestamp of every member, so that the same log gives the same bytes."""


def write_packet(
    target: Path,
    ledger: Ledger,
    *,
    export: int,
    scripts: Path,
    previous: int | None = None,
    records: Sequence[tuple[str, bytes]] = (),
    progress: Progress = go_on,
) -> None:
    """Write the packet whose ``out.export`` entry stands at ``export``.

    Args:
        target: Where the ZIP file goes; an older one there is replaced.
        ledger: The log. A checkpoint of size ``export + 1`` must be kept in it.
        export: Position of the ``out.export`` entry, whose ``d`` holds ``scope_data`` under ``scope``.
        scripts: Folder with ``verify.py`` and ``verify.sh``.
        previous: Size of the checkpoint an earlier packet ended with, to prove that the log only grew since.
        records: Files for ``records/``: name within it, and bytes.
        progress: Told the number of lines written, now and then.

    Raises:
        LedgerError: ``packet.scope``, ``packet.no-checkpoint``, ``packet.name``: it cannot be made;
            ``packet.write``: the disk refused it; ``work.stopped``; and whatever reading the log raises. No
            file is left in any of these cases.
    """
    source = _Source(ledger, export)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".packet-", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                with zipfile.ZipFile(file, "w") as archive:
                    _fill(_Zip(archive, progress), source, scripts, previous, records)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            _sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as problem:
        raise LedgerError("packet.write", problem.strerror or "the file cannot be written") from problem


class _Source:
    """The log as one packet sees it."""

    def __init__(self, ledger: Ledger, export: int) -> None:
        self.ledger, self.export, self.size = ledger, export, export + 1
        self.last = ledger.entry(export)
        header = read_header(self.last.header)
        try:
            self.scope: Scope = form.read_scope(header.d)
        except TamperError as problem:
            raise LedgerError("packet.scope", problem.detail, seq=export) from problem
        self.notes = [(size, note) for size, note in ledger.checkpoints() if size <= self.size]
        if header.type != form.EXPORT or not ledger.key_pubs():
            raise LedgerError("packet.scope", "the entry is not an export, or the log has no key", seq=export)
        if not self.notes or self.notes[-1][0] != self.size:
            raise LedgerError("packet.no-checkpoint", "the export entry is not covered by a checkpoint")
        self.vkey = read_vkey(ledger.key_pubs()[-1].vkey)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in the order of the packet."""
        if isinstance(self.scope, RangeScope):
            yield from self.ledger.entries(self.scope.first, self.size)
            return
        for session in self.scope.sessions:
            yield from self.session(session.sess, session.count)
        yield self.last

    def session(self, sess: str, count: int) -> tuple[Entry, ...]:
        """Return the first ``count`` entries of a session."""
        entries = self.ledger.session_entries(sess)[:count]
        if len(entries) != count:
            raise LedgerError("packet.scope", "a session has fewer entries than the export states", seq=self.export)
        return entries

    def proof(self, entry: Entry, extra: bytes) -> bytes:
        """Return the proof that an entry is in the log this packet's checkpoint speaks of."""
        path = make_inclusion(self.ledger.node, entry.seq, self.size)
        return TlogProof(extra, entry.seq, path, self.notes[-1][1]).text.encode()


class _Zip:
    """A ZIP file of fixed spelling that lists what was put into it."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        self._archive = archive
        self._progress, self._done = progress, 0
        self._members: list[Member] = []

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one member from pieces; each piece is one step of progress."""
        digest, size = sha256(), 0
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
        info.external_attr = (0o755 if name == "verify.sh" else 0o644) << 16
        with self._archive.open(info, "w") as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
                self._done += 1
                if self._done % STRIDE == 0:
                    step(self._progress, self._done)
        self._members.append(Member(name, digest.hexdigest(), size))

    def finish(self) -> None:
        """Write the manifest."""
        step(self._progress, self._done)
        self.put(form.MANIFEST, (Manifest(tuple(self._members)).data,))


def _fill(
    packet: _Zip, source: _Source, scripts: Path, previous: int | None, records: Sequence[tuple[str, bytes]]
) -> None:
    scope = source.scope
    packet.put(form.README, (readme_text(scope, source.vkey, source.export).encode(),))
    for name in form.SCRIPTS:
        packet.put(name, ((scripts / name).read_bytes(),))
    packet.put(form.KEYS, (f"{source.vkey.text}\n".encode(),))
    first = scope.first if isinstance(scope, RangeScope) else source.export
    shown = [note for size, note in source.notes if size > first]
    packet.put(form.CHECKPOINTS, ("\n".join(shown).encode(),))
    packet.put(form.ENTRIES, (entry.header + b"\n" for entry in source.entries()))
    packet.put(form.LEAVES, (form.leaf_line(entry.seq, entry.leaf) for entry in source.entries()))
    if scope.payloads:
        packet.put(form.PAYLOADS, _payload_lines(source))
    for name, data in _proofs(source, previous):
        packet.put(name, (data,))
    for name, data in records:
        if not form.allowed_name(f"records/{name}"):
            raise LedgerError("packet.name", "a record has a name that a packet cannot hold")
        packet.put(f"records/{name}", (data,))
    packet.finish()


def _payload_lines(source: _Source) -> Iterator[bytes]:
    needed = payload_filter(source.scope)
    for entry in source.entries():
        if entry.salt is None or entry.payload is None or entry.seq == source.export:
            continue
        if needed(read_header(entry.header)):
            yield form.payload_line(entry.seq, entry.salt, entry.payload)


def payload_filter(scope: Scope) -> Callable[[Header], bool]:
    """Return what tells whether the payload of an entry belongs into a packet of this scope."""
    wanted = scope.payloads
    if isinstance(wanted, form.PayloadRange):
        inner, people = wanted, None if wanted.pts is None else frozenset(wanted.pts)
        return lambda header: inner.first <= header.seq < inner.stop and (people is None or header.pt in people)
    return lambda _header: bool(wanted)


def _proofs(source: _Source, previous: int | None) -> Iterator[tuple[str, bytes]]:
    scope, node = source.scope, source.ledger.node
    if isinstance(scope, SessionsScope):
        yield form.EXPORT_PROOF, source.proof(source.last, source.last.header)
        for session in scope.sessions:
            yield from _session_proofs(source, session.sess, session.count)
    elif scope.first:
        frontier = Frontier(scope.first, frontier_hashes(node, scope.first))
        yield form.FRONTIER, form.frontier_text(frontier).encode()
    if previous is not None:
        old_root = fold(frontier_hashes(node, previous))
        growth = Growth(previous, old_root, source.size, make_consistency(node, previous, source.size))
        yield form.CONSISTENCY, growth.text.encode()


def _session_proofs(source: _Source, sess: str, count: int) -> Iterator[tuple[str, bytes]]:
    entries = source.session(sess, count)
    first = 0
    for n, entry in enumerate(entries):
        if read_header(entry.header).type == SESSION_CLOSE:
            yield form.session_proof_name(sess), source.proof(entry, entry.header)
            first = n + 1
            break
    for n, entry in enumerate(entries[first:], first):
        yield form.entry_proof_name(sess, n), source.proof(entry, b"")


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the rename is made durable by the file system itself.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
