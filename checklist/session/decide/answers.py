"""Answering a line, correcting an answer, putting a line off, and saying that it does not apply."""

from __future__ import annotations

from checklist.protocol.model import Line, LineKind
from checklist.protocol.values import Answer
from checklist.session import pairing
from checklist.session.apply import apply
from checklist.session.codes import Code
from checklist.session.commands import (
    AnswerLine,
    CorrectAnswer,
    DeferLine,
    MarkNotApplicable,
    Refused,
    WithdrawEvent,
)
from checklist.session.decide import account_lines, end_line
from checklist.session.decide.case import CORRECTION_REASONS, Case, refused, valid
from checklist.session.events import (
    AnswerCorrected,
    AnswerWithdrawn,
    Event,
    LineAnswered,
    LineDeferred,
    LineNotApplicable,
)
from checklist.session.evidence import offer
from checklist.session.inforce import newest, sets_of, vitals_field
from checklist.session.light import light_line
from checklist.session.lines import asks_answer
from checklist.session.progress import STEPS, LineStatus
from checklist.session.state import LAST_ROUND, Mark

UNDO_MS = 10_000
"""An undo is taken for 10 s (``ux.md`` 10.4)."""


def answered(case: Case, command: AnswerLine) -> tuple[Event, ...] | Refused:
    """Take a first answer of an open line; a line already answered is corrected instead."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    unfit = (
        _takes_answers(line)
        or case.entitled(line.roles)
        or _unanswered(case, line)
        or case.taking(line)
        or case.occurred(command.occurred)
        or valid(case, line, command.answer)
        or _own_side(case, line)
    )
    if unfit is not None:
        return unfit
    dwell_ms = command.dwell_ms if command.dwell_ms is None else min(max(command.dwell_ms, 0), _LONGEST_DWELL_MS)
    offered = offer(case.look.lines.facts, line, case.now)
    rests_on = offered.rests_on if offered is not None and offered.answer == command.answer else ()
    event = LineAnswered(command.link_id, command.answer, command.occurred, dwell_ms, rests_on)
    return _with_entries(case, line, event)


def _with_entries(case: Case, line: Line, event: LineAnswered | AnswerCorrected) -> tuple[Event, ...] | Refused:
    """Return an answer with what it does to the drug account, to the pump's volume and to independent checks."""
    entries, read = account_lines.entries(case, line, event), end_line.read(case, event)
    if isinstance(entries, Refused):
        return entries
    return read if isinstance(read, Refused) else (event, *entries, *read, *_comparisons(case, event))


def _comparisons(case: Case, event: LineAnswered | AnswerCorrected) -> tuple[Event, ...]:
    """Return the comparisons of independent checks that an answer makes due."""
    after = apply(case.protocol, case.state, event, case.mark())
    return pairing.compared(case.protocol, case.state, after, event.link_id)


def _own_side(case: Case, line: Line) -> Refused | None:
    """Refuse who has answered the other side of an independent check; a single nurse only while it is too soon."""
    if case.actor.person not in pairing.other_side(case.protocol, case.state, line.link_id):
        return None
    if not case.single or case.actor.person != case.nurse:
        return refused(Code.PAIR_PERSON)
    wait_ms = pairing.wait_ms(case.state, line, case.now)
    return refused(Code.PAIR_SOON, wait_ms=wait_ms) if wait_ms else None


_LONGEST_DWELL_MS = 86_400_000  # a day; longer says nothing


def _takes_answers(line: Line) -> Refused | None:
    if line.repeats and vitals_field(line) is not None:
        return refused(Code.LINE_REPEATED)
    if line.rule is not None:
        return refused(Code.LINE_AUTO)
    return None if asks_answer(line) else refused(Code.LINE_SIGNATURE)


def _unanswered(case: Case, line: Line) -> Refused | None:
    recorded = case.state.line(line.link_id)
    if pairing.is_stopped(case.state, line.link_id):
        return refused(Code.PAIR_STOP, rounds=LAST_ROUND)
    if recorded.current is not None and not line.repeats:
        view = case.look.lines.view(line)
        if view.again is None:
            return refused(Code.LINE_ANSWERED)
        if view.due_ms > case.now.wall_ms:
            return refused(Code.RECHECK_EARLY, due_ms=view.due_ms)
    return refused(Code.LINE_NOT_APPLICABLE) if recorded.not_applicable is not None else None


