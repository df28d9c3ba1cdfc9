"""Sessions on the care protocol brought to the moments that rules look at."""

from __future__ import annotations

from bedside import NURSE, SECOND, SHOWN, Bedside
from care_protocol import NORMAL, PROTOCOL, signs

from checklist.protocol.model import Protocol, Step
from checklist.session.commands import AnswerLine, EndInfusion, RecordVitals, Sign, StartInfusion
from checklist.session.progress import LineView, line_view, visible


def opened(protocol: Protocol = PROTOCOL, **order: object) -> Bedside:
    """Return an open session."""
    bed = Bedside(protocol)
    bed.open(**order)
    return bed


def see(bed: Bedside, link_id: str) -> LineView:
    """Return a line as it stands."""
    return line_view(bed.protocol, bed.state, link_id, bed.now())


def needs(bed: Bedside, link_id: str) -> list[str]:
    """Return what a line still asks for, as codes."""
    return [str(need.code) for need in see(bed, link_id).needs]


def fill(bed: Bedside, step: Step, *but: str) -> None:
    """Answer and sign every shown open line of a step, as on a calm day; the phase's signature is left."""
    for section in bed.protocol.sections_of(step):
        for line in section.lines:
            if line.link_id not in NORMAL or line.link_id in but or not visible(bed.protocol, bed.state, line):
                continue
            who = SECOND if "checker" in line.roles else NURSE
            if see(bed, line.link_id).answer is None:
                bed.must(AnswerLine(line.link_id, NORMAL[line.link_id]), who)
            if line.fields[-1].id == "second":
                bed.must(Sign(line.link_id, "second", SHOWN), SECOND)


def running(bed: Bedside) -> Bedside:
    """Start the pump."""
    fill(bed, Step.PRE_INFUSION)
    fill(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))
    bed.must(StartInfusion("150"))
    return bed


def a_set(bed: Bedside, **values: int) -> None:
    """Record a set of the infusion, and answer what is asked with it."""
    bed.must(RecordVitals("mon.vitals", signs(**{"sbp": 128, "dbp": 80, "spo2": 98, **values})))
    for link_id in ("mon.breathing", "mon.mind"):
        view = see(bed, link_id)
        if view.answer is None or view.again is not None:
            bed.must(AnswerLine(link_id, NORMAL[link_id]))


def recovering(bed: Bedside) -> Bedside:
    """End the pump after 40 minutes with every set taken, and take the first set after it."""
    running(bed)
    for minutes in (5, 5, 10, 10, 10):
        bed.wait(minutes)
        a_set(bed)
    bed.must(EndInfusion("100"))
    bed.must(RecordVitals("mon.post", signs(sbp=126, dbp=78, alertness=5)))
    return bed


def leaving(bed: Bedside) -> Bedside:
    """Watch over the minimum stay and sign the monitoring phase."""
    recovering(bed)
    for minutes in (15, 15, 15, 15, 20):
        bed.wait(minutes)
        bed.must(RecordVitals("mon.post", signs(sbp=126, dbp=78, alertness=5)))
    bed.must(Sign("mon.sign", "nurse", SHOWN))
    return bed
