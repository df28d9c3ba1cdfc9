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

from checklist.protocol.conditions import Condition
from checklist.protocol.items import Field


class Step(StrEnum):
    """The six steps of the rail, always the same."""

    PRE_INFUSION = "pre_infusion"
    TIME_OUT = "time_out"
    INFUSION = "infusion"
    RECOVERY = "recovery"
    DISCHARGE = "discharge"
    SIGN_OFF = "sign_off"


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

ROLES = frozenset({"nurse", "checker", "prescriber"})
"""Roles of ``session.roles`` that may answer or sign a line."""


class Anchor(StrEnum):
    """The moments from which due times count."""

    INFUSION_START = "infusion_start"
    INFUSION_END = "infusion_end"


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number a clinic may set (``clinical.md`` 8): decimal text, UCUM unit, allowed range, source."""

    id: str
    value: str
    unit: str
    source: str
    low: str | None = None
    high: str | None = None


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A listed reason; ``needs_text`` asks for words as well."""

    code: str
    text: str
    needs_text: bool = False


class Line(msgspec.Struct, frozen=True):
    """One item of the checklist.

    Attributes:
        link_id: Stable id (``pre.vitals``), the same meaning in every version.
        text: The challenge, at most twelve words.
        help: What to look at, or empty.
        fields: At least one; a line with several fields counts as one.
        required: Whether the step waits for it while it is visible.
        enable_when: Shown only while this holds; None is always.
        not_applicable: Reasons offered; empty means the way out is not offered.
        later_until: Step by which a deferred line must be done; None allows deferring within its own step
            only.
        roles: Roles that may answer (codes of ``session.roles``).
        repeats: Whether it is recorded again and again (the monitoring sets).
        source: Where it comes from, with evidence level (``clinical.md`` 0).
    """

    link_id: str
    section: str
    text: str
    fields: tuple[Field, ...]
    source: str
    help: str = ""
    required: bool = True
    enable_when: Condition | None = None
    not_applicable: tuple[Reason, ...] = ()
    later_until: Step | None = None
    roles: tuple[str, ...] = ("nurse",)
    repeats: bool = False

    def field(self, field_id: str) -> Field:
        """Return the field with that id; raises KeyError where there is none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(field_id)


class Section(msgspec.Struct, frozen=True):
    """A part of a phase, shown under one step of the rail."""

    id: str
    phase: PhaseId
    step: Step
    title: str
    lines: tuple[Line, ...]


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
    """

    line: str
    anchor: Anchor
    at_min: tuple[int, ...]
    every_min: int | None
    until_min: int | None
    early_min: int
    grace_min: int
    source: str


class Protocol(msgspec.Struct, frozen=True):
    """One published version of one protocol.

    Attributes:
        digest: SHA-256 (hex) of the file's bytes.
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

    def phase(self, phase_id: PhaseId) -> Phase:
        """Return the phase; raises KeyError where the protocol has none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)

    def line(self, link_id: str) -> Line:
        """Return the line; raises KeyError where the protocol has none."""
        return _index(self)[link_id][1]

    def section_of(self, link_id: str) -> Section:
        """Return the section that holds the line; raises KeyError where there is none."""
        return _index(self)[link_id][0]

    def sections_of(self, step: Step) -> tuple[Section, ...]:
        """Return the sections listed under a step of the rail, in order."""
        return tuple(s for phase in self.phases for s in phase.sections if s.step == step)

    def parameter(self, parameter_id: str) -> Parameter:
        """Return the parameter; raises KeyError where there is none."""
        for parameter in self.parameters:
            if parameter.id == parameter_id:
                return parameter
        raise KeyError(parameter_id)


_INDEXES: dict[str, dict[str, tuple[Section, Line]]] = {}


def _index(protocol: Protocol) -> dict[str, tuple[Section, Line]]:
    """Return link id to (section, line), kept per digest: a digest names one content for ever."""
    index = _INDEXES.get(protocol.digest)
    if index is None:
        index = {
            line.link_id: (section, line)
            for phase in protocol.phases
            for section in phase.sections
            for line in section.lines
        }
        _INDEXES[protocol.digest] = index
    return index
