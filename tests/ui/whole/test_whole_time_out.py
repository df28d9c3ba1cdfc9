"""The second person at the real window, on the complete protocol: what it holds while she reads."""

from __future__ import annotations

import re
from typing import Any

import widget_checks as checks
from care_walk import _CareWalk
from conductor_player import ConductorPlayer
from real_window import SECOND, RealWindow

from checklist.opening import library
from checklist.protocol.model import Step
from checklist.session.commands import Actor, Command
from checklist.ui.page import ToToday

BLIND = (r"\b150\b", r"\b100\b", r"\b40\b", r"68[.,]4", r"\b34\b", r"34[.,]2", r"0[.,]5\b", r"183 ?27", r"\b50\b")
_PEOPLE = {"nora": "A. Diallo", "sam": "S. Park", "ruth": "R. Okafor", "olga": "J. Moreau"}


class _WindowPlayer(ConductorPlayer):
    """Plays on the writer thread of a window, as the practice staff."""

    def __init__(self, real: RealWindow) -> None:
        super().__init__(real)  # type: ignore[arg-type]  # clock and station are all it asks for
        self._real = real

    def do(self, command: Command, actor: Actor) -> object:
        """Give a command as the member of staff who stands for a walk's person."""
        who = Actor(self._real.people[_PEOPLE[actor.person]].id, actor.role, actor.auth)
        return self._real.ask(lambda _station: super(_WindowPlayer, self).do(command, who))


def ready_to_check(real: RealWindow) -> str:
    """Bring a session of the complete protocol to its time-out; return its id."""
    player: Any = _WindowPlayer(real)
    real.ask(lambda station: setattr(station.conductor, "_protocols", library()))
    walk = _CareWalk(player)
    walk.say("The nurse opens a session in chair 3.")
    walk.say("Everything else in pre-infusion is in order.")
    snapshot = player._snapshot
    assert snapshot is not None
    return str(snapshot.session_id)


def test_no_widget_of_the_window_holds_a_first_answer(real: RealWindow) -> None:
    """UX-11 Whatever pages were looked at before, no widget holds a first answer, the order, MRN or weight."""
    session_id = ready_to_check(real)
    real.begin()
    real.sign_in()
    assert real.window.work is not None
    for link_id in ("pre.dose", "pre.weight", "pre.pump-entry", "pre.vial"):
        real.go(session_id, Step.PRE_INFUSION, link_id)
    real.window.work.go(ToToday())
    real.settle()
    real.go(session_id, Step.INFUSION)
    real.go(session_id, Step.TIME_OUT)
    real.press("item.second")
    real.prove(SECOND)
    held = checks.read_text(real.window)
    assert real.there("item.pre.check-independent.field.mrn4")
    assert [line for line in held.splitlines() if re.search("|".join(BLIND), line)] == []
    assert not real.strays
    real.picture("time-out-real-window")
    real.window.lock_now("asked")
    real.settle()
    real.sign_in()
    assert real.there("item.second")
    assert not real.there("item.pre.check-independent.field.mrn4")
