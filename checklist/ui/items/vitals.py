"""Vital signs: pressure as one field, the others beside it, each part whole or with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.protocol.items import VitalPart, VitalsField
from checklist.protocol.values import Value, VitalMissing, VitalSigns, VitalValue
from checklist.ui import formats
from checklist.ui.answers import part_name
from checklist.ui.items.editor import ItemEditor, OpenPart, Prior, Setting
from checklist.ui.items.flow import Flow
from checklist.ui.items.unlikely import Likely
from checklist.ui.typing_rules import number_shape, pressure_shape
from checklist.ui.widgets.number_field import NumberField


class VitalsEditor(ItemEditor):
    """A set of number fields; typing moves on by itself."""

    def __init__(self, field: VitalsField, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._parts = {part.code: part for part in field.parts}
        self._paired = "sbp" in self._parts and "dbp" in self._parts
        prior = setting.prior.value
        self._last = prior if isinstance(prior, VitalSigns) else None
        self._reasons: dict[str, str] = {}
        self._numbers: dict[str, NumberField] = {}
        layout = Flow(self)
        for part in field.parts:
            if part.code == "dbp" and self._paired:
                continue
            number = self._number_for(part, setting)
            self._numbers[part.code] = number
            layout.addWidget(number)
        self.setFocusProxy(next(iter(self._numbers.values())))

    def _number_for(self, part: VitalPart, setting: Setting) -> NumberField:
        low, high = part.low, part.high
        if part.code == "sbp" and self._paired:
            other = self._parts["dbp"]
            shape = pressure_shape((low, high), (other.low, other.high))
            name = part_name(part)
        else:
            shape = number_shape(part.label, low, high, part.decimals)
            name = part.label
        id, unit = setting.id_of(part.code), formats.unit(part.unit) or f"of {formats.number(part.high)}"
        number = NumberField(name, shape, unit, id=id, old=self._old(part, setting.prior))
        number.textChanged.connect(lambda _, code=part.code: self._typed(code))
        return number

    def _old(self, part: VitalPart, prior: Prior) -> str:
        last = self._last_text(part.code)
        return f"{prior.label} {last}" if last else ""

    def _last_text(self, code: str) -> str:
        if self._last is None:
            return ""
        value = self._last.get(code)
        if code == "sbp" and self._paired:
            lower = self._last.get("dbp")
            return formats.pressure(value, lower) if value is not None and lower is not None else ""
        return formats.number(value) if value is not None else ""

    def _typed(self, code: str) -> None:
        for one in self._codes_of(code):
            self._reasons.pop(one, None)
        self.changed.emit()
        if not self.left():
            self.completed.emit()

    def _codes_of(self, code: str) -> tuple[str, ...]:
        return ("sbp", "dbp") if code == "sbp" and self._paired else (code,)

    def _values(self) -> dict[str, str]:
        values: dict[str, str] = {}
        for code, number in self._numbers.items():
            text = number.value()
            if text:
                values.update(zip(self._codes_of(code), text.split("/"), strict=True))
        return values

    def value(self) -> Value | None:
        """Return the set once each part has a value, a reason, or was optional, and one at least a value."""
        values = self._values()
        if not values or self.open_parts() or any(self._half_typed(code) for code in self._numbers):
            return None
        measured = tuple(
            VitalValue(part.code, values[part.code], part.unit) for part in self._field.parts if part.code in values
        )
        missing = tuple(
            VitalMissing(part.code, self._reasons[part.code])
            for part in self._field.parts
            if part.code in self._reasons and part.code not in values
        )
        return VitalSigns(measured, missing)

    def _half_typed(self, code: str) -> bool:
        number = self._numbers[code]
        return not number.is_blank() and not number.is_complete()

    def left(self) -> int:
        """Return how many required fields have neither a value nor a reason."""
        return sum(
            not number.is_complete() and self._parts[code].required and code not in self._reasons
            for code, number in self._numbers.items()
        )

    def open_parts(self) -> tuple[OpenPart, ...]:
        """Return the required parts that are still blank and have no reason."""
        return tuple(
            OpenPart(code, part_name(self._parts[code]))
            for code, number in self._numbers.items()
            if self._parts[code].required and number.is_blank() and code not in self._reasons
        )

    def set_missing(self, code: str, reason: str) -> None:
        """Say why a part was left out; both ends of a pressure go together."""
        for one in self._codes_of(code):
            self._reasons[one] = reason
        self.changed.emit()

    def question(self) -> str:
        """Return the question for the last unlikely part typed."""
        values = self._values()
        for code in reversed(self._parts):
            if code not in values:
                continue
            part = self._parts[code]
            last = self._last.get(code) if self._last is not None else None
            likely = Likely(part.label, part.inner_low, part.inner_high, last, part.decimals)
            field = self._numbers.get(code, self._numbers.get("sbp"))
            asked = likely.question(values[code], typing=field is not None and field.is_active())
            if asked:
                return asked
        return ""

    def text_for_draft(self) -> str:
        """Return ``code=text`` for each field that is not blank, with ``;`` between."""
        typed = [f"{code}={number.text()}" for code, number in self._numbers.items() if not number.is_blank()]
        return ";".join(typed)

    def restore(self, text: str) -> None:
        """Put back what was typed."""
        for pair in text.split(";"):
            code, _, typed = pair.partition("=")
            if code in self._numbers:
                self._numbers[code].set_value(typed)

    def show_value(self, value: Value) -> None:
        """Show the set recorded, with its reasons."""
        if not isinstance(value, VitalSigns):
            return
        for code, number in self._numbers.items():
            texts = [value.get(one) for one in self._codes_of(code)]
            if all(text is not None for text in texts):
                number.set_value("/".join(text for text in texts if text is not None))
        self._reasons = {item.code: item.reason for item in value.missing}

    def focus_first(self) -> None:
        """Put the focus on the first field that is not whole."""
        fields = tuple(self._numbers.values())
        next((field for field in fields if not field.is_complete()), fields[0]).setFocus()

    def number_fields(self) -> tuple[NumberField, ...]:
        """Return all fields in order."""
        return tuple(self._numbers.values())
