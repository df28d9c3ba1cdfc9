"""The writer thread and the pool of readers."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checklist.errors import AccessError, LedgerError
from checklist.ui.background import PROGRESS_GAP_MS, Background, Progress
from checklist.ui.session_bridge import SessionBridge


class Heard:
    """What came back, in the order it came."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[str] = []
        self.crashed: list[BaseException] = []


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def bridge(styled: QApplication, heard: Heard) -> Iterator[SessionBridge]:
    made = SessionBridge(heard.crashed.append)
    yield made
    made.close()


def _submit(bridge: SessionBridge, heard: Heard, work) -> None:
    bridge.submit(work, heard.done.append, lambda problem: heard.failed.append(problem.code))


def test_work_is_done_in_the_order_it_was_handed_over(bridge: SessionBridge, heard: Heard, qtbot: QtBot) -> None:
    """A hundred pieces of work run one at a time in the order of the taps, and come back in that order."""
    ran: list[int] = []
    for number in range(100):
        _submit(bridge, heard, lambda number=number: (ran.append(number), number)[1])
    qtbot.waitUntil(lambda: len(heard.done) == 100)
    assert ran == heard.done == list(range(100))


def test_work_runs_beside_the_window_and_comes_back_to_it(bridge: SessionBridge, heard: Heard, qtbot: QtBot) -> None:
    """Work runs on one thread that is not the window's, and its result arrives on the window's thread."""
    places: list[int] = []
    bridge.submit(threading.get_ident, lambda there: places.extend((there, threading.get_ident())), _never)
    bridge.submit(threading.get_ident, places.append, _never)
    qtbot.waitUntil(lambda: len(places) == 3)
    assert places[0] == places[2] != threading.get_ident() == places[1]


def _never(_problem: object) -> None:
    raise AssertionError


def test_an_error_of_ours_is_told_and_work_goes_on(bridge: SessionBridge, heard: Heard, qtbot: QtBot) -> None:
    """UX-13 A ChecklistError comes back as a failure with its code, and the next piece of work still runs."""

    def full() -> None:
        raise LedgerError("store.full", "no room")

    _submit(bridge, heard, full)
    _submit(bridge, heard, lambda: "next")
    qtbot.waitUntil(lambda: heard.done == ["next"])
    assert heard.failed == ["store.full"]
    assert not heard.crashed


def test_any_other_error_is_a_crash(bridge: SessionBridge, heard: Heard, qtbot: QtBot) -> None:
    """An error that is none of ours goes to the crash hook and to no page."""
    _submit(bridge, heard, lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(heard.crashed))
    assert isinstance(heard.crashed[0], ZeroDivisionError)
    assert not heard.done
    assert not heard.failed


def test_closing_finishes_what_was_handed_over(styled: QApplication, heard: Heard) -> None:
    """UX-12 Work handed over before the window closes is done before the program ends."""
    bridge = SessionBridge(heard.crashed.append)
    ran: list[int] = []
    for number in range(20):
        bridge.submit(lambda number=number: ran.append(number), heard.done.append, _never)
    bridge.close()
    assert ran == list(range(20))


def test_a_page_may_not_ask_before_the_store_is_open(bridge: SessionBridge) -> None:
    """Asking before the workstation is open is a fault of the program and says so."""
    with pytest.raises(RuntimeError):
        bridge.ask(lambda station: station, _never, _never)


@pytest.fixture
def pool(styled: QApplication, heard: Heard) -> Iterator[Background]:
    made = Background(heard.crashed.append)
    yield made
    made.close()


def test_progress_is_shown_at_most_ten_times_a_second(pool: Background, heard: Heard, qtbot: QtBot) -> None:
    """UX-19 However often long work reports, its progress reaches the screen at most ten times a second."""
    seen: list[Progress] = []

    def work(report) -> str:
        for done in range(50_000):
            report(done, 50_001)
        return "ready"

    task = pool.run(work, heard.done.append, _never)
    task.progressed.connect(seen.append)
    qtbot.waitUntil(lambda: heard.done == ["ready"])
    gaps = [b.elapsed_ms - a.elapsed_ms for a, b in itertools.pairwise(seen)]
    assert all(gap >= PROGRESS_GAP_MS for gap in gaps)
    assert len(seen) <= 2 + (seen[-1].elapsed_ms // PROGRESS_GAP_MS if seen else 0)


def test_progress_never_runs_backward(pool: Background, heard: Heard, qtbot: QtBot) -> None:
    """UX-19 A report behind an earlier one does not move the bar back, and its end is always shown."""
    seen: list[Progress] = []
    go = threading.Event()

    def work(report) -> str:
        go.wait(5)
        report(9, 10)
        report(3, 10)
        report(10, 10)
        return "ready"

    task = pool.run(work, heard.done.append, _never)
    task.progressed.connect(seen.append)
    go.set()
    qtbot.waitUntil(lambda: heard.done == ["ready"])
    counts = [item.done for item in seen]
    assert counts == sorted(counts)
    assert counts[-1] == 10


def test_long_work_stops_when_asked(pool: Background, heard: Heard, qtbot: QtBot) -> None:
    """Long work is told to stop at its next report, and its own error says that it was stopped."""

    def work(report) -> str:
        while report(1, 2):
            pass
        raise LedgerError("work.stopped", "stopped on request")

    task = pool.run(work, heard.done.append, lambda problem: heard.failed.append(problem.code))
    task.stop()
    qtbot.waitUntil(lambda: heard.failed == ["work.stopped"])


def test_a_foreign_error_in_the_pool_is_a_crash(pool: Background, heard: Heard, qtbot: QtBot) -> None:
    """An error that is none of ours in long work goes to the crash hook."""

    def work(_report) -> str:
        raise KeyError("x")

    pool.run(work, heard.done.append, _never)
    qtbot.waitUntil(lambda: bool(heard.crashed))


def test_an_access_error_is_not_a_fault_of_the_store(bridge: SessionBridge, heard: Heard, qtbot: QtBot) -> None:
    """A person without the right is told so; it is a failure of the act, not a crash."""

    def forbidden() -> None:
        raise AccessError("person.rights", "only a supervisor adds people")

    _submit(bridge, heard, forbidden)
    qtbot.waitUntil(lambda: heard.failed == ["person.rights"])
