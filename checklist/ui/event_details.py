"""Details of a stamped event: the sheet that belongs to it, and the commands its answer becomes.

What is said is kept as the answer of an event line of the protocol (``DescribeEvent``), how an adverse event stands as
``SettleEvent``; closing a sheet keeps the timed event. A sheet is dismissed only after all of it was recorded.
"""

from __future__ import annotations

from collections.abc import Callable

from checklist.errors import ChecklistError
from checklist.protocol.model import Line, LineKind, PhaseId, Protocol
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Moment
from checklist.service.conduct import Snapshot
from checklist.session.care_commands import DescribeEvent
from checklist.session.codes import Code
from checklist.session.commands import AddNote, Command, Refused, SettleEvent
from checklist.session.described import is_adverse, newest
from checklist.session.progress import LineView, line_view
from checklist.session.state import ChairEvent
from checklist.ui import texts
from checklist.ui.desk import Desk
from checklist.ui.drug.countersigning import countersign, witness_request
from checklist.ui.event_choices import PICKED, WORDS, picks, settle_facts
from checklist.ui.monitoring.event_sheet import EventSheet
from checklist.ui.monitoring.event_words import AE, gone_outcome, missing_witness, titled
from checklist.ui.monitoring.words import RESOLVED, Tile, tile_of
from checklist.ui.sheets.event_line import EventLineSheet
from checklist.ui.sheets.event_picker import EventPicker
from checklist.ui.sheets.settle import SettleSheet
from checklist.ui.widgets.sheet import Sheet

Done = Callable[[Snapshot], None]
_TELL = frozenset({Code.NEED_TOLD, Code.NEED_ANSWER})
_NOT_SAVED = "Not saved. What you entered is still here."


