"""One command's case: who asks, of which session, at what moment, and the checks that several families share.

Each check returns a ``Refused`` or None, so that they chain with ``or``. Pure.
"""

from __future__ import annotations

from checklist.clock import Reading
from checklist.protocol.items import check_answer
from checklist.protocol.model import Line, PhaseId, Protocol, Step
from checklist.protocol.values import Answer
from checklist.session import due, pairing
from checklist.session.codes import Code
from checklist.session.commands import Actor, Block, Occurred, Refused
from checklist.session.progress import LineStatus, Look, phase_open
from checklist.session.roles import Role
from checklist.session.state import Mark, SessionState

OWN_SIGN_IN = frozenset({"pin", "pw", "fido"})
"""Proofs that a person gave for this very act (``ledger-and-security.md`` 7.3)."""

BACK_MIN = 30
"""An observed time may lie this many minutes back (D25)."""

CORRECTION_REASONS = frozenset({"typing", "new_information", "wrong_line", "undo", "other"})

_GATED = {Step.TIME_OUT: Step.PRE_INFUSION, Step.SIGN_OFF: Step.DISCHARGE}


def refused(code: str, *blocks: Block, **params: object) -> Refused:
    """Return a refusal whose parameters are kept as text, in the order given."""
    return Refused(code, blocks, tuple((name, str(value)) for name, value in params.items()))


def is_second_persons(roles: tuple[str, ...]) -> bool:
    """Return whether a line or signature with these roles belongs to the second person of a double check."""
    return Role.CHECKER in roles


class Case:
    """A command's surroundings.

    Args:
        protocol: The session's protocol.
        state: The session.
        actor: Who asks.
        now: The clock.
    """

    def __init__(self, protocol: Protocol, state: SessionState, actor: Actor, now: Reading) -> None:
        self.protocol = protocol
        self.state = state
        self.actor = actor
        self.now = now
        self.look = Look(protocol, state, now)

    @property
    def nurse(self) -> str:
        """Person id of the nurse responsible: who opened the session, or took it over."""
        return self.state.nurse

    @property
    def nurses(self) -> frozenset[str]:
        """Person ids of everybody who is or was responsible; handing over makes nobody another person."""
        return frozenset(item.person for item in self.state.responsible)

    @property
    def single(self) -> bool:
        """Whether the clinic checks with one nurse only (``p.second_check``)."""
        return pairing.is_single(self.protocol)

    def mark(self) -> Mark:
        """Return the mark that the first event of this case will get."""
        now, actor = self.now, self.actor
        return Mark(
            self.state.count, now.wall_ms, now.tz_min, now.mono_ms, now.boot, actor.person, actor.role, actor.auth
        )

    def line(self, link_id: str) -> Line | Refused:
        """Return a line that is shown and whose phase has begun, or why it cannot be used."""
        try:
            line = self.protocol.line(link_id)
            phase = self.phase(line)
        except KeyError:
            return refused(Code.LINE_UNKNOWN)
        if not phase_open(self.state, phase):
            return refused(Code.PHASE_NOT_OPEN, phase=phase)
        if not self.look.lines.facts.visible(link_id):
            return refused(Code.LINE_HIDDEN)
        return line

    def phase(self, line: Line) -> PhaseId:
        """Return the phase of a line."""
        return self.protocol.section_of(line.link_id).phase

    def closes(self, line: Line) -> PhaseId | None:
        """Return the phase that this line's signature closes, or None."""
        return next((phase.id for phase in self.protocol.phases if phase.closed_by == line.link_id), None)

    def status(self, line: Line) -> LineStatus:
        """Return how a line stands."""
        return self.look.lines.view(line).status

    def taking(self, line: Line) -> Refused | None:
        """Refuse a new entry on a line whose phase is signed, or whose step has not begun.

        A signed phase still takes what it owes: a line put off past it, or one that a correction has opened.
        """
        phase, status = self.phase(line), self.status(line)
        owed = status is LineStatus.LATER or (status in (LineStatus.TODO, LineStatus.SENSED) and line.required)
        if self.state.closed(phase) is not None and not owed:
            return refused(Code.PHASE_CLOSED, phase=phase)
        return self.begun(line)

    def begun(self, line: Line) -> Refused | None:
        """Refuse while the step of a line has not begun: steps of a phase are done in order (``ux.md`` 6)."""
        step = self.protocol.section_of(line.link_id).step
        if step is Step.RECOVERY and not due.is_over(self.state):
            return refused(Code.STEP_NOT_OPEN, Block(Code.INFUSION_NOT_OVER), step=step)
        before = _GATED.get(step)
        blocks = tuple(b for b in self.look.blocks(before) if not self._is_compared(b)) if before is not None else ()
        return refused(Code.STEP_NOT_OPEN, *blocks, step=step) if blocks else None

    def _is_compared(self, block: Block) -> bool:
        """Return whether a comparison has opened the block's line: both sides enter again, in any order."""
        return block.link_id is not None and self.state.line(block.link_id).is_reopened

    def entitled(self, roles: tuple[str, ...], code: Code = Code.LINE_ROLE) -> Refused | None:
        """Refuse an actor in none of these roles.

        What a ``checker`` may do is a second person's: never the session's own nurse, whatever the role in
        force; a nurse or prescriber may be the second person in a session that is not hers
        (``architecture.md`` 6). Where the clinic checks with one nurse, she reads again herself.
        """
        second = is_second_persons(roles)
        if second and self.actor.person == self.nurse and not self.single:
            return refused(Code.LINE_OTHER_PERSON)
        if self.actor.role in roles or (second and self.actor.role in (Role.NURSE, Role.PRESCRIBER)):
            return None
        return refused(code, role=self.actor.role)

    def occurred(self, occurred: Occurred | None, back_min: int | None = BACK_MIN) -> Refused | None:
        """Refuse an observed time ahead, over 30 min back (None: any), before the session, or without a reason."""
        if occurred is None:
            return None
        if occurred.at_ms > self.now.wall_ms:
            return refused(Code.OCCURRED_FUTURE)
        if back_min is not None and self.now.wall_ms - occurred.at_ms > back_min * due.MINUTE_MS:
            return refused(Code.OCCURRED_OLD, minutes=back_min)
        if self.now.wall_ms - occurred.at_ms > self.since(self.state.opened):
            return refused(Code.OCCURRED_BEFORE)
        return None if occurred.reason.strip() else refused(Code.OCCURRED_REASON)

    def own_sign_in(self) -> Refused | None:
        """Refuse an actor who has not proved who they are for this act."""
        return None if self.actor.auth in OWN_SIGN_IN else refused(Code.AUTH)

    def since(self, mark: Mark) -> int:
        """Return the ms that have passed since an entry."""
        return due.passed_ms(mark, self.now)


def valid(case: Case, line: Line, answer: Answer) -> Refused | None:
    """Refuse an answer that a field of the line cannot hold, with the first problem's own code."""
    problems = check_answer(line, answer, now_ms=case.now.wall_ms)
    if not problems:
        return None
    blocks = tuple(
        Block(found.code, line.link_id, (("field", field), *(p for p in found.params if p[0] != "field")))
        for field, found in problems
    )
    return Refused(blocks[0].code, blocks, blocks[0].params)
