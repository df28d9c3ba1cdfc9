"""Emergencies with no session running: the same lists, kept as entries of the installation (``ux.md`` 10.7).

Each press is one ``incident`` entry, written as it goes, so that nothing hangs on an orderly end. What runs is also
held in memory; after a restart it stands in the log and is not gone on with. The header says only which incident and
what kind of press; list, line and words are in the payload. Needs no sign-in (D24).
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from checklist.errors import LedgerError
from checklist.ledger.entry import Draft
from checklist.protocol.branches import Branch
from checklist.service.journal import Journal, payload_of
from checklist.session.care_state import BranchLineRun
from checklist.session.commands import Actor, Occurred
from checklist.session.decide.emergency import OUTCOMES
from checklist.session.mark import Mark, earlier


class Press(msgspec.Struct, frozen=True):
    """The payload of one entry: which list and chair, the line pressed, or how it ended; and when, if earlier."""

    branch: str
    chair: int
    line: str = ""
    done: bool = True
    outcome: str = ""
    text: str = ""
    occurred: Occurred | None = None


class Incident(msgspec.Struct, frozen=True):
    """One emergency without a session; ``of`` is the position in the log of the entry that began it."""

    of: int
    branch: str
    chair: int
    began: Mark
    lines: tuple[BranchLineRun, ...] = ()
    ended: Mark | None = None

    def line(self, line_id: str) -> BranchLineRun | None:
        """Return what counts of a line, or None while nobody has pressed it."""
        return next((item for item in reversed(self.lines) if item.line == line_id), None)


class Incidents:
    """Emergencies without a session on one workstation.

    Args:
        journal: Where entries are written.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._running: dict[int, Incident] = {}

    def running(self) -> tuple[Incident, ...]:
        """Return those that have not ended, oldest first."""
        return tuple(self._running.values())

    def start(self, branch: Branch, chair: int, actor: Actor, occurred: Occurred | None = None) -> Incident:
        """Begin one in a chair; ``occurred``: when it was pressed, where it could only be written later.

        Raises:
            LedgerError: Nothing was saved.
        """
        seq, mark = self._write("start", None, Press(branch.id, chair, occurred=occurred), actor)
        return self._keep(Incident(seq, branch.id, chair, replace(mark, n=seq)))

    def press(
        self,
        of: int,
        line: str,
        actor: Actor,
        *,
        done: bool = True,
        text: str = "",
        occurred: Occurred | None = None,
    ) -> Incident:
        """Stamp a line, done or not possible.

        Raises:
            LedgerError: ``incident.unknown`` where none of this position runs; or nothing was saved.
        """
        incident = self._known(of)
        pressed = Press(incident.branch, incident.chair, line, done, text=text, occurred=occurred)
        _, mark = self._write("line", of, pressed, actor)
        return self._keep(replace(incident, lines=(*incident.lines, BranchLineRun(line, done, text, mark))))

    def end(self, of: int, outcome: str, text: str, actor: Actor, occurred: Occurred | None = None) -> Incident:
        """End one, with an outcome of ``EndBranch``.

        Raises:
            LedgerError: ``incident.unknown``, ``incident.outcome``; or nothing was saved.
        """
        incident = self._known(of)
        if outcome not in OUTCOMES:
            raise LedgerError("incident.outcome", "no such outcome", outcome=outcome)
        pressed = Press(incident.branch, incident.chair, outcome=outcome, text=text, occurred=occurred)
        _, mark = self._write("end", of, pressed, actor)
        del self._running[of]
        return replace(incident, ended=mark)

    def _known(self, of: int) -> Incident:
        incident = self._running.get(of)
        if incident is None:
            raise LedgerError("incident.unknown", "no such incident runs here", of=of)
        return incident

    def _keep(self, incident: Incident) -> Incident:
        self._running[incident.of] = incident
        return incident

    def _write(
        self, what: Literal["start", "line", "end"], of: int | None, press: Press, actor: Actor
    ) -> tuple[int, Mark]:
        now = self._journal.now()
        draft = Draft(
            type="incident",
            actor=actor.person,
            role=actor.role,
            auth=actor.auth,
            payload=payload_of(press),
            d={"what": what} if of is None else {"what": what, "of": of},
        )
        (entry,) = self._journal.write([draft], now=now)
        mark = Mark(entry.seq, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth)
        back_ms = mark.at_ms - press.occurred.at_ms if press.occurred is not None else 0
        return entry.seq, earlier(mark, back_ms)
