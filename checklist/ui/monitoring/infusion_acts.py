"""The acts on the infusion: start, pause, resume, end. Each is a person's press, each one command (D22).

A sheet is dismissed only after its command was recorded; refused or not saved, it stays with everything typed.
"""

from __future__ import annotations

from collections.abc import Callable

from checklist.clock import Reading
from checklist.protocol.model import Line, Step
from checklist.protocol.values import Quantity
from checklist.service.conduct import Snapshot
from checklist.session import due
from checklist.session.commands import (
    AddNote,
    AnswerLine,
    EndInfusion,
    PauseInfusion,
    Refused,
    ResumeInfusion,
    StartInfusion,
)
from checklist.session.delivered import delivered
from checklist.session.roles import Role
from checklist.ui import formats, texts
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.monitoring.infusion_sheets import Ending, EndSheet, PauseSheet, ResumeSheet
from checklist.ui.page import ToSession
from checklist.ui.sheet_run import run_from
from checklist.ui.widgets.sheet import Sheet

PUMP_LINE, RATE_FIELD = "pre.pump-entry", "rate"
END_LINE = "mon.end"
_TOLERANCE_MS = 60_000


def rate_of(snapshot: Snapshot) -> str | None:
    """Return the rate read from the pump before the time-out, mL/h as decimal text, or None."""
    current = snapshot.state.line(PUMP_LINE).current
    value = current.answer.get(RATE_FIELD) if current and current.answer else None
    return value.value if isinstance(value, Quantity) else None


def is_early(snapshot: Snapshot, now: Reading) -> bool:
    """Return whether the infusion has run more than a minute less than planned."""
    return delivered(snapshot.protocol, snapshot.state, now).remaining_ms > _TOLERANCE_MS


def progress_words(snapshot: Snapshot, now: Reading) -> str:
    """Say how far the infusion is."""
    state = snapshot.state
    pump = delivered(snapshot.protocol, state, now)
    elapsed, planned = formats.duration(pump.elapsed_ms), formats.duration(pump.planned_ms)
    given = formats.number(due.by_clock_mg(state, now))
    return f"Ran {elapsed} of {planned}. By clock {given} of {formats.quantity(state.infusion.dose_mg, 'mg')}."


def _facts(snapshot: Snapshot, now: Reading) -> str:
    return (
        f"Pressed at {formats.time_of(now.wall_ms, now.tz_min)}, the end in the record. {progress_words(snapshot, now)}"
    )


class InfusionActs:
    """Opens the sheet of an act and gives its command to the desk.

    Args:
        desk: The way to the service.
        done: Called after each act that was recorded.
    """

    def __init__(self, desk: Desk, done: Callable[[Snapshot], None]) -> None:
        self._desk = desk
        self._done = done

    def start(self, snapshot: Snapshot) -> None:
        """Start: the nurse's own PIN over rate, dose and bag."""
        rate = rate_of(snapshot)
        if rate is None:
            self._desk.notify("Read the rate from the pump first.")
            self._desk.go(ToSession(snapshot.session_id, Step.PRE_INFUSION, PUMP_LINE))
            return
        order = snapshot.state.order
        statement = (
            f"I, {{name}}, start the pump at {formats.quantity(rate, 'mL/h')}: "
            f"{order.drug} {formats.quantity(order.dose_mg, 'mg')} in {formats.quantity(order.volume_ml, 'mL')} "
            f"over {formats.quantity(order.minutes, 'min')}."
        )
        own = self._desk.actor.person if self._desk.actor.role == Role.NURSE else None
        request = ProofRequest("Start infusion", statement, (Role.NURSE,), person=own, confirm="Start infusion")

        def proved(proof: Proof) -> None:
            command = StartInfusion(rate)
            self._desk.run(snapshot.session_id, command, actor=proof.actor, done=self._done)

        self._desk.prove(request, proved)

    def pause(self, snapshot: Snapshot) -> None:
        """Pause at once; then ask why (``ux.md`` 10.6)."""

        def recorded(new: Snapshot) -> None:
            self._done(new)
            self.say_why(new)

        self._desk.run(snapshot.session_id, PauseInfusion(), done=recorded)

    def say_why(self, snapshot: Snapshot) -> None:
        """Ask why the infusion is paused; closing the sheet keeps the pause."""
        paused = snapshot.state.infusion.runs[-1].end
        if paused is None:
            return
        sheet = PauseSheet(formats.time_of(paused.at_ms, paused.tz_min))
        sheet.accepted.connect(
            lambda: run_from(self._desk, sheet, snapshot, AddNote(sheet.reason(), of=paused.n), self._done)
        )
        self._desk.open_sheet(sheet)

    def resume(self, snapshot: Snapshot) -> None:
        """Resume at once; where the rules hold a nurse back, a prescriber may decide."""

        def refused(answer: Refused) -> None:
            sheet = ResumeSheet(texts.refused(answer, snapshot.protocol))
            sheet.accepted.connect(lambda: self._prescriber_resumes(sheet, snapshot))
            self._desk.open_sheet(sheet)

        self._desk.run(snapshot.session_id, ResumeInfusion(), done=self._done, refused=refused)

    def _prescriber_resumes(self, sheet: Sheet, snapshot: Snapshot) -> None:
        statement = "I, {name}, decide that the infusion goes on."
        request = ProofRequest("Resume infusion", statement, (Role.PRESCRIBER,), confirm="Resume")

        def proved(proof: Proof) -> None:
            sheet.dismiss()
            self._desk.run(snapshot.session_id, ResumeInfusion(), actor=proof.actor, done=self._done)

        self._desk.prove(request, proved)

    def end(self, snapshot: Snapshot) -> None:
        """End at this press: mL off the pump, what became of the rest, and why where it is before plan."""
        now = self._desk.now()
        line, early = snapshot.protocol.line(END_LINE), is_early(snapshot, now)
        sheet = EndSheet(line, _facts(snapshot, now), self._desk.now, snapshot.state.infusion, early=early)

        def record() -> None:
            ending = sheet.ending()
            if ending is not None:
                command = EndInfusion(ending.given_ml, early, ending.reason, now.mono_ms, ending.residue)
                run_from(self._desk, sheet, snapshot, command, lambda new: self._after_end(new, line, ending))

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)
        sheet.begin()

    def _after_end(self, snapshot: Snapshot, line: Line, ending: Ending) -> None:
        """Answer the line of the same facts where the end has not: a protocol may ask more there."""
        self._done(snapshot)
        if snapshot.state.line(line.link_id).current is None:
            command = AnswerLine(line.link_id, ending.answer)
            self._desk.run(snapshot.session_id, command, done=self._done)
        self._desk.go(ToSession(snapshot.session_id, Step.RECOVERY))
