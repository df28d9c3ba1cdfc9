"""Keeps the computer awake while an infusion runs, and says when it cannot.

The operating system is asked on a thread of its own, which holds the request until it is let go: one system ties it to
the asking thread, another answers slowly. Asking can fail quietly, so what came of it is looked at and shown
(``ux.md`` 12). Imports no Qt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum


class Wakefulness(StrEnum):
    """What is known: nothing asked, asked and no answer yet, kept awake, or it may sleep."""

    IDLE = "idle"
    ASKED = "asked"
    KEPT = "kept"
    MAY_SLEEP = "may_sleep"


Hold = Callable[[], AbstractContextManager[bool]]
"""Asks the system; the context's value says whether it agreed, and leaving it lets go."""


def system_hold() -> AbstractContextManager[bool]:
    """Return the operating system's own way, through wakepy."""
    return _SystemHold()


class _SystemHold(AbstractContextManager[bool]):
    def __enter__(self) -> bool:
        from wakepy import keep

        self._mode = keep.presenting(on_fail="pass")
        return bool(self._mode.__enter__().active)

    def __exit__(self, *error: object) -> None:
        self._mode.__exit__(None, None, None)


class KeepAwake:
    """Holds the computer awake while it is told to.

    Args:
        hold: How the system is asked.
    """

    def __init__(self, hold: Hold = system_hold) -> None:
        self._hold = hold
        self._state = Wakefulness.IDLE
        self._let_go: threading.Event | None = None

    @property
    def state(self) -> Wakefulness:
        """What is known now."""
        return self._state

    def follow(self, running: bool) -> None:
        """Ask when an infusion begins, let go when none runs any more; returns at once."""
        if running and self._let_go is None:
            self._let_go = threading.Event()
            self._state = Wakefulness.ASKED
            threading.Thread(target=self._keep, args=(self._let_go,), name="keep-awake", daemon=True).start()
        elif not running and self._let_go is not None:
            self._let_go.set()
            self._let_go, self._state = None, Wakefulness.IDLE

    def _keep(self, let_go: threading.Event) -> None:
        with self._hold() as kept:
            if not let_go.is_set():
                self._state = Wakefulness.KEPT if kept else Wakefulness.MAY_SLEEP
            let_go.wait()
