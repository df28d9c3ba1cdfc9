"""A clinic's parameters on a real encrypted store: who decides, what is refused, what sessions run under."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from changing_clinic import MOOD, SAID, ChangingClinic

from checklist.audit.log_rows import log_rows
from checklist.audit.packet_check import verify_packet
from checklist.errors import AccessError, ChecklistError, LedgerError, ProtocolError, SettingsError
from checklist.ledger.entry import read_header
from checklist.opening import clinic_versions, library
from checklist.protocol.library import Library
from checklist.service.exporting import ExportRequest
from checklist.session.commands import AddNote
from checklist.ui import texts

EVERY = "p.vit_inf_min"


@pytest.fixture
def clinic(tmp_path: Path, fresh_practice: Path) -> Iterator[ChangingClinic]:
    shutil.copytree(fresh_practice, tmp_path / "data")
    made = ChangingClinic(tmp_path / "data")
    yield made
    made.station.stop()


def _size(clinic: ChangingClinic) -> int:
    return clinic.station.health().entries


def test_two_people_make_a_version(clinic: ChangingClinic) -> None:
    """SEC-083 a value counts only after a second person approved it, and then for the next session."""
    decided = clinic.station.clinic_protocols
    proposal = decided.propose(MOOD, {EVERY: "5"}, "Closer watch.", clinic.supervisor)
    assert clinic.station.protocols.newest(MOOD).version == "1.0.0"
    assert decided.overview(MOOD).waiting == proposal
    approved = decided.approve(proposal.seq, clinic.prescriber, SAID)
    assert approved.version == "1.0.0+c1"
    assert decided.overview(MOOD).waiting is None
    in_use = clinic.station.protocols.newest(MOOD)
    assert (in_use.version, in_use.parameter(EVERY).value) == ("1.0.0+c1", "5")
    assert in_use.digest == approved.digest
    assert clinic.begin("Harlow", 1).state.protocol.version == "1.0.0+c1"


def test_running_and_old_sessions_keep_the_wording_the_nurse_saw(clinic: ChangingClinic) -> None:
    """SEC-088 a change while a session runs leaves it as it is, and each is read back under its own version."""
    before = clinic.begin("Harlow", 1)
    first = clinic.set({"p.bp_start_max_sbp": "170"})
    between = clinic.begin("Tran", 2)
    second = clinic.set({"p.bp_start_max_sbp": "160"})
    after = clinic.begin("Sato", 3)
    clinic.station.conductor.run(before.session_id, AddNote("Still here."), clinic.nurse())
    clinic.again()
    seen = [clinic.station.conductor.snapshot(one.session_id).protocol for one in (before, between, after)]
    assert [one.version for one in seen] == ["1.0.0", first, second]
    assert [one.parameter("p.bp_start_max_sbp").value for one in seen] == ["180", "170", "160"]
    assert len({one.digest for one in seen}) == 3
    record = clinic.station.supervisor.record(between.session_id, clinic.supervisor)
    assert record.protocol == between.protocol
    reader = clinic.opening.reader()
    report = clinic.station.supervisor.verify_all(reader, stop=clinic.station.supervisor.sign_head())
    reader.close()
    assert report.good, report


def test_values_are_kept_from_version_to_version_and_can_be_set_back(clinic: ChangingClinic) -> None:
    """A later change adds to the clinic's values, and a value at its default is no value of the clinic's."""
    clinic.set({EVERY: "5"})
    clinic.set({"p.recheck_min": "4"})
    newest = clinic.station.protocols.newest(MOOD)
    assert (newest.parameter(EVERY).value, newest.parameter("p.recheck_min").value) == ("5", "4")
    assert clinic.set({EVERY: "10.0", "p.recheck_min": "5"}) == "1.0.0+c3"
    assert clinic.station.clinic_protocols.overview(MOOD).clinic[-1].proposal.changes == ()


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        ({EVERY: "60"}, "parameter.range", "Allowed: 5 to 15."),
        ({EVERY: "7.5"}, "parameter.range", "whole minutes"),
        ({EVERY: "often"}, "parameter.range", "is not a number"),
        ({"p.bp_stop_sbp": "181"}, "parameter.looser", "Allowed: 160 to 180."),
        ({"p.spo2_emergency": "87"}, "parameter.looser", "Allowed: 88 to 92."),
        ({"p.second_check": "nobody"}, "parameter.range", "Two people, blind"),
        ({"p.none": "1"}, "parameter.unknown", "p.none"),
        ({EVERY: "5", "p.vit_grace_min": "6"}, "parameter.range", "leaves no time between two readings"),
        ({"p.recheck_min": "4", EVERY: "0"}, "parameter.range", "Between sets during the infusion"),
    ],
)
def test_a_value_that_cannot_be_taken_is_named_and_nothing_is_written(clinic, values, code, says) -> None:
    """SEC-083 an error names parameter, allowed range and reason, and no part of the change is in the log."""
    before = _size(clinic)
    for act in (
        lambda: clinic.station.clinic_protocols.preview(MOOD, values),
        lambda: clinic.station.clinic_protocols.propose(MOOD, values, "Why.", clinic.supervisor),
    ):
        with pytest.raises(ProtocolError) as caught:
            act()
        assert caught.value.code == code
        assert says in texts.error(caught.value).line
    assert _size(clinic) == before


def test_who_may(clinic: ChangingClinic) -> None:
    """SEC-031 two different people decide, a supervisor and a prescriber, and the second proves themselves."""
    decided, nurse = clinic.station.clinic_protocols, clinic.nurse()
    for who in (nurse, clinic.actor("A. Diallo", "supervisor")):
        with pytest.raises(AccessError, match=r"parameter\.rights"):
            decided.propose(MOOD, {EVERY: "5"}, "Why.", who)
    proposal = decided.propose(MOOD, {EVERY: "5"}, "Why.", clinic.actor("R. Okafor", "prescriber"))
    before = _size(clinic)
    for who, code in (
        (nurse, "parameter.rights"),
        (clinic.prescriber, "parameter.person"),
        (clinic.supervisor, "parameter.pin"),
    ):
        with pytest.raises(AccessError, match=code):
            decided.approve(proposal.seq, who, SAID)
    assert _size(clinic) == before
    assert decided.approve(proposal.seq, clinic.actor("M. Lindqvist", "supervisor", "pin"), SAID).version == "1.0.0+c1"


def test_two_of_one_role_are_not_enough(clinic: ChangingClinic) -> None:
    """SEC-031 two supervisors cannot set a clinical value between them."""
    from checklist.service.staff import NewPerson

    second = clinic.station.staff.enrol(
        NewPerson("K. Two", "KT", "", ("supervisor",), "917352"), pin_length=6, by=clinic.supervisor
    )
    decided = clinic.station.clinic_protocols
    proposal = decided.propose(MOOD, {EVERY: "5"}, "Why.", clinic.supervisor)
    with pytest.raises(AccessError, match=r"parameter\.pair"):
        decided.approve(proposal.seq, clinic.actor(second.name, "supervisor", "pin"), SAID)


def test_a_proposal_that_comes_to_nothing_stays_in_the_log(clinic: ChangingClinic) -> None:
    """SEC-004 a declined and a withdrawn proposal are entries with their reason, and change nothing."""
    decided = clinic.station.clinic_protocols
    first = decided.propose(MOOD, {EVERY: "5"}, "Closer watch.", clinic.supervisor)
    with pytest.raises(SettingsError, match=r"parameter\.waiting"):
        decided.propose(MOOD, {EVERY: "6"}, "Other.", clinic.supervisor)
    with pytest.raises(SettingsError, match=r"parameter\.reason"):
        decided.end(first.seq, clinic.prescriber)
    assert decided.end(first.seq, clinic.prescriber, "Too often.").type == "in.decline"
    second = decided.propose(MOOD, {EVERY: "6"}, "Then six.", clinic.supervisor)
    assert decided.end(second.seq, clinic.supervisor).type == "in.withdraw"
    with pytest.raises(SettingsError, match=r"parameter\.gone"):
        decided.approve(second.seq, clinic.prescriber, SAID)
    clinic.again()
    overview = clinic.station.clinic_protocols.overview(MOOD)
    assert [one.reason for one in overview.ended] == ["Too often.", ""]
    assert overview.current.version == "1.0.0"
    assert overview.waiting is None


def test_nothing_is_proposed_without_a_reason_or_a_change(clinic: ChangingClinic) -> None:
    """A proposal says why, and changes something."""
    decided = clinic.station.clinic_protocols
    with pytest.raises(SettingsError, match=r"parameter\.reason"):
        decided.propose(MOOD, {EVERY: "5"}, "  ", clinic.supervisor)
    with pytest.raises(SettingsError, match=r"parameter\.same"):
        decided.propose(MOOD, {EVERY: "10"}, "Why.", clinic.supervisor)


def test_a_write_that_fails_leaves_the_old_version(clinic: ChangingClinic) -> None:
    """SEC-066 an approval that could not be saved does not count, and can be given again after recovery."""
    decided = clinic.station.clinic_protocols
    proposal = decided.propose(MOOD, {EVERY: "5"}, "Why.", clinic.supervisor)
    database = decided._journal.ledger._database
    with database.writing() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    database._cursor.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LedgerError, match=r"store\.full"):
        for _ in range(20):
            clinic.station.conductor.run(clinic.begin("Harlow", 1).session_id, AddNote("x" * 9000), clinic.nurse())
            clinic.begin("Tran", 2)
    with pytest.raises(LedgerError):
        decided.approve(proposal.seq, clinic.prescriber, SAID)
    assert clinic.station.protocols.newest(MOOD).version == "1.0.0"
    clinic.station.recover()
    assert decided.approve(proposal.seq, clinic.prescriber, SAID).version == "1.0.0+c1"


def test_a_stop_in_the_middle_of_approving_leaves_old_or_new(clinic: ChangingClinic) -> None:
    """SEC-066 a program killed right before or after the approval is durable opens under the old or the new version."""
    decided = clinic.station.clinic_protocols
    proposal = decided.propose(MOOD, {EVERY: "5"}, "Why.", clinic.supervisor)
    ledger = decided._journal.ledger
    kept = ledger.append

    def killed_before(batch: object, rows: object = ()) -> None:
        raise KeyboardInterrupt

    def killed_after(batch, rows=()) -> None:
        kept(batch, rows)
        raise KeyboardInterrupt

    for append, version in ((killed_before, "1.0.0"), (killed_after, "1.0.0+c1")):
        ledger = clinic.station.clinic_protocols._journal.ledger
        kept = ledger.append
        ledger.append = append  # the process ends here
        with pytest.raises(KeyboardInterrupt):
            clinic.station.clinic_protocols.approve(proposal.seq, clinic.prescriber, SAID)
        assert clinic.station.protocols.newest(MOOD).version == "1.0.0"
        clinic.station._close()
        clinic.station = clinic.opening.open()
        assert clinic.station.protocols.newest(MOOD).version == version
        assert (clinic.station.clinic_protocols.overview(MOOD).waiting is None) == (version != "1.0.0")


def test_a_newer_published_version_waits_for_two_people(clinic: ChangingClinic) -> None:
    """E22 a program that brings a newer file does not undo a clinic's stricter values by itself."""
    import msgspec

    clinic.set({"p.bp_start_max_sbp": "170"})
    held = library()
    newer = msgspec.structs.replace(held.get(MOOD, "1.0.0"), version="1.1.0", digest="ab" * 32)
    more = Library([*held._by_version.values(), newer])
    clinic.station.stop()
    clinic.opening._protocols = lambda: more
    clinic.station = clinic.opening.open()
    decided = clinic.station.clinic_protocols
    overview = decided.overview(MOOD)
    assert (overview.current.version, overview.newest.version) == ("1.0.0+c1", "1.1.0")
    proposal = decided.propose(MOOD, {}, "Take the newer file.", clinic.supervisor)
    assert decided.approve(proposal.seq, clinic.prescriber, SAID).version == "1.1.0+c2"
    assert clinic.station.protocols.newest(MOOD).parameter("p.bp_start_max_sbp").value == "170"


