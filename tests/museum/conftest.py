"""A small log with sessions, checkpoints and an export, to make packets of; and the three ways to check them."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from checklist.audit.bundle import write_packet
from checklist.audit.packet_check import verify_packet
from checklist.audit.packet_format import (
    EXPORT,
    LEAVES,
    MANIFEST,
    Manifest,
    Member,
    PayloadRange,
    RangeScope,
    Scope,
    SessionCount,
    SessionsScope,
    leaf_line,
    scope_data,
)
from checklist.ledger.batch import prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.port import KeyPub
from checklist.ledger.rules import SESSION_CLOSE
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import leaf_hash, session_root

ORIGIN = "chairside.example/clinic-7/ws-03/1"
SCRIPTS = Path(__file__).parents[2] / "resources" / "verify"
START_MS = 1_763_813_927_000


class Packed:
    """A packet as a dictionary of its files, to spoil and to store."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self.path, self._scratch, self._count = path, scratch, 0
        with zipfile.ZipFile(path) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def lines(self, name: str) -> list[bytes]:
        return self.files[name].split(b"\n")[:-1]

    def with_lines(self, name: str, lines: list[bytes], *, leaves: bool = False) -> Path:
        """Store the packet with other lines in one file; with ``leaves`` the list of a range is made anew."""
        changes = {name: b"".join(line + b"\n" for line in lines)}
        if leaves:
            first = int(self.files[LEAVES].split(b" ")[0])
            changes[LEAVES] = b"".join(leaf_line(first + at, leaf_hash(line)) for at, line in enumerate(lines))
        return self.folder(changes)

    def folder(self, changes: dict[str, bytes | None], *, relist: bool = True) -> Path:
        """Store the packet with files changed (None: left out), by default under a manifest that fits."""
        files = {name: data for name, data in (self.files | changes).items() if data is not None}
        if relist and MANIFEST not in changes:
            named = [(name, data) for name, data in files.items() if name != MANIFEST]
            members = (Member(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in named)
            files[MANIFEST] = Manifest(tuple(members)).data
        self._count += 1
        folder = self._scratch / f"unpacked-{self._count}"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder


class SmallLog:
    """A log written entry by entry, one minute apart."""

    def __init__(self, key_seed: bytes = b"chairside test key 1") -> None:
        self.ledger = MemoryLedger(ORIGIN)
        self.key = LogKey(ORIGIN, hashlib.sha256(key_seed).digest())
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
        payload = None if note is None else {"note": note, "unit": "mm[Hg]", "value": str(110 + self.size)}
        pt = None if sess is None else f"p-{sess}"
        draft = Draft(type=type_, actor="u-7", role="nurse", auth="pin", sess=sess, n=n, pt=pt, payload=payload)
        at = START_MS + self.minute_ms * self.size
        stamp = Stamp(at, -300, self.minute_ms * self.size, "b7e1", "ntp")
        salt = hashlib.sha256(f"salt {self.size}".encode()).digest()
        drafts = [msgspec.structs.replace(draft, **more)]
        self.ledger.append(prepare(self.ledger.head(), drafts, stamp, [salt], ws="ws-03", app="1.0.0"))
        return self.size - 1

    def close(self, sess: str) -> int:
        leaves = [entry.leaf for entry in self.ledger.session_entries(sess)]
        return self.put(SESSION_CLOSE, sess, d={"count": len(leaves), "sroot": session_root(leaves).hex()})

    def checkpoint(self) -> str:
        note = self.key.sign(self.ledger.head())
        self.ledger.add_checkpoint(self.size, note)
        return note

    def whole(self, *, practice: bool = False) -> RangeScope:
        return RangeScope(0, PayloadRange(0, self.size, None), practice)

    def all_sessions(self) -> SessionsScope:
        """Return the scope of the two closed sessions and, between them, the open one."""
        counts = tuple(SessionCount(sess, self._counts[sess]) for sess in ("s-a", "s-c", "s-b"))
        return SessionsScope(counts, True, False)

    def export(self, scope: Scope) -> int:
        seq = self.put(EXPORT, None, "to the inspector", d={"kind": "packet", "scope": scope_data(scope)})
        self.checkpoint()
        return seq

    def packet(self, target: Path, scope: Scope, **more: object) -> Path:
        write_packet(target, self.ledger, export=self.export(scope), scripts=SCRIPTS, **more)
        return target


def build_log() -> SmallLog:
    """Two closed sessions and an open one, interleaved, 56 entries, a checkpoint every ten or so."""
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


@pytest.fixture
def range_packet(log: SmallLog, tmp_path: Path) -> Packed:
    """A packet of the whole log, payloads included."""
    path = log.packet(tmp_path / "range.zip", log.whole(), records=[("sessions.csv", b"a,b\n1,2\n")])
    return Packed(path, tmp_path)


@pytest.fixture
def tail_packet(log: SmallLog, tmp_path: Path) -> Packed:
    """A practice packet of the later part of the log, with the proof that it grew from size 25."""
    scope = RangeScope(23, PayloadRange(25, 40, None), True)
    return Packed(log.packet(tmp_path / "tail.zip", scope, previous=25), tmp_path)


@pytest.fixture
def sessions_packet(log: SmallLog, tmp_path: Path) -> Packed:
    """A packet of the three sessions."""
    return Packed(log.packet(tmp_path / "sessions.zip", log.all_sessions(), previous=20), tmp_path)


@pytest.fixture(scope="session")
def python_script() -> Callable[..., tuple[int, str]]:
    """Runs ``verify.py`` in this process: exit status and what it printed."""
    spec = importlib.util.spec_from_file_location("packet_verify_script", SCRIPTS / "verify.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)

    def run(path: Path, *more: object) -> tuple[int, str]:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            status = module.main([str(path), *map(str, more)])
        return status, printed.getvalue()

    return run


@pytest.fixture(scope="session")
def shell_script() -> Callable[..., tuple[int, str]]:
    """Runs ``verify.sh``: exit status and what it printed, errors of the shell included."""

    def run(path: Path, *more: object) -> tuple[int, str]:
        command = ["bash", str(SCRIPTS / "verify.sh"), str(path), *map(str, more)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def judge(python_script: Callable[..., tuple[int, str]]) -> Callable[..., str]:
    """Gives the verdict and the first bad entry, once the program and ``verify.py`` agree on them."""

    def ask(path: Path) -> str:
        report = verify_packet(path)
        seq = report.findings[0].seq if report.findings else None
        said = str(report.verdict) if seq is None else f"{report.verdict} {seq}"
        status, printed = python_script(path)
        assert printed.split("\n")[0] == said
        assert status == (0 if report.good else 4)
        return said

    return ask
