"""What a person or a timer may ask of one session, and what it is told when the rules say no.

Commands are imperative and frozen; they hold values, never times of recording: those are inputs of
``decide``. ``Occurred`` is when something was true: now by default, up to 30 minutes back with a reason,
never forward (D25). Pure; imports ``protocol`` values only.
"""

from __future__ import annotations

import msgspec

from checklist.protocol.model import Step
from checklist.protocol.values import Answer, VitalSigns
from checklist.session.care_commands import CareCommand
from checklist.session.drug_commands import DrugCommand
from checklist.session.emergency_commands import EmergencyCommand
from checklist.session.mark import Auth as Auth  # noqa: PLC0414  known from here
from checklist.session.occurred import Occurred as Occurred  # noqa: PLC0414  known from here
from checklist.session.running_commands import RunningCommand


class Actor(msgspec.Struct, frozen=True):
    """Who acts: person id or ``sys``, role in force, how it was proved."""

    person: str
    role: str
    auth: Auth


class Order(msgspec.Struct, frozen=True):
    """The prescriber's signed order, as typed in from it.

    Attributes:
        dose_mg_per_kg: Ordered dose per kilogram, decimal text.
        weight_kg: Weight written on the order, decimal text.
        dose_mg: Ordered dose, decimal text.
        minutes: Planned duration of the infusion.
        volume_ml: Final volume in the bag, decimal text.
        diluent: Code (``nacl09``, ``d5w``, ``water``).
        prescriber: Person id of the prescriber.
        ordered_on: Day of the order, ``YYYY-MM-DD``.
        weight_basis: Which weight it is: ``actual``, ``ideal`` or ``adjusted`` (``weights.Basis``).
        actual_kg: Measured weight on the order, where the basis is another; decimal text, or empty.
        height_cm: Height on the order, decimal text, or empty.
        sex: ``female`` or ``male`` for the ideal weight, or empty.
        last_dose_mg: Dose of the visit before, decimal text, or empty.
    """

    drug: str
    dose_mg_per_kg: str
    weight_kg: str
    dose_mg: str
    minutes: int
    volume_ml: str
    diluent: str
    prescriber: str
    ordered_on: str
    weight_basis: str = "actual"
    actual_kg: str = ""
    height_cm: str = ""
    sex: str = ""
    last_dose_mg: str = ""


class OpenSession(msgspec.Struct, frozen=True, tag="open-session"):
    """Begin a session for a patient in a chair, on an order, with a protocol version.

    ``mrn4``: last four letters and digits of the record number, as registered; empty where there are not so many.
    """

    patient: str
    chair: int
    order: Order
    visit: int
    mrn4: str = ""


class AnswerLine(msgspec.Struct, frozen=True, tag="answer-line"):
    """Answer an open line. ``dwell_ms``: how long the line had been on screen."""

    link_id: str
    answer: Answer
    occurred: Occurred | None = None
    dwell_ms: int | None = None


class CorrectAnswer(msgspec.Struct, frozen=True, tag="correct-answer"):
    """Replace a line's answer, or withdraw it (``answer`` None); the old one stays readable.

    ``reason`` is a code (``typing``, ``new_information``, ``wrong_line``, ``undo``, ``other``). ``of`` is the
    version that was on screen (session position ``n``): where a newer one is in force by now the correction
    is refused. A set of vital signs is named by ``of``; None means the newest.
    """

    link_id: str
    answer: Answer | None
    reason: str
    text: str = ""
    of: int | None = None


class DeferLine(msgspec.Struct, frozen=True, tag="defer-line"):
    """Put a line off until a step by which it must be done."""

    link_id: str
    until: Step


class MarkNotApplicable(msgspec.Struct, frozen=True, tag="mark-not-applicable"):
    """Say that a line does not apply, with one of its listed reasons."""

    link_id: str
    reason: str
    text: str = ""


class OverrideStop(msgspec.Struct, frozen=True, tag="override-stop"):
    """Pass an ``hs`` stop: the actor is a prescriber by own sign-in; reason of 15 characters or more."""

    link_id: str
    reason: str


class TellProvider(msgspec.Struct, frozen=True, tag="tell-provider"):
    """Record that a provider was told about a line's answer: who, when, the order given, and its read-back.

    ``answered`` False: told, and no answer yet; the line stays open until one is recorded the same way.
    """

    link_id: str
    told: str
    order: str
    read_back: bool
    answered: bool = True
    occurred: Occurred | None = None


