"""Contestants side by side: run in turn, in an order shuffled anew each round; one ratio a line (performance.md 10)."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Mapping

Contest = Mapping[str, Callable[[], float]]
"""Name to a function that does the work once and returns seconds."""


def rounds(contest: Contest, count: int = 7, seed: int = 7) -> dict[str, list[float]]:
    """Run every contestant ``count`` times after one warm-up; return the seconds of each round by name."""
    order = list(contest)
    shuffle = random.Random(seed)  # an order, not a secret
    for name in order:
        contest[name]()
    times: dict[str, list[float]] = {name: [] for name in order}
    for _ in range(count):
        shuffle.shuffle(order)
        for name in order:
            times[name].append(contest[name]())
    return times


def report(times: Mapping[str, list[float]], yardstick: str, goals: Mapping[str, float]) -> None:
    """Print one line a contestant: its ratio to the yardstick of the same round, median and spread."""
    base = times[yardstick]
    for name, took in times.items():
        median_ms = statistics.median(took) * 1000
        if name == yardstick:
            print(f"{name:44} {'':>6}  yardstick        median {median_ms:,.1f} ms")
            continue
        ratios = sorted(mine / other for mine, other in zip(took, base, strict=True))
        goal = goals.get(name)
        judged = "" if goal is None else f"goal <= {goal:g}  {'ok' if statistics.median(ratios) <= goal else 'OVER'}"
        spread = f"{ratios[0]:.2f}..{ratios[-1]:.2f}"
        print(
            f"{name + ' / ' + yardstick:44} {statistics.median(ratios):6.2f}  {judged:18} {spread}, {median_ms:,.1f} ms"
        )
