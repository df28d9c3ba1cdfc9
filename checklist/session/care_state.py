"""What a session's state holds of rates, pump readings, emergencies, handovers, claims and gaps. Pure."""

from __future__ import annotations

import msgspec

from checklist.protocol.values import Answer
from checklist.session.mark import Mark
from checklist.session.occurred import Occurred


class Settlement(msgspec.Struct, frozen=True):
    """How an event stands: its grade, ``resolved`` or ``open``, and the plan."""

    grade: int
    outcome: str
    text: str
    mark: Mark


class Detail(msgspec.Struct, frozen=True):
    """Details of a stamped event, in the fields of an event line; ``witness``: who saw a controlled medicine given."""

    link_id: str
    answer: Answer
    mark: Mark
    witness: Mark | None = None


class RateCheck(msgspec.Struct, frozen=True):
    """What a second person read off the pump after a change; ``single``: the same nurse, later."""

    rate_ml_h: str
    same: bool
    single: bool
    mark: Mark


class RateChange(msgspec.Struct, frozen=True):
    """A change of the pump's rate, mL/h, and the readings that checked it, oldest first."""

    rate_ml_h: str
    before_ml_h: str
    reason: str
    ordered_by: str
    mark: Mark
    checks: tuple[RateCheck, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether a second reading agrees."""
        return any(check.same for check in self.checks)


class PumpReading(msgspec.Struct, frozen=True):
    """A volume read off the pump, mL, and the mg it holds."""

    given_ml: str
    given_mg: str
    mark: Mark


class BranchLineRun(msgspec.Struct, frozen=True):
    """One pressed line of an emergency; ``done`` False: it was not possible. ``mark`` is of the first press."""

    line: str
    done: bool
    text: str
    mark: Mark
    occurred: Occurred | None = None

    @property
    def at_ms(self) -> int:
        """When it was done, UTC ms."""
        return self.occurred.at_ms if self.occurred else self.mark.at_ms


class BranchRun(msgspec.Struct, frozen=True):
    """One run of an emergency list, named by its position ``n``; ``ended`` None while it runs.

    Attributes:
        lines: What was pressed, in the order of pressing; of one line the newest counts.
        settlements: Its grade, given after the end; the newest counts.
        occurred: When it was picked, where it was written later.
    """

    branch: str
    mark: Mark
    lines: tuple[BranchLineRun, ...] = ()
    ended: Mark | None = None
    outcome: str = ""
    text: str = ""
    settlements: tuple[Settlement, ...] = ()
    occurred: Occurred | None = None

    @property
    def at_ms(self) -> int:
        """When it was picked, UTC ms."""
        return self.occurred.at_ms if self.occurred else self.mark.at_ms

    @property
    def n(self) -> int:
        """Position of its start, by which commands name it."""
        return self.mark.n

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    def line(self, line_id: str) -> BranchLineRun | None:
        """Return what counts of a line, or None while nobody has pressed it."""
        return next((item for item in reversed(self.lines) if item.line == line_id), None)


class Responsible(msgspec.Struct, frozen=True):
    """Who is responsible for the patient, from an entry on."""

    person: str
    since: Mark


class Handover(msgspec.Struct, frozen=True):
    """A change of the nurse responsible.

    Attributes:
        leaving: Who was responsible. ``to``: who is to take over, or did.
        given: The leaving nurse's signature; None where she was not there, until she signs later.
        taken: The new nurse's signature; None while it waits.
        reason: Why it was taken over without the leaving nurse.
    """

    leaving: str
    to: str
    given: Mark | None = None
    taken: Mark | None = None
    reason: str = ""


class Claim(msgspec.Struct, frozen=True):
    """A person's word that entries made without sign-in were their own."""

    of: tuple[int, ...]
    mark: Mark


class Gap(msgspec.Struct, frozen=True):
    """The computer slept or its wall clock was set; ms long from ``from_ms`` (UTC) on."""

    kind: str
    ms: int
    from_ms: int
    mark: Mark
