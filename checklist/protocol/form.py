"""How a protocol stands in its file: the shape decoded from TOML, before it becomes the model.

It differs from ``model`` where a file is pleasanter to write: vital signs are described once and named by
their code, lines name their section instead of lying inside it, and a condition is ``all``, ``any`` or a
test without a type. Unknown keys are refused everywhere. Pure; imports only this package.
"""

from __future__ import annotations

import msgspec

from checklist.protocol.branches import BranchLine
from checklist.protocol.conditions import Op
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    MomentField,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalPart,
)
from checklist.protocol.items.choice import Option
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import (
    Account,
    Anchor,
    AutoRule,
    LineKind,
    PairField,
    Parameter,
    PhaseId,
    PublicationStatus,
    Reason,
    Recheck,
    Sensed,
    Step,
)
from checklist.protocol.vocabulary import Advice, Criterion, Medicine, Term


class VitalsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vitals"):
    """Vital signs: ``parts`` are codes of ``[[vital]]``, ``optional`` those that may be left out."""

    id: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    label: str = ""
    required: bool = True
    limits: tuple[Limit, ...] = ()


FieldForm = (
    ConfirmField
    | ChoiceField
    | ChecksField
    | QuantityField
    | MomentField
    | TextField
    | ScoreField
    | VitalsForm
    | SignatureField
)


class ConditionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``{ all = [...] }``, ``{ any = [...] }``, or a test: ``{ question, field, op, answer, part }``."""

    all: tuple[ConditionForm, ...] | None = None
    any: tuple[ConditionForm, ...] | None = None
    question: str | None = None
    field: str | None = None
    op: Op | None = None
    answer: str | None = None
    part: str | None = None


class UnmetForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``unmet`` of an ``auto`` line: what it asks for while its rule does not hold."""

    trigger: Trigger
    text: str
    source: str


class LineForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[line]]``, with its ``[[line.field]]``; keys as in ``model.Line``."""

    link_id: str
    text: str
    source: str
    section: str = ""
    field: tuple[FieldForm, ...] = ()
    help: str = ""
    required: bool = True
    enable_when: ConditionForm | None = None
    not_applicable: tuple[Reason, ...] = ()
    later_until: Step | None = None
    roles: tuple[str, ...] = ("nurse",)
    repeats: bool = False
    kind: LineKind = LineKind.ITEM
    rule: AutoRule | None = None
    unmet: UnmetForm | None = None
    sensed: tuple[Sensed, ...] = ()
    pair: tuple[PairField, ...] = ()
    each_set: str = ""
    set_marks: tuple[int, ...] = ()
    recheck: Recheck | None = None
    account: Account | None = None


class SectionForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[section]]``."""

    id: str
    phase: PhaseId
    step: Step
    title: str


class PhaseForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[phase]]``."""

    id: PhaseId
    title: str
    closed_by: str


class CadenceForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[cadence]]``; keys as in ``model.Cadence``; minutes may be a parameter's id, absent marks are left out."""

    line: str
    anchor: Anchor
    early_min: int | str
    grace_min: int | str
    source: str
    at_min: tuple[int, ...] = ()
    every_min: int | str | None = None
    until_min: int | str | None = None
    then_every_min: int | str | None = None


MINUTES = ("early_min", "grace_min", "every_min", "until_min", "then_every_min")
"""Keys of a cadence that a parameter may set."""


class BranchForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[branch]]``; ``common`` are ids of ``[[branch_line]]`` that are put before its own lines."""

    id: str
    title: str
    trigger: str
    source: str
    line: tuple[BranchLine, ...]
    common: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    leave: str = ""
    repeat_min: str = ""


class ProtocolForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file."""

    id: str
    version: str
    title: str
    short_title: str
    drug: str
    phase: tuple[PhaseForm, ...]
    section: tuple[SectionForm, ...]
    line: tuple[LineForm, ...]
    status: PublicationStatus = PublicationStatus.ACTIVE
    parameter: tuple[Parameter, ...] = ()
    vital: tuple[VitalPart, ...] = ()
    cadence: tuple[CadenceForm, ...] = ()
    branch_line: tuple[BranchLine, ...] = ()
    branch: tuple[BranchForm, ...] = ()
    term: tuple[Term, ...] = ()
    grade: tuple[Option, ...] = ()
    action: tuple[Option, ...] = ()
    medicine: tuple[Medicine, ...] = ()
    advice: tuple[Advice, ...] = ()
    criterion: tuple[Criterion, ...] = ()
