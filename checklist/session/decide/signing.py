"""Signing a field, closing a phase by its signature, sealing the session, and stopping it."""

from __future__ import annotations

from checklist.protocol.items import Meaning, SignatureField
from checklist.protocol.model import Line, PhaseId
from checklist.protocol.values import Signed
from checklist.session import drug_account
from checklist.session.codes import Code
from checklist.session.commands import Block, Refused, Sign, StopSession
from checklist.session.decide.case import Case, is_second_persons, refused
from checklist.session.events import Countersigned, Event, LineSigned, PhaseClosed, SessionClosed, SessionStopped
from checklist.session.lines import asks_answer, signature_of, unsigned
from checklist.session.progress import LineStatus

_SHOWN_LENGTH = 64
_HEX = frozenset("0123456789abcdef")


def signed(case: Case, command: Sign) -> tuple[Event, ...] | Refused:
    """Sign a field; the last required signature of the line that closes a phase closes it, too."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    field = _field(line, command.field)
    if field is None:
        return refused(Code.SIGN_NO_FIELD)
    phase = case.closes(line)
    unfit = (
        _unsigned(case, line, field)
        or case.taking(line)
        or unfit_to_sign(case, line, field)
        or shown_is_named(command.shown)
        or (_filled(case, line) if phase is None else _complete(case, line, phase))
    )
    if unfit is not None:
        return unfit
    event = _event(case, command, field)
    rest = [other for other in unsigned(line, case.state.line(line.link_id)) if other.id != field.id]
    closes = phase is not None and not rest and case.state.closed(phase) is None
    witnessed = _witnessed(case, line, field, event)
    return (event, *witnessed, *(_closing(case, phase) if phase is not None and closes else ()))


def _witnessed(case: Case, line: Line, field: SignatureField, event: LineSigned) -> tuple[Event, ...]:
    """Return the countersignature of the drug account's entry that a witness gives with the line."""
    entry = drug_account.entry_of(case.state, line.link_id)
    if field.meaning is not Meaning.WITNESS or entry is None or entry.witness is not None:
        return ()
    return (Countersigned(entry.mark.n, event.signed),)


def cosigned(case: Case, command: Sign) -> tuple[Event, ...] | Refused:
    """After the session's end, take a signature that was optional and is still missing, and nothing else."""
    line = case.line(command.link_id)
    if isinstance(line, Refused):
        return line
    field = _field(line, command.field)
    if field is None or field.required or case.closes(line) is None:
        return refused(Code.SESSION_ENDED)
    return (
        _unsigned(case, line, field)
        or unfit_to_sign(case, line, field)
        or shown_is_named(command.shown)
        or (_event(case, command, field),)
    )


def stopped(command: StopSession) -> tuple[Event, ...] | Refused:
    """End the session before its course is complete: always possible, with a reason; passes no stop (D21)."""
    if not command.reason.strip():
        return refused(Code.REASON_EMPTY)
    return (SessionStopped(command.reason, command.text),)


def _field(line: Line, field_id: str) -> SignatureField | None:
    return next((f for f in line.fields if f.id == field_id and isinstance(f, SignatureField)), None)


def _unsigned(case: Case, line: Line, field: SignatureField) -> Refused | None:
    given = signature_of(case.state.line(line.link_id), field.id)
    return refused(Code.SIGN_SIGNED) if given is not None else None


def unfit_to_sign(case: Case, line: Line, field: SignatureField) -> Refused | None:
    """Refuse who may not give this signature.

    Another person is one who is not the session's nurse and neither answered nor signed the line. Where the
    whole line is the second person's (``pre.pump-check``), the answer is that person's own, and only they may
    sign it.
    """
    unfit = case.own_sign_in() or case.entitled(field.roles, Code.SIGN_ROLE)
    if unfit is not None or not field.other_person or _reads_again(case, field):
        return unfit
    recorded, person = case.state.line(line.link_id), case.actor.person
    signers = {signature.mark.person for signature in recorded.signatures if signature.field != field.id}
    if person == case.nurse or person in signers:
        return refused(Code.SIGN_OTHER_PERSON)
    if is_second_persons(line.roles):
        current = recorded.current
        return refused(Code.SIGN_AUTHOR) if current is not None and current.mark.person != person else None
    answered = any(version.mark.person == person for version in recorded.versions)
    return refused(Code.SIGN_OTHER_PERSON) if answered else None


def _reads_again(case: Case, field: SignatureField) -> bool:
    """Return whether a single nurse signs her own second reading, which is never signed as a check."""
    return case.single and field.meaning is Meaning.CHECK and case.actor.person == case.nurse


def shown_is_named(shown: str) -> Refused | None:
    """Refuse a signature that does not name what was shown, by the SHA-256 of its text (SEC-035)."""
    plain = len(shown) == _SHOWN_LENGTH and _HEX.issuperset(shown)
    return None if plain else refused(Code.SIGN_SHOWN)


def _filled(case: Case, line: Line) -> Refused | None:
    """Refuse to sign a line that is not answered yet, or whose answer is a stop."""
    view = case.look.lines.view(line)
    if asks_answer(line) and view.answer is None:
        return refused(Code.LINE_TODO, Block(Code.LINE_TODO, line.link_id))
    if view.status is LineStatus.STOP:
        return refused(Code.PHASE_INCOMPLETE, *view.needs, phase=case.phase(line))
    return None


def _complete(case: Case, line: Line, phase: PhaseId) -> Refused | None:
    blocks = case.look.phase_blocks(phase)
    return refused(Code.PHASE_INCOMPLETE, *blocks, phase=phase) if blocks else _filled(case, line)


def _event(case: Case, command: Sign, field: SignatureField) -> LineSigned:
    meaning = Meaning.PERFORM if _reads_again(case, field) else field.meaning
    by = Signed(case.actor.person, case.actor.role, meaning, command.shown)
    return LineSigned(command.link_id, command.field, by)


def _closing(case: Case, phase: PhaseId) -> tuple[Event, ...]:
    """Return the phase's closing with its counts, and the session's where the phase is the last."""
    steps = dict.fromkeys(section.step for section in case.protocol.phase(phase).sections)
    views = [case.look.step(step) for step in steps]
    close = PhaseClosed(
        phase,
        done=sum(view.done for view in views) + 1,
        later=sum(view.later for view in views),
        exceptions=sum(view.exceptions for view in views),
    )
    return (close, SessionClosed()) if phase is case.protocol.phases[-1].id else (close,)
