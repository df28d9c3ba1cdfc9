"""The window: the lock page, the frames with their pages, the clock tick, the keys, the theme.

Built before the store is open and shows the lock page at once; ``begin`` gives it a workstation. The
signed-in part is one widget, which the lock takes out of the window whole: what was typed stays in it, and no
patient's name stays on the screen or in the accessibility tree (SEC-046).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from checklist.audit.query import Person
from checklist.clock import Clock, Reading
from checklist.errors import ChecklistError
from checklist.session.commands import Actor
from checklist.settings import Settings
from checklist.ui import formats, texts
from checklist.ui.emergency.place import EmergencyPlace
from checklist.ui.idle import IdleWatch
from checklist.ui.keyboard import Keyboard
from checklist.ui.live import LiveSessions
from checklist.ui.looks import Looks
from checklist.ui.opened import Opened
from checklist.ui.page import Page
from checklist.ui.pages.lock import Attempt, LockPage
from checklist.ui.practice_strip import PracticeStrip
from checklist.ui.reading_order import move_focus
from checklist.ui.session_bridge import SessionBridge
from checklist.ui.tokens import Token
from checklist.ui.widgets.card import Panel

if TYPE_CHECKING:
    from checklist.service.pins import PinRefused
    from checklist.service.staff import SignedIn
    from checklist.ui.front_desk import FrontDesk
    from checklist.ui.vigil import Vigil
    from checklist.ui.work_area import WorkArea

TICK_MS = 250
"""One timer drives all clocks (``ux.md`` 12)."""

DEAD_MS = 300
"""After a change of page no press is taken for so long, so that a second tap cannot hit the new page."""

IDLE_WORK_MS = 5_000
"""How often the service is given time for checkpoints while nothing else waits."""

_PRESSES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchEnd,
)
_INPUTS = (*_PRESSES, QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchUpdate)


class MainWindow(Panel):
    """The window.

    Args:
        bridge: The writer thread.
        clock: Asked for the time at each tick.
        settings: Theme, text size and lock time to begin with.
        practice: Whether this is a practice directory, as far as is known before it is open.
        dead_ms: Shortest time between a change of page and the next press.

    Signals:
        closing: The person closes the window; whoever built it ends the program.
    """

    closing = Signal()

    def __init__(
        self,
        bridge: SessionBridge,
        clock: Clock,
        settings: Settings,
        *,
        practice: bool = False,
        dead_ms: int = DEAD_MS,
    ) -> None:
        super().__init__(Token.BG)
        self._bridge, self._clock = bridge, clock
        self._idle = IdleWatch(settings.lock_minutes)
        self.looks = Looks(settings, self._idle)
        self._vigil: Vigil | None = None
        self._chime = settings.chime
        self.live = LiveSessions()
        self.lock = LockPage()
        self.desk: FrontDesk | None = None
        self.work: WorkArea | None = None
        self._bare: Page = self.lock
        self._locked = True
        self._locked_at: Reading | None = None
        self._last_person: str | None = None
        self._recent: list[str] = []
        self._opened: Opened | None = None
        self._focus: QWidget | None = None
        self._second = -1
        self._worked_ms = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._practice = PracticeStrip()
        self._practice.setVisible(practice)
        self._layout.addWidget(self._practice)
        self.emergencies = EmergencyPlace(
            self._layout, self._behind_emergency, self._quiet, lambda: self.lock_now("asked")
        )
        self._layout.addWidget(self.lock, 1)
        self._name(practice)
        self.lock.attempted.connect(self._attempt)
        self.lock.emergency_pressed.connect(self.emergency)
        self._keyboard = Keyboard(self, self._press, self._page_key, lambda: self._locked)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._dead = QTimer(self)
        self._dead.setSingleShot(True)
        self._dead.setInterval(dead_ms)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.restyle()
        self.tick()

    @property
    def room_words(self) -> str:
        """What the footer says of sound in the room and sleep of the computer."""
        return self._vigil.words if self._vigil is not None else ""

    def restyle(self) -> None:
        """Take the text size of the theme now in force: the window never gets smaller than a page can bear."""
        self.setMinimumSize(960, 600)

    @property
    def is_locked(self) -> bool:
        """Whether the lock page is up."""
        return self._locked

    def begin(self, opened: Opened) -> None:
        """Take an open workstation: people may sign in now."""
        from checklist.ui.front_desk import FrontDesk
        from checklist.ui.vigil import Vigil
        from checklist.ui.work_area import WorkArea

        self._vigil = Vigil(self._chime)
        self._opened = opened
        self._practice.setVisible(opened.clinic.practice)
        self._name(opened.clinic.practice)
        self.live.replace(opened.live)
        self.work = WorkArea(self)
        self.desk = FrontDesk(self.work, self._bridge, self._clock, self.work.frames.bar, opened.clinic, opened.people)
        self.work.begin(self.desk, opened.interrupted)
        self.show_bare(self.lock)
        self._ask_people()
        self.emergencies.begin(self.desk, opened.lists, opened.live)
        self.follow_theme()
        self._second = -1
        self.tick()

    def show_bare(self, page: Page) -> None:
        """Show a page without frames in place of the lock page: first start, or a store that cannot be opened."""
        old, self._bare = self._bare, page
        if page is not old:
            self._put(page, old)
            if old is not self.lock:
                old.deleteLater()
        page.enter()

    def _put(self, widget: QWidget, old: QWidget) -> None:
        """Put one widget in the place of another, which leaves the window whole."""
        self._layout.removeWidget(old)
        old.setParent(None)
        self._layout.addWidget(widget, 1)
        widget.setVisible(not self.emergencies.shown)

    def _name(self, practice: bool) -> None:
        self.setWindowTitle(f"{texts.APP_NAME} - {texts.PRACTICE}" if practice else texts.APP_NAME)

    # Signing in and locking.

    def _ask_people(self) -> None:
        opened, desk = self._opened, self.desk
        if opened is None or desk is None:
            return
        active = [person for person in desk.people if person.active]
        rank = {person_id: place for place, person_id in enumerate(self._recent)}
        active.sort(key=lambda person: rank.get(person.id, len(rank)))
        self.lock.show_people(tuple(active), opened.clinic.pin_length, opened.pins)
        self.lock.ask(self._last_person)
        self._show_lock_words()
        self.lock.enter()

    def _show_lock_words(self) -> None:
        from checklist.ui.lock_rows import lock_words

        self.lock.say(lock_words(len(self.live.in_progress()), locked=self._locked_at is not None))

    def _attempt(self, attempt: Attempt) -> None:
        def came(answer: SignedIn | PinRefused) -> None:
            from checklist.service.pins import PinRefused

            self._show_lock_words()
            if isinstance(answer, PinRefused):
                self.lock.refused(answer.code, answer.tries_left, answer.wait_s)
            else:
                self._signed_in(answer.person, answer.actor, answer.failures)

        def failed(problem: ChecklistError) -> None:
            self._show_lock_words()
            self.lock.failed(texts.error(problem).line)

        self.lock.say("Checking")
        if self.desk is not None:
            self.desk.ask(lambda station: station.staff.sign_in(attempt.person, attempt.pin), came, failed)

    def _signed_in(self, person: Person, actor: Actor, failures: int) -> None:
        assert self.desk is not None
        assert self.work is not None
        self._last_person = person.id
        self._recent = [person.id, *(item for item in self._recent if item != person.id)]
        self.desk.sign_in(actor)
        self._unlock(texts.person(person))
        if failures:
            self.work.notify(f"{formats.counted(failures, 'wrong PIN')} since {person.name} last signed in.")
        self.emergencies.ask_what_is_owed(self.live.in_progress())

    def _unlock(self, signed_in: str) -> None:
        assert self.work is not None
        self._put(self.work.frames, self.lock)
        self._locked = False
        now = self._clock.read()
        self._idle.touched(now.mono_ms)
        since, self._locked_at = self._locked_at, None
        self.work.resume(signed_in, since, now)
        if self._focus is not None and isValid(self._focus) and self.work.frames.isAncestorOf(self._focus):
            self._focus.setFocus()
        elif (page := self.work.frames.page()) is not None:
            page.enter()
        self._focus = None
        self._quiet()
        self.tick()

    def lock_now(self, reason: str, *, switch: bool = False) -> None:
        """Put the lock page up; everything typed stays.

        Args:
            reason: ``idle``, ``asked`` or ``switch``, for the record.
            switch: Another person wants to sign in: nobody is chosen.
        """
        if self._locked or self.work is None or self.desk is None:
            return
        self.work.forget_undo()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        focus = QApplication.focusWidget()
        self._focus = focus if focus is not None and self.work.frames.isAncestorOf(focus) else None
        actor = self.desk.actor
        self.work.pause()
        self.desk.sign_out()
        self.emergencies.locked()
        self.desk.ask(lambda station: station.staff.locked(actor, reason), lambda _none: None)
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsClipboard():
            clipboard.clear()
        self._locked, self._locked_at = True, self._clock.read()
        self._put(self.lock, self.work.frames)
        if switch:
            self._last_person = None
        self._ask_people()
        self._second = -1
        self._quiet()
        self.tick()

    # What comes back from the writer, and time.

    def tick(self) -> None:
        """Four times a second: clocks, locks, reminders of the page, idle work."""
        now = self._clock.read()
        if self._locked:
            self.lock.tick(now)
            if now.mono_ms // 1000 != self._second:
                self._second = now.mono_ms // 1000
                self._show_chairs(now)
        elif self._idle.is_over(now.mono_ms):
            self.lock_now("idle")
        elif self.work is not None:
            self.work.tick(now)
        if self.work is not None and self._vigil is not None:
            for jump in self._vigil.look(now, self.live.in_progress(), self.desk):
                self.work.say_jump(jump.words)
        self.emergencies.tick(now)
        self._fit()
        if self.desk is not None:
            self.desk.tick(now)
            if now.mono_ms - self._worked_ms >= IDLE_WORK_MS and not self._bridge.waiting:
                self._worked_ms = now.mono_ms
                if not self.desk.failing:
                    self.desk.ask(lambda station: station.tick(), lambda _none: None)

    def _show_chairs(self, now: Reading) -> None:
        if self.desk is not None:
            from checklist.ui.lock_rows import lock_rows

            self.lock.show_chairs(lock_rows(self.live.in_progress(), now))

    def follow_theme(self) -> None:
        """Take the theme the rule asks for, now that sessions changed (D32)."""
        self.looks.follow(self.live.keep_dark())

    # Keys and presses.

    def _press(self, command: str) -> None:
        match command:
            case "theme":
                self.looks.toggle_theme()
            case "larger" | "smaller" | "normal":
                self.looks.change_text({"larger": 1, "smaller": -1, "normal": 0}[command])
            case "help":
                self.help()
            case "emergency":
                self.emergency(0)
            case "lock":
                self.lock_now("asked")
            case "switch":
                self.lock_now("switch", switch=True)
            case _ if self.work is not None and not self.emergencies.shown:
                self.work.press(command)

    def _page_key(self, name: str) -> None:
        if self.work is not None and not self.emergencies.shown:
            self.work.page_key(name)

    def help(self) -> None:
        """Show help for the page on screen."""
        from checklist.ui.help_sheet import HelpSheet

        page = self._bare if self._locked else self.work.frames.page() if self.work is not None else None
        HelpSheet(page.help_text if page is not None else "", locked=self._locked).open_over(self._sheet_place())

    def emergency(self, chair: int) -> None:
        """Open Emergency for a chair; 0 for the one on screen, or to be chosen."""
        shown = self.work.session() if self.work is not None and not self._locked else None
        self.emergencies.open(self.live.in_progress(), chair or (shown.state.chair if shown is not None else None))

    def _behind_emergency(self) -> QWidget:
        return self._bare if self._locked or self.work is None else self.work.frames

    def _sheet_place(self) -> QWidget:
        return self._bare if self._locked or self.work is None else self.work.frames.area

    def _quiet(self) -> None:
        """Take no press for a moment: the page under the finger has changed."""
        if self._dead.interval():
            self._dead.start()

    def page_changed(self) -> None:
        """Another page is shown."""
        self._quiet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every input of the program: it keeps the screen open; a press right after a change is dropped."""
        if event.type() in _INPUTS and isinstance(watched, QWidget):
            self._idle.touched(self._clock.read().mono_ms)
            if event.type() in _PRESSES and self._dead.isActive():
                return True
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab follow the page as it is read."""
        return move_focus(self, forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between full and compact frames."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.work is not None:
            self.work.fit(self.width(), self.height() - self.emergencies.height)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand half-typed values over, then let whoever built the window end the program."""
        if self.work is not None and not self._locked:
            self.work.pause()
        if self._vigil is not None:
            self._vigil.end()
        event.accept()
        self.closing.emit()