class EventDetails:
    """Opens the sheet of an event and records what it says.

    Args:
        desk: The way to the service.
        done: Called after each event whose details were recorded.
        told: Asks who was told about a line.
        name: Gives the name of a person id.
    """

    def __init__(
        self, desk: Desk, done: Done, told: Callable[[Snapshot, LineView], None], name: Callable[[str], str]
    ) -> None:
        self._desk, self._done, self._told, self._name = desk, done, told, name
        self.earlier: Callable[[Sheet, Snapshot, ChairEvent], None] = self._no_earlier

    def stamped(self, snapshot: Snapshot, event: ChairEvent) -> None:
        """Ask for what belongs to an event that was just stamped; nothing where nothing does."""
        tile = tile_of(event.term)
        line = _line(snapshot.protocol, tile.line if tile is not None else "")
        if line is not None and line.link_id == AE:
            self._settle(snapshot, event, fresh=True)
        elif line is not None:
            self._describe(snapshot, event, line)
        elif tile is not None and tile.term == PICKED and snapshot.protocol.vocabulary.terms:
            self._pick(snapshot, event)
        elif tile is not None and tile.asks:
            self._word(snapshot, event, tile)

    def again(self, snapshot: Snapshot, event: ChairEvent, then: Done) -> None:
        """Go on with an event of the list: its witness, its details, or how it stands."""
        waits = missing_witness(snapshot.protocol, snapshot.state, event)
        last = event.details[-1] if event.details else None
        if waits is not None:
            self._witness(snapshot, waits.mark.n)
        elif is_adverse(snapshot.protocol, event):
            self._settle(snapshot, event, fresh=False, then=then)
        elif last is not None:
            self._describe(snapshot, event, snapshot.protocol.line(last.link_id))
        else:
            self.stamped(snapshot, event)

    # An adverse event ----------------------------------------------------------------------------------------

    def _settle(
        self, snapshot: Snapshot, event: ChairEvent, *, fresh: bool, effect: str = "", then: Done | None = None
    ) -> None:
        protocol = snapshot.protocol
        sheet = SettleSheet(settle_facts(protocol, event, fresh=fresh, effect=effect))

        def record(after: Done) -> None:
            commands: list[Command] = []
            answer = self._effect_answer(protocol, event, sheet)
            detail = newest(event, AE)
            if answer is not None and (detail is None or detail.answer != answer):
                commands.append(DescribeEvent(event.mark.n, AE, answer))
            if sheet.outcome():
                commands.append(SettleEvent(event.mark.n, sheet.grade(), sheet.outcome(), sheet.plan()))
            self._run_all(sheet, snapshot, commands, after)

        def open_list() -> None:
            branch = sheet.branch()
            record(lambda new: self._desk.open_branch(new.session_id, branch))

        def recorded(new: Snapshot) -> None:
            if self.to_tell(new):
                self.tell(new)
            elif then is not None:
                then(new)

        sheet.accepted.connect(lambda: record(recorded))
        sheet.branch_pressed.connect(open_list)
        sheet.earlier_pressed.connect(lambda: self.earlier(sheet, snapshot, event))
        self._desk.open_sheet(sheet)

    def _effect_answer(self, protocol: Protocol, event: ChairEvent, sheet: SettleSheet) -> Answer | None:
        """Return what was said in the fields of the line of adverse events; None where the protocol has no such."""
        line = _line(protocol, AE)
        if line is None or not sheet.effect():
            return None
        now = self._desk.now()
        values = [
            FieldAnswer("term", Chosen(sheet.effect())),
            FieldAnswer("grade", Chosen(str(sheet.grade()))),
            FieldAnswer("onset", Moment(event.at_ms, event.mark.tz_min)),
        ]
        if sheet.action():
            values.append(FieldAnswer("action", Chosen(sheet.action())))
        gone = gone_outcome(line)
        if sheet.outcome() == RESOLVED and gone is not None:
            values.append(FieldAnswer("outcome", Chosen(gone)))
            values.append(FieldAnswer("resolved", Moment(now.wall_ms, now.tz_min)))
        return Answer(tuple(values))

    def to_tell(self, snapshot: Snapshot) -> str:
        """Return why a provider is still to be told of an adverse event, in the protocol's words, or empty."""
        view = self._ae_view(snapshot)
        owed = [need for need in view.needs if need.code in _TELL] if view is not None else []
        return dict(owed[0].params).get("limit", "") if owed else ""

    def tell(self, snapshot: Snapshot) -> None:
        """Ask who was told of it."""
        view = self._ae_view(snapshot)
        if view is not None:
            self._told(snapshot, view)

    def _ae_view(self, snapshot: Snapshot) -> LineView | None:
        if _line(snapshot.protocol, AE) is None:
            return None
        return line_view(snapshot.protocol, snapshot.state, AE, self._desk.now())

    # A line, a choice, words ---------------------------------------------------------------------------------

    def _describe(self, snapshot: Snapshot, event: ChairEvent, line: Line) -> None:
        detail = newest(event, line.link_id)
        title = titled(snapshot.protocol, event) if detail is not None or tile_of(event.term) else line.text
        sheet = EventLineSheet(line, title, self._desk.now, detail.answer if detail is not None else None)

        def record() -> None:
            answer = sheet.answer()
            if answer is not None:
                command = DescribeEvent(event.mark.n, line.link_id, answer)
                self._run_all(sheet, snapshot, [command], lambda new: self._after(new, event.mark.n, line))

        sheet.accepted.connect(record)
        sheet.earlier_pressed.connect(lambda: self.earlier(sheet, snapshot, event))
        self._desk.open_sheet(sheet)

    def _after(self, snapshot: Snapshot, n: int, line: Line) -> None:
        """Ask for the witness of a controlled medicine, or offer the emergency list that an answer asks for."""
        event = next(item for item in snapshot.state.events if item.mark.n == n)
        waits = missing_witness(snapshot.protocol, snapshot.state, event)
        if waits is not None:
            self._witness(snapshot, waits.mark.n)
            return
        view = line_view(snapshot.protocol, snapshot.state, line.link_id, self._desk.now())
        branch = next((dict(need.params)["branch"] for need in view.needs if need.code == Code.NEED_BRANCH), "")
        if branch:
            self._desk.open_branch(snapshot.session_id, branch)

    def _witness(self, snapshot: Snapshot, of: int) -> None:
        request = witness_request(snapshot, of, self._name)
        if request is not None:
            self._desk.prove(
                request,
                lambda proof: self._desk.run(
                    snapshot.session_id, countersign(of, proof), actor=proof.actor, done=self._done
                ),
            )

    def _pick(self, snapshot: Snapshot, event: ChairEvent) -> None:
        sheet = EventPicker(titled(snapshot.protocol, event), picks(snapshot.protocol))

        def picked(key: str) -> None:
            sheet.dismiss()
            line = _line(snapshot.protocol, key)
            if key == WORDS:
                tile = tile_of(event.term)
                if tile is not None:
                    self._word(snapshot, event, tile)
            elif line is not None:
                self._describe(snapshot, event, line)
            else:
                self._settle(snapshot, event, fresh=True, effect=key)

        sheet.picked.connect(picked)
        sheet.earlier_pressed.connect(lambda: self.earlier(sheet, snapshot, event))
        self._desk.open_sheet(sheet)

    def _word(self, snapshot: Snapshot, event: ChairEvent, tile: Tile) -> None:
        sheet = EventSheet(titled(snapshot.protocol, event), tile.asks)
        sheet.accepted.connect(
            lambda: self._run_all(sheet, snapshot, [AddNote(sheet.text(), of=event.mark.n)], lambda _new: None)
        )
        sheet.earlier_pressed.connect(lambda: self.earlier(sheet, snapshot, event))
        self._desk.open_sheet(sheet)

    # Recording -----------------------------------------------------------------------------------------------

    def _run_all(self, sheet: Sheet, snapshot: Snapshot, commands: list[Command], then: Done) -> None:
        """Give the commands one after another; the sheet goes when the last one is recorded."""
        sheet.set_primary_enabled(False)
        if not commands:
            sheet.dismiss()
            return

        def keep(why: str) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why(why)

        def refused(answer: Refused) -> None:
            keep(texts.refused(answer, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            keep(_NOT_SAVED)

        def recorded(new: Snapshot) -> None:
            del commands[0]
            if commands:
                run()
                return
            sheet.dismiss()
            self._done(new)
            then(new)

        def run() -> None:
            self._desk.run(snapshot.session_id, commands[0], done=recorded, refused=refused, failed=failed)

        run()

    def _no_earlier(self, sheet: Sheet, snapshot: Snapshot, event: ChairEvent) -> None:
        """Leave the time as it is: only who stamps events can set one back."""


def _line(protocol: Protocol, link_id: str) -> Line | None:
    """Return an event line of the protocol, or None where it has no such."""
    lines = (line for section in protocol.phase(PhaseId.MONITORING).sections for line in section.events)
    return next((line for line in lines if line.link_id == link_id and line.kind is LineKind.EVENT), None)
