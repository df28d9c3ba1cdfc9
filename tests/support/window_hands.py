"""A nurse's hands at the real window: one command becomes the presses and keys that give it.

``do`` returns False, and has recorded nothing, where the window offers no way to a command: then the caller has to say
so. What the window refuses leaves everything as it was, with the reason on screen.
"""

from __future__ import annotations

from typing import assert_never

from real_window import PRESCRIBER, RealWindow

from checklist.protocol.items import Field, SignatureField
from checklist.protocol.model import Step
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    Moment,
    Quantity,
    Score,
    Signed,
    Text,
    Value,
    VitalSigns,
)
from checklist.service.conduct import Snapshot
from checklist.session import commands as c
from checklist.session import due
from checklist.session.care_commands import ReadPump
from checklist.session.commands import Command
from checklist.session.progress import line_view
from checklist.ui import formats
from checklist.ui.monitoring.infusion_acts import is_early, rate_of

Infusion = c.StartInfusion | c.PauseInfusion | c.ResumeInfusion | c.EndInfusion
MONITORING = (Step.INFUSION, Step.RECOVERY)


def reminders(*acts: str) -> tuple[str, ...]:
    """Ids of the buttons of acts on whichever card of the monitoring page holds them."""
    return tuple(f"reminder.{kind}.{act}" for kind in ("over_limit", "told_waiting", "line") for act in acts)


