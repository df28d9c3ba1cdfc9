"""Emergency over the whole window, signed in or not: the chooser, then the running list (D24).

It stands in place of pages or lock page, so that it is the same from everywhere. Until a list is picked no name and no
value is shown; from then on the banner of that chair, because helpers need it. Leaving it ends nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.session.commands import Actor
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, rail_words, texts
from checklist.ui.emergency.branch_page import BranchPage
from checklist.ui.emergency.chooser import Chooser
from checklist.ui.emergency.end_sheet import EndSheet
from checklist.ui.emergency.incident_box import IncidentBox
from checklist.ui.emergency.presses import Outbox
from checklist.ui.emergency.running import INCIDENT, Running
from checklist.ui.emergency.strip import StripFacts
from checklist.ui.emergency.timed_acts import TimedActs
from checklist.ui.emergency.words import GRADE_LATER, NOT_WRITTEN, SOMEBODY
from checklist.ui.tokens import Token
from checklist.ui.widgets.banner import Banner, BannerFacts
from checklist.ui.widgets.button import Action
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.protocol.model import Protocol
    from checklist.service.conduct import Snapshot
    from checklist.ui.desk import Desk

ANYBODY = Actor("sys", StaffRole.NURSE, "none")
"""Who acts while nobody is signed in: a person at the chair, unproved (``ledger-and-security.md`` 10.4)."""

_NOBODY = BannerFacts("")
"""The banner with nobody in it."""


class EmergencyFront(Panel):
    """The front.

    Args:
        desk: The way to the service.

    Signals:
        left: Back to what was there before.
        lock_pressed: The lock button of the banner was pressed.
    """

    left = Signal()
    lock_pressed = Signal()

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(Token.BG, parent=parent)
        self.setObjectName("emergency")
        self._desk = desk
        self._running: dict[str, Running] = {}
        self._shown: Running | None = None
        self._waiting: dict[int, Snapshot] = {}
        self._lists: Protocol | None = None
        self._person = ""
        self._bar = NoticeStrip(Tone.ALARM, id="emergency.not_saved")
        self._banner = Banner()
        self._chooser = Chooser()
        self._page = BranchPage()
        self._timed = TimedActs(desk, self._page)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._chooser)
        self._stack.addWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._bar, self._banner):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self._banner.lock_pressed.connect(self.lock_pressed)
        self._bar.action_pressed.connect(lambda _id: self._seen())
        self._chooser.left.connect(self._leave_chooser)
        self._chooser.picked.connect(self._picked)
        self._chooser.chair_picked.connect(self._chair_picked)
        self._page.line_pressed.connect(self._line_pressed)
        self._page.line_lit.connect(self._line_lit)
        self._page.event_pressed.connect(self._event_pressed)
        self._page.other_pressed.connect(self._other_pressed)
        self._page.back_pressed.connect(self.left)
        self._page.end_pressed.connect(self._ask_end)

    # Opening.

    def open(self, live: tuple[Snapshot, ...], chair: int | None, lists: Protocol) -> None:
        """Show what runs in a chair, or the chooser.

        Args:
            live: Sessions in progress, by chair.
            chair: The chair it was pressed for; None where that is not known.
            lists: Whose lists are offered where no session runs.
        """
        self._lists = lists
        self._waiting = {snapshot.state.chair: snapshot for snapshot in live}
        wanted = chair if chair in self._waiting else None
        if wanted is None and len(live) == 1:
            wanted = live[0].state.chair
        if wanted is None and live:
            self._banner.hide()
            self._chooser.ask_chair([snapshot.state.chair for snapshot in live])
            self._show_chooser()
        else:
            self._chair_picked(wanted or 0)

    def open_list(self, snapshot: Snapshot, branch_id: str) -> None:
        """Start a list of a session without the chooser: an answer has offered it."""
        self._shown = self._of(snapshot)
        self._picked(branch_id)

    def reopen(self, key: str) -> None:
        """Show a running emergency again."""
        running = self._running.get(key)
        if running is not None and running.open_ids():
            self._shown = running
            self._show_page()

    def _chair_picked(self, chair: int) -> None:
        running = self._of(self._waiting.get(chair))
        self._shown = running
        if running.open_ids():
            self._show_page()
            return
        self._ask_list(running)

    def _of(self, snapshot: Snapshot | None) -> Running:
        key = snapshot.session_id if snapshot is not None else INCIDENT
        running = self._running.get(key)
        if running is None:
            if snapshot is None:
                assert self._lists is not None, "the lists come with open()"
                running = Running(
                    key, self._lists, IncidentBox(self._desk, self._lists, self._actor, self.refresh), self._name
                )
            else:
                box = Outbox(self._desk, key, self._actor, self.refresh)
                running = Running(key, snapshot.protocol, box, self._name)
            self._running[key] = running
        if snapshot is not None:
            running.show_snapshot(snapshot)
        return running

    def _ask_list(self, running: Running) -> None:
        self._banner.hide()
        where = f"Chair {running.chair}" if running.chair else "No session: kept as an incident"
        self._chooser.ask_list(running.protocol.branches, where)
        self._show_chooser()

    def _show_chooser(self) -> None:
        self._stack.setCurrentWidget(self._chooser)
        self._chooser.focus()

    def _leave_chooser(self) -> None:
        if self._shown is not None and self._shown.open_ids():
            self._show_page()
        else:
            self.left.emit()

    def _show_page(self) -> None:
        self._show_banner()
        self._stack.setCurrentWidget(self._page)
        self.refresh()
        self._page.focus()

    def _show_banner(self) -> None:
        running = self._shown
        self._person = self._desk.actor.person
        snapshot = running.snapshot if running is not None else None
        self._banner.setVisible(snapshot is not None)
        if snapshot is not None:
            self._banner.set_facts(_banner(snapshot, self._signed_in(), self._desk.now()))
        step = "monitoring" if snapshot is not None and snapshot.state.infusion.runs else "where you were"
        self._page.set_back_words(f"Back to {step}")

    def locked(self) -> None:
        """Nobody is signed in any more: out of sight the banner is empty, in sight it holds what helpers need."""
        self._banner.set_facts(_NOBODY)
        if not self.isHidden() and self._stack.currentWidget() is self._page:
            self._show_banner()

    def _signed_in(self) -> str:
        person = self._desk.person(self._desk.actor.person)
        return "" if self._desk.actor.auth == "none" or person is None else texts.person(person)

    def _actor(self) -> Actor:
        return ANYBODY if self._desk.actor.auth == "none" else self._desk.actor

    def _name(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return person.name if person is not None else SOMEBODY

    # What is pressed.

    def _picked(self, branch_id: str) -> None:
        if self._shown is None:
            return
        self._shown.pick(branch_id, self._desk.now())
        if self._actor() is ANYBODY and self._shown.snapshot is not None:
            self._timed.looked(self._shown.key)
        self._show_page()

    def _line_pressed(self, line_id: str, done: bool) -> None:
        if self._shown is not None:
            self._shown.press_line(line_id, self._desk.now(), done=done)
            self.refresh()

    def _line_lit(self, line_id: str) -> None:
        course = self._shown.course() if self._shown is not None else None
        if course is not None:
            course.light(line_id)
            self.refresh()

    def _event_pressed(self, term: str) -> None:
        if self._shown is not None:
            now = self._desk.now()
            self._shown.press_event(term, now)
            self._timed.ask(self._shown, term, now, self._actor())
            self.refresh()

    def _other_pressed(self, branch_id: str) -> None:
        if self._shown is None:
            return
        if branch_id:
            self._shown.shown = branch_id
            self.refresh()
        else:
            self._ask_list(self._shown)

    def _ask_end(self) -> None:
        running = self._shown
        facts = running.facts(self._desk.now()) if running is not None else None
        if running is None or facts is None:
            return
        asked = self._actor() is not ANYBODY and running.snapshot is not None
        grades = running.protocol.vocabulary.grades if asked else ()
        sheet = EndSheet(facts.title, facts.leave, grades, GRADE_LATER if running.snapshot is not None else "")

        def end() -> None:
            running.end(sheet.outcome(), sheet.text(), sheet.grade(), self._desk.now())
            sheet.dismiss()
            if running.open_ids():
                self.refresh()
            else:
                self.left.emit()

        sheet.accepted.connect(end)
        sheet.open_over(self._stack)

    # What comes back, and time.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A session has a newer entry."""
        held = self._running.get(snapshot.session_id)
        if held is None and not any(run.running for run in snapshot.state.branches):
            return
        self._of(snapshot)
        self.refresh()

    def refresh(self) -> None:
        """Draw the list shown as it stands now."""
        running = self._shown
        if running is None or self._stack.currentWidget() is not self._page:
            return
        if self._person != self._desk.actor.person and not self.isHidden():
            self._show_banner()
        self._show_trouble(running)
        facts = running.facts(self._desk.now())
        if facts is not None:
            self._page.show_facts(facts)

    def _show_trouble(self, running: Running) -> None:
        """Say what could not be written, or what the rules did not take; nothing goes unseen."""
        box = running.box
        if box.failing:
            if self._bar.isHidden():
                self._bar.say("Not saved yet.", NOT_WRITTEN)
        elif box.refused is not None:
            if self._bar.isHidden():
                words = f"Not recorded. {texts.refused(box.refused, running.protocol)}"
                seen = (Action("seen", "Seen"),)
                self._bar.say(words, "Everything before it is. Note this press on paper.", seen)
        else:
            self._bar.clear()

    def _seen(self) -> None:
        if self._shown is not None:
            self._shown.box.refused = None
        self._bar.clear()

    def tick(self, now: Reading) -> None:
        """Move the clocks on, and try again what could not be written."""
        for running in self._running.values():
            running.box.tick(now)
        if not self.isHidden():
            self.refresh()

    def strips(self, now: Reading) -> tuple[StripFacts, ...]:
        """Return what runs, for the strip over every page."""
        found = []
        for running in self._running.values():
            course = running.course()
            if course is not None:
                where = f"Chair {running.chair}" if running.chair else "No session"
                clock = formats.duration(running.clock_ms(now))
                found.append(StripFacts(running.key, f"{where}: {course.branch.title}", clock))
        return tuple(found)


def _banner(snapshot: Snapshot, signed_in: str, now: Reading) -> BannerFacts:
    """Return the banner; with nobody signed in only what helpers need: name, birth date, weight, allergies (D24)."""
    facts = rail_words.banner_facts(snapshot, Step.INFUSION, signed_in or SOMEBODY.capitalize(), now)
    return facts if signed_in else msgspec.structs.replace(facts, mrn="")
