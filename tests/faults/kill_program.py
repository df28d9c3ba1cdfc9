"""Kills of the whole program: sessions are conducted until SIGKILL, and what is left is judged each time.

``uv run tests/faults/kill_program.py --kills 20 --seed 1``. The child is forked from this process, which holds no store
open then; it opens the practice store as the program does, conducts both sessions of the plan, and says over a pipe
what was acknowledged, after ``run`` has returned. ``--lie`` says each line one command early, as a program would that
acknowledges what it has only queued; the judgement must notice. ``--care`` conducts the complete protocol: kills then
fall into due readings, reminders and running emergency lists, too.
A store is worked on until both its sessions are sealed; then a fresh copy of the template begins.
"""
# ruff: noqa: T201  # a script: what it finds is printed

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kill_oracle import PIN_PERSON, Heard, done, judge, look, newest
from kill_plan import FAMILIES, PROTOCOL, Plan, make
from press_course import Deed, begin
from session_script import People
from spine import spine_opening

from checklist.clock import SteppedClock
from checklist.service.conduct import Snapshot
from checklist.service.pins import MAX_FAILURES, PinRefused
from checklist.service.practice import CLINIC, PINS
from checklist.service.workstation import Workstation
from checklist.session.commands import OpenSession

WRONG_PIN = "395817"
LONGEST_LIFE = 45
"""Most acknowledgements waited for before a kill."""


class Program:
    """The child: one life of the program, from opening the store until it is killed or done."""

    def __init__(self, place: Path, plan: Plan, pipe: int, draw: random.Random, *, lie: bool) -> None:
        self.pipe, self.draw, self.lie = pipe, draw, lie
        self.clock = SteppedClock()
        self.clock.advance(newest(place)[1] - begin().wall_ms)
        self.station: Workstation = plan.opens(place, practice=True, clock=self.clock).open()
        rows = self.station.conductor.live()
        self.ids = {snapshot.patient.id: snapshot.session_id for snapshot in rows}
        self.failures = 0

    def say(self, line: str) -> None:
        os.write(self.pipe, f"{line}\n".encode())

    def work(self, plan: Plan, at: dict[int, int]) -> None:
        """Do what is left of the plan; in between PIN tries and what an idle program does."""
        for deed in self.said_early(plan.rest(at)) if self.lie else plan.rest(at):
            if self.draw.random() < 0.04:
                self.try_pin()
            if self.draw.random() < 0.1:
                self.station.tick()
            self.clock.advance(max(0, deed.at_ms - self.clock.read().wall_ms))
            self.press(plan, deed)
            if not self.lie:
                self.say(deed.line)
        self.station._close()

    def said_early(self, deeds: Iterator[Deed]) -> Iterator[Deed]:
        """Yield the deeds, each once the line of the next one has been said."""
        said: Deed | None = None
        for deed in deeds:
            self.say(deed.line)
            if said is not None:
                yield said
            said = deed
        if said is not None:
            yield said

    def press(self, plan: Plan, deed: Deed) -> None:
        (patient, _), command = plan.patients[deed.chair], deed.press.command
        if isinstance(command, OpenSession):
            shown = self.station.conductor.open(command, deed.press.actor, PROTOCOL)
        else:
            shown = self.station.conductor.run(self.ids[patient], command, deed.press.actor)
        if not isinstance(shown, Snapshot):
            self.say(f"refused {shown.code} {deed.line}")
            os._exit(1)
        self.ids[patient] = shown.session_id

    def try_pin(self) -> None:
        person = next(one for one in self.station.staff.people() if one.name == PIN_PERSON)
        right = self.failures >= 3 or self.draw.random() < 0.2
        self.say(f"try {'right' if right else 'wrong'}")
        answer = self.station.staff.sign_in(person.id, PINS[PIN_PERSON] if right else WRONG_PIN)
        self.failures = MAX_FAILURES - answer.tries_left if isinstance(answer, PinRefused) else 0
        self.say(f"tried {self.failures}")


