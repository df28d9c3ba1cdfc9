"""The one bridge between the window and the service: a single writer thread that does its work in order.

The GUI thread hands over work and goes on; the result (a frozen value) or the error comes back to the GUI thread. Work
runs strictly in the order it was handed over, so what a nurse tapped first is written first. Service modules are not
imported here: the store is opened by the first piece of work, after the first paint. Nothing retries and nothing is
dropped: after ``close`` the work already handed over is finished first.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import msgspec
from PySide6.QtCore import QObject, Qt, Signal

from checklist.errors import ChecklistError

if TYPE_CHECKING:
    from checklist.service.workstation import Workstation

T = TypeVar("T")


class _Outcome(msgspec.Struct, frozen=True):
    """Finished work on its way to the GUI thread."""

    future: Future[object]
    done: Callable[[object], None]
    failed: Callable[[ChecklistError], None]


class SessionBridge(QObject):
    """Hands work to the writer thread and brings results back.

    Args:
        crashed: Called in the GUI thread with an error that is none of ours: the program can no longer be trusted.
    """

    _came = Signal(object)

    def __init__(self, crashed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._crashed = crashed
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting = 0
        self._closed = False
        self._workstation: Workstation | None = None
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> int:
        """How many pieces of work have not come back yet."""
        return self._waiting

    def use(self, workstation: Workstation) -> None:
        """Give this open workstation to the work asked for from now on."""
        self._workstation = workstation

    def ask(
        self,
        work: Callable[[Workstation], T],
        done: Callable[[T], None],
        failed: Callable[[ChecklistError], None],
    ) -> None:
        """Run ``work`` on the writer thread; ``done`` or ``failed`` follows in the GUI thread.

        Raises:
            RuntimeError: The workstation is not open yet; no page may ask before that.
        """
        workstation = self._workstation
        if workstation is None:
            msg = "asked before the workstation was open"
            raise RuntimeError(msg)
        self.submit(lambda: work(workstation), done, failed)

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ChecklistError], None],
    ) -> None:
        """Run ``work`` that needs no open workstation on the writer thread."""
        self._waiting += 1
        future = self._writer.submit(work)
        # The three belong together by construction; a signal can carry only one object, whose T is lost on the way.
        outcome = _Outcome(future, done, failed)  # type: ignore[arg-type]  # see the line above
        future.add_done_callback(lambda _: self._came.emit(outcome))

    def close(self) -> None:
        """Finish the work already handed over, then stop the thread; takes as long as that work does.

        Nobody is told of it any more: what there was to tell it to is going.
        """
        self._closed = True
        self._writer.shutdown(wait=True)

    def abandon(self) -> None:
        """After a crash: drop what was not begun, so that nothing more is written on a state nobody trusts."""
        self._writer.shutdown(wait=False, cancel_futures=True)

    def _deliver(self, outcome: _Outcome) -> None:
        self._waiting -= 1
        if self._closed or outcome.future.cancelled():
            return
        error = outcome.future.exception()
        if error is None:
            outcome.done(outcome.future.result())
        elif isinstance(error, ChecklistError):
            outcome.failed(error)
        else:
            self._crashed(error)
