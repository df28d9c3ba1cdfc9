"""Provider told: who was told about a value and when, what they ordered, that it was read back; or no answer yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.session.commands import Occurred
from checklist.ui import formats
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.reasons import LATE
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.checks import CheckRow
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField, TextField

_OTHER = "other"
_MINUTES = ("5", "10", "15", "30")
_MINUTE_MS = 60_000


class ToldSheet(Sheet):
    """Asks who was told.

    Args:
        title: The line's text.
        limits: What it is about, in words.
        prescribers: Names to choose from; somebody else is typed.
        now: The clock, for when it was.
        waiting: ``Told 09:14, no answer yet.`` where somebody was told before, or empty.
    """

    def __init__(
        self,
        title: str,
        limits: Sequence[str],
        prescribers: Sequence[str],
        now: Callable[[], Reading],
        waiting: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Provider told", id="sheet.told", primary="Record", width=640, parent=parent)
        self._now = now
        self.body.addWidget(Text(title, Role.STRONG))
        for limit in limits:
            self.body.addWidget(Text(limit, Role.SECONDARY, Token.INK2))
        if waiting:
            self.body.addWidget(Text(waiting, Role.SECONDARY_STRONG, Token.CAUTION))
        self._names = tuple(prescribers)
        options = tuple(Option(str(i), name) for i, name in enumerate(self._names))
        self._who = Choice((*options, Option(_OTHER, "Somebody else")), name="Who", id="sheet.told.who")
        self._other = TextField("Name", id="sheet.told.name")
        self._other.hide()
        self._silent = CheckRow("No answer yet", id="sheet.told.no_answer")
        self._order = NoteField("What they ordered, empty for nothing new", id="sheet.told.order", rows=2)
        self._read_back = CheckRow("Order read back and confirmed", id="sheet.told.read_back")
        for part in (self._who, self._other, self._silent, self._order, self._read_back):
            self.body.addWidget(part)
        self._lay_out_time()
        self._connect()
        self._check()

    def _lay_out_time(self) -> None:
        now = self._now()
        self._at = Text(f"Told at {formats.time_of(now.wall_ms, now.tz_min)}", Role.STRONG)
        self._earlier = Button("It was earlier", "history", Kind.QUIET, 48, id="sheet.told.earlier")
        row = QHBoxLayout()
        row.addWidget(self._at, 1)
        row.addWidget(self._earlier)
        self._back = QWidget()
        inside = QVBoxLayout(self._back)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        minutes = tuple(Option(number, f"{number} min ago") for number in _MINUTES)
        self._minutes = Choice(minutes, name="How long ago", id="sheet.told.minutes")
        self._why_late = ReasonChoice(LATE, id="sheet.told.late")
        inside.addWidget(self._minutes)
        inside.addWidget(self._why_late)
        self._back.hide()
        self.body.addLayout(row)
        self.body.addWidget(self._back)

    def _connect(self) -> None:
        self._who.chosen.connect(self._chosen)
        self._minutes.chosen.connect(lambda _key: self._check())
        for signal in (self._other.text_changed, self._order.text_changed):
            signal.connect(lambda _text: self._check())
        for row in (self._read_back, self._silent):
            row.clicked.connect(lambda _on: self._check())
        self._why_late.changed.connect(self._check)
        self._earlier.clicked.connect(self._toggle_earlier)

    def _toggle_earlier(self) -> None:
        self._back.setVisible(self._back.isHidden())
        self._earlier.set_label("It was just now" if not self._back.isHidden() else "It was earlier")
        self._check()

    def _chosen(self, key: str) -> None:
        self._other.setVisible(key == _OTHER)
        if key == _OTHER:
            self._other.setFocus()
        self._check()

    def _check(self) -> None:
        for part in (self._order, self._read_back):
            part.setVisible(self.answered())
        now, occurred = self._now(), self.occurred()
        at_ms = occurred.at_ms if occurred is not None else now.wall_ms
        self._at.setText(f"Told at {formats.time_of(at_ms, now.tz_min)}")
        unread = bool(self.order()) and not self.read_back()
        untimed = not self._back.isHidden() and occurred is None
        self.set_primary_enabled(bool(self.told()) and not unread and not untimed)
        late = "Say when, and why it is entered only now" if untimed else ""
        self.set_why("Read the order back first" if unread else late)

    def told(self) -> str:
        """Return who was told, or empty."""
        key = self._who.value()
        if key is None:
            return ""
        return self._other.text() if key == _OTHER else self._names[int(key)]

    def answered(self) -> bool:
        """Return whether they have answered."""
        return not self._silent.isChecked()

    def order(self) -> str:
        """Return the order, or empty for nothing new."""
        return self._order.text() if self.answered() else ""

    def read_back(self) -> bool:
        """Return whether the order was read back."""
        return self.answered() and self._read_back.isChecked()

    def occurred(self) -> Occurred | None:
        """Return when it was, where that was earlier and both time and reason are given."""
        minutes, reason = self._minutes.value(), self._why_late.words()
        if self._back.isHidden() or minutes is None or not reason:
            return None
        return Occurred(self._now().wall_ms - int(minutes) * _MINUTE_MS, reason)
