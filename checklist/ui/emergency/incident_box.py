"""Presses of an emergency without a session: kept as an incident (``ux.md`` 10.7). Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.session.care_state import BranchRun
from checklist.session.commands import Actor, Refused
from checklist.ui.emergency.presses import RETRY_MS, Press, What, late

if TYPE_CHECKING:
    from checklist.protocol.model import Protocol
    from checklist.service.incidents import Incident
    from checklist.service.workstation import Workstation
    from checklist.ui.desk import Desk


class IncidentBox:
    """The presses on their way, and the lists that run.

    Args:
        desk: The way to the service.
        lists: Whose lists they are.
        actor: Gives who acts.
        changed: Called when a press was written or could not be.
    """

    def __init__(self, desk: Desk, lists: Protocol, actor: Callable[[], Actor], changed: Callable[[], None]) -> None:
        self._desk, self._lists, self._actor, self._changed = desk, lists, actor, changed
        self._waiting: list[tuple[Press, Actor]] = []
        self._incidents: dict[str, Incident] = {}
        self._busy = False
        self._failed_ms: int | None = None
        self.refused: Refused | None = None

    @property
    def waiting(self) -> tuple[Press, ...]:
        """The presses that are not in the record yet, oldest first."""
        return tuple(press for press, _ in self._waiting)

    @property
    def runs(self) -> tuple[BranchRun, ...]:
        """The lists that are in the record."""
        return tuple(BranchRun(one.branch, one.began, one.lines, one.ended) for one in self._incidents.values())

    @property
    def failing(self) -> bool:
        """Whether the last try to write failed."""
        return self._failed_ms is not None

    def put(self, press: Press) -> None:
        """Take a press and begin to write it; a grade belongs to a session and is left out."""
        if press.what is not What.GRADE:
            self._waiting.append((press, self._actor()))
            if not self.failing:
                self._write()

    def tick(self, now: Reading) -> None:
        """Try again what could not be written."""
        if self._failed_ms is not None and now.mono_ms - self._failed_ms >= RETRY_MS:
            self._write()

    def _write(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        press, actor = self._waiting[0]
        known, occurred = self._incidents.get(press.branch), late(press, self._desk.now())

        def work(station: Workstation) -> Incident:
            if known is None:
                return station.incidents.start(self._lists.branch(press.branch), 0, actor, occurred)
            if press.what is What.END:
                return station.incidents.end(known.of, press.outcome, press.text, actor, occurred)
            name = press.line or press.term or press.what
            return station.incidents.press(known.of, name, actor, done=press.done, text=press.text, occurred=occurred)

        self._desk.ask(work, self._done, self._not_written)

    def _done(self, incident: Incident) -> None:
        self._busy, self._failed_ms = False, None
        self._waiting.pop(0)
        if incident.ended is None:
            self._incidents[incident.branch] = incident
        else:
            self._incidents.pop(incident.branch, None)
        self._changed()
        self._write()

    def _not_written(self, _problem: ChecklistError) -> None:
        self._busy, self._failed_ms = False, self._desk.now().mono_ms
        self._changed()
