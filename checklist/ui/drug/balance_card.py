"""The drug account at a glance: sums, whether it holds, and one press to its entries."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from checklist.ui.drug.words import AccountFacts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.text import Text

INKS = {
    State.DONE: Token.DONE,
    State.STOP: Token.ALARM,
    State.LATER: Token.CAUTION,
    State.EXCEPTION: Token.EXCEPT,
}
"""Colour of a verdict; all others are plain."""

_ROWS = 7


class Verdict(QWidget):
    """Whether the account holds: glyph and words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = Glyph(State.TODO, 20)
        self._words = Text("", Role.SECONDARY_STRONG)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)

    def show_verdict(self, state: State, words: str) -> None:
        """Show glyph and words."""
        self._glyph.set_state(state)
        self._words.set_token(INKS.get(state, Token.INK))
        self._words.setText(words)


class Sums(QWidget):
    """The sums of the account, label and value, in one column or in two."""

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = [Text("", Role.LABEL, Token.INK3, wrap=False) for _ in range(_ROWS)]
        self._values = [Text("", Role.SECONDARY_STRONG) for _ in range(_ROWS)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        tall = -(-_ROWS // columns)
        for place, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            column, row = divmod(place, tall)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(value, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)

    def show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Show the sums; only what changed is painted again."""
        for label, value, (name, words) in zip(self._labels, self._values, rows, strict=True):
            label.show_text(name)
            value.show_text(words)


class BalanceCard(Card):
    """The card.

    Args:
        id: Stable id; its button is ``<id>.open``.
        columns: Columns of the sums; with one, the button stands below the verdict, not beside it.

    Signals:
        opened: The entries are wanted.
    """

    opened = Signal()

    def __init__(self, *, id: str = "account", columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(id)
        self._facts: AccountFacts | None = None
        self._title = Text("", Role.LABEL_STRONG, Token.INK3)
        self._sums = Sums(columns)
        self._verdict = Verdict()
        self._open = Button("Open account", "notebook-pen", Kind.PLAIN, 48, id=f"{id}.open")
        self._open.clicked.connect(self.opened)
        self.body.addWidget(self._title)
        self.body.addWidget(self._sums)
        foot = QBoxLayout(QBoxLayout.Direction.TopToBottom if columns == 1 else QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(8)
        foot.addWidget(self._verdict, 1)
        foot.addWidget(self._open)
        self.body.addLayout(foot)
        self.hide()

    def show_account(self, facts: AccountFacts | None) -> None:
        """Show the account; None hides the card and leaves no number in it."""
        self.setVisible(facts is not None)
        if facts == self._facts:
            return
        self._facts = facts
        shown = facts or AccountFacts("", (("", ""),) * _ROWS, State.TODO, "", "")
        self._title.setText(shown.title)
        self._sums.show_rows(shown.rows)
        self._sums.setVisible(shown.state is not State.TODO)
        self._verdict.show_verdict(shown.state, shown.verdict)
        self.setAccessibleName(f"{shown.title}, {shown.verdict}" if facts else "")

    def has_account(self) -> bool:
        """Return whether there is something to show."""
        return self._facts is not None


class BalanceLine(Button):
    """The account on one line, to press; for the monitoring page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "notebook-pen", Kind.QUIET, 48, id="account.open", wrap=True, parent=parent)
        self._facts: AccountFacts | None = None
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)  # the words wrap before the page grows wider
        self.setSizePolicy(policy)
        self.hide()

    def show_account(self, facts: AccountFacts | None) -> None:
        """Show the account; None hides the line."""
        if facts == self._facts:
            return
        self._facts = facts
        line = facts.line if facts is not None else ""
        self.set_label(line, f"{line}. Open account" if line else "")
        self.setVisible(facts is not None)
