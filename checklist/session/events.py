"""What happened: the events of one session, as they are stored.

Past tense, frozen, decoded strictly by ``codec``. An event holds what was decided, never when: the ``Mark``
beside it in the state comes from the entry's header. Pure; imports ``protocol`` values and ``commands``
records.
"""

from __future__ import annotations

import msgspec

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Answer, Signed, VitalSigns
from checklist.session.care_events import CareEvent
from checklist.session.commands import Occurred, Order
from checklist.session.drug_events import DrugEntryVoided, DrugEvent
from checklist.session.emergency_events import EmergencyEvent
from checklist.session.running_events import DueWhy, RunningEvent


class ProtocolRef(msgspec.Struct, frozen=True):
    """The protocol version a session runs under for ever."""

    id: str
    version: str
    digest: str


class SessionOpened(msgspec.Struct, frozen=True, tag="session-opened"):
    """A session began."""

    patient: str
    chair: int
    order: Order
    visit: int
    protocol: ProtocolRef
    mrn4: str = ""


class LineAnswered(msgspec.Struct, frozen=True, tag="line-answered"):
    """A line got an answer; ``rests_on``: positions of the entries it was sensed from, empty where it was not."""

    link_id: str
    answer: Answer
    occurred: Occurred | None = None
    dwell_ms: int | None = None
    rests_on: tuple[int, ...] = ()


class AnswerCorrected(msgspec.Struct, frozen=True, tag="answer-corrected"):
    """A line's answer was replaced; ``of`` is the session position ``n`` of the version it replaces."""

    link_id: str
    answer: Answer
    of: int
    reason: str
    text: str = ""


class AnswerWithdrawn(msgspec.Struct, frozen=True, tag="answer-withdrawn"):
    """A line's answer (or deferral, or not applicable) was taken back; the line is open again."""

    link_id: str
    of: int
    reason: str
    text: str = ""


class LineDeferred(msgspec.Struct, frozen=True, tag="line-deferred"):
    """A line was put off until a step."""

    link_id: str
    until: Step


class LineNotApplicable(msgspec.Struct, frozen=True, tag="line-not-applicable"):
    """A line does not apply."""

    link_id: str
    reason: str
    text: str = ""


class StopOverridden(msgspec.Struct, frozen=True, tag="stop-overridden"):
    """A prescriber passed a hard stop; ``of``: ``n`` of the answer that caused it; ``limits``: texts.

    With a ``prescriber`` it is a telephone order that was read back, and passes once it is countersigned.
    """

    link_id: str
    of: int
    reason: str
    limits: tuple[str, ...]
    prescriber: str = ""


class Countersigned(msgspec.Struct, frozen=True, tag="countersigned"):
    """Entry ``of`` was countersigned, with the meaning ``witness`` or ``approve``."""

    of: int
    signed: Signed


class PairDifference(msgspec.Struct, frozen=True):
    """One field of an independent check that differs from the first person's, with the likely slips by name."""

    field: str
    with_line: str
    with_field: str
    slips: tuple[str, ...] = ()


class PairCompared(msgspec.Struct, frozen=True, tag="pair-compared"):
    """The two sides of an independent check were compared, for the ``round``-th time on this line.

    Attributes:
        same: Nothing differs.
        single: One nurse read twice (``p.second_check`` = single): never a double check.
    """

    link_id: str
    round: int
    same: bool
    differs: tuple[PairDifference, ...] = ()
    single: bool = False


class ProviderTold(msgspec.Struct, frozen=True, tag="provider-told"):
    """A provider was told about a line's answer (``of``)."""

    link_id: str
    of: int
    told: str
    order: str
    read_back: bool
    answered: bool = True
    occurred: Occurred | None = None


