"""Power cuts, simulated: records one day's disk operations, builds the disk as a cut could leave it, judges each state.

``uv run tests/faults/power_cut.py --cuts 600 --seed 1 [--synchronous OFF] [--fault-at 9]``

After any operation the power may go. Then everything written to a file since its last sync is kept, dropped, kept in
part and in any order, or torn at 512 bytes; after a sync that failed it stays so for ever, whatever is synced later;
names made, removed or changed since the folder's last sync survive up to some point in their order. Not modelled: a
disk that lies about a sync or loses what was synced.
"""
# ruff: noqa: T201  # a script: what it finds is printed

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SECTOR = 512
VARIANTS = 6


class Operation(NamedTuple):
    kind: str
    name: str
    number: int
    data: bytes


class State(NamedTuple):
    """A disk after a power cut: the operation it came after, its variant, what was acknowledged, the files."""

    at: int
    variant: int
    acked: Counter[str]
    files: dict[str, bytes]


class Write:
    """One change of a file: data at an offset, or a new length; ``sure`` once a sync has covered it."""

    def __init__(self, at: int, data: bytes | None) -> None:
        self.at, self.data = at, data
        self.sure = self.doomed = False


class File:
    """A file as the disk may hold it: a certain base, and writes that are not all certain."""

    def __init__(self) -> None:
        self.base = bytearray()
        self.writes: list[Write] = []

    def sync(self) -> None:
        for write in self.writes:
            write.sure = write.sure or not write.doomed
        while self.writes and self.writes[0].sure:
            apply(self.base, self.writes.pop(0), None)

    def fail_sync(self) -> None:
        for write in self.writes:
            write.doomed = not write.sure

    def build(self, chosen: Callable[[Write], int | None]) -> bytes:
        content = bytearray(self.base)
        for write in self.writes:
            if write.sure:
                apply(content, write, None)
            elif (part := chosen(write)) != 0:
                apply(content, write, part)
        return bytes(content)


def apply(content: bytearray, write: Write, part: int | None) -> None:
    """Apply a write, or its first ``part`` bytes."""
    if write.data is None:
        del content[write.at :]
        content.extend(bytes(write.at - len(content)))
        return
    data = write.data if part is None else write.data[:part]
    content.extend(bytes(max(0, write.at - len(content))))
    content[write.at : write.at + len(data)] = data


