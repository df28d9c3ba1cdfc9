"""The full check of the whole store: begun here, and its outcome said until somebody closes it."""

from __future__ import annotations

from checklist.errors import ChecklistError
from checklist.ui import formats, texts
from checklist.ui.audit.outcome import Outcome
from checklist.ui.audit.store_work import StoreWork
from checklist.ui.desk import Desk
from checklist.ui.record.integrity_card import CheckDetails
from checklist.ui.record.verdict_words import Checked, store_words
from checklist.ui.widgets.tone import Tone

STOPPED = "work.stopped"


class StoreCheck:
    """The check and its strip.

    Args:
        desk: The way to the service.
        work: Does it.

    Attributes:
        strip: Says how it ended.
    """

    def __init__(self, desk: Desk, work: StoreWork) -> None:
        self._desk, self._work = desk, work
        self._last: Checked | None = None
        self.strip = Outcome("audit.store")
        self.strip.details_pressed.connect(self._show_details)

    def words(self) -> str:
        """Return how the store stands, for the footer."""
        if self._last is None:
            return "Whole store not checked since the program started"
        report, at = self._last.report, self._last.at
        when = formats.time_of(at.wall_ms, at.tz_min)
        if not report.good:
            return f"The store did not match its seals at {when}"
        today = formats.iso_day(self._desk.now().wall_ms, at.tz_min) == formats.iso_day(at.wall_ms, at.tz_min)
        day = "today" if today else formats.date_of(at.wall_ms, at.tz_min)
        entries = formats.counted(report.entries, "entry", "entries")
        return f"Whole store verified {day} {when}, {entries}, no breaks"

    def icon(self) -> str:
        """Return the icon beside the words."""
        if self._last is None:
            return "shield-alert"
        return "shield-check" if self._last.report.good else "octagon-x"

    def verify(self) -> None:
        """Begin the check, unless something else is at work."""
        if not self._work.words:
            self.strip.clear()
            self._work.verify(self._desk.actor, self._done, self._failed)

    def _done(self, checked: Checked) -> None:
        self._last = checked
        words = store_words(checked)
        self.strip.say(words.tone, words.title, words.text, details=True)

    def _failed(self, problem: ChecklistError) -> None:
        words = texts.error(problem)
        if problem.code == STOPPED:
            self.strip.say(Tone.INFO, "The check was stopped", "Nothing is known of the entries it did not reach.")
        else:
            self.strip.say(Tone.CAUTION, "The check could not be finished", words.line)

    def _show_details(self) -> None:
        if self._last is not None:
            self._desk.open_sheet(CheckDetails("Whole store", self._last, again=False))
