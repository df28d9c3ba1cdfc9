"""The audit log as flat rows: who did what, when, to whom, and what changed (FHIR AuditEvent's fields in our words).

One row an entry. The old value of a correction stands beside the new one. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from checklist.ledger import canonical
from checklist.ledger.canonical import Value
from checklist.ledger.entry import Entry, Header, read_header


class ExportFacts(msgspec.Struct, frozen=True):
    """What stands at the head of an export: where it comes from, when, for whom, and what it covers."""

    origin: str
    clinic: str
    practice: bool
    made_ms: int
    made_by: str
    scope: str
    recipient: str
    purpose: str


class LogRow(msgspec.Struct, frozen=True):
    """One entry of the log, flat.

    Attributes:
        seq: Position in the log. ``n``: position in the session, or None.
        recorded_ms, tz_min: When it was recorded, UTC ms, and the offset shown.
        occurred_ms: Earlier clinical time, UTC ms, or None for now.
        agent, agent_id, role, auth: Who.
        type: Entry type. ``item``: link id or other thing it is about, or empty.
        patient, patient_id: Name as registered, and surrogate; empty outside sessions.
        value, former: New and old content as plain text; empty where there is none.
        reason: Why, where a reason was given.
        leaf: Leaf hash in hex, to find the row in the packet.
    """

    seq: int
    recorded_ms: int
    tz_min: int
    occurred_ms: int | None
    agent: str
    agent_id: str
    role: str
    auth: str
    type: str
    session: str
    n: int | None
    patient_id: str
    patient: str
    item: str
    value: str
    former: str
    reason: str
    clock: str
    leaf: str


def log_rows(
    entries: Iterable[Entry],
    *,
    person_name: Callable[[str], str],
    patient_name: Callable[[str], str],
    entry_at: Callable[[int], Entry],
) -> Iterator[LogRow]:
    """Yield a row for each entry, in order.

    Args:
        entries: In order of ``seq``.
        person_name: Gives the name of a person id.
        patient_name: Gives the name of a patient surrogate.
        entry_at: Reads an older entry that a correction points at.
    """
    for entry in entries:
        header = read_header(entry.header)
        payload = _payload(entry)
        former = ""
        if header.ref is not None and header.type in {"amend", "item.clear", "void"}:
            former = plain(_content(_payload(entry_at(header.ref.seq))))
        yield _row(entry, header, payload, former, person_name, patient_name)


def plain(value: Value) -> str:
    """Return stored content as one line of text: values with their units, fields by name, in stored order.

    Nothing is left out; tags that name a kind of record are.
    """
    if isinstance(value, Mapping):
        if "value" in value and set(value) <= {"value", "unit", "code", "type"}:
            unit = value.get("unit", "")
            named = f"{value['code']} " if "code" in value else ""
            return f"{named}{value['value']}{f' {unit}' if unit else ''}"
        for name in ("field", "parameter"):
            if set(value) == {name, "value"}:
                return f"{value[name]}: {plain(value['value'])}"
        parts = [(key, plain(item)) for key, item in value.items() if key != "type"]
        if len(parts) == 1:
            return parts[0][1]
        return "; ".join(f"{key}: {text}" for key, text in parts if text)
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _payload(entry: Entry) -> dict[str, Value]:
    if entry.payload is None:
        return {}
    payload = canonical.decode(entry.payload)
    return payload if isinstance(payload, dict) else {}


_ABOUT = frozenset({"link_id", "reason", "occurred", "of", "dwell_ms", "type"})


def _content(payload: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in payload.items() if key not in _ABOUT}


def _row(
    entry: Entry,
    header: Header,
    payload: Mapping[str, Value],
    former: str,
    person_name: Callable[[str], str],
    patient_name: Callable[[str], str],
) -> LogRow:
    occurred = payload.get("occurred")
    at = occurred.get("at_ms") if isinstance(occurred, dict) else None
    back = occurred.get("reason") if isinstance(occurred, dict) else None
    reason = "; ".join(str(item) for item in (payload.get("reason"), back) if item)
    item = header.d.get("item") or payload.get("link_id") or ""
    value = plain(_content(payload)) if payload else plain({k: v for k, v in header.d.items() if k != "item"})
    return LogRow(
        seq=entry.seq,
        recorded_ms=header.at,
        tz_min=header.tz,
        occurred_ms=at if isinstance(at, int) else None,
        agent=person_name(header.actor),
        agent_id=header.actor,
        role=header.role,
        auth=header.auth,
        type=header.type,
        session=header.sess or "",
        n=header.n,
        patient_id=header.pt or "",
        patient=patient_name(header.pt) if header.pt else "",
        item=str(item),
        value=value,
        former=former,
        reason=reason,
        clock=header.clk,
        leaf=entry.leaf.hex(),
    )