class WindowHands:
    """Hands at one window.

    Args:
        real: The window, with somebody signed in.
    """

    def __init__(self, real: RealWindow) -> None:
        self.real = real

    def do(self, command: Command, snapshot: Snapshot, name: str) -> bool:
        """Give a command by presses and keys, as the person of that name; returns whether there was a way."""
        match command:
            case c.AnswerLine():
                return self._answer(snapshot, command.link_id, command.answer)
            case c.OverrideStop():
                return self._pass(snapshot, command)
            case c.TellProvider():
                return self._tell(snapshot, command)
            case c.AddNote():
                return self._note(snapshot, command)
            case c.RecordVitals():
                return self._vitals(snapshot, command)
            case c.Sign():
                return self._sign(snapshot, command, name)
            case c.StopSession():
                return self._stop()
            case c.RecordEvent():
                return self._event(snapshot, command)
            case ReadPump():
                return self._read_pump(snapshot, command)
            case c.StartInfusion() | c.PauseInfusion() | c.ResumeInfusion() | c.EndInfusion():
                return self._infusion(snapshot, command, name)
            case _:
                return False

    def _go(self, snapshot: Snapshot, link_id: str) -> Step:
        step = snapshot.protocol.section_of(link_id).step
        self.real.go(snapshot.session_id, step, link_id)
        return step

    def _press_if_there(self, name: str) -> bool:
        if not self.real.there(name) or not self.real.find(name).isEnabled():
            return False
        self.real.press(name)
        return True

    # --- answers

    def _answer(self, snapshot: Snapshot, link_id: str, answer: Answer) -> bool:
        real = self.real
        step = self._go(snapshot, link_id)
        view = line_view(snapshot.protocol, snapshot.state, link_id, real.clock.read())
        if view.offered == answer:
            real.press("item.confirm")
            return True
        self._press_if_there("item.enter")
        line = snapshot.protocol.line(link_id)
        fields = [field for field in line.fields if not isinstance(field, SignatureField)]
        before = snapshot.state.count
        for field in fields:
            value = answer.get(field.id)
            if value is not None and not self._give(f"item.{link_id}.field.{field.id}", field, value):
                return False
        if self._count(snapshot) == before:
            record = f"item.{link_id}.record" if step in MONITORING else "item.record"
            self._press_if_there(record)
        return True

    def _count(self, snapshot: Snapshot) -> int:
        return self.real.ask(lambda s: s.conductor.snapshot(snapshot.session_id).state.count)

    def _give(self, name: str, field: Field, value: Value) -> bool:
        """Enter one field; returns whether its control was there."""
        real = self.real
        match value:
            case Chosen(option=key):
                return self._press_if_there(f"{name}.{key}")
            case ChosenSet(options=keys):
                return all(self._press_if_there(f"{name}.{key}") for key in keys)
            case Confirmed():
                return self._press_if_there(name)
            case Score(value=score):
                return self._press_if_there(f"{name}.{score}") or self._type(name, str(score)) or bool(field.sum_of)  # type: ignore[union-attr]  # only a score field takes a score
            case Quantity(value=text) | Text(text=text):
                return self._type(name, text)
            case Moment(at_ms=at_ms, tz_min=tz_min):
                now = real.clock.read()
                if at_ms == now.wall_ms:
                    return self._press_if_there(f"{name}.now")
                return self._type(f"{name}.time", formats.time_of(at_ms, tz_min).replace(":", ""))
            case Day(date=date):
                return self._type(name, "".join(reversed(date.split("-"))))
            case VitalSigns():
                return self._signs(name.rpartition(".")[0], value)
            case Signed():
                return False
            case _:
                assert_never(value)

    def _type(self, name: str, text: str) -> bool:
        if not self.real.there(name):
            return False
        self.real.type_into(name, text)
        return True

    def _signs(self, prefix: str, signs: VitalSigns) -> bool:
        pressure, lower = signs.get("sbp"), signs.get("dbp")
        typed = {item.code: item.value for item in signs.values if item.code != "dbp"}
        if pressure is not None and lower is not None:
            typed["sbp"] = f"{pressure}/{lower}"
        return all(self._type(f"{prefix}.{code}", text) for code, text in typed.items())

    def _vitals(self, snapshot: Snapshot, command: c.RecordVitals) -> bool:
        self._go(snapshot, command.link_id)
        field = snapshot.protocol.line(command.link_id).fields[0]
        if command.signs.missing or not self._signs(f"item.{command.link_id}.field", command.signs):
            return False
        assert field is not None
        return self._press_if_there("vitals.record")

    def _read_pump(self, snapshot: Snapshot, command: ReadPump) -> bool:
        """Type the volume off the pump: from the clock's tile while it runs, else where the page asks for it."""
        over = due.is_over(snapshot.state)
        self.real.go(snapshot.session_id, Step.RECOVERY if over else Step.INFUSION)
        if not self._press_if_there("reminder.pump_unread.pump" if over else "clock.infusion.open"):
            return False
        self._type("sheet.pump.value", command.given_ml)
        return self._press_if_there("sheet.pump.accept")

    # --- what an answer asks for

    def _pass(self, snapshot: Snapshot, command: c.OverrideStop) -> bool:
        self._go(snapshot, command.link_id)
        if not self._press_if_there("item.exception"):
            return False
        self._type("sheet.exception.reason", command.reason)
        if not self._press_if_there("sheet.exception.accept"):
            self.real.press("sheet.exception.cancel")
            return False
        self.real.prove("R. Okafor")
        return True

    def _tell(self, snapshot: Snapshot, command: c.TellProvider) -> bool:
        step = self._go(snapshot, command.link_id)
        names = reminders("told") if step in MONITORING else ("item.told",)
        if not any(self._press_if_there(name) for name in names):
            return False
        self.real.press("sheet.told.who.other")
        self._type("sheet.told.name", command.told)
        if not command.answered:
            self.real.press("sheet.told.no_answer")
        if command.order:
            self._type("sheet.told.order", command.order)
        if command.read_back:
            self.real.press("sheet.told.read_back")
        self.real.press("sheet.told.accept")
        return True

    def _note(self, snapshot: Snapshot, command: c.AddNote) -> bool:
        step = self._go(snapshot, command.link_id) if command.link_id is not None else None
        names = reminders("note", "aside") if step in MONITORING else ("item.note", "item.aside")
        if not any(self._press_if_there(name) for name in names):
            return False
        self._type("sheet.note.text", command.text)
        self.real.press("sheet.note.accept")
        return True

    def _sign(self, snapshot: Snapshot, command: c.Sign, name: str) -> bool:
        step = self._go(snapshot, command.link_id)
        pressed = self._press_if_there(f"item.{command.link_id}.field.{command.field}")
        if not pressed and not (step in MONITORING and self._press_if_there("footer.sign")):
            return False
        self.real.prove(name)
        return True

    def _stop(self) -> bool:
        if not self._press_if_there("item.end"):
            self.real.press("footer.note")
            self.real.press("sheet.note.end")
        self.real.press("sheet.stop_session.reason.hard_stop")
        self.real.press("sheet.stop_session.sure")
        self.real.press("sheet.stop_session.accept")
        return True

    # --- the infusion and events

    def _event(self, snapshot: Snapshot, command: c.RecordEvent) -> bool:
        self.real.go(snapshot.session_id, Step.INFUSION)
        if not self._press_if_there(f"event.{command.term}"):
            return False
        self._press_if_there("sheet.event.cancel")
        return True

    def _infusion(self, snapshot: Snapshot, command: Infusion, name: str) -> bool:
        self.real.go(snapshot.session_id, Step.INFUSION)
        match command:
            case c.StartInfusion():
                if rate_of(snapshot) != command.rate_ml_h or not self._press_if_there("footer.infusion.start"):
                    return False
                self.real.prove(name)
                return True
            case c.PauseInfusion():
                if not self._press_if_there("footer.infusion.pause"):
                    return False
                return self._because("sheet.pause", command.reason)
            case c.ResumeInfusion():
                return self._resume(name)
            case c.EndInfusion():
                return self._end(snapshot, command)

    def _because(self, sheet: str, reason: str) -> bool:
        """Give a reason in own words and accept."""
        self.real.press(f"{sheet}.reason.other")
        self._type(f"{sheet}.reason.text", reason)
        return self._press_if_there(f"{sheet}.accept")

    def _resume(self, name: str) -> bool:
        if not self._press_if_there("footer.infusion.resume"):
            return False
        if not self.real.there("sheet.resume.accept"):
            return True
        if name != PRESCRIBER:
            self.real.press("sheet.resume.cancel")
            return False
        self.real.press("sheet.resume.accept")
        self.real.prove(name)
        return True

    def _end(self, snapshot: Snapshot, command: c.EndInfusion) -> bool:
        if is_early(snapshot, self.real.clock.read()) is not command.early or not self._press_if_there(
            "footer.infusion.end"
        ):
            return False
        self._type("item.mon.end.field.given", command.given_ml)
        self._press_if_there("item.mon.end.field.residue.flushed")
        done = self._because("sheet.end", command.reason) if command.early else self._press_if_there("sheet.end.accept")
        if not done or self.real.there("sheet.end.accept"):
            self.real.press("sheet.end.cancel")
            return False
        return True
