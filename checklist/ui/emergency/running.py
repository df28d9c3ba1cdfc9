"""The emergencies of one session, or of one incident without a session, as the window holds them. Imports no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from checklist.clock import Reading
from checklist.protocol.model import Protocol as Checklist
from checklist.session.care_state import BranchRun
from checklist.session.commands import Refused
from checklist.session.timeline import passed_ms
from checklist.ui.emergency.course import Course, CourseFacts, Held
from checklist.ui.emergency.presses import Outbox, Press, What

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot

INCIDENT = "incident"
"""Key of what is kept without a session."""


class Box(Protocol):
    """Where presses go.

    Attributes:
        refused: The newest press that the rules did not take, until somebody has seen it.
    """

    refused: Refused | None

    @property
    def waiting(self) -> tuple[Press, ...]:
        """The presses that are not in the record yet."""
        ...

    @property
    def runs(self) -> tuple[BranchRun, ...]:
        """The lists that are in the record."""
        ...

    @property
    def failing(self) -> bool:
        """Whether the last try to write failed."""
        ...

    def put(self, press: Press) -> None:
        """Take a press."""
        ...

    def tick(self, now: Reading) -> None:
        """Try again what could not be written."""
        ...


class Running:
    """What runs in one chair.

    Args:
        key: Session id, or ``INCIDENT``.
        protocol: Whose lists they are.
        box: Where presses go.
        name: Gives a person's name.
    """

    def __init__(self, key: str, protocol: Checklist, box: Box, name: Callable[[str], str]) -> None:
        self.key, self.protocol, self.box = key, protocol, box
        self._name = name
        self.snapshot: Snapshot | None = None
        self._courses: dict[str, Course] = {}
        self.shown = ""

    @property
    def held(self) -> Held:
        """What the record holds."""
        return Held(self.box.runs, self.snapshot.state if self.snapshot is not None else None)

    @property
    def chair(self) -> int:
        """Number of the chair; 0 without a session."""
        return self.snapshot.state.chair if self.snapshot is not None else 0

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take the session as of its newest entry."""
        self.snapshot = snapshot
        if isinstance(self.box, Outbox):
            self.box.show_snapshot(snapshot)

    def open_ids(self) -> tuple[str, ...]:
        """Return the branches that run, in the record or on their way to it, oldest first."""
        found = dict.fromkeys(run.branch for run in self.box.runs if run.running)
        for press in self.box.waiting:
            if press.what is What.START:
                found[press.branch] = None
            elif press.what is What.END:
                found.pop(press.branch, None)
        return tuple(found)

    def pick(self, branch_id: str, now: Reading) -> None:
        """Start a branch, or show the one that runs already."""
        self.shown = branch_id
        if branch_id in self.open_ids():
            return
        self._courses[branch_id] = Course(self.protocol, self.protocol.branch(branch_id), now)
        self.box.put(Press(What.START, now, branch_id))

    def course(self) -> Course | None:
        """Return the branch that is shown, or the newest one that runs."""
        running = self.open_ids()
        if not running:
            return None
        if self.shown not in running:
            self.shown = running[-1]
        known = self._courses.get(self.shown)
        if known is None:
            known = self._courses[self.shown] = Course(self.protocol, self.protocol.branch(self.shown))
        return known

    def press_line(self, line_id: str, now: Reading, *, done: bool) -> None:
        """Stamp a line of the branch shown."""
        self.box.put(Press(What.LINE, now, self.shown, line_id, done))

    def press_event(self, term: str, now: Reading) -> None:
        """Stamp a timed button."""
        self.box.put(Press(What.EVENT, now, self.shown, term=term))

    def note(self, words: str, now: Reading) -> None:
        """Add words to what was stamped."""
        self.box.put(Press(What.NOTE, now, self.shown, text=words))

    def end(self, outcome: str, words: str, grade: int, now: Reading) -> None:
        """End the branch shown, and grade its event where a grade was given."""
        branch = self.shown
        self.box.put(Press(What.END, now, branch, text=words, outcome=outcome))
        if grade:
            stands = "open" if words and outcome in ("transfer", "other") else "resolved"
            self.box.put(Press(What.GRADE, now, branch, text=words, outcome=stands, grade=grade))
        self._courses.pop(branch, None)

    def facts(self, now: Reading) -> CourseFacts | None:
        """Return the branch shown as it stands, or None while none runs."""
        course = self.course()
        return course.facts(self.held, self.box.waiting, now, self._name) if course is not None else None

    def clock_ms(self, now: Reading) -> int:
        """Return how long the newest branch has run, ms."""
        course = self.course()
        start = course.started(self.held) if course is not None else None
        return passed_ms(start, now) if start is not None else 0
