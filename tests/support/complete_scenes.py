"""Every page at the telling moments of the complete protocol 1.0.0, in the real window (see ``scenes``).

``MOMENTS`` says how far the visits have come; scenes share them. A scene is given the window, not begun yet, over
its own copy of the moment's store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bedside import SECOND as SECOND_ACTOR
from complete_moments import Moment, Visit
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from real_window import SECOND, SUPERVISOR, RealWindow
from running_visit import DROWSY, GOOD, HIGH, LOST, POST, signs
from whole_visit import normal

from checklist.errors import LedgerError
from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Quantity, VitalSigns
from checklist.session import commands as c
from checklist.ui.page import ToNewSession

Act = Callable[[RealWindow, Moment], None]


@dataclass(frozen=True)
class Scene:
    """A moment, and how its window is brought to the page."""

    moment: str
    act: Act


MOMENTS: dict[str, Callable[[], tuple[Visit, ...]]] = {}
SCENES: dict[str, Scene] = {}


def moment(make: Callable[[], tuple[Visit, ...]]) -> Callable[[], tuple[Visit, ...]]:
    """Put a moment into the list under its function's name."""
    MOMENTS[make.__name__] = make
    return make


def scene(at: str) -> Callable[[Act], Act]:
    """Put a scene at a moment into the list under its function's name."""

    def put(act: Act) -> Act:
        SCENES[act.__name__] = Scene(at, act)
        return act

    return put


# Moments.


@moment
def nobody() -> tuple[Visit, ...]:
    return ()


@moment
def first_phq9() -> tuple[Visit, ...]:
    return (Visit(number=1).to("pre.phq9"),)


@moment
def first_pump() -> tuple[Visit, ...]:
    return (Visit(number=1).to("pre.pump-entry"),)


@moment
def returned() -> tuple[Visit, ...]:
    return (Visit(),)


@moment
def sensing() -> tuple[Visit, ...]:
    return (Visit().to("pre.sedation"),)


@moment
def start_high() -> tuple[Visit, ...]:
    visit = Visit().to("pre.vitals")
    (only,) = normal(visit, "pre.vitals").values
    assert isinstance(only.value, VitalSigns)
    raised = tuple(replace(one, value="152") if one.code == "sbp" else one for one in only.value.values)
    visit.must(c.AnswerLine("pre.vitals", Answer((replace(only, value=VitalSigns(raised)),))))
    visit.wait(2)
    return (visit,)


@moment
def risky() -> tuple[Visit, ...]:
    return (Visit().to("pre.suicide-screen").choose("pre.suicide-screen", "risk", "high"),)


@moment
def to_tell() -> tuple[Visit, ...]:
    return (Visit().to("pre.suicide-screen").choose("pre.suicide-screen", "risk", "moderate"),)


@moment
def vial() -> tuple[Visit, ...]:
    return (Visit().to("pre.vial"),)


@moment
def to_check() -> tuple[Visit, ...]:
    return (Visit().to("pre.check-independent"),)


@moment
def checked() -> tuple[Visit, ...]:
    return (Visit().to("pre.time-out"),)


@moment
def differing() -> tuple[Visit, ...]:
    visit = Visit().to("pre.check-independent")
    read = normal(visit, "pre.check-independent")
    other = tuple(
        replace(item, value=Quantity("86.4", "kg")) if item.field == "weight" else item for item in read.values
    )
    visit.must(c.AnswerLine("pre.check-independent", Answer(other)), SECOND_ACTOR)
    return (visit,)


@moment
def started() -> tuple[Visit, ...]:
    visit = Visit().run()
    visit.wait(1.5)
    return (visit,)


@moment
def going() -> tuple[Visit, ...]:
    visit = Visit().run().sets(GOOD, GOOD, GOOD)
    visit.wait(3.7)
    return (visit,)


@moment
def asking() -> tuple[Visit, ...]:
    visit = Visit().run().sets(GOOD)
    visit.wait(5)
    visit.must(c.RecordVitals("mon.vitals", signs(GOOD)))
    return (visit,)


@moment
def late() -> tuple[Visit, ...]:
    visit = Visit().run().sets(GOOD, GOOD)
    visit.wait(13)
    return (visit,)


@moment
def too_high() -> tuple[Visit, ...]:
    return (Visit().run().sets(GOOD, GOOD, HIGH),)


@moment
def lost() -> tuple[Visit, ...]:
    return (Visit().run().sets(GOOD, LOST),)


@moment
def paused() -> tuple[Visit, ...]:
    visit = Visit().run().sets(GOOD, GOOD, HIGH)
    visit.must(c.PauseInfusion("Blood pressure over the limit"))
    visit.wait(2)
    return (visit,)


@moment
def drowsy() -> tuple[Visit, ...]:
    visit = Visit().run().sets(GOOD, GOOD, DROWSY)
    visit.wait(1)
    return (visit,)


