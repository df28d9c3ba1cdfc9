"""Entries (``ledger-and-security`` 7.3 and 7.5)."""

import hashlib
import hmac
import json

import msgspec
import pytest

from checklist.errors import LedgerError, TamperError
from checklist.ledger.entry import Ref, commitment, read_header, seal

WHERE = {"origin": "a.example/c/w/1", "seq": 3, "ws": "ws-03", "app": "1.0.0", "salt": b"s" * 32}


def test_header_reads_back(draft, stamp):
    """SEC-008 Header fields come back as given: time, zone, monotonic clock, boot id and clock state."""
    ref = Ref("a.example/c/w/1", 1, "ab" * 32)
    rich = msgspec.structs.replace(draft, ref=ref, d={"item": "pre.sign"}, payload={"value": "1"})
    header = read_header(seal(rich, stamp=stamp, **WHERE).header)
    assert (header.at, header.tz, header.mono, header.boot, header.clk) == (stamp.at, -300, 5000, "b7e1", "ntp")
    assert (header.ref, header.d, header.seq, header.sess, header.n) == (ref, {"item": "pre.sign"}, 3, "s-42", 0)


def test_payload_stands_outside(draft, stamp):
    """SEC-009 What is in the payload does not stand in the header, only a salted commitment to it."""
    entry = seal(msgspec.structs.replace(draft, payload={"name": "Example"}), stamp=stamp, **WHERE)
    assert b"Example" not in entry.header
    assert read_header(entry.header).pc == hmac.new(b"s" * 32, entry.payload, hashlib.sha256).hexdigest()
    assert commitment(b"s" * 32, entry.payload).hex() == read_header(entry.header).pc


def test_no_payload_no_salt(draft, stamp):
    """An entry without payload keeps no salt and commits to nothing."""
    entry = seal(draft, stamp=stamp, **WHERE)
    assert (entry.salt, entry.payload, read_header(entry.header).pc) == (None, None, None)
    assert b'"d"' not in entry.header


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Item.Done"},
        {"type": "item done"},
        {"type": ""},
        {"type": "a" * 40},
        {"role": "RN"},
        {"auth": "face"},
        {"n": None},
        {"sess": None},
        {"n": -1},
        {"sess": "S 42"},
        {"sess": "../x"},
        {"sess": ""},
        {"pt": "Ann Lee"},
        {"actor": "a b"},
        {"actor": ""},
        {"actor": 'a"b'},
        {"actor": "ä"},
        {"payload": {"value": 1.5}},
        {"d": {"Item": 1}},
        {"d": {"x": "y" * 70_000}},
    ],
)
def test_seal_refuses(draft, stamp, change):
    """A draft that breaks the header rules is refused before anything is written."""
    with pytest.raises(LedgerError):
        seal(msgspec.structs.replace(draft, **change), stamp=stamp, **WHERE)


def test_short_salt(draft, stamp):
    """A salt of another length than 32 bytes is refused."""
    with pytest.raises(LedgerError, match=r"entry\.malformed"):
        seal(draft, stamp=stamp, **(WHERE | {"salt": b"s"}))


@pytest.mark.parametrize("where", [{"origin": "a b"}, {"origin": "a+b"}, {"ws": ""}, {"app": "1 0"}])
def test_place_refused(draft, stamp, where):
    """Origin, workstation and version are words without spaces; the origin is without a plus sign."""
    with pytest.raises(LedgerError, match=r"entry\.malformed"):
        seal(draft, stamp=stamp, **(WHERE | where))


def _edited(header, **change):
    fields = json.loads(header) | change
    fields = {key: value for key, value in fields.items() if value != "drop"}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"seq": "3"},
        {"seq": -1},
        {"extra": 1},
        {"ws": "drop"},
        {"pc": "AB" * 32},
        {"pc": "ab"},
        {"tz": 1440},
        {"clk": "sun"},
        {"d": {}},
        {"d": None},
        {"ref": {"log": "x", "seq": 0}},
        {"at": None},
        {"ref": {"leaf": "ab" * 32, "log": "x", "seq": 0, "more": 1}},
        {"type": "a.b.c.d.e"},
        {"actor": "a\nb"},
    ],
)
def test_read_refuses(draft, stamp, change):
    """Header bytes with a field missing, added, or of another form are refused."""
    with pytest.raises(TamperError):
        read_header(_edited(seal(draft, stamp=stamp, **WHERE).header, **change))
