"""Sessions on the small protocol brought to the moments that rules look at."""

from __future__ import annotations

from collections.abc import Callable

from bedside import NURSE, SECOND, SHOWN, Bedside
from small_protocol import PROTOCOL, good, signs

from checklist.protocol.model import Step
from checklist.session.commands import AnswerLine, EndInfusion, RecordVitals, Sign, StartInfusion


def answer_step(bed: Bedside, step: Step, but: tuple[str, ...] = ()) -> None:
    """Answer every shown line of a step that takes an answer, as a good patient would."""
    for section in bed.protocol.sections_of(step):
        for line in section.lines:
            if line.link_id in but or line.link_id.endswith("sign") or line.repeats:
                continue
            second = "checker" in line.roles
            if line.link_id not in ("pre.shown", "pre.deeper"):
                bed.must(AnswerLine(line.link_id, good(line.link_id, bed.now().wall_ms)), SECOND if second else NURSE)
            if line.fields[-1].id == "second":
                bed.must(Sign(line.link_id, "second", SHOWN), SECOND)


def to_pre_signed(bed: Bedside) -> None:
    """Do the whole pre-infusion phase."""
    answer_step(bed, Step.PRE_INFUSION)
    answer_step(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))


def to_running(bed: Bedside) -> None:
    """Start the pump."""
    to_pre_signed(bed)
    bed.must(StartInfusion("150"))


def to_recovery(bed: Bedside) -> None:
    """End the pump after 40 minutes with every set taken."""
    to_running(bed)
    for minutes in (5, 5, 10, 10, 10):
        bed.wait(minutes)
        bed.must(RecordVitals("mon.vitals", signs()))
    answer_step(bed, Step.INFUSION)
    bed.must(EndInfusion("100"))
    bed.must(RecordVitals("mon.post", signs()))


def to_sign_off(bed: Bedside) -> None:
    """Do everything but the last signature."""
    to_recovery(bed)
    for _ in range(4):
        bed.wait(15)
        bed.must(RecordVitals("mon.post", signs()))
    bed.must(Sign("mon.sign", "nurse", SHOWN))
    answer_step(bed, Step.DISCHARGE)


MOMENTS: dict[str, Callable[[Bedside], None]] = {
    "open": lambda bed: None,
    "pre_signed": to_pre_signed,
    "running": to_running,
    "recovery": to_recovery,
    "sign_off": to_sign_off,
}


def session_at(moment: str, session_id: str = "s1") -> Bedside:
    """Return an open session at a named moment."""
    bed = Bedside(PROTOCOL, session_id)
    bed.open()
    MOMENTS[moment](bed)
    return bed