@moment
def recovering() -> tuple[Visit, ...]:
    visit = Visit().run().end()
    visit.wait(0.5)
    visit.a_set(line=POST)
    visit.a_set(line=POST, wait=15)
    visit.wait(4)
    return (visit,)


@moment
def leaving() -> tuple[Visit, ...]:
    visit = Visit().run().end()
    visit.a_set(line=POST)
    visit.a_set(line=POST, wait=15)
    visit.a_set(line=POST, wait=15)
    return (visit,)


@moment
def going_home() -> tuple[Visit, ...]:
    return (Visit().run().end().until_begun("dis."),)


@moment
def to_sign() -> tuple[Visit, ...]:
    return (Visit().run().end().until_begun("dis.").to(""),)


@moment
def sealed() -> tuple[Visit, ...]:
    return (Visit().run().end().until_sealed(),)


@moment
def floor() -> tuple[Visit, ...]:
    leaves = Visit("Tran", 1, 4).run().end()
    for _ in range(4):
        leaves.a_set(line=POST, wait=15)
    now = leaves.until_begun("dis.").minutes()
    recovers = Visit("Kowalski", 2, 2, now - 65).run().end().a_set(line=POST)
    runs = Visit("Harlow", 3, 3, now - 32).run().sets(GOOD, GOOD)
    prepares = Visit("Sato", 4, 1, now - 8).to("pre.meds-flag")
    for visit in (leaves, recovers, runs, prepares):
        visit.wait(max(0, now + 2 - visit.minutes()))
    return leaves, recovers, runs, prepares


def _open(real: RealWindow, at: Moment, step: Step | None = None, link_id: str | None = None) -> None:
    """Sign in and show the patient, where the session resumes or at a line."""
    real.begin()
    real.sign_in()
    real.go(at.sessions["Harlow"], step, link_id)


def _line(name: str, at: str, link_id: str, step: Step = Step.PRE_INFUSION) -> None:
    """Put the page of a line into the list."""
    SCENES[name] = Scene(at, lambda real, made: _open(real, made, step, link_id))


def _page(name: str, at: str, step: Step | None = None) -> None:
    """Put the page that a session resumes at into the list."""
    SCENES[name] = Scene(at, lambda real, made: _open(real, made, step))


# Before the infusion.

_page("return_begins", "returned")
_line("first_kit", "first_phq9", "pre.emergency-kit")
_line("first_phq9", "first_phq9", "pre.phq9")
_line("first_airway", "first_pump", "pre.contra-airway")
_line("first_pump", "first_pump", "pre.pump-entry")
_line("escort", "returned", "pre.escort")
_line("medicines", "returned", "pre.meds-flag")
_line("none_of_these", "returned", "pre.since-last")
_line("long_choice", "returned", "pre.bp-med-taken")
_line("sensed", "sensing", "pre.sedation")
_line("recheck", "start_high", "pre.vitals")
_line("branch_offered", "risky", "pre.suicide-screen")
_line("vial", "vial", "pre.vial")
_line("label_missing", "vial", "pre.label")


@scene("returned")
def none_taken(real: RealWindow, at: Moment) -> None:
    _open(real, at, Step.PRE_INFUSION, "pre.emergency-kit")
    real.press("item.pre.emergency-kit.field.missing.oxygen")


@scene("to_tell")
def told_sheet(real: RealWindow, at: Moment) -> None:
    _open(real, at, Step.PRE_INFUSION, "pre.suicide-screen")
    real.press("item.told")


@scene("nobody")
def order_with_basis(real: RealWindow, at: Moment) -> None:
    real.begin()
    real.sign_in()
    assert real.window.work is not None
    real.window.work.go(ToNewSession(2))
    real.settle()
    real.type_into("new.find", "harl")
    QTest.keyClick(real.find("new.find"), Qt.Key.Key_Return)
    real.settle()
    real.press_labelled("new.result.", "HARLOW")
    real.press("new.protocol.ketamine-iv-mood")
    order = {"new.dose": "0.5", "new.weight": "61.2", "new.mg": "30.6", "new.minutes": "40", "new.volume": "100"}
    for name, text in order.items():
        real.type_into(name, text)
    real.press("new.basis.adjusted")
    real.type_into("new.actual", "92")
    real.type_into("new.height", "165")
    real.press("new.sex.female")


# Time-out.

_page("check_waits", "to_check")
_page("check_matches", "checked")
_page("check_differs", "differing", Step.TIME_OUT)
_line("read_again", "differing", "pre.weight")


@scene("to_check")
def check_entering(real: RealWindow, at: Moment) -> None:
    _open(real, at)
    real.press("item.second")
    real.prove(SECOND)
    real.type_into("item.pre.check-independent.field.mrn4", "8327")


# The infusion.

