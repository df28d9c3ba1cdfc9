"""Random small protocols: choices with every kind of trigger, nested conditions, a pair, rechecks and evidence."""

from __future__ import annotations

from hypothesis import strategies as st
from small_protocol import PROTOCOL as SMALL

from checklist.protocol.conditions import AllOf, AnyOf, Condition, Op, Test
from checklist.protocol.items import ChoiceField, Meaning, Option, SignatureField
from checklist.protocol.limits import Limit, LimitOp, Trigger
from checklist.protocol.model import (
    Line,
    PairField,
    Phase,
    PhaseId,
    Protocol,
    Reason,
    Recheck,
    Section,
    Sensed,
    Step,
)
from checklist.protocol.values import Answer, Chosen, FieldAnswer

OPTIONS = ("yes", "no", "odd")
SECOND = ("checker", "prescriber", "nurse")


def answer(option: str) -> Answer:
    """Return an answer of a line of a random protocol."""
    return Answer((FieldAnswer("v", Chosen(option)),))


def _choice(limits: tuple[Limit, ...] = ()) -> ChoiceField:
    return ChoiceField("v", tuple(Option(code, code) for code in OPTIONS), limits=limits)


_tests = st.builds(
    lambda op, option: (op, option),
    st.sampled_from([Op.EQUAL, Op.NOT_EQUAL, Op.EXISTS]),
    st.sampled_from(OPTIONS),
)
_limits = st.lists(
    st.builds(
        lambda trigger, option: Limit(
            trigger,
            LimitOp.EQUAL,
            option,
            f"{trigger} at {option}",
            "D",
            branch="em.some" if trigger is Trigger.BR else None,
        ),
        st.sampled_from(Trigger),
        st.sampled_from(["no", "odd"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def _conditions(draw: st.DrawFn, questions: list[str], depth: int = 2) -> Condition:
    kind = draw(st.sampled_from(["test", "all", "any"])) if depth else "test"
    if kind != "test":
        parts = tuple(draw(st.lists(_conditions(questions, depth - 1), min_size=1, max_size=2)))
        return AllOf(parts) if kind == "all" else AnyOf(parts)
    op, option = draw(_tests)
    wanted = draw(st.sampled_from(["true", "false"])) if op is Op.EXISTS else option
    return Test(draw(st.sampled_from(questions)), "v", op, wanted)


@st.composite
def _line(draw: st.DrawFn, number: int) -> Line:
    earlier = [f"pre.l{index}" for index in range(number)]
    hidden = bool(earlier) and draw(st.booleans())
    limits = draw(_limits)
    way_out = draw(st.booleans()) and not any(limit.trigger in (Trigger.HSX, Trigger.HS) for limit in limits)
    return Line(
        link_id=f"pre.l{number}",
        section="pre",
        text=f"Line {number}",
        fields=(_choice(limits),),
        source="D",
        required=draw(st.sampled_from([True, True, True, False])),
        enable_when=draw(_conditions(earlier)) if hidden else None,
        not_applicable=(Reason("none", "None"),) if way_out else (),
        recheck=draw(st.sampled_from([None, None, Recheck("5", 2)])),
        sensed=(Sensed("v", draw(st.sampled_from(earlier)), "v", max_age_min=draw(st.sampled_from([0, 20]))),)
        if earlier and draw(st.sampled_from([True, False, False]))
        else (),
    )


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    """Draw a protocol that the checker has nothing against: conditions look back only."""
    count = draw(st.integers(2, 7))
    lines = tuple(draw(_line(number)) for number in range(count))
    with_pair = draw(st.booleans())
    fields = (_choice(), SignatureField("second", Meaning.CHECK, SECOND, "I.", other_person=True))
    pair = Line("pre.check", "pause", "Check", fields, "D", roles=SECOND, pair=(PairField("v", "pre.l0", "v"),))
    signed = SMALL.line("pre.sign")
    phase = PhaseId.PRE_INFUSION
    pre = Phase(
        phase,
        "Before",
        "pre.sign",
        (
            Section("pre", phase, Step.PRE_INFUSION, "pre", lines),
            Section("pause", phase, Step.TIME_OUT, "pause", (*((pair,) if with_pair else ()), signed)),
        ),
    )
    return Protocol(
        id="random",
        version="1",
        title="Random",
        short_title="Random",
        drug="ketamine",
        digest=f"random {hash((lines, with_pair))}",
        parameters=SMALL.parameters,
        phases=(pre, *SMALL.phases[1:]),
        cadences=SMALL.cadences,
    )
