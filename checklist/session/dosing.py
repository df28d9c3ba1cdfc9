"""What guards an order and a pump setting (``clinical.md`` 3.2, 3.6); the arithmetic itself is in ``amounts``.

Numbers come in as plain decimal text; text that is none is a block, never an exception. What a protocol's
parameters say holds; where it has none, ``clinical.md`` 8. Decimal only. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from checklist.protocol.model import Protocol
from checklist.protocol.values import number
from checklist.session.amounts import (
    concentration_mg_ml,
    drawn_ml,
    given_mg,
    infusion,
    mg_per_kg_h,
    mg_per_min,
    ordered_mg,
    rate_ml_per_h,
    rounded,
    ug_per_kg_min,
)
from checklist.session.codes import Code
from checklist.session.commands import Block, Order
from checklist.session.figures import EXACT, Unit
from checklist.session.slips import is_tenfold, near
from checklist.session.weights import Basis, Sex, dosing_weight

__all__ = [
    "DILUENTS",
    "SOFT",
    "DoseSum",
    "check_order",
    "check_rate",
    "concentration_mg_ml",
    "dose_sum",
    "drawn_ml",
    "given_mg",
    "last_dose_top_mg",
    "mg_per_kg_h",
    "mg_per_min",
    "ordered_mg",
    "rate_ml_per_h",
    "rounded",
    "typed_elsewhere",
    "ug_per_kg_min",
]

DILUENTS = ("nacl09", "d5w", "water")

SOFT = frozenset({Code.ORDER_MINUTES_LONG, Code.ORDER_ABOVE_LAST})
"""Guards that do not refuse an order: a caution, and a stop of the checklist (``clinical.md`` 3.2)."""

_MG_PER_KG = (Decimal("0.1"), Decimal("1.0"))  # clinical.md 3.2, mood protocols
_MG_MAX = Decimal(100)  # clinical.md 8, p.dose_max_mg
_MINUTES = (Decimal(40), Decimal(100))  # clinical.md 8, p.infusion_min, and 3.2
_CONCENTRATION = (Decimal("0.2"), Decimal(2))  # clinical.md 8, p.conc_range, mg/mL
_PUMP_TOLERANCE_PCT = Decimal(2)  # clinical.md 8, p.pump_tol_pct
_LAST_TIMES, _LAST_MORE = Decimal(2), Decimal("0.25")  # clinical.md 3.2: times the last dose; mg/kg above it
_OFF_PCT, _OFF_MG = Decimal(1), Decimal("0.5")  # clinical.md 3.2: computed against ordered mg


class DoseSum(msgspec.Struct, frozen=True):
    """A dose as a sum for the screen: ``0.5 mg/kg x 68.4 kg (actual) = 34.2 mg``, and what was ordered.

    Attributes:
        exact_mg: The product, unrounded.
        rounded_mg: The product to 0.1 mg, half up.
        basis: Which weight it is, to stand beside the mg.
    """

    mg_per_kg: Decimal
    weight_kg: Decimal
    exact_mg: Decimal
    rounded_mg: Decimal
    ordered_mg: Decimal
    basis: str = Basis.ACTUAL


def dose_sum(order: Order) -> DoseSum | None:
    """Return the order's dose as a sum, or None while its numbers are not complete."""
    mg_per_kg, weight, dose = number(order.dose_mg_per_kg), number(order.weight_kg), number(order.dose_mg)
    if mg_per_kg is None or weight is None or dose is None or min(mg_per_kg, weight, dose) < 0:
        return None
    exact = EXACT.multiply(mg_per_kg, weight)
    return DoseSum(mg_per_kg, weight, exact, ordered_mg(mg_per_kg, weight), dose, order.weight_basis)


