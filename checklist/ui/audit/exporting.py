"""Leads an export from the sheet over the PIN to the finished file, and says how it ended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from checklist.audit.query import SessionRow
from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, texts
from checklist.ui.audit.dates import Preset, stretch_words
from checklist.ui.audit.export_sheet import FORMATS, ExportSheet, Scope
from checklist.ui.audit.filters import Filters
from checklist.ui.audit.outcome import Outcome
from checklist.ui.audit.store_work import StoreWork
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.exporting import ExportRequest, ExportResult

MOST_SESSIONS = 500
"""A search of more sessions is exported by its days, not session by session."""

_ROLES = (StaffRole.SUPERVISOR.value, StaffRole.AUDITOR.value)
_SIZES = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def size_words(size: int) -> str:
    """Return ``4.2 MB``, ``812 bytes``."""
    for unit, factor in _SIZES:
        if size >= factor:
            return f"{formats.number((Decimal(size) / factor).quantize(Decimal('0.1')))} {unit}"
    return formats.counted(size, "byte")


class Exporting:
    """One export after the other.

    Args:
        desk: The way to the service and to a person's PIN.
        work: Writes the file.

    Attributes:
        strip: Says how it ended.
    """

    def __init__(self, desk: Desk, work: StoreWork) -> None:
        self._desk, self._work = desk, work
        self.strip = Outcome("audit.exported")

    def begin(self, filters: Filters, words: str, now: Reading, total: int, row: SessionRow | None) -> None:
        """Ask what to export.

        Args:
            filters: The search on screen.
            words: Its filters besides the days, in words.
            now: The time now, for the days.
            total: How many sessions the search has.
            row: The chosen session.
        """
        rest = _scopes(filters, now, row)
        if not words or not 0 < total <= MOST_SESSIONS:
            self._open(rest, now)
            return
        query = msgspec.structs.replace(filters.query(now), limit=MOST_SESSIONS)

        def came(rows: tuple[SessionRow, ...]) -> None:
            ids = tuple(found.id for found in rows)
            these = Scope("search", f"These {formats.counted(len(ids), 'session')}: {words}", sessions=ids)
            self._open((these, *rest), now)

        self._desk.ask(lambda station: station.supervisor.sessions(query), came)

    def _open(self, scopes: tuple[Scope, ...], now: Reading) -> None:
        practice = self._desk.clinic.practice
        name = f"{'practice' if practice else 'chairside'}-audit-{formats.iso_day(now.wall_ms, now.tz_min)}"
        sheet = ExportSheet(scopes, name, practice=practice)
        sheet.asked.connect(lambda request: self._ask_pin(sheet, request))
        self._desk.open_sheet(sheet)

    def _ask_pin(self, sheet: ExportSheet, request: ExportRequest) -> None:
        statement = (
            f"I export {sheet.scope_words()} as {FORMATS[request.format]} for {request.recipient}: {request.purpose}."
        )
        wanted = ProofRequest("Export", statement, _ROLES, confirm="Export")
        self._desk.prove(wanted, lambda proof: self._proved(sheet, request, proof))

    def _proved(self, sheet: ExportSheet, request: ExportRequest, proof: Proof) -> None:
        person = self._desk.person(proof.actor.person)
        begun = False

        def began() -> None:
            nonlocal begun
            begun = True
            self.strip.clear()
            sheet.dismiss()

        def failed(problem: ChecklistError) -> None:
            if begun:
                self._failed(problem)
            else:
                sheet.show_problem(problem)

        self._work.export(request, proof.actor, person.name if person else "", began, self._done, failed)

    def _done(self, result: ExportResult) -> None:
        what = f"{formats.counted(result.sessions, 'session')}, {formats.counted(result.entries, 'entry', 'entries')}"
        practice = "PRACTICE. " if self._desk.clinic.practice else ""
        self.strip.say(Tone.DONE, "Export written", f"{practice}{what}, {size_words(result.bytes)}: {result.path}")

    def _failed(self, problem: ChecklistError) -> None:
        words = texts.error(problem)
        self.strip.say(Tone.CAUTION, "Nothing was exported", words.line)


def _scopes(filters: Filters, now: Reading, row: SessionRow | None) -> tuple[Scope, ...]:
    scopes = []
    days = filters.days(now)
    if filters.dates != Preset.ALL:
        words = f"Everything recorded {stretch_words(days, now.tz_min)}"
        scopes.append(Scope("dates", words, days.since_ms, days.until_ms))
    if row is not None:
        name = formats.patient_name(row.family, row.given)
        words = f"Only {name}, {formats.date_time(row.opened_ms, row.tz_min)}"
        scopes.append(Scope("selected", words, sessions=(row.id,)))
    scopes.append(Scope("all", "The whole log"))
    return tuple(scopes)
