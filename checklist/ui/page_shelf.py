"""The pages of the window, made when first needed and kept with what was typed in them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from checklist.protocol.model import Step
from checklist.ui.page import (
    Destination,
    Page,
    ToAudit,
    ToLock,
    ToNewSession,
    ToProtocols,
    ToRecord,
    ToSession,
    ToSettings,
    ToToday,
)

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

_KINDS: dict[str, tuple[str, str]] = {
    "today": ("today", "TodayPage"),
    "new_session": ("new_session", "NewSessionPage"),
    "checklist": ("checklist", "ChecklistPage"),
    "time_out": ("time_out", "TimeOutPage"),
    "monitoring": ("monitoring", "MonitoringPage"),
    "sign_off": ("sign_off", "SignOffPage"),
    "record": ("record", "RecordPage"),
    "audit": ("audit", "AuditPage"),
    "protocols": ("protocols", "ProtocolsPage"),
}
"""Kind of page to its module under ``ui.pages`` and its class; imported when first shown."""

_OF_STEP = {
    Step.PRE_INFUSION: "checklist",
    Step.TIME_OUT: "time_out",
    Step.INFUSION: "monitoring",
    Step.RECOVERY: "monitoring",
    Step.DISCHARGE: "checklist",
    Step.SIGN_OFF: "sign_off",
}

_NOBODYS = ("today", "settings")
"""Kinds of page that hold no answer, order, record number or weight."""

Key = tuple[str, str]
"""Kind of page, and the session it belongs to, or empty."""


@runtime_checkable
class SessionPage(Protocol):
    """A page of one live session."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the session as of its newest entry."""
        ...

    def open_at(self, step: Step, link_id: str | None) -> None:
        """Show a step, on a line where one is given."""
        ...


@runtime_checkable
class TakesKeys(Protocol):
    """A page with keys of its own."""

    def command_key(self, name: str) -> bool:
        """A key of the map was pressed, ``Alt+L``; returns whether the page knows it."""
        ...


@runtime_checkable
class ShowsInterruption(Protocol):
    """A page that says on its own line that the screen was locked (``ux.md`` 12)."""

    def interrupted(self, at_ms: int, for_ms: int) -> None:
        """The screen was locked at this UTC ms, for so many ms."""
        ...


class PageShelf:
    """The pages made so far.

    Args:
        settings: Makes the settings page, which needs more of the window than a desk gives.
        desk: Given to every other page.
        added: Called with each new page.
        dropped: Called with each page that is let go.
    """

    def __init__(
        self,
        desk: Desk,
        settings: Callable[[], Page],
        added: Callable[[Page], None],
        dropped: Callable[[Page], None],
    ) -> None:
        self._desk, self._settings, self._added, self._dropped = desk, settings, added, dropped
        self._pages: dict[Key, Page] = {}

    def page(self, destination: Destination, step: Step | None = None) -> Page:
        """Return the page of a destination; ``step`` is the step of a session's page."""
        key = key_of(destination, step)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._make(key[0])
            self._added(page)
        return page

    def of_session(self, session_id: str) -> tuple[Page, ...]:
        """Return the pages that show a session."""
        return tuple(page for (_, session), page in self._pages.items() if session == session_id)

    def drop_ended(self, running: set[str], shown: Page | None) -> None:
        """Let the pages of sessions go that no longer run, but not the one on screen."""
        for key, page in tuple(self._pages.items()):
            if key[1] and key[1] not in running and page is not shown:
                del self._pages[key]
                self._dropped(page)

    def keep_only(self, shown: Page) -> None:
        """Let every page go that may hold something of a patient, but the one on screen (principle 7)."""
        for key, page in tuple(self._pages.items()):
            if page is not shown and key[0] not in _NOBODYS:
                del self._pages[key]
                self._dropped(page)

    def _make(self, kind: str) -> Page:
        if kind == "settings":
            return self._settings()
        module, name = _KINDS[kind]
        made: Callable[[Desk], Page] = getattr(import_module(f"checklist.ui.pages.{module}"), name)
        return made(self._desk)


def key_of(destination: Destination, step: Step | None) -> Key:
    """Return which page a destination means.

    Raises:
        ValueError: The lock page is not on the shelf.
    """
    match destination:
        case ToToday():
            return ("today", "")
        case ToNewSession():
            return ("new_session", "")
        case ToSession():
            return (_OF_STEP[step or Step.PRE_INFUSION], destination.session_id)
        case ToRecord():
            return ("record", "")
        case ToAudit():
            return ("audit", "")
        case ToProtocols():
            return ("protocols", "")
        case ToSettings():
            return ("settings", "")
        case ToLock():
            msg = "the lock page is the window's own"
            raise ValueError(msg)