def check_order(protocol: Protocol, order: Order) -> tuple[Block, ...]:
    """Return what speaks against an order; empty when nothing does.

    Args:
        protocol: Its parameters hold, where it has them, else ``clinical.md`` 8: ``p.dose_min_mgkg``,
            ``p.dose_max_mgkg``, ``p.dose_max_mg``, ``p.infusion_min``, ``p.infusion_max``, ``p.conc_min`` and
            ``p.conc_max``. One with ``p.dose_max_mgkgh`` limits the dose by mg/kg/h instead of mg/kg.
        order: As typed in.

    Returns:
        Blocks; those in ``SOFT`` let the order pass, every other one refuses it.
    """
    blocks = [*_unreadable(order)]
    if order.drug != protocol.drug:
        blocks.append(_block(Code.ORDER_DRUG, drug=protocol.drug))
    if any(block.code == Code.ORDER_NUMBER for block in blocks):
        return tuple(blocks)
    return (*blocks, *_weight(order), *_dose(protocol, order), *_bag(protocol, order))


def _unreadable(order: Order) -> Iterator[Block]:
    for name in ("dose_mg_per_kg", "weight_kg", "dose_mg", "volume_ml"):
        if (number(getattr(order, name)) or Decimal(0)) <= 0:
            yield _block(Code.ORDER_NUMBER, field=name)
    for name in ("height_cm", "actual_kg", "last_dose_mg"):
        text: str = getattr(order, name)
        if text and (number(text) or Decimal(0)) <= 0:
            yield _block(Code.ORDER_NUMBER, field=name)
    if order.minutes < 1:
        yield _block(Code.ORDER_NUMBER, field="minutes")
    if not order.prescriber:
        yield _block(Code.ORDER_PRESCRIBER)
    if order.diluent not in DILUENTS:
        yield _block(Code.ORDER_DILUENT)
    if not _is_day(order.ordered_on):
        yield _block(Code.ORDER_DAY)
    if order.weight_basis not in tuple(Basis) or order.sex not in ("", *Sex):
        yield _block(Code.ORDER_BASIS)


def _weight(order: Order) -> Iterator[Block]:
    """Yield a block where the weight on the order is not the one its basis gives, as far as that is known."""
    if order.weight_basis not in tuple(Basis) or not (order.actual_kg and order.height_cm and order.sex):
        return
    actual_kg, height_cm = Decimal(order.actual_kg), Decimal(order.height_cm)
    weight = dosing_weight(Basis(order.weight_basis), actual_kg, height_cm, Sex(order.sex))
    if weight is not None and not near(Decimal(order.weight_kg), weight.read(Unit.KG), _OFF_PCT):
        yield _block(Code.ORDER_WEIGHT, computed=weight.read(Unit.KG), basis=order.weight_basis)


def _dose(protocol: Protocol, order: Order) -> Iterator[Block]:
    """Guards of the dose; a sum off by over 1 % or 0.5 mg is passed by no one (``clinical.md`` 3.2)."""
    mg_per_kg, dose, weight = Decimal(order.dose_mg_per_kg), Decimal(order.dose_mg), Decimal(order.weight_kg)
    exact = EXACT.multiply(mg_per_kg, weight)
    if abs(EXACT.subtract(exact, dose)) > _OFF_MG or not near(dose, exact, _OFF_PCT):
        yield _block(Code.ORDER_DOSE_DIFFERS, computed=ordered_mg(mg_per_kg, weight), ordered=order.dose_mg)
    hourly = _value(protocol, "p.dose_max_mgkgh")
    low, high = _value(protocol, "p.dose_min_mgkg"), _value(protocol, "p.dose_max_mgkg")
    if hourly is None:
        low, high = low or _MG_PER_KG[0], high or _MG_PER_KG[1]
    else:
        rate, least = mg_per_kg_h(dose, order.minutes, weight), _parameter(protocol, "p.dose_min_mgkgh", Decimal(0))
        if not least <= rate <= hourly:
            yield _block(Code.ORDER_MG_PER_KG_H, low=least, high=hourly, computed=rate)
    if (low is not None and mg_per_kg < low) or (high is not None and mg_per_kg > high):
        yield _block(Code.ORDER_MG_PER_KG, low=low if low is not None else "", high=high if high is not None else "")
    most = _parameter(protocol, "p.dose_max_mg", _MG_MAX)
    if dose > most:
        yield _block(Code.ORDER_MG_MAX, high=most)
    top = last_dose_top_mg(protocol, order)
    if top is not None and dose > min(top, EXACT.multiply(Decimal(order.last_dose_mg), _LAST_TIMES)):
        yield _block(Code.ORDER_ABOVE_LAST, last=order.last_dose_mg)


