"""PINs: what may be one, and how one is checked.

Verifiers are Argon2id (RFC 9106) with 64 MiB, t=3, p=4, keyed with the device secret, so that a stolen database alone
cannot be searched (``ledger-and-security`` 8, 10.3; NIST SP 800-63B-4 on activation secrets). A try is counted,
durably, before it is checked (SEC-042).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import msgspec
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from checklist.errors import AccessError
from checklist.service.ports import PinRecord, Secrets

MEMORY_KIB = 64 * 1024
ITERATIONS = 3
LANES = 4
MAX_FAILURES = 10
WAIT_S = (0, 0, 0, 1, 2, 4, 8, 15, 30, 30)
"""Seconds to wait after so many failures in a row (SEC-043)."""

COMMON = frozenset(
    {
        *("123123", "112233", "121212", "123321", "131313", "101010", "696969", "159753", "147258", "789456"),
        *("456789", "147852", "159357", "258456", "100000", "200000", "123654", "102030", "112211", "110110"),
        *("232323", "520520", "131420", "147147", "987456", "741852", "852456", "963852"),
    }
)
"""Six-digit codes people choose most, besides runs, repeats and dates, which the rules below refuse."""


class PinRefused(msgspec.Struct, frozen=True):
    """A PIN was not taken: ``pin.wrong``, ``pin.wait`` (asked again too soon) or ``pin.dead``.

    Attributes:
        tries_left: Tries left before the PIN is dead here.
        wait_s: Seconds before the next try is looked at.
    """

    code: str
    tries_left: int
    wait_s: int


def check_choice(pin: str, length: int) -> None:
    """Raise AccessError for a PIN nobody should have: ``pin.length``, ``pin.digits`` or ``pin.common``."""
    if len(pin) != length:
        raise AccessError("pin.length", "another number of digits", length=length)
    if not (pin.isascii() and pin.isdigit()):
        raise AccessError("pin.digits", "digits only")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    half = len(pin) // 2
    if steps in ({0}, {1}, {-1}) or pin in COMMON or pin[:half] * 2 == pin or len(set(pin)) < 3:
        raise AccessError("pin.common", "easy to guess")


def verifier(pin: str, pepper: bytes, entropy: Callable[[int], bytes]) -> str:
    """Return a new verifier in PHC form for a PIN, keyed with ``pepper`` (32 bytes)."""
    kdf = Argon2id(
        salt=entropy(16), length=32, iterations=ITERATIONS, lanes=LANES, memory_cost=MEMORY_KIB, secret=pepper
    )
    return kdf.derive_phc_encoded(pin.encode())


def try_pin(secrets: Secrets, person_id: str, pin: str, pepper: bytes, now_ms: int) -> PinRefused | int:
    """Try a PIN: count the try, check it, and clear the count when it was right.

    Returns:
        How many failures stood against the person before this right try, or why it was refused.
    """
    record = secrets.pin(person_id)
    if record is None:
        return PinRefused("pin.wrong", MAX_FAILURES, 0)
    if record.failures >= MAX_FAILURES:
        return PinRefused("pin.dead", 0, 0)
    wait_s = _wait_left(record, now_ms)
    if wait_s > 0:
        return PinRefused("pin.wait", MAX_FAILURES - record.failures, wait_s)
    counted = PinRecord(record.verifier, record.failures + 1, now_ms)
    secrets.put_pin(person_id, counted)
    try:
        Argon2id.verify_phc_encoded(pin.encode(), record.verifier, pepper)
    except InvalidKey:
        left = MAX_FAILURES - counted.failures
        return PinRefused("pin.wrong" if left else "pin.dead", left, _wait_left(counted, now_ms))
    secrets.put_pin(person_id, PinRecord(record.verifier))
    return record.failures


def _wait_left(record: PinRecord, now_ms: int) -> int:
    """Seconds still to wait; a clock set back does not shorten the wait nor stretch it beyond its full length."""
    if not record.failures or record.failed_ms is None:
        return 0
    full_s = WAIT_S[record.failures - 1]
    gone_ms = max(0, now_ms - record.failed_ms)
    return max(0, full_s - gone_ms // 1000)
