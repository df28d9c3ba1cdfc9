"""Findings (temporary)."""

import json, os, time
import pytest
from real_window import SIZES
from scenes import SCENES
import widget_checks as wc


@pytest.mark.parametrize("name", SCENES)
def test_probe(real, name) -> None:
    t = time.time()
    SCENES[name](real)
    t1 = time.time()
    out = {}
    for size in SIZES:
        real.look(size, dim=False)
        real.settle()
        w = real.window
        out[size] = dict(
            small=wc.too_small(w),
            nameless=wc.nameless(w),
            cut=wc.cut_off(w),
            crowded=wc.crowded(w),
            scroll=wc.scrolling(w),
        )
    t2 = time.time()
    real.look("usual", dim=False)
    lum = wc.luminance(real.window.grab().toImage())
    real.look("usual", dim=True)
    lumd = wc.luminance(real.window.grab().toImage())
    out["lum"] = [round(lum * 100, 1), round(lumd * 100, 2)]
    t3 = time.time()
    seen, bad = wc.tab_walk(real.window)
    out["tab"] = dict(
        n=len(seen), bad=bad, unreached=wc.unreached(real.window, seen), unmarked=wc.unmarked(seen, real.window)
    )
    out["time"] = [round(x, 2) for x in (t1 - t, t2 - t1, t3 - t2, time.time() - t3)]
    os.makedirs("/tmp/h10/probe", exist_ok=True)
    from pathlib import Path

    Path(f"/tmp/h10/probe/{name}.json").write_text(json.dumps(out))