class VitalsRecorded(msgspec.Struct, frozen=True, tag="vitals-recorded"):
    """A set was recorded; ``due_ms``: the mark it closed (UTC ms), with its from and late-at; None: an extra set.

    ``light``: why only breathing, saturation and response were looked at; empty for a full set.
    """

    link_id: str
    signs: VitalSigns
    occurred: Occurred | None = None
    due_ms: int | None = None
    late_ms: int | None = None
    from_ms: int | None = None
    why: DueWhy | None = None
    light: str = ""


class InfusionStarted(msgspec.Struct, frozen=True, tag="infusion-started"):
    """The infusion began: planned minutes, dose and rate as decimal text."""

    rate_ml_h: str
    dose_mg: str
    volume_ml: str
    minutes: int


class InfusionPaused(msgspec.Struct, frozen=True, tag="infusion-paused"):
    """The infusion was paused; ``pressed_ms`` as in ``InfusionEnded``, of a pause written later."""

    reason: str
    pressed_ms: int = 0


class InfusionResumed(msgspec.Struct, frozen=True, tag="infusion-resumed"):
    """The infusion runs again."""


class InfusionEnded(msgspec.Struct, frozen=True, tag="infusion-ended"):
    """The infusion ended as planned: mL off the pump and the mg they hold.

    ``pressed_ms``: how long before this entry the press that ended it was, 0 or more.
    """

    given_ml: str
    given_mg: str
    pressed_ms: int = 0


class InfusionStopped(msgspec.Struct, frozen=True, tag="infusion-stopped"):
    """The infusion was stopped before plan; ``pressed_ms`` as in ``InfusionEnded``.

    ``given_ml`` empty: not read yet, as in an emergency.
    """

    given_ml: str
    given_mg: str
    reason: str
    pressed_ms: int = 0


class EventRecorded(msgspec.Struct, frozen=True, tag="event-recorded"):
    """Something happened at the chair; ``late``: charted after the session's end (``clinical.md`` 4.5)."""

    term: str
    text: str = ""
    occurred: Occurred | None = None
    late: bool = False


class EventSettled(msgspec.Struct, frozen=True, tag="event-settled"):
    """How an event (``of``) stands: its grade, ``resolved`` or ``open``, and the plan."""

    of: int
    grade: int
    outcome: str
    text: str = ""


class EventWithdrawn(msgspec.Struct, frozen=True, tag="event-withdrawn"):
    """An event (``of``) was taken back; it stays readable and counts for nothing."""

    of: int
    reason: str
    text: str = ""


class NoteAdded(msgspec.Struct, frozen=True, tag="note-added"):
    """A note, on the session, on a line, or on entry ``of``."""

    text: str
    link_id: str | None = None
    of: int | None = None


class LineSigned(msgspec.Struct, frozen=True, tag="line-signed"):
    """A signature field was signed."""

    link_id: str
    field: str
    signed: Signed


class PhaseClosed(msgspec.Struct, frozen=True, tag="phase-closed"):
    """A phase was closed by its signature; counts are of its lines."""

    phase: PhaseId
    done: int
    later: int
    exceptions: int


class SessionClosed(msgspec.Struct, frozen=True, tag="session-closed"):
    """The session is complete; the ledger adds count and session root (7.9)."""


class SessionStopped(msgspec.Struct, frozen=True, tag="session-stopped"):
    """The session ended before its course was complete."""

    reason: str
    text: str = ""


Event = (
    SessionOpened
    | LineAnswered
    | AnswerCorrected
    | AnswerWithdrawn
    | LineDeferred
    | LineNotApplicable
    | StopOverridden
    | Countersigned
    | PairCompared
    | ProviderTold
    | VitalsRecorded
    | InfusionStarted
    | InfusionPaused
    | InfusionResumed
    | InfusionEnded
    | InfusionStopped
    | EventRecorded
    | EventSettled
    | EventWithdrawn
    | NoteAdded
    | LineSigned
    | PhaseClosed
    | SessionClosed
    | SessionStopped
    | DrugEvent
    | DrugEntryVoided
    | RunningEvent
    | CareEvent
    | EmergencyEvent
)
