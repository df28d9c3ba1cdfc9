"""A program that works with marked names, notes and PINs, and then dies: what it leaves on the disk is searched.

``python kill_secrets.py work FOLDER``: first start, patients, sign-ins right and wrong, two sessions, drafts, an export
that fails, an error nobody catches; then SIGKILL in the middle of another export. ``python kill_secrets.py crash
FOLDER``: start again and die of a bad memory access, which ``faulthandler`` writes down. ``python kill_secrets.py
export FOLDER FILE``: start again, export everything as CSV, and stop cleanly.
Every word of ``MARKERS`` is one that no program would write by itself.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

import msgspec
from session_script import People, full_session
from spine import spine_opening

from checklist import diagnostics
from checklist.audit.query import Allergies, Patient
from checklist.clock import Reading, SteppedClock
from checklist.errors import LedgerError
from checklist.protocol.values import Answer, FieldAnswer, Text
from checklist.service.conduct import Snapshot
from checklist.service.exporting import ExportRequest
from checklist.service.ports import Draft
from checklist.service.setting_up import SetUp
from checklist.service.staff import NewPerson
from checklist.service.workstation import Workstation
from checklist.session.commands import Actor, AddNote, AnswerLine, Command, OpenSession, StopSession

PINS = ("58203917", "70361942", "92847163")
WRONG_PINS = ("61940285", "83519704", "47628390")
STAFF = (
    NewPerson("Quillon Marsfeld", "QM", "RN", ("nurse", "checker"), PINS[0]),
    NewPerson("Ondrasz Velkomir", "OV", "RN", ("nurse", "checker"), PINS[1]),
    NewPerson("Tamsinet Drakelow", "TD", "Dr", ("prescriber", "supervisor"), PINS[2]),
)
PATIENTS = tuple(
    Patient("", family, given, born, mrn, "Mx", called, Allergies.KNOWN, allergy)
    for family, given, born, mrn, called, allergy in (
        ("Zwyntholm", "Perrivane", "1931-02-27", "771 904 3318", "Perrikin", "velocillin (xanthic rash)"),
        ("Brackenfjord", "Ysolquin", "1932-11-19", "771 904 4426", "Ysolkin", "quorbatex (weals)"),
        ("Okwuntara", "Jelvisca", "1933-08-03", "771 904 5531", "Jelvikin", "tharbutine (wheeze)"),
        ("Vandermuelq", "Rhosalind", "1934-05-30", "771 904 6642", "Rhoskin", "zelpracin (oedema)"),
    )
)
CHANGED = ("Zwyntholm-Karvasdale", "velocillin and mirphane")
"""The first patient's name and allergy after a change."""

TYPED = (
    *("gravlorn 7301", "mistweave 7302", "ottervane 7303", "pellucore 7304", "quandrift 7305", "rosamund-vey 7306"),
    *("silverquay 7307", "tanglemoor 7308", "umbershaw 7309", "vexillane 7310", "wolfenquist 7311", "xylogarth 7312"),
    *("yarrowmere 7313", "zephyrwick 7314", "amberlough 7315", "brindlefax 7316", "cobblewyn 7317", "dunmarrow 7318"),
)
"""What is typed into the text fields of a session, one after the other and round again."""

NOTE, STOP, DRAFT, HALF = "kestrelmoot 88214", "lanternholt 88215", "marrowgate 88216", "nightjarrow 88217"
RECIPIENT, PURPOSE, UNCAUGHT = "Ferncastle & Blythe 88218", "inquest of osprenvale 88219", "harrowbeck 88220"

MARKERS = (
    *PINS,
    *WRONG_PINS,
    *(person.name for person in STAFF),
    *(word for p in PATIENTS for word in (p.family, p.given, p.born, p.mrn, p.preferred, p.allergy_text)),
    *CHANGED,
    *TYPED,
    *(NOTE, STOP, DRAFT, HALF, RECIPIENT, PURPOSE, UNCAUGHT),
)
"""Everything planted."""

CHAIRS = {1: 0, 2: 1}
"""Chair to the number of the patient in it."""


class _Words:
    """Puts planted words in place of whatever a command's text fields say."""

    def __init__(self) -> None:
        self.used = 0

    def next(self) -> str:
        self.used += 1
        return f"{TYPED[self.used % len(TYPED)]}, as typed"

    def into(self, command: Command) -> Command:
        if isinstance(command, AnswerLine):
            values = tuple(
                FieldAnswer(one.field, Text(self.next())) if isinstance(one.value, Text) else one
                for one in command.answer.values
            )
            return msgspec.structs.replace(command, answer=Answer(values))
        free = {"OverrideStop": ("reason",), "TellProvider": ("told", "order"), "RecordEvent": ("text",)}
        free |= {"PauseInfusion": ("reason",), "AddNote": ("text",)}
        names = free.get(type(command).__name__, ())
        return msgspec.structs.replace(command, **{name: self.next() for name in names})


