"""A protocol of few lines, one for each rule of a session, for tests that look at one rule at a time.

Its lines say what they are for. ``answer`` builds an answer of a line with one field.
"""

from __future__ import annotations

from checklist.protocol.conditions import Op, Test
from checklist.protocol.items import (
    ChoiceField,
    Field,
    Meaning,
    MomentField,
    Option,
    SignatureField,
    TextField,
    VitalPart,
    VitalsField,
)
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import (
    Anchor,
    Cadence,
    Line,
    Parameter,
    Phase,
    PhaseId,
    Protocol,
    Reason,
    Section,
    Step,
)
from checklist.protocol.values import (
    Answer,
    Chosen,
    FieldAnswer,
    Moment,
    Text,
    Value,
    VitalMissing,
    VitalSigns,
    VitalValue,
)

UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%"}
RANGES = {"sbp": ("40", "300"), "dbp": ("20", "200"), "hr": ("20", "250"), "spo2": ("40", "100")}


def _limit(trigger: Trigger, op: LimitOp, than: str, text: str, part: str | None = None, **more: str) -> Limit:
    return Limit(trigger, op, than, text, "D", part, **more)


def _choice(*limits: Limit) -> tuple[Field, ...]:
    options = tuple(Option(code, code) for code in ("yes", "no", "odd"))
    return (ChoiceField("v", options, limits=limits),)


def _vitals(*limits: Limit) -> tuple[Field, ...]:
    parts = tuple(VitalPart(code, code, UNITS[code], "0", 0, *RANGES[code]) for code in UNITS)
    return (VitalsField("signs", parts, limits=limits),)


def _signature(field: str, role: str, meaning: Meaning, **more: bool) -> SignatureField:
    roles = ("checker", "prescriber", "nurse") if role == "second" else (role,)
    return SignatureField(field, meaning, roles, "I, {name}, say so.", **more)


def _line(link_id: str, fields: tuple[Field, ...], **more: object) -> Line:
    return Line(link_id, link_id.split(".", maxsplit=1)[0], link_id, fields, "D", **more)


_PRE = (
    _line("pre.hs", _choice(_limit(Trigger.HS, LimitOp.EQUAL, "no", "No is a stop."))),
    _line("pre.hsx", _choice(_limit(Trigger.HSX, LimitOp.EQUAL, "no", "No ends it."))),
    _line(
        "pre.es",
        _choice(
            _limit(Trigger.ES, LimitOp.EQUAL, "no", "Tell the prescriber."),
            _limit(Trigger.CA, LimitOp.EQUAL, "odd", "Make a note."),
        ),
    ),
    _line("pre.shown", _choice(), enable_when=Test("pre.hs", "v", Op.EQUAL, "odd")),
    _line("pre.deeper", _choice(), enable_when=Test("pre.shown", "v", Op.EQUAL, "yes")),
    _line("pre.later", (TextField("v"),), later_until=Step.DISCHARGE),
    _line(
        "pre.skip",
        _choice(),
        not_applicable=(Reason("none", "None"), Reason("other", "Other", needs_text=True)),
    ),
    _line("pre.optional", _choice(_limit(Trigger.CA, LimitOp.EQUAL, "no", "Note.")), required=False),
    _line(
        "pre.fast",
        (MomentField("v", limits=(_limit(Trigger.HS, LimitOp.HOURS_UNDER, "6", "Ate less than 6 h ago."),)),),
    ),
    _line("pre.vitals", _vitals(_limit(Trigger.HS, LimitOp.OVER, "140", "SBP over 140.", "sbp"))),
    _line("pre.dose", _choice(), roles=("nurse", "prescriber")),
)
_PAUSE = (
    _line(
        "pre.check",
        (*_choice(), _signature("second", "second", Meaning.CHECK, other_person=True)),
        roles=("checker", "prescriber", "nurse"),
    ),
    _line("pre.time-out", (*_choice(), _signature("second", "second", Meaning.CHECK, other_person=True))),
    _line("pre.sign", (_signature("nurse", "nurse", Meaning.PERFORM),)),
)
_PUMP = (
    _line(
        "mon.vitals",
        _vitals(
            _limit(Trigger.ES, LimitOp.OVER, "p.pause", "SBP over 160. Pause.", "sbp"),
            _limit(Trigger.CA, LimitOp.OFF_PCT, "20", "SBP off by 20 %.", "sbp", baseline="pre.vitals"),
            _limit(Trigger.HS, LimitOp.OVER, "200", "SBP over 200.", "sbp"),
        ),
        repeats=True,
    ),
    _line("mon.comfort", _choice()),
)
_RECOVERY = (
    _line("mon.post", _vitals(), repeats=True),
    _line("mon.sign", (_signature("nurse", "nurse", Meaning.PERFORM),)),
)
_READY = (_line("dis.ready", _choice(_limit(Trigger.HS, LimitOp.EQUAL, "no", "Not ready."))),)
_CLOSE = (
    _line(
        "dis.sign",
        (
            _signature("nurse", "nurse", Meaning.PERFORM),
            _signature("cosign", "prescriber", Meaning.APPROVE, other_person=True, required=False),
        ),
    ),
)


