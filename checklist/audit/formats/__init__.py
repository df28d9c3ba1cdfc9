"""Export formats of the audit log: one module a format, one line each in ``FORMATS``.

A format is a function from audit rows to lines of text. These files are conveniences and say so; the evidence is the
packet (D15).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from checklist.audit.formats import as_csv, as_jsonl
from checklist.audit.log_rows import ExportFacts, LogRow

Format = Callable[[ExportFacts, Iterable[LogRow]], Iterator[str]]

FORMATS: dict[str, Format] = {"csv": as_csv.lines, "jsonl": as_jsonl.lines}
"""Format code to writer."""