def work(home: Path) -> None:
    """Do everything, and die in the middle of an export."""
    clock = SteppedClock()
    station = spine_opening(home / "data", practice=False, clock=clock).create(
        SetUp("Clinic", "Room", 4, STAFF, pin_length=8)
    )
    ids = {person.name: person.id for person in station.staff.people()}
    nurse = Actor(ids[STAFF[0].name], "nurse", "cont")
    patients = [station.patients.add(patient, nurse) for patient in PATIENTS]
    family, allergy = CHANGED
    station.patients.change(msgspec.structs.replace(patients[0], family=family, allergy_text=allergy), nurse)
    for text in (family, PATIENTS[1].mrn, PATIENTS[2].given):
        assert station.patients.find(text)
    for person, right, wrong in zip(STAFF, PINS, WRONG_PINS, strict=True):
        station.staff.sign_in(ids[person.name], wrong)
        station.staff.sign_in(ids[person.name], right)
    people = People(*(ids[person.name] for person in STAFF))
    sessions = [_conduct(station, clock, people, patients[n].id, chair) for chair, n in CHAIRS.items()]
    open_one = _open(station, clock, people, patients[2].id)
    station.conductor.run(open_one, AddNote(NOTE), nurse)
    stopped = _open(station, clock, people, patients[3].id)
    station.conductor.run(stopped, StopSession("other", STOP), nurse)
    station.drafts.put_draft(Draft(open_one, "pre.escort", DRAFT, clock.read().wall_ms))
    station.drafts.put_draft(Draft(open_one, "pre.allergy", HALF, clock.read().wall_ms))
    station.drafts.drop_drafts(open_one, "pre.allergy")
    supervisor = Actor(ids[STAFF[2].name], "supervisor", "pin")
    station.supervisor.record(sessions[0], supervisor)
    _export_in_vain(station, home, supervisor)
    _uncaught(station, sessions[0])
    _die_in_export(station, home, supervisor)


def _open(station: Workstation, clock: SteppedClock, people: People, patient: str) -> str:
    press = next(iter(full_session(clock.read().wall_ms, people, patient, 3 + len(station.conductor.live()))))
    assert isinstance(press.command, OpenSession)
    opened = station.conductor.open(press.command, press.actor, "ketamine-iv-mood")
    assert isinstance(opened, Snapshot), opened
    return opened.session_id


def _conduct(station: Workstation, clock: SteppedClock, people: People, patient: str, chair: int) -> str:
    words, shown = _Words(), None
    words.used = chair * 5
    for press in full_session(clock.read().wall_ms, people, patient, chair):
        clock.advance(press.wait_s * 1000)
        command = words.into(press.command)
        if isinstance(command, OpenSession):
            shown = station.conductor.open(command, press.actor, "ketamine-iv-mood")
        elif isinstance(shown, Snapshot):
            shown = station.conductor.run(shown.session_id, command, press.actor)
        assert isinstance(shown, Snapshot), (command, shown)
    assert isinstance(shown, Snapshot)
    assert words.used >= len(TYPED) // 2
    return shown.session_id


def _request(out: Path, kind: str = "csv") -> ExportRequest:
    return ExportRequest(kind, str(out), recipient=RECIPIENT, purpose=PURPOSE, force=True)


def _export_in_vain(station: Workstation, home: Path, actor: Actor) -> None:
    """Export to where nothing can be written, and stop another export: neither may leave anything elsewhere."""
    (home / "exports" / ".vain.csv.part").mkdir(parents=True)
    opening = spine_opening(home / "data", practice=False)
    for out, kind, steps in (
        (home / "exports" / "vain.csv", "csv", lambda _done, _total: True),
        (home / "exports" / "vain.zip", "packet", lambda _done, _total: False),
    ):
        with contextlib.suppress(LedgerError):
            station.exporter.export(_request(out, kind), actor, STAFF[2].name, opening.reader, steps)
            raise AssertionError(out)


def _uncaught(station: Workstation, session_id: str) -> None:
    """Let an error with a planted word, and planted words in its frames, reach the hook."""
    held = station.conductor.snapshot(session_id).patient
    diagnostics.hook(lambda _error: None)
    try:
        _fail(held.family)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def _fail(name: str) -> None:
    raise ValueError(f"{UNCAUGHT} {name}")


def _die_in_export(station: Workstation, home: Path, actor: Actor) -> None:
    def steps(done: int, _total: int) -> bool:
        if done > 64:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    opening = spine_opening(home / "data", practice=False)
    station.exporter.export(
        _request(home / "exports" / "cut.zip", "packet"), actor, STAFF[2].name, opening.reader, steps
    )


def main() -> None:
    mode, folder, *words = sys.argv[1:]
    home = Path(folder)
    diagnostics.start(home / "logs", "debug")
    if mode == "work":
        work(home)
        return
    opening = spine_opening(home / "data", practice=False, clock=SteppedClock(start=_later()))
    station = opening.open()
    if mode == "crash":
        for snapshot in station.conductor.live():
            station.drafts.put_draft(Draft(snapshot.session_id, "pre.escort", DRAFT, 1))
        faulthandler._sigsegv()
    actor = Actor(next(p.id for p in station.staff.people() if "supervisor" in p.roles), "supervisor", "pin")
    station.exporter.export(_request(Path(words[0])), actor, "", opening.reader)
    station.stop()


def _later() -> Reading:
    first = SteppedClock().read()
    return msgspec.structs.replace(first, wall_ms=first.wall_ms + 86_400_000, mono_ms=first.mono_ms + 86_400_000)


if __name__ == "__main__":
    main()
