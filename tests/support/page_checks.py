"""What every page of the real window is held to: hands, eyes, ears, keys, light, and nothing left behind a lock."""

from __future__ import annotations

import os
from collections.abc import Iterable

import widget_checks as checks
from real_window import SIZES, RealWindow

DIM_AT_MOST, LIGHT_AT_LEAST = 0.045, 0.80
"""Mean relative luminance of a page in each theme (``ux.md`` 19); a sheet's veil darkens the light page below it."""

TITLE = "Chairside - PRACTICE - made-up patients"
SECRETS = ("HARLOW", "Harlow", "Josephine", "Josie", "004 183", "18327", "penicillin", "14-Mar-1987", "34 mg", "68.4")


def complaints(real: RealWindow, name: str, sizes: Iterable[str] = SIZES) -> list[str]:
    """Return all that is wrong with what is on screen; pictures are kept where ``CHAIRSIDE_SHOTS`` asks for them."""
    _pictures(real, name)
    title = [] if real.window.windowTitle() == TITLE else [real.window.windowTitle()]
    seen = _by_hand_and_eye(real, sizes) + _light(real) + _by_keys(real)
    return title + seen + real.strays + _locked(real)


def _pictures(real: RealWindow, name: str) -> None:
    if os.environ.get("CHAIRSIDE_SHOTS"):
        for size in SIZES:
            for dim in (False, True):
                real.look(size, dim=dim)
                real.picture(f"{name}-{size}-{'dim' if dim else 'light'}")


def _by_hand_and_eye(real: RealWindow, sizes: Iterable[str]) -> list[str]:
    found = []
    for size in sizes:
        real.look(size, dim=False)
        for check in (checks.too_small, checks.cut_off, checks.crowded):
            found += [f"{size}: {complaint}" for complaint in check(real.window)]
    real.look("usual", dim=False)
    return found + checks.nameless(real.window) + checks.rich(real.window)


def _light(real: RealWindow) -> list[str]:
    found = []
    for dim in (True, False):
        real.look("usual", dim=dim)
        light = checks.luminance(real.window.grab().toImage())
        bright_enough = light >= LIGHT_AT_LEAST or checks.open_sheet(real.window) is not None
        if not (light <= DIM_AT_MOST if dim else bright_enough):
            found.append(f"{'dim' if dim else 'light'} theme: {light:.3f}")
    return found


def _by_keys(real: RealWindow) -> list[str]:
    seen, found = checks.tab_walk(real.window)
    found += [f"Tab does not lead to {name}" for name in checks.unreached(real.window, seen)]
    found += [f"no mark of the focus: {name}" for name in checks.unmarked(seen, real.window)]
    back, _ = checks.tab_walk(real.window, back=True)
    missing = {checks.name_of(widget) for widget in seen} - {checks.name_of(widget) for widget in back}
    return found + [f"Shift+Tab does not lead to {name}" for name in sorted(missing)]


def _locked(real: RealWindow) -> list[str]:
    """Lock over the scene and look for what must not be left of it."""
    if real.window.work is None or real.window.is_locked or real.window.desk is None:
        return []
    real.window.lock_now("asked")
    real.settle()
    held = checks.read_text(real.window)
    if real.window.emergencies.shown:  # name, birth date, weight and allergies are for the helpers (D24)
        return [f"locked, and still there: {mrn}" for mrn in ("004 183", "18327") if mrn in held]
    return [f"locked, and still there: {secret}" for secret in SECRETS if secret in held]
