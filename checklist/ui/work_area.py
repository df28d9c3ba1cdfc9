"""The signed-in part of the window: frames, pages, and moving between them.

Holds which page and session are on screen. What the service gives back comes through ``changed``: the newest
snapshot goes to every page of that session, to the frames, to the board and to the theme.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.session import progress
from checklist.ui import formats, rail_words, texts
from checklist.ui.frames import Frames, is_compact
from checklist.ui.page import (
    Destination,
    FooterFacts,
    Frame,
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
from checklist.ui.page_shelf import PageShelf, SessionPage, ShowsInterruption, TakesKeys
from checklist.ui.pages.settings import SettingsPage
from checklist.ui.pages.today import TodayPage
from checklist.ui.proof_sheet import ProofSheet
from checklist.ui.widgets.app_bar import Tab
from checklist.ui.widgets.button import Action
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.service.conduct import Interrupted, Snapshot
    from checklist.ui.emergency.place import EmergencyPlace
    from checklist.ui.front_desk import FrontDesk
    from checklist.ui.live import LiveSessions
    from checklist.ui.looks import Looks

TABS = (Tab("today", "Today"), Tab("audit", "Audit"), Tab("protocols", "Protocols"), Tab("settings", "Settings"))
_PLACES: dict[str, Destination] = {
    "today": ToToday(),
    "audit": ToAudit(),
    "protocols": ToProtocols(),
    "settings": ToSettings(),
}
RAIL_EVERY_MS = 5_000
"""How often the rail is worked out again although no entry came: a reading may have become overdue."""


class Home(Protocol):
    """What this part needs of the window it stands in."""

    live: LiveSessions
    looks: Looks
    emergencies: EmergencyPlace

    @property
    def room_words(self) -> str:
        """What the footer says of sound in the room and sleep of the computer."""
        ...

    def lock_now(self, reason: str, *, switch: bool = False) -> None:
        """Put the lock page up."""
        ...

    def emergency(self, chair: int) -> None:
        """Open Emergency for a chair; 0 for the one on screen."""
        ...

    def follow_theme(self) -> None:
        """Sessions changed: take the theme the rule asks for."""
        ...

    def page_changed(self) -> None:
        """Another page is shown."""
        ...

    def width(self) -> int:
        """Return the window's width, logical pixels."""
        ...

    def height(self) -> int:
        """Return the window's height, logical pixels."""
        ...


