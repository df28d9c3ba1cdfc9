"""Start to lock page beside a bare PySide6 window: ``uv run bench/startup.py``. Process start to first paint.

Both draw offscreen and leave at the first paint of their window. The program is given a practice directory that holds
one session's worth of entries.
"""

from __future__ import annotations

import compileall
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _rounds import report, rounds

ROOT = Path(__file__).resolve().parent.parent

PACKAGES = ("PySide6", "cryptography", "keyring", "msgspec", "platformdirs", "shiboken6", "sqlalchemy", "sqlcipher3")
"""Compiled first, or the compiler would be measured where nothing may write byte code."""

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
from checklist.cli import main
import checklist.ui.app as app  # the same module the command imports; here to leave at the measured moment
from PySide6.QtCore import QTimer
begin = app.Program._begin
def painted(self):
    os._exit(0)
def live(self, opened):
    begin(self, opened)
    self.window.repaint()
    os._exit(0)
if sys.argv[2] == "skeleton":
    app.Program.open = painted
else:
    app.Program._begin = live
sys.exit(main(["--practice", "--data-dir", sys.argv[1]]))
"""
"""``open`` is called right after the first paint, ``_begin`` when the store has been opened and checked."""


def main() -> None:
    """Measure and print."""
    for place in (ROOT / "checklist", *map(_folder_of, PACKAGES)):
        compileall.compile_dir(place, quiet=2)
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


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def _practice(folder: Path) -> None:
    from checklist.opening import StoreOpening
    from checklist.service.practice import CLINIC

    StoreOpening(folder, practice=True).create(CLINIC).stop()


if __name__ == "__main__":
    main()
