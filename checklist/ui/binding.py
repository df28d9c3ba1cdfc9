"""Whether the Qt binding can be trusted on this Python (``ux.md`` 15.3). Imports Qt only inside the check."""

from __future__ import annotations

import sys

_CALLS = 200
_SLACK = 100


def binding_is_sound() -> bool:
    """Return False if Qt calls that return nothing take references from None.

    PySide6 6.12.0 on Python before 3.12 loses one at every such call, and the process aborts within
    minutes. From 3.12 on None is immortal and nothing can be lost.
    """
    if sys.version_info >= (3, 12):
        return True
    from PySide6.QtGui import QPainterPath

    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        path.moveTo(0.0, 0.0)
    return sys.getrefcount(None) > before - _SLACK
