"""How much has gone in, in words: by the clock, by the pump, and how far the two lie apart. No Qt."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from checklist.session.amounts import given_mg
from checklist.session.delivered import Delivered, readings
from checklist.session.state import SessionState
from checklist.ui import formats


def deviation_words(pct: Decimal | None) -> str:
    """Say how far the pump lies from the clock; empty where that is not known."""
    if pct is None:
        return ""
    if not pct:
        return "as by clock"
    return f"{formats.number(abs(pct))} % {'over' if pct > 0 else 'under'} the clock"


def short_pump_words(given: Delivered) -> str:
    """Return ``Pump 46.5 mL, 0.6 % under`` for the tile; empty while nobody has read it."""
    if given.pump_ml is None:
        return ""
    off = deviation_words(given.deviation_pct).removesuffix(" the clock")
    return ", ".join(part for part in (f"Pump {formats.quantity(given.pump_ml, 'mL')}", off) if part)


def pump_words(state: SessionState, given: Delivered, tz_min: int) -> str:
    """Return ``Pump 46.5 mL at 09:42, 0.6 % under the clock``; empty while nobody has read it."""
    newest = next(reversed(readings(state)), None)
    if newest is None or given.pump_ml is None:
        return ""
    at = formats.time_of(newest.mark.at_ms, tz_min)
    words = (f"Pump {formats.quantity(newest.given_ml, 'mL')} at {at}", deviation_words(given.deviation_pct))
    return ", ".join(part for part in words if part)


def given_words(dose_mg: Decimal, volume_ml: Decimal, given_ml: Decimal) -> str:
    """Return ``33.3 of 34 mg given, 2 % under. 2 mL left``."""
    given = formats.number(given_mg(dose_mg, volume_ml, given_ml))
    off = ((given_ml - volume_ml) * 100 / volume_ml).quantize(Decimal("0.1"), ROUND_HALF_UP)
    order = f", {formats.number(abs(off))} % under" if off else ", as ordered"
    left = formats.quantity(volume_ml - given_ml, "mL")
    return f"{given} of {formats.quantity(dose_mg, 'mg')} given{order}. {left} left."
