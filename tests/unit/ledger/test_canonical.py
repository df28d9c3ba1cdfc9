"""CJ1 (``ledger-and-security`` 7.2)."""

import pytest

from checklist.errors import LedgerError, TamperError
from checklist.ledger.canonical import decode, encode


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ({"b": 1, "a": [True, False, None]}, b'{"a":[true,false,null],"b":1}'),
        ({}, b"{}"),
        ("50µg – ok", '"50µg – ok"'.encode()),
        ('"\\\b\f\n\r\t\x00\x1f\x7f/', b'"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7f/"'),
        (-(2**53) + 1, b"-9007199254740991"),
        (0, b"0"),
        ("\U0001f600", '"\U0001f600"'.encode()),
    ],
)
def test_encode(value, data):
    """Values are written in the one form of RFC 8785, and read back as they were."""
    assert encode(value) == data
    assert decode(data) == value


def test_tuple_is_an_array():
    """A tuple is written as an array."""
    assert encode({"a": (1, 2)}) == b'{"a":[1,2]}'


LONE = chr(0xD800)
REFUSED = [1.0, float("nan"), 2**53, -(2**53), {"A": 1}, {"": 1}, {"1a": 1}, {"a" * 33: 1}, {1: 1}, {"ä": 1}, b"x", {1}]


@pytest.mark.parametrize("value", [*REFUSED, LONE, ["ok", LONE], object()])
def test_encode_refuses(value):
    """Floats, great integers, other keys, lone surrogates and other types have no canonical form."""
    with pytest.raises(LedgerError, match=r"canonical\.value"):
        encode(value)


def test_encode_refuses_depth():
    """Nesting beyond 32 has no canonical form."""
    value = []
    for _ in range(31):
        value = [value]
    assert decode(encode(value)) == value
    with pytest.raises(LedgerError):
        encode([value])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" {}",
        b"{} ",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b"NaN",
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"A":1}',
        b'"\\ud800"',
        b'"\\u0041"',
        b'"\\/"',
        b'"\xff"',
        b"Infinity",
        b"-Infinity",
        b'"a\nb"',
        b"[" * 5000,
        b"1" * 5000,
        b'"\\u00e9"',
        b"'a'",
        b"\xef\xbb\xbf{}",
    ],
)
def test_decode_refuses(data):
    """Bytes that are not exactly what ``encode`` writes are refused, whatever they are."""
    with pytest.raises(TamperError, match=r"canonical\.bytes"):
        decode(data)
