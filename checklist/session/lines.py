"""How one line stands: its status, the limits its answer meets, and what it still asks for.

A hard stop is passed by an override of the version that set it off; a provider told and a note count when
they are newer than that version. A set of a repeated line stops while it is the newest one; that a provider
be told, or a note made, is owed for every set until done, so a later good set does not wipe it out. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.clock import Reading
from checklist.protocol.items import SignatureField
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import Line, Protocol
from checklist.protocol.values import Answer, FieldAnswer
from checklist.session import due
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.inforce import InForce, newest, sets_of, vitals_field
from checklist.session.state import LineState, SessionState, Signature, VitalsSet
from checklist.session.views import LineStatus, LineView


def signature_of(recorded: LineState, field: str) -> Signature | None:
    """Return a field's signature that counts: one given before the answer was corrected is superseded."""
    since = recorded.versions[-1].mark.n if recorded.versions else -1
    return next((s for s in reversed(recorded.signatures) if s.field == field and s.mark.n > since), None)


def unsigned(line: Line, recorded: LineState) -> tuple[SignatureField, ...]:
    """Return the required signature fields of a line that nobody has signed."""
    return tuple(
        field
        for field in line.fields
        if isinstance(field, SignatureField) and field.required and signature_of(recorded, field.id) is None
    )


def asks_answer(line: Line) -> bool:
    """Return whether a line has fields to fill beside its signatures."""
    return any(not isinstance(field, SignatureField) for field in line.fields)


class Lines:
    """The lines of one session at one moment; works each out once, so make one for one look."""

    def __init__(self, protocol: Protocol, state: SessionState, now: Reading) -> None:
        self.protocol = protocol
        self.state = state
        self.now = now
        self.facts = InForce(protocol, state)
        self._views: dict[str, LineView] = {}
        self._overdue: tuple[due.Due, ...] | None = None

    def view(self, line: Line) -> LineView:
        """Return a line as it stands; one that is hidden is to do and asks for nothing."""
        view = self._views.get(line.link_id)
        if view is None:
            recorded = self.state.line(line.link_id)
            if not self.facts.visible(line.link_id):
                view = LineView(line, LineStatus.TODO, recorded)
            elif line.repeats and vitals_field(line) is not None:
                view = self._repeated(line, recorded)
            else:
                view = self._single(line, recorded)
            self._views[line.link_id] = view
        return view

    def _single(self, line: Line, recorded: LineState) -> LineView:
        current = recorded.current
        if current is None or current.answer is None:
            return _without_answer(line, recorded)
        hits = self.facts.hits(line, current.answer, self.now)
        needs = (
            *_stops(line, recorded, hits, current.mark.n),
            *_owed(line, recorded, hits, current.mark.n),
            *_signatures(line, recorded),
        )
        return LineView(line, _status(recorded, needs, current.mark.n), recorded, hits, needs)

    def _repeated(self, line: Line, recorded: LineState) -> LineView:
        sets = sets_of(self.state, line.link_id)
        latest = newest(sets)
        if latest is None:
            return LineView(line, LineStatus.TODO, recorded)
        hits_of = {item.n: self.facts.hits(line, self.answer_of(line, item), self.now) for item in sets}
        needs = list(_stops(line, recorded, hits_of[latest.n], latest.n))
        for item in sorted(sets, key=lambda item: -item.n):
            owed = _owed(line, recorded, hits_of[item.n], item.n)
            codes = {need.code for need in needs}
            needs += [need for need in owed if need.code not in codes]
        status = _status(recorded, tuple(needs), latest.n)
        if status is not LineStatus.STOP and self.overdue(line.link_id):
            status = LineStatus.TODO
        return LineView(line, status, recorded, hits_of[latest.n], tuple(needs), self.answer_of(line, latest))

    def answer_of(self, line: Line, item: VitalsSet) -> Answer:
        """Return a set as the answer of its line."""
        field = vitals_field(line)
        return Answer(() if field is None else (FieldAnswer(field.id, item.signs),))

    def overdue(self, link_id: str) -> tuple[due.Due, ...]:
        """Return the marks of a line that are past and not taken; a signed phase waits for none."""
        if self.state.closed(self.protocol.section_of(link_id).phase) is not None:
            return ()
        if self._overdue is None:
            self._overdue = due.overdue(self.protocol, self.state, self.now)
        return tuple(mark for mark in self._overdue if mark.link_id == link_id)


def _without_answer(line: Line, recorded: LineState) -> LineView:
    missing = () if asks_answer(line) else _signatures(line, recorded)
    if recorded.not_applicable is not None:
        status = LineStatus.NOT_APPLICABLE
    elif recorded.deferred is not None:
        status = LineStatus.LATER
    elif recorded.signatures and not missing and not asks_answer(line):
        status = LineStatus.DONE
    else:
        status = LineStatus.TODO
    return LineView(line, status, recorded, (), missing if status is LineStatus.TODO else ())


def _status(recorded: LineState, needs: tuple[Block, ...], n: int) -> LineStatus:
    codes = {need.code for need in needs}
    if codes & {Code.NEED_STOP, Code.NEED_OVERRIDE}:
        return LineStatus.STOP
    if Code.NEED_SIGNATURE in codes:
        return LineStatus.TODO
    if any(override.of == n for override in recorded.overrides):
        return LineStatus.EXCEPTION
    if sum(version.answer is not None for version in recorded.versions) > 1:
        return LineStatus.CORRECTED
    return LineStatus.DONE


def passed(recorded: LineState, n: int) -> frozenset[str]:
    """Return the texts of the limits a prescriber has passed for version ``n``."""
    return frozenset(text for override in recorded.overrides if override.of == n for text in override.limits)


def _stops(line: Line, recorded: LineState, hits: tuple[Limit, ...], n: int) -> tuple[Block, ...]:
    through = passed(recorded, n)
    return (
        *_first(Code.NEED_STOP, line, (hit for hit in hits if hit.trigger is Trigger.HSX)),
        *_first(
            Code.NEED_OVERRIDE,
            line,
            (hit for hit in hits if hit.trigger is Trigger.HS and hit.text not in through),
        ),
    )


def _owed(line: Line, recorded: LineState, hits: tuple[Limit, ...], n: int) -> tuple[Block, ...]:
    told = any(item.mark.n > n for item in recorded.told)
    noted = any(item.mark.n > n for item in recorded.notes)
    return (
        *_first(Code.NEED_TOLD, line, (hit for hit in hits if hit.trigger is Trigger.ES and not told)),
        *_first(Code.NEED_NOTE, line, (hit for hit in hits if hit.trigger is Trigger.CA and not noted)),
    )


def _first(code: Code, line: Line, hits: Iterator[Limit]) -> tuple[Block, ...]:
    """Return one block for several limits that ask for the same, with the words of the strictest."""
    hit = next(hits, None)
    return () if hit is None else (Block(code, line.link_id, (("limit", hit.text),)),)


def _signatures(line: Line, recorded: LineState) -> tuple[Block, ...]:
    return tuple(Block(Code.NEED_SIGNATURE, line.link_id, (("field", field.id),)) for field in unsigned(line, recorded))