def test_an_altered_or_missing_base_is_found(clinic: ChangingClinic) -> None:
    """SEC-033 a clinic's version whose published file is another one is not opened as if nothing were."""
    clinic.set({EVERY: "5"})
    held = library()
    only_old = Library([held.get(MOOD, "0.1.0")])
    reader = clinic.opening.reader()
    try:
        with pytest.raises(LedgerError, match=r"session\.protocol"):
            clinic_versions(only_old, reader.ledger).newest(MOOD)
    finally:
        reader.close()


def test_the_log_reads_well(clinic: ChangingClinic) -> None:
    """SEC-010 the rows of a change say what was done, to which protocol, to what value and why."""
    clinic.set({EVERY: "5"}, "Closer watch.")
    reader = clinic.opening.reader()
    rows = log_rows(
        reader.ledger.family_entries("in"),
        person_name=lambda person: person,
        patient_name=lambda _patient: "",
        entry_at=reader.ledger.entry,
    )
    told = [(texts.entry_type(row.type), row.item, row.value, row.reason) for row in rows][1:]
    reader.close()
    assert told == [
        ("Parameters proposed", MOOD, f"{EVERY}: 5", "Closer watch."),
        ("Parameters approved", MOOD, f"changes: {EVERY}: 5; version: 1.0.0+c1", "Closer watch."),
    ]


