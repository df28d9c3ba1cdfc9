"""Help for the page on screen (F1): what the page is for, and the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from checklist.ui import texts
from checklist.ui.keyboard import KEYS
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

_ALWAYS = (
    ("Tab, Shift+Tab", "Next, previous control"),
    ("Enter", "Record the current line; in a sheet, its main button"),
    ("Space", "Press the focused button"),
    ("Esc", "Close a sheet; nothing typed is lost"),
)


class HelpSheet(Sheet):
    """The sheet.

    Args:
        text: What the page is for.
        locked: Only the keys that work on the lock page are listed.
    """

    def __init__(self, text: str, *, locked: bool = False) -> None:
        super().__init__("Help", id="help", cancel="Close", width=640)
        if text:
            self.body.addWidget(Text(text, Role.ITEM))
        self.body.addWidget(Text(texts.NOT_AN_ALARM, Role.SECONDARY, Token.INK2))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 8, 8, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, (keys, does) in enumerate(_lines(locked)):
            grid.addWidget(Text(keys, Role.SECONDARY_STRONG, wrap=False), row, 0)
            grid.addWidget(Text(does, Role.SECONDARY, Token.INK2), row, 1)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(inner)


def _lines(locked: bool) -> list[tuple[str, str]]:
    """Return keys and what they do; a run such as ``Ctrl+1`` to ``Ctrl+6`` is one line."""
    lines: dict[str, tuple[str, str]] = {}
    for key in KEYS:
        if locked and not key.locked:
            continue
        stem, last = key.keys[0][:-1], key.keys[0][-1]
        run = last.isdigit() and key.does.endswith(last)
        if run and stem in lines:
            lines[stem] = (f"{stem}1 to {stem}{last}", key.does.removesuffix(last).rstrip() + f" 1 to {last}")
        else:
            lines[stem if run else key.keys[0]] = (key.keys[0].replace("Return", "Enter"), key.does)
    return [*lines.values(), *_ALWAYS]
