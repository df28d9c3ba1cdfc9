"""The arithmetic of an order, in decimals only, and what guards it (``clinical.md`` 3.2, 3.5, 3.6).

Amounts in mg are rounded to 0.1 mg, half up, and the exact product stands beside the rounded one. Numbers
come in as plain decimal text; text that is none is a block, never an exception. Pure.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from checklist.protocol.model import Protocol
from checklist.protocol.values import number
from checklist.session.codes import Code
from checklist.session.commands import Block, Order

TENTH = Decimal("0.1")
DILUENTS = ("nacl09", "d5w", "water")

SOFT = frozenset({Code.ORDER_MINUTES_LONG})
"""Guards that caution only; every other one refuses the order (``clinical.md`` 3.2: HS and HSX)."""

_MG_PER_KG = (Decimal("0.1"), Decimal("1.0"))  # clinical.md 3.2, mood protocols
_MG_MAX = Decimal(100)  # clinical.md 8, p.dose_max_mg
_MINUTES = (Decimal(40), Decimal(100))  # clinical.md 8, p.infusion_min, and 3.2
_CONCENTRATION = (Decimal("0.2"), Decimal(2))  # clinical.md 8, p.conc_range, mg/mL
_PUMP_TOLERANCE_PCT = Decimal(2)  # clinical.md 8, p.pump_tol_pct


class DoseSum(msgspec.Struct, frozen=True):
    """A dose as a sum for the screen: ``0.5 mg/kg x 68.4 kg = 34.2 mg``, and what was ordered.

    Attributes:
        exact_mg: The product, unrounded.
        rounded_mg: The product to 0.1 mg, half up.
    """

    mg_per_kg: Decimal
    weight_kg: Decimal
    exact_mg: Decimal
    rounded_mg: Decimal
    ordered_mg: Decimal


def rounded(mg: Decimal) -> Decimal:
    """Return an amount to 0.1 mg, half up."""
    return mg.quantize(TENTH, rounding=ROUND_HALF_UP)


def ordered_mg(mg_per_kg: Decimal, weight_kg: Decimal) -> Decimal:
    """Return mg/kg times kg, to 0.1 mg, half up."""
    return rounded(mg_per_kg * weight_kg)


def dose_sum(order: Order) -> DoseSum | None:
    """Return the order's dose as a sum, or None while its numbers are not complete."""
    mg_per_kg, weight, dose = number(order.dose_mg_per_kg), number(order.weight_kg), number(order.dose_mg)
    if mg_per_kg is None or weight is None or dose is None:
        return None
    exact = mg_per_kg * weight
    return DoseSum(mg_per_kg, weight, exact, rounded(exact), dose)


def concentration_mg_ml(dose_mg: Decimal, volume_ml: Decimal) -> Decimal:
    """Return mg in each mL of the final volume (above 0), to 0.001 mg/mL."""
    return (dose_mg / volume_ml).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)


def rate_ml_per_h(volume_ml: Decimal, minutes: int) -> Decimal:
    """Return the pump rate that empties the volume in ``minutes`` (1 or more), to 0.1 mL/h."""
    return (volume_ml * 60 / minutes).quantize(TENTH, rounding=ROUND_HALF_UP)


