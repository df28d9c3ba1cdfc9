"""What is seen at the chair: sets of vital signs, events, and notes."""

from __future__ import annotations

from checklist.protocol.model import LineKind
from checklist.protocol.values import Answer, FieldAnswer
from checklist.session import branches, due
from checklist.session.care_commands import DescribeEvent
from checklist.session.care_events import EventDescribed
from checklist.session.codes import Code
from checklist.session.commands import AddNote, RecordEvent, RecordVitals, Refused, SettleEvent, WithdrawEvent
from checklist.session.decide.answers import may_correct
from checklist.session.decide.case import BACK_MIN, Case, refused, valid
from checklist.session.events import Event as Happened
from checklist.session.events import EventRecorded, EventSettled, EventWithdrawn, NoteAdded, VitalsRecorded
from checklist.session.inforce import vitals_field
from checklist.session.light import is_light, light_line, light_stop
from checklist.session.light_parts import LIGHT_PARTS
from checklist.session.state import ChairEvent

_TERM_LONGEST = 40
_GRADES = 5


def vitals(case: Case, command: RecordVitals) -> tuple[Happened, ...] | Refused:
    """Record a set, and the mark it closes; also after the phase was signed, until the session ends."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    field = vitals_field(line)
    if field is None or not line.repeats:
        return refused(Code.LINE_NOT_REPEATED)
    unfit = (
        (None if branches.running(case.state) else case.entitled(line.roles))
        or case.begun(line)
        or case.occurred(command.occurred)
        or _light(case, command)
        or valid(case, light_line(line) if command.light else line, Answer((FieldAnswer(field.id, command.signs),)))
    )
    if unfit is not None:
        return unfit
    occurred_ms = command.occurred.at_ms if command.occurred else None
    mark = due.slot(case.protocol, case.state, line.link_id, case.now, occurred_ms)
    return (
        VitalsRecorded(
            command.link_id,
            command.signs,
            command.occurred,
            mark.due_ms if mark else None,
            mark.late_ms if mark else None,
            mark.from_ms if mark else None,
            mark.why if mark else None,
            command.light,
        ),
    )


def _light(case: Case, command: RecordVitals) -> Refused | None:
    """Refuse a light check that may not stand in for a full set, or that is none."""
    if not command.light:
        return None
    if not command.light.strip():
        return refused(Code.REASON_EMPTY)
    if not is_light(command.signs):
        return refused(Code.LIGHT_PARTS, parts=", ".join(LIGHT_PARTS))
    occurred_ms = command.occurred.at_ms if command.occurred else None
    stop = light_stop(case.protocol, case.state, command.link_id, case.now, occurred_ms)
    return refused(stop) if stop is not None else None


def happened(case: Case, command: RecordEvent) -> tuple[Happened, ...] | Refused:
    """Record an event tile; its term is a code."""
    if not _is_term(command.term):
        return refused(Code.EVENT_TERM)
    unfit = case.occurred(command.occurred, None if _in_emergency(case, command) else BACK_MIN)
    return unfit or (EventRecorded(command.term, command.text, command.occurred),)


def _in_emergency(case: Case, command: RecordEvent) -> bool:
    """Return whether an event is of the time since an emergency began: however late it could be written, it counts."""
    back_ms = case.now.wall_ms - command.occurred.at_ms if command.occurred is not None else 0
    return any(back_ms <= case.since(run.mark) + run.mark.at_ms - run.at_ms for run in case.state.branches)


def happened_later(case: Case, command: RecordEvent) -> tuple[Happened, ...] | Refused:
    """Record an event that shows after the session's end, at any time since its opening (``clinical.md`` 4.5)."""
    if not _is_term(command.term):
        return refused(Code.EVENT_TERM)
    unfit = case.occurred(command.occurred, back_min=None)
    return unfit or (EventRecorded(command.term, command.text, command.occurred, late=True),)


def described(case: Case, command: DescribeEvent) -> tuple[Happened, ...] | Refused:
    """Record the details of a stamped event, in the fields of an event line of the protocol."""
    event = _counting(case, command.of)
    if isinstance(event, Refused):
        return event
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    if line.kind is not LineKind.EVENT:
        return refused(Code.EVENT_LINE)
    unfit = case.entitled(line.roles) or valid(case, line, command.answer)
    return unfit or (EventDescribed(command.of, command.link_id, command.answer),)


def settled(case: Case, command: SettleEvent) -> tuple[Happened, ...] | Refused:
    """Record how an event or an ended emergency stands: grade (``clinical.md`` 4.5), resolved or open with a plan."""
    emergency = next((run for run in case.state.branches if run.n == command.of), None)
    event = emergency or _counting(case, command.of)
    if isinstance(event, Refused):
        return event
    if emergency is not None and emergency.running:
        return refused(Code.BRANCH_RUNNING)
    if not 1 <= command.grade <= _GRADES:
        return refused(Code.EVENT_GRADE)
    if command.outcome not in ("resolved", "open"):
        return refused(Code.EVENT_OUTCOME)
    if command.outcome == "open" and not command.text.strip():
        return refused(Code.EVENT_PLAN)
    return (EventSettled(command.of, command.grade, command.outcome, command.text),)


def withdrawn(case: Case, command: WithdrawEvent) -> tuple[Happened, ...] | Refused:
    """Take an event back: by who recorded it or the nurse responsible, with a reason."""
    event = _counting(case, command.of)
    if isinstance(event, Refused):
        return event
    unfit = may_correct(case, command, event.mark)
    return unfit or (EventWithdrawn(command.of, command.reason, command.text),)


def _counting(case: Case, of: int) -> ChairEvent | Refused:
    """Return the event recorded at a position, or why there is none that counts."""
    event = next((item for item in case.state.events if item.mark.n == of), None)
    if event is None:
        return refused(Code.EVENT_UNKNOWN)
    return event if event.withdrawn is None else refused(Code.EVENT_WITHDRAWN)


def _is_term(term: str) -> bool:
    plain = term.replace("_", "").replace(".", "").replace("-", "")
    return plain.isascii() and plain.isalnum() and term == term.lower() and len(term) <= _TERM_LONGEST


def noted(case: Case, command: AddNote) -> tuple[Happened, ...] | Refused:
    """Record a note on the session, on a line that is shown, or on an event or a pause."""
    if not command.text.strip():
        return refused(Code.TEXT_EMPTY)
    if command.of is not None and not _takes_words(case, command):
        return refused(Code.NOTE_ON)
    if command.link_id is not None:
        line = case.line(command.link_id)
        if isinstance(line, Refused):
            return line
    return (NoteAdded(command.text, command.link_id, command.of),)


def _takes_words(case: Case, command: AddNote) -> bool:
    """Return whether a note names one place, and an event that counts or a pause stands there."""
    pauses = [run.end.n for run in case.state.infusion.runs if run.end is not None]
    return command.link_id is None and command.of in [*pauses, *(item.mark.n for item in case.state.happened)]
