"""Entries: a hashed header of fixed fields, and a payload that the header only commits to.

Imports canonical, tree and errors. Invariants (``ledger-and-security`` 7.3, 7.5): header bytes are CJ1 and
are kept as hashed; names, notes and measured values stand in the payload only; whatever ``seal`` gives,
``read_header`` accepts.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from checklist.errors import LedgerError, TamperError
from checklist.ledger import canonical
from checklist.ledger.canonical import Value
from checklist.ledger.tree import leaf_hash

FORMAT = 1
"""Header field ``v``."""

SALT_BYTES = 32
"""Length of a payload's salt (7.5)."""

HEADER_LIMIT = 65_536
"""Longest header in bytes; a list of a thousand sessions in an ``out.export`` fits."""

Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9-]{0,31}(\.[a-z][a-z0-9-]{0,31}){0,3}\Z")]
"""Lower-case dotted code; which codes exist is decided by ``session/codec.py`` and ``service``."""
Word = Annotated[str, msgspec.Meta(pattern=r"\A[!#-\[\]-~]{1,128}\Z")]
"""An id or version: printable ASCII without space, quotation mark or backslash."""
Origin = Annotated[str, msgspec.Meta(pattern=r"\A[!#-*,-\[\]-~]{1,128}\Z")]
"""Name of a log (7.1): as ``Word`` and without ``+``."""
SessionId = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9_-]{0,63}\Z")]
"""Session id: lower case, because it names a file in a packet."""
Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""32 bytes in lower-case hex."""
Count = Annotated[int, msgspec.Meta(ge=0)]
Offset = Annotated[int, msgspec.Meta(gt=-1440, lt=1440)]
Auth = Literal["pw", "pin", "fido", "cont", "bg", "none"]
ClockState = Literal["ntp", "hub", "free", "jump"]


class Stamp(msgspec.Struct, frozen=True):
    """When entries were made.

    Attributes:
        at: UTC milliseconds since 1970.
        tz: Minutes from UTC, as shown to the user.
        mono: Milliseconds of the monotonic clock, comparable within one ``boot``.
        boot: Random id of this boot.
        clk: Trust in the wall clock: ``ntp``, ``hub``, ``free`` or ``jump``.
    """

    at: int
    tz: int
    mono: int
    boot: str
    clk: ClockState


class Ref(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The older entry this one amends, countersigns, voids or answers; ``leaf`` is its leaf hash in hex."""

    log: Origin
    seq: Count
    leaf: Hex32


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry before it has a place in the log.

    Attributes:
        type: Entry type (7.4), for example ``item.done``.
        actor: User id, or ``sys``.
        role: Role in force.
        auth: How the actor is signed in: ``pw pin fido cont bg none``.
        sess: Session id, or None.
        n: Position within the session from 0; None exactly when ``sess`` is.
        pt: Random patient surrogate, or None.
        ref: The older entry this one speaks of, or None.
        payload: Patient data; None when there is none.
        d: Small data that names no person (item ids, codes, hashes), or None.
    """

    type: str
    actor: str
    role: str
    auth: Auth
    sess: str | None = None
    n: int | None = None
    pt: str | None = None
    ref: Ref | None = None
    payload: Mapping[str, Value] | None = None
    d: Mapping[str, Value] | None = None


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The hashed fields of an entry (``ledger-and-security`` 7.3); ``d`` is empty where there is none."""

    v: Literal[1]
    log: Origin
    seq: Count
    type: Code
    at: Count
    tz: Offset
    mono: Count
    boot: Word
    clk: ClockState
    actor: Word
    role: Code
    auth: Auth
    ws: Word
    app: Word
    sess: SessionId | None
    n: Count | None
    pt: Word | None
    ref: Ref | None
    pc: Hex32 | None
    d: dict[str, Any] = {}  # Any: msgspec cannot resolve the recursive Value, which decode has checked


class Entry(msgspec.Struct, frozen=True):
    """One entry as stored.

    Attributes:
        seq: Position in the log from 0.
        header: CJ1 bytes, exactly as hashed.
        salt: 32 bytes beside the payload; None without payload and after a purge.
        payload: CJ1 bytes the header's ``pc`` commits to; None without payload and after a purge.
    """

    seq: int
    header: bytes
    salt: bytes | None
    payload: bytes | None

    @property
    def leaf(self) -> bytes:
        """32-byte leaf hash of the header bytes (RFC 9162 2.1.1)."""
        return leaf_hash(self.header)


def commitment(salt: bytes, payload: bytes) -> bytes:
    """Return the 32 bytes ``HMAC-SHA-256(key=salt, message=payload)`` (RFC 2104; 7.5)."""
    return hmac.digest(salt, payload, "sha256")


def seal(draft: Draft, *, origin: str, seq: int, stamp: Stamp, ws: str, app: str, salt: bytes) -> Entry:
    """Give a draft its place and its bytes.

    Args:
        draft: What happened.
        origin: Name of the log.
        seq: Position in the log from 0.
        stamp: When.
        ws: Workstation id.
        app: Program version.
        salt: 32 random bytes, used once; dropped when the draft has no payload.

    Raises:
        LedgerError: ``entry.malformed`` or ``canonical.value``: the draft breaks 7.2 or 7.3.
    """
    if len(salt) != SALT_BYTES:
        raise LedgerError("entry.malformed", "a salt is 32 bytes")
    payload = None if draft.payload is None else canonical.encode(draft.payload)
    fields = msgspec.structs.asdict(stamp) | {
        name: getattr(draft, name) for name in ("type", "actor", "role", "auth", "sess", "n", "pt")
    }
    fields |= {
        "v": FORMAT,
        "log": origin,
        "seq": seq,
        "ws": ws,
        "app": app,
        "ref": None if draft.ref is None else msgspec.structs.asdict(draft.ref),
        "pc": None if payload is None else commitment(salt, payload).hex(),
    }
    if draft.d:
        fields["d"] = draft.d
    header = canonical.encode(fields)
    try:
        read_header(header)
    except TamperError as problem:
        raise LedgerError("entry.malformed", problem.detail) from problem
    return Entry(seq, header, None if payload is None else salt, payload)


def read_header(data: bytes) -> Header:
    """Read header bytes strictly.

    Raises:
        TamperError: ``canonical.bytes`` or ``entry.malformed``: not CJ1, or not exactly the fields of 7.3.
    """
    if len(data) > HEADER_LIMIT:
        raise TamperError("entry.malformed", "the header is longer than 65,536 bytes")
    fields = canonical.decode(data)
    try:
        header = msgspec.convert(fields, Header)
    except msgspec.ValidationError as problem:
        raise TamperError("entry.malformed", str(problem)) from problem
    if (header.sess is None) != (header.n is None):
        raise TamperError("entry.malformed", "sess and n stand together or not at all")
    if isinstance(fields, dict) and fields.get("d") == {}:
        raise TamperError("entry.malformed", "an empty d is left out")
    return header
