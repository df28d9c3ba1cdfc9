"""How one line stands: its status, the limits its answer meets, and what it still asks for.

A hard stop is passed by an override of the version that set it off; a provider told and a note count when
they are newer than that version. A set of a repeated line stops while it is the newest one; that a provider
be told, or a note made, is owed for every set until done, so a later good set does not wipe it out. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from msgspec.structs import replace

from checklist.clock import Reading
from checklist.protocol.items import SignatureField
from checklist.protocol.limits import Limit, Trigger
from checklist.protocol.model import AutoRule, Line, LineKind, Protocol
from checklist.protocol.values import Answer, FieldAnswer, VitalSigns, number
from checklist.session import due
from checklist.session.again import Again, Asked, again, hard_stops
from checklist.session.branches import started_since
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.described import counting, unwitnessed
from checklist.session.evidence import offer
from checklist.session.inforce import InForce, in_order, sets_of, vitals_field
from checklist.session.light_parts import looked_at
from checklist.session.pairing import is_stopped, slip_of
from checklist.session.readiness import Readiness, readiness
from checklist.session.state import LAST_ROUND, LineState, SessionState, Signature, Version, VitalsSet
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
        self._met: dict[tuple[str, int], tuple[Limit, ...]] = {}
        self._overdue: tuple[due.Due, ...] | None = None

    def view(self, line: Line) -> LineView:
        """Return a line as it stands; one that is hidden is to do and asks for nothing."""
        view = self._views.get(line.link_id)
        if view is None:
            recorded = self.state.line(line.link_id)
            if not self.facts.visible(line.link_id):
                view = LineView(line, LineStatus.TODO, recorded)
            elif line.rule is not None:
                view = self._auto(line, recorded, line.rule)
            elif line.repeats and vitals_field(line) is not None:
                view = self._repeated(line, recorded)
            else:
                view = self._single(line, recorded)
            self._views[line.link_id] = view
        return view

    def _single(self, line: Line, recorded: LineState) -> LineView:
        compared = next(reversed(self.state.compared(line.link_id)), None) if line.pair else None
        if line.pair and is_stopped(self.state, line.link_id):
            stop = Block(Code.PAIR_STOP, line.link_id, (("rounds", str(LAST_ROUND)),))
            return LineView(line, LineStatus.STOP, recorded, (), (stop,), compared=compared)
        current = recorded.current
        if current is None or current.answer is None:
            return replace(self._open(line, recorded), compared=compared)
        hits = self._hits(line, current)
        asked = again(self.facts, line, recorded, hard_stops(hits, passed(recorded, current.mark.n)), self.now)
        needs = (
            *self._stops(line, recorded, hits, current.mark.n, asked),
            *(need for found in self._counting(line, recorded) for need in self._owed_for(line, recorded, *found)),
            *self._witnesses(line),
            *_signatures(line, recorded),
        )
        status = LineStatus.TODO if asked is not None else _status(recorded, needs, current.mark.n)
        view = LineView(line, status, recorded, hits, _once(needs), compared=compared)
        return view if asked is None else self._asked(view, asked)

    def _open(self, line: Line, recorded: LineState) -> LineView:
        view = _without_answer(line, recorded)
        if recorded.is_reopened:
            return replace(view, status=LineStatus.TODO, again=Again.PAIR)
        offered = offer(self.facts, line, self.now) if view.status is LineStatus.TODO else None
        return view if offered is None else replace(view, status=LineStatus.SENSED, offered=offered.answer)

    def _asked(self, view: LineView, asked: Asked) -> LineView:
        """Return a line that is open again; a stale one is offered its evidence as it stands now."""
        fresh = offer(self.facts, view.line, self.now) if asked.why is Again.STALE else None
        status = LineStatus.TODO if fresh is None else LineStatus.SENSED
        return replace(
            view,
            status=status,
            again=asked.why,
            due_ms=asked.due_ms,
            offered=fresh.answer if fresh is not None else None,
        )

    def _counting(self, line: Line, recorded: LineState) -> tuple[tuple[Version, int], ...]:
        """Return the versions that a provider or a note is owed for, newest first, and since which entry each is."""
        if line.kind is LineKind.EVENT:
            runs = counting(self.state, recorded, line.link_id)
            return tuple(reversed([(run[-1], self._since(line, run)) for run in runs]))
        readings = recorded.readings if line.each_set else recorded.readings[-1:]
        return tuple((version, version.mark.n) for version in reversed(readings))

    def _since(self, line: Line, run: tuple[Version, ...]) -> int:
        """Return since which entry an event meets the limits it meets now."""
        hits = self._hits(line, run[-1])
        same = takewhile(lambda version: self._hits(line, version) == hits, reversed(run))
        return min(version.mark.n for version in same)

    def _owed_for(self, line: Line, recorded: LineState, version: Version, since: int) -> tuple[Block, ...]:
        return self._owed(line, recorded, self._hits(line, version), since)

    def _hits(self, line: Line, version: Version) -> tuple[Limit, ...]:
        """Return the limits a version of a line meets, worked out once."""
        key = (line.link_id, version.mark.n)
        if key not in self._met:
            answer = version.answer
            self._met[key] = self.facts.hits(line, answer, self.now, version.moment) if answer is not None else ()
        return self._met[key]

    def _auto(self, line: Line, recorded: LineState, rule: AutoRule) -> LineView:
        """Return a line the program works out: done when met, else what it asks for, or that waiting will cure it."""
        verdict = readiness(self.protocol, self.state, rule, self.now)
        if verdict.met:
            return LineView(line, LineStatus.DONE, recorded, readiness=verdict)
        n = verdict.mark.n
        hits = (line.unmet,) if line.unmet is not None and verdict.asks else ()
        needs = (*self._stops(line, recorded, hits, n, None), *self._owed(line, recorded, hits, n))
        settled = bool(hits) and not needs
        if settled:
            status = LineStatus.EXCEPTION if passed(recorded, n) else LineStatus.DONE
            return LineView(line, status, recorded, hits, readiness=verdict)
        waits = () if hits and verdict.earliest_ms is None else (_not_yet(line, verdict),)
        return LineView(line, LineStatus.TODO, recorded, hits, (*waits, *needs), readiness=verdict)

    def _repeated(self, line: Line, recorded: LineState) -> LineView:
        sets = in_order(sets_of(self.state, line.link_id))
        if not sets:
            return LineView(line, LineStatus.TODO, recorded)
        latest = sets[-1]
        hits_of = {item.n: self.facts.hits(line, self.answer_of(line, item), self.now) for item in sets}
        owed = (
            need
            for item in sorted(sets, key=lambda item: -item.n)
            for need in self._owed(line, recorded, hits_of[item.n], item.n)
        )
        # A light check wipes out nothing that it did not look at.
        stands = self.facts.hits(line, _answer(line, looked_at(sets, latest)), self.now)
        needs = _once((*self._stops(line, recorded, stands, latest.n, None), *owed))
        status = _status(recorded, needs, latest.n)
        if status is not LineStatus.STOP and self.overdue(line.link_id):
            status = LineStatus.TODO
        return LineView(line, status, recorded, stands, needs, self.answer_of(line, latest))

    def _stops(
        self, line: Line, recorded: LineState, hits: tuple[Limit, ...], n: int, asked: Asked | None
    ) -> tuple[Block, ...]:
        """Return what stops a line; while its reading is to be repeated, only that."""
        through = passed(recorded, n)
        open_stops = hard_stops(hits, through)
        if asked is not None and asked.why is Again.RECHECK and line.recheck is not None:
            params = (
                ("limit", open_stops[0].text),
                ("due_ms", str(asked.due_ms)),
                ("reading", str(len(recorded.readings) + 1)),
                ("readings", str(line.recheck.readings)),
            )
            return (Block(Code.NEED_RECHECK, line.link_id, params),)
        never = (hit for hit in open_stops if hit.trigger is Trigger.HSX)
        return (*self._first(Code.NEED_STOP, line, never), *self._overridable(line, recorded, open_stops, n))

    def _overridable(self, line: Line, recorded: LineState, stops: tuple[Limit, ...], n: int) -> tuple[Block, ...]:
        """Return that a prescriber is needed; or, where one has ordered it by telephone, the witness."""
        ordered = {
            text: override.mark.n
            for override in recorded.overrides
            if override.of == n and not override.in_force
            for text in override.limits
        }
        found = [hit for hit in stops if hit.trigger is Trigger.HS]
        waiting = [hit for hit in found if hit.text in ordered]
        if found and len(waiting) == len(found):
            hit = waiting[0]
            return (Block(Code.NEED_WITNESS, line.link_id, (("of", str(ordered[hit.text])), ("limit", hit.text))),)
        return self._first(Code.NEED_OVERRIDE, line, iter(found))

    def _owed(self, line: Line, recorded: LineState, hits: tuple[Limit, ...], n: int) -> tuple[Block, ...]:
        """Return who is to be told, which branch is offered, and the note that is owed, for a version."""
        noted = any(item.mark.n > n for item in recorded.notes)
        offered = (hit for hit in hits if hit.trigger is Trigger.BR and not noted)
        return (
            *self._told(line, recorded, hits, n),
            *_branch(line, (hit for hit in offered if not started_since(self.state, hit.branch or "", n))),
            *self._first(Code.NEED_NOTE, line, (hit for hit in hits if hit.trigger is Trigger.CA and not noted)),
        )

    def _witnesses(self, line: Line) -> Iterator[Block]:
        """Yield the controlled medicines of an event line that wait for their witness."""
        if line.kind is LineKind.EVENT:
            for _event, detail, medicine in unwitnessed(self.protocol, self.state):
                if detail.link_id == line.link_id:
                    yield Block(Code.NEED_WITNESS, line.link_id, (("of", str(detail.mark.n)), ("what", medicine.text)))

    def _told(self, line: Line, recorded: LineState, hits: tuple[Limit, ...], n: int) -> tuple[Block, ...]:
        hit = next((hit for hit in hits if hit.trigger is Trigger.ES), None)
        told = [item for item in recorded.told if item.mark.n > n]
        if hit is None or any(item.answered for item in told):
            return ()
        if not told:
            return self._first(Code.NEED_TOLD, line, iter((hit,)))
        at_ms = told[0].occurred.at_ms if told[0].occurred else told[0].mark.at_ms
        next_ms = at_ms + int(self._number("p.escalate_min") * due.MINUTE_MS)
        params = (("limit", hit.text), ("at_ms", str(at_ms)), ("escalate_ms", str(next_ms)))
        return (Block(Code.NEED_ANSWER, line.link_id, params),)

    def _number(self, parameter_id: str) -> Decimal:
        found = next((p.value for p in self.protocol.parameters if p.id == parameter_id), "0")
        return number(found) or Decimal(0)

    def _first(self, code: Code, line: Line, hits: Iterator[Limit]) -> tuple[Block, ...]:
        """Return one block for several limits that ask for the same, with the strictest one's words and the slip."""
        hit = next(hits, None)
        if hit is None:
            return ()
        slip = slip_of(self.facts, line, hit)
        return (Block(code, line.link_id, (("limit", hit.text), *((("slip", slip),) if slip else ()))),)

    def answer_of(self, line: Line, item: VitalsSet) -> Answer:
        """Return a set as the answer of its line."""
        return _answer(line, item.signs)

    def overdue(self, link_id: str) -> tuple[due.Due, ...]:
        """Return the marks of a line that are past and not taken; a signed phase waits for none."""
        if self.state.closed(self.protocol.section_of(link_id).phase) is not None:
            return ()
        if self._overdue is None:
            self._overdue = due.overdue(self.protocol, self.state, self.now)
        return tuple(mark for mark in self._overdue if mark.link_id == link_id)


