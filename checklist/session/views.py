"""What a page shows of a session: lines, sections and steps as they stand.

Frozen values, worked out by ``progress``; import them from there. Pure.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.limits import Limit
from checklist.protocol.model import Line, Section, Step
from checklist.protocol.values import Answer
from checklist.session.again import Again
from checklist.session.commands import Block
from checklist.session.readiness import Readiness
from checklist.session.state import Compared, LineState


class LineStatus(StrEnum):
    """States of ``ux.md`` 6; ``now`` is the window's choice, not the record's."""

    TODO = "todo"
    SENSED = "sensed"
    DONE = "done"
    CORRECTED = "corrected"
    LATER = "later"
    NOT_APPLICABLE = "not_applicable"
    EXCEPTION = "exception"
    STOP = "stop"


OPEN = frozenset({LineStatus.TODO, LineStatus.SENSED, LineStatus.STOP})


class StepStatus(StrEnum):
    """States of a step on the rail."""

    TODO = "todo"
    NOW = "now"
    DONE = "done"
    DONE_LATER = "done_later"
    DONE_EXCEPTION = "done_exception"
    SKIPPED = "skipped"
    STOPPED = "stopped"


class LineView(msgspec.Struct, frozen=True):
    """One visible line, ready to be shown.

    Attributes:
        hits: Limits the answer in force meets, strictest first.
        needs: What the line still asks for (``need.told``, ``need.note``, ``need.override``, ``need.stop``,
            ``need.signature``, ``need.witness``, ``need.answer``, ``need.branch``, ``need.recheck``,
            ``pair.stop``, ``auto.not_yet``), as blocks.
        newest: Answer of the newest set, where the line holds vital signs again and again.
        offered: What the session's own record answers; recording exactly this confirms it.
        again: Why the line is open again though it was answered; its next answer is no correction.
        due_ms: A reading to be repeated may not be taken before, UTC ms; 0 for now.
        compared: The newest comparison of an independent check.
        readiness: How a line stands that the program works out.
    """

    line: Line
    status: LineStatus
    recorded: LineState
    hits: tuple[Limit, ...] = ()
    needs: tuple[Block, ...] = ()
    newest: Answer | None = None
    offered: Answer | None = None
    again: Again | None = None
    due_ms: int = 0
    compared: Compared | None = None
    readiness: Readiness | None = None

    @property
    def reopened(self) -> tuple[str, ...]:
        """Fields that a comparison has opened again, to be read and entered anew."""
        return self.recorded.reopened_fields if self.recorded.is_reopened else ()

    @property
    def stale(self) -> bool:
        """Whether the answer was confirmed from evidence that no longer holds."""
        return self.again is Again.STALE

    @property
    def answer(self) -> Answer | None:
        """The answer in force."""
        return self.recorded.current.answer if self.recorded.current else self.newest


class SectionView(msgspec.Struct, frozen=True):
    """One section with its visible lines."""

    section: Section
    lines: tuple[LineView, ...]

    @property
    def done(self) -> int:
        """How many lines let the step close."""
        return sum(view.status not in OPEN for view in self.lines)


class StepView(msgspec.Struct, frozen=True):
    """One step of the rail.

    Attributes:
        done: Visible required lines that are done, whatever the way.
        later: Those put off, counted apart.
        todo: Those still open.
        exceptions: How many of the done ones passed a hard stop.
        blocks: Why the step cannot close yet, in page order; empty when it can. The signature that closes the
            phase is not among them: it is what may be given when nothing blocks.
        next_link: First open required line, or None.
        carried: Lines of earlier steps that were put off until this one.
    """

    step: Step
    status: StepStatus
    sections: tuple[SectionView, ...]
    done: int
    later: int
    todo: int
    exceptions: int
    blocks: tuple[Block, ...]
    next_link: str | None
    carried: tuple[LineView, ...] = ()

    @property
    def total(self) -> int:
        """How many visible required lines the step has."""
        return self.done + self.later + self.todo
