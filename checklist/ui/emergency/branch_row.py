"""One line of a running emergency list: quiet while it waits, large and with two buttons while it is lit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.emergency.course import LineFacts, Standing
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.paint import CARD_RADIUS, box
from checklist.ui.widgets.text import Text

_GLYPHS = {
    Standing.OPEN: State.TODO,
    Standing.LIT: State.NOW,
    Standing.DONE: State.DONE,
    Standing.NOT_POSSIBLE: State.NOT_APPLICABLE,
}
_SPOKEN = {
    Standing.OPEN: "to do",
    Standing.LIT: "now",
    Standing.DONE: "done",
    Standing.NOT_POSSIBLE: "not possible",
}
HIGH, LIT_HIGH = 60, 108


class BranchRow(QWidget):
    """The line.

    Args:
        line_id: Id of the line within its branch.
        parent: Owner.

    Signals:
        pressed: The line was done (True) or is not possible (False).
        chosen: The line is to be lit.
    """

    pressed = Signal(bool)
    chosen = Signal()

    def __init__(self, line_id: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"emergency.line.{line_id}")
        self._facts = LineFacts(line_id, "", "", Standing.OPEN)
        self._glyph = Glyph(State.TODO, 28)
        self._text = Text("", Role.ITEM_EMERGENCY)
        self._help = Text("", Role.ITEM, Token.INK2)
        self._after = Text("", Role.SECONDARY, Token.INK2, wrap=False)
        self._not = Button("Not possible", None, Kind.QUIET, 56, id=f"emergency.not.{line_id}")
        self._done = Button("Done", "check", Kind.PLAIN, 48, id=f"emergency.done.{line_id}")
        self._done.clicked.connect(lambda: self.pressed.emit(True))
        self._not.clicked.connect(lambda: self.pressed.emit(False))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._help)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(14)
        self._row.addWidget(self._glyph)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._after)
        self._row.addWidget(self._not)
        self._row.addWidget(self._done)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._dress()

    def facts(self) -> LineFacts:
        """Return what the row shows."""
        return self._facts

    def done_button(self) -> Button:
        """Return the button that stamps the line."""
        return self._done

    def set_facts(self, facts: LineFacts) -> None:
        """Show the line as it stands."""
        if facts == self._facts and self._text.text():
            return
        self._facts = facts
        self._text.setText(facts.text)
        self._done.set_label("Done", f"Done: {facts.text}")
        self._not.set_label("Not possible", f"Not possible: {facts.text}")
        words = (facts.text, _SPOKEN[facts.standing], facts.after)
        self.setAccessibleName(", ".join(part for part in words if part))
        self._dress()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._dress()

    def _dress(self) -> None:
        standing = self._facts.standing
        lit, open_ = standing is Standing.LIT, standing in (Standing.LIT, Standing.OPEN)
        self._glyph.set_state(_GLYPHS[standing])
        self._text.set_role(Role.CURRENT_EMERGENCY if lit else Role.ITEM_EMERGENCY)
        self._text.set_token(Token.INK if open_ else Token.INK2)
        self._help.show_text(self._facts.help if lit else "")
        self._after.show_text(self._facts.after)
        self._after.set_token(Token.CAUTION if self._facts.unsaved else Token.INK2)
        self._not.setHidden(not lit)
        self._done.setHidden(not open_)
        self._done.set_kind(Kind.PRIMARY if lit else Kind.QUIET)
        self._done.set_size(72 if lit else 48)
        self._done.set_least_width(168 if lit else 104)
        self._row.setContentsMargins(20 if lit else 18, 8, 14, 8)
        self.setMinimumHeight(px(LIT_HIGH if lit else HIGH))
        self.setCursor(Qt.CursorShape.PointingHandCursor if standing is Standing.OPEN else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Light the line."""
        if self._facts.standing is Standing.OPEN and self.rect().contains(event.position().toPoint()):
            self.chosen.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of the lit line, or the hairline under another."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._facts.standing is Standing.LIT:
            box(painter, rect, Token.ACCENT_TINT, edge=Token.ACCENT, width=2.0, radius=CARD_RADIUS)
        painter.end()
