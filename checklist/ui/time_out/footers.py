"""The footer of each stage of the time-out: why it does not go on, and what can be pressed."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.protocol.model import Step
from checklist.ui import texts
from checklist.ui.page import FooterAction, FooterFacts
from checklist.ui.time_out import words
from checklist.ui.time_out.stage import Stage, Task, TimeOut

_NOTE = FooterAction("note", "Note", "notebook-pen")


def while_reading(tasks: Sequence[Task], left: int, *, first: bool, sending: bool) -> FooterFacts:
    """Return the footer while somebody reads; ``left``: how many values are still to be given."""
    name = "Hand over" if first else "Compare" if any(task.line.pair for task in tasks) else "Record"
    ready = not left and not sending
    restart = FooterAction("restart", "Stop and restart", "undo-2", enabled=not sending)
    compare = FooterAction("compare", name, "arrow-right" if first else "check", enabled=ready, primary=True)
    return FooterFacts(words.left(name, left), None, (restart, compare))


def otherwise(found: TimeOut, why: str) -> FooterFacts:
    """Return the footer while nobody reads; ``why``: why the next step does not open yet, or empty."""
    if found.stage is Stage.DIFFERS:
        again = FooterAction("again", "Both look again", "refresh-cw", primary=True)
        return FooterFacts(words.rounds(found), None, (_NOTE, again))
    following = texts.step(Step.INFUSION.value)
    forward = FooterAction("forward", following, "arrow-right", enabled=not why, primary=True)
    return FooterFacts(words.STOPPED if found.stage is Stage.STOPPED else why, None, (_NOTE, forward))