def mg_per_min(dose_mg: Decimal, minutes: int) -> Decimal:
    """Return mg a minute (``minutes`` 1 or more), to 0.01."""
    return (dose_mg / minutes).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def mg_per_kg_h(dose_mg: Decimal, minutes: int, weight_kg: Decimal) -> Decimal:
    """Return mg/kg/h (``minutes`` 1 or more, weight above 0), to 0.01."""
    return (dose_mg * 60 / (minutes * weight_kg)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def given_mg(dose_mg: Decimal, volume_ml: Decimal, given_ml: Decimal) -> Decimal:
    """Return the mg held by the mL that went in, to 0.1 mg, half up (``clinical.md`` 3.5, example C)."""
    return rounded(dose_mg * given_ml / volume_ml)


def check_order(protocol: Protocol, order: Order) -> tuple[Block, ...]:
    """Return what speaks against an order; empty when nothing does.

    Args:
        protocol: Its parameters ``p.dose_min_mgkg``, ``p.dose_max_mgkg``, ``p.dose_max_mg``,
            ``p.infusion_min``, ``p.infusion_max``, ``p.conc_min`` and ``p.conc_max`` hold, where it has them,
            else ``clinical.md`` 8.
        order: As typed in.

    Returns:
        Blocks; those in ``SOFT`` caution, every other one refuses the order.
    """
    blocks = [*_unreadable(order)]
    if order.drug != protocol.drug:
        blocks.append(_block(Code.ORDER_DRUG, drug=protocol.drug))
    if any(block.code == Code.ORDER_NUMBER for block in blocks):
        return tuple(blocks)
    return (*blocks, *_dose(protocol, order), *_bag(protocol, order))


def _unreadable(order: Order) -> list[Block]:
    blocks = [
        _block(Code.ORDER_NUMBER, field=name)
        for name in ("dose_mg_per_kg", "weight_kg", "dose_mg", "volume_ml")
        if (number(getattr(order, name)) or Decimal(0)) <= 0
    ]
    if order.minutes < 1:
        blocks.append(_block(Code.ORDER_NUMBER, field="minutes"))
    if not order.prescriber:
        blocks.append(_block(Code.ORDER_PRESCRIBER))
    if order.diluent not in DILUENTS:
        blocks.append(_block(Code.ORDER_DILUENT))
    if not _is_day(order.ordered_on):
        blocks.append(_block(Code.ORDER_DAY))
    return blocks


def _dose(protocol: Protocol, order: Order) -> list[Block]:
    """Guards of the dose; a sum off by over 1 % or 0.5 mg is passed by no one (``clinical.md`` 3.2)."""
    blocks = []
    mg_per_kg, dose = Decimal(order.dose_mg_per_kg), Decimal(order.dose_mg)
    exact = mg_per_kg * Decimal(order.weight_kg)
    off = abs(exact - dose)
    if off > Decimal("0.5") or off * 100 > exact:
        blocks.append(_block(Code.ORDER_DOSE_DIFFERS, computed=rounded(exact), ordered=order.dose_mg))
    low = _parameter(protocol, "p.dose_min_mgkg", _MG_PER_KG[0])
    high = _parameter(protocol, "p.dose_max_mgkg", _MG_PER_KG[1])
    if not low <= mg_per_kg <= high:
        blocks.append(_block(Code.ORDER_MG_PER_KG, low=low, high=high))
    most = _parameter(protocol, "p.dose_max_mg", _MG_MAX)
    if dose > most:
        blocks.append(_block(Code.ORDER_MG_MAX, high=most))
    return blocks


def _bag(protocol: Protocol, order: Order) -> list[Block]:
    blocks = []
    shortest = _parameter(protocol, "p.infusion_min", _MINUTES[0])
    longest = _parameter(protocol, "p.infusion_max", _MINUTES[1])
    if order.minutes < shortest:
        blocks.append(_block(Code.ORDER_MINUTES_SHORT, low=shortest))
    if order.minutes > longest:
        blocks.append(_block(Code.ORDER_MINUTES_LONG, high=longest))
    strength = Decimal(order.dose_mg) / Decimal(order.volume_ml)
    low = _parameter(protocol, "p.conc_min", _CONCENTRATION[0])
    high = _parameter(protocol, "p.conc_max", _CONCENTRATION[1])
    if not low <= strength <= high:
        computed = strength.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
        blocks.append(_block(Code.ORDER_CONCENTRATION, low=low, high=high, computed=computed))
    return blocks


def check_rate(protocol: Protocol, order: Order, rate_ml_h: str) -> Block | None:
    """Return why a pump rate does not fit the order, naming the likely slip, or None (``clinical.md`` 3.6).

    Args:
        protocol: Its parameter ``p.pump_tol_pct`` holds, else 2 %.
        order: An order that ``check_order`` took.
        rate_ml_h: Rate read off the pump, decimal text, mL/h.
    """
    volume, rate = Decimal(order.volume_ml), number(rate_ml_h)
    expected = rate_ml_per_h(volume, order.minutes)
    if rate is None or rate <= 0:
        return _block(Code.INFUSION_RATE, computed=expected)
    tolerance = _parameter(protocol, "p.pump_tol_pct", _PUMP_TOLERANCE_PCT)
    if abs(rate - expected) * 100 <= expected * tolerance:
        return None
    if any(abs(rate / expected - factor) * 50 <= factor for factor in _SLIPS):
        return _block(Code.RATE_TENFOLD, computed=expected)
    dose = Decimal(order.dose_mg)
    others = {"dose_mg": dose, "mg_per_h": dose * 60 / order.minutes, "minutes": Decimal(order.minutes)}
    for field, value in others.items():
        if rate == value:
            return _block(Code.RATE_WRONG_FIELD, computed=expected, field=field)
    return _block(Code.INFUSION_RATE, computed=expected)


_SLIPS = tuple(Decimal(factor) for factor in ("10", "100", "0.1", "0.01"))  # within 2 %, clinical.md 3.6


def _parameter(protocol: Protocol, parameter_id: str, default: Decimal) -> Decimal:
    found = next((p.value for p in protocol.parameters if p.id == parameter_id), None)
    return (number(found) if found is not None else None) or default


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _block(code: Code, **params: object) -> Block:
    return Block(code, None, tuple((name, str(value)) for name, value in params.items()))
