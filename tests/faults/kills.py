"""Process kills: a writer is killed at moments drawn from a seed, and what is left is judged each time.

``uv run tests/faults/kills.py --kills 20 --seed 1``. The writer is forked from this process, which holds no store open,
works on one store that lives through all the kills, and says over a pipe what was acknowledged.
"""
# ruff: noqa: T201  # a script: what it finds is printed

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from clinic import ORIGIN, commands_in, day, judge, keystore_of

from checklist.errors import LedgerError
from checklist.store import opening

ENDLESS = 10**9


def write_until_killed(place: Path, pipe: int) -> None:
    """The child: open or make the store, and work without end."""

    def ack(what: str) -> None:
        os.write(pipe, f"{what}\n".encode())

    try:
        store = opening.open_store(place, keystore_of(place))
    except LedgerError:
        store = opening.create_store(place, keystore_of(place), ORIGIN)
    ack("created 1")
    day(store, range(commands_in(store), ENDLESS), ack)


def kill_once(place: Path, acked: Counter[str], draw: random.Random) -> int:
    """Let a writer work, kill it, and return how many acknowledgements it gave."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write_until_killed(place, writing)
        os._exit(1)
    os.close(writing)
    wanted, data = draw.randrange(60), b""
    late = time.perf_counter() + draw.random() * 0.02
    while data.count(b"\n") < wanted or time.perf_counter() < late:
        data += os.read(reading, 64)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        data += more
    os.close(reading)
    # A line cut off by the kill was not heard by anybody.
    lines = data[: data.rfind(b"\n") + 1].decode().splitlines()
    for line in lines:
        what, highest = line.split()
        acked[what] = max(acked[what], int(highest))
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    draw, acked, found, heard = random.Random(args.seed), Counter[str](), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        for kill in range(args.kills):
            # Every tenth kill begins a new store, so that making one is interrupted too.
            if kill % 10 == 0:
                acked.clear()
                place = Path(folder) / str(kill)
                place.mkdir(mode=0o700)
            heard += kill_once(place, acked, draw)
            for what in judge(place, acked):
                print(f"kill {kill}: {what}")
                found[what.partition(":")[0]] += 1
    print(f"again: uv run tests/faults/kills.py {' '.join(sys.argv[1:])}")
    print(json.dumps({"seed": args.seed, "kills": args.kills, "acknowledged": heard, "found": dict(found)}))


if __name__ == "__main__":
    main()
