"""The drug account in full: its sums, every entry with who made and who witnessed it, and what can be added."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.service.conduct import Snapshot
from checklist.session import drug_account
from checklist.session.state import AccountEntry, Status
from checklist.ui.answers import Told
from checklist.ui.drug import words
from checklist.ui.drug.balance_card import Sums, Verdict
from checklist.ui.items.flow import Flow
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

OUT, DRAW, WASTE, RETURN, EXPLAIN = "out", "draw", "waste", "return", "explain"
_ADD = {OUT: "Take out", DRAW: "Draw", WASTE: "Waste", RETURN: "Return", EXPLAIN: "Explain difference"}
_EMPTY = "Nothing was taken out of the locked store in this session. Take out is the first entry."


class EntryCard(Card):
    """One entry.

    Signals:
        witness_pressed, back_pressed: A witness signs; the entry is taken back.
    """

    witness_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, entry: AccountEntry, told: Told, *, waits: bool, editable: bool) -> None:
        super().__init__()
        n = entry.mark.n
        title, detail = words.entry_words(entry.event)
        back = entry.voided is not None
        state = State.CORRECTED if back else State.LATER if waits else State.DONE
        texts = QVBoxLayout()
        texts.setSpacing(2)
        ink = Token.INK3 if back else Token.INK
        texts.addWidget(Text(f"Taken back: {title}" if back else title, Role.STRONG, ink))
        texts.addWidget(Text(detail, Role.SECONDARY, Token.INK2))
        texts.addWidget(Text(words.stands(entry, told.name), Role.LABEL, Token.INK3))
        if waits:
            texts.addWidget(Text("Waits for a witness", Role.SECONDARY_STRONG, Token.CAUTION))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Glyph(state, 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        if waits:
            sign = Button("Witness signs", "users", Kind.PRIMARY, 56, id=f"account.entry.{n}.witness")
            sign.clicked.connect(self.witness_pressed)
            row.addWidget(sign)
        if editable and not back and entry.witness is None:
            undo = Button("Take back", "undo-2", Kind.QUIET, 48, id=f"account.entry.{n}.back")
            undo.clicked.connect(self.back_pressed)
            row.addWidget(undo)
        self.body.setContentsMargins(14, 8, 10, 8)
        self.body.addLayout(row)
        self.setObjectName(f"account.entry.{n}")
        self.setAccessibleName(f"{title}, {detail}, {words.stands(entry, told.name)}")


class AccountSheet(Sheet):
    """The sheet; it stays until it is closed.

    Args:
        title: ``Ketamine account``.
        may_add: Whether the person signed in keeps the account.

    Signals:
        add: Which entry is wanted: ``out``, ``draw``, ``waste``, ``return`` or ``explain``.
        witness, back: Position of the entry that a witness signs, or that is taken back.
    """

    add = Signal(str)
    witness = Signal(int)
    back = Signal(int)

    def __init__(self, title: str, *, may_add: bool, parent: QWidget | None = None) -> None:
        super().__init__(title, id="sheet.account", cancel="Close", width=820, parent=parent)
        self._may_add = may_add
        self._sums, self._verdict = Sums(2), Verdict()
        self._who = Text("The nurse keeps this account. Look and witness only.", Role.SECONDARY, Token.INK2)
        self._empty = Text(_EMPTY, Role.ITEM, Token.INK2)
        self._empty.setObjectName("account.empty")
        self._adds = {key: Button(label, None, Kind.PLAIN, 56, id=f"account.{key}") for key, label in _ADD.items()}
        for key, button in self._adds.items():
            button.clicked.connect(lambda _on=False, key=key: self.add.emit(key))
        flow = Flow()
        for button in self._adds.values():
            flow.addWidget(button)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(8)
        self.body.addWidget(self._verdict)
        self.body.addWidget(self._sums)
        self.body.addLayout(flow)
        self.body.addWidget(self._who)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._entries)
        self._who.setVisible(False)

    def show_account(self, snapshot: Snapshot, now: Reading, told: Told) -> None:
        """Show the account as of the newest entry."""
        protocol, state = snapshot.protocol, snapshot.state
        facts = words.account_facts(protocol, state, now)
        found = drug_account.balance(protocol, state, now)
        self._verdict.show_verdict(facts.state, facts.verdict)
        self._sums.show_rows(facts.rows)
        self._sums.setVisible(bool(state.account))
        self._empty.setVisible(not state.account)
        editable = self._may_add and state.status is not Status.COMPLETED
        for key, button in self._adds.items():
            button.setVisible(editable)
            button.setEnabled(key == OUT or found.started)
        self._adds[EXPLAIN].setEnabled(found.started and not found.adds_up and words.settles(state))
        self._who.setVisible(not self._may_add)
        self._fill(state.account, told, found.unwitnessed, editable)

    def _fill(self, account: tuple[AccountEntry, ...], told: Told, waiting: tuple[int, ...], editable: bool) -> None:
        while (item := self._entries.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
                card.setObjectName("")
        for entry in account:
            n = entry.mark.n
            card = EntryCard(entry, told, waits=n in waiting, editable=editable)
            card.witness_pressed.connect(lambda n=n: self.witness.emit(n))
            card.back_pressed.connect(lambda n=n: self.back.emit(n))
            self._entries.addWidget(card)

    def focus_first(self) -> None:
        """Put the keyboard where work goes on."""
        button = next((b for b in self._adds.values() if b.isVisible() and b.isEnabled()), None)
        (button or self._cancel).setFocus()
