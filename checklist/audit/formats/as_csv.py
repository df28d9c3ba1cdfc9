"""The audit log as CSV (RFC 4180): UTF-8, every field quoted, cells that a spreadsheet could run disarmed (SEC-080)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from checklist.audit.log_rows import ExportFacts, LogRow

NOTICE = "Convenience copy, not evidence: the packet is. Times ISO 8601; a leading ' marks text that was disarmed."
COLUMNS = [
    "seq",
    "recorded",
    "occurred",
    "agent",
    "agent_id",
    "role",
    "auth",
    "type",
    "session",
    "n",
    "patient_id",
    "patient",
    "item",
    "value",
    "former",
    "reason",
    "clock",
    "leaf",
]

_RISKY = tuple("=+-@\t\r\n\0＝＋－＠")


def lines(facts: ExportFacts, rows: Iterable[LogRow]) -> Iterator[str]:
    """Yield the file's lines with their line ends: a notice, the column names, then one line a row."""
    practice = "PRACTICE, made-up patients. " if facts.practice else ""
    made = f"made {iso(facts.made_ms, 0)} by {facts.made_by}"
    yield _line([f"{practice}{NOTICE} {facts.clinic}, {facts.origin}, {facts.scope}, {made}"])
    yield _line(COLUMNS)
    for row in rows:
        yield _line(_cells(row))


def disarm(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a leading apostrophe before anything that could be one."""
    return f"'{text}" if text.lstrip(" ").startswith(_RISKY) else text


def iso(at_ms: int, tz_min: int) -> str:
    """Return ISO 8601 with milliseconds and offset."""
    zone = timezone(timedelta(minutes=tz_min)) if tz_min else UTC
    moment = datetime.fromtimestamp(at_ms // 1000, tz=zone) + timedelta(milliseconds=at_ms % 1000)
    return moment.isoformat(timespec="milliseconds")


def _cells(row: LogRow) -> list[str]:
    fields = msgspec.structs.asdict(row)
    fields["recorded"] = iso(row.recorded_ms, row.tz_min)
    fields["occurred"] = "" if row.occurred_ms is None else iso(row.occurred_ms, row.tz_min)
    cells: list[str] = []
    for column in COLUMNS:
        value = fields[column]
        cells.append(disarm(value) if isinstance(value, str) else "" if value is None else str(value))
    return cells


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([cell.replace("\0", "␀") for cell in cells])
    return out.getvalue()
