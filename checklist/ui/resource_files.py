"""Where the program's own files (fonts, icons) lie: inside the installed package, or beside it."""

from __future__ import annotations

from pathlib import Path

from checklist.errors import SettingsError

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """Return the path of one resource, for example ``resource("icons", "lock.svg")``.

    Raises:
        SettingsError: ``resources.missing``; the installation is damaged.
    """
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise SettingsError("resources.missing", "a file of the program is missing", file="/".join(parts))
