"""Whether a record is what was signed: not yet checked, intact, or not. Shape, colour and words each say it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.record.verdict_words import NOT_CHECKED, Checked, VerdictWords, details, session_words
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.paint import CONTROL_RADIUS, box
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import INKS, TINTS, Tone


class IntegrityCard(QWidget):
    """The card of one session.

    Args:
        verify_id: Stable id of the button that checks.
        details_id: Stable id of the button that shows the particulars.
        id: Stable id of the card.
        parent: Owner.

    Signals:
        verify_pressed: Check this record.
        details_pressed: Show what the check found.
    """

    verify_pressed = Signal()
    details_pressed = Signal()

    def __init__(self, *, verify_id: str, details_id: str, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(id)
        self._words = NOT_CHECKED
        self._icon = IconMark(NOT_CHECKED.icon, Token.INK2, 30)
        self._title = Text("", Role.CURRENT)
        self._text = Text("", Role.CAPTION)
        self.verify = Button("Verify", "shield-check", Kind.PLAIN, id=verify_id, spoken="Verify this record")
        self.details = Button("Details", None, Kind.QUIET, id=details_id)
        self.verify.clicked.connect(self.verify_pressed)
        self.details.clicked.connect(self.details_pressed)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 6, 5)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.details)
        row.addWidget(self.verify)
        self.show_checked(None, 0)

    def words(self) -> VerdictWords:
        """Return what the card says."""
        return self._words

    def show_checked(self, checked: Checked | None, entries: int) -> None:
        """Show how the record stands."""
        words = self._words = session_words(checked, entries)
        self._icon.show_icon(words.icon, INKS[words.tone])
        self._title.set_token(INKS[words.tone])
        self._title.setText(words.title)
        self._text.setText(words.text)
        self.details.setVisible(words.tone is not Tone.NEUTRAL)
        self.verify.setVisible(words.tone is Tone.NEUTRAL)
        self.setAccessibleName(f"{words.title}. {words.text}")
        if words.tone is not Tone.NEUTRAL:
            announce(self, self.accessibleName(), assertive=words.tone is Tone.ALARM)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint; a record that does not match gets a border too."""
        painter = QPainter(self)
        alarm = self._words.tone is Tone.ALARM
        tint, edge = TINTS[self._words.tone], Token.ALARM if alarm else None
        box(painter, QRectF(self.rect()), tint, edge=edge, width=2, radius=CONTROL_RADIUS)
        painter.end()


class CheckDetails(Sheet):
    """Everything a verification found.

    Args:
        title: What was checked.
        checked: The verification.
        again: Offer to check once more (``accepted``).
    """

    def __init__(self, title: str, checked: Checked, *, again: bool = True) -> None:
        super().__init__(title, id="sheet.check", primary="Check again" if again else "", cancel="Close", width=560)
        for label, value in details(checked):
            row = QHBoxLayout()
            name = Text(label, Role.LABEL, Token.INK2)
            row.addWidget(name, 2)
            row.addWidget(Text(value, Role.SECONDARY_STRONG), 5)
            self.body.addLayout(row)
