"""What leaves the workstation: whole, stated in the log before it leaves, and checkable without the program."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from checklist.audit.packet_check import verify_packet
from checklist.audit.verification import full_check
from checklist.errors import AccessError, LedgerError, SettingsError
from checklist.ledger.entry import read_header
from checklist.ledger.report import Verdict
from checklist.service.conduct import Snapshot
from checklist.service.exporting import ExportRequest
from checklist.session.commands import AddNote


def _export(clinic, request: ExportRequest, role: str = "supervisor", steps=lambda _done, _total: True):
    actor = clinic.actor("M. Lindqvist", role, "pin")
    return clinic.station.exporter.export(request, actor, "M. Lindqvist", clinic.opening.reader, steps)


def test_whole_log_packet_verifies_everywhere(clinic, tmp_path: Path) -> None:
    """SEC-002 a packet of the whole log is found good by the program and by the verifier it carries."""
    clinic.play()
    target = tmp_path / "p.zip"
    result = _export(clinic, ExportRequest("packet", str(target)))
    assert result.sessions == 1
    report = verify_packet(target, vkey=clinic.station.health().vkey)
    assert report.good, report
    assert report.practice
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path / "open")
    done = subprocess.run(
        [sys.executable, "verify.py"], cwd=tmp_path / "open", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_session_packet_holds_one_patient_only(clinic, tmp_path: Path) -> None:
    """SEC-009 a packet of one session says nothing of any other patient."""
    first = clinic.play("Harlow", 2)
    clinic.play("Tran", 3)
    target = tmp_path / "one.zip"
    _export(clinic, ExportRequest("packet", str(target), sessions=(first,)))
    assert verify_packet(target).good
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            assert b"Tran" not in archive.read(name), name
            assert b"Minh" not in archive.read(name), name


def test_packet_of_days_keeps_all_headers(clinic, tmp_path: Path) -> None:
    """D30 a packet of a stretch of time verifies and holds every header of it."""
    clinic.play("Harlow", 2)
    middle = clinic.clock.read().wall_ms
    clinic.clock.advance(60_000)
    clinic.play("Tran", 3)
    target = tmp_path / "late.zip"
    _export(clinic, ExportRequest("packet", str(target), since_ms=middle))
    report = verify_packet(target, vkey=clinic.station.health().vkey)
    assert report.good, report
    with zipfile.ZipFile(target) as archive:
        seqs = [json.loads(line)["seq"] for line in archive.read("entries.jsonl").splitlines()]
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert seqs[0] > 0


def test_csv_and_json_lines_hold_every_entry_with_its_person(clinic, tmp_path: Path) -> None:
    """ODK-5 a flat export has a row for each entry in scope, with person, reason and old value."""
    clinic.play()
    for kind in ("csv", "jsonl"):
        _export(clinic, ExportRequest(kind, str(tmp_path / f"a.{kind}")))
    lines = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert lines[0][0].startswith("PRACTICE")
    rows = [dict(zip(lines[1], line, strict=True)) for line in lines[2:]]
    assert [int(row["seq"]) for row in rows] == list(range(len(rows)))
    corrected = [row for row in rows if row["type"] == "amend"]
    assert corrected
    assert all(row["former"] and row["value"] and row["reason"] for row in corrected)
    overridden = next(row for row in rows if row["type"] == "item.except")
    assert overridden["agent"] == "R. Okafor"
    records = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert records[0]["practice"] is True
    assert len(records) - 2 == len(rows)


def test_export_is_an_entry_of_its_own(clinic, tmp_path: Path) -> None:
    """SEC-013 each export is an entry that names its scope, before the file is there."""
    actor = clinic.actor("M. Lindqvist", "supervisor", "pin")
    plan = clinic.station.exporter.begin(
        ExportRequest("csv", str(tmp_path / "a.csv"), recipient="Surveyor", purpose="Visit"), actor, "M. Lindqvist"
    )
    assert not (tmp_path / "a.csv").exists()
    reader = clinic.opening.reader()
    header = read_header(reader.ledger.entry(plan.seq).header)
    reader.close()
    assert header.type == "out.export"
    assert header.d["scope"]["kind"] == "range"


def test_a_stopped_export_leaves_no_file_and_says_so(clinic, tmp_path: Path) -> None:
    """UX-13 stopping an export removes what was written and is itself recorded."""
    clinic.play()
    with pytest.raises(LedgerError, match=r"work\.stopped"):
        _export(clinic, ExportRequest("packet", str(tmp_path / "p.zip")), steps=lambda _done, _total: False)
    assert list(tmp_path.glob("*p.zip*")) == []
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]
    reader = clinic.opening.reader()
    last = read_header(reader.ledger.entry(reader.ledger.head().size - 1).header)
    reader.close()
    assert last.d["failed"] == "work.stopped"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (ExportRequest("xlsx", "a.xlsx"), "export.format"),
        (ExportRequest("csv", "/no/such/folder/a.csv"), "export.folder"),
        (ExportRequest("csv", "a.csv", sessions=("s-none",)), "export.session"),
        (ExportRequest("csv", "a.csv", patient="p-none"), "export.patient"),
        (ExportRequest("csv", "a.csv", since_ms=9_999_999_999_999), "export.empty"),
    ],
)
def test_what_cannot_be_exported_is_refused_before_anything_is_written(clinic, request_, code: str) -> None:
    """UX-13 a bad request names what is wrong and leaves no entry."""
    before = clinic.station.health().entries
    with pytest.raises(SettingsError, match=code.replace(".", r"\.")):
        _export(clinic, request_)
    assert clinic.station.health().entries == before


def test_a_nurse_cannot_export(clinic, tmp_path: Path) -> None:
    """SEC-031 only supervisors and auditors export."""
    with pytest.raises(AccessError, match=r"export\.rights"):
        _export(clinic, ExportRequest("csv", str(tmp_path / "a.csv")), role="nurse")


def test_a_file_is_never_overwritten_unasked(clinic, tmp_path: Path) -> None:
    """UX-18 writing over a file needs force."""
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"export\.exists"):
        _export(clinic, ExportRequest("csv", str(tmp_path / "a.csv")))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "mine"
    _export(clinic, ExportRequest("csv", str(tmp_path / "a.csv"), force=True))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") != "mine"


def test_full_check_of_an_untouched_store_is_good(clinic) -> None:
    """SEC-007 the full check finds nothing wrong with a store nobody touched, projections included."""
    session_id = clinic.play()
    reader = clinic.opening.reader()
    clinic.station.supervisor.verify_session(session_id)
    report = clinic.station.supervisor.verify_all(reader)
    reader.close()
    assert report.good, report
    assert clinic.station.supervisor.verify_session(session_id).good


def test_a_tap_during_a_full_check_is_no_finding(clinic) -> None:
    """SEC-007 A row that a tap changes between two reads of the full check is no finding, with and without a stop."""
    session = clinic.open()
    size = clinic.station.supervisor.sign_head()
    reader = clinic.opening.reader()
    for stop in (None, size):

        def rows_then_tap():
            rows = list(reader.projections.dump())
            done = clinic.station.conductor.run(session.session_id, AddNote("Asked for water."), clinic.nurse())
            assert isinstance(done, Snapshot)
            return rows

        report = full_check(reader.ledger, clinic.opening.vkey(), clinic.station.protocols, rows_then_tap, stop=stop)
        assert report.good, report
        clinic.station.supervisor.sign_head()
    reader.close()


@pytest.mark.parametrize(
    ("sql", "verdict"),
    [
        ("UPDATE entry SET header = replace(header, 'nurse', 'nurze') WHERE seq = :seq", Verdict.ALTERED),
        ("UPDATE entry SET payload = replace(payload, '68.4', '86.4') WHERE payload LIKE '%68.4%'", None),
        ("DELETE FROM entry WHERE seq = :seq", None),
        ("DELETE FROM entry WHERE seq > :seq", Verdict.TRUNCATED),
        ("UPDATE session SET flags = ''", Verdict.PROJECTION),
        ("UPDATE patient SET family = 'Nobody'", Verdict.PROJECTION),
    ],
)
def test_a_touched_store_is_found_out(clinic, sql: str, verdict: Verdict | None) -> None:
    """SEC-007 whoever holds the key and edits entries or lists in the database is found out by the full check."""
    clinic.play()
    clinic.station.supervisor.verify_session(clinic.play("Tran", 1))
    database = clinic.station.conductor._journal.ledger._database
    with database.writing() as cursor:
        for name in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            cursor.execute(f"DROP TRIGGER {name[0]}")
        cursor.execute(sql.replace(":seq", "60"))
    reader = clinic.opening.reader()
    report = clinic.station.supervisor.verify_all(reader)
    reader.close()
    assert not report.good
    if verdict is not None:
        assert report.verdict is verdict
    if "seq = :seq" in sql:
        assert report.findings[0].seq == 60
