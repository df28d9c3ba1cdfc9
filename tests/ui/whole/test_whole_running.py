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
} | {
    "cadence-light-check": {"RecordVitals"},
    "cadence-ordered": {"OrderCadence"},
    "cadence-overdue": {"ExplainReading"},
    "running-early-stop": {"Countersign", "Waste"},
    "running-emergency-nobody": {"EndBranch", "SettleEvent"},
    "running-handover": {"HandOver", "TakeOver"},
    "running-handover-alone": {"Countersign", "TakeOver"},
    "running-sleep-and-clock": {"NoteGap"},
    "running-slower-rate": {"ChangeRate", "CheckRate"},
    "running-two-lists": {"EndBranch"},
}
"""Walk, and the kinds of command in it that went past the window because it has no control for them.

An end of a list whose grade comes later goes past it, too: signed in, the window asks for both at once.
"""


@pytest.mark.parametrize("name", PAST)
def test_the_walk_goes_through_the_window(complete: RealWindow, name: str):
    """Issue 4, seen 1: the walk goes as written through the window; what goes past it is listed and does not grow."""
    path = WALKS / f"{name}.walk"
    player = WindowPlayer(complete, named_in(path))
    play(path, player)
    assert {type(command).__name__ for command in player.past} == PAST[name]
    assert not complete.strays
