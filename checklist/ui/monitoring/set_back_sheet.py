"""An earlier time for a set or an event: up to 30 min back, with a reason; never forward (D25)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.session.commands import Occurred
from checklist.ui import formats
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.reasons import LATE
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

MOST_MIN = 30
MINUTE_MS = 60_000


class SetBackSheet(Sheet):
    """Asks how many minutes ago it was true, and why it is entered only now.

    Args:
        now: The clock.
        title: What it is the time of.
    """

    def __init__(
        self, now: Callable[[], Reading], *, title: str = "Time of this set", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, id="sheet.set_back", primary="Set back", width=820, parent=parent)
        self._now = now
        shape = number_shape("Minutes", "1", str(MOST_MIN))
        self._minutes = NumberField("Minutes ago", shape, f"min, {MOST_MIN} at most", id="sheet.set_back.minutes")
        self._at = Text("", Role.STRONG)
        keypad = Keypad()
        self._group = FieldGroup((self._minutes,), keypad, parent=self)
        self._reason = ReasonChoice(LATE, id="sheet.set_back.reason")
        words = "The record keeps both: when it was true and when it was typed."
        self.body.addWidget(Text(words, Role.SECONDARY, Token.INK2))
        left = QVBoxLayout()
        for part in (self._minutes, self._at, self._reason):
            left.addWidget(part)
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addLayout(left, 1)
        both.addWidget(keypad, 1)
        self.body.addLayout(both)
        self._minutes.value_changed.connect(lambda _value: self._check())
        self._reason.changed.connect(self._check)
        self._check()

    def _check(self) -> None:
        occurred = self.occurred()
        now = self._now()
        back = self._back_ms()
        self._at.show_text(formats.time_of(now.wall_ms - back, now.tz_min) if back else "")
        self.set_primary_enabled(occurred is not None)
        self.set_why("" if occurred else "Minutes and a reason")

    def _back_ms(self) -> int:
        return int(self._minutes.value() or 0) * MINUTE_MS

    def occurred(self) -> Occurred | None:
        """Return the earlier time with its reason, or None while one is missing."""
        back, reason = self._back_ms(), self._reason.words()
        return Occurred(self._now().wall_ms - back, reason) if back and reason else None