def last_dose_top_mg(protocol: Protocol, order: Order) -> Decimal | None:
    """Return the last dose and so much more for each kg (``p.last_more_mgkg``), mg; None where it is not known."""
    if not order.last_dose_mg:
        return None
    more = EXACT.multiply(Decimal(order.weight_kg), _parameter(protocol, "p.last_more_mgkg", _LAST_MORE))
    return EXACT.add(Decimal(order.last_dose_mg), more)


def _bag(protocol: Protocol, order: Order) -> Iterator[Block]:
    shortest = _parameter(protocol, "p.infusion_min", _MINUTES[0])
    longest = _parameter(protocol, "p.infusion_max", _MINUTES[1])
    if order.minutes < shortest:
        yield _block(Code.ORDER_MINUTES_SHORT, low=shortest)
    if order.minutes > longest:
        yield _block(Code.ORDER_MINUTES_LONG, high=longest)
    dose, volume = Decimal(order.dose_mg), Decimal(order.volume_ml)
    low = _parameter(protocol, "p.conc_min", _CONCENTRATION[0])
    high = _parameter(protocol, "p.conc_max", _CONCENTRATION[1])
    if not EXACT.multiply(low, volume) <= dose <= EXACT.multiply(high, volume):
        yield _block(Code.ORDER_CONCENTRATION, low=low, high=high, computed=concentration_mg_ml(dose, volume))


def check_rate(protocol: Protocol, order: Order, rate_ml_h: str) -> Block | None:
    """Return why a pump rate does not fit the order, naming the likely slip, or None (``clinical.md`` 3.6).

    Args:
        protocol: Its parameter ``p.pump_tol_pct`` holds, else 2 %.
        order: An order that ``check_order`` took.
        rate_ml_h: Rate read off the pump, decimal text, mL/h.
    """
    expected = rate_ml_per_h(Decimal(order.volume_ml), order.minutes)
    rate = number(rate_ml_h)
    if rate is None or rate <= 0:
        return _block(Code.INFUSION_RATE, computed=expected)
    if near(rate, expected, _parameter(protocol, "p.pump_tol_pct", _PUMP_TOLERANCE_PCT)):
        return None
    if is_tenfold(rate, expected):
        return _block(Code.RATE_TENFOLD, computed=expected)
    field = next((name for name, value in typed_elsewhere(order).items() if rate == value), None)
    if field is not None:
        return _block(Code.RATE_WRONG_FIELD, computed=expected, field=field)
    return _block(Code.INFUSION_RATE, computed=expected)


def typed_elsewhere(order: Order) -> dict[str, Decimal]:
    """Return the numbers of an order that are typed into a rate field by mistake, by name."""
    dose = Decimal(order.dose_mg)
    hourly = infusion(dose, Decimal(order.volume_ml), Decimal(order.minutes), Decimal(order.weight_kg)).drug_rate
    return {"dose_mg": dose, "mg_per_h": hourly.read(Unit.MG_H), "minutes": Decimal(order.minutes)}


def _parameter(protocol: Protocol, parameter_id: str, default: Decimal) -> Decimal:
    return _value(protocol, parameter_id) or default


def _value(protocol: Protocol, parameter_id: str) -> Decimal | None:
    found = next((p.value for p in protocol.parameters if p.id == parameter_id), None)
    return number(found) if found is not None else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _block(code: Code, **params: object) -> Block:
    return Block(code, None, tuple((name, str(value)) for name, value in params.items()))
