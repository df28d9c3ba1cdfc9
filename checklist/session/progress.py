"""Visible, missing, next, complete: what stands in the way of a step or phase.

Pure functions of protocol, state and now.

A line counts while it is shown (``inforce`` has the rule for hidden ones). A deferred line lets its own step
close and blocks the step it was put off to. What a correction opens again in a closed phase blocks the phases
after it. A required line blocks while it is to do; any answered line blocks while its answer asks for
something (``lines``).
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.clock import Reading
from checklist.protocol.model import Line, PhaseId, Protocol, Section, Step
from checklist.session import branches, delivered, drug_account, due
from checklist.session.again import Again
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.inforce import InForce, sets_of, vitals_field
from checklist.session.lines import Lines
from checklist.session.state import InfusionStatus, SessionState, Status
from checklist.session.views import OPEN, LineStatus, LineView, SectionView, StepStatus, StepView

__all__ = [
    "OPEN",
    "LineStatus",
    "LineView",
    "Look",
    "SectionView",
    "StepStatus",
    "StepView",
    "current_step",
    "line_view",
    "phase_blocks",
    "phase_open",
    "rail",
    "resume_point",
    "step_view",
    "visible",
]

STEPS = tuple(Step)
_UNANSWERED = frozenset({LineStatus.TODO, LineStatus.SENSED})
_ASKED_ANEW = frozenset({Again.STALE, Again.SET})


def visible(protocol: Protocol, state: SessionState, line: Line) -> bool:
    """Return whether a line is shown; it does not depend on the time."""
    return InForce(protocol, state).visible(line.link_id)


def line_view(protocol: Protocol, state: SessionState, link_id: str, now: Reading) -> LineView:
    """Return one line as it stands; raises KeyError where the protocol has no such line."""
    return Lines(protocol, state, now).view(protocol.line(link_id))


def step_view(protocol: Protocol, state: SessionState, step: Step, now: Reading) -> StepView:
    """Return one step of the rail as it stands."""
    return Look(protocol, state, now).step(step)


def rail(protocol: Protocol, state: SessionState, now: Reading) -> tuple[StepView, ...]:
    """Return the six steps in order."""
    look = Look(protocol, state, now)
    return tuple(look.step(step) for step in STEPS)


def current_step(protocol: Protocol, state: SessionState, now: Reading) -> Step:
    """Return the first step that is not complete; the infusion gives way to recovery once it is over."""
    return Look(protocol, state, now).current()


def phase_blocks(protocol: Protocol, state: SessionState, phase: PhaseId, now: Reading) -> tuple[Block, ...]:
    """Return why a phase cannot be closed yet, in page order; empty when its signature may be given."""
    return Look(protocol, state, now).phase_blocks(phase)


def resume_point(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Step, str | None]:
    """Return where work goes on: the current step and its first open line."""
    look = Look(protocol, state, now)
    return look.current(), look.step(look.current()).next_link


def phase_open(state: SessionState, phase: PhaseId) -> bool:
    """Return whether a phase has begun: monitoring after ``pre.sign``, discharge when the pump is done."""
    if phase is PhaseId.MONITORING:
        return state.closed(PhaseId.PRE_INFUSION) is not None
    return phase is PhaseId.PRE_INFUSION or due.is_over(state)


class Look:
    """One look at a session's steps; works each out once.

    Args:
        protocol: The session's protocol.
        state: The session.
        now: The clock.
    """

    def __init__(self, protocol: Protocol, state: SessionState, now: Reading) -> None:
        self.protocol = protocol
        self.state = state
        self.lines = Lines(protocol, state, now)
        self._closing = {phase.closed_by for phase in protocol.phases}
        self._carried = self._carried_lines()
        self._blocks: dict[Step, tuple[Block, ...]] = {}
        self._now: Step | None = None

    def _carried_lines(self) -> dict[Step, list[LineView]]:
        """Return the deferred lines by the step they were put off to, where that is not their own."""
        carried: dict[Step, list[LineView]] = {}
        for link_id, recorded in self.state.lines.items():
            until = recorded.deferred.until if recorded.deferred else None
            if until is not None and until is not self.protocol.section_of(link_id).step:
                view = self.lines.view(self.protocol.line(link_id))
                if view.status is LineStatus.LATER:
                    carried.setdefault(until, []).append(view)
        return carried

    def _shown(self, section: Section) -> Iterator[LineView]:
        return (self.lines.view(line) for line in section.lines if self.lines.facts.visible(line.link_id))

    def step(self, step: Step) -> StepView:
        """Return a step as it stands."""
        sections = tuple(SectionView(s, tuple(self._shown(s))) for s in self.protocol.sections_of(step))
        views = [view for section in sections for view in section.lines]
        required = [view for view in views if view.line.required]
        todo = sum(view.status in OPEN for view in required)
        later = sum(view.status is LineStatus.LATER for view in required)
        exceptions = sum(view.status is LineStatus.EXCEPTION for view in views)
        carried = tuple(self._carried.get(step, ()))
        return StepView(
            step=step,
            status=self._status(step, later, exceptions),
            sections=sections,
            done=len(required) - todo - later,
            later=later,
            todo=todo,
            exceptions=exceptions,
            blocks=self.blocks(step),
            next_link=self._next(step, views, carried),
            carried=carried,
        )

    def _status(self, step: Step, later: int, exceptions: int) -> StepStatus:
        if self.complete(step):
            return StepStatus.DONE_EXCEPTION if exceptions else StepStatus.DONE_LATER if later else StepStatus.DONE
        if self.state.status is Status.STOPPED:
            return StepStatus.STOPPED if step is self.current() else StepStatus.TODO
        return StepStatus.NOW if step is self.current() else StepStatus.TODO

    def _next(self, step: Step, views: list[LineView], carried: tuple[LineView, ...]) -> str | None:
        blocked = {block.link_id for block in self.blocks(step)}
        waiting = [view.line.link_id for view in (*carried, *views) if view.line.link_id in blocked]
        closing = [v.line.link_id for v in views if v.line.link_id in self._closing and v.status in OPEN]
        return next(iter([*waiting, *closing]), None)

    def blocks(self, step: Step) -> tuple[Block, ...]:
        """Return why a step cannot close yet."""
        found = self._blocks.get(step)
        if found is None:
            found = self._blocks[step] = tuple(self._step_blocks(step))
        return found

    def _step_blocks(self, step: Step) -> Iterator[Block]:
        for view in self._carried.get(step, ()):
            yield Block(Code.LINE_LATER, view.line.link_id, (("until", step),))
        if step is Step.INFUSION and not due.is_over(self.state):
            started = self.state.infusion.status is not InfusionStatus.NOT_STARTED
            yield Block(Code.INFUSION_NOT_OVER if started else Code.INFUSION_NOT_STARTED)
        for section in self.protocol.sections_of(step):
            for view in self._shown(section):
                if view.line.link_id not in self._closing:
                    yield from self._line_blocks(view, step)
            for line in section.events:
                yield from self.lines.view(line).needs
        if step is Step.RECOVERY:
            yield from delivered.blocks(self.state)
            yield from branches.blocks(self.state)
        short = drug_account.short(self.protocol, self.state)
        if short is not None and short.link_id is not None and self._is_in(short.link_id, step):
            yield short
        if step is Step.DISCHARGE:
            yield from drug_account.blocks(self.protocol, self.state)
            yield from branches.account_blocks(self.protocol, self.state)

    def _line_blocks(self, view: LineView, step: Step) -> Iterator[Block]:
        link_id, recorded = view.line.link_id, view.recorded
        if view.line.repeats and vitals_field(view.line) is not None:
            yield from self._repeated_blocks(view)
        elif view.status is LineStatus.LATER:
            if recorded.deferred is not None and recorded.deferred.until is step:
                yield Block(Code.LINE_LATER, link_id, (("until", step),))
        elif view.answer is None and view.status in _UNANSWERED and view.line.required and not view.needs:
            yield Block(Code.LINE_TODO, link_id)
        elif view.again in _ASKED_ANEW and view.line.required:
            yield Block(Code.LINE_TODO, link_id)
            yield from view.needs
        elif view.line.required or view.answer is not None:
            yield from view.needs

    def _repeated_blocks(self, view: LineView) -> Iterator[Block]:
        link_id = view.line.link_id
        if view.line.required and not sets_of(self.state, link_id):
            yield Block(Code.VITALS_NONE, link_id)
        for mark in self.lines.overdue(link_id) if view.line.required else ():
            yield Block(Code.VITALS_OVERDUE, link_id, (("due_ms", str(mark.due_ms)),))
        yield from view.needs

    def complete(self, step: Step) -> bool:
        """Return whether nothing is left in a step: no blocks, and its phase signed where it signs."""
        phase = next((p for p in self.protocol.phases if self._is_in(p.closed_by, step)), None)
        return not self.blocks(step) and (phase is None or self.state.closed(phase.id) is not None)

    def _is_in(self, link_id: str, step: Step) -> bool:
        return self.protocol.section_of(link_id).step is step

    def current(self) -> Step:
        """Return the first step that is not complete, or the last one."""
        if self._now is None:
            passed = (Step.INFUSION,) if due.is_over(self.state) else ()
            self._now = next((s for s in STEPS if s not in passed and not self.complete(s)), STEPS[-1])
        return self._now

    def phase_blocks(self, phase: PhaseId) -> tuple[Block, ...]:
        """Return why a phase cannot close: earlier phases open, what they owe, and its own steps."""
        found: list[Block] = []
        for earlier in self.protocol.phases:
            if earlier.id is phase:
                break
            if self.state.closed(earlier.id) is None:
                found.append(Block(Code.PHASE_STILL_OPEN, earlier.closed_by, (("phase", earlier.id),)))
            found += self.owing(earlier.id)
        return (*found, *self._own(phase))

    def owing(self, phase: PhaseId) -> tuple[Block, ...]:
        """Return what a closed phase owes since a correction opened it again; nothing while it is open."""
        return self._own(phase) if self.state.closed(phase) is not None else ()

    def _own(self, phase: PhaseId) -> tuple[Block, ...]:
        steps = dict.fromkeys(section.step for section in self.protocol.phase(phase).sections)
        return tuple(block for step in steps for block in self.blocks(step))