_page("run_started", "started")
_page("run_going", "going")
_page("run_set_lines", "asking")
_page("run_late", "late")
_page("run_over_limit", "too_high")
_page("run_not_obtained", "lost")
_page("run_paused", "paused")
_page("run_drowsy", "drowsy")


@scene("going")
def run_typing(real: RealWindow, at: Moment) -> None:
    _open(real, at)
    if real.there("lines.back"):
        real.press("lines.back")
    real.type_into("item.mon.vitals.field.sbp", "14893909")


@scene("too_high")
def run_table(real: RealWindow, at: Moment) -> None:
    _open(real, at)
    real.press("trend.table")


# Emergency.


@scene("going")
def emergency_chooser(real: RealWindow, at: Moment) -> None:
    _open(real, at)
    real.press("footer.emergency")


def _in_emergency(real: RealWindow, at: Moment, branch: str = "em.hypertension", lines: int = 2) -> None:
    emergency_chooser(real, at)
    real.press(f"emergency.pick.{branch}")
    for line in real.ask(lambda s: s.conductor.snapshot(at.sessions["Harlow"]).protocol.branch(branch)).lines[:lines]:
        real.clock.advance(9_000)
        real.press(f"emergency.done.{line.id}")


@scene("going")
def emergency_runs(real: RealWindow, at: Moment) -> None:
    _in_emergency(real, at)
    real.press("emergency.event.team_here")


@scene("going")
def emergency_two_lists(real: RealWindow, at: Moment) -> None:
    _in_emergency(real, at)
    real.press("emergency.more")
    real.press("emergency.pick.em.chest-pain")


@scene("going")
def emergency_not_saved(real: RealWindow, at: Moment) -> None:
    _in_emergency(real, at)
    _break_store(real)
    line = real.ask(lambda s: s.conductor.snapshot(at.sessions["Harlow"]).protocol.branch("em.hypertension")).lines[2]
    real.press(f"emergency.done.{line.id}")


@scene("going")
def emergency_end(real: RealWindow, at: Moment) -> None:
    _in_emergency(real, at)
    real.press("emergency.end")


@scene("going")
def strip_over_monitoring(real: RealWindow, at: Moment) -> None:
    _in_emergency(real, at)
    real.press("emergency.back")


@scene("going")
def strip_over_today(real: RealWindow, at: Moment) -> None:
    strip_over_monitoring(real, at)
    QTest.keyClick(real.window, Qt.Key.Key_F2)
    real.settle()


@scene("going")
def strip_over_lock(real: RealWindow, at: Moment) -> None:
    strip_over_monitoring(real, at)
    real.window.lock_now("asked")
    real.settle()


def _from_lock(real: RealWindow) -> None:
    QTest.keyClick(real.window, Qt.Key.Key_F8)
    real.settle()


@scene("nobody")
def incident(real: RealWindow, at: Moment) -> None:
    real.begin()
    _from_lock(real)
    real.press("emergency.pick.em.unresponsive")


@scene("going")
def claim(real: RealWindow, at: Moment) -> None:
    real.begin()
    _from_lock(real)
    real.press("emergency.pick.em.nausea")
    line = real.ask(lambda s: s.conductor.snapshot(at.sessions["Harlow"]).protocol.branch("em.nausea")).lines[0]
    real.clock.advance(9_000)
    real.press(f"emergency.done.{line.id}")
    real.press("emergency.back")
    real.sign_in()


def _break_store(real: RealWindow) -> None:
    """Let the store be as it is after a write that failed on a full disk."""

    def fail(station: object) -> None:
        station._journal._fault = LedgerError("store.full", "no space")  # type: ignore[attr-defined]  # the fault of a disk, made by hand

    real.ask(fail)


# Afterwards.

_page("recovery", "recovering")
_page("recovery_signs", "leaving")
_page("discharge_waits", "going_home", Step.DISCHARGE)
_line("discharge_stay", "going_home", "dis.min-time", Step.DISCHARGE)
_line("discharge_aldrete", "going_home", "dis.aldrete", Step.DISCHARGE)
_line("discharge_waste", "going_home", "dis.waste", Step.DISCHARGE)
_page("sign_off", "to_sign", Step.SIGN_OFF)
_page("sign_off_early", "going_home", Step.SIGN_OFF)


@scene("sealed")
def record(real: RealWindow, at: Moment) -> None:
    real.begin()
    real.sign_in(SUPERVISOR)
    real.press("app_bar.audit")
    table = real.find("audit.table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    real.settle()
    real.press("audit.open_record")


# Many patients.


@scene("floor")
def today_four(real: RealWindow, at: Moment) -> None:
    real.begin()
    real.sign_in()


@scene("floor")
def lock_four(real: RealWindow, at: Moment) -> None:
    real.begin()


@scene("nobody")
def protocols(real: RealWindow, at: Moment) -> None:
    real.begin()
    real.sign_in(SUPERVISOR)
    real.press("app_bar.protocols")
