"""Every number of an infusion, from every other one (``clinical.md`` 3.5), exact until it is read.

The small functions with a unit in their name return a number rounded once, half up: mg and mL/h to 0.1, mL drawn to
0.01, mg/mL to 0.001, mg/min and mg/kg/h to 0.01, mcg/kg/min to 0.1. Each raises ValueError for a number below zero,
one that is none, or a division by zero. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from checklist.session.figures import EXACT, Figure, Unit, figure


class Shown(msgspec.Struct, frozen=True):
    """A number for the screen: rounded half up to the places of its unit; ``exact`` False where that changed it."""

    value: Decimal
    unit: Unit
    exact: bool


class Infusion(msgspec.Struct, frozen=True):
    """What one infusion consists of; every other number follows.

    Attributes:
        dose: Drug in the bag.
        volume: Final volume of the bag.
        duration: Planned duration.
        weight: The weight the dose was reckoned from.
    """

    dose: Figure
    volume: Figure
    duration: Figure
    weight: Figure

    @property
    def concentration(self) -> Figure:
        """Drug in each mL of the bag."""
        return self.dose.per(self.volume)

    @property
    def pump_rate(self) -> Figure:
        """Volume in a time."""
        return self.volume.per(self.duration)

    @property
    def drug_rate(self) -> Figure:
        """Drug in a time."""
        return self.dose.per(self.duration)

    @property
    def weight_rate(self) -> Figure:
        """Drug in a time, by weight."""
        return self.drug_rate.per(self.weight)

    @property
    def by_weight(self) -> Figure:
        """Drug by weight."""
        return self.dose.per(self.weight)

    def drawn(self, strength: Figure) -> Figure:
        """Return the volume that holds the dose in a vial of this strength."""
        return self.dose.per(strength)

    def shown(self) -> tuple[Shown, ...]:
        """Return mg, mg/mL, mL/h, mg/min, mg/kg/h and mcg/kg/min, in this order, for the screen."""
        return (
            shown(self.dose, Unit.MG),
            shown(self.concentration, Unit.MG_ML),
            shown(self.pump_rate, Unit.ML_H),
            shown(self.drug_rate, Unit.MG_MIN),
            shown(self.weight_rate, Unit.MG_KG_H),
            shown(self.weight_rate, Unit.UG_KG_MIN),
        )


def infusion(dose_mg: Decimal, volume_ml: Decimal, minutes: Decimal, weight_kg: Decimal) -> Infusion:
    """Return an infusion from plain numbers; raises ValueError where one is below zero or none."""
    return Infusion(
        figure(dose_mg, Unit.MG),
        figure(volume_ml, Unit.ML),
        figure(minutes, Unit.MIN),
        figure(weight_kg, Unit.KG),
    )


def shown(amount: Figure, unit: Unit) -> Shown:
    """Return an amount for the screen, in a unit of its dimension."""
    return Shown(amount.read(unit), unit, amount.is_exact(unit))


def dose_by_weight(amount: Decimal, unit: Unit, weight_kg: Decimal) -> Figure:
    """Return the drug that ``amount`` mg/kg makes for a weight."""
    return figure(amount, unit).times(figure(weight_kg, Unit.KG))


def dose_by_rate(rate: Decimal, unit: Unit, minutes: Decimal, weight_kg: Decimal) -> Figure:
    """Return the drug that a rate by weight (``mg/kg/h`` or ``ug/kg/min``) gives in a time."""
    return dose_by_weight(rate, unit, weight_kg).times(figure(minutes, Unit.MIN))


def dose_by_pump(rate_ml_h: Decimal, minutes: Decimal, concentration: Figure) -> Figure:
    """Return the drug that a pump at a rate gives in a time."""
    return figure(rate_ml_h, Unit.ML_H).times(figure(minutes, Unit.MIN)).times(concentration)


def held(volume_ml: Decimal, strength_mg_ml: Decimal) -> Figure:
    """Return the drug that a volume of a vial's content holds."""
    return figure(volume_ml, Unit.ML).times(figure(strength_mg_ml, Unit.MG_ML))


