"""A visit in short, for the card the next nurse reads before she starts."""

from __future__ import annotations

from msgspec.structs import replace
from whole_visit import complete, visit

from checklist.protocol.values import (
    Answer,
    Chosen,
    FieldAnswer,
    Quantity,
    Score,
    Text,
    Value,
    VitalSigns,
    VitalValue,
)
from checklist.session.state import (
    Infusion,
    InfusionStatus,
    LineState,
    Mark,
    Run,
    SessionState,
    Version,
    VitalsSet,
)
from checklist.session.visit_summary import Nausea, Rise, VisitSummary, summary

MOOD = complete("ketamine-iv-mood")
START_MS = 1_795_339_440_000


def mark(n: int, minute: int) -> Mark:
    return Mark(n, START_MS + minute * 60_000, 0, minute * 60_000, "b1", "anna", "nurse", "cont")


def signs(sbp: str, dbp: str) -> VitalSigns:
    return VitalSigns((VitalValue("sbp", sbp, "mm[Hg]"), VitalValue("dbp", dbp, "mm[Hg]")))


def line(*given: tuple[int, int, dict[str, Value]]) -> LineState:
    versions = tuple(
        Version(Answer(tuple(FieldAnswer(field, value) for field, value in values.items())), mark(n, minute))
        for n, minute, values in given
    )
    return LineState(versions)


def whole() -> SessionState:
    """A visit with a pressure that rose, nausea that was treated, and a wish for next time."""
    return replace(
        visit(MOOD).state,
        infusion=Infusion(
            InfusionStatus.ENDED, "150", "34.2", "100", 40, (Run(mark(20, 0), mark(50, 40)),), "100", "34.2"
        ),
        lines={
            "pre.vitals": line((5, -30, {"signs": signs("122", "78")})),
            "mon.nausea": line((25, 10, {"nausea": Score(0)}), (30, 20, {"nausea": Score(2)})),
            "mon.rescue-med": line(
                (28, 15, {"medicine": Chosen("oxygen")}), (31, 22, {"medicine": Chosen("ondansetron")})
            ),
            "dis.ready-time": line((60, 120, {"minute": Quantity("85", "min")})),
            "dis.next": line((61, 121, {"wishes": Text("a darker room")})),
        },
        vitals=tuple(
            VitalsSet("mon.vitals", signs(sbp, dbp), mark(n, minute))
            for n, minute, sbp, dbp in ((24, 10, "130", "84"), (29, 20, "148", "90"), (40, 30, "140", "88"))
        ),
    )


def test_visit_in_short() -> None:
    """UX-10.4 The last visit is told by dose, highest rise, nausea and what was given, readiness and wishes."""
    assert summary(MOOD, whole()) == VisitSummary(
        dose_mg="34.2",
        given_mg="34.2",
        minutes=40,
        rise=Rise(26, "148", "90", 20),
        nausea=Nausea(2, 20, ("ondansetron",)),
        ready_min=85,
        wishes="a darker room",
    )


def test_visit_without_anything_recorded_claims_nothing() -> None:
    """UX-10.4 What was not recorded of a visit is left out, never filled in."""
    assert summary(MOOD, visit(MOOD).state) == VisitSummary()


def test_visit_without_a_baseline_tells_no_rise() -> None:
    """UX-10.4 Without a baseline no rise of pressure is told."""
    state = whole()
    lines = {key: value for key, value in state.lines.items() if key != "pre.vitals"}
    assert summary(MOOD, replace(state, lines=lines)).rise is None
