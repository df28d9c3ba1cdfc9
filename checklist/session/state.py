"""The state of one session: a frozen value folded from its events by ``apply``.

Nothing here is computed from the clock: progress, due times and limits are functions of protocol, state and
now (``progress``, ``due``). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Answer, Signed, VitalSigns
from checklist.session.care_state import (
    BranchRun,
    Claim,
    Detail,
    Gap,
    Handover,
    PumpReading,
    RateChange,
    Responsible,
)
from checklist.session.care_state import Settlement as Settlement  # noqa: PLC0414  known from here
from checklist.session.commands import Occurred, Order
from checklist.session.drug_events import DrugEvent
from checklist.session.events import PairDifference, ProtocolRef
from checklist.session.mark import Mark as Mark  # noqa: PLC0414  known from here
from checklist.session.mark import earlier
from checklist.session.running_events import DueWhy
from checklist.session.running_state import Running

LAST_ROUND = 3
"""The third difference of an independent check is a stop (``ux.md`` 10.5): nothing is opened again after it."""


class Status(StrEnum):
    """FHIR QuestionnaireResponse status, with ours for a session that was stopped."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    STOPPED = "stopped"


class Version(msgspec.Struct, frozen=True):
    """One version of a line's answer; ``answer`` None is a withdrawal. The newest one counts.

    ``rests_on``: positions of the entries it was sensed from. ``corrects``: the moment of the reading it corrects.
    """

    answer: Answer | None
    mark: Mark
    occurred: Occurred | None = None
    dwell_ms: int | None = None
    reason: str = ""
    text: str = ""
    rests_on: tuple[int, ...] = ()
    corrects: Mark | None = None

    @property
    def moment(self) -> Mark:
        """When the reading was taken; a correction changes what was read, not when."""
        return self.corrects or earlier(self.mark, self.mark.at_ms - self.at_ms)

    @property
    def at_ms(self) -> int:
        """When it was true, UTC ms."""
        return self.occurred.at_ms if self.occurred else self.mark.at_ms


class Deferred(msgspec.Struct, frozen=True):
    """A line put off until a step."""

    until: Step
    mark: Mark


class NotApplicable(msgspec.Struct, frozen=True):
    """A line that does not apply, with its reason."""

    reason: str
    text: str
    mark: Mark


class Override(msgspec.Struct, frozen=True):
    """An exception: a prescriber passed a hard stop set off by version ``of``.

    Attributes:
        prescriber: Who gave it by telephone; empty for an own sign-in.
        witness: Who heard the telephone order, once countersigned.
        cosigned: The prescriber's own signature, given later.
    """

    of: int
    reason: str
    limits: tuple[str, ...]
    mark: Mark
    prescriber: str = ""
    witness: Mark | None = None
    cosigned: Mark | None = None

    @property
    def in_force(self) -> bool:
        """Whether it passes the stop: a telephone order only once witnessed, or signed by the prescriber."""
        return not self.prescriber or self.witness is not None or self.cosigned is not None


class Compared(msgspec.Struct, frozen=True):
    """A comparison of an independent check (``events.PairCompared``)."""

    link_id: str
    round: int
    same: bool
    differs: tuple[PairDifference, ...]
    single: bool
    mark: Mark


class AccountEntry(msgspec.Struct, frozen=True):
    """An entry of the drug account, its witness, and who took it back."""

    event: DrugEvent
    mark: Mark
    witness: Mark | None = None
    voided: Mark | None = None


class Told(msgspec.Struct, frozen=True):
    """A provider was told about version ``of``; ``answered`` False while there is no answer yet."""

    of: int
    told: str
    order: str
    read_back: bool
    mark: Mark
    answered: bool = True
    occurred: Occurred | None = None


class Note(msgspec.Struct, frozen=True):
    """A note."""

    text: str
    mark: Mark
    link_id: str | None = None


class Signature(msgspec.Struct, frozen=True):
    """A given signature of one field."""

    field: str
    signed: Signed
    mark: Mark


class LineState(msgspec.Struct, frozen=True):
    """Everything recorded for one line, oldest first; only the newest of each kind is in force.

    ``reopened``: position of the comparison that opened the line again, -1 for none, with the fields that differed.
    """

    versions: tuple[Version, ...] = ()
    deferred: Deferred | None = None
    not_applicable: NotApplicable | None = None
    overrides: tuple[Override, ...] = ()
    told: tuple[Told, ...] = ()
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()
    reopened: int = -1
    reopened_fields: tuple[str, ...] = ()

    @property
    def current(self) -> Version | None:
        """The answer in force, or None when the line is open."""
        if not self.versions or self.versions[-1].answer is None or self.is_reopened:
            return None
        return self.versions[-1]

    @property
    def is_reopened(self) -> bool:
        """Whether a comparison has opened the line again and nobody has answered it since."""
        return bool(self.versions) and self.versions[-1].mark.n < self.reopened

    @property
    def readings(self) -> tuple[Version, ...]:
        """The answers given one after another, oldest first: corrected ones in their newest form, none taken back."""
        found: list[Version] = []
        for version in self.versions:
            if version.answer is None or version.reason:
                found = found[:-1]
            if version.answer is not None:
                found.append(version)
        return tuple(found)


