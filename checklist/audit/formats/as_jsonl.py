"""The audit log as JSON Lines: the first line says what this is, then one object a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from checklist.audit.formats.as_csv import iso
from checklist.audit.log_rows import ExportFacts, LogRow

NOTICE = "Convenience copy, not evidence: the packet is."

_encoder = msgspec.json.Encoder()


def lines(facts: ExportFacts, rows: Iterable[LogRow]) -> Iterator[str]:
    """Yield the file's lines with their line ends."""
    yield _line({"notice": NOTICE, **msgspec.structs.asdict(facts), "made": iso(facts.made_ms, 0)})
    for row in rows:
        fields = msgspec.structs.asdict(row)
        fields["recorded"] = iso(row.recorded_ms, row.tz_min)
        fields["occurred"] = None if row.occurred_ms is None else iso(row.occurred_ms, row.tz_min)
        yield _line(fields)


def _line(value: object) -> str:
    return _encoder.encode(value).decode() + "\n"
