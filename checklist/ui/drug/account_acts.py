"""What can be done to the drug account: look, add an entry, take one back, let a witness sign.

A sheet is dismissed only after its command was recorded; refused or not saved, it stays with everything typed.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from checklist.errors import ChecklistError
from checklist.service.conduct import Snapshot
from checklist.session import drug_account
from checklist.session.commands import Refused
from checklist.session.drug_commands import DrugCommand, TakeOut
from checklist.session.roles import may
from checklist.session.state import SessionState
from checklist.ui import texts
from checklist.ui.answers import Told
from checklist.ui.desk import Desk, Proof
from checklist.ui.drug import entry_forms as forms
from checklist.ui.drug.account_sheet import DRAW, EXPLAIN, OUT, RETURN, WASTE, AccountSheet
from checklist.ui.drug.countersigning import countersign, witness_request
from checklist.ui.drug.entry_forms import EntryForm
from checklist.ui.drug.entry_sheet import EntrySheet
from checklist.ui.drug.words import account_facts
from checklist.ui.widgets.sheet import Sheet

Done = Callable[[Snapshot], None]
_NOT_SAVED = "Not saved. What you typed is still here."


class AccountActs:
    """The account of the session on screen.

    Args:
        desk: The way to the service.
        told: Gives names and the time for the words.
        done: Called after each entry that was recorded.
    """

    def __init__(self, desk: Desk, told: Callable[[], Told], done: Done) -> None:
        self._desk, self._told, self._done = desk, told, done

    def open(self, snapshot: Snapshot) -> None:
        """Show the account's entries."""
        _Opened(self._desk, self._told, self._done, snapshot)


class _Opened(QObject):
    """One opened account sheet and the session under it."""

    def __init__(self, desk: Desk, told: Callable[[], Told], done: Done, snapshot: Snapshot) -> None:
        title = account_facts(snapshot.protocol, snapshot.state, desk.now()).title
        self._sheet = AccountSheet(title, may_add=may(desk.actor.role, TakeOut))
        super().__init__(self._sheet)
        self._desk, self._told, self._done = desk, told, done
        self._snapshot = snapshot
        self._sheet.add.connect(self._add)
        self._sheet.back.connect(lambda of: self._ask(forms.take_back(of)))
        self._sheet.witness.connect(self._witness)
        self._sheet.show_account(snapshot, desk.now(), told())
        desk.open_sheet(self._sheet)
        self._sheet.focus_first()

    def _add(self, key: str) -> None:
        if key == OUT:
            self._take_out()
            return
        state = self._snapshot.state
        made: dict[str, Callable[[SessionState], EntryForm]] = {
            DRAW: forms.draw,
            WASTE: forms.waste,
            RETURN: forms.give_back,
            EXPLAIN: lambda _: forms.explain(),
        }
        self._ask(made[key](state))

    def _take_out(self) -> None:
        scanned: list[EntrySheet] = []
        sheet = self._ask(forms.take_out(lambda: scanned[0].gtin() if scanned else ""))
        scanned.append(sheet)

    def _ask(self, entry: EntryForm) -> EntrySheet:
        sheet = EntrySheet(self._desk, entry)

        def record() -> None:
            command = sheet.command()
            if command is not None:
                self._run(sheet, command)

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)
        return sheet

    def _run(self, sheet: Sheet, command: DrugCommand) -> None:
        sheet.set_primary_enabled(False)

        def refused(answer: Refused) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why(texts.refused(answer, self._snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            sheet.set_primary_enabled(True)
            sheet.set_why(_NOT_SAVED)

        def recorded(new: Snapshot) -> None:
            sheet.dismiss()
            self._recorded(new)
            self._call_witness(new)

        self._desk.run(self._snapshot.session_id, command, done=recorded, refused=refused, failed=failed)

    def _recorded(self, new: Snapshot) -> None:
        self._snapshot = new
        self._sheet.set_why("")
        self._sheet.show_account(new, self._desk.now(), self._told())
        self._sheet.focus_first()
        self._done(new)

    def _call_witness(self, new: Snapshot) -> None:
        """Ask for the witness at once where the new entry needs one."""
        newest = new.state.account[-1].mark.n
        if newest == new.state.count - 1 and newest in drug_account.balance(new.protocol, new.state).unwitnessed:
            self._witness(newest)

    def _witness(self, of: int) -> None:
        request = witness_request(self._snapshot, of, self._told().name)
        if request is None:
            return

        def proved(proof: Proof) -> None:
            self._desk.run(
                self._snapshot.session_id,
                countersign(of, proof),
                actor=proof.actor,
                done=self._recorded,
                refused=lambda no: self._sheet.set_why(texts.refused(no, self._snapshot.protocol)),
                failed=lambda _: self._sheet.set_why("Not saved. The witness signs again."),
            )

        self._desk.prove(request, proved)
