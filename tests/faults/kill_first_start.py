"""Kills of the first start: a new workstation is being made until SIGKILL, and the next start must find all or nothing.

``uv run tests/faults/kill_first_start.py --kills 8 --seed 1``. Each start does what the window does: it opens the store
where there is one, and makes one where there is none. What a killed first start leaves may hold no half of the people.
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
from collections.abc import Callable
from pathlib import Path

from checklist.bootstrap import Options, verify_store
from checklist.errors import ChecklistError
from checklist.opening import StoreOpening
from checklist.service.practice import PEOPLE
from checklist.service.setting_up import SetUp

CLINIC = SetUp("Practice clinic", "Workstation 1", 4, (PEOPLE[0], PEOPLE[-1]), practice=True)
"""A nurse and a supervisor: each PIN costs a good part of a second, and only what lies between matters here."""


def start(place: Path) -> None:
    """Start as the window does, and stop cleanly."""
    opening = StoreOpening(place, practice=True)
    station = opening.open() if opening.exists() else opening.create(CLINIC)
    station.stop()


def in_child(work: Callable[[], None], after_s: float | None) -> bool:
    """Do work in a child, killed after a while unless None; returns whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except ChecklistError as error:
            print(f"refused: {error.code}", flush=True)
        finally:
            os._exit(code)
    if after_s is not None:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status)


def look(place: Path) -> list[str]:
    """Return what is wrong with what a killed first start left."""
    opening = StoreOpening(place, practice=True)
    try:
        if not opening.exists():
            return []
        station = opening.open()
    except ChecklistError as error:
        return [f"stuck: {error.code}"]
    try:
        names = {person.name for person in station.staff.people()}
        missing = {person.name for person in CLINIC.people} - names
        return [f"half: {len(missing)} people are missing"] if missing else []
    finally:
        station.stop()


def finish(place: Path) -> list[str]:
    """Start once more without a kill; returns what is wrong then."""
    in_child(lambda: start(place), None)
    wrong = look(place)
    if not wrong and not StoreOpening(place, practice=True).exists():
        wrong = ["stuck: nothing was made"]
    if not wrong:
        report = verify_store(Options(place, True), None, lambda _done, _total: True)
        wrong = [] if report.good else [f"damage: {report.verdict.value}"]
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    draw, counts, found = random.Random(args.seed), Counter[str](), Counter[str]()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        began = time.perf_counter()
        in_child(lambda: start(Path(folder) / "whole"), None)
        whole_s = time.perf_counter() - began
        while counts["kills"] < args.kills:
            place = Path(folder) / str(counts["starts"])
            counts["starts"] += 1
            wrong: list[str] = []
            while not wrong and in_child(lambda at=place: start(at), draw.random() * whole_s):
                counts["kills"] += 1
                wrong = look(place)
                if draw.random() < 0.5:
                    break
            for what in wrong or finish(place):
                print(f"start {counts['starts']}: {what}")
                found[what.partition(":")[0]] += 1
    print(f"again: uv run tests/faults/kill_first_start.py {' '.join(sys.argv[1:])}")
    print(json.dumps({"seed": args.seed, **counts, "found": dict(found)}))


if __name__ == "__main__":
    main()
