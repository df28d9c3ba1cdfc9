"""The inside of the current card while its line is open: the editors, what is missing, and Record.

Nothing is recorded here; ``answered`` hands a whole answer to the page. While that is on its way to the disk the
controls wait; if it fails, everything typed is still there.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.items import MissingReason
from checklist.ui import formats
from checklist.ui.items.editor import OpenPart, Prior, Setting
from checklist.ui.items.form import LineForm
from checklist.ui.pages.line_preface import LinePreface
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Action, Button, Kind
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import INKS, Tone

_SAVING_MS = 400
"""A record that takes longer than this says so on its button (``ux.md`` 12)."""

_ENTER, _RIGHT, _FIX = "enter", "right", "fix"


class _OneTap(QObject):
    """Drops the second press of a double tap, so that it cannot answer the line that came up in between."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Swallow the press of a double click."""
        return event.type() is QEvent.Type.MouseButtonDblClick


class OpenLine(QWidget):
    """Editors and Record of one open line.

    Args:
        setting: The line.
        priors: Older values to show beside the fields.
        keypad: The number pad, or None.
        preface: What stands above the fields and may fold them, or None.

    Signals:
        answered: The whole ``Answer``.
        changed: Something was entered; time to keep a draft.
    """

    answered = Signal(object)
    changed = Signal()

    def __init__(
        self,
        setting: Setting,
        priors: Mapping[str, Prior],
        keypad: Keypad | None = None,
        preface: LinePreface | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.preface = preface
        self.form = LineForm(setting, priors, keypad)
        self._ask = NoticeStrip(Tone.CAUTION, id="item.ask")
        self._ask.hide()
        self._asked: OpenPart | None = None
        self._settled = ""
        self._mark = IconMark(None, Token.INFO, 20)
        self._message = Text("", Role.SECONDARY_STRONG, Token.INFO)
        self._left = Text("", Role.SECONDARY, Token.INK2, wrap=False)
        self._record = Button("Record", "check", Kind.PRIMARY, 48, id="item.record")
        self._busy = False
        self._one_tap = _OneTap(self)
        self._lay_out()
        self._record.clicked.connect(self.record)
        self.form.changed.connect(self._on_changed)
        self.form.completed.connect(self._hand_over)
        self.form.finished.connect(self._record.setFocus)
        self._ask.action_pressed.connect(self._on_asked)
        if self.form.records_at_once():
            self._record.hide()
            for button in self.form.findChildren(QAbstractButton):
                button.installEventFilter(self._one_tap)
        self._show_left()
        if preface is not None:
            preface.confirmed.connect(self._confirm)
            preface.unfolded.connect(self._unfold)
        self._fold()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._mark)
        foot.addWidget(self._message, 1)
        foot.addWidget(self._left)
        foot.addWidget(self._record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        if self.preface is not None:
            layout.addWidget(self.preface)
        layout.addWidget(self.form)
        layout.addWidget(self._ask)
        layout.addLayout(foot)

    @property
    def is_folded(self) -> bool:
        """Whether the fields wait: an answer is offered, or it is too early."""
        return self.preface is not None and self.preface.folds

    def _fold(self) -> None:
        self.form.setVisible(not self.is_folded)
        self._record.setVisible(not self.is_folded and not self.form.records_at_once())
        self._left.setVisible(not self.is_folded)

    def _unfold(self) -> None:
        self._fold()
        if self.isVisible():
            self.form.focus_first()

    def _confirm(self) -> None:
        offer = self.preface.facts.offer if self.preface is not None else None
        if offer is not None and not self._busy:
            self.answered.emit(offer)

    def say(self, text: str, tone: Tone = Tone.INFO, icon: str = "history") -> None:
        """Show one line at the foot: where the person was, or why nothing was recorded."""
        self._mark.show_icon(icon if text else None, INKS[tone])
        self._message.set_token(INKS[tone])
        self._message.setText(text)

    def message(self) -> str:
        """Return the line at the foot."""
        return self._message.text()

    def _on_changed(self) -> None:
        if self._asked is None:
            self._ask.hide()
        question = self.form.question()
        if question and question != self._settled:
            self._ask.say(question, "", (Action(_RIGHT, "Right"), Action(_FIX, "Fix")))
            self._ask.show()
        self._show_left()
        self.changed.emit()

    def _show_left(self) -> None:
        left = self.form.left()
        words = self.form.left_words() or (f"{formats.counted(left, 'value')} left" if left else "")
        self._left.setText(words if self.form.is_touched() else "")
        self._record.setEnabled(self.form.is_touched() and not self._busy)

    def record(self) -> None:
        """Hand the answer over if it is whole; else ask about the first part left out, or go to what is missing."""
        if self._busy:
            return
        if self.is_folded:
            self._confirm()
        elif self.form.answer() is not None:
            self._hand_over()
        elif parts := self.form.open_parts():
            self._ask_why(parts[0])
        else:
            self.form.focus_first()

    def _ask_why(self, part: OpenPart) -> None:
        self._asked = part
        actions = (
            Action(MissingReason.NOT_TAKEN.value, "Not taken"),
            Action(MissingReason.COULD_NOT_OBTAIN.value, "Could not obtain"),
            Action(_ENTER, "Enter"),
        )
        self._ask.say(f"{part.name} not taken?", "", actions)
        self._ask.show()
        announce(self, f"{part.name} not taken?")
        buttons = self._ask.findChildren(QAbstractButton)
        if buttons:
            buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_asked(self, action: str) -> None:
        part, self._asked = self._asked, None
        self._ask.hide()
        if part is None:
            self._settled = self.form.question()
            if action == _FIX:
                self._fix()
        elif action == _ENTER:
            self.form.focus_part(part.code)
        else:
            self.form.set_missing(part.code, action)
            self.record()

    def _fix(self) -> None:
        self._settled = ""
        numbers = self.form.number_fields()
        if numbers:
            numbers[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_over(self) -> None:
        answer = self.form.answer()
        if answer is not None and not self._busy:
            self.answered.emit(answer)

    def set_busy(self, busy: bool) -> None:
        """Wait while the answer is written; after 400 ms the button says so."""
        self._busy = busy
        self.form.setEnabled(not busy)
        if self.preface is not None:
            self.preface.setEnabled(not busy)
        self._record.set_label("Record")
        self._show_left()
        if busy:
            QTimer.singleShot(_SAVING_MS, self, self._say_saving)

    def _say_saving(self) -> None:
        if self._busy:
            self._record.show()
            self._record.set_label("Saving")

    def not_recorded(self, why: str) -> None:
        """Say why nothing was recorded; everything typed stays, and Record offers it again."""
        self.set_busy(False)
        self._record.setVisible(not self.is_folded)
        self.say(why, Tone.CAUTION, "triangle-alert")
        announce(self, why, assertive=True)
