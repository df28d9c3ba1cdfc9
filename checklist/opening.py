"""Putting a workstation together: the one place where store, keys, ledger and service meet.

``StoreOpening`` makes or opens the store of one data directory and connects everything on it. Imports nothing heavy
before it is asked to.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from checklist import __version__
from checklist.clock import Clock, SystemClock
from checklist.errors import LedgerError, TamperError
from checklist.resource_files import resource

if TYPE_CHECKING:
    from checklist.audit.clinic_versions import ClinicVersions
    from checklist.audit.query import Clinic
    from checklist.ledger.port import Ledger
    from checklist.protocol.library import Library
    from checklist.service.journal import Journal
    from checklist.service.patients import Patients
    from checklist.service.ports import KeyStore
    from checklist.service.setting_up import SetUp
    from checklist.service.staff import Staff
    from checklist.service.workstation import Health, Workstation
    from checklist.store.opening import Reader, Store

PRACTICE_MARK = "practice.txt"
"""File in a practice directory, so that it is known before the store can be read."""


def library() -> Library:
    """Read the published protocols; raises ProtocolError naming the file."""
    from checklist.protocol.library import Library

    folder = resource("protocols")
    return Library.read({f"{path.parent.name}/{path.name}": path.read_bytes() for path in folder.glob("*/*.toml")})


def clinic_versions(shipped: Library, ledger: Ledger) -> ClinicVersions:
    """Return the published protocols and the clinic's own versions of them, as a log tells them."""
    from checklist.audit.clinic_versions import FAMILY, ClinicVersions

    return ClinicVersions(shipped, ledger.family_entries(FAMILY))


def in_use(protocols: ClinicVersions) -> str:
    """Return the versions that new sessions run under, in one line."""
    return ", ".join(f"{name} {protocols.newest(name).version}" for name in protocols.ids())


def new_id(prefix: str) -> str:
    """Return a random id, 64 bits after its prefix."""
    return f"{prefix}-{secrets.token_hex(8)}"


def is_practice(folder: Path) -> bool:
    """Whether a data directory was made for practice."""
    return (folder / PRACTICE_MARK).exists()


