"""The trend against a frame of the screen (16.7 ms): repaint of 5,000 points, and drawing several hundred sets anew.

Processor time, so that a busy machine does not count. Run: ``uv run bench/trend.py``. Needs no display.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _rounds import report, rounds
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from checklist.audit.trend import MINUTE_MS, WINDOW_MIN, Threshold, Trend, TrendMark, TrendSet
from checklist.ui import theme
from checklist.ui.monitoring.trend_view import TrendView

START_MS = 1_795_339_440_000
FRAME_S = 1 / 60
SIZE = (1000, 400)
LIMITS = (Threshold("sbp", high=True, value=160), Threshold("spo2", high=False, value=94))


def trend_of_sets(count: int) -> Trend:
    """Return a trend with ``count`` sets spread over the 75 minutes shown."""
    first = START_MS - 15 * MINUTE_MS
    step = WINDOW_MIN * MINUTE_MS // count
    sets = tuple(
        TrendSet(
            first + n * step,
            {
                "sbp": str(120 + n % 50),
                "dbp": str(70 + n % 30),
                "hr": str(70 + n % 40),
                "spo2": str(93 + n % 7),
            },
        )
        for n in range(count)
    )
    return Trend(
        sets=sets,
        marks=(TrendMark(START_MS, "Start"),),
        thresholds=LIMITS,
        tz_min=0,
        now_ms=START_MS + 45 * MINUTE_MS,
        start_ms=START_MS,
        end_ms=START_MS + 40 * MINUTE_MS,
    )


def repaint(view: TrendView) -> Callable[[], float]:
    """Time one repaint of what is kept."""

    def once() -> float:
        began = time.process_time()
        view.repaint()
        return time.process_time() - began

    return once


def drawn_anew(view: TrendView) -> Callable[[], float]:
    """Time drawing list and picture together, as after a new set."""

    def once() -> float:
        began = time.process_time()
        view.restyle()
        view.repaint()
        return time.process_time() - began

    return once


def main() -> None:
    """Print one ratio a line."""
    app = QApplication([])
    theme.install(app)
    views = {}
    for count in (300, 1667, 5000):
        view = TrendView()
        view.resize(*SIZE)
        view.set_trend(trend_of_sets(count))
        view.show()
        views[count] = view
    QCoreApplication.processEvents()
    contest = {
        "frame": lambda: FRAME_S,
        "repaint, 5,000 sets kept": repaint(views[5000]),
        "drawn anew, 300 sets": drawn_anew(views[300]),
        "drawn anew, 5,000 points (1,667 sets)": drawn_anew(views[1667]),
    }
    goals = {"repaint, 5,000 sets kept": 0.12, "drawn anew, 300 sets": 1.0}
    report(rounds(contest, 15), "frame", goals)


if __name__ == "__main__":
    main()
