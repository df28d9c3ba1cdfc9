"""Program, ``verify.py`` and ``verify.sh`` say the same of every spoilt packet (12.7)."""

import json
import os
import random
import shutil
import subprocess
import sys

import pytest

from checklist.audit.packet_check import verify_packet

needs_shell = [
    pytest.mark.needs_openssl,
    pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("bash")), reason="bash or openssl is missing"),
]
FOREIGN = b'{"actor":"u-9"}'


def spoil(lines, kind, at):
    """Return the lines with one attack on position ``at``, and the verdict it must get."""
    last = at == len(lines) - 1
    match kind:
        case "change":
            return [*lines[:at], lines[at].replace(b'"u-7"', b'"u-8"'), *lines[at + 1 :]], f"ALTERED {at}"
        case "delete":
            return lines[:at] + lines[at + 1 :], f"{'TRUNCATED' if last else 'GAP'} {at}"
        case "insert":
            return [*lines[:at], FOREIGN, *lines[at:]], f"ALTERED {at}"
        case "double":
            return [*lines[:at], lines[at - 1], *lines[at:]], f"ORDER {at}"
        case "swap":
            other = (at + 1) % len(lines)
            swapped = list(lines)
            swapped[at], swapped[other] = lines[other], lines[at]
            return swapped, f"ORDER {min(at, other)}"
        case "cut":
            return lines[:at], f"TRUNCATED {at}"
        case "join":
            return [*lines[:at], b"".join(lines[at : at + 2]), *lines[at + 2 :]], f"ALTERED {at}"
    raise AssertionError(kind)