def _answer(line: Line, signs: VitalSigns) -> Answer:
    field = vitals_field(line)
    return Answer(() if field is None else (FieldAnswer(field.id, signs),))


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
    if codes & {Code.NEED_STOP, Code.NEED_OVERRIDE, Code.NEED_WITNESS}:
        return LineStatus.STOP
    if Code.NEED_SIGNATURE in codes:
        return LineStatus.TODO
    if any(override.of == n and override.in_force for override in recorded.overrides):
        return LineStatus.EXCEPTION
    if any(v.reason for v in recorded.versions) and sum(v.answer is not None for v in recorded.versions) > 1:
        return LineStatus.CORRECTED
    return LineStatus.DONE


def passed(recorded: LineState, n: int) -> frozenset[str]:
    """Return the texts of the limits a prescriber has passed for version ``n``."""
    return frozenset(
        text for override in recorded.overrides if override.of == n and override.in_force for text in override.limits
    )


def _branch(line: Line, hits: Iterator[Limit]) -> tuple[Block, ...]:
    """Return the branches that an answer offers, each once; a note puts them aside."""
    found = {hit.branch or "": hit for hit in reversed(tuple(hits))}
    return tuple(
        Block(Code.NEED_BRANCH, line.link_id, (("limit", hit.text), ("branch", branch)))
        for branch, hit in reversed(found.items())
    )


def _not_yet(line: Line, verdict: Readiness) -> Block:
    params = [("reason", str(verdict.why))]
    if verdict.earliest_ms is not None:
        params.append(("earliest_ms", str(verdict.earliest_ms)))
    if line.unmet is not None:
        params.append(("limit", line.unmet.text))
    return Block(Code.NOT_YET, line.link_id, tuple(params))


def _once(needs: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the newest block of each kind, in order; several branches are several kinds."""
    kinds: dict[tuple[str, str], Block] = {}
    for need in needs:
        kinds.setdefault((need.code, dict(need.params).get("branch", "")), need)
    return tuple(kinds.values())


def _signatures(line: Line, recorded: LineState) -> tuple[Block, ...]:
    return tuple(Block(Code.NEED_SIGNATURE, line.link_id, (("field", field.id),)) for field in unsigned(line, recorded))
