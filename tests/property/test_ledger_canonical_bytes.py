"""CJ1 over any value and any bytes."""

import json
import string
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from checklist.errors import TamperError
from checklist.ledger.canonical import decode, encode

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
keys = st.text(string.ascii_lowercase + string.digits + "_", max_size=6).map(lambda rest: "k" + rest)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@given(values)
def test_round_trip(value):
    """12.7 Every value that can be written is read back as it was, from one line of UTF-8."""
    data = encode(value)
    assert decode(data) == value
    assert b"\n" not in data
    assert json.loads(data) == value


@given(st.binary(max_size=40) | values.map(lambda value: json.dumps(value).encode()))
def test_whatever_the_bytes(data):
    """12.7 Bytes are either exactly the canonical form of what they mean, or refused; nothing else happens."""
    try:
        value = decode(data)
    except TamperError:
        return
    assert encode(value) == data


@given(values, st.data())
def test_changed_bytes_mean_something_else(value, data):
    """12.7 No two byte strings mean the same value: a changed byte is refused or gives another value."""
    good = encode(value)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([data.draw(st.integers(0, 255).filter(lambda byte: byte != good[at]))]) + good[at + 1 :]
    with suppress(TamperError):
        # By its text: in Python 1 equals True, in the log it does not.
        assert repr(decode(bad)) != repr(value)
