"""The walks of the complete protocol at the real window: what each is about by hand, the rest by the conductor."""

from __future__ import annotations

from pathlib import Path

import pytest
from care_walk import play
from real_window import RealWindow
from window_player import WindowPlayer, named_in

from checklist.session import commands as c

WALKS = Path(__file__).parents[2] / "scenarios" / "complete"
BY_HAND = {
    "hsx-nobody-passes": {c.AnswerLine, c.StopSession},
    "hs-passed-in-person": {c.AnswerLine, c.OverrideStop},
    "es-told-provider": {c.AnswerLine, c.TellProvider},
    "ca-note": {c.AnswerLine, c.AddNote},
    "br-branch-put-aside": {c.AnswerLine, c.AddNote},
    "recheck-high-pressure": {c.AnswerLine},
    "recheck-third-decides": {c.AnswerLine},
    "evidence-and-stay": {c.AnswerLine, c.RecordVitals},
}
"""Walk, and the kinds of command that hands give in it."""


@pytest.mark.parametrize("name", BY_HAND)
def test_the_walk_goes_through_the_window(complete: RealWindow, name: str):
    """Issue 3, seen 4: a walk of each kind of trigger goes as written through presses and keys of the real window."""
    path = WALKS / f"{name}.walk"
    player = WindowPlayer(complete, named_in(path))
    play(path, player)
    assert {type(command) for command in player.by_hand} >= BY_HAND[name]
    assert not complete.strays
