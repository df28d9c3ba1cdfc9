"""What this machine must offer before a window can open, checked without importing Qt.

A missing system library would end the program in a traceback, and a missing display in an abort inside Qt; both
become one clear message instead. Imports nothing of ours but ``errors``.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import socket
import sys
from pathlib import Path

from checklist.errors import SettingsError

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""Shared library to the Debian package that brings it."""

_QT_LIBRARIES = ("libQt6Core.so.6", "libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6Svg.so.6", "libQt6Network.so.6")


def check_window(*, offscreen: bool) -> None:
    """Raise where no window can be opened here.

    Args:
        offscreen: Windows are only drawn, not shown (the tour without ``--watch``).

    Raises:
        SettingsError: ``machine.library`` (parameters ``library``, ``package``), ``machine.display`` or
            ``machine.qt``.
    """
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError("machine.qt", "PySide6 is not installed")
    if not sys.platform.startswith("linux"):
        return
    folder = Path(next(iter(spec.submodule_search_locations))) / "Qt"
    for name in _QT_LIBRARIES:
        _load(folder / "lib" / name)
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if offscreen or platform.startswith(("offscreen", "minimal", "vnc")):
        return
    if os.environ.get("WAYLAND_DISPLAY") and not platform.startswith("xcb"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise SettingsError("machine.display", "DISPLAY and WAYLAND_DISPLAY are not set")
    if not _answers(display):
        raise SettingsError("machine.display", f"the display {display} does not answer")
    _load(folder / "plugins" / "platforms" / "libqxcb.so")


def _load(path: Path) -> None:
    """Load a library as Qt would, to learn which library it misses."""
    if not path.exists():
        return
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        missing = re.match(r"([^:\s]+\.so[^:\s]*): cannot open", str(error))
        library = missing[1] if missing else path.name
        package = (
            f"{DEBIAN_PACKAGES[library]} (Debian's name)" if library in DEBIAN_PACKAGES else f"what holds {library}"
        )
        raise SettingsError("machine.library", str(error), library=library, package=package) from error


def _answers(display: str) -> bool:
    """Whether an X server listens at a display such as ``:99`` or ``host:0.0``."""
    match = re.fullmatch(r"(?:unix)?([^:]*):(\d+)(?:\.\d+)?", display)
    if match is None:
        return False
    host, number = match[1], int(match[2])
    try:
        if host:
            with socket.create_connection((host, 6000 + number), timeout=2):
                return True
        for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):  # noqa: S108  # where X listens
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
                link.settimeout(2)
                if link.connect_ex(address) == 0:
                    return True
    except OSError:
        return False
    return False
