"""Every page and sheet in the real window: can it be pressed, read, heard and left, in each size and theme."""

from __future__ import annotations

import os

import drug_scenes  # noqa: F401  # puts its scenes into the list
import pytest
import widget_checks as checks
from real_window import SIZES, RealWindow
from scenes import SCENES

DIM_AT_MOST, LIGHT_AT_LEAST = 0.045, 0.80
"""Mean relative luminance of a page in each theme (``ux.md`` 19); a sheet's veil darkens the light page below it."""

TITLE = "Chairside - PRACTICE - made-up patients"
SECRETS = ("HARLOW", "Harlow", "Josephine", "Josie", "004 183", "18327", "penicillin", "14-Mar-1987", "34 mg", "68.4")


def _pictures(real: RealWindow, name: str) -> None:
    """Keep pictures of the scene in each size and theme where somebody asked for them."""
    if os.environ.get("CHAIRSIDE_SHOTS"):
        for size in SIZES:
            for dim in (False, True):
                real.look(size, dim=dim)
                real.picture(f"{name}-{size}-{'dim' if dim else 'light'}")


def _by_hand_and_eye(real: RealWindow) -> list[str]:
    found = []
    for size in SIZES:
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
    return [f"locked, and still there: {secret}" for secret in SECRETS if secret in held]


@pytest.mark.parametrize("name", SCENES)
def test_every_page_fits_hands_eyes_ears_and_keys(real: RealWindow, name: str) -> None:
    """UX-4 UX-5 UX-6 UX-7 UX-8 UX-9 SEC-046 Targets, whole words, names, light, Tab and lock hold on every page."""
    SCENES[name](real)
    _pictures(real, name)
    assert real.window.windowTitle() == TITLE
    assert not _by_hand_and_eye(real)
    assert not _light(real)
    assert not _by_keys(real)
    assert not real.strays
    assert not _locked(real)
