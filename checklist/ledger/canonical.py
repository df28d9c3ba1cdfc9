"""CJ1: the one byte form of every header and payload (``ledger-and-security`` 7.2, a profile of RFC 8785).

Imports errors and msgspec. Invariants: ``decode(encode(v)) == v``; ``encode(decode(b)) == b``; whatever bytes
``decode`` is given, it returns a value or raises ``TamperError``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from checklist.errors import LedgerError, TamperError

Value: TypeAlias = "bool | int | str | Sequence[Value] | Mapping[str, Value] | None"
"""What CJ1 can hold: objects are ``dict``, arrays ``list`` (a tuple is written as one); there are no floats."""

INT_LIMIT = 2**53
"""First integer that another JSON reader could round (RFC 8785 3.2.2.3)."""

DEPTH_LIMIT = 32
"""Deepest nesting of objects and arrays."""

_FAST = msgspec.json.Encoder(order="sorted")
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(value: Value) -> bytes:
    """Return the CJ1 bytes of a value.

    Args:
        value: ``dict``, ``list``, ``tuple``, ``str``, ``bool``, ``None`` or an integer with ``|n| < 2**53``, nested at
            most ``DEPTH_LIMIT`` deep; keys match ``[a-z][a-z0-9_]{0,31}``.

    Returns:
        UTF-8 without white space, keys in byte order, control characters escaped: always one line.

    Raises:
        LedgerError: ``canonical.value``: the value has no CJ1 form.
    """
    _check(value, DEPTH_LIMIT)
    return _dump(value)


def decode(data: bytes) -> Value:
    """Return the value that these CJ1 bytes stand for.

    Raises:
        TamperError: ``canonical.bytes``: the bytes are not exactly what ``encode`` gives.
    """
    fast = _decode_fast(data)
    if fast is not None:
        return fast[0]
    try:
        value: Value = _DECODER.decode(data.decode())
        _check(value, DEPTH_LIMIT)
    except (ValueError, RecursionError, LedgerError) as problem:
        raise TamperError("canonical.bytes", "these bytes are not CJ1") from problem
    if _dump(value) != data:
        raise TamperError("canonical.bytes", "these bytes are JSON but not in canonical form")
    return value


def _decode_fast(data: bytes) -> tuple[Value] | None:
    """Return the value of bytes that a faster reader and writer agree on, else None; three times as fast.

    Its writer gives the same bytes as ``_dump`` for every value that ``_check`` lets through, so agreement is proof
    of canonical form; whatever it cannot read or writes otherwise is judged by the plain way.
    """
    try:
        value: Value = msgspec.json.decode(data)
        _check(value, DEPTH_LIMIT)
    except (ValueError, RecursionError, LedgerError):
        return None
    return (value,) if _FAST.encode(value) == data else None


def _dump(value: Value) -> bytes:
    return _ENCODER.encode(value).encode()


def _check(value: object, depth: int) -> None:
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            raise LedgerError("canonical.value", "a string holds a lone surrogate")
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if not -INT_LIMIT < value < INT_LIMIT:
            raise LedgerError("canonical.value", "an integer is 2**53 or beyond")
    elif isinstance(value, (dict, list, tuple)):
        _check_inside(value, depth)
    else:
        raise LedgerError("canonical.value", f"a {type(value).__name__} has no CJ1 form")


def _check_inside(value: dict[object, object] | list[object] | tuple[object, ...], depth: int) -> None:
    if depth == 0:
        raise LedgerError("canonical.value", "the value is nested too deeply")
    items: Iterable[object] = value
    if isinstance(value, dict):
        if not value.keys() <= _SEEN_KEYS:
            _check_keys(value)
        items = value.values()
    for item in items:
        _check(item, depth - 1)


_SEEN_KEYS: set[object] = set()
"""Keys found good before: headers repeat the same few, and matching them again was a third of a verification."""


def _check_keys(value: dict[object, object]) -> None:
    if not all(isinstance(key, str) and _KEY.fullmatch(key) for key in value):
        raise LedgerError("canonical.value", "a key is not of the form [a-z][a-z0-9_]{0,31}")
    if len(_SEEN_KEYS) < 4096:
        _SEEN_KEYS.update(value)


def _no_number(text: str) -> Value:
    msg = f"not an integer: {text[:20]}"
    raise ValueError(msg)


def _unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "duplicate key"
        raise ValueError(msg)
    return found


_DECODER = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number, object_pairs_hook=_unique)