@pytest.mark.needs_openssl
def test_a_packet_carries_the_wording_and_three_programs_agree(clinic: ChangingClinic, tmp_path: Path) -> None:
    """SEC-002 a packet of a session under a clinic's version verifies, and holds what its wording is made from."""
    clinic.set({EVERY: "5"})
    shown = clinic.begin("Harlow", 1)
    target, folder = tmp_path / "p.zip", tmp_path / "open"
    actor = clinic.actor("M. Lindqvist", "supervisor", "pin")
    request = ExportRequest("packet", str(target), sessions=(shown.session_id,))
    clinic.station.exporter.export(request, actor, "M. Lindqvist", clinic.opening.reader)
    assert verify_packet(target, vkey=clinic.station.health().vkey).good
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    for command in ([sys.executable, "verify.py"], ["bash", "verify.sh"]):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    values = json.loads((folder / "records" / f"protocol-{MOOD}-1.0.0-c1.json").read_text(encoding="utf-8"))
    opened = json.loads((folder / "payloads.jsonl").read_text(encoding="utf-8").splitlines()[0])["payload"]
    assert opened["protocol"]["digest"] == values["digest"]
    assert hashlib.sha256(values["hashed"].encode()).hexdigest() == values["digest"]
    file = (folder / "records" / f"protocol-{MOOD}-1.0.0.toml").read_bytes()
    assert hashlib.sha256(file).hexdigest() == values["published_digest"]
    assert values["values"][0]["value"] == "5"


def test_headers_name_version_and_digest_and_no_reason(clinic: ChangingClinic) -> None:
    """SEC-009 the hashed header of an approval names version and digests, and the free text stands in the payload."""
    clinic.set({EVERY: "5"}, "Dr Somebody asked for it.")
    reader = clinic.opening.reader()
    header = reader.ledger.family_entries("in")[-1].header
    reader.close()
    d = read_header(header).d
    assert d["digest"] == clinic.station.protocols.newest(MOOD).digest
    assert d["shown"] == hashlib.sha256(SAID.encode()).hexdigest()
    assert b"Somebody" not in header


def test_every_error_of_a_change_has_its_own_words() -> None:
    """UX-13 no code of this service falls back to the words of its family."""
    from checklist.ui.texts_errors import ERRORS

    codes = {"rights", "person", "pair", "pin", "reason", "same", "waiting", "gone", "base", "finding"}
    assert {f"parameter.{code}" for code in codes} <= set(ERRORS)
    assert issubclass(SettingsError, ChecklistError)