class RecordVitals(msgspec.Struct, frozen=True, tag="record-vitals"):
    """Record a set for a repeated line; parts left out carry a reason inside ``signs.missing``.

    With a reason in ``light`` it is a light check: it holds breaths, saturation and alertness only.
    """

    link_id: str
    signs: VitalSigns
    occurred: Occurred | None = None
    light: str = ""


class StartInfusion(msgspec.Struct, frozen=True, tag="start-infusion"):
    """The pump was started."""

    rate_ml_h: str


class PauseInfusion(msgspec.Struct, frozen=True, tag="pause-infusion"):
    """The pump was paused; the reason may follow as a note on this entry (``AddNote.of``)."""

    reason: str = ""


class ResumeInfusion(msgspec.Struct, frozen=True, tag="resume-infusion"):
    """The pump runs again."""


class EndInfusion(msgspec.Struct, frozen=True, tag="end-infusion"):
    """The pump has finished, or was stopped early (with a reason); ``given_ml`` is read off the pump.

    ``pressed_mono_ms``: monotonic ms of the press that ended it, where the pump's facts were typed after it.
    ``residue``: what became of the drug left in the line (an option of ``mon.end``); it answers that line, too.
    """

    given_ml: str
    early: bool = False
    reason: str = ""
    pressed_mono_ms: int | None = None
    residue: str = ""


class RecordEvent(msgspec.Struct, frozen=True, tag="record-event"):
    """An event tile was pressed; details may follow as a note. ``term`` is a code of the event vocabulary."""

    term: str
    text: str = ""
    occurred: Occurred | None = None


class WithdrawEvent(msgspec.Struct, frozen=True, tag="withdraw-event"):
    """Take back event ``of``; it stays readable. ``reason`` is a code of ``CorrectAnswer``."""

    of: int
    reason: str
    text: str = ""


class AddNote(msgspec.Struct, frozen=True, tag="add-note"):
    """A note on the session, on one line, or on entry ``of``: words for an event, or why the infusion was paused."""

    text: str
    link_id: str | None = None
    of: int | None = None


class Sign(msgspec.Struct, frozen=True, tag="sign"):
    """Sign a signature field; ``shown`` is the SHA-256 (hex) of the exact text displayed (SEC-035).

    Signing the line that closes a phase closes it; the last phase's seals the session.
    """

    link_id: str
    field: str
    shown: str


class StopSession(msgspec.Struct, frozen=True, tag="stop-session"):
    """End the session before its course is complete, and why; always possible, passes no stop (D21)."""

    reason: str
    text: str = ""


class OverrideByPhone(msgspec.Struct, frozen=True, tag="override-by-phone"):
    """Record a prescriber's telephone order to pass an ``hs`` stop; it passes once a witness has countersigned (D21).

    ``prescriber`` is the person id of who gave it; ``reason`` 15 characters or more; the order was read back.
    """

    link_id: str
    reason: str
    prescriber: str
    read_back: bool


class Countersign(msgspec.Struct, frozen=True, tag="countersign"):
    """Countersign entry ``of``: as the witness of a telephone order, a waste or a discrepancy, or as the prescriber.

    ``shown`` is the SHA-256 (hex) of the exact sentence displayed (SEC-035, SEC-048).
    """

    of: int
    shown: str


class SettleEvent(msgspec.Struct, frozen=True, tag="settle-event"):
    """Say how an event (``of``) stands: grade 1 to 5; ``resolved``, or ``open`` with the plan in words."""

    of: int
    grade: int
    outcome: str
    text: str = ""


Command = (
    OpenSession
    | AnswerLine
    | CorrectAnswer
    | DeferLine
    | MarkNotApplicable
    | OverrideStop
    | OverrideByPhone
    | Countersign
    | TellProvider
    | RecordVitals
    | StartInfusion
    | PauseInfusion
    | ResumeInfusion
    | EndInfusion
    | RecordEvent
    | SettleEvent
    | WithdrawEvent
    | AddNote
    | Sign
    | StopSession
    | DrugCommand
    | RunningCommand
    | CareCommand
    | EmergencyCommand
)


class Block(msgspec.Struct, frozen=True):
    """One thing in the way: a stable code and the line it lies on, with parameters for the sentence."""

    code: str
    link_id: str | None = None
    params: tuple[tuple[str, str], ...] = ()


class Refused(msgspec.Struct, frozen=True):
    """A command the rules did not take. Nothing was recorded; ``blocks`` says what stands in the way."""

    code: str
    blocks: tuple[Block, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
