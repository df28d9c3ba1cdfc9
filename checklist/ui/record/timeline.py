"""What happened in a session, as a supervisor reads it: the turning points, not every entry. Imports no Qt.

Pure: a record in, rows of words out. Single answers are left to the list of answers; vital signs are counted where the
infusion ends and named only where one came late.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.audit.record import RecordEntry, SessionRecord
from checklist.protocol.items import Meaning
from checklist.protocol.model import PhaseId, Protocol
from checklist.session import care_events as care
from checklist.session import events as e
from checklist.session import running_events as r
from checklist.session.drug_events import (
    DrugDiffered,
    DrugDrawn,
    DrugEntryVoided,
    DrugReturned,
    DrugTakenOut,
    DrugWasted,
)
from checklist.session.due import late_by_ms
from checklist.session.flags import cosign_ms
from checklist.session.state import LAST_ROUND, Mark
from checklist.ui import formats, texts
from checklist.ui.answers import Told, answer_words
from checklist.ui.drug.countersigning import countersigned_words
from checklist.ui.drug.words import entry_words, voided_words
from checklist.ui.monitoring.event_words import detail_named, named, particulars
from checklist.ui.monitoring.words import RESOLVED, event_words, settled_words
from checklist.ui.record.care_words import care_moments
from checklist.ui.record.moment import Moment as Moment  # noqa: PLC0414  known from here
from checklist.ui.record.running_moments import running_words
from checklist.ui.widgets.glyph import State

TIME_OUT = "pre.time-out"


class _Names:
    """Names of the people of a record."""

    def __init__(self, record: SessionRecord) -> None:
        self._people = {person.id: person for person in record.people}

    def name(self, person_id: str) -> str:
        person = self._people.get(person_id)
        return texts.person(person) if person is not None else texts.role("system")

    def initials(self, person_id: str) -> str:
        person = self._people.get(person_id)
        return person.initials if person is not None else ""


def names_of(record: SessionRecord) -> Told:
    """Return what the wording of answers needs: the people as they are known now, and no distance of times."""
    names = _Names(record)
    return Told(names.name, names.initials, cosign_ms=cosign_ms(record.protocol))


def timeline(record: SessionRecord) -> tuple[Moment, ...]:
    """Return the turning points of a session, oldest first."""
    telling = _Telling(record)
    return tuple(moment for entry in record.entries for moment in telling.moments(entry))


class _Telling:
    """Puts the events of one record into words, in order."""

    def __init__(self, record: SessionRecord) -> None:
        self._record = record
        self._protocol: Protocol = record.protocol
        self._told = names_of(record)
        self._sets = 0
        self._late = 0

    def moments(self, entry: RecordEntry) -> Iterator[Moment]:
        """Yield what one entry adds; usually nothing or one row."""
        mark, name = entry.mark, self._told.name(entry.mark.person)
        match entry.event:
            case e.SessionOpened() as opened:
                words = f"Chair {opened.chair}, visit {opened.visit}, {name}"
                yield self._row(mark, None, "Session opened", words)
            case e.PhaseClosed() as closed:
                yield self._closed(mark, closed, name)
            case e.StopOverridden() as passed:
                yield self._overridden(mark, passed, name)
            case e.Countersigned() as signed:
                yield self._countersigned(mark, signed, name)
            case DrugEntryVoided() as voided:
                words = ", ".join(part for part in (texts.reason(voided.reason), voided.text, name) if part)
                yield self._row(mark, State.CORRECTED, voided_words(self._record.state, voided), words)
            case DrugTakenOut() | DrugDrawn() | DrugWasted() | DrugReturned() | DrugDiffered() as drug:
                title, detail = entry_words(drug)
                state = State.EXCEPTION if isinstance(drug, DrugDiffered) else None
                yield self._row(mark, state, title, f"{detail}, {name}")
            case e.ProviderTold() as told:
                yield self._told_provider(mark, told)
            case e.PairCompared() as pair:
                yield self._compared(mark, pair)
            case e.EventSettled() as settled:
                yield self._settled(mark, settled, name)
            case e.LineSigned() as signed if signed.link_id == TIME_OUT and signed.signed.meaning == Meaning.CHECK:
                yield self._row(mark, State.DONE, "Time-out, two people", self._time_out(signed.signed.person))
            case e.VitalsRecorded() as taken:
                yield from self._vitals(mark, taken, name)
            case e.EventRecorded() as happened:
                at = happened.occurred.at_ms if happened.occurred else mark.at_ms
                words = f"{happened.text}, {name}" if happened.text else name
                yield Moment(at, mark.tz_min, None, event_words(happened.term), words)
            case e.EventWithdrawn() as taken_back:
                why = taken_back.text or texts.reason(taken_back.reason)
                title = f"{self._titled(taken_back.of)} taken back"
                yield self._row(mark, State.CORRECTED, title, f"{why}, {name}")
            case e.NoteAdded() as note if note.of is not None:
                yield self._row(mark, None, self._titled(note.of), f"{note.text}, {name}")
            case e.NoteAdded() as note:
                yield self._row(mark, None, "Note", f"{note.text} {name}")
            case e.AnswerCorrected() | e.AnswerWithdrawn() as changed if changed.reason != "undo":
                yield self._corrected(mark, changed, name)
            case e.SessionClosed():
                sealed = f"Record sealed, entry {entry.mark.n + 1}"
                yield self._row(mark, State.DONE, f"Signed by {name}", sealed)
            case e.SessionStopped() as stopped:
                why = ", ".join(part for part in (texts.reason(stopped.reason), stopped.text) if part)
                yield self._row(mark, State.STOP, "Session stopped", f"{why}, {name}")
            case r.CadenceOrdered() | r.ReadingLate() | r.ReadingExplained() as running:
                told_of = running_words(self._protocol, running, mark.tz_min, name)
                if told_of is not None:
                    yield self._row(mark, *told_of)
            case care.EventDescribed() as said:
                yield self._row(mark, None, self._titled(said.of), f"{self._details(said)}, {name}")
            case _:
                yield from self._infusion(entry, name)

    def _row(self, mark: Mark, state: State | None, title: str, detail: str = "") -> Moment:
        return Moment(mark.at_ms, mark.tz_min, state, title, detail)

    def _titled(self, of: int) -> str:
        """Name the event or the pause that entry ``of`` records, with its time."""
        entry = next(entry for entry in self._record.entries if entry.mark.n == of)
        event = entry.event
        words = event_words(event.term) if isinstance(event, e.EventRecorded) else "Pause"
        occurred = event.occurred if isinstance(event, e.EventRecorded) else None
        at_ms = occurred.at_ms if occurred else entry.mark.at_ms
        return f"{words} at {formats.time_of(at_ms, entry.mark.tz_min)}"

    def _details(self, said: care.EventDescribed) -> str:
        rest = particulars(self._protocol, said.link_id, said.answer, self._told)
        return ", ".join(part for part in (detail_named(self._protocol, said.link_id, said.answer), rest) if part)

    def _line(self, link_id: str) -> str:
        try:
            return self._protocol.line(link_id).text
        except KeyError:
            return link_id

    def _told_provider(self, mark: Mark, told: e.ProviderTold) -> Moment:
        at = told.occurred.at_ms if told.occurred else mark.at_ms
        words = self._line(told.link_id)
        if not told.answered:
            words += ", no answer yet"
        elif told.order:
            words += f", order: {told.order}" + (", read back" if told.read_back else "")
        return Moment(at, mark.tz_min, None, f"Told {told.told}", words)

    def _compared(self, mark: Mark, pair: e.PairCompared) -> Moment:
        check = "Single nurse check" if pair.single else "Second check"
        if pair.same:
            words = "One nurse read everything twice" if pair.single else "Read by two people apart"
            return self._row(mark, State.DONE, f"{check} agrees: {self._line(pair.link_id)}", words)
        fields = ", ".join(self._differs(pair.link_id, item) for item in pair.differs)
        state = State.STOP if pair.round >= LAST_ROUND else None
        return self._row(mark, state, f"{check} differs, time {pair.round} of {LAST_ROUND}", fields)

    def _differs(self, link_id: str, item: e.PairDifference) -> str:
        field = self._protocol.line(link_id).field(item.field)
        likely = ", ".join(texts.slip(slip) for slip in item.slips)
        return f"{field.label or self._line(link_id)} ({likely})" if likely else field.label or self._line(link_id)

    def _settled(self, mark: Mark, settled: e.EventSettled, name: str) -> Moment:
        happened = next((event for event in self._record.state.events if event.mark.n == settled.of), None)
        title = named(self._protocol, happened) if happened is not None else "Event"
        how = "closed" if settled.outcome == RESOLVED else "stays open"
        return self._row(mark, None, f"{title} {how}", f"{settled_words(settled)}, {name}")

    def _closed(self, mark: Mark, closed: e.PhaseClosed, name: str) -> Moment:
        title = f"{texts.phase(closed.phase)} complete"
        total = closed.done + closed.later
        parts = [f"{closed.done} of {total}"]
        state = State.DONE
        if closed.later:
            parts.append(f"{closed.later} for later")
        if closed.exceptions:
            parts.append(formats.counted(closed.exceptions, "exception"))
            state = State.EXCEPTION
        if closed.phase is PhaseId.DISCHARGE:
            title = "Discharged"
        return self._row(mark, state, title, f"{', '.join(parts)}, {name}")

    def _overridden(self, mark: Mark, passed: e.StopOverridden, name: str) -> Moment:
        limits = " ".join(passed.limits) or self._line(passed.link_id)
        if not passed.prescriber:
            return self._row(mark, State.EXCEPTION, f"Limit passed: {limits}", f"{name}: {passed.reason}")
        who = f"{self._told.name(passed.prescriber)} by phone, read back by {name}"
        return self._row(mark, State.EXCEPTION, f"Telephone order: {limits}", f"{who}: {passed.reason}")

    def _countersigned(self, mark: Mark, signed: e.Countersigned, name: str) -> Moment:
        title = "Co-signed" if signed.signed.meaning == Meaning.APPROVE else "Witnessed"
        return self._row(mark, State.DONE, f"{title}: {countersigned_words(self._record.state, signed.of)}", name)

    def _time_out(self, second: str) -> str:
        version = self._record.state.line(TIME_OUT).current
        first = f"{self._told.name(version.mark.person)} entered, " if version is not None else ""
        return f"{first}{self._told.name(second)} confirmed separately"

    def _vitals(self, mark: Mark, taken: e.VitalsRecorded, name: str) -> Iterator[Moment]:
        at = taken.occurred.at_ms if taken.occurred else mark.at_ms
        self._sets += 1
        late_ms = self._late_by_ms(mark)
        if late_ms is not None and taken.late_ms is not None and taken.due_ms is not None:
            self._late += 1
            late = formats.span(late_ms + taken.late_ms - taken.due_ms)
            yield self._row(mark, State.LATER, "Vital signs late", f"{late} after they were due, {name}")
        if taken.light:
            words = f"Breaths, SpO₂ and alertness only: {taken.light}, {name}"
            yield Moment(at, mark.tz_min, None, "Light check", words)

    def _late_by_ms(self, mark: Mark) -> int | None:
        """Return how long after its late-at the set of an entry was, ms; None where it was in time."""
        state = self._record.state
        item = next((item for item in (*state.vitals, *state.withdrawn) if item.mark.n == mark.n), None)
        return None if item is None else late_by_ms(self._protocol, state, item)

    def _infusion(self, entry: RecordEntry, name: str) -> Iterator[Moment]:
        mark = entry.mark
        match entry.event:
            case e.InfusionStarted() as run:
                drug = f"{self._protocol.drug} {formats.quantity(run.dose_mg, 'mg')} IV over {run.minutes} min"
                yield self._row(mark, State.DONE, "Infusion started", f"{drug}, {name}")
            case e.InfusionPaused() as pause:
                words = ", ".join(filter(None, (pause.reason, name)))
                yield Moment(mark.at_ms - pause.pressed_ms, mark.tz_min, None, "Infusion paused", words)
            case e.InfusionResumed():
                yield self._row(mark, None, "Infusion resumed", name)
            case e.InfusionEnded() as end:
                words = f"{self._given(end.given_mg)}. {self._counted()}"
                yield Moment(mark.at_ms - end.pressed_ms, mark.tz_min, State.DONE, "Infusion ended", words)
            case e.InfusionStopped() as stop:
                words = f"{stop.reason}. {self._given(stop.given_mg)}. {self._counted()}"
                at_ms = mark.at_ms - stop.pressed_ms
                yield Moment(at_ms, mark.tz_min, State.STOP, "Infusion stopped early", words)
            case _:
                yield from care_moments(entry, name, self._told.name, self._record)

    def _given(self, given_mg: str) -> str:
        return f"{formats.quantity(given_mg, 'mg')} given" if given_mg else "Amount given not recorded"

    def _counted(self) -> str:
        late = f"{self._late} late" if self._late else "none late"
        return f"{formats.counted(self._sets, 'vital sign set')}, {late}"

    def _corrected(self, mark: Mark, changed: e.AnswerCorrected | e.AnswerWithdrawn, name: str) -> Moment:
        why = ", ".join(part for part in (texts.reason(changed.reason), changed.text) if part)
        title = f"Corrected: {self._line(changed.link_id)}"
        if isinstance(changed, e.AnswerWithdrawn):
            return self._row(mark, State.CORRECTED, title, f"Answer withdrawn. {why}, {name}")
        new = answer_words(self._protocol.line(changed.link_id), changed.answer, self._told)
        return self._row(mark, State.CORRECTED, title, f"Now {new}. {why}, {name}")
