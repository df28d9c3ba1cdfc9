"""The desk that pages are given: their only way to the service, to other pages and to a person's PIN.

Implements ``ui.desk.Desk``. Work goes to the bridge; a new snapshot goes to the window before the page that
asked hears of it; what could not be saved goes on the bar, and is tried again with a store opened anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from checklist.audit.query import Clinic, Person
from checklist.clock import Clock, Reading
from checklist.errors import ChecklistError, LedgerError, TamperError
from checklist.session.commands import Actor, Command, Refused
from checklist.ui import formats, texts
from checklist.ui.page import Destination
from checklist.ui.session_bridge import SessionBridge
from checklist.ui.widgets.button import Action
from checklist.ui.widgets.strips import TechnicalBar
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.service.workstation import Workstation
    from checklist.ui.desk import Proof, ProofRequest

T = TypeVar("T")

NOBODY = Actor("sys", "system", "none")
"""Who acts while nobody is signed in."""

RETRY_MS = 15_000
"""How often a store that could not be written is opened again by itself."""


class Host(Protocol):
    """What the desk needs of the window."""

    @property
    def room_words(self) -> str:
        """What the footer says of sound and sleep."""
        ...

    def changed(self, snapshot: Snapshot) -> None:
        """A session has a new snapshot."""
        ...

    def reloaded(self, snapshots: tuple[Snapshot, ...]) -> None:
        """The store was opened again; these sessions are in progress."""
        ...

    def protocol_of(self, session_id: str) -> Snapshot | None:
        """Return the newest snapshot of a session."""
        ...

    def go(self, destination: Destination) -> None:
        """Show another page."""
        ...

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a sheet over the page."""
        ...

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show a line at the bottom."""
        ...

    def open_branch(self, session_id: str, branch_id: str) -> None:
        """Open an emergency list."""
        ...


class FrontDesk:
    """The desk.

    Args:
        host: The window.
        bridge: The writer thread.
        clock: Asked for the time now.
        bar: Says what could not be saved.
        clinic: The clinic.
        people: All staff.
    """

    def __init__(
        self,
        host: Host,
        bridge: SessionBridge,
        clock: Clock,
        bar: TechnicalBar,
        clinic: Clinic,
        people: tuple[Person, ...],
    ) -> None:
        self._host = host
        self._bridge = bridge
        self._clock = clock
        self._bar = bar
        self._clinic = clinic
        self._people = people
        self._actor = NOBODY
        self._failed_at: Reading | None = None
        self._retried_ms = 0
        self._retrying = False
        bar.action_pressed.connect(self._bar_pressed)

    @property
    def clinic(self) -> Clinic:
        """The clinic; ``practice`` marks a practice directory."""
        return self._clinic

    @property
    def people(self) -> tuple[Person, ...]:
        """All staff, retired ones too."""
        return self._people

    @property
    def actor(self) -> Actor:
        """The signed-in person for ordinary ticks; nobody while the screen is locked."""
        return self._actor

    @property
    def room_words(self) -> str:
        """What the footer says of sound and sleep, as things are."""
        return self._host.room_words

    @property
    def failing(self) -> bool:
        """Whether the last write failed and no later one has worked."""
        return self._failed_at is not None

    def sign_in(self, actor: Actor) -> None:
        """Take a person as the one at the workstation."""
        self._actor = actor

    def sign_out(self) -> None:
        """Nobody is at the workstation."""
        self._actor = NOBODY

    def person(self, person_id: str) -> Person | None:
        """Return one member of staff."""
        return next((person for person in self._people if person.id == person_id), None)

    def now(self) -> Reading:
        """Return the time now."""
        return self._clock.read()

    def run(
        self,
        session_id: str,
        command: Command,
        *,
        actor: Actor | None = None,
        done: Callable[[Snapshot], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        """Hand a command to the writer thread; see ``Desk.run``."""
        who = actor or self._actor

        def came(answer: Snapshot | Refused) -> None:
            if isinstance(answer, Refused):
                (refused or (lambda no: self._say_refused(session_id, no)))(answer)
            elif done is not None:
                done(answer)

        self.ask(lambda station: station.conductor.run(session_id, command, who), came, failed)

    def ask(
        self,
        work: Callable[[Workstation], T],
        done: Callable[[T], None],
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        """Run a short piece of service work on the writer thread; see ``Desk.ask``."""

        def came(result: T) -> None:
            self._pass_on(result)
            done(result)

        def went_wrong(problem: ChecklistError) -> None:
            if isinstance(problem, LedgerError | TamperError):
                self._not_saved(problem)
            elif failed is None:
                self._host.notify(texts.error(problem).line)
            if failed is not None:
                failed(problem)

        self._bridge.ask(work, came, went_wrong)

    def prove(self, request: ProofRequest, done: Callable[[Proof], None]) -> None:
        """Open the sheet that asks a person for their PIN."""
        from checklist.ui.proof_sheet import ProofSheet

        self._host.open_sheet(ProofSheet(self, request, done))

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a sheet over the page; it closes itself."""
        self._host.open_sheet(sheet)

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show a line at the bottom for 10 s."""
        self._host.notify(text, undo)

    def open_branch(self, session_id: str, branch_id: str) -> None:
        """Open an emergency list that a session's answer offers."""
        self._host.open_branch(session_id, branch_id)

    def go(self, destination: Destination) -> None:
        """Show another page."""
        self._host.go(destination)

    def refresh_people(self, done: Callable[[tuple[Person, ...]], None] | None = None) -> None:
        """Read the staff again, after somebody was added."""

        def came(people: tuple[Person, ...]) -> None:
            self._people = people
            if done is not None:
                done(people)

        self.ask(lambda station: station.staff.people(), came)

    def tick(self, now: Reading) -> None:
        """While the store cannot be written, open it again every 15 s."""
        if self._failed_at is not None and now.mono_ms - self._retried_ms >= RETRY_MS:
            self._retry(now)

    def _pass_on(self, result: object) -> None:
        """Give new snapshots to the window, whichever piece of work they came from."""
        from checklist.service.conduct import Snapshot

        for item in result if isinstance(result, tuple) else (result,):
            if isinstance(item, Snapshot):
                self._host.changed(item)

    def _say_refused(self, session_id: str, answer: Refused) -> None:
        snapshot = self._host.protocol_of(session_id)
        if snapshot is not None:
            self._host.notify(texts.refused(answer, snapshot.protocol))

    def _not_saved(self, problem: ChecklistError) -> None:
        now = self.now()
        if self._failed_at is None:
            self._failed_at = now
            self._retried_ms = now.mono_ms
        elif problem.code == "store.degraded":
            return  # the bar already names the cause
        words = texts.error(problem)
        detail = f"{words.safe} {words.todo}".strip()
        self._bar.say(f"Not saved. {words.what}", detail, actions=(Action("retry", "Try again"),))

    def _bar_pressed(self, action: str) -> None:
        if action == "retry":
            self._retry(self.now())
        else:
            self._bar.clear()

    def _retry(self, now: Reading) -> None:
        if self._retrying:
            return
        self._retrying, self._retried_ms = True, now.mono_ms

        def recover(station: Workstation) -> tuple[Snapshot, ...]:
            station.recover()
            return station.conductor.live()

        self._bridge.ask(recover, self._recovered, self._still_failing)

    def _recovered(self, snapshots: tuple[Snapshot, ...]) -> None:
        since, now = self._failed_at, self.now()
        self._retrying, self._failed_at = False, None
        self._host.reloaded(snapshots)
        gap = f" from {formats.time_of(since.wall_ms, since.tz_min)}" if since is not None else ""
        self._bar.say(
            f"Saving again since {formats.time_of(now.wall_ms, now.tz_min)}.",
            f"Nothing was saved{gap} until then. Enter what is on paper now.",
            tone=Tone.CAUTION,
            actions=(Action("seen", "Seen"),),
        )

    def _still_failing(self, problem: ChecklistError) -> None:
        self._retrying = False
        self._not_saved(problem)
