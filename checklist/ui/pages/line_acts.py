"""What can be done to a line besides answering it: each act opens its sheet and gives one command to the desk.

A sheet is dismissed only after its command was recorded; refused or not saved, it stays with everything typed.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from msgspec.structs import replace

from checklist.errors import ChecklistError
from checklist.protocol.items import Meaning, SignatureField, VitalsField
from checklist.protocol.model import Line, Protocol, Step
from checklist.protocol.values import Answer, FieldAnswer
from checklist.service.conduct import Snapshot
from checklist.session.codes import Code
from checklist.session.commands import (
    Actor,
    AddNote,
    Command,
    CorrectAnswer,
    DeferLine,
    MarkNotApplicable,
    OverrideByPhone,
    OverrideStop,
    Refused,
    Sign,
    StopSession,
    TellProvider,
)
from checklist.session.decide.case import is_second_persons
from checklist.session.flags import cosign_ms
from checklist.session.pairing import is_single
from checklist.session.progress import Look
from checklist.session.views import LineView
from checklist.ui import texts
from checklist.ui.answers import Told, answer_wanted, answer_words
from checklist.ui.desk import WITNESS_DWELL_MS, Desk, Proof, ProofRequest
from checklist.ui.drug.countersigning import countersign, witness_request
from checklist.ui.event_details import EventDetails
from checklist.ui.event_settling import EventSettling
from checklist.ui.handover.acts import HandoverActs
from checklist.ui.items.editor import Setting
from checklist.ui.sheets.correct import CorrectSheet
from checklist.ui.sheets.exception import ExceptionSheet
from checklist.ui.sheets.later import LaterSheet
from checklist.ui.sheets.not_applicable import NotApplicableSheet
from checklist.ui.sheets.note import NoteSheet
from checklist.ui.sheets.stop_session import StopSessionSheet
from checklist.ui.sheets.told import ToldSheet
from checklist.ui.widgets.sheet import Sheet

Done = Callable[[Snapshot], None]
_STEPS = tuple(Step)


class LineActs:
    """The acts on one session's lines.

    Args:
        desk: The way to the service.
        done: Called after each act that was recorded.
    """

    def __init__(self, desk: Desk, done: Done) -> None:
        self._desk = desk
        self._done = done
        self.details = EventDetails(desk, done, self.told, self.name)
        self._events = EventSettling(desk, self.details)

    def told_words(self, protocol: Protocol | None = None) -> Told:
        """Return names, initials, the time, and when a co-signature is due, for wording answers."""
        told = Told(name=self.name, initials=self._initials, now=self._desk.now())
        return told if protocol is None else replace(told, cosign_ms=cosign_ms(protocol))

    def name(self, person_id: str) -> str:
        """Return a person's name with the post, or the id of somebody unknown here."""
        person = self._desk.person(person_id)
        return texts.person(person) if person is not None else person_id

    def _initials(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return person.initials if person is not None else person_id

    def view(self, snapshot: Snapshot, link_id: str) -> LineView:
        """Return a line as it stands now."""
        look = Look(snapshot.protocol, snapshot.state, self._desk.now())
        return look.lines.view(snapshot.protocol.line(link_id))

    def press(self, action: str, snapshot: Snapshot, view: LineView) -> bool:
        """Do what a button of the item asks for; returns whether there is such an act."""
        plain: dict[str, Callable[[Snapshot, LineView], object]] = {
            "later": self.later,
            "not_applicable": self.not_applicable,
            "exception": self.exception,
            "witness": self.witness,
            "told": self.told,
            "note": self.note,
            "change": self.change,
            "withdraw": self.withdraw,
            "aside": self.put_aside,
        }
        act = plain.get(action)
        field = next((f for f in view.line.fields if f"sign.{f.id}" == action), None)
        if act is not None:
            act(snapshot, view)
        elif action == "end":
            self.end_session(snapshot)
        elif action == "settle":
            self.settle(snapshot)
        elif action.startswith("branch."):
            self._desk.open_branch(snapshot.session_id, action.removeprefix("branch."))
        elif isinstance(field, SignatureField):
            self.sign(snapshot, view, field)
        else:
            return False
        return True

    def _run_from(
        self,
        sheet: Sheet,
        snapshot: Snapshot,
        command: Command,
        actor: Actor | None = None,
        then: Done | None = None,
    ) -> None:
        sheet.set_primary_enabled(False)

        def refused(answer: Refused) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why(texts.refused(answer, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why("Not saved. What you typed is still here.")

        def recorded(new: Snapshot) -> None:
            sheet.dismiss()
            self._done(new)
            if then is not None:
                then(new)

        self._desk.run(snapshot.session_id, command, actor=actor, done=recorded, refused=refused, failed=failed)

    def later(self, snapshot: Snapshot, view: LineView) -> None:
        """Put a line off: at once where only its own step is offered, else after choosing until when."""
        own = snapshot.protocol.section_of(view.line.link_id).step
        until = view.line.later_until
        if until is None or until is own:
            command = DeferLine(view.line.link_id, own)
            self._desk.run(snapshot.session_id, command, done=self._undoable(view, "put off"))
            return
        sheet = LaterSheet(view.line.text, own, (own, until))
        sheet.accepted.connect(
            lambda: self._run_from(sheet, snapshot, DeferLine(view.line.link_id, sheet.until() or own))
        )
        self._desk.open_sheet(sheet)

    def _undoable(self, view: LineView, what: str) -> Done:
        def recorded(new: Snapshot) -> None:
            self.offer_undo(new, view, f"{view.line.text}: {what}")
            self._done(new)

        return recorded

    def offer_undo(self, snapshot: Snapshot, view: LineView, text: str) -> None:
        """Say that something was recorded, and offer to take it back for 10 s."""
        command = CorrectAnswer(view.line.link_id, None, "undo")
        self._desk.notify(text, lambda: self._desk.run(snapshot.session_id, command, done=self._done))

    def not_applicable(self, snapshot: Snapshot, view: LineView) -> None:
        """Say why a line does not apply."""
        sheet = NotApplicableSheet(view.line)
        sheet.accepted.connect(
            lambda: self._run_from(sheet, snapshot, MarkNotApplicable(view.line.link_id, sheet.reason(), sheet.text()))
        )
        self._desk.open_sheet(sheet)

    def exception(self, snapshot: Snapshot, view: LineView) -> None:
        """Pass a hard stop: the reason, then the prescriber's own PIN, or a telephone order and its witness."""
        version = view.recorded.current
        if version is None or not any(need.code == Code.NEED_OVERRIDE for need in view.needs):
            return
        limits = [dict(n.params).get("limit", "") for n in view.needs if n.code == Code.NEED_OVERRIDE]
        words = answer_words(view.line, version.answer, self.told_words()) if version.answer else ""
        sheet = ExceptionSheet(view.line.text, words, limits, self._by_phone(snapshot, version.mark.person))
        barred = tuple(dict.fromkeys((version.mark.person, snapshot.state.nurse)))

        def prove() -> None:
            if sheet.by_phone():
                self._order_by_phone(sheet, snapshot, view)
                return
            statement = f"I, {{name}}, decide to go on although: {' '.join(limits)} Reason: {sheet.reason()}"
            request = ProofRequest("Exception", statement, ("prescriber",), barred=barred)
            command = OverrideStop(view.line.link_id, sheet.reason())
            self._desk.prove(request, lambda proof: self._run_from(sheet, snapshot, command, proof.actor))

        sheet.accepted.connect(prove)
        self._desk.open_sheet(sheet)

    def _by_phone(self, snapshot: Snapshot, author: str) -> list[tuple[str, str]]:
        """Return who may order by telephone: prescribers who are neither at this line nor the session's nurse."""
        parameters = {item.id: item.value for item in snapshot.protocol.parameters}
        here = {author, snapshot.state.opened.person, self._desk.actor.person}
        if parameters.get("p.override_by_phone") == "no":
            return []
        people = (who for who in self._desk.people if who.active and "prescriber" in who.roles and who.id not in here)
        return [(who.id, texts.person(who)) for who in people]

    def _order_by_phone(self, sheet: ExceptionSheet, snapshot: Snapshot, view: LineView) -> None:
        """Record the telephone order; once it is recorded, its witness is asked at once."""
        prescriber, read_back = sheet.order()
        command = OverrideByPhone(view.line.link_id, sheet.reason(), prescriber, read_back)

        def recorded(new: Snapshot) -> None:
            orders = new.state.line(view.line.link_id).overrides
            self._call_witness(new, orders[-1].mark.n)

        self._run_from(sheet, snapshot, command, then=recorded)

    def witness(self, snapshot: Snapshot, view: LineView) -> None:
        """Let the witness of a telephone order sign what they heard."""
        waiting = (dict(need.params).get("of", "") for need in view.needs if need.code == Code.NEED_WITNESS)
        of = next(waiting, "")
        if of:
            self._call_witness(snapshot, int(of))

    def _call_witness(self, snapshot: Snapshot, of: int) -> None:
        request = witness_request(snapshot, of, self.name)
        if request is not None:
            self._desk.prove(
                request,
                lambda proof: self._desk.run(
                    snapshot.session_id, countersign(of, proof), actor=proof.actor, done=self._done
                ),
            )

    def told(self, snapshot: Snapshot, view: LineView) -> None:
        """Record that a provider was told."""
        asked = [need for need in view.needs if need.code in (Code.NEED_TOLD, Code.NEED_ANSWER)]
        limits = [dict(need.params).get("limit", "") for need in asked]
        waits = next((dict(need.params) for need in asked if need.code == Code.NEED_ANSWER), None)
        names = [texts.person(p) for p in self._desk.people if p.active and "prescriber" in p.roles]
        waiting = answer_wanted(waits, self._desk.now()) if waits is not None else ""
        sheet = ToldSheet(view.line.text, limits, names, self._desk.now, waiting)

        def record() -> None:
            command = TellProvider(
                view.line.link_id,
                sheet.told(),
                sheet.order(),
                sheet.read_back(),
                answered=sheet.answered(),
                occurred=sheet.occurred(),
            )
            self._run_from(sheet, snapshot, command)

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)

    def settle(self, snapshot: Snapshot) -> None:
        """Show the events, to say how each stands."""
        self._events.open(snapshot)

    def put_aside(self, snapshot: Snapshot, view: LineView) -> None:
        """Say in a note why an offered emergency list is not opened."""
        limits = [dict(need.params).get("limit", "") for need in view.needs if need.code == Code.NEED_BRANCH]
        asked = f"{' '.join(limits)} Say why the emergency list is not opened."
        sheet = NoteSheet(view.line.text, asked, title="Put aside", may_end=False)
        sheet.accepted.connect(lambda: self._run_from(sheet, snapshot, AddNote(sheet.text(), view.line.link_id)))
        self._desk.open_sheet(sheet)

    def note(self, snapshot: Snapshot, view: LineView | None) -> None:
        """Add a note on the line or the session; the way to end the session early stands here too."""
        needs = view.needs if view is not None else ()
        asked = next((dict(n.params).get("limit", "") for n in needs if n.code == Code.NEED_NOTE), "")
        sheet = NoteSheet(view.line.text if view is not None else "", asked)

        def record() -> None:
            link_id = view.line.link_id if view is not None and sheet.on_line() else None
            self._run_from(sheet, snapshot, AddNote(sheet.text(), link_id))

        def end() -> None:
            sheet.dismiss()
            self.end_session(snapshot)

        def hand_over() -> None:
            sheet.dismiss()
            HandoverActs(self._desk).open(snapshot)

        sheet.accepted.connect(record)
        sheet.end_pressed.connect(end)
        sheet.hand_over_pressed.connect(hand_over)
        self._desk.open_sheet(sheet)

    def end_session(self, snapshot: Snapshot) -> None:
        """End the session early, with a reason, confirmed."""
        sheet = StopSessionSheet()
        sheet.accepted.connect(lambda: self._run_from(sheet, snapshot, StopSession(sheet.reason(), sheet.text())))
        self._desk.open_sheet(sheet)

    def change(self, snapshot: Snapshot, view: LineView) -> bool:
        """Correct the answer in force; the old one stays readable. Returns whether there is one."""
        version = view.recorded.current
        if version is None or version.answer is None:
            return False
        self._correct(snapshot, view.line, version.answer, version.mark.n)
        return True

    def change_set(self, snapshot: Snapshot, n: int) -> None:
        """Correct one set of vital signs, named by its position in the session."""
        item = next((item for item in snapshot.state.vitals if item.n == n), None)
        if item is None:
            return
        line = snapshot.protocol.line(item.link_id)
        field = next((field for field in line.fields if isinstance(field, VitalsField)), None)
        if field is not None:
            self._correct(snapshot, line, Answer((FieldAnswer(field.id, item.signs),)), n)

    def _correct(self, snapshot: Snapshot, line: Line, recorded: Answer, of: int) -> None:
        words = answer_words(line, recorded, self.told_words())
        sheet = CorrectSheet(Setting(line, self._desk.now), recorded, words)

        def record() -> None:
            answer = sheet.answer()
            if answer is not None:
                command = CorrectAnswer(line.link_id, answer, sheet.reason(), sheet.text(), of=of)
                self._run_from(sheet, snapshot, command)

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)

    def withdraw(self, snapshot: Snapshot, view: LineView) -> None:
        """Take back that a line does not apply; it is open again."""
        command = CorrectAnswer(view.line.link_id, None, "new_information")
        self._desk.run(snapshot.session_id, command, done=self._done)

    def sign(self, snapshot: Snapshot, view: LineView, field: SignatureField) -> None:
        """Ask for the PIN over the statement, then sign with the hash of exactly what was shown."""
        request = ProofRequest(
            view.line.text,
            field.statement,
            field.roles,
            person=self._only_signer(view, field),
            barred=_barred(snapshot, view, field),
            dwell_ms=WITNESS_DWELL_MS if field.meaning is Meaning.WITNESS else 0,
        )

        def proved(proof: Proof) -> None:
            shown = sha256(proof.shown.encode()).hexdigest()
            command = Sign(view.line.link_id, field.id, shown)
            self._desk.run(snapshot.session_id, command, actor=proof.actor, done=self._done)

        self._desk.prove(request, proved)

    def _only_signer(self, view: LineView, field: SignatureField) -> str | None:
        """Return the one person who can give a signature: the signed-in one, or a second reading's own author."""
        if field.other_person:
            current = view.recorded.current
            own = current is not None and is_second_persons(view.line.roles)
            return current.mark.person if current is not None and own else None
        return self._desk.actor.person if self._desk.actor.role in field.roles else None

    def second_person(self, snapshot: Snapshot, view: LineView, ready: Callable[[Actor], None]) -> None:
        """Let the person a line is for sign in beside the one signed in."""
        request = ProofRequest(
            view.line.text,
            "I, {name}, do this check myself.",
            view.line.roles,
            barred=(snapshot.state.nurse,) if is_second_persons(view.line.roles) else (),
            confirm="Begin",
        )
        self._desk.prove(request, lambda proof: ready(proof.actor))


def _barred(snapshot: Snapshot, view: LineView, field: SignatureField) -> tuple[str, ...]:
    """Return who may not give a signature that must be another person's."""
    single = field.meaning is Meaning.CHECK and is_single(snapshot.protocol)
    if not field.other_person or single:
        return ()
    recorded, nurse = view.recorded, snapshot.state.nurse
    hands = [given.mark.person for given in recorded.signatures if given.field != field.id]
    if not is_second_persons(view.line.roles):
        hands += [version.mark.person for version in recorded.versions]
    return tuple(dict.fromkeys([nurse, *hands]))
