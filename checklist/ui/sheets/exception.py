"""Exception: why a prescriber passes a hard stop, by their own PIN here or by a witnessed telephone order (D21)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.session.decide.limits import REASON_LEAST
from checklist.ui import formats
from checklist.ui.sheets.phone_order import PhoneOrder
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Look
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField

_HERE, _PHONE = "here", "phone"
_WAYS = (Option(_HERE, "The prescriber is here"), Option(_PHONE, "By phone"))


class ExceptionSheet(Sheet):
    """Asks how the prescriber decides, and for the reason.

    Args:
        title: The line's text.
        answer: The answer that set off the stop, in words.
        limits: The stops it meets, in words.
        by_phone: Id and name of each prescriber who may order by telephone; empty where nobody may.
    """

    def __init__(
        self,
        title: str,
        answer: str,
        limits: Sequence[str],
        by_phone: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Exception", id="sheet.exception", primary="Prescriber signs", width=600, parent=parent)
        stop = Card(Look.ALARM)
        stop.body.addWidget(Text(f"{title}: {answer}" if answer else title, Role.STRONG))
        for limit in limits:
            stop.body.addWidget(Text(limit, Role.SECONDARY, Token.INK))
        self.body.addWidget(stop)
        self._way = Choice(_WAYS, name="How the prescriber decides", id="sheet.exception.way")
        self._way.chosen.connect(lambda _: self._chosen())
        self._phone = PhoneOrder(by_phone)
        self._phone.changed.connect(self._check)
        words = "The prescriber decides to go on, gives the reason, and signs with their own PIN."
        self._here = Text(words, Role.SECONDARY, Token.INK2)
        self._reason = NoteField("Reason for the exception", id="sheet.exception.reason", rows=2)
        self._reason.text_changed.connect(lambda _: self._check())
        for part in (self._way, self._here, self._phone, self._reason):
            self.body.addWidget(part)
        self._way.setVisible(bool(by_phone))
        self._way.set_value(_HERE)
        self._chosen()

    def _chosen(self) -> None:
        phone = self.by_phone()
        self._phone.setVisible(phone)
        self._here.setVisible(not phone)
        self.set_primary_text("Record the order" if phone else "Prescriber signs")
        self._check()

    def _check(self) -> None:
        missing = self._missing()
        self.set_primary_enabled(not missing)
        self.set_why(missing)

    def _missing(self) -> str:
        short = REASON_LEAST - len(self.reason())
        if self.by_phone() and self._phone.missing():
            return self._phone.missing()
        return f"{formats.counted(short, 'character')} more" if short > 0 else ""

    def by_phone(self) -> bool:
        """Return whether it is a telephone order."""
        return self._way.value() == _PHONE

    def order(self) -> tuple[str, bool]:
        """Return the prescriber on the telephone, and whether the order was read back."""
        return self._phone.prescriber(), self._phone.read_back()

    def reason(self) -> str:
        """Return the reason without space around it."""
        return self._reason.text().strip()
