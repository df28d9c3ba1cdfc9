"""Long reads beside the window: verify and export run in a small pool, with progress and a stop flag.

Nothing here writes clinical entries. Work gets a ``report(done, total) -> bool`` that it calls as often as it likes: at
most ten calls a second reach the screen, and False tells the work to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal

from checklist.errors import ChecklistError

T = TypeVar("T")

PROGRESS_GAP_MS = 100
"""Shortest time between two progress signals (``ux.md`` 15.5)."""


class Progress(msgspec.Struct, frozen=True):
    """How far work has come: ``done`` of ``total`` pieces, after ``elapsed_ms`` milliseconds."""

    done: int
    total: int
    elapsed_ms: int

    @property
    def left_ms(self) -> int | None:
        """Milliseconds left at the rate so far, or None while that cannot be told."""
        if self.done <= 0 or self.total < self.done:
            return None
        return self.elapsed_ms * (self.total - self.done) // self.done


class _Outcome(msgspec.Struct, frozen=True):
    """Finished work on its way to the GUI thread."""

    task: Task
    future: Future[object]
    done: Callable[[object], None]
    failed: Callable[[ChecklistError], None]


class Task(QObject):
    """One piece of long work.

    Signals:
        progressed: A ``Progress``, at most ten a second, in the GUI thread.
    """

    progressed = Signal(object)
    _reported = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stopped = False
        self._last_ms = -PROGRESS_GAP_MS
        self._furthest = 0
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._began = QElapsedTimer()
        self._began.start()

    @property
    def stopped(self) -> bool:
        """Whether a stop was asked for."""
        return self._stopped

    def stop(self) -> None:
        """Ask the work to end at its next report."""
        self._stopped = True

    def report(self, done: int, total: int) -> bool:
        """Take a report from the pool's thread; False when the work should stop."""
        elapsed = self._began.elapsed()
        self._furthest = max(self._furthest, done)  # the bar never runs backward
        if done >= total or elapsed - self._last_ms >= PROGRESS_GAP_MS:
            self._last_ms = elapsed
            self._reported.emit(Progress(self._furthest, total, elapsed))
        return not self._stopped

    def _pass_on(self, progress: Progress) -> None:
        self.progressed.emit(progress)


class Background(QObject):
    """The pool of readers.

    Args:
        crashed: Called in the GUI thread with an error that is none of ours.
    """

    _came = Signal(object)

    def __init__(self, crashed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._crashed = crashed
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")
        self._tasks: set[Task] = set()
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Callable[[int, int], bool]], T],
        done: Callable[[T], None],
        failed: Callable[[ChecklistError], None],
    ) -> Task:
        """Start ``work`` in the pool; it opens and closes its own read-only connection."""
        task = Task()
        self._tasks.add(task)
        future = self._pool.submit(work, task.report)
        # ``done`` takes what this future gives; a signal carries one object, whose T is lost on the way.
        outcome = _Outcome(task, future, done, failed)  # type: ignore[arg-type]  # see the line above
        future.add_done_callback(lambda _: self._came.emit(outcome))
        return task

    def close(self) -> None:
        """Ask all work to stop and wait until it has."""
        for task in tuple(self._tasks):
            task.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, outcome: _Outcome) -> None:
        self._tasks.discard(outcome.task)
        if outcome.future.cancelled():
            return
        error = outcome.future.exception()
        if error is None:
            outcome.done(outcome.future.result())
        elif isinstance(error, ChecklistError):
            outcome.failed(error)
        else:
            self._crashed(error)