def rounded(mg: Decimal) -> Decimal:
    """Return an amount to 0.1 mg, half up."""
    return figure(mg, Unit.MG).read(Unit.MG)


def ordered_mg(mg_per_kg: Decimal, weight_kg: Decimal) -> Decimal:
    """Return mg/kg times kg, to 0.1 mg, half up."""
    return dose_by_weight(mg_per_kg, Unit.MG_KG, weight_kg).read(Unit.MG)


def drawn_ml(dose_mg: Decimal, strength_mg_ml: Decimal) -> Decimal:
    """Return the mL to draw from a vial, to 0.01 mL."""
    return figure(dose_mg, Unit.MG).per(figure(strength_mg_ml, Unit.MG_ML)).read(Unit.ML)


def concentration_mg_ml(dose_mg: Decimal, volume_ml: Decimal) -> Decimal:
    """Return mg in each mL of the final volume, to 0.001 mg/mL."""
    return figure(dose_mg, Unit.MG).per(figure(volume_ml, Unit.ML)).read(Unit.MG_ML)


def rate_ml_per_h(volume_ml: Decimal, minutes: int) -> Decimal:
    """Return the pump rate that empties the volume in ``minutes``, to 0.1 mL/h."""
    return figure(volume_ml, Unit.ML).per(figure(Decimal(minutes), Unit.MIN)).read(Unit.ML_H)


def mg_per_min(dose_mg: Decimal, minutes: int) -> Decimal:
    """Return mg a minute, to 0.01."""
    return figure(dose_mg, Unit.MG).per(figure(Decimal(minutes), Unit.MIN)).read(Unit.MG_MIN)


def mg_per_kg_h(dose_mg: Decimal, minutes: int, weight_kg: Decimal) -> Decimal:
    """Return mg/kg/h, to 0.01."""
    return _weight_rate(dose_mg, minutes, weight_kg).read(Unit.MG_KG_H)


def ug_per_kg_min(dose_mg: Decimal, minutes: int, weight_kg: Decimal) -> Decimal:
    """Return mcg/kg/min, to 0.1."""
    return _weight_rate(dose_mg, minutes, weight_kg).read(Unit.UG_KG_MIN)


def _weight_rate(dose_mg: Decimal, minutes: int, weight_kg: Decimal) -> Figure:
    duration, weight = figure(Decimal(minutes), Unit.MIN), figure(weight_kg, Unit.KG)
    return figure(dose_mg, Unit.MG).per(duration).per(weight)


def given_mg(dose_mg: Decimal, volume_ml: Decimal, given_ml: Decimal) -> Decimal:
    """Return the mg held by the mL that went in, to 0.1 mg, half up (``clinical.md`` 3.5, example C)."""
    concentration = figure(dose_mg, Unit.MG).per(figure(volume_ml, Unit.ML))
    return concentration.times(figure(given_ml, Unit.ML)).read(Unit.MG)


def pumped(stretches: Iterable[tuple[Decimal, int]], volume_ml: Decimal) -> Figure:
    """Return the volume that went in over stretches of mL/h and ms, exact; never more than the bag held."""
    run = sum((EXACT.multiply(rate, Decimal(ms)) for rate, ms in stretches), Decimal(0))
    whole = figure(volume_ml, Unit.ML)
    if run >= EXACT.multiply(volume_ml, _HOUR_MS):
        return whole
    return Figure(run, _HOUR_MS, whole.dimension)


def mg_in(dose_mg: Decimal, volume_ml: Decimal, given: Figure) -> Decimal:
    """Return the mg in a part of the bag, to 0.1 mg, half up."""
    return figure(dose_mg, Unit.MG).per(figure(volume_ml, Unit.ML)).times(given).read(Unit.MG)


_HOUR_MS = Decimal(3_600_000)
