"""A session passes to another nurse: facts read back, the leaving nurse's PIN, then the new one's.

From the second signature on the new nurse is responsible; until then the first one is.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from checklist.protocol.model import PhaseId
from checklist.service.conduct import Snapshot
from checklist.session.care_commands import HandOver, TakeOver
from checklist.session.roles import Role
from checklist.ui import texts
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.handover.fact_words import parts_of
from checklist.ui.handover.sheets import HandoverSheet, TakeOverSheet
from checklist.ui.sheet_run import run_from


class HandoverActs:
    """Opens the sheets.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self, snapshot: Snapshot) -> None:
        """Hand over where the nurse responsible is the one signed in, else take over from her."""
        own, leaving = self._desk.actor.person, snapshot.state.nurse
        parts = parts_of(snapshot, self._desk.now())
        if own == leaving:
            nurses = [p for p in self._desk.people if p.active and Role.NURSE in p.roles and p.id != own]
            sheet = HandoverSheet("Hand over to", parts, nurses)
        else:
            name = self._name(leaving)
            sheet = HandoverSheet(f"Take over from {name}", parts, leaving=name)
        read = " ".join(part.words for part in parts)

        def accepted() -> None:
            to = sheet.to() or own
            if sheet.is_alone():
                self._take(sheet, snapshot, None, to, read)
            else:
                self._give(sheet, snapshot, to, read)

        sheet.accepted.connect(accepted)
        self._desk.open_sheet(sheet)

    def ask(self, snapshot: Snapshot) -> None:
        """Ask the nurse who signed in whether she takes a running session over; nothing where it is her own."""
        state, actor = snapshot.state, self._desk.actor
        runs = bool(state.infusion.runs) and state.ended is None and state.closed(PhaseId.MONITORING) is None
        if not runs or actor.role != Role.NURSE or actor.person == state.nurse:
            return
        sheet = TakeOverSheet(self._name(state.nurse))

        def accepted() -> None:
            sheet.dismiss()
            self.open(snapshot)

        sheet.accepted.connect(accepted)
        self._desk.open_sheet(sheet)

    def _name(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return texts.person(person) if person is not None else person_id

    def _give(self, sheet: HandoverSheet, snapshot: Snapshot, to: str, read: str) -> None:
        """Let the leaving nurse sign, unless she has signed for this one already; then the new nurse."""
        waiting = (item for item in snapshot.state.handovers if item.taken is None and item.to == to)
        given = next((item.given for item in waiting if item.given is not None), None)
        if given is not None:
            self._take(sheet, snapshot, given.n, to, read)
            return
        leaving = snapshot.state.nurse
        statement = f"I, {{name}}, hand this patient over to {self._name(to)}. {read}"

        def proved(proof: Proof) -> None:
            def recorded(new: Snapshot) -> None:
                handed = new.state.handovers[-1].given
                self._take(sheet, new, handed.n if handed is not None else None, to, read)

            self._desk.run(snapshot.session_id, HandOver(to, _hash(proof)), actor=proof.actor, done=recorded)

        self._prove("Hand over", statement, leaving, proved)

    def _take(self, sheet: HandoverSheet, snapshot: Snapshot, of: int | None, to: str, read: str) -> None:
        statement = f"I, {{name}}, read these facts back and take over this patient. {read}"

        def proved(proof: Proof) -> None:
            command = TakeOver(of, _hash(proof), sheet.reason())
            run_from(self._desk, sheet, snapshot, command, self._taken, actor=proof.actor)

        self._prove("Take over", statement, to, proved)

    def _prove(self, title: str, statement: str, person: str, done: Callable[[Proof], None]) -> None:
        self._desk.prove(ProofRequest(title, statement, (Role.NURSE,), person=person, confirm=title), done)

    def _taken(self, snapshot: Snapshot) -> None:
        name = self._name(snapshot.state.nurse)
        here = snapshot.state.nurse == self._desk.actor.person
        self._desk.notify(f"{name} is responsible now." + ("" if here else f" Sign in as {name} for what follows."))


def _hash(proof: Proof) -> str:
    return sha256(proof.shown.encode()).hexdigest()
