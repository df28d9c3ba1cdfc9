"""The walks around a running infusion at the real window: pump, readings, clocks and emergencies by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from care_walk import play
from real_window import RealWindow
from window_player import WindowPlayer, named_in

WALKS = Path(__file__).parents[2] / "scenarios" / "complete"
PAST: dict[str, set[str]] = {
    path.stem: set()
    for path in sorted(WALKS.glob("*.walk"))
    if path.stem.startswith(("emergency", "running", "cadence", "clock", "quiet"))
}
"""Walk, and the kinds of command in it that went past the window because it has no control for them."""


@pytest.mark.parametrize("name", PAST)
def test_the_walk_goes_through_the_window(complete: RealWindow, name: str):
    """Issue 4, seen 1: the walk goes as written through the window; what goes past it is listed and does not grow."""
    path = WALKS / f"{name}.walk"
    player = WindowPlayer(complete, named_in(path))
    play(path, player)
    assert {type(command).__name__ for command in player.past} == PAST[name]
    assert not complete.strays