@dataclass
class Ward:
    """The stores of one run: the present one, its plan, and how far it is."""

    template: Path
    folder: Path
    seed: int
    care: bool = False
    made: int = 0
    place: Path = Path()
    heard: Heard = field(default_factory=lambda: Heard({}))
    before: int = 0

    def fresh(self) -> None:
        self.made += 1
        self.place = self.folder / str(self.made)
        shutil.copytree(self.template, self.place)
        reader = spine_opening(self.place, practice=True).reader()
        try:
            self.before = reader.ledger.head().size
            names = {person.name: person.id for person in reader.index.people()}
            found = {chair: reader.index.find_patients(family)[0] for chair, family in FAMILIES.items()}
        finally:
            reader.close()
        people = People(names["A. Diallo"], names["J. Moreau"], names["R. Okafor"])
        patients = {chair: (one.id, one.mrn.replace(" ", "")[-4:]) for chair, one in found.items()}
        self.plan = make(people, patients, self.seed * 1000 + self.made, care=self.care)
        self.heard = Heard(dict.fromkeys(FAMILIES, 0))

    @property
    def over(self) -> bool:
        return all(self.heard.done[chair] == len(deeds) for chair, deeds in self.plan.chairs.items())

    def judged(self) -> list[str]:
        """Judge what is left, and take it for what was acknowledged from now on."""
        found = look(self.place, self.plan, self.before)
        wrong = judge(self.plan, self.heard, found)
        self.heard.done, self.heard.failures, self.heard.trying = done(self.plan, found), found.failures, ""
        return wrong


def live_once(ward: Ward, draw: random.Random, *, kill: bool, lie: bool) -> bool:
    """Let the program live once; returns whether it was killed, and not done before."""
    reading, writing = os.pipe()
    life = random.Random(draw.random())
    child = os.fork()
    if child == 0:
        os.close(reading)
        Program(ward.place, ward.plan, writing, life, lie=lie).work(ward.plan, ward.heard.done)
        os._exit(0)
    os.close(writing)
    data = _wait(reading, draw) if kill else b""
    if kill:
        os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65536):
        data += more
    os.close(reading)
    status = os.waitpid(child, 0)[1]
    # A line cut off by the kill was not heard by anybody.
    for line in data[: data.rfind(b"\n") + 1].decode().splitlines():
        ward.heard.take(line, ward.plan)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        ward.heard.wrong.append(f"damage: the program ended with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def _wait(reading: int, draw: random.Random) -> bytes:
    """Wait for the moment of the kill: somewhere in a span of time, or shortly after so many lines."""
    data = b""
    if draw.random() < 0.4:
        time.sleep(draw.random() * 0.4)
        return data
    wanted = draw.randrange(LONGEST_LIFE)
    while data.count(b"\n") < wanted and (more := os.read(reading, 64)):
        data += more
    time.sleep(draw.random() * 0.006)
    return data


def run(template: Path, folder: Path, args: argparse.Namespace) -> dict[str, object]:
    draw, counts, found = random.Random(args.seed), Counter[str](), Counter[str]()
    ward = Ward(template, folder, args.seed, args.care)
    ward.fresh()
    while True:
        killing = counts["kills"] < args.kills
        counts["kills"] += live_once(ward, draw, kill=killing, lie=args.lie)
        counts["lives"] += 1
        counts["commands"] += ward.heard.lines
        counts["entries"] += ward.heard.entries
        ward.heard.lines = ward.heard.entries = 0
        wrong = ward.judged()
        for what in wrong:
            print(f"life {counts['lives']}: {what}")
            found[what.partition(":")[0]] += 1
        if ward.over:
            counts["sealed"] += len(FAMILIES)
        if wrong or ward.over:
            if wrong and not killing:
                break
            if ward.over and counts["kills"] >= args.kills:
                break
            ward.fresh()
    return {"seed": args.seed, **counts, "stores": ward.made, "found": dict(found)}


def make_template(place: Path) -> None:
    """Make a practice store in a child, so that no PIN is hashed in the process that forks."""
    child = os.fork()
    if child == 0:
        spine_opening(place, practice=True, clock=SteppedClock()).create(CLINIC).stop()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("the template could not be made")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lie", action="store_true", help="acknowledge before it is done; must be found")
    parser.add_argument("--care", action="store_true", help="the complete protocol: a busy hour, an emergency list")
    parser.add_argument("--disk", action="store_true", help="work on a disk, and not in memory where there is a place")
    args = parser.parse_args()
    started = time.perf_counter()
    memory = None if args.disk or not Path("/dev/shm").is_dir() else "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        template = Path(folder) / "template"
        make_template(template)
        result = run(template, Path(folder), args)
    print(f"again: uv run tests/faults/kill_program.py {' '.join(sys.argv[1:])}")
    print(json.dumps(result | {"seconds": round(time.perf_counter() - started, 1)}))


if __name__ == "__main__":
    main()