class Disk:
    """A folder: what programs see, what is certain, and changes of names in between."""

    def __init__(self) -> None:
        self.seen: dict[str, File] = {}
        self.certain: dict[str, File] = {}
        self.changes: list[tuple[str, str, File | None]] = []
        self.acked: Counter[str] = Counter()

    def take(self, operation: Operation) -> None:
        kind, name, number, data = operation
        if name == "acks":
            if kind == "W":
                what, highest = data.decode().split()
                self.acked[what] = max(self.acked[what], int(highest))
        elif kind == "O":
            if name not in self.seen:
                self.seen[name] = File()
                self.changes.append(("put", name, self.seen[name]))
            if number:
                self.seen[name].writes.append(Write(0, None))
        elif kind == "W":
            self.seen[name].writes.append(Write(number, data))
        elif kind == "T":
            self.seen[name].writes.append(Write(number, None))
        elif kind == "U":
            del self.seen[name]
            self.changes.append(("drop", name, None))
        elif kind == "R":
            self.seen[data.decode()] = self.seen.pop(name)
            self.changes.append(("move " + name, data.decode(), self.seen[data.decode()]))
        elif name == "":
            self.certain = self.names(len(self.changes))
            self.changes.clear()
        elif kind == "S":
            self.seen[name].sync()
        else:
            self.seen[name].fail_sync()

    def names(self, survived: int) -> dict[str, File]:
        found = dict(self.certain)
        for kind, name, file in self.changes[:survived]:
            if kind.startswith("move "):
                found.pop(kind[5:], None)
            if file is None:
                found.pop(name, None)
            else:
                found[name] = file
        return found

    def cut(self, variant: int, draw: random.Random) -> dict[str, bytes]:
        """Return the files after a power cut: 0 all kept, 1 all dropped, 2 names only, 3 data only, else by chance."""
        changes = len(self.changes)
        survived = {0: changes, 1: 0, 2: changes, 3: 0}.get(variant, draw.randrange(changes + 1))

        def chosen(write: Write) -> int | None:
            if variant in {0, 3}:
                return None
            if variant in {1, 2}:
                return 0
            size = len(write.data or b"")
            return draw.choice((None, None, None, 0, 0, 0, SECTOR * draw.randrange(size // SECTOR + 1)))

        named = self.names(survived)
        return {name: file.build(chosen) for name, file in named.items() if not name.endswith("-shm")}


def operations(log: bytes, folder: str) -> Iterator[Operation]:
    at = 0
    while at < len(log):
        op, path_size, number, data_size = struct.unpack_from("<BIQI", log, at)
        at += 17
        path = log[at : at + path_size].decode()
        data = log[at + path_size : at + path_size + data_size]
        at += path_size + data_size
        if chr(op) == "R":
            data = data[len(folder) + 1 :]
        yield Operation(chr(op), path[len(folder) + 1 :], number, data)


def build_recorder(folder: Path) -> Path:
    library = folder / "recorder.so"
    command = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(library), str(HERE / "recorder.c"), "-ldl"]
    subprocess.run(command, check=True)
    return library


def record(folder: Path, args: argparse.Namespace) -> list[Operation]:
    """Run one day under the recorder and return its operations."""
    place = folder.resolve() / "data"
    place.mkdir(mode=0o700)
    environment = os.environ | {
        "LD_PRELOAD": str(build_recorder(folder)),
        "RECORD_DIR": str(place),
        "RECORD_LOG": str(folder / "log"),
    }
    for fault_at in [args.fault_at, -1] if args.then == "dies" else [args.fault_at]:
        words = (place, args.commands, args.synchronous, fault_at, args.then)
        command = [sys.executable, str(HERE / "record.py"), *map(str, words)]
        subprocess.run(command, check=True, env=environment)
    return list(operations((folder / "log").read_bytes(), str(place)))


def states(recorded: list[Operation], picked: set[tuple[int, int]], seed: int) -> Iterator[State]:
    """Yield the distinct states of the picked (operation, variant) pairs, in the order of the day."""
    disk, known = Disk(), set()
    for at, operation in enumerate(recorded):
        disk.take(operation)
        for variant in range(VARIANTS):
            if (at, variant) not in picked:
                continue
            files = disk.cut(variant, random.Random(f"{seed} {at} {variant}"))
            digest = hashlib.sha256(repr(sorted(disk.acked.items())).encode())
            for name, content in sorted(files.items()):
                digest.update(f"{name} {len(content)} ".encode())
                digest.update(content)
            if digest.digest() not in known:
                known.add(digest.digest())
                yield State(at, variant, disk.acked.copy(), files)


def judge_state(state: State, base: Path) -> list[str]:
    from clinic import judge

    place = Path(tempfile.mkdtemp(dir=base))
    try:
        for name, content in state.files.items():
            (place / name).write_bytes(content)
            (place / name).chmod(0o600)
        return judge(place, state.acked)
    finally:
        shutil.rmtree(place)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cuts", type=int, default=600, help="how many power cuts, drawn from all")
    parser.add_argument("--commands", type=int, default=45)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="FULL")
    parser.add_argument("--fault-at", type=int, default=-1, help="the command whose sync fails")
    parser.add_argument("--then", choices=("reopen", "dies"), default="reopen")
    args = parser.parse_args()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        recorded = record(Path(folder), args)
        cuts = [(at, variant) for at in range(len(recorded)) for variant in range(VARIANTS)]
        picked = set(random.Random(args.seed).sample(cuts, min(args.cuts, len(cuts))))
        found, judged = Counter[str](), 0
        for state in states(recorded, picked, args.seed):
            judged += 1
            for what in judge_state(state, Path(folder)):
                kind = what.partition(":")[0]
                if not found[kind]:
                    print(f"first {kind}: {state.at}, {state.variant}, {dict(state.acked)}: {what}")
                found[kind] += 1
    print(f"again: uv run tests/faults/power_cut.py {' '.join(sys.argv[1:])}")
    counts = {"operations": len(recorded), "cuts": len(picked), "distinct": judged, "found": dict(found)}
    print(json.dumps({"seed": args.seed, "synchronous": args.synchronous, **counts}))


if __name__ == "__main__":
    main()