KINDS = ["change", "delete", "insert", "double", "swap", "cut", "join"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_entry(range_packet, judge, kind):
    """12.5 Any entry changed, deleted, inserted, doubled, swapped, cut or joined is found and named."""
    lines = range_packet.lines("entries.jsonl")
    for at in range(len(lines) - (kind == "join")):
        spoilt, verdict = spoil(lines, kind, at)
        assert judge(range_packet.with_lines("entries.jsonl", spoilt)) == verdict


@pytest.mark.parametrize("kind", KINDS)
def test_each_entry_and_the_leaf_list(range_packet, judge, kind):
    """12.5 The same with leaves.txt rewritten to fit: still found, between two checkpoints that are named."""
    lines = range_packet.lines("entries.jsonl")
    for at in range(1, len(lines) - (kind == "join"), 3):
        path = range_packet.with_lines("entries.jsonl", spoil(lines, kind, at)[0], leaves=True)
        assert judge(path).split(" ")[0] in {"ALTERED", "GAP", "ORDER", "TRUNCATED", "BADSIG"}
        finding = verify_packet(path).findings[0]
        low, high = finding.between or (finding.seq, at + 1)
        assert low <= at < high


@pytest.mark.parametrize("what", ["payload", "salt", "seq", "drop", "double"])
def test_each_payload(range_packet, judge, what):
    """12.5 Any payload or salt changed, moved, removed or doubled is found at its entry."""
    lines = range_packet.lines("payloads.jsonl")
    for at, line in enumerate(lines):
        held = json.loads(line)
        seq, salt = held["seq"], held["salt"]
        spoilt, verdict = {
            "payload": (line.replace(b'"unit":"mm', b'"unit":"cm'), f"ALTERED {seq}"),
            "salt": (line.replace(salt.encode(), salt[::-1].encode()), f"ALTERED {seq}"),
            "seq": (line.replace(b'"seq":%d}' % seq, b'"seq":999}'), f"PAYLOAD-MISSING {seq}"),
            "drop": (None, f"PAYLOAD-MISSING {seq}"),
            "double": (line + b"\n" + line, None),
        }[what]  # fmt: skip
        rest = [] if spoilt is None else [spoilt]
        said = judge(range_packet.with_lines("payloads.jsonl", [*lines[:at], *rest, *lines[at + 1 :]]))
        if verdict is not None:
            assert said == verdict
        else:
            assert said.split(" ")[0] in {"PAYLOAD-MISSING", "MALFORMED"}


def test_each_leaf_line(range_packet, judge):
    """A wrong leaf list is MALFORMED at its first wrong line, and the entries stay proved."""
    lines = range_packet.lines("leaves.txt")
    for at in range(0, len(lines), 5):
        wrong = lines[at][:-4] + (b"0000" if lines[at][-4:] != b"0000" else b"1111")
        assert judge(range_packet.with_lines("leaves.txt", [*lines[:at], wrong, *lines[at + 1 :]])) == f"MALFORMED {at}"


def test_each_checkpoint_line(range_packet, judge):
    """12.5 Any line of any checkpoint changed or removed is found."""
    lines = range_packet.lines("checkpoints.txt")
    for at, line in enumerate(lines):
        if line:
            changed = line.replace(b"1", b"2") if b"1" in line else line[:-3] + b"AA="
            for rest in ([changed], []):
                path = range_packet.with_lines("checkpoints.txt", [*lines[:at], *rest, *lines[at + 1 :]])
                assert judge(path).split(" ")[0] in {"BADSIG", "BADKEY", "MALFORMED"}


def test_manifest(range_packet, judge):
    """12.5 Any byte of the manifest changed, and any listed file changed under it, is found."""
    manifest = range_packet.files["manifest.json"]
    for at in range(0, len(manifest), 7):
        changed = manifest[:at] + bytes([manifest[at] ^ 1]) + manifest[at + 1 :]
        assert judge(range_packet.folder({"manifest.json": changed})) == "MALFORMED"
    for name in ("README.txt", "verify.py", "verify.sh", "records/sessions.csv"):
        assert judge(range_packet.folder({name: b"other\n"}, relist=False)) == "MALFORMED"


def random_attack(rng, packed):
    """Return a folder with one random change of one file, sometimes with leaf list and manifest made to fit."""
    names = [name for name in packed.files if name not in {"README.txt", "verify.py", "verify.sh"}]
    name = rng.choice([*names, *["entries.jsonl"] * 4, "payloads.jsonl", "leaves.txt", "checkpoints.txt"])
    data = packed.files[name]
    at, lines = rng.randrange(len(data)), data.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.choice(["bit", "byte", "without", "with", "less", "twice", "swap", "cut"]):
        case "bit":
            data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        case "byte":
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case "without":
            data = data[:at] + data[at + 1 :]
        case "with":
            data = data[:at] + bytes([rng.choice(b'\0\n\r "0a\xff')]) + data[at:]
        case "less":
            data = b"\n".join(lines[:one] + lines[one + 1 :])
        case "twice":
            data = b"\n".join([*lines[:other], lines[one], *lines[other:]])
        case "swap":
            lines[one], lines[other] = lines[other], lines[one]
            data = b"\n".join(lines)
        case "cut":
            data = b"\n".join([*lines[:one], b""])
    if data == packed.files[name] or name.startswith("records/"):
        return random_attack(rng, packed)
    return packed.folder({name: data}, relist=name != "manifest.json" and rng.random() < 0.7)


KINDS_OF_PACKET = ["range_packet", "tail_packet", "sessions_packet"]


def _attack(count, seed, packed, judge, shell=None):
    rng = random.Random(seed)
    for number in range(count):
        folder = random_attack(rng, packed)
        said = judge(folder)
        if shell is not None:
            status, printed = shell(folder)
            assert printed.split("\n")[0] == said, (seed, number)
            assert status == (0 if said.startswith("OK") else 4)
        shutil.rmtree(folder)


@pytest.mark.parametrize("kind", KINDS_OF_PACKET)
def test_random_attacks(kind, request, judge):
    """12.7 Program and verify.py give one verdict and one position for any random change."""
    _attack(100, 1, request.getfixturevalue(kind), judge)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS_OF_PACKET)
def test_very_many_random_attacks(kind, request, judge):
    """12.7 The same for thousands of changes."""
    _attack(3000, 2, request.getfixturevalue(kind), judge)


