"""Part two: the prescriber's signed order, typed from the paper. No field is filled from anywhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from checklist.protocol.model import Protocol
from checklist.session.commands import Block, Order
from checklist.session.dosing import DILUENTS, SOFT, check_order
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.dose_words import drug_rate_words, rate_words, sum_words
from checklist.ui.new_session.basis_part import BasisPart
from checklist.ui.new_session.order_words import field_of, short_words
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import Key, number_shape
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import TextField
from checklist.ui.widgets.tone import Tone

_NUMBERS = (
    ("dose_mg_per_kg", "Dose per kg", ("0.01", "9.99", 2), "mg/kg", "new.dose"),
    ("weight_kg", "Weight on order", ("25", "350", 1), "kg", "new.weight"),
    ("dose_mg", "Dose", ("0.1", "999.9", 1), "mg", "new.mg"),
    ("minutes", "Over", ("1", "240", 0), "min", "new.minutes"),
    ("volume_ml", "Final volume", ("1", "1000", 1), "mL", "new.volume"),
)
"""Fields of the order with their outer range: a typing error beyond it, so wide that a tenfold dose can be typed and
refused in words (``clinical.md`` 3.2); weight as ``pre.weight`` of ``clinical.md`` 2."""

_ASK = {
    "protocol": "Choose the protocol",
    "dose_mg_per_kg": "Type the dose per kg from the order",
    "weight_kg": "Type the weight from the order",
    "dose_mg": "Type the dose from the order",
    "minutes": "Type the minutes from the order",
    "volume_ml": "Type the volume of the bag",
    "diluent": "Choose what the drug is diluted in",
    "prescriber": "Choose the prescriber",
    "ordered_on": "Type the day of the order",
}


class OrderPart(Card):
    """The card.

    Args:
        desk: The way to staff and clock.
        keypad: Number keys that type into its fields.
        parent: Owner.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, desk: Desk, keypad: Keypad, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._protocols: dict[str, Protocol] = {}
        self._protocol: Choice | None = None
        self._only = Text("", Role.STRONG)
        self._only.setObjectName("new.only_protocol")
        self._numbers = {
            name: NumberField(label, number_shape(label, *ends), unit, id=id)
            for name, label, ends, unit, id in _NUMBERS
        }
        self._basis = BasisPart(self)
        self._last_dose = ""
        fields = (*self._numbers.values(), *self._basis.numbers.values())
        self._group = FieldGroup(fields, keypad, parent=self)
        self._sum = Text("", Role.STRONG)
        self._sum.setObjectName("new.sum")
        self._rate = Text("", Role.SECONDARY, Token.INK2)
        self._rate.setObjectName("new.rate")
        self._rates = Text("", Role.SECONDARY, Token.INK2)
        self._rates.setObjectName("new.rates")
        self._blocks = Text("", Role.SECONDARY_STRONG, Token.ALARM)
        self._blocks.setObjectName("new.blocks")
        self._diluent = Choice([Option(code, texts.diluent(code)) for code in DILUENTS], name="In", id="new.diluent")
        people = [who for who in desk.people if who.active and StaffRole.PRESCRIBER in who.roles]
        self._prescriber = Choice([Option(p.id, texts.person(p)) for p in people], name="By", id="new.prescriber")
        self._day = TextField("Order signed on: day month year", id="new.ordered_on", placeholder="22 11 2026")
        self._today = Button("Today", "calendar", id="new.ordered_on.today")
        self._day_read = Text("", Role.LABEL, Token.DONE)
        self._protocol_place = QVBoxLayout()
        self._protocol_place.addWidget(self._only)
        self._lay_out()
        self._group.changed.connect(self._typed)
        self._basis.changed.connect(self._typed)
        for choice in (self._diluent, self._prescriber):
            choice.chosen.connect(lambda _key: self._typed())
        self._day.text_changed.connect(lambda _text: self._typed())
        self._today.clicked.connect(self._take_today)
        self._typed()

    def _lay_out(self) -> None:
        numbers = QGridLayout()
        numbers.setSpacing(8)
        for place, field in enumerate(self._numbers.values()):
            row, column = divmod(place, 3)
            numbers.addWidget(field, row, column)
        for column in range(3):
            numbers.setColumnStretch(column, 1)
        numbers.addWidget(self._rate, 1, 2)
        day = QHBoxLayout()
        day.setSpacing(8)
        day.addWidget(self._day, 1)
        day.addWidget(self._today, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(Text("2  Order, as signed by the prescriber", Role.CURRENT))
        self.body.addLayout(self._protocol_place)
        self.body.addLayout(numbers)
        self.body.addWidget(self._basis)
        self.body.addWidget(self._sum)
        self.body.addWidget(self._rates)
        self.body.addWidget(self._blocks)
        self.body.addWidget(Text("Diluted in", Role.LABEL, Token.INK2))
        self.body.addWidget(self._diluent)
        self.body.addWidget(Text("Prescriber", Role.LABEL, Token.INK2))
        self.body.addWidget(self._prescriber)
        self.body.addLayout(day)
        self.body.addWidget(self._day_read)
        self.body.addStretch(1)

    def show_protocols(self, protocols: tuple[Protocol, ...]) -> None:
        """Offer these protocols; a single one needs no choice."""
        if tuple(self._protocols.values()) == protocols:
            return
        self._protocols = {protocol.id: protocol for protocol in protocols}
        if self._protocol is not None:
            self._protocol.hide()
            self._protocol.deleteLater()
            self._protocol = None
        words = {item.id: f"{item.short_title}, {item.version}" for item in protocols}
        self._only.show_text(words[protocols[0].id] if len(protocols) == 1 else "")
        if len(protocols) > 1:
            options = [Option(protocol_id, text) for protocol_id, text in words.items()]
            self._protocol = Choice(options, name="Protocol", id="new.protocol")
            self._protocol.chosen.connect(lambda _key: self._typed())
            self._protocol_place.addWidget(self._protocol)
        self._typed()

    def protocol(self) -> Protocol | None:
        """Return the protocol chosen, or None."""
        if len(self._protocols) == 1:
            return next(iter(self._protocols.values()))
        return self._protocols.get(self._protocol.value() or "") if self._protocol is not None else None

    def order(self) -> Order:
        """Return the order as far as it is typed; what is missing is empty, or 0 minutes."""
        protocol = self.protocol()
        values = {name: field.value() for name, field in self._numbers.items()}
        return Order(
            drug=protocol.drug if protocol else "",
            dose_mg_per_kg=values["dose_mg_per_kg"],
            weight_kg=values["weight_kg"],
            dose_mg=values["dose_mg"],
            minutes=int(values["minutes"] or 0),
            volume_ml=values["volume_ml"],
            diluent=self._diluent.value() or "",
            prescriber=self._prescriber.value() or "",
            ordered_on=self._ordered_on() or "",
            last_dose_mg=self._last_dose,
            **self._basis.values(),
        )

    def show_last_dose(self, mg: str) -> None:
        """Show the dose of the visit before beside the field, never in it; empty for none known."""
        self._last_dose = mg
        self._numbers["dose_mg"].set_old(f"last {formats.number(mg)}" if mg else "")
        self._typed()

    def missing(self) -> str:
        """Say what is missing next, or nothing."""
        order = self.order()
        if self.protocol() is None:
            return _ASK["protocol"]
        number = next((_ASK[name] for name in self._numbers if not getattr(order, name)), "")
        rest = ("diluent", "prescriber", "ordered_on")
        return number or self._basis.missing() or next((_ASK[name] for name in rest if not getattr(order, name)), "")

    def stops(self) -> tuple[str, ...]:
        """Return why the order cannot be used although it is complete, in words."""
        protocol = self.protocol()
        if protocol is None or self.missing():
            return ()
        return tuple(texts.block(item, protocol) for item in self._found() if item.code not in SOFT)

    def is_blank(self) -> bool:
        """Return whether nothing was typed or chosen."""
        chosen = self._diluent.value() or self._prescriber.value() or self._day.text()
        return not chosen and self._basis.is_blank() and all(field.is_blank() for field in self._numbers.values())

    def clear(self) -> None:
        """Empty the order, for the next session."""
        self._group.clear()
        self._basis.clear()
        self._diluent.set_value(None)
        self._prescriber.set_value(None)
        self._day.set_text("")
        self._typed()

    def begin(self) -> None:
        """Put the focus on the first number that is missing."""
        self._group.activate()

    def next_field(self) -> bool:
        """Go on from the number being typed, as Enter does; returns whether one was."""
        field = self._group.active()
        if field is None or not field.hasFocus():
            return False
        field.type_key(Key.NEXT)
        return True

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Show what the rules say against the order: a few words at the field, the sentence below the sum."""
        protocol = self.protocol()
        for field in self._numbers.values():
            field.set_message("")
        for item in reversed(blocks):
            found = self._numbers.get(field_of(item))
            if found is not None:
                found.set_message(short_words(item), Tone.CAUTION if item.code in SOFT else Tone.ALARM)
        hard = any(item.code not in SOFT for item in blocks)
        self._blocks.set_token(Token.ALARM if hard else Token.CAUTION)
        words = dict.fromkeys(texts.block(item, protocol) for item in blocks) if protocol is not None else ()
        self._blocks.show_text("\n".join(words))

    def _found(self) -> tuple[Block, ...]:
        protocol, order = self.protocol(), self.order()
        if protocol is None or not all(field.value() for field in self._numbers.values()):
            return ()
        open_fields = {name for name in ("diluent", "prescriber", "ordered_on") if not getattr(order, name)}
        return tuple(item for item in check_order(protocol, order) if field_of(item) not in open_fields)

    def _typed(self) -> None:
        order = self.order()
        self._basis.ask_for(self.protocol())
        self._sum.show_text(sum_words(order, basis=self._basis.asked))
        self._rate.setText(rate_words(order))
        self._rates.show_text(drug_rate_words(order))
        self._read_day()
        self.show_blocks(self._found())
        self.changed.emit()

    def _ordered_on(self) -> str | None:
        now = self._desk.now()
        return formats.read_born(self._day.text(), formats.iso_day(now.wall_ms, now.tz_min))

    def _read_day(self) -> None:
        iso, typed = self._ordered_on(), self._day.text()
        self._day_read.show_text(f"Signed on {formats.day(iso)}" if iso else "")
        wrong = sum(sign.isdigit() for sign in typed) >= 8 and iso is None
        self._day.set_message("Type day, month and year; not a day to come." if wrong else "")

    def _take_today(self) -> None:
        now = self._desk.now()
        year, month, day = formats.iso_day(now.wall_ms, now.tz_min).split("-")
        self._day.set_text(f"{day} {month} {year}")
