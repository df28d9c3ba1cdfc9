"""Start to lock page beside a bare PySide6 window: ``uv run bench/startup.py``. Process start to first paint.

Both draw offscreen and leave at the first paint of their window. The program is given a practice directory that holds
one session's worth of entries.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _rounds import report, rounds

ROOT = Path(__file__).resolve().parent.parent

BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

OURS = """
import os, sys
os.environ["CHAIRSIDE_BENCH_EXIT"] = sys.argv[2]
from checklist.cli import main
sys.exit(main(["--practice", "--data-dir", sys.argv[1]]))
"""


def main() -> None:
    """Measure and print."""
    compileall.compile_dir(ROOT / "checklist", quiet=2)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:
        _practice(Path(folder) / "data")
        environment["XDG_STATE_HOME"] = environment["XDG_CONFIG_HOME"] = folder

        def timed(code: str, *arguments: str) -> float:
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, check=True)
            return time.perf_counter() - begun

        data = str(Path(folder) / "data")
        times = rounds(
            {
                "bare PySide6 window": lambda: timed(BARE),
                "lock page skeleton": lambda: timed(OURS, data, "skeleton"),
                "lock page with live state": lambda: timed(OURS, data, "live"),
            },
            9,
        )
    report(times, "bare PySide6 window", {"lock page skeleton": 1.05, "lock page with live state": 1.30})


def _practice(folder: Path) -> None:
    from checklist.opening import StoreOpening
    from checklist.service.practice import CLINIC

    StoreOpening(folder, practice=True).create(CLINIC).stop()


if __name__ == "__main__":
    main()
