"""The composition root of the commands: one function serves one of them.

Qt is imported inside ``open_window`` and ``run_tour`` only, after ``machine`` has found that it can be.
"""

from __future__ import annotations

import builtins
import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from checklist import __version__, diagnostics, machine
from checklist.clock import Clock, SteppedClock, SystemClock
from checklist.errors import AccessError, ChecklistError, SettingsError
from checklist.opening import StoreOpening, clinic_versions, in_use, is_practice, library
from checklist.settings import Settings, load

if TYPE_CHECKING:
    from checklist.audit.query import Person
    from checklist.ledger.report import Report
    from checklist.service.exporting import ExportRequest
    from checklist.service.supervise import Steps
    from checklist.service.workstation import Workstation
    from checklist.session.commands import Actor

APP = "Chairside"


class Options(msgspec.Struct, frozen=True):
    """What the command line says about place and settings."""

    data_dir: Path | None = None
    practice: bool = False
    config: Path | None = None
    flags: Mapping[str, str] = {}


class Fact(msgspec.Struct, frozen=True):
    """One line of ``doctor``: what, its value, where that comes from, and whether it is well."""

    name: str
    value: str
    origin: str
    well: bool = True


class Exported(msgspec.Struct, frozen=True):
    """A finished export from the command line."""

    path: str
    sessions: int
    entries: int
    bytes: int
    practice: bool


def data_dir(options: Options) -> Path:
    """Return the data directory: flag, variable, or the system's place for it; practice has its own."""
    if options.data_dir is not None:
        return options.data_dir
    named = os.environ.get("CHAIRSIDE_DATA_DIR")
    if named:
        return Path(named)
    base = Path(platformdirs.user_data_dir(APP, appauthor=False))
    return base / "practice" if options.practice else base / "data"


def settings(options: Options) -> Settings:
    """Read the settings; raises SettingsError naming file and key."""
    if options.config is not None and not options.config.is_file():
        raise SettingsError("settings.missing", "the settings file is not there", file=str(options.config), key="")
    own = options.config or Path(platformdirs.user_config_dir(APP, appauthor=False)) / "workstation.toml"
    return load(options.flags, (own, Path(platformdirs.site_config_dir(APP, appauthor=False)) / "clinic.toml"))


def opening(options: Options, clock: Clock | None = None) -> StoreOpening:
    """Return the opening of the data directory that the options name."""
    folder = data_dir(options)
    return StoreOpening(folder, practice=options.practice or is_practice(folder), clock=clock)


def open_window(options: Options) -> int:
    """Open the window and run until it is closed; returns the exit code.

    Raises:
        SettingsError: The machine lacks something, or a setting cannot be used.
    """
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))
    machine.check_window(offscreen=offscreen)
    chosen = settings(options)
    diagnostics.start(Path(platformdirs.user_log_dir(APP, appauthor=False)), chosen.log_level)
    _import_qt()
    from checklist.ui.app import run

    return run(opening(options), chosen)


def _import_qt() -> None:
    """Import Qt and undo its hook on imports: it reads the source of every module that is imported afterwards.

    WORKAROUND(napari/napari#8584, remove when PySide6 no longer wraps ``builtins.__import__``): only ``__feature__``
    needs the hook, and it costs a seventh of the start.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = plain


def run_tour(out: Path | None, *, watch: bool, say: Callable[[str], None]) -> int:
    """Drive two practice visits through the real windows, then check the packet they were exported in.

    Args:
        out: Folder for everything the tour makes; may exist and hold other files. None makes a fresh temporary one.
        watch: Show the windows on this screen, slowly.
        say: Prints one line a step.

    Returns:
        The exit code: 0 only if the packet verifies.

    Raises:
        SettingsError: The machine lacks something.
        LedgerError: The folder cannot be used.
    """
    if not watch:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    machine.check_window(offscreen=not watch)
    from checklist.audit.query import SessionQuery
    from checklist.ui.tour.run import run

    place = _tour_place(out)
    clock = SteppedClock(SystemClock())
    begin = StoreOpening(place / "data", practice=True, ready_made=False, clock=clock)
    plain = load({}, (), {})
    protocol = library().newest("ketamine-iv-mood")
    trouble = run(begin, clock, plain, protocol, out=place, watch=watch, say=say)
    if trouble:
        say(f"The tour stopped: {trouble}. What was made so far is in {place}")
        return 1
    report = verify_packet(place / "packet.zip", begin.vkey(), lambda _done, _total: True)
    reader = begin.reader()
    try:
        entries = reader.ledger.head().size
        sessions = reader.index.count_sessions(SessionQuery()).total
    finally:
        reader.close()
    say(f"Everything is in {place}")
    say(f"PRACTICE: {entries} entries, {sessions} sessions, packet {report.verdict.value}")
    return 0 if report.good else 4


def _tour_place(out: Path | None) -> Path:
    """Return the tour's folder, clear of what an earlier tour left in it; other files stay."""
    if out is None:
        return Path(tempfile.mkdtemp(prefix="chairside-tour-"))
    out.mkdir(parents=True, exist_ok=True)
    data = out / "data"
    if data.exists():
        if not is_practice(data):
            raise SettingsError("tour.data", "its data folder holds something that is not practice", path=str(data))
        shutil.rmtree(data)
    for old in (out / "packet.zip", out / "audit.csv", out / "audit.jsonl"):
        old.unlink(missing_ok=True)
    for old in (out / "screens").glob("[0-9][0-9]-*.png"):
        old.unlink()
    return out.resolve()