class VitalsSet(msgspec.Struct, frozen=True):
    """A recorded set of a repeated line.

    Attributes:
        signs: The values in force.
        mark: When the set was first recorded; a correction keeps it.
        due_ms: The mark it closed, with ``from_ms``, ``late_ms`` and ``why``; None: an extra set.
        versions: Empty until the set is corrected; then every version oldest first, the newest in force.
        light: Why it is a light check (breathing, saturation, response only); empty for a full set.
    """

    link_id: str
    signs: VitalSigns
    mark: Mark
    occurred: Occurred | None = None
    due_ms: int | None = None
    late_ms: int | None = None
    versions: tuple[Version, ...] = ()
    from_ms: int | None = None
    why: DueWhy | None = None
    light: str = ""

    @property
    def at_ms(self) -> int:
        """When the set was true, UTC ms."""
        return self.occurred.at_ms if self.occurred else self.mark.at_ms

    @property
    def n(self) -> int:
        """Session position of the version in force."""
        return self.versions[-1].mark.n if self.versions else self.mark.n

    @property
    def author(self) -> Mark:
        """Who made the version in force, and when."""
        return self.versions[-1].mark if self.versions else self.mark


class InfusionStatus(StrEnum):
    """Where the infusion stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    STOPPED = "stopped"


class Run(msgspec.Struct, frozen=True):
    """A stretch of running at one rate, mL/h; ``end`` None while it runs."""

    start: Mark
    end: Mark | None = None
    pause_reason: str = ""
    rate_ml_h: str = ""


class Infusion(msgspec.Struct, frozen=True):
    """The infusion: plan, stretches of running, and what was given (decimal text); ``ended``: end or stop.

    ``rate_ml_h`` is the rate in force. ``given_ml`` empty after the end: the pump has not been read yet.
    """

    status: InfusionStatus = InfusionStatus.NOT_STARTED
    rate_ml_h: str = ""
    dose_mg: str = ""
    volume_ml: str = ""
    minutes: int = 0
    runs: tuple[Run, ...] = ()
    given_ml: str = ""
    given_mg: str = ""
    stop_reason: str = ""
    ended: Mark | None = None
    pump: tuple[PumpReading, ...] = ()
    rates: tuple[RateChange, ...] = ()


class ChairEvent(msgspec.Struct, frozen=True):
    """Something that happened at the chair, and how it stands; the newest settlement counts.

    ``text`` grows by the notes made on it. ``withdrawn``: who took it back and when; it counts for nothing then.
    """

    term: str
    text: str
    mark: Mark
    occurred: Occurred | None = None
    settlements: tuple[Settlement, ...] = ()
    details: tuple[Detail, ...] = ()
    late: bool = False
    withdrawn: Mark | None = None

    @property
    def at_ms(self) -> int:
        """When it happened, UTC ms."""
        return self.occurred.at_ms if self.occurred else self.mark.at_ms


class PhaseClose(msgspec.Struct, frozen=True):
    """A closed phase."""

    phase: PhaseId
    mark: Mark
    done: int
    later: int
    exceptions: int


class SessionState(msgspec.Struct, frozen=True):
    """One session. ``count`` is how many entries it has; the next one's ``n``.

    ``vitals`` holds the sets that count, in the order they were recorded; ``withdrawn`` those taken back.
    ``responsible`` begins with who opened it; ``unsigned`` are the entries made without sign-in (D24).
    ``events`` holds every event, ``happened`` those that count.
    """

    id: str
    patient: str
    chair: int
    order: Order
    visit: int
    protocol: ProtocolRef
    opened: Mark
    mrn4: str = ""
    status: Status = Status.IN_PROGRESS
    lines: Mapping[str, LineState] = msgspec.field(default_factory=dict)
    vitals: tuple[VitalsSet, ...] = ()
    withdrawn: tuple[VitalsSet, ...] = ()
    infusion: Infusion = Infusion()
    events: tuple[ChairEvent, ...] = ()
    comparisons: tuple[Compared, ...] = ()
    account: tuple[AccountEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    phases: tuple[PhaseClose, ...] = ()
    ended: Mark | None = None
    stop_reason: str = ""
    last: Mark | None = None
    count: int = 0
    running: Running = Running()
    branches: tuple[BranchRun, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    handovers: tuple[Handover, ...] = ()
    unsigned: tuple[Mark, ...] = ()
    claims: tuple[Claim, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def nurse(self) -> str:
        """Person id of the nurse responsible now: who opened the session, or took it over last."""
        return self.responsible[-1].person if self.responsible else self.opened.person

    @property
    def happened(self) -> tuple[ChairEvent, ...]:
        """The events that were not taken back, in the order they were recorded."""
        return tuple(item for item in self.events if item.withdrawn is None)

    def line(self, link_id: str) -> LineState:
        """Return what is recorded for a line; an empty state where nothing is."""
        return self.lines.get(link_id, LineState())

    def compared(self, link_id: str) -> tuple[Compared, ...]:
        """Return the comparisons of an independent check, oldest first."""
        return tuple(item for item in self.comparisons if item.link_id == link_id)

    def closed(self, phase: PhaseId) -> PhaseClose | None:
        """Return how a phase was closed, or None while it is open."""
        return next((item for item in self.phases if item.phase == phase), None)
