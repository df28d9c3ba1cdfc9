"""What the main window offers to its pages.

Pages are given one ``Desk``. It is the only way from a page to the service, to other pages and to a person's PIN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from checklist.audit.query import Clinic, Person
from checklist.clock import Reading
from checklist.errors import ChecklistError
from checklist.session.commands import Actor, Command, Refused
from checklist.ui.page import Destination

if TYPE_CHECKING:  # the service pulls in what must not be loaded before the first paint (performance.md 1)
    from checklist.service.conduct import Snapshot
    from checklist.service.workstation import Workstation

T = TypeVar("T")

WITNESS_DWELL_MS = 2_000
"""A witness signs at the earliest when her sentence has stood for so long (``ux.md`` 10.9)."""


class ProofRequest(msgspec.Struct, frozen=True):
    """Ask a person for their own PIN.

    Attributes:
        title: What is about to happen, as a heading.
        statement: The exact sentence signed, or why the PIN is asked; its SHA-256 is what a signature covers.
            ``{name}`` is replaced by the name of the person chosen.
        roles: Roles that may do it; the proof is given in the first of these the person holds.
        person: Ask this person only (the signed-in one); None lets anybody with a fitting role be chosen.
        barred: People who may not (who gave the first answers).
        confirm: Word on the button.
        dwell_ms: The sentence stands at least so long, with the signer's name in it, before a PIN is looked at.
    """

    title: str
    statement: str
    roles: tuple[str, ...]
    person: str | None = None
    barred: tuple[str, ...] = ()
    confirm: str = "Sign"
    dwell_ms: int = 0


class Proof(msgspec.Struct, frozen=True):
    """Who proved themselves, and the exact text that stood on the screen."""

    actor: Actor
    shown: str


class Desk(Protocol):
    """The main window as pages see it; every call comes from the GUI thread and returns at once."""

    @property
    def clinic(self) -> Clinic:
        """The clinic; ``clinic.practice`` marks a practice directory."""
        ...

    @property
    def people(self) -> tuple[Person, ...]:
        """All staff, retired ones too."""
        ...

    @property
    def actor(self) -> Actor:
        """The signed-in person for ordinary ticks (``auth`` is ``cont``)."""
        ...

    @property
    def room_words(self) -> str:
        """What the footer says of sound in the room and sleep of the computer, as things are."""
        ...

    def person(self, person_id: str) -> Person | None:
        """Return one member of staff."""
        ...

    def now(self) -> Reading:
        """Return the time now."""
        ...

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
        """Hand a command to the writer thread.

        ``done`` comes after the entry is durable; every open page gets the new snapshot as well. ``refused`` gets what
        stands in the way (shown by the desk where the page takes none). ``failed``: nothing was saved; the desk shows
        "Not saved" on the bar, the page keeps what was typed.
        """
        ...

    def ask(
        self,
        work: Callable[[Workstation], T],
        done: Callable[[T], None],
        failed: Callable[[ChecklistError], None] | None = None,
    ) -> None:
        """Run a short piece of service work on the writer thread and bring its result back."""
        ...

    def prove(self, request: ProofRequest, done: Callable[[Proof], None]) -> None:
        """Open the sheet that asks a person for their PIN; ``done`` comes only after it was right."""
        ...

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a ``Sheet`` over the page; it closes itself."""
        ...

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show a line at the bottom for 10 s, with Undo where given, and announce it."""
        ...

    def open_branch(self, session_id: str, branch_id: str) -> None:
        """Open an emergency list that a session's answer offers."""
        ...

    def go(self, destination: Destination) -> None:
        """Show another page."""
        ...
