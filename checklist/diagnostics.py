"""The program's own log and what happens when something breaks: no names, no values, no secrets (SEC-085).

JSON lines, rotating, ids and codes only. Tracebacks are kept as file names, lines and functions, never with values.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

LOGGER = logging.getLogger("chairside")

_FIELDS = ("code", "seq", "size", "ms", "count", "verdict", "place")
"""Extra fields a log line may carry; anything else is dropped."""


class JsonLines(logging.Formatter):
    """One JSON object a line; control characters and bidi marks come out escaped (CWE-117)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": int(record.created * 1000),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def frames(trace: TracebackType | None) -> list[str]:
    """Return a traceback as ``file:line function``, innermost last, without values."""
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]


def start(folder: Path, level: str) -> None:
    """Write the log into a folder from now on; a folder that cannot be written leaves the program without a log.

    A crash leaves no image of the memory from now on, for that holds names (``ledger-and-security`` 11.3).
    """
    _forbid_core_dumps()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(folder / "chairside.log", maxBytes=1_000_000, backupCount=14, encoding="utf-8")
        crashes = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(JsonLines())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(level.upper())
    LOGGER.propagate = False
    faulthandler.enable(crashes)


def _forbid_core_dumps() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hook(show: Callable[[BaseException], None]) -> None:
    """Log what nobody caught, and have it shown.

    Args:
        show: Tells the person, blocks input and offers to reopen from the ledger.
    """

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        LOGGER.critical("uncaught", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            show(error)

    sys.excepthook = caught
