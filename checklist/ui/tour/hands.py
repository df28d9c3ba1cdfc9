"""How a nurse's hands answer a line: for each field type, which controls are pressed and what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone

from checklist.clock import Reading
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    MomentField,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalsField,
)
from checklist.protocol.items.moment import MomentKind
from checklist.protocol.model import Line
from checklist.ui.tour.driver import Driver, TourError


class Hands:
    """Answers lines on the page that is open.

    Args:
        driver: Presses and types.
    """

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def fill(self, line: Line, answers: Mapping[str, str], now: Reading) -> None:
        """Give each field of the shown line its answer, in the order of the page; does not record.

        Raises:
            TourError: A control is missing, or a field's type is not one the hands know.
        """
        for field in line.fields:
            if isinstance(field, VitalsField):
                self.vitals(line.link_id, answers.values())
            elif field.id in answers and not isinstance(field, SignatureField):
                self._fill(f"item.{line.link_id}.field.{field.id}", field, answers[field.id], now)

    def _fill(self, name: str, field: Field, text: str, now: Reading) -> None:
        match field:
            case ConfirmField():
                self._driver.press(name)
            case ChoiceField():
                if not self._driver.chosen(f"{name}.{text}"):
                    self._driver.press(f"{name}.{text}")
            case ChecksField():
                for code in text.split():
                    self._driver.press(f"{name}.{code}")
            case ScoreField() if field.sum_of and not field.typed:
                return
            case ScoreField() if self._driver.seen(f"{name}.{text}") is not None:
                self._driver.press(f"{name}.{text}")
            case QuantityField() | ScoreField() | TextField():
                self._driver.type_into(name, text)
            case MomentField(kind=MomentKind.DAY):
                self._day(name, text)
            case MomentField():
                self._time(name, text, now)
            case _:
                raise TourError(f"the hands do not know how to fill {name}")

    def vitals(self, link_id: str, digits: Iterable[str]) -> None:
        """Type a set from its first field on; each full field gives the keyboard to the next."""
        first, *rest = digits
        self._driver.type_into(f"item.{link_id}.field.sbp", first)
        for field in rest:
            self._driver.keys(field)

    def _day(self, name: str, text: str) -> None:
        if text == "today":
            self._driver.press(f"{name}.today")
        else:
            self._driver.type_into(name, text)

    def _time(self, name: str, text: str, now: Reading) -> None:
        if text == "now":
            self._driver.press(f"{name}.now")
            return
        zone = timezone(timedelta(minutes=now.tz_min)) if now.tz_min else UTC
        hours = int(text.removesuffix("h"))
        then = datetime.fromtimestamp(now.wall_ms // 1000, tz=zone) + timedelta(hours=hours)
        self._driver.type_into(f"{name}.time", f"{then.hour:02}{then.minute:02}")
