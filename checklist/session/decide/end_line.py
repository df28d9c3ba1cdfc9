"""The line of the end (``mon.end``) and the end itself: the volume off the pump is typed once and serves both.

Pure.
"""

from __future__ import annotations

from decimal import Decimal

from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity, number
from checklist.session import dosing, due
from checklist.session.care_events import PumpRead
from checklist.session.codes import Code
from checklist.session.commands import Refused
from checklist.session.decide.case import Case, refused, valid
from checklist.session.events import AnswerCorrected, Event, LineAnswered

END_LINE, GIVEN, RESIDUE = "mon.end", "given", "residue"


def answered(case: Case, given_ml: str, residue: str) -> tuple[Event, ...] | Refused:
    """Return the answer of the line that the pump's facts are; none where they are not whole or it has its answer."""
    if not residue or not case.look.lines.facts.visible(END_LINE) or case.state.line(END_LINE).current is not None:
        return ()
    given = FieldAnswer(GIVEN, Quantity(given_ml, "mL"))
    answer = Answer((given, FieldAnswer(RESIDUE, Chosen(residue))))
    return valid(case, case.protocol.line(END_LINE), answer) or (LineAnswered(END_LINE, answer),)


def read(case: Case, event: LineAnswered | AnswerCorrected) -> tuple[Event, ...] | Refused:
    """Return the reading of the pump that an answer of the line is, where the infusion is over."""
    plan = case.state.infusion
    value = event.answer.get(GIVEN) if event.link_id == END_LINE else None
    given = number(value.value) if isinstance(value, Quantity) else None
    if not isinstance(value, Quantity) or given is None or not due.is_over(case.state):
        return ()
    if given == number(plan.given_ml):
        return ()
    if given > Decimal(plan.volume_ml):
        return refused(Code.INFUSION_VOLUME, volume_ml=plan.volume_ml)
    given_mg = dosing.given_mg(Decimal(plan.dose_mg), Decimal(plan.volume_ml), given)
    return (PumpRead(value.value, str(given_mg)),)
