"""What every page is, and where a page may send the person.

A page shows values and says what was tapped; it holds no clinical rule and no state that the entries do not hold. The
main window owns frames (banner, rail, app bar, footer), the clock tick and the sheets, and moves between pages on a
``Destination``.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.clock import Reading
from checklist.protocol.model import Step


class Frame(StrEnum):
    """What stands around a page."""

    PATIENT = "patient"
    MANY = "many"
    BARE = "bare"


class ToToday(msgspec.Struct, frozen=True):
    """The Today board."""


class ToLock(msgspec.Struct, frozen=True):
    """The lock page; ``switch`` when another person wants to sign in."""

    switch: bool = False


class ToNewSession(msgspec.Struct, frozen=True):
    """New session, with the chair chosen on Today."""

    chair: int


class ToSession(msgspec.Struct, frozen=True):
    """A live session: at a step, or where it resumes when ``step`` is None; on a line when ``link_id`` is given."""

    session_id: str
    step: Step | None = None
    link_id: str | None = None


class ToRecord(msgspec.Struct, frozen=True):
    """The read-only record of a session."""

    session_id: str


class ToAudit(msgspec.Struct, frozen=True):
    """The supervisor's list."""


class ToSettings(msgspec.Struct, frozen=True):
    """This workstation and its health."""


class ToProtocols(msgspec.Struct, frozen=True):
    """The checklists, their versions and the clinic's parameters."""


Destination = ToToday | ToLock | ToNewSession | ToSession | ToRecord | ToAudit | ToProtocols | ToSettings


class FooterAction(msgspec.Struct, frozen=True):
    """One button of the footer, right side, in order from the middle outwards; the last one is the way forward."""

    id: str
    text: str
    icon: str
    enabled: bool = True
    primary: bool = False


class FooterFacts(msgspec.Struct, frozen=True):
    """What the footer shows for a page: the why-text in the middle and the buttons."""

    why: str = ""
    icon: str | None = None
    actions: tuple[FooterAction, ...] = ()


class Page(QWidget):
    """Base of every page.

    Signals:
        footer_changed: A ``FooterFacts``; the main window draws it and calls ``footer_pressed`` with the action's id.
    """

    footer_changed = Signal(object)

    frame = Frame.MANY
    help_text = ""

    def enter(self) -> None:
        """Called each time the page is shown: put the focus where work goes on, and send the footer."""

    def leave(self) -> None:
        """Called before another page is shown: hand half-typed values to the drafts."""

    def tick(self, now: Reading) -> None:
        """Called four times a second while the page is shown; paint only what changed."""

    def footer_pressed(self, action: str) -> None:
        """A footer button of this page was pressed."""
