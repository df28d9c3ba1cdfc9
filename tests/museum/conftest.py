"""A small log with sessions, checkpoints and an export, to make packets of; and the two scripts to check them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from checklist.audit.bundle import write_packet
from checklist.audit.packet_format import (
    EXPORT,
    PayloadRange,
    RangeScope,
    Scope,
    SessionCount,
    SessionsScope,
    scope_data,
)
from checklist.ledger.batch import prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.port import KeyPub
from checklist.ledger.rules import SESSION_CLOSE
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import session_root

ORIGIN = "chairside.example/clinic-7/ws-03/1"
SCRIPTS = Path(__file__).parents[2] / "resources" / "verify"
START_MS = 1_763_813_927_000


class SmallLog:
    """A log written entry by entry, one minute apart."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger(ORIGIN)
        self.key = LogKey(ORIGIN, hashlib.sha256(b"chairside test key 1").digest())
        self.ledger.add_key_pub(KeyPub(self.key.vkey.text, 0))
        self.minute_ms = 60_000
        self._counts: dict[str, int] = {}

    @property
    def size(self) -> int:
        return self.ledger.head().size

    def put(self, type_: str, sess: str | None = None, note: str | None = None, **more: object) -> int:
        """Append one entry; return its position."""
        n = None
        if sess is not None:
            n = self._counts.get(sess, 0)
            self._counts[sess] = n + 1
        draft = Draft(
            type=type_,
            actor="u-7",
            role="nurse",
            auth="pin",
            sess=sess,
            n=n,
            pt=None if sess is None else f"p-{sess}",
            payload=None if note is None else {"note": note, "unit": "mm[Hg]", "value": str(110 + self.size)},
        )
        self.append(msgspec.structs.replace(draft, **more))
        return self.size - 1

    def append(self, draft: Draft) -> None:
        at = START_MS + self.minute_ms * self.size
        stamp = Stamp(at, -300, self.minute_ms * self.size, "b7e1", "ntp")
        salt = hashlib.sha256(f"salt {self.size}".encode()).digest()
        self.ledger.append(prepare(self.ledger.head(), [draft], stamp, [salt], ws="ws-03", app="1.0.0"))

    def close(self, sess: str) -> int:
        leaves = [entry.leaf for entry in self.ledger.session_entries(sess)]
        d = {"count": len(leaves), "sroot": session_root(leaves).hex(), "protocol": "ab" * 32}
        return self.put(SESSION_CLOSE, sess, d=d)

    def checkpoint(self) -> str:
        note = self.key.sign(self.ledger.head())
        self.ledger.add_checkpoint(self.size, note)
        return note

    def export(self, scope: Scope) -> int:
        seq = self.put(EXPORT, None, "to the inspector", d={"kind": "packet", "scope": scope_data(scope)})
        self.checkpoint()
        return seq

    def packet(self, target: Path, scope: Scope, **more: object) -> Path:
        write_packet(target, self.ledger, export=self.export(scope), scripts=SCRIPTS, **more)
        return target


def build_log() -> SmallLog:
    """Two closed sessions and an open one, interleaved, 57 entries, a checkpoint every ten or so."""
    log = SmallLog()
    log.put("log.open")
    for step in range(16):
        log.put("item.value", "s-a", f'calm, "eyes open" – {step}µg')
        log.put("item.done", "s-b")
        if step % 2:
            log.put("item.value", "s-c", f"line {step}\nnext \\ line")
        if step % 4 == 3:
            log.checkpoint()
    log.close("s-a")
    log.put("amend", "s-a", "a later word")
    log.close("s-b")
    log.checkpoint()
    for step in range(9):
        log.put("auth.ok" if step % 2 else "auth.fail")
    log.put("sign.review", "s-a", "seen")
    log.put("item.value", "s-c", "still running")
    log.put("user.add", None, "a new colleague")
    return log


@pytest.fixture
def log() -> SmallLog:
    return build_log()


def whole(size: int, *, practice: bool = False) -> RangeScope:
    return RangeScope(0, PayloadRange(0, size, None), practice)


SESSIONS = SessionsScope((SessionCount("s-a", 19), SessionCount("s-c", 9), SessionCount("s-b", 17)), True, False)


@pytest.fixture
def range_packet(log: SmallLog, tmp_path: Path) -> Path:
    """A packet of the whole log, payloads included."""
    return log.packet(tmp_path / "range.zip", whole(log.size), records=[("sessions.csv", b"a,b\n1,2\n")])


@pytest.fixture
def sessions_packet(log: SmallLog, tmp_path: Path) -> Path:
    """A packet of the three sessions."""
    return log.packet(tmp_path / "sessions.zip", SESSIONS)


Script = Callable[..., tuple[str, int, str]]


def _run(command: list[str]) -> tuple[str, int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
    return done.stdout.split("\n")[0], done.returncode, done.stdout + done.stderr


@pytest.fixture
def python_script() -> Script:
    """Runs ``verify.py``: first line of its output, exit status, whole output."""
    return lambda folder, *more: _run([sys.executable, str(SCRIPTS / "verify.py"), str(folder), *map(str, more)])


@pytest.fixture
def shell_script() -> Script:
    """Runs ``verify.sh`` in the same way."""
    return lambda folder, *more: _run(["bash", str(SCRIPTS / "verify.sh"), str(folder), *map(str, more)])
