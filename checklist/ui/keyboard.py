"""The keyboard map of ``ux.md`` 11: one table of keys, what they do, and where they work."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Key(msgspec.Struct, frozen=True):
    """One line of the map.

    Attributes:
        keys: Key sequences, the first one is shown in help.
        does: What it does, for help.
        command: Name handed to the window; a page's own keys keep the sequence itself as their name.
        locked: Works on the lock page too.
        page: Handed on to the page.
    """

    keys: tuple[str, ...]
    does: str
    command: str
    locked: bool = False
    page: bool = False


def _own(keys: str, does: str) -> Key:
    return Key((keys,), does, keys, page=True)


KEYS: tuple[Key, ...] = (
    Key(("F1",), "Help for this page", "help", locked=True),
    Key(("F2",), "Today board", "today"),
    Key(("F3",), "Search", "search"),
    Key(("F8",), "Emergency", "emergency", locked=True),
    Key(("Ctrl+L",), "Lock the screen", "lock"),
    Key(("Ctrl+Shift+L",), "Switch user", "switch"),
    Key(("Ctrl+D",), "Light or dim", "theme", locked=True),
    Key(("Ctrl++", "Ctrl+="), "Larger text", "larger", locked=True),
    Key(("Ctrl+-",), "Smaller text", "smaller", locked=True),
    Key(("Ctrl+0",), "Normal text", "normal", locked=True),
    *(Key((f"Ctrl+{n}",), f"Look at step {n}", f"step.{n}") for n in range(1, 7)),
    Key(("Ctrl+Z",), "Undo the last entry (10 s)", "undo"),
    Key(("Ctrl+Return", "Ctrl+Enter"), "Close the step, when it can be closed", "Ctrl+Enter", page=True),
    _own("Alt+L", "Later, for the current line"),
    _own("Alt+A", "Not applicable, for the current line"),
    _own("Alt+X", "Exception, for the current line"),
    _own("Alt+N", "Note"),
    *(_own(f"Alt+{n}", f"Event tile {n}") for n in range(1, 9)),
    _own("F5", "Refresh the list"),
    _own("Ctrl+F", "Search box"),
    _own("Ctrl+E", "Export"),
    _own("Ctrl+P", "PDF"),
    _own("Ctrl+T", "Vital signs in one typed line"),
    _own("Ctrl+Shift+T", "Trend as a table and back"),
)


class Keyboard:
    """Connects the map to a window.

    Args:
        window: Whose keys these are.
        press: Called with the command of a key.
        page_key: Called with the name of a key that belongs to the page.
        locked: Tells whether the lock page is up.
    """

    def __init__(
        self,
        window: QWidget,
        press: Callable[[str], None],
        page_key: Callable[[str], None],
        locked: Callable[[], bool],
    ) -> None:
        self._window = window
        self._press = press
        self._page_key = page_key
        self._locked = locked
        self.shortcuts = [shortcut for key in KEYS for shortcut in self._shortcuts(key)]

    def _shortcuts(self, key: Key) -> list[QShortcut]:
        return [self._shortcut(sequence, key) for sequence in key.keys]

    def _shortcut(self, sequence: str, key: Key) -> QShortcut:
        shortcut = QShortcut(QKeySequence(sequence), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._run(key))
        return shortcut

    def _run(self, key: Key) -> None:
        if self._locked() and not key.locked:
            return
        if key.page:
            self._page_key(key.command)
        else:
            self._press(key.command)
