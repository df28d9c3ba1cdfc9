"""A protocol of few lines for the rules of the complete one: pairs, rechecks, evidence, computed lines, branches.

Texts are words a nurse accepts, so that walks can be written on it. ``NORMAL`` answers each line as on a calm day.
"""

from __future__ import annotations

from msgspec.structs import replace

from checklist.protocol.conditions import Op, Test
from checklist.protocol.items import (
    ChoiceField,
    Field,
    Meaning,
    Option,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalPart,
    VitalsField,
)
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import (
    Anchor,
    AutoRule,
    Cadence,
    Line,
    LineKind,
    PairField,
    Parameter,
    Phase,
    PhaseId,
    Protocol,
    Recheck,
    Section,
    Sensed,
    Step,
)
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity, Score, Text, Value, VitalSigns, VitalValue

SECOND_ROLES = ("checker", "prescriber", "nurse")
_UNITS = {"sbp": "mm[Hg]", "dbp": "mm[Hg]", "hr": "/min", "spo2": "%", "alertness": "1"}
_RANGES = {"sbp": (40, 300), "dbp": (20, 200), "hr": (20, 250), "spo2": (40, 100), "alertness": (0, 5)}


def _limit(trigger: Trigger, op: LimitOp, than: str, text: str, **more: str) -> Limit:
    return Limit(trigger, op, than, text, "D", **more)


def _choice(field: str, *options: str, limits: tuple[Limit, ...] = ()) -> ChoiceField:
    return ChoiceField(field, tuple(Option(code, code) for code in options), limits=limits)


def _vitals(*codes: str, limits: tuple[Limit, ...] = ()) -> VitalsField:
    parts = tuple(VitalPart(c, c, _UNITS[c], "0", 0, *(str(edge) for edge in _RANGES[c])) for c in codes)
    return VitalsField("signs", parts, limits=limits)


def _quantity(field: str, unit: str, low: str, high: str, *limits: Limit) -> QuantityField:
    return QuantityField(field, unit, 2, low, high, limits=limits)


def _line(link_id: str, text: str, *fields: Field, **more: object) -> Line:
    return Line(link_id, link_id.split(".", maxsplit=1)[0], text, fields, "D", **more)


def _signature(field: str, meaning: Meaning, roles: tuple[str, ...], **more: bool) -> SignatureField:
    return SignatureField(field, meaning, roles, "I, {name}, say so.", **more)


def _second() -> SignatureField:
    return _signature("second", Meaning.CHECK, SECOND_ROLES, other_person=True)


HS, HSX, ES, CA, BR = Trigger.HS, Trigger.HSX, Trigger.ES, Trigger.CA, Trigger.BR
EQUAL, OFF, OVER = LimitOp.EQUAL, LimitOp.OFF_PCT, LimitOp.OVER

