"""The weight a dose is reckoned from: actual, ideal, or adjusted (``clinical.md`` 3.3).

Which basis a clinic uses nearly halves a dose, so it stands beside every mg. Pure.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from checklist.session.figures import EXACT, Figure, Unit, figure


class Basis(StrEnum):
    """The weight a dose is reckoned from."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Sex(StrEnum):
    """Which of the two lines of the ideal weight holds."""

    FEMALE = "female"
    MALE = "male"


SHORTEST_CM = Decimal("152.4")
"""60 inches: the formula of the ideal weight is a rule for people of this height or more."""

_START_KG = {Sex.FEMALE: Decimal("45.5"), Sex.MALE: Decimal(50)}  # Devine, clinical.md 3.3 (M)
_INCH_CM = Decimal("2.54")
_KG_PER_INCH = Decimal("2.3")
_ADJUSTED_SHARE = Decimal("0.4")  # adjusted = ideal + 0.4 x (actual - ideal), clinical.md 3.3 (KASSN)


def ideal(height_cm: Decimal, sex: Sex) -> Figure | None:
    """Return the ideal weight (Devine), exact; None below 152.4 cm, for which the rule was not made.

    Raises:
        ValueError: The height is no number.
    """
    if not height_cm.is_finite():
        raise ValueError(f"not a height: {height_cm}")
    if height_cm < SHORTEST_CM:
        return None
    above = EXACT.add(
        EXACT.multiply(_START_KG[sex], _INCH_CM), EXACT.multiply(_KG_PER_INCH, EXACT.subtract(height_cm, SHORTEST_CM))
    )
    return Figure(above, _INCH_CM, figure(Decimal(0), Unit.KG).dimension)


def adjusted(actual_kg: Decimal, height_cm: Decimal, sex: Sex) -> Figure | None:
    """Return the adjusted weight, exact, from the unrounded ideal one; None where there is no ideal weight."""
    whole, actual = ideal(height_cm, sex), figure(actual_kg, Unit.KG)
    if whole is None:
        return None
    own = EXACT.multiply(whole.above, EXACT.subtract(Decimal(1), _ADJUSTED_SHARE))
    beside = EXACT.multiply(EXACT.multiply(actual.above, _ADJUSTED_SHARE), whole.below)
    return Figure(EXACT.add(own, beside), whole.below, whole.dimension)


def dosing_weight(basis: Basis, actual_kg: Decimal, height_cm: Decimal | None, sex: Sex | None) -> Figure | None:
    """Return the weight of a basis, exact.

    Args:
        basis: Which weight.
        actual_kg: Measured weight, kg, above 0.
        height_cm: Height, cm; None where it is not known.
        sex: None where it is not known.

    Returns:
        The weight, or None where height or sex is missing, or the formula does not hold.
    """
    if basis is Basis.ACTUAL:
        return figure(actual_kg, Unit.KG)
    if height_cm is None or sex is None:
        return None
    return ideal(height_cm, sex) if basis is Basis.IDEAL else adjusted(actual_kg, height_cm, sex)


def bmi(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    """Return the body-mass index, kg/m2, to 0.1, half up; raises ValueError where the height is not above 0."""
    if not height_cm.is_finite() or height_cm <= 0:
        raise ValueError(f"not a height: {height_cm}")
    above = EXACT.multiply(figure(weight_kg, Unit.KG).above, Decimal(100_000))
    below = EXACT.multiply(height_cm, height_cm)
    tenths = EXACT.divide_int(EXACT.add(EXACT.multiply(above, Decimal(2)), below), EXACT.multiply(below, Decimal(2)))
    return EXACT.scaleb(tenths, Decimal(-1))
