"""The paper form of a protocol, for a day without computers: the same lines, limits in words, boxes to tick.

Everything the page says is handed to ``resources/record/paper.typ`` as JSON, never as markup (D12), so no wording of a
protocol can change the page's structure. The same protocol gives the same bytes. Imports ``protocol`` and typst.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path

import msgspec
import typst

from checklist.audit.paper_words import answer_parts, limit_marks, shown_when, unit_words
from checklist.protocol.items import SignatureField, VitalsField
from checklist.protocol.model import Anchor, Cadence, Line, PhaseId, Protocol, Section

_LAST_MARK_MIN = {Anchor.INFUSION_START: 100, Anchor.INFUSION_END: 120}
"""Marks printed as rows: to the longest infusion without a note, and to two hours after the end; blank rows follow."""

_BLANK_ROWS = 3

_PHASES = {
    PhaseId.PRE_INFUSION: "Before",
    PhaseId.MONITORING: "During and recovery",
    PhaseId.DISCHARGE: "Before going home",
}

Sheet = dict[str, object]
"""One part of the page as JSON data."""


def paper_form(protocol: Protocol, template: Path, fonts: Path) -> bytes:
    """Return the paper form as a PDF on A4.

    Args:
        protocol: What to print.
        template: ``resources/record/paper.typ``.
        fonts: Folder of the bundled fonts; no other font is used.
    """
    data = msgspec.json.encode(form_data(protocol)).decode()
    made: bytes = typst.compile(
        str(template),
        format="pdf",
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"form": data},
        timestamp=0,
    )
    return made


def form_data(protocol: Protocol) -> Sheet:
    """Return everything the page says."""
    words = protocol.vocabulary
    return {
        "title": protocol.title,
        "name": f"{protocol.short_title} {protocol.version}",
        "seal": " ".join(protocol.digest[at : at + 4] for at in range(0, 16, 4)),
        "phases": [
            {
                "title": _PHASES[phase.id],
                "sections": [sheet for section in phase.sections if (sheet := _section(section, protocol))["lines"]],
            }
            for phase in protocol.phases
        ],
        "follow_up": [_line(line, protocol) for line in protocol.follow_up],
        "branches": [
            {
                "title": branch.title,
                "trigger": branch.trigger,
                "leave": branch.leave,
                "lines": [{"text": line.text, "help": line.help} for line in branch.lines],
            }
            for branch in protocol.branches
        ],
        "criteria": [item.text for item in words.criteria],
        "advice": [item.text for item in words.advice],
        "medicines": [
            {"name": item.text + (f" ({item.schedule})" if item.schedule else ""), "use": item.use}
            for item in words.medicines
        ],
        "grades": [f"{item.code} {item.text}" for item in words.grades],
        "terms": _by_group(protocol),
    }


def _section(section: Section, protocol: Protocol) -> Sheet:
    repeated = {cadence.line: cadence for cadence in protocol.cadences}
    with_sets = {line.link_id for line in protocol.all_lines() if line.each_set and not line.set_marks}
    lines = [line for line in section.lines if line.link_id not in with_sets and _is_printed(line, protocol)]
    return {
        "title": section.title,
        "lines": [
            _grid(line, repeated[line.link_id], protocol) if line.link_id in repeated else _line(line, protocol)
            for line in lines
        ],
        "events": [_line(line, protocol) for line in section.events],
    }


def _is_printed(line: Line, protocol: Protocol) -> bool:
    return shown_when(line, protocol) is not None


def _line(line: Line, protocol: Protocol) -> Sheet:
    return {
        "kind": "line",
        "text": line.text,
        "help": line.help,
        "when": shown_when(line, protocol) or "",
        "again": _again(line),
        "optional": not line.required,
        "parts": [part for field in line.fields for part in answer_parts(field)],
        "limits": limit_marks(line, protocol),
        "signatures": [
            {"label": field.label, "statement": field.statement.replace("{name}", "the undersigned")}
            for field in line.fields
            if isinstance(field, SignatureField)
        ],
        "ways": [reason.text for reason in line.not_applicable],
    }


def _again(line: Line) -> str:
    if not line.set_marks:
        return ""
    return f"At {', '.join(map(str, line.set_marks[:4]))} min" + (" and on" if len(line.set_marks) > 4 else "")


def _grid(line: Line, cadence: Cadence, protocol: Protocol) -> Sheet:
    """Return a repeated line as a table: a row for each mark, a column for each sign and each line asked with it."""
    signs = next(field for field in line.fields if isinstance(field, VitalsField))
    heads = [f"{part.label}\n{unit_words(part.unit)}".strip() for part in signs.parts if part.code != "dbp"]
    heads = ["BP\nmmHg" if head.startswith("Systolic") else head for head in heads]
    asked = [item for item in protocol.all_lines() if item.each_set == line.link_id and not item.set_marks]
    printed = [item for item in asked if _is_printed(item, protocol)]
    marks = list(takewhile(lambda mark: mark <= _LAST_MARK_MIN[cadence.anchor], _marks(cadence)))
    return {
        "kind": "grid",
        "text": line.text,
        "help": line.help,
        "heads": [*heads, *(_short(item) for item in printed)],
        "rows": [f"{mark} min" for mark in marks] + [""] * _BLANK_ROWS,
        "limits": limit_marks(line, protocol),
        "asked": [_line(item, protocol) for item in printed],
    }


def _short(line: Line) -> str:
    words = line.text.split(",")[0].split()
    return " ".join(words[:2]) if len(words) > 2 else " ".join(words)


def _marks(cadence: Cadence) -> Iterator[int]:
    """Yield the marks in minutes after the anchor, rising."""
    ends = cadence.until_min
    single = [mark for mark in cadence.at_min if ends is None or mark <= ends]
    every = cadence.every_min
    regular: Iterable[int] = () if every is None else range(every, (ends or 24 * 60) + 1, every)
    yield from sorted({*single, *regular})
    if ends is not None and cadence.then_every_min is not None:
        yield from range(ends + cadence.then_every_min, 24 * 60, cadence.then_every_min)


def _by_group(protocol: Protocol) -> list[Sheet]:
    groups = dict.fromkeys(term.group for term in protocol.vocabulary.terms)
    return [
        {"group": group, "terms": [term.text for term in protocol.vocabulary.terms if term.group == group]}
        for group in groups
    ]