class WorkArea:
    """The part.

    Args:
        window: The window it stands in while somebody is signed in.

    Attributes:
        frames: The widget.
    """

    def __init__(self, window: Home) -> None:
        self._window = window
        self.frames = Frames(TABS)
        self._desk: FrontDesk | None = None
        self._shelf: PageShelf | None = None
        self._interrupted: Interrupted | None = None
        self._at: Destination | None = None
        self._step: Step | None = None
        self._railed_ms = 0
        self._compact: bool | None = None
        self._undo: Callable[[], None] | None = None
        frames = self.frames
        frames.app_bar.tab_chosen.connect(lambda id: self.go(_PLACES[id]))
        for bar in (frames.app_bar, frames.banner):
            bar.lock_pressed.connect(lambda: window.lock_now("asked"))
        frames.app_bar.emergency_pressed.connect(lambda: window.emergency(0))
        frames.footer.emergency_pressed.connect(lambda: window.emergency(0))
        frames.footer.action_pressed.connect(self._footer_pressed)
        frames.rail.step_chosen.connect(lambda key: self._look_at(Step(key)))
        frames.strip.undo_pressed.connect(self._undo_pressed)

    @property
    def desk(self) -> FrontDesk:
        """The desk, once the workstation is open."""
        assert self._desk is not None
        return self._desk

    @property
    def shelf(self) -> PageShelf:
        """The pages."""
        assert self._shelf is not None
        return self._shelf

    def begin(self, desk: FrontDesk, interrupted: Interrupted | None) -> None:
        """Take the desk; the first page is made when somebody signs in."""
        self._desk = desk
        self._interrupted = interrupted
        self._shelf = PageShelf(desk, lambda: SettingsPage(desk, self._window.looks), self._added, self.frames.drop)
        self.fit(self._window.width(), self._window.height())

    def _added(self, page: Page) -> None:
        page.footer_changed.connect(lambda facts: self._footer_changed(page, facts))
        self.frames.add(page)

    # Moving between pages.

    def go(self, destination: Destination) -> None:
        """Show another page; a session that is not held yet is read first."""
        if not isinstance(destination, ToSession):
            self.forget_undo()
        if isinstance(destination, ToLock):
            self._window.lock_now("switch" if destination.switch else "asked", switch=destination.switch)
        elif isinstance(destination, ToSession):
            snapshot = self._window.live.get(destination.session_id)
            if snapshot is None:
                self.desk.ask(
                    lambda station: station.conductor.snapshot(destination.session_id),
                    lambda found: self._show_session(destination, found),
                )
            else:
                self._show_session(destination, snapshot)
        else:
            self._show(destination, None).enter()

    def _show_session(self, destination: ToSession, snapshot: Snapshot) -> None:
        now, step, link_id = self.desk.now(), destination.step, destination.link_id
        if step is None:
            step, link_id = progress.resume_point(snapshot.protocol, snapshot.state, now)
        page = self._show(destination, step)
        if isinstance(page, SessionPage):
            page.show_snapshot(snapshot)
            page.open_at(step, link_id)
        if rail_words.is_blind(snapshot, step):
            self.shelf.keep_only(page)
        page.enter()

    def _show(self, destination: Destination, step: Step | None) -> Page:
        old = self.frames.page()
        page = self.shelf.page(destination, step)
        if old is not None and old is not page:
            old.leave()
        self._close_sheets()
        self._at, self._step = destination, step
        self._fill_frames()
        self.frames.show_page(page)
        self._window.page_changed()
        if isinstance(page, TodayPage):
            page.show_live(self._window.live.in_progress(), self._interrupted)
            self._interrupted = None
        _prepare(page, destination)
        running = {item.session_id for item in self._window.live.in_progress()}
        self.shelf.drop_ended(running, page)
        return page

    def _look_at(self, step: Step) -> None:
        if isinstance(self._at, ToSession):
            self.go(ToSession(self._at.session_id, step))

    def session(self) -> Snapshot | None:
        """Return the session on screen, or None on a page for many patients."""
        if isinstance(self._at, ToSession):
            return self._window.live.get(self._at.session_id)
        return None

    def _fill_frames(self) -> None:
        """Show in banner, rail and app bar what is on screen."""
        frames, now = self.frames, self.desk.now()
        tab = next((id for id, place in _PLACES.items() if place == self._at), "")
        frames.app_bar.set_current(tab)
        snapshot = self.session()
        if snapshot is not None and self._step is not None:
            self._railed_ms = now.mono_ms
            frames.set_patient(
                rail_words.banner_facts(snapshot, self._step, self._signed_in(), now),
                rail_words.rail_facts(snapshot, self._step, now),
            )

    def _signed_in(self) -> str:
        person = self.desk.person(self.desk.actor.person)
        return texts.person(person) if person is not None else ""

    # Coming and going of the person.

    def resume(self, signed_in: str, since: Reading | None, now: Reading) -> None:
        """Somebody signed in: the page they left, or Today."""
        person = self.desk.person(self.desk.actor.person)
        role = "" if person is None or person.post else f", {texts.role(self.desk.actor.role)}"
        self.frames.app_bar.set_signed_in(f"{signed_in}{role}")
        page = self.frames.page()
        if page is None or self._at is None:
            self.go(ToToday())
            return
        self._fill_frames()
        if isinstance(page, TodayPage):
            page.show_live(self._window.live.in_progress(), None)
        if since is None:
            return
        gone_ms = now.mono_ms - since.mono_ms
        if isinstance(page, ShowsInterruption):
            page.interrupted(since.wall_ms, gone_ms)
        elif page.frame is Frame.PATIENT:
            at = formats.time_of(since.wall_ms, since.tz_min)
            self.notify(f"The screen was locked at {at} for {formats.span(gone_ms)}. Nothing was lost.")
        self._ask_take_over()

    def _ask_take_over(self) -> None:
        """Ask another nurse than the one responsible whether she takes the session on screen over."""
        snapshot = self.session()
        if snapshot is not None:
            from checklist.ui.handover.acts import HandoverActs

            HandoverActs(self.desk).ask(snapshot)

    def pause(self) -> None:
        """The person goes: half-typed values to the drafts, half a PIN forgotten."""
        page = self.frames.page()
        if page is not None:
            page.leave()
        for sheet in self.frames.findChildren(ProofSheet):
            sheet.forget()

    # What the desk needs of a host.

    @property
    def room_words(self) -> str:
        """What the footer says of sound and sleep."""
        return self._window.room_words

    def changed(self, snapshot: Snapshot) -> None:
        """A session has a new snapshot: pages, frames, board and theme follow."""
        self._window.live.put(snapshot)
        newest = self._window.live.get(snapshot.session_id)
        if newest is None:
            return
        for page in self.shelf.of_session(snapshot.session_id):
            if isinstance(page, SessionPage):
                page.show_snapshot(newest)
        shown = self.frames.page()
        if isinstance(shown, TodayPage):
            shown.show_live(self._window.live.in_progress(), None)
        self._fill_frames()
        self._window.emergencies.show_snapshot(newest)
        self._window.follow_theme()

    def reloaded(self, snapshots: tuple[Snapshot, ...]) -> None:
        """The store was opened again; these sessions are in progress."""
        self._window.live.replace(snapshots)
        for snapshot in snapshots:
            self.changed(snapshot)

    def protocol_of(self, session_id: str) -> Snapshot | None:
        """Return the newest snapshot of a session."""
        return self._window.live.get(session_id)

    def open_sheet(self, sheet: QWidget) -> None:
        """Show a sheet over the page."""
        if not isinstance(sheet, Sheet):
            msg = "only a Sheet can be shown over a page"
            raise TypeError(msg)
        sheet.open_over(self.frames.area)

    def notify(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show a line at the bottom for 10 s, with Undo where given."""
        self._undo = undo
        self.frames.strip.say(text, undo is not None)

    def open_branch(self, session_id: str, branch_id: str) -> None:
        """Open the emergency list that an answer offers: the press starts it."""
        snapshot = self._window.live.get(session_id)
        if snapshot is not None:
            self._window.emergencies.open_list(snapshot, branch_id)

    def forget_undo(self) -> None:
        """Let the last entry stand: another page, or another person, must not take it back."""
        self._undo = None
        self.frames.strip.expire()

    def _undo_pressed(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _close_sheets(self) -> None:
        for sheet in self.frames.area.findChildren(Sheet):
            if sheet.isVisibleTo(self.frames.area):
                sheet.closed.emit()
                sheet.dismiss()

    # Footer, keys, time.

    def _footer_changed(self, page: Page, facts: FooterFacts) -> None:
        if page is self.frames.page():
            self.frames.set_footer(facts)

    def _footer_pressed(self, action: str) -> None:
        page = self.frames.page()
        if page is not None:
            page.footer_pressed(action)

    def press(self, command: str) -> None:
        """Do what a key of the map asks for."""
        match command:
            case "today":
                self.go(ToToday())
            case "search":
                self.go(ToAudit())
            case "undo":
                if self._undo is not None and self.frames.strip.isVisible():
                    self.frames.strip.undo()
                else:
                    self.page_key("Ctrl+Z")
            case _ if command.startswith("step."):
                self._look_at(tuple(Step)[int(command.removeprefix("step.")) - 1])

    def page_key(self, name: str) -> None:
        """Hand a key to the page; an open sheet keeps it to itself."""
        page = self.frames.page()
        covered = any(sheet.isVisible() for sheet in self.frames.area.findChildren(Sheet))
        if page is not None and isinstance(page, TakesKeys) and not covered:
            page.command_key(name)

    def tick(self, now: Reading) -> None:
        """Give the page its tick; look at the rail again every few seconds."""
        page = self.frames.page()
        if page is not None:
            page.tick(now)
        if isinstance(self._at, ToSession) and now.mono_ms - self._railed_ms >= RAIL_EVERY_MS:
            self._fill_frames()

    def say_jump(self, words: str) -> None:
        """Say that the computer's clock was set, or that it slept."""
        self.frames.bar.say(
            words,
            "Elapsed times are right and no entry was moved. It is in the record.",
            tone=Tone.CAUTION,
            actions=(Action("seen", "Seen"),),
        )

    def fit(self, width: int, height: int) -> None:
        """Take the compact frames where the window is small."""
        compact = is_compact(width, height)
        if compact is not self._compact:
            self._compact = compact
            self.frames.set_compact(compact)


def _prepare(page: Page, destination: Destination) -> None:
    """Tell a page what the destination carries, by the one method each such page has."""
    if isinstance(destination, ToRecord):
        show: Callable[[str], None] = page.show_record  # type: ignore[attr-defined]  # RecordPage's own
        show(destination.session_id)
    elif isinstance(destination, ToNewSession):
        begin: Callable[[int], None] = page.show_chair  # type: ignore[attr-defined]  # NewSessionPage's own
        begin(destination.chair)
