"""What a button of a reminder does: the act its cause asks for, or that a person has seen it."""

from __future__ import annotations

from collections.abc import Callable

from checklist.service.conduct import Snapshot
from checklist.session.commands import Refused
from checklist.session.running_commands import QuietReminder, SeeReminder
from checklist.ui.desk import Desk
from checklist.ui.monitoring import causes
from checklist.ui.monitoring.causes import Cause
from checklist.ui.monitoring.entry import VitalsEntry
from checklist.ui.monitoring.infusion_acts import InfusionActs
from checklist.ui.monitoring.pump_acts import PumpActs
from checklist.ui.pages.line_acts import LineActs


def _kept(_answer: Refused) -> None:
    """Leave a reminder as it is that has ended, or was seen, since the card was drawn."""


class ReminderActs:
    """Hands each act to whoever does it.

    Args:
        desk: The way to the service.
        entry: Where sets are typed.
        lines: Acts on a line.
        infusion: Acts on the infusion.
        pump: Acts at the pump.
    """

    def __init__(self, desk: Desk, entry: VitalsEntry, lines: LineActs, infusion: InfusionActs, pump: PumpActs) -> None:
        self._desk, self._entry, self._lines = desk, entry, lines
        self._plain: dict[str, Callable[[Snapshot], None]] = {
            causes.PAUSE: infusion.pause,
            causes.RESUME: infusion.resume,
            causes.END: infusion.end,
            causes.PUMP: pump.read,
            causes.CHECK_RATE: pump.check_rate,
        }

    def press(self, act: str, cause: Cause, snapshot: Snapshot) -> None:
        """Do what was pressed."""
        if act in self._plain:
            self._plain[act](snapshot)
        elif act == causes.SEEN:
            for key in (cause.key, *cause.also):
                self._desk.run(snapshot.session_id, SeeReminder(key), refused=_kept)
        elif act == causes.QUIET:
            for key in (cause.key, *cause.also):
                self._desk.run(snapshot.session_id, QuietReminder(key), refused=_kept)
        elif act == causes.RECORD:
            self._entry.show_keys()
        elif act == causes.ANSWER:
            self._entry.show_lines(cause.link_id)
        elif act == causes.BRANCH:
            self._desk.open_branch(snapshot.session_id, cause.branch)
        else:
            self._on_line(act, cause, snapshot)

    def _on_line(self, act: str, cause: Cause, snapshot: Snapshot) -> None:
        """Do an act on the line that a cause lies on."""
        view = cause.attention.view if cause.attention is not None else None
        if view is None and cause.link_id is not None:
            view = self._lines.view(snapshot, cause.link_id)
        acts = {
            causes.TOLD: self._lines.told,
            causes.NOTE: self._lines.note,
            causes.OVERRIDE: self._lines.exception,
            causes.ASIDE: self._lines.put_aside,
        }
        if view is not None and act in acts:
            acts[act](snapshot, view)
