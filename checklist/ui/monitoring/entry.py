"""The right side of the monitoring page: vital signs of this set, or the other lines asked with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.items import VitalsField
from checklist.protocol.model import Line
from checklist.protocol.values import VitalSigns
from checklist.session.commands import Occurred
from checklist.session.inforce import vitals_field
from checklist.session.light import light_line
from checklist.session.progress import LineView
from checklist.ui import formats
from checklist.ui.items import Prior, Setting
from checklist.ui.monitoring.entry_header import EntryHeader
from checklist.ui.monitoring.set_lines import SetLines
from checklist.ui.monitoring.vitals_pad import VitalsPad
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.text import Text


class SetEntered(msgspec.Struct, frozen=True):
    """A set as typed, when it was true where that was earlier, and why it is only a light check where it is one."""

    link_id: str
    signs: VitalSigns
    occurred: Occurred | None
    light: str = ""


class VitalsEntry(Card):
    """The card with header, fields and keys; the other lines take its place when asked for.

    Args:
        now: The clock.

    Signals:
        submitted: A ``SetEntered``.
        changed: Something was typed.
        time_pressed: The time of the set is to be set back.
        light_pressed: A light check is wanted, or the full set again.
    """

    submitted = Signal(object)
    changed = Signal()
    time_pressed = Signal()
    light_pressed = Signal()

    def __init__(self, now: Callable[[], Reading], *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("vitals")
        self._now = now
        self._line: Line | None = None
        self._last: VitalSigns | None = None
        self._pad: VitalsPad | None = None
        self._occurred: Occurred | None = None
        self._light = ""
        self._place = Text("", Role.SECONDARY, Token.INFO)
        self._place.setObjectName("vitals.place")
        self._place.hide()
        self.header = EntryHeader()
        self.lines = SetLines(now)
        self._open = Button("", "arrow-right", Kind.PLAIN, 56, id="lines.open", parent=self)
        self._open.clicked.connect(self._on_open)
        self._open.hide()
        typing = QWidget()
        self._typing = QVBoxLayout(typing)
        self._typing.setContentsMargins(0, 0, 0, 0)
        self._typing.setSpacing(4)
        self._typing.addWidget(self._place)
        self._typing.addWidget(self.header)
        self._stack = QStackedLayout()
        self.body.setContentsMargins(14, 3, 14, 6)
        self.body.addLayout(self._stack)
        self._stack.addWidget(typing)
        self._stack.addWidget(self.lines)
        self._connect()

    def _connect(self) -> None:
        self.header.time_pressed.connect(self.time_pressed)
        self.header.line_pressed.connect(self.open_line)
        self.header.light_pressed.connect(self.light_pressed)
        self.header.right_pressed.connect(self._on_right)
        self.header.fix_pressed.connect(self._on_fix)
        self.lines.closed.connect(self.show_keys)

    def _on_open(self) -> None:
        if self.lines.begin_all():
            self._turn_to_lines()

    def _on_right(self) -> None:
        if self._pad is not None:
            self._pad.answer_right()
            self._pad.focus()

    def _on_fix(self) -> None:
        if self._pad is not None:
            self._pad.answer_fix()

    def set_line(self, line: Line, last: VitalSigns | None) -> None:
        """Ask for a set of a line, with the last set beside the fields; what was typed stays.

        Args:
            line: The repeated line of this step.
            last: Its newest set, or the one before it of another line.
        """
        field = vitals_field(line)
        if field is None or (self._pad is not None and line == self._line and last == self._last):
            return
        self._line, self._last = line, last
        self._renew(self.text_for_draft())

    def show_place(self, words: str) -> None:
        """Say above the fields where the nurse was and what was put off; empty text takes it away."""
        self._place.show_text(words)

    def light(self) -> str:
        """Return why this is a light check; empty for a full set."""
        return self._light

    def set_light(self, reason: str) -> None:
        """Ask for the parts of a light check, or for the full set with an empty reason; what was typed stays."""
        if reason != self._light:
            self._light = reason
            self._renew(self.text_for_draft())
            self.header.show_light(bool(reason))
            self.show_keys()

    def _renew(self, typed: str) -> None:
        """Take an empty set in place of the one before, and put back what was typed."""
        line = self._line
        asked = light_line(line) if line is not None and self._light else line
        field = vitals_field(asked) if asked is not None else None
        if asked is not None and field is not None:
            self._new_pad(field, asked, self._last)
            self.restore(typed)

    def _new_pad(self, field: VitalsField, line: Line, last: VitalSigns | None) -> None:
        if self._pad is not None:
            self._pad.foot.removeWidget(self._open)
            self._open.setParent(self)
            self._typing.removeWidget(self._pad)
            self._pad.hide()  # first, or it would be shown as a window of its own
            self._pad.setParent(None)
            self._pad.deleteLater()
        pad = VitalsPad(field, Setting(line, self._now, Prior(last)))
        pad.submitted.connect(self._on_submitted)
        pad.changed.connect(self.changed)
        pad.asked.connect(self.header.ask)
        pad.levels.connect(self.header.show_levels)
        self._pad = pad
        pad.foot.addWidget(self._open)
        self._typing.addWidget(pad, 1)
        self.header.ask("")

    def set_open_lines(self, views: Sequence[LineView], of_set: Collection[str] = ()) -> None:
        """Take the lines of the step that are open; offered below the keys, one press away."""
        self.lines.show_lines(views, of_set)
        count = len(views)
        self._open.setVisible(count > 0)
        self._open.set_label(f"{count} more", f"{formats.counted(count, 'more line')} to answer")
        if not count and self._stack.currentIndex() == 1:
            self.show_keys()

    def show_lines(self, link_id: str | None = None) -> None:
        """Show a line in place of the fields; without one those asked with the set, where there are any."""
        if self.lines.begin(link_id):
            self._turn_to_lines()
        else:
            self.show_keys()

    def _turn_to_lines(self) -> None:
        self._stack.setCurrentIndex(1)
        self.lines.focus()

    def show_keys(self) -> None:
        """Show fields and number keys."""
        self._stack.setCurrentIndex(0)
        self.focus()

    def focus(self) -> None:
        """Put the keyboard where typing goes on."""
        if self._stack.currentIndex() == 1:
            self.lines.focus()
        elif self._pad is not None:
            self._pad.focus()

    def type_key(self, key: str) -> None:
        """Type a hardware digit into the active field."""
        if self._pad is not None and self._stack.currentIndex() == 0:
            self._pad.type_key(key)

    def open_line(self) -> None:
        """Take the set as one typed string."""
        self.show_keys()
        if self._pad is not None:
            self._pad.open_line()

    def record(self) -> None:
        """Record the set, as the Record button does."""
        if self._pad is not None and self._stack.currentIndex() == 0:
            self._pad.record()

    def _on_submitted(self, signs: VitalSigns) -> None:
        if self._line is not None and self._pad is not None:
            self._pad.set_saving(True)
            self.submitted.emit(SetEntered(self._line.link_id, signs, self._occurred, self._light))

    def saved(self) -> None:
        """Empty the fields: the set is durable."""
        self._light = ""
        self.header.show_light(False)
        self._renew("")
        self._set_occurred(None)

    def failed(self) -> None:
        """Keep everything typed; Record can be pressed again."""
        if self._pad is not None:
            self._pad.set_saving(False)

    def occurred(self) -> Occurred | None:
        """Return when the set was true, where that was set back."""
        return self._occurred

    def set_back(self, occurred: Occurred | None) -> None:
        """Set the time of the set back, or to now with None."""
        self._set_occurred(occurred)

    def _set_occurred(self, occurred: Occurred | None) -> None:
        self._occurred = occurred
        self.show_time(self._now())

    def show_time(self, now: Reading) -> None:
        """Show the time of the set; changes once a minute."""
        at_ms = self._occurred.at_ms if self._occurred else now.wall_ms
        self.header.set_time(formats.time_of(at_ms, now.tz_min), back=self._occurred is not None)

    def is_touched(self) -> bool:
        """Return whether anything was typed."""
        return self._pad is not None and self._pad.is_touched()

    def text_for_draft(self) -> str:
        """Return what stands in the fields."""
        return self._pad.text_for_draft() if self._pad is not None else ""

    def restore(self, text: str) -> None:
        """Put back a draft."""
        if self._pad is not None:
            self._pad.restore(text)
