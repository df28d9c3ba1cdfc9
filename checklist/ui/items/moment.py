"""Time: a clock time of the last or next hours, or a calendar day, typed on the number keys and read back in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from checklist.protocol.items import MomentField
from checklist.protocol.items.moment import MomentKind
from checklist.protocol.values import Day, Moment, Value
from checklist.ui import formats
from checklist.ui.items.editor import ItemEditor, Setting
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Part, Shape
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.time_field import TimeField

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS


class TimeEditor(ItemEditor):
    """A clock time; it means the latest such time that is past (or the next one), moved by whole days on request."""

    def __init__(self, field: MomentField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._setting = field, setting
        self._ahead = field.future_h > 0
        self._moved_days = 0
        self._exact_ms: int | None = None
        name = setting.name_of(field.label)
        self._time = TimeField(name, id=setting.id_of(field.id), offer_now=True)
        self._time.value_changed.connect(self._typed)
        self._time.completed.connect(self.completed)
        words = "A day later" if self._ahead else "A day earlier"
        self._move = Button(words, None, Kind.QUIET, id=f"{setting.id_of(field.id)}.day", spoken=f"{name}: {words}")
        self._move.clicked.connect(self._moved)
        self._read = Text("", Role.SECONDARY, Token.INK2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._time)
        layout.addWidget(self._read, 1)
        layout.addWidget(self._move)
        self.setFocusProxy(self._time.field)
        self._show()

    def _typed(self, _value: str) -> None:
        self._moved_days = 0
        now = self._setting.now()
        self._exact_ms = now.wall_ms if self._time.value() == "now" else None
        self._show()
        self.changed.emit()

    def _moved(self) -> None:
        self._moved_days += 1
        if not self._fits(self._at_ms()):
            self._moved_days = 0
        self._show()
        self.changed.emit()

    def _at_ms(self) -> int | None:
        """Return the instant meant, UTC ms, or None while nothing whole is typed."""
        if self._exact_ms is not None:
            return self._exact_ms
        text = self._time.value()
        if not text or text == "now":
            return None
        hours, minutes = text.split(":")
        now = self._setting.now()
        offset = now.tz_min * _MINUTE_MS
        midnight = (now.wall_ms + offset) // _DAY_MS * _DAY_MS - offset
        at_ms = midnight + int(hours) * _HOUR_MS + int(minutes) * _MINUTE_MS
        if self._ahead:
            return at_ms + (at_ms < now.wall_ms) * _DAY_MS + self._moved_days * _DAY_MS
        return at_ms - (at_ms > now.wall_ms) * _DAY_MS - self._moved_days * _DAY_MS

    def _fits(self, at_ms: int | None) -> bool:
        if at_ms is None:
            return False
        now_ms = self._setting.now().wall_ms
        return now_ms - self._field.past_h * _HOUR_MS <= at_ms <= now_ms + self._field.future_h * _HOUR_MS

    def _show(self) -> None:
        at_ms, now = self._at_ms(), self._setting.now()
        many_days = max(self._field.past_h, self._field.future_h) > 24
        self._move.setVisible(at_ms is not None and self._exact_ms is None and many_days)
        if at_ms is None:
            self._read.setText("")
        elif self._fits(at_ms):
            self._read.setText(formats.relative(at_ms, now.wall_ms, now.tz_min))
        else:
            reach = formats.counted(self._field.future_h if self._ahead else self._field.past_h, "hour")
            self._read.setText(f"At most {reach} {'ahead' if self._ahead else 'back'}")

    def value(self) -> Value | None:
        """Return the instant with the offset shown."""
        at_ms = self._at_ms()
        return Moment(at_ms, self._setting.now().tz_min) if at_ms is not None and self._fits(at_ms) else None

    def text_for_draft(self) -> str:
        """Return what was typed, the instant of a pressed Now, and the days moved."""
        if self._exact_ms is not None:
            return f"@{self._exact_ms}"
        text = self._time.field.text()
        return f"{text}|{self._moved_days}" if text else ""

    def restore(self, text: str) -> None:
        """Put back what was typed."""
        if text.startswith("@"):
            now = self._setting.now()
            self._time.field.set_value(formats.time_of(int(text[1:]), now.tz_min))
            self._exact_ms = int(text[1:])
        else:
            typed, _, days = text.partition("|")
            self._time.field.set_value(typed)
            self._moved_days = int(days or 0)
        self._show()

    def show_value(self, value: Value) -> None:
        """Show the time recorded."""
        if isinstance(value, Moment):
            self.restore(f"@{value.at_ms}")

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return the field for hours and minutes."""
        return (self._time.field,)


class DayEditor(ItemEditor):
    """A calendar day, typed as day, month, year and read back with the month as a word."""

    def __init__(self, field: MomentField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        today = self._today()
        self._first = today - timedelta(days=-(-field.past_h // 24))
        self._last = today + timedelta(days=-(-field.future_h // 24))
        name = setting.name_of(field.label)
        shape = Shape(
            (
                Part("Day", Decimal(1), Decimal(31), pad=2),
                Part("Month", Decimal(1), Decimal(12), pad=2),
                Part("Year", Decimal(self._first.year), Decimal(self._last.year)),
            ),
            " ",
        )
        self._number = NumberField(name, shape, id=setting.id_of(field.id), old="dd mm yyyy")
        self._number.value_changed.connect(lambda _: self._typed())
        self._number.completed.connect(self.completed)
        self._read = Text("", Role.SECONDARY, Token.INK2)
        self._today_button = Button("Today", None, Kind.PLAIN, 56, id=f"{setting.id_of(field.id)}.today")
        self._today_button.clicked.connect(self._press_today)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._number, 1)
        layout.addWidget(self._today_button)
        self._today_button.setHidden(not self._first <= today <= self._last)
        layout.addWidget(self._read, 1)
        self.setFocusProxy(self._number)

    def _today(self) -> date:
        now = self._setting.now()
        return date.fromisoformat(formats.iso_day(now.wall_ms, now.tz_min))

    def _press_today(self) -> None:
        today = self._today()
        self._number.set_value(f"{today.day:02d} {today.month:02d} {today.year}")
        self.completed.emit()

    def _typed(self) -> None:
        self._show()
        self.changed.emit()

    def _day(self) -> date | None:
        parts = self._number.value().split(" ")
        if len(parts) != 3:
            return None
        try:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            return None

    def _show(self) -> None:
        day = self._day()
        if day is not None and self._first <= day <= self._last:
            self._read.setText(formats.day(day.isoformat()))
        elif day is None:
            self._read.setText("There is no such day" if self._number.is_complete() else "")
        else:
            reach = f"{formats.day(self._first.isoformat())} to {formats.day(self._last.isoformat())}"
            self._read.setText(f"From {reach}")

    def value(self) -> Value | None:
        """Return the day, once it exists and lies inside the field's reach."""
        day = self._day()
        return Day(day.isoformat()) if day is not None and self._first <= day <= self._last else None

    def text_for_draft(self) -> str:
        """Return what was typed."""
        return self._number.text()

    def restore(self, text: str) -> None:
        """Put back what was typed."""
        self._number.set_value(text)
        self._show()

    def show_value(self, value: Value) -> None:
        """Show the day recorded."""
        if isinstance(value, Day):
            day = date.fromisoformat(value.date)
            self.restore(f"{day.day:02d} {day.month:02d} {day.year}")

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return the one field."""
        return (self._number,)


def moment_editor(field: MomentField, setting: Setting) -> ItemEditor:
    """Return the editor for a clock time or for a day."""
    return TimeEditor(field, setting) if field.kind is MomentKind.TIME else DayEditor(field, setting)