def corrected(case: Case, command: CorrectAnswer) -> tuple[Event, ...] | Refused:
    """Replace or withdraw what is in force on a line.

    Taken from who entered it or the nurse responsible, with a reason, also in a signed phase (an answer there
    can be replaced, not withdrawn). It refers to the newest version, so that two corrections cannot cross
    unseen.
    """
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    if pairing.is_stopped(case.state, line.link_id):
        return refused(Code.PAIR_STOP, rounds=LAST_ROUND)
    found = _in_force(case, line, command.of)
    if found is None:
        return refused(Code.LINE_OPEN if command.of is None else Code.CORRECTION_STALE)
    of, author, old = found
    unfit = may_correct(case, command, author)
    if unfit is not None:
        return unfit
    if command.answer is None:
        if case.state.closed(case.phase(line)) is not None:
            return refused(Code.PHASE_CLOSED, phase=case.phase(line))
        gone = AnswerWithdrawn(command.link_id, of, command.reason, command.text)
        entries = account_lines.entries(case, line, gone)
        return entries if isinstance(entries, Refused) else (gone, *entries)
    if command.answer == old:
        return refused(Code.CORRECTION_SAME)
    asked = light_line(line) if _is_light(case, of) else line
    unfit = case.entitled(line.roles) or valid(case, asked, command.answer) or _own_side(case, line)
    if unfit is not None:
        return unfit
    event = AnswerCorrected(command.link_id, command.answer, of, command.reason, command.text)
    return _with_entries(case, line, event)


def _is_light(case: Case, of: int) -> bool:
    """Return whether a correction is of a light check, which holds its own parts only."""
    return any(item.n == of and item.light for item in case.state.vitals)


def _in_force(case: Case, line: Line, of: int | None) -> tuple[int, Mark, Answer | None] | None:
    """Return position, author and answer of what a correction replaces; None where ``of`` is not in force."""
    recorded = case.state.line(line.link_id)
    if line.repeats and vitals_field(line) is not None:
        sets = sets_of(case.state, line.link_id)
        item = newest(sets) if of is None else next((s for s in sets if s.n == of), None)
        return None if item is None else (item.n, item.author, case.look.lines.answer_of(line, item))
    mark, answer = None, None
    if recorded.current is not None:
        mark, answer = recorded.current.mark, recorded.current.answer
    elif recorded.not_applicable is not None:
        mark = recorded.not_applicable.mark
    elif recorded.deferred is not None:
        mark = recorded.deferred.mark
    return None if mark is None or of not in (None, mark.n) else (mark.n, mark, answer)


def may_correct(case: Case, command: CorrectAnswer | WithdrawEvent, author: Mark) -> Refused | None:
    """Refuse a correction without a reason, or by a person who may not give it."""
    return _reasoned(command) or _entitled(case, command.reason, author)


def _reasoned(command: CorrectAnswer | WithdrawEvent) -> Refused | None:
    if command.reason not in CORRECTION_REASONS:
        return refused(Code.REASON_UNKNOWN if command.reason else Code.REASON_EMPTY, reason=command.reason)
    if command.reason == "other" and not command.text.strip():
        return refused(Code.REASON_TEXT, reason=command.reason)
    return None


def _entitled(case: Case, reason: str, author: Mark) -> Refused | None:
    own = author.person == case.actor.person
    if reason == "undo":
        if not own:
            return refused(Code.UNDO_PERSON)
        return refused(Code.UNDO_LATE, seconds=UNDO_MS // 1000) if case.since(author) > UNDO_MS else None
    return None if own or case.actor.person == case.nurse else refused(Code.CORRECTION_PERSON)


def deferred(case: Case, command: DeferLine) -> tuple[Event, ...] | Refused:
    """Put an open line off, within its own step or as far as the protocol lets it go."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    return (
        case.entitled(line.roles)
        or _open(case, line)
        or case.taking(line)
        or _put_off(case, line, command)
        or (LineDeferred(command.link_id, command.until),)
    )


def _put_off(case: Case, line: Line, command: DeferLine) -> Refused | None:
    own = case.protocol.section_of(line.link_id).step
    furthest = line.later_until or own
    if case.closes(line) is not None or line.repeats or case.state.closed(case.phase(line)) is not None:
        return refused(Code.LINE_NO_WAY_OUT)
    if not STEPS.index(own) <= STEPS.index(command.until) <= STEPS.index(furthest):
        return refused(Code.LATER_UNTIL, until=furthest)
    return None


def _open(case: Case, line: Line) -> Refused | None:
    recorded = case.state.line(line.link_id)
    if line.kind is not LineKind.ITEM or recorded.is_reopened:
        return refused(Code.LINE_NO_WAY_OUT)
    if recorded.current is not None or recorded.signatures:
        return refused(Code.LINE_ANSWERED)
    if recorded.not_applicable is not None:
        return refused(Code.LINE_NOT_APPLICABLE)
    return refused(Code.LINE_DEFERRED) if recorded.deferred is not None else None


def not_applicable(case: Case, command: MarkNotApplicable) -> tuple[Event, ...] | Refused:
    """Say that an open line does not apply, for one of its listed reasons."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    unfit = case.entitled(line.roles) or (
        None if case.status(line) is LineStatus.LATER else _open(case, line) or case.taking(line)
    )
    return unfit or _listed(line, command) or (LineNotApplicable(command.link_id, command.reason, command.text),)


def _listed(line: Line, command: MarkNotApplicable) -> Refused | None:
    if not line.not_applicable:
        return refused(Code.LINE_NO_WAY_OUT)
    reason = next((r for r in line.not_applicable if r.code == command.reason), None)
    if reason is None:
        return refused(Code.REASON_UNKNOWN, reason=command.reason)
    if reason.needs_text and not command.text.strip():
        return refused(Code.REASON_TEXT, reason=command.reason)
    return None