class StoreOpening:
    """Makes or opens the workstation of one data directory (``service.workstation.Opening``).

    Args:
        folder: The data directory.
        practice: Whether a store made here is for practice.
        ready_made: Whether a missing store is made without asking; practice only.
        clock: Asked for the time.
        protocols: Gives the published protocols.
    """

    def __init__(
        self,
        folder: Path,
        *,
        practice: bool,
        ready_made: bool = True,
        clock: Clock | None = None,
        protocols: Callable[[], Library] = library,
    ) -> None:
        self.folder = folder
        self.practice = practice
        self.ready_made = practice and ready_made
        self.clock = clock or SystemClock()
        self._protocols = protocols

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
        keystore = self.keystore()
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

        keystore = self.keystore()
        store = open_store(self.folder, keystore)
        try:
            return self._assemble(store, keystore, _KeyNames(store_id(self.folder / KEYS)), None)
        except BaseException:
            store.close()
            raise

    def shipped(self) -> Library:
        """Return the published protocols; raises ProtocolError."""
        return self._protocols()

    def reader(self) -> Reader:
        """Open the store for reading only, beside whoever writes it."""
        from checklist.store.opening import open_reader

        return open_reader(self.folder, self.keystore())

    def vkey(self) -> str:
        """Return the verifier key this workstation holds, outside the store it belongs to."""
        from checklist.ledger.signing import LogKey
        from checklist.store.key_slots import store_id
        from checklist.store.opening import KEYS

        keystore = self.keystore()
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

    def keystore(self) -> KeyStore:
        """Return where this store's secrets are."""
        from checklist.store.keystore import FILE_NAME, FileKeyStore, find_keystore

        if self.practice:
            return FileKeyStore(self.folder / FILE_NAME)
        return find_keystore(self.folder, practice=False)

    def _assemble(self, store: Store, keystore: KeyStore, keys: _KeyNames, set_up: SetUp | None) -> Workstation:
        """Connect the parts of a workstation, checking the newest entries before anything is added to them."""
        from checklist.ledger.signing import LogKey
        from checklist.service.clinic_protocols import ClinicProtocols
        from checklist.service.conduct import Conductor
        from checklist.service.exporting import Exporter
        from checklist.service.journal import Journal
        from checklist.service.patients import Patients
        from checklist.service.products import Products
        from checklist.service.setting_up import slug
        from checklist.service.staff import Staff
        from checklist.service.supervise import Supervisor
        from checklist.service.unsigned import UnsignedWork
        from checklist.service.workstation import Workstation

        origin = store.ledger.head().origin
        journal = Journal(
            store.ledger,
            LogKey(origin, _held(keystore, keys.log)),
            self.clock,
            ws=slug(origin.split("/")[-2]),
            app=__version__,
            entropy=secrets.token_bytes,
            checkpoint_file=store.checkpoint_file,
        )
        staff = Staff(
            journal,
            store.index,
            store.secrets,
            pepper=_held(keystore, keys.pins),
            entropy=secrets.token_bytes,
            new_id=new_id,
        )
        patients = Patients(journal, store.index, new_id)
        clinic = _begin(store, journal, staff, patients, set_up) if set_up else _clinic_of(store, journal.vkey)

        decided = ClinicProtocols(journal, store.index, self._protocols())
        protocols = decided.versions
        conductor = Conductor(journal, store.index, protocols, new_id)

        def reopen() -> Ledger:
            store.reopen()
            _refuse_damaged(store, journal.vkey)
            return store.ledger

        workstation = Workstation(
            clinic=clinic,
            clock=self.clock,
            journal=journal,
            index=store.index,
            drafts=store.drafts,
            protocols=protocols,
            clinic_protocols=decided,
            staff=staff,
            patients=patients,
            conductor=conductor,
            supervisor=Supervisor(journal, store.index, protocols, self.reader),
            exporter=Exporter(journal, store.index, clinic, resource("verify"), protocols, resource("protocols")),
            products=Products(journal, store.index),
            unsigned=UnsignedWork(journal, store.index, conductor, protocols),
            health=lambda: _health(self.folder, keystore, journal, protocols),
            reopen=reopen,
            tidy=store.tidy,
            close=store.close,
        )
        workstation.started(weak_keystore=keystore.weak, first=set_up is not None)
        return workstation


def _begin(store: Store, journal: Journal, staff: Staff, patients: Patients, set_up: SetUp) -> Clinic:
    """Write the opening of a new log, with the made-up patients in practice."""
    from checklist.ledger.port import KeyPub
    from checklist.service.practice import add_patients
    from checklist.service.setting_up import set_up_log

    store.ledger.add_key_pub(KeyPub(journal.vkey, 0))
    clinic = set_up_log(journal, staff, set_up)
    if set_up.practice:
        add_patients(patients, staff)
    return clinic


def _clinic_of(store: Store, vkey: str) -> Clinic:
    """Check the newest entries, before anything is added to them, and return the clinic."""
    _refuse_damaged(store, vkey)
    clinic = store.index.clinic()
    if clinic is None:
        raise LedgerError("store.incomplete", "the first start was not finished")
    return clinic


def _health(folder: Path, keystore: KeyStore, journal: Journal, protocols: ClinicVersions) -> Health:
    from checklist.ledger.signing import read_vkey
    from checklist.service.workstation import Health

    return Health(
        place=str(folder),
        secrets=keystore.place,
        weak_keystore=keystore.weak,
        entries=journal.head.size,
        vkey=journal.vkey,
        fingerprint=read_vkey(journal.vkey).fingerprint,
        fault=journal.fault.code if journal.fault else "",
        protocols=in_use(protocols),
    )


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