_PRE = (
    _line(
        "pre.vial",
        "Vial, read from its label",
        _choice("strength", "10", "50", "100"),
        TextField("lot"),
    ),
    _line(
        "pre.weight",
        "Weight measured today",
        _quantity(
            "weight",
            "kg",
            "25",
            "350",
            _limit(
                HS,
                OFF,
                "10",
                "Weight is over 10 % off the order. Prescriber.",
                baseline="ctx.order",
                baseline_field="weight_kg",
            ),
        ),
    ),
    _line("pre.dose", "Dose, read from the order", _quantity("dose", "mg", "1", "300"), roles=("nurse", "prescriber")),
    _line(
        "pre.pump",
        "Pump rate, read from the pump",
        _quantity(
            "rate",
            "mL/h",
            "0.1",
            "1999",
            _limit(HSX, OFF, "2", "The rate does not fit the order.", baseline="ctx.order", baseline_field="rate_ml_h"),
        ),
    ),
    _line(
        "pre.vitals",
        "Resting blood pressure",
        _vitals(
            "sbp",
            "dbp",
            limits=(
                _limit(HS, OVER, "140", "Systolic over 140.", part="sbp"),
                _limit(HSX, LimitOp.AT_LEAST, "180", "Systolic 180 or more.", part="sbp"),
            ),
        ),
        recheck=Recheck("p.recheck_min", 3),
    ),
    _line(
        "pre.capacity",
        "Patient is able to decide",
        _choice("v", "yes", "no", limits=(_limit(HSX, EQUAL, "no", "Ends."),)),
    ),
    _line(
        "pre.escort",
        "Adult takes the patient home",
        _choice("v", "yes", "no", limits=(_limit(HS, EQUAL, "no", "Stop."),)),
    ),
    _line(
        "pre.risk",
        "Suicide risk today",
        _choice(
            "v",
            "low",
            "some",
            "high",
            limits=(
                _limit(HS, EQUAL, "high", "High risk. Prescriber."),
                _limit(BR, EQUAL, "high", "High risk. Open the branch.", branch="em.suicidality"),
                _limit(ES, EQUAL, "some", "Tell the prescriber."),
            ),
        ),
    ),
    _line(
        "pre.sleep",
        "Slept last night",
        _choice("v", "well", "badly", limits=(_limit(CA, EQUAL, "badly", "Make a note."),)),
    ),
    _line(
        "pre.first",
        "First visit explained",
        _choice("v", "yes", "no"),
        enable_when=Test("ctx.visit", "number", Op.EQUAL, "1"),
    ),
)
_PAUSE = (
    _line(
        "pre.check",
        "Second person reads all numbers alone",
        _quantity("weight", "kg", "25", "350"),
        _choice("strength", "10", "50", "100"),
        _quantity("dose", "mg", "1", "300"),
        _quantity("rate", "mL/h", "0.1", "1999"),
        _second(),
        roles=SECOND_ROLES,
        pair=(
            PairField("weight", "pre.weight", "weight", "1"),
            PairField("strength", "pre.vial", "strength"),
            PairField("dose", "pre.dose", "dose"),
            PairField("rate", "pre.pump", "rate", "p.pump_tol_pct"),
            PairField("dose", "ctx.order", "dose_mg"),
        ),
    ),
    _line("pre.time-out", "Final pause", _choice("v", "yes", "no"), _second()),
    _line("pre.sign", "Nurse signs", _signature("nurse", Meaning.PERFORM, ("nurse",))),
)
_PUMP = (
    _line(
        "mon.vitals",
        "Vital signs",
        _vitals("sbp", "dbp", "spo2", limits=(_limit(ES, OVER, "160", "Systolic over 160. Pause.", part="sbp"),)),
        repeats=True,
    ),
    _line(
        "mon.breathing",
        "How breathing sounds",
        _choice(
            "v",
            "clear",
            "snoring",
            "crowing",
            limits=(
                _limit(BR, EQUAL, "crowing", "Crowing.", branch="em.laryngospasm"),
                _limit(CA, EQUAL, "snoring", "Snoring. Make a note."),
            ),
        ),
        each_set="mon.vitals",
    ),
    _line("mon.mind", "How detached", _choice("v", "no", "some"), each_set="mon.vitals", set_marks=(10, 20)),
)
_RECOVERY = (
    _line("mon.post", "Vital signs after the end", _vitals("sbp", "dbp", "alertness"), repeats=True),
    _line(
        "mon.peak",
        "Pressure about 40 min after the start",
        kind=LineKind.AUTO,
        rule=AutoRule.PEAK_PRESSURE,
        unmet=_limit(CA, EQUAL, "unmet", "No pressure about 40 min after the start."),
    ),
    _line("mon.sign", "Nurse signs infusion and recovery", _signature("nurse", Meaning.PERFORM, ("nurse",))),
)
_EVENTS = (_line("mon.fall", "Patient fell", _choice("v", "hurt", "unhurt"), kind=LineKind.EVENT),)
_READY = (
    _line(
        "dis.vitals",
        "Final vital signs",
        _vitals("sbp", "dbp", limits=(_limit(HS, OVER, "160", "Systolic over 160.", part="sbp"),)),
        sensed=(Sensed("signs", "mon.post", "signs", max_age_min=30),),
    ),
    _line(
        "dis.alert",
        "Alertness before leaving",
        ScoreField("score", 0, 5),
        sensed=(Sensed("score", "mon.post", "signs", "alertness", 30),),
    ),
    _line(
        "dis.stay",
        "Minimum stay",
        kind=LineKind.AUTO,
        rule=AutoRule.MIN_STAY,
        unmet=_limit(HS, EQUAL, "unmet", "Leaving before the minimum stay."),
    ),
    _line(
        "dis.events",
        "Every event closed or followed",
        kind=LineKind.AUTO,
        rule=AutoRule.EVENTS_CLOSED,
        unmet=_limit(ES, EQUAL, "unmet", "An event of grade 2 or more is open."),
    ),
)
_CLOSE = (
    _line(
        "dis.sign",
        "Nurse signs and the record locks",
        _signature("nurse", Meaning.PERFORM, ("nurse",)),
        _signature("cosign", Meaning.APPROVE, ("prescriber",), other_person=True, required=False),
    ),
)