class TestShell:
    """The script for bash and openssl, on a sample."""

    pytestmark = needs_shell

    @pytest.mark.parametrize("kind", KINDS_OF_PACKET)
    def test_true_packet(self, kind, request, shell_script):
        """12.7 verify.sh accepts an unchanged packet with exit status 0."""
        status, printed = shell_script(request.getfixturevalue(kind).folder({}, relist=False))
        assert (status, printed.split("\n")[0]) == (0, "OK-UNANCHORED")
        assert "compare with the paper from the first start" in printed

    @pytest.mark.parametrize("kind", KINDS)
    def test_entries(self, range_packet, shell_script, kind):
        """12.7 verify.sh names the same first bad entry, also when leaves.txt was rewritten."""
        lines = range_packet.lines("entries.jsonl")
        for at in (0, 23, len(lines) - 2):
            spoilt, verdict = spoil(lines, kind, at)
            status, printed = shell_script(range_packet.with_lines("entries.jsonl", spoilt))
            assert (status, printed.split("\n")[0]) == (4, verdict)
        path = range_packet.with_lines("entries.jsonl", spoil(lines, kind, 23)[0], leaves=True)
        finding = verify_packet(path).findings[0]
        printed = shell_script(path)[1]
        assert printed.split("\n")[0] == f"{finding.code} {finding.seq}"
        if finding.between:
            assert "between the checkpoints of size {} and {}".format(*finding.between) in printed

    @pytest.mark.parametrize("kind", KINDS_OF_PACKET)
    def test_random_attacks(self, kind, request, judge, shell_script):
        """12.7 All three give one verdict and one position for any random change."""
        _attack(8, 3, request.getfixturevalue(kind), judge, shell_script)

    @pytest.mark.long
    @pytest.mark.timeout(3600)
    @pytest.mark.parametrize("kind", KINDS_OF_PACKET)
    def test_very_many_random_attacks(self, kind, request, judge, shell_script):
        """12.7 The same for hundreds of changes."""
        _attack(400, 4, request.getfixturevalue(kind), judge, shell_script)

    @pytest.mark.parametrize(("count", "code"), [(3, "GAP"), (2, "ALTERED")])
    def test_false_close(self, log, tmp_path, judge, shell_script, count, code):
        """V8 All three find a close that counts other entries or has another root."""
        log.put("item.done", "s-d")
        log.put("item.done", "s-d")
        seq = log.put("session.close", "s-d", d={"count": count, "sroot": "00" * 32})
        path = log.packet(tmp_path / "false.zip", log.whole())
        shutil.unpack_archive(path, tmp_path / "false")
        assert judge(path) == f"{code} {seq}"
        assert shell_script(tmp_path / "false")[1].startswith(f"{code} {seq}\n")

    def test_anchor(self, log, range_packet, tmp_path, shell_script):
        """V5 verify.sh takes anchors and a key from outside, and counts what rests on the log alone."""
        folder = range_packet.folder({}, relist=False)
        witness = tmp_path / "witness.txt"
        witness.write_text("\n".join(note for _size, note in log.ledger.checkpoints()), encoding="utf-8")
        status, printed = shell_script(folder, "--anchor", witness, "--require-anchor", "--vkey", log.key.vkey.text)
        assert (status, printed.split("\n")[0]) == (0, "OK")
        assert "as given" in printed
        assert shell_script(folder, "--require-anchor")[0] == 4
        other = type(log)()
        for _ in range(12):
            other.put("log.open")
        witness.write_text(other.checkpoint(), encoding="utf-8")
        assert shell_script(folder, "--anchor", witness)[1].startswith("FORK 12\n")
        assert shell_script(folder, "--vkey", type(log)(b"other").key.vkey.text)[1].startswith("BADKEY\n")

    def test_stale(self, log, tmp_path, shell_script):
        """V6 verify.sh says STALE for an anchor more than seven days older than the packet."""
        witness = tmp_path / "witness.txt"
        witness.write_text(log.ledger.checkpoints()[0][1], encoding="utf-8")
        log.minute_ms = 24 * 3600 * 1000
        shutil.unpack_archive(log.packet(tmp_path / "r.zip", log.whole()), tmp_path / "r")
        status, printed = shell_script(tmp_path / "r", "--anchor", witness)
        assert (status, printed.split("\n")[0]) == (0, "STALE")

    def test_without_arguments(self, range_packet):
        """SEC-002 Both scripts run without arguments in the unpacked folder, and leave nothing behind."""
        folder = range_packet.folder({}, relist=False)
        before = sorted(path for path in folder.rglob("*"))
        bare = {"PATH": os.environ["PATH"]}
        for command in (["bash", "verify.sh"], [sys.executable, "-I", "-S", "-B", "verify.py"]):
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=bare)
            assert (done.returncode, done.stdout.split("\n")[0], done.stderr) == (0, "OK-UNANCHORED", "")
        assert sorted(path for path in folder.rglob("*")) == before

    def test_three_hundred_entries(self, log, tmp_path, shell_script):
        """verify.sh checks a packet of three hundred entries with their payloads within ten seconds or so."""
        for number in range(244):
            log.put("item.value", "s-c", f"value {number}")
        shutil.unpack_archive(log.packet(tmp_path / "big.zip", log.whole()), tmp_path / "big")
        assert shell_script(tmp_path / "big")[0] == 0