def _section(name: str, phase: PhaseId, step: Step, lines: tuple[Line, ...]) -> Section:
    return Section(name, phase, step, name, lines)


PROTOCOL = Protocol(
    id="small",
    version="1",
    title="Small",
    short_title="Small",
    drug="ketamine",
    digest="small-1",
    parameters=(Parameter("p.pause", "160", "mm[Hg]", "D"), Parameter("p.pause_max_min", "30", "min", "D")),
    phases=(
        Phase(
            PhaseId.PRE_INFUSION,
            "Before",
            "pre.sign",
            (
                _section("pre", PhaseId.PRE_INFUSION, Step.PRE_INFUSION, _PRE),
                _section("pause", PhaseId.PRE_INFUSION, Step.TIME_OUT, _PAUSE),
            ),
        ),
        Phase(
            PhaseId.MONITORING,
            "During",
            "mon.sign",
            (
                _section("pump", PhaseId.MONITORING, Step.INFUSION, _PUMP),
                _section("recovery", PhaseId.MONITORING, Step.RECOVERY, _RECOVERY),
            ),
        ),
        Phase(
            PhaseId.DISCHARGE,
            "After",
            "dis.sign",
            (
                _section("ready", PhaseId.DISCHARGE, Step.DISCHARGE, _READY),
                _section("close", PhaseId.DISCHARGE, Step.SIGN_OFF, _CLOSE),
            ),
        ),
    ),
    cadences=(
        Cadence("mon.vitals", Anchor.INFUSION_START, (5,), 10, None, 1, 3, "D"),
        Cadence("mon.post", Anchor.INFUSION_END, (0,), 15, 60, 1, 3, "D"),
    ),
)


def answer(value: Value | str, field: str = "v") -> Answer:
    """Return an answer of one field; a bare string is an option."""
    return Answer((FieldAnswer(field, Chosen(value) if isinstance(value, str) else value),))


def signs(sbp: int | str = 120, dbp: int | str = 80, hr: int | str = 70, spo2: int | str = 98) -> VitalSigns:
    """Return a set; a part given words instead of a number is missing for that reason."""
    parts = {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2}
    return VitalSigns(
        tuple(VitalValue(code, str(v), UNITS[code]) for code, v in parts.items() if isinstance(v, int)),
        tuple(VitalMissing(code, v) for code, v in parts.items() if isinstance(v, str)),
    )


def vitals(sbp: int = 120, **more: int) -> Answer:
    """Return an answer of a line of vital signs."""
    return answer(signs(sbp, **more), "signs")


def good(link_id: str, now_ms: int) -> Answer:
    """Return an answer of a line that meets no limit."""
    fields = PROTOCOL.line(link_id).fields
    match fields[0]:
        case TextField():
            return answer(Text("words"))
        case MomentField():
            return answer(Moment(now_ms - 8 * 3_600_000, 0))
        case VitalsField():
            return vitals()
        case _:
            return answer("yes")
