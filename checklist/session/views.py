"""What a page shows of a session: lines, sections and steps as they stand.

Frozen values, worked out by ``progress``; import them from there. Pure.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from checklist.protocol.limits import Limit
from checklist.protocol.model import Line, Section, Step
from checklist.protocol.values import Answer
from checklist.session.commands import Block
from checklist.session.state import LineState


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
            ``need.signature``), as blocks.
        newest: Answer of the newest set, where the line holds vital signs again and again.
    """

    line: Line
    status: LineStatus
    recorded: LineState
    hits: tuple[Limit, ...] = ()
    needs: tuple[Block, ...] = ()
    newest: Answer | None = None

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
