"""What a checklist is: the frozen model of one protocol version.

Words follow HL7 FHIR Questionnaire (``link_id``, ``enable_when``, ``required``, answer option). A *phase* is
one checklist, a *section* a part of it with at most nine visible lines, a *step* what the rail shows; a
*line* holds one or more fields (``architecture.md`` 6). Pure; imports only this package. Read by
``reader.py``, never built by hand outside tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from checklist.protocol.branches import Branch
from checklist.protocol.line import ROLES, Account, AutoRule, Line, LineKind, PairField, Reason, Recheck, Sensed, Step
from checklist.protocol.parameters import Parameter
from checklist.protocol.vocabulary import Vocabulary

__all__ = [
    "ROLES",
    "STEPS_OF",
    "Account",
    "Anchor",
    "AutoRule",
    "Branch",
    "Cadence",
    "Line",
    "LineKind",
    "PairField",
    "Parameter",
    "Phase",
    "PhaseId",
    "Protocol",
    "Reason",
    "Recheck",
    "Section",
    "Sensed",
    "Step",
    "Vocabulary",
]


class PhaseId(StrEnum):
    """The phases of a session."""

    PRE_INFUSION = "pre_infusion"
    MONITORING = "monitoring"
    DISCHARGE = "discharge"


STEPS_OF: Mapping[PhaseId, tuple[Step, ...]] = {
    PhaseId.PRE_INFUSION: (Step.PRE_INFUSION, Step.TIME_OUT),
    PhaseId.MONITORING: (Step.INFUSION, Step.RECOVERY),
    PhaseId.DISCHARGE: (Step.DISCHARGE, Step.SIGN_OFF),
}
"""The steps of each phase, in the order of the rail (``architecture.md`` 6)."""


class Anchor(StrEnum):
    """The moments from which due times count."""

    INFUSION_START = "infusion_start"
    INFUSION_END = "infusion_end"


class Section(msgspec.Struct, frozen=True):
    """A part of a phase, shown under one step of the rail.

    Attributes:
        lines: The ``item`` and ``auto`` lines it lists.
        events: ``event`` lines that belong here: recorded by commands, never listed as to do.
    """

    id: str
    phase: PhaseId
    step: Step
    title: str
    lines: tuple[Line, ...]
    events: tuple[Line, ...] = ()


class Phase(msgspec.Struct, frozen=True):
    """One checklist; ``closed_by`` is the link id of the signature line that closes it."""

    id: PhaseId
    title: str
    closed_by: str
    sections: tuple[Section, ...]


class Cadence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a repeated line is due.

    Attributes:
        line: Link id of the repeated line.
        anchor: The moment minutes count from.
        at_min: Single marks, minutes after the anchor.
        every_min: Further marks at each multiple of this many minutes; None for none.
        until_min: Last minute with a mark; None runs until the anchor's period ends.
        early_min: A set this many minutes before its mark closes it.
        grace_min: From this many minutes past its mark a reading is late.
        source: ``clinical.md`` 4.1 or another.
        then_every_min: Marks go on after ``until_min`` at this distance until the anchor's period ends; None for none.
        set_by: Which of the minutes above are a parameter's value: (name, parameter id).
    """

    line: str
    anchor: Anchor
    at_min: tuple[int, ...]
    every_min: int | None
    until_min: int | None
    early_min: int
    grace_min: int
    source: str
    then_every_min: int | None = None
    set_by: tuple[tuple[str, str], ...] = ()


class PublicationStatus(StrEnum):
    """FHIR publication status: a ``draft`` can be read, checked and printed, and no session is opened under it."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Protocol(msgspec.Struct, frozen=True):
    """One version of one protocol.

    Attributes:
        status: Only under an ``active`` version is a session opened.
        digest: SHA-256 (hex) of the file's bytes; with a clinic's overlay see ``overlay.py``.
        follow_up: Lines answered between visits; they lie in no section.
        branches: Emergency branches, in the order of the chooser.
        vocabulary: Word lists.
        template: The protocol before parameters were put into its texts; None where no text holds one.
    """

    id: str
    version: str
    title: str
    short_title: str
    drug: str
    digest: str
    parameters: tuple[Parameter, ...]
    phases: tuple[Phase, ...]
    cadences: tuple[Cadence, ...]
    follow_up: tuple[Line, ...] = ()
    branches: tuple[Branch, ...] = ()
    vocabulary: Vocabulary = Vocabulary()
    template: Protocol | None = None
    status: PublicationStatus = PublicationStatus.ACTIVE

    def phase(self, phase_id: PhaseId) -> Phase:
        """Return the phase; raises KeyError where the protocol has none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)

    def line(self, link_id: str) -> Line:
        """Return the line; raises KeyError where the protocol has none."""
        return _index(self).lines[link_id]

    def section_of(self, link_id: str) -> Section:
        """Return the section that holds the line; raises KeyError where there is none (follow-up lines)."""
        return _index(self).sections[link_id]

    def sections_of(self, step: Step) -> tuple[Section, ...]:
        """Return the sections listed under a step of the rail, in order."""
        return tuple(s for phase in self.phases for s in phase.sections if s.step == step)

    def parameter(self, parameter_id: str) -> Parameter:
        """Return the parameter; raises KeyError where there is none."""
        for parameter in self.parameters:
            if parameter.id == parameter_id:
                return parameter
        raise KeyError(parameter_id)

    def branch(self, branch_id: str) -> Branch:
        """Return the emergency branch; raises KeyError where there is none."""
        for branch in self.branches:
            if branch.id == branch_id:
                return branch
        raise KeyError(branch_id)

    def account_line(self, act: Account) -> Line | None:
        """Return the line whose answer is this entry of the drug account, or None."""
        return next((line for line in self.all_lines() if line.account is act), None)

    def all_lines(self) -> tuple[Line, ...]:
        """Return every line of every kind, in the order of the file's sections."""
        return tuple(_index(self).lines.values())


class _Index(msgspec.Struct, frozen=True):
    """Lines and their sections by link id."""

    lines: dict[str, Line]
    sections: dict[str, Section]


_INDEXES: dict[str, _Index] = {}


def _index(protocol: Protocol) -> _Index:
    """Return the look-up of a protocol, kept per digest: a digest names one content for ever."""
    index = _INDEXES.get(protocol.digest)
    if index is None:
        sections = [section for phase in protocol.phases for section in phase.sections]
        held = [(line, section) for section in sections for line in (*section.lines, *section.events)]
        lines = {line.link_id: line for line, _ in held} | {line.link_id: line for line in protocol.follow_up}
        index = _Index(lines, {line.link_id: section for line, section in held})
        _INDEXES[protocol.digest] = index
    return index
