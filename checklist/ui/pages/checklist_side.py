"""The column beside a checklist page: order, last visit, what is missing; or the number pad."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.values import number
from checklist.session.commands import Order
from checklist.session.dosing import rate_ml_per_h
from checklist.ui import formats, texts
from checklist.ui.dose_words import sum_words
from checklist.ui.drug.balance_card import BalanceCard
from checklist.ui.drug.words import AccountFacts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Rule
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.pad_card import PadCard
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

MOST_SHOWN, BESIDE_ACCOUNT = 5, 2
"""How many missing lines are named, and how many under the drug account; the rest is counted."""


class OrderFacts(msgspec.Struct, frozen=True):
    """The order as it is shown.

    Attributes:
        verified: Time of ``pre.order-valid``, or empty. ``prescriber``: name.
    """

    order: Order
    prescriber: str
    verified: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What the column shows; None or empty leaves a card out.

    Attributes:
        visit: Title of the last visit and its lines.
        next_step: Name of the step that waits; ``missing``: glyph and words of each line it waits for.
        account: The drug account, where the lines on screen are about the drug.
    """

    order: OrderFacts | None
    visit: tuple[str, tuple[str, ...]] = ("", ())
    next_step: str = ""
    missing: tuple[tuple[State, str], ...] = ()
    account: AccountFacts | None = None


class _OrderCard(Card):
    """Drug, dose, sum and bag of the order."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: OrderFacts | None = None
        self._verified = Chip("", Tone.DONE, "badge-check", parent=self)
        self._drug = Text("", Role.NAME)
        self._dose = Text("", Role.DOSE, wrap=False)
        self._route = Text("", Role.ITEM)
        self._sum = Text("", Role.LABEL, Token.INK2)
        self._rows = {name: Text("", Role.SECONDARY_STRONG) for name in ("In", "Rate", "Prescriber")}
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text("Order", Role.LABEL_STRONG, Token.INK3), 1)
        head.addWidget(self._verified)
        dose = QHBoxLayout()
        dose.setSpacing(8)
        dose.addWidget(Text("DOSE", Role.AXIS, Token.INK2, wrap=False))
        dose.addWidget(self._dose)
        dose.addWidget(self._route, 1)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addWidget(self._drug)
        self.body.addLayout(dose)
        self.body.addWidget(self._sum)
        self.body.addWidget(Rule())
        for name, words in self._rows.items():
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Text(name, Role.LABEL, Token.INK3, wrap=False))
            row.addWidget(words, 1)
            self.body.addLayout(row)

    def show_order(self, facts: OrderFacts | None) -> None:
        """Show an order; without one nothing of it stays in the card, hidden or not."""
        if facts == self._facts:
            return
        self._facts = facts
        if facts is None:
            for words in (self._drug, self._dose, self._route, self._sum, *self._rows.values()):
                words.setText("")
            return
        order = facts.order
        self._verified.set_chip(f"Verified {facts.verified}" if facts.verified else "", Tone.DONE, "badge-check")
        self._drug.setText(order.drug)
        self._dose.setText(formats.quantity(order.dose_mg, "mg"))
        self._route.setText(f"IV over {formats.quantity(order.minutes, 'min')}")
        self._sum.setText(sum_words(order))
        self._rows["In"].setText(f"{formats.quantity(order.volume_ml, 'mL')} {texts.diluent(order.diluent)}")
        self._rows["Rate"].setText(_rate_words(order))
        self._rows["Prescriber"].setText(facts.prescriber)


def _rate_words(order: Order) -> str:
    volume = number(order.volume_ml)
    if volume is None or order.minutes < 1:
        return "Not known"
    return formats.quantity(rate_ml_per_h(volume, order.minutes), "mL/h")


class _ListCard(Card):
    """A small heading with lines under it; a line may have a glyph."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, tuple[tuple[State | None, str], ...]] = ("", ())
        self._title = Text("", Role.LABEL_STRONG, Token.INK3)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.body.setSpacing(10)
        self.body.addWidget(self._title)
        self.body.addLayout(self._lines)
        self.hide()

    def show_lines(self, title: str, lines: Sequence[tuple[State | None, str]]) -> None:
        """Show a heading and lines; hidden while there are none."""
        wanted = (title, tuple(lines))
        if wanted == self._shown:
            return
        self._shown = wanted
        self._title.setText(title)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for state, words in wanted[1]:
            self._lines.addWidget(self._line(state, words))

    def has_lines(self) -> bool:
        """Return whether there is something to show."""
        return bool(self._shown[0] and self._shown[1])

    def _line(self, state: State | None, words: str) -> QWidget:
        if state is None:
            return Text(words, Role.SECONDARY, Token.INK2)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Glyph(state, 20))
        row.addWidget(Text(words, Role.SECONDARY_STRONG), 1)
        return holder


class ChecklistSide(QWidget):
    """The column.

    Attributes:
        keypad: The number pad; in sight while ``show_pad(True)``.
        account: The drug account; in sight as ``Facts.account`` says.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keypad = Keypad(Keys.DECIMAL)
        self.account = BalanceCard()
        self._order = _OrderCard()
        self._pad = PadCard(self.keypad)
        self._visit = _ListCard()
        self._missing = _ListCard()
        self._padded = False
        self._has_order = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 12)
        layout.setSpacing(10)
        for card in (self._pad, self.account, self._order, self._visit, self._missing):
            layout.addWidget(card)
        layout.addStretch(1)

    def set_facts(self, facts: Facts) -> None:
        """Show the cards."""
        self._order.show_order(facts.order)
        self._has_order = facts.order is not None
        self.account.show_account(facts.account)
        self._visit.show_lines(facts.visit[0], [(None, words) for words in facts.visit[1]])
        most = MOST_SHOWN if facts.account is None else BESIDE_ACCOUNT
        lines: list[tuple[State | None, str]] = list(facts.missing[:most])
        if len(facts.missing) > most:
            lines.append((None, f"and {len(facts.missing) - most} more"))
        self._missing.show_lines(f"Before {facts.next_step} can open" if facts.next_step else "", lines)
        self._arrange()

    def show_pad(self, shown: bool, title: str = "") -> None:
        """Show the number pad in place of what is read only."""
        self._padded = shown
        self._pad.show_title(title)
        self._arrange()

    def _arrange(self) -> None:
        self._pad.setVisible(self._padded)
        self.account.setVisible(self.account.has_account() and not self._padded)
        self._order.setVisible(self._has_order and not self._padded)
        self._visit.setVisible(self._visit.has_lines() and not self._padded)
        self._missing.setVisible(self._missing.has_lines() and not self._padded)