def export(
    options: Options, request: ExportRequest, name: str | None, ask_pin: Callable[[str], str], steps: Steps
) -> Exported:
    """Export from a store that no window has open.

    Args:
        options: Which store.
        request: What to export; ``patient`` is a record number here.
        name: Who exports, as enrolled; may be None in practice.
        ask_pin: Asks that person for the PIN.
        steps: Told the progress.

    Raises:
        AccessError: ``export.person``, ``person.role``, ``pin.*``.
        SettingsError, LedgerError: Nothing was written.
    """
    place = opening(options)
    workstation = place.open()
    try:
        actor, person = _exporter(workstation, name, ask_pin)
        if request.patient is not None:
            request = msgspec.structs.replace(request, patient=_by_mrn(workstation, request.patient))
        result = workstation.exporter.export(request, actor, person.name, place.reader, steps)
        return Exported(result.path, result.sessions, result.entries, result.bytes, workstation.clinic.practice)
    finally:
        workstation.stop()


def _exporter(workstation: Workstation, name: str | None, ask_pin: Callable[[str], str]) -> tuple[Actor, Person]:
    from checklist.service.exporting import EXPORTERS
    from checklist.service.pins import PinRefused
    from checklist.session.commands import Actor

    people = [person for person in workstation.staff.people() if person.active]
    if name is None:
        allowed = [person for person in people if set(person.roles) & set(EXPORTERS)]
        if not workstation.clinic.practice or not allowed:
            raise AccessError("export.person", "say who exports, with --as")
        return Actor(allowed[0].id, allowed[0].roles[0], "none"), allowed[0]
    wanted = [person for person in people if person.name.casefold() == name.casefold()]
    if not wanted:
        raise AccessError("export.person", "nobody of that name works here")
    proved = workstation.staff.prove(wanted[0].id, ask_pin(wanted[0].name), EXPORTERS)
    if isinstance(proved, PinRefused):
        raise AccessError(proved.code, "the PIN was not taken", tries=proved.tries_left, wait=proved.wait_s)
    return proved, wanted[0]


def _by_mrn(workstation: Workstation, mrn: str) -> str:
    wanted = mrn.replace(" ", "")
    found = [patient for patient in workstation.patients.find(mrn) if patient.mrn.replace(" ", "") == wanted]
    if len(found) != 1:
        raise SettingsError("export.patient", "no patient with this record number here")
    return found[0].id


def verify_packet(packet: Path, vkey: str | None, steps: Steps) -> Report:
    """Check a packet; raises LedgerError ``packet.missing`` where there is none."""
    from checklist.audit.packet_check import verify_packet as check

    return check(packet, vkey=vkey, progress=lambda done: steps(done, 0))


def verify_store(options: Options, vkey: str | None, steps: Steps) -> Report:
    """Check a whole store; only reads, and needs no lock."""
    from checklist.audit.verification import full_check, signed_stop

    place = opening(options)
    reader = place.reader()
    try:
        total, stop = reader.ledger.head().size, signed_stop(reader.ledger)
        stored = reader.projections.dump
        protocols = clinic_versions(place.shipped(), reader.ledger)
        return full_check(reader.ledger, vkey or place.vkey(), protocols, stored, lambda done: steps(done, total), stop)
    finally:
        reader.close()


def doctor(options: Options) -> tuple[Fact, ...]:
    """Say where everything is and whether it is well; changes nothing."""
    from checklist.store.opening import exists

    folder = data_dir(options)
    chosen = settings(options)
    facts = [Fact("program", __version__, "built in")]
    facts += [Fact(key, str(getattr(chosen, key)), origin) for key, origin in chosen.origins.items()]
    named = "flag" if options.data_dir else "variable" if os.environ.get("CHAIRSIDE_DATA_DIR") else "built in"
    facts.append(Fact("data directory", str(folder), named))
    facts.append(_attempt("window", _window_fact))
    facts.append(_attempt("protocols", _protocol_fact))
    if exists(folder):
        facts.append(_attempt("store", lambda: _store_facts(opening(options))))
    else:
        facts.append(Fact("store", "none yet; the first start makes one", "data directory"))
    return tuple(facts)


def _store_facts(place: StoreOpening) -> str:
    reader = place.reader()
    try:
        practice = "practice, " if place.practice else ""
        held = in_use(clinic_versions(place.shipped(), reader.ledger))
        return f"{practice}{reader.ledger.head().size} entries, keys in {place.keystore().place}, in use {held}"
    finally:
        reader.close()


def _window_fact() -> str:
    machine.check_window(offscreen=False)
    return "can be opened"


def _protocol_fact() -> str:
    held = library()
    return ", ".join(f"{i} {held.newest(i).version}" for i in held.ids())


def _attempt(name: str, look: Callable[[], str]) -> Fact:
    try:
        return Fact(name, look(), "looked at now")
    except ChecklistError as error:
        return Fact(name, str(error), "looked at now", well=False)
