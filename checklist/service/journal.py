"""The one place that appends: drafts in, durable entries out, signed checkpoints when they are due.

Holds the head of the log in memory and lets nobody else write. Nothing is shown as done before ``write`` has returned
(SEC-066). After a failed write the journal refuses everything until ``resume`` is given a store that was opened and
checked again (``ledger-and-security`` 9.4): a disk that failed once may have dropped what it promised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from checklist.clock import Clock, Reading
from checklist.errors import LedgerError
from checklist.ledger.batch import Batch, Head, prepare
from checklist.ledger.canonical import Value
from checklist.ledger.entry import SALT_BYTES, Draft, Entry, Stamp, read_header
from checklist.ledger.port import Ledger, Row
from checklist.ledger.signing import LogKey
from checklist.service.ports import CheckpointFile

CHECKPOINT_EVERY_MS = 300_000
"""Signed checkpoints at least this often while there is something new (``ledger-and-security`` 7.7)."""

JUMP_MS = 2_000
"""Wall and monotonic clock may drift apart by this much between two entries (7.15)."""


def payload_of(record: msgspec.Struct) -> dict[str, Value]:
    """Return a record as a payload: plain objects and lists, without tuples."""
    plain: dict[str, Value] = msgspec.json.decode(msgspec.json.encode(record))
    return plain


class Journal:
    """The writer's side of one log.

    Args:
        ledger: Where entries are kept.
        key: Signs checkpoints.
        clock: Asked once a batch.
        ws: Workstation id.
        app: Program version.
        entropy: Gives that many random bytes.
        checkpoint_file: The second place for checkpoints.
    """

    def __init__(
        self,
        ledger: Ledger,
        key: LogKey,
        clock: Clock,
        *,
        ws: str,
        app: str,
        entropy: Callable[[int], bytes],
        checkpoint_file: CheckpointFile,
    ) -> None:
        self._ledger = ledger
        self._key = key
        self._clock = clock
        self._ws = ws
        self._app = app
        self._entropy = entropy
        self._file = checkpoint_file
        self._head = ledger.head()
        self._last = _newest(ledger, self._head.size)
        self._signed_size = max((size for size, _ in ledger.checkpoints()), default=0)
        self._signed_ms = 0
        self._fault: LedgerError | None = None

    @property
    def head(self) -> Head:
        """Where the log stands."""
        return self._head

    @property
    def ledger(self) -> Ledger:
        """The log itself, for reading."""
        return self._ledger

    @property
    def vkey(self) -> str:
        """Verifier key text of the log key."""
        return self._key.vkey.text

    @property
    def fault(self) -> LedgerError | None:
        """Why nothing can be written at the moment, or None."""
        return self._fault

    def now(self) -> Reading:
        """Return the time that the next entries would carry."""
        return self._clock.read()

    def write(
        self,
        drafts: Sequence[Draft],
        rows: Sequence[Row] = (),
        *,
        now: Reading | None = None,
        closing: Callable[[tuple[Entry, ...]], Draft] | None = None,
    ) -> tuple[Entry, ...]:
        """Append drafts and projection rows in one transaction; durable when this returns.

        Args:
            drafts: At least one.
            rows: Projection rows written with them.
            now: The time they carry; read from the clock when None.
            closing: Makes a last draft from the entries before it (``session.close`` needs their hashes).

        Returns:
            The entries of the drafts, without a ``clock.jump`` put before them.

        Raises:
            LedgerError: Nothing was stored; see ``ledger.port``. ``store.degraded`` after an earlier failure.
        """
        if self._fault is not None:
            raise LedgerError("store.degraded", "an earlier write failed", cause=self._fault.code)
        now = now or self._clock.read()
        jump = self._jump(now)
        batch = self._prepare((*jump, *drafts), now, jumped=bool(jump), closing=closing, skip=len(jump))
        try:
            self._ledger.append(batch, rows)
        except LedgerError as error:
            self._fault = error
            raise
        self._head = batch.after
        self._last = now
        return batch.entries[len(jump) :]

    def checkpoint(self) -> bool:
        """Sign the head if it has grown since the last signature, keep it, and publish it; True if one was made.

        The entries are read back before the signature, so that what is signed is what the disk holds (7.7).
        """
        if self._fault is not None or self._head.size == self._signed_size:
            return False
        if self._ledger.head() != self._head:
            self._fault = LedgerError("store.stale-head", "the stored head is not the one in memory")
            raise self._fault
        note = self._key.sign(self._head)
        self._ledger.add_checkpoint(self._head.size, note)
        self._file.append(note)
        self._signed_size = self._head.size
        self._signed_ms = self._clock.read().mono_ms
        return True

    def checkpoint_if_due(self) -> bool:
        """Sign when five minutes have passed since the last signature and there is something new."""
        if self._clock.read().mono_ms - self._signed_ms < CHECKPOINT_EVERY_MS:
            return False
        return self.checkpoint()

    def resume(self, ledger: Ledger) -> None:
        """Go on with a store that was opened and checked again after a failure."""
        self._ledger = ledger
        self._head = ledger.head()
        self._last = _newest(ledger, self._head.size)
        self._signed_size = max((size for size, _ in ledger.checkpoints()), default=0)
        self._fault = None

    def _jump(self, now: Reading) -> tuple[Draft, ...]:
        last = self._last
        if last is None:
            return ()
        wall, mono = now.wall_ms - last.wall_ms, now.mono_ms - last.mono_ms
        if last.boot != now.boot:
            mono = 0
            jumped = wall < 0
        else:
            jumped = abs(wall - mono) > JUMP_MS
        if not jumped:
            return ()
        d = {"wall_ms": wall, "mono_ms": mono}
        return (Draft(type="clock.jump", actor="sys", role="system", auth="none", d=d),)

    def _prepare(
        self,
        drafts: Sequence[Draft],
        now: Reading,
        *,
        jumped: bool,
        closing: Callable[[tuple[Entry, ...]], Draft] | None,
        skip: int,
    ) -> Batch:
        stamp = Stamp(now.wall_ms, now.tz_min, now.mono_ms, now.boot, "jump" if jumped else "free")
        first = self._seal(self._head, drafts, stamp)
        if closing is None:
            return first
        last = self._seal(first.after, (closing(first.entries[skip:]),), stamp)
        return Batch(first.entries + last.entries, first.before, last.after, first.nodes + last.nodes)

    def _seal(self, head: Head, drafts: Sequence[Draft], stamp: Stamp) -> Batch:
        salts = [self._entropy(SALT_BYTES) for _ in drafts]
        return prepare(head, drafts, stamp, salts, ws=self._ws, app=self._app)


def _newest(ledger: Ledger, size: int) -> Reading | None:
    """Return the time of the newest stored entry, None in an empty log."""
    if size == 0:
        return None
    header = read_header(ledger.entry(size - 1).header)
    return Reading(header.at, header.tz, header.mono, header.boot)