def _section(name: str, phase: PhaseId, step: Step, lines: tuple[Line, ...], events: tuple[Line, ...] = ()) -> Section:
    return Section(name, phase, step, name, lines, events)


_PHASES = (
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
            _section("pump", PhaseId.MONITORING, Step.INFUSION, _PUMP, _EVENTS),
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
)
_NUMBERS = {
    "p.recheck_min": ("5", "min"),
    "p.pump_tol_pct": ("2", "%"),
    "p.pause_max_min": ("30", "min"),
    "p.escalate_min": ("5", "min"),
    "p.cosign_hours": ("24", "h"),
    "p.obs_after_end_min": ("60", "min"),
    "p.obs_after_start_min": ("120", "min"),
    "p.waste_tol_ml": ("0.1", "mL"),
}
PROTOCOL = Protocol(
    id="care",
    version="1",
    title="Care",
    short_title="Care",
    drug="ketamine",
    digest="care-1",
    parameters=tuple(Parameter(name, *value, "D") for name, value in _NUMBERS.items()),
    phases=_PHASES,
    cadences=(
        Cadence("mon.vitals", Anchor.INFUSION_START, (5,), 10, None, 1, 3, "D"),
        Cadence("mon.post", Anchor.INFUSION_END, (0,), 15, 60, 1, 3, "D", then_every_min=30),
    ),
)


def with_words(**words: str) -> Protocol:
    """Return the protocol of a clinic that has set word parameters: ``second_check="single"``."""
    more = tuple(
        Parameter(f"p.{name}", word, "", "D", choices=(Option(word, word), Option("else", "else")))
        for name, word in words.items()
    )
    parameters = (*PROTOCOL.parameters, *more)
    return replace(PROTOCOL, parameters=parameters, digest=f"care-1 {sorted(words.items())}")


def signs(**values: int) -> VitalSigns:
    """Return a set of these parts."""
    return VitalSigns(tuple(VitalValue(code, str(value), _UNITS[code]) for code, value in values.items()))


def answer(**values: Value | str) -> Answer:
    """Return an answer; a bare string is an option."""
    return Answer(tuple(FieldAnswer(f, Chosen(v) if isinstance(v, str) else v) for f, v in values.items()))


def check(weight: str = "68.4", strength: str = "50", dose: str = "34", rate: str = "150") -> Answer:
    """Return the second person's numbers."""
    return answer(
        weight=Quantity(weight, "kg"), strength=strength, dose=Quantity(dose, "mg"), rate=Quantity(rate, "mL/h")
    )


NORMAL = {
    "pre.vial": answer(strength="50", lot=Text("KT4471")),
    "pre.weight": answer(weight=Quantity("68.4", "kg")),
    "pre.dose": answer(dose=Quantity("34", "mg")),
    "pre.pump": answer(rate=Quantity("150", "mL/h")),
    "pre.vitals": answer(signs=signs(sbp=128, dbp=80)),
    "pre.capacity": answer(v="yes"),
    "pre.escort": answer(v="yes"),
    "pre.risk": answer(v="low"),
    "pre.sleep": answer(v="well"),
    "pre.first": answer(v="yes"),
    "pre.check": check(),
    "pre.time-out": answer(v="yes"),
    "mon.breathing": answer(v="clear"),
    "mon.mind": answer(v="no"),
    "dis.vitals": answer(signs=signs(sbp=126, dbp=78)),
    "dis.alert": answer(score=Score(5)),
}
