"""Note: a few words on a line or on the session; and the quiet ways to hand a session over or to end it early."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

_LINE, _SESSION = "line", "session"


class NoteSheet(Sheet):
    """Asks for a note.

    Args:
        about: The line's text, or empty where the note can only be about the session.
        asked: What the note is asked for, or empty.
        may_end: Whether handing over and ending the session early are offered.
        title: Heading.

    Signals:
        end_pressed: The person wants to end the session early.
        hand_over_pressed: Another nurse takes over.
    """

    end_pressed = Signal()
    hand_over_pressed = Signal()

    def __init__(
        self, about: str, asked: str = "", *, title: str = "Note", may_end: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, id="sheet.note", primary="Record", width=600, parent=parent)
        self._choice: Choice | None = None
        if asked:
            self.body.addWidget(Text(asked, Role.SECONDARY_STRONG, Token.CAUTION))
        if about and asked:
            self.body.addWidget(Text(about, Role.SECONDARY, Token.INK2))
        elif about:
            options = (Option(_LINE, about), Option(_SESSION, "The whole session"))
            self._choice = Choice(options, name="About", id="sheet.note.about")
            self._choice.chosen.connect(lambda _: self._check())
            self.body.addWidget(self._choice)
        self._on_line = bool(about)
        self._note = NoteField("Note", id="sheet.note.text", rows=4)
        self._note.text_changed.connect(lambda _: self._check())
        self.body.addWidget(self._note)
        if may_end and not asked:
            hand_over = Button("Hand over to another nurse", "users", Kind.QUIET, 56, id="sheet.note.hand_over")
            hand_over.clicked.connect(self.hand_over_pressed)
            self.body.addWidget(hand_over)
            end = Button("End this session early", "log-out", Kind.QUIET, id="sheet.note.end")
            end.clicked.connect(self.end_pressed)
            self.body.addWidget(end)
        self._check()

    def _check(self) -> None:
        chosen = self._choice is None or self._choice.value() is not None
        self.set_primary_enabled(bool(self.text()) and chosen)

    def text(self) -> str:
        """Return the note."""
        return self._note.text()

    def set_text(self, text: str) -> None:
        """Show a note that was typed before and not recorded."""
        self._note.set_text(text)

    def on_line(self) -> bool:
        """Return whether the note is about the line."""
        return self._on_line if self._choice is None else self._choice.value() == _LINE
