"""Keeping the computer awake, with a system that answers as it is told to."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager

import pytest

from checklist.ui.keep_awake import KeepAwake, Wakefulness, system_hold


class System(AbstractContextManager[bool]):
    """A system that agrees or not, and knows whether it is being held."""

    def __init__(self, *, agrees: bool) -> None:
        self.agrees = agrees
        self.asked, self.gone = threading.Event(), threading.Event()

    def __enter__(self) -> bool:
        return self.agrees

    def __exit__(self, *error: object) -> None:
        self.gone.set()


def until(awake: KeepAwake, state: Wakefulness) -> None:
    """Wait until an answer has come, at most ten seconds."""
    waiting = threading.Event()
    for _ in range(1000):
        if awake.state is state:
            return
        waiting.wait(0.01)
    pytest.fail(f"still {awake.state}")


def test_awake_is_held_while_an_infusion_runs() -> None:
    """UX-12 The computer is held awake from the start of an infusion until none runs any more."""
    system = System(agrees=True)
    awake = KeepAwake(lambda: system)
    awake.follow(running=True)
    until(awake, Wakefulness.KEPT)
    assert not system.gone.is_set()
    awake.follow(running=True)
    awake.follow(running=False)
    assert system.gone.wait(10)
    assert awake.state is Wakefulness.IDLE


def test_awake_says_when_the_system_does_not_agree() -> None:
    """UX-12 A system that does not agree is known to be able to sleep, so that the footer can say so."""
    awake = KeepAwake(lambda: System(agrees=False))
    awake.follow(running=True)
    until(awake, Wakefulness.MAY_SLEEP)
    awake.follow(running=False)
    assert awake.state is Wakefulness.IDLE


def test_awake_asks_the_real_system_without_an_error() -> None:
    """UX-12 The operating system of this machine gives an answer, whichever it is, and lets go again."""
    with system_hold() as kept:
        assert kept in (True, False)
