"""Making packets, and each attack on one by its name (``ledger-and-security`` 6.2, 6.3, 7.18)."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from checklist.audit.bundle import write_packet
from checklist.audit.packet_check import verify_packet
from checklist.audit.packet_format import PayloadRange, RangeScope, SessionCount, SessionsScope
from checklist.errors import LedgerError
from checklist.ledger.report import Verdict
from checklist.ledger.signing import LogKey

SCRIPTS = Path(__file__).parents[2] / "resources" / "verify"


@pytest.mark.parametrize("kind", ["range_packet", "tail_packet", "sessions_packet"])
def test_true_packet(kind, request, judge):
    """12.5 An unchanged packet raises no false alarm, as ZIP and as folder."""
    packed = request.getfixturevalue(kind)
    assert judge(packed.path) == "OK-UNANCHORED"
    assert judge(packed.folder({}, relist=False)) == "OK-UNANCHORED"


def test_contents(range_packet, sessions_packet):
    """SEC-002 A packet holds the files of 7.18, ends with its own export, and a table says it is no evidence."""
    assert set(range_packet.files) == {
        "README.txt", "manifest.json", "entries.jsonl", "leaves.txt", "payloads.jsonl", "checkpoints.txt", "keys.txt",
        "verify.py", "verify.sh", "records/sessions.csv",
    }  # fmt: skip
    assert json.loads(range_packet.lines("entries.jsonl")[-1])["type"] == "out.export"
    assert "proofs/s-a.tlog-proof" in sessions_packet.files
    assert "proofs/s-a.18.tlog-proof" in sessions_packet.files
    assert "proofs/s-c.0.tlog-proof" in sessions_packet.files
    assert b"A convenience" in range_packet.files["README.txt"]


def test_same_bytes_twice(log, tmp_path):
    """The same log gives the same packet, byte for byte."""
    export = log.export(log.whole())
    for name in ("a.zip", "b.zip"):
        write_packet(tmp_path / name, log.ledger, export=export, scripts=SCRIPTS)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_practice_says_so(log, tmp_path, python_script):
    """A packet of practice data says PRACTICE at the top of its README, in the check and in the report."""
    path = log.packet(tmp_path / "p.zip", log.whole(practice=True))
    with zipfile.ZipFile(path) as archive:
        assert archive.read("README.txt").startswith(b"*" * 60 + b"\nPRACTICE.")
    assert verify_packet(path).practice
    assert "PRACTICE" in python_script(path)[1]


def test_redacted(log, tmp_path, judge):
    """SEC-009 A redacted packet holds no payload and still proves all the rest."""
    path = log.packet(tmp_path / "r.zip", RangeScope(0, None, False))
    with zipfile.ZipFile(path) as archive:
        assert "payloads.jsonl" not in archive.namelist()
        assert all(b"eyes open" not in archive.read(name) for name in archive.namelist())
    assert judge(path) == "OK-UNANCHORED"


def test_one_patient(log, tmp_path, judge):
    """D30 A range for one patient holds every header, and the payloads of no other patient."""
    path = log.packet(tmp_path / "r.zip", RangeScope(0, PayloadRange(0, log.size, ("p-s-c",)), False))
    with zipfile.ZipFile(path) as archive:
        assert len(archive.read("entries.jsonl").splitlines()) == log.size
        payloads = archive.read("payloads.jsonl")
    assert b"still running" in payloads
    assert b"eyes open" not in payloads
    assert judge(path) == "OK-UNANCHORED"


def test_sessions_say_nothing_of_others(log, tmp_path, judge):
    """D30 A packet of one session holds its entries and the export, nothing of other sessions."""
    path = log.packet(tmp_path / "s.zip", SessionsScope((SessionCount("s-b", 17),), True, False))
    with zipfile.ZipFile(path) as archive:
        entries = [json.loads(line) for line in archive.read("entries.jsonl").splitlines()]
    assert {entry["sess"] for entry in entries} == {"s-b", None}
    assert len(entries) == 18
    assert judge(path) == "OK-UNANCHORED"


@pytest.mark.parametrize("stop_at", [0, 1])
def test_stopped_leaves_no_file(log, tmp_path, stop_at):
    """An export that is stopped leaves no file, and an older one untouched."""
    target = tmp_path / "p.zip"
    target.write_bytes(b"older")
    for _ in range(300):
        log.put("auth.ok")
    export, calls = log.export(log.whole()), []
    with pytest.raises(LedgerError, match=r"work\.stopped"):
        write_packet(
            target,
            log.ledger,
            export=export,
            scripts=SCRIPTS,
            progress=lambda done: calls.append(done) or len(calls) <= stop_at,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]
    assert target.read_bytes() == b"older"


def test_failed_leaves_no_file(log, tmp_path):
    """An export that fails leaves no file."""
    export = log.export(log.whole())
    with pytest.raises(LedgerError, match=r"packet\.write"):
        write_packet(tmp_path / "p.zip", log.ledger, export=export, scripts=tmp_path / "nowhere")
    with pytest.raises(LedgerError, match=r"packet\.name"):
        write_packet(tmp_path / "p.zip", log.ledger, export=export, scripts=SCRIPTS, records=[("../x", b"")])
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_exported(log, tmp_path):
    """A packet needs an export entry that states a scope, the entries it covers, and a checkpoint after it."""
    too_many = SessionsScope((SessionCount("s-b", 99),), True, False)
    stated = [
        (log.put("out.export"), "scope"),
        (
            log.put("item.done", d={"scope": {"kind": "range", "first": 0, "payloads": None, "practice": False}}),
            "scope",
        ),
        (log.export(too_many), "scope"),
        (
            log.put("out.export", d={"scope": {"kind": "range", "first": 0, "payloads": None, "practice": False}}),
            "no-check",
        ),
    ]
    for export, code in stated:
        with pytest.raises(LedgerError, match=rf"packet\.{code}"):
            write_packet(tmp_path / "p.zip", log.ledger, export=export, scripts=SCRIPTS)


def test_cut_export_off(range_packet, judge):
    """A packet whose last entries were cut, and every hint and checkpoint with them, is GAP: its export is missing."""
    notes = range_packet.files["checkpoints.txt"].decode().split("\n\n")
    size = int(notes[2].split("\n")[1])
    changes = {
        "entries.jsonl": b"".join(line + b"\n" for line in range_packet.lines("entries.jsonl")[:size]),
        "leaves.txt": b"".join(line + b"\n" for line in range_packet.lines("leaves.txt")[:size]),
        "payloads.jsonl": b"".join(
            line + b"\n" for line in range_packet.lines("payloads.jsonl") if json.loads(line)["seq"] < size
        ),
        "checkpoints.txt": "\n\n".join(notes[:4]).encode() + b"\n",
    }
    assert judge(range_packet.folder(changes)) == f"GAP {size}"


def test_first_entries_left_out(range_packet, tail_packet, judge):
    """A packet that holds less than its signed scope states is GAP, though all it holds is proved."""
    changes = {
        name: b"".join(line + b"\n" for line in range_packet.lines(name)[23:])
        for name in ("entries.jsonl", "leaves.txt")
    }
    changes["proofs/frontier.txt"] = tail_packet.files["proofs/frontier.txt"]
    assert judge(range_packet.folder(changes)) == "GAP 0"


def test_payload_removed(range_packet, judge):
    """V3 A payload that the scope covers and the packet lacks is PAYLOAD-MISSING."""
    lines = range_packet.lines("payloads.jsonl")
    seq = json.loads(lines[5])["seq"]
    assert judge(range_packet.with_lines("payloads.jsonl", lines[:5] + lines[6:])) == f"PAYLOAD-MISSING {seq}"
    first = json.loads(lines[0])["seq"]
    assert judge(range_packet.folder({"payloads.jsonl": None})) == f"PAYLOAD-MISSING {first}"


def test_leaves_rewritten_too(range_packet, judge):
    """7.12 With leaves.txt rewritten too, the two checkpoints are named between which the change lies."""
    lines = range_packet.lines("entries.jsonl")
    lines[20] = lines[20].replace(b'"u-7"', b'"u-8"')
    path = range_packet.with_lines("entries.jsonl", lines, leaves=True)
    low, high = verify_packet(path).findings[0].between
    assert low <= 20 < high
    assert judge(path) == f"ALTERED {low}"


def test_rewritten_with_another_key(log, range_packet, tmp_path, judge):
    """A packet made anew with another key passes only until the right key is held against it."""
    forged = type(log)(b"another key")
    forged.put("log.open")
    path = forged.packet(tmp_path / "forged.zip", RangeScope(0, None, False))
    assert judge(path) == "OK-UNANCHORED"
    assert verify_packet(path, vkey=log.key.vkey.text).verdict is Verdict.BADKEY
    assert verify_packet(range_packet.path, vkey=log.key.vkey.text).good


def test_other_key_in_keys_txt(range_packet, judge):
    """Another key in keys.txt does not fit the checkpoints: BADKEY."""
    other = LogKey("chairside.example/clinic-7/ws-03/1", b"f" * 32).vkey.text
    assert judge(range_packet.folder({"keys.txt": other.encode() + b"\n"})) == "BADKEY"


def test_no_checkpoints(range_packet, judge):
    """6.3 A packet with nothing to check against is BADSIG."""
    assert judge(range_packet.folder({"checkpoints.txt": b""})) == "BADSIG 0"


def test_anchor_file(log, tmp_path, python_script):
    """V5 A witness file that agrees makes the packet OK; one of another history makes it FORK."""
    path = log.packet(tmp_path / "r.zip", log.whole())
    newest = log.ledger.checkpoints()[-1][1]
    witness = tmp_path / "witness.txt"
    witness.write_text("\n".join(note for _size, note in log.ledger.checkpoints()), encoding="utf-8")
    assert verify_packet(path, anchors=[newest]).verdict is Verdict.OK
    assert python_script(path, "--anchor", witness, "--require-anchor")[0] == 0
    assert python_script(path, "--require-anchor")[0] == 4
    other = type(log)()
    for _ in range(12):
        other.put("log.open")
    fork = other.checkpoint()
    witness.write_text(fork, encoding="utf-8")
    assert verify_packet(path, anchors=[fork]).findings[0].code is Verdict.FORK
    status, printed = python_script(path, "--anchor", witness)
    assert (status, printed.split("\n")[0]) == (4, "FORK 12")


def test_stale_anchor(log, tmp_path, python_script):
    """V6 An outside anchor more than seven days older than the packet is STALE, with exit status 0."""
    old = log.ledger.checkpoints()[0][1]
    log.minute_ms = 24 * 3600 * 1000
    path = log.packet(tmp_path / "r.zip", log.whole())
    witness = tmp_path / "witness.txt"
    witness.write_text(old, encoding="utf-8")
    assert verify_packet(path, anchors=[old]).verdict is Verdict.STALE
    status, printed = python_script(path, "--anchor", witness)
    assert (status, printed.split("\n")[0]) == (0, "STALE")


def test_growth_proof(tail_packet, sessions_packet, judge):
    """A proof of growth that was changed is FORK with the earlier size."""
    for packed, old in ((tail_packet, 25), (sessions_packet, 20)):
        lines = packed.lines("proofs/consistency.txt")
        assert judge(packed.with_lines("proofs/consistency.txt", lines[:-1])) == f"FORK {old}"


def test_frontier_changed(tail_packet, judge):
    """A frontier that was changed makes the range ALTERED from its first entry."""
    lines = tail_packet.lines("proofs/frontier.txt")
    lines[2], lines[3] = lines[3], lines[2]
    assert judge(tail_packet.with_lines("proofs/frontier.txt", lines)) == "ALTERED 23"


def test_session_entry_changed(sessions_packet, judge):
    """7.9 A changed entry of a session is named, before its close and after it."""
    lines = sessions_packet.lines("entries.jsonl")
    for at in (0, 5, 16, 18, 20, len(lines) - 1):
        seq = json.loads(lines[at])["seq"]
        changed = [*lines[:at], lines[at].replace(b'"u-7"', b'"u-8"'), *lines[at + 1 :]]
        assert judge(sessions_packet.with_lines("entries.jsonl", changed)) == f"ALTERED {seq}"


def test_session_entry_removed(sessions_packet, judge):
    """7.9 An entry left out of a session is GAP, at its position in the log."""
    lines = sessions_packet.lines("entries.jsonl")
    seq = json.loads(lines[7])["seq"]
    assert judge(sessions_packet.with_lines("entries.jsonl", lines[:7] + lines[8:])) == f"GAP {seq}"


def test_session_left_out(sessions_packet, judge):
    """D30 A session the export states and the packet lacks is GAP."""
    lines = sessions_packet.lines("entries.jsonl")
    rest = [line for line in lines if json.loads(line)["sess"] != "s-b"]
    leaves = sessions_packet.lines("leaves.txt")
    kept = [leaf for leaf, line in zip(leaves, lines, strict=True) if line in rest]
    changes = {
        name: b"".join(one + b"\n" for one in rows) for name, rows in (("entries.jsonl", rest), ("leaves.txt", kept))
    }
    assert judge(sessions_packet.folder(changes)) == "GAP"


def test_session_proof_removed(sessions_packet, judge):
    """A session whose proof is missing is GAP."""
    assert judge(sessions_packet.folder({"proofs/s-c.3.tlog-proof": None})) == "GAP"


def _zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            archive.writestr(info, data)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("attack", ["slip", "link", "twice", "extra", "bomb", "case", "absolute", "encrypted"])
def test_hostile_zip(range_packet, tmp_path, judge, attack):
    """SEC-082 A ZIP with names that climb, links, doubles, strangers, or that unpacks to too much is MALFORMED."""
    members = list(range_packet.files.items())
    link = zipfile.ZipInfo("keys.txt")
    link.external_attr = 0o120777 << 16
    more = {
        "slip": [("../outside.txt", b"x")],
        "absolute": [("/outside.txt", b"x")],
        "link": [(link, b"/etc/hostname")],
        "twice": [("entries.jsonl", b"x")],
        "case": [("ENTRIES.JSONL", b"x")],
        "extra": [("more.txt", b"x")],
        "bomb": [("records/zeros.csv", b"0" * 20_000_000)],
        "encrypted": [],
    }[attack]
    if attack == "link":
        members = [member for member in members if member[0] != "keys.txt"]
    path = _zip(tmp_path / "bad.zip", members + more)
    if attack == "encrypted":
        data = bytearray(path.read_bytes())
        at = data.rfind(b"PK\x01\x02")
        data[at + 8] |= 1
        path.write_bytes(data)
    assert judge(path) == "MALFORMED"
    assert not (tmp_path.parent / "outside.txt").exists()


def test_link_in_a_folder(range_packet, judge):
    """SEC-082 A file of an unpacked packet that is a link is not followed."""
    folder = range_packet.folder({})
    (folder / "entries.jsonl").rename(folder / "elsewhere")
    (folder / "entries.jsonl").symlink_to(folder / "elsewhere")
    assert judge(folder) == "MALFORMED"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", os.urandom(2000)])
def test_not_a_packet(tmp_path, judge, data):
    """Any file that is no packet is MALFORMED, never an unexpected error."""
    (tmp_path / "x.zip").write_bytes(data)
    assert judge(tmp_path / "x.zip") == "MALFORMED"


def test_cut_zip(range_packet, tmp_path, judge):
    """A ZIP cut anywhere is MALFORMED."""
    data = range_packet.path.read_bytes()
    for end in range(100, len(data), 2500):
        (tmp_path / "cut.zip").write_bytes(data[:end])
        assert judge(tmp_path / "cut.zip") == "MALFORMED"


def test_missing_packet(tmp_path):
    """A packet that is not there is an error with a code, not a verdict."""
    with pytest.raises(LedgerError, match=r"packet\.unreadable"):
        verify_packet(tmp_path / "nothing.zip")


def test_check_can_be_stopped(range_packet):
    """UX-13 Checking a packet stops when asked to."""
    with pytest.raises(LedgerError, match=r"work\.stopped"):
        verify_packet(range_packet.path, progress=lambda _done: False)
