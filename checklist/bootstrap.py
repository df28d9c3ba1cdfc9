"""The composition root: the only place that knows every part, and puts them together.

``StoreOpening`` makes or opens a workstation in a data directory; the functions below serve one command each. Qt is
imported inside ``open_window`` and ``run_tour`` only, after ``machine`` has found that it can be.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from checklist import __version__, diagnostics, machine
from checklist.audit.query import SessionQuery
from checklist.clock import Clock, SteppedClock, SystemClock
from checklist.errors import AccessError, ChecklistError, LedgerError, SettingsError, TamperError
from checklist.resource_files import resource
from checklist.settings import Settings, load

if TYPE_CHECKING:
    from checklist.audit.query import Person
    from checklist.ledger.port import Ledger
    from checklist.ledger.report import Report
    from checklist.protocol.library import Library
    from checklist.service.exporting import ExportRequest
    from checklist.service.ports import KeyStore
    from checklist.service.setting_up import SetUp
    from checklist.service.supervise import Steps
    from checklist.service.workstation import Workstation
    from checklist.session.commands import Actor
    from checklist.store.opening import Reader, Store

APP = "Chairside"
PRACTICE_MARK = "practice.txt"
"""File in a practice directory, so that it is known before the store can be read."""


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


def library() -> Library:
    """Read the published protocols; raises ProtocolError naming the file."""
    from checklist.protocol.library import Library

    folder = resource("protocols")
    files = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in sorted(folder.glob("*/*.toml"))}
    return Library.read(files)


def new_id(prefix: str) -> str:
    """Return a random id, 64 bits after its prefix."""
    return f"{prefix}-{secrets.token_hex(8)}"


class StoreOpening:
    """Makes or opens the workstation of one data directory (``service.workstation.Opening``).

    Args:
        folder: The data directory.
        practice: Whether a store made here is for practice.
        ready_made: Whether a missing store is made without asking; practice only.
        clock: Asked for the time.
    """

    def __init__(self, folder: Path, *, practice: bool, ready_made: bool = True, clock: Clock | None = None) -> None:
        self.folder = folder
        self.practice = practice
        self.ready_made = practice and ready_made
        self.clock = clock or SystemClock()

    def exists(self) -> bool:
        """Whether the data directory holds a store, other than one whose first start was cut off."""
        from checklist.store.opening import exists

        return exists(self.folder) and not self._unfinished()

    def create(self, set_up: SetUp) -> Workstation:
        """Make a store with its first people, and open it.

        Raises:
            SettingsError, AccessError: What was typed cannot be used; nothing was made.
            LedgerError: The store could not be made; what is left is taken up at the next try.
        """
        from checklist.service.pins import check_choice
        from checklist.service.setting_up import check, origin_of
        from checklist.store.key_slots import store_id
        from checklist.store.opening import KEYS, create_store, exists

        set_up = msgspec.structs.replace(set_up, practice=self.practice)
        check(set_up)
        for person in set_up.people:
            check_choice(person.pin, set_up.pin_length)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if set_up.practice:
            (self.folder / PRACTICE_MARK).write_text("PRACTICE: made-up patients and staff.\n", encoding="utf-8")
        keystore = self._keystore()
        if exists(self.folder) and self._unfinished():
            _clear_away(self.folder, keystore)
        store = create_store(self.folder, keystore, origin_of(set_up))
        try:
            keys = _KeyNames(store_id(self.folder / KEYS))
            keystore.put(keys.log, secrets.token_bytes(32))
            keystore.put(keys.pins, secrets.token_bytes(32))
            return self._assemble(store, keystore, keys, set_up)
        except BaseException:
            store.close()
            raise

    def open(self) -> Workstation:
        """Open the store: lock, keys, engine checks, quick check; then say in the log that the program runs.

        Raises:
            LedgerError: It cannot be opened (``store.*``, ``keystore.*``).
            TamperError: ``check.quick``: the newest entries do not match; it was not changed.
        """
        from checklist.store.key_slots import store_id
        from checklist.store.opening import KEYS, open_store

        keystore = self._keystore()
        store = open_store(self.folder, keystore)
        try:
            return self._assemble(store, keystore, _KeyNames(store_id(self.folder / KEYS)), None)
        except BaseException:
            store.close()
            raise

    def reader(self) -> Reader:
        """Open the store for reading only, beside whoever writes it."""
        from checklist.store.opening import open_reader

        return open_reader(self.folder, self._keystore())

    def vkey(self) -> str:
        """Return the verifier key this workstation holds, outside the store it belongs to."""
        from checklist.ledger.signing import LogKey
        from checklist.store.key_slots import store_id
        from checklist.store.opening import KEYS

        keystore = self._keystore()
        reader = self.reader()
        try:
            origin = reader.ledger.head().origin
        finally:
            reader.close()
        return LogKey(origin, _held(keystore, _KeyNames(store_id(self.folder / KEYS)).log)).vkey.text

    def _unfinished(self) -> bool:
        """Whether the store holds an empty log: its first start was cut off. One that cannot be read is none such."""
        try:
            reader = self.reader()
            try:
                return reader.ledger.head().size == 0
            finally:
                reader.close()
        except LedgerError:
            return False

    def _keystore(self) -> KeyStore:
        from checklist.store.keystore import FILE_NAME, FileKeyStore, find_keystore

        if self.practice:
            return FileKeyStore(self.folder / FILE_NAME)
        return find_keystore(self.folder, practice=False)

    def _assemble(self, store: Store, keystore: KeyStore, keys: _KeyNames, set_up: SetUp | None) -> Workstation:
        """Connect the parts of a workstation, checking the newest entries before anything is added to them."""
        from checklist.ledger.port import KeyPub
        from checklist.ledger.signing import LogKey
        from checklist.service.conduct import Conductor
        from checklist.service.exporting import Exporter
        from checklist.service.journal import Journal
        from checklist.service.patients import Patients
        from checklist.service.practice import add_patients
        from checklist.service.setting_up import set_up_log, slug
        from checklist.service.staff import Staff
        from checklist.service.supervise import Supervisor
        from checklist.service.workstation import Health, Workstation

        origin = store.ledger.head().origin
        key = LogKey(origin, _held(keystore, keys.log))
        journal = Journal(
            store.ledger,
            key,
            self.clock,
            ws=slug(origin.split("/")[-2]),
            app=__version__,
            entropy=secrets.token_bytes,
            checkpoint_file=store.checkpoint_file,
        )
        protocols = library()
        staff = Staff(
            journal,
            store.index,
            store.secrets,
            pepper=_held(keystore, keys.pins),
            entropy=secrets.token_bytes,
            new_id=new_id,
        )
        patients = Patients(journal, store.index, new_id)
        if set_up is not None:
            store.ledger.add_key_pub(KeyPub(key.vkey.text, 0))
            clinic = set_up_log(journal, staff, set_up)
            if set_up.practice:
                add_patients(patients, staff)
        else:
            _refuse_damaged(store, key.vkey.text)
            found = store.index.clinic()
            if found is None:
                raise LedgerError("store.incomplete", "the first start was not finished")
            clinic = found

        def health() -> Health:
            return Health(
                place=str(self.folder),
                secrets=keystore.place,
                weak_keystore=keystore.weak,
                entries=journal.head.size,
                vkey=journal.vkey,
                fingerprint=key.vkey.fingerprint,
                fault=journal.fault.code if journal.fault else "",
            )

        def reopen() -> Ledger:
            store.reopen()
            _refuse_damaged(store, key.vkey.text)
            return store.ledger

        workstation = Workstation(
            clinic=clinic,
            clock=self.clock,
            journal=journal,
            index=store.index,
            drafts=store.drafts,
            protocols=protocols,
            staff=staff,
            patients=patients,
            conductor=Conductor(journal, store.index, protocols, new_id),
            supervisor=Supervisor(journal, store.index, protocols, self.reader),
            exporter=Exporter(journal, store.index, clinic, resource("verify")),
            health=health,
            reopen=reopen,
            tidy=store.tidy,
            close=store.close,
        )
        workstation.started(weak_keystore=keystore.weak, first=set_up is not None)
        return workstation


class _KeyNames:
    """Names of one store's secrets in the key store."""

    def __init__(self, store: str) -> None:
        self.log = f"log-key/{store}"
        self.pins = f"pin-key/{store}"


def _held(keystore: KeyStore, name: str) -> bytes:
    secret = keystore.get(name)
    if secret is None:
        kind = name.partition("/")[0]
        raise LedgerError("keystore.missing", "a key of this store is not in the key store", name=kind)
    return secret


def _clear_away(folder: Path, keystore: KeyStore) -> None:
    """Remove a database whose log is still empty; holds the folder's lock meanwhile, and looks again under it."""
    from checklist.store.opening import DATABASE, open_store

    store = open_store(folder, keystore)
    try:
        empty = store.ledger.head().size == 0
        store.database.close()
        for suffix in ("-wal", "-shm", "") if empty else ():
            (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    finally:
        store.lock.release()


def _refuse_damaged(store: Store, vkey: str) -> None:
    from checklist.audit.verification import quick_check

    report = quick_check(store.ledger, vkey)
    if not report.good:
        finding = report.findings[0]
        where = -1 if finding.seq is None else finding.seq
        raise TamperError("check.quick", finding.detail, verdict=report.verdict.value, seq=where)


def opening(options: Options, clock: Clock | None = None) -> StoreOpening:
    """Return the opening of the data directory that the options name."""
    folder = data_dir(options)
    return StoreOpening(folder, practice=options.practice or is_practice(folder), clock=clock)


def is_practice(folder: Path) -> bool:
    """Whether a data directory was made for practice: its marker file says so before the store can be read."""
    return (folder / PRACTICE_MARK).exists()


def open_window(options: Options) -> int:
    """Open the window and run until it is closed; returns the exit code.

    Raises:
        SettingsError: The machine lacks something, or a setting cannot be used.
    """
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal"))
    machine.check_window(offscreen=offscreen)
    chosen = settings(options)
    diagnostics.start(Path(platformdirs.user_log_dir(APP, appauthor=False)), chosen.log_level)
    from checklist.ui.app import run

    return run(opening(options), chosen)


def run_tour(out: Path | None, *, watch: bool, say: Callable[[str], None]) -> int:
    """Drive one whole practice session through the real windows, then check the packet it exported.

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
    say(f"PRACTICE: {entries} entries, {sessions} session, packet {report.verdict.value}")
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
    from checklist.audit.verification import full_check

    place = opening(options)
    reader = place.reader()
    try:
        total = reader.ledger.head().size
        stored = reader.projections.dump()
        return full_check(reader.ledger, vkey or place.vkey(), library(), stored, lambda done: steps(done, total))
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
        keystore = place._keystore()  # the same module's own
        return f"{practice}{reader.ledger.head().size} entries, keys in {keystore.place}"
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
