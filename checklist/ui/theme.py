"""The theme in force: colours, fonts, sizes, and how they reach every widget without a restart.

Fusion, one palette, and one generated style sheet for stock inputs only; everything else is painted from
tokens. Painted widgets ask ``color``, ``font`` and ``px`` while they paint or measure, so ``use`` only has to
measure and repaint them again. A widget that keeps something made from the theme (a font set on a label)
has a method ``restyle()``, which ``use`` calls.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Protocol, runtime_checkable

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from checklist.ui.fonts import load_fonts, make_font
from checklist.ui.style_sheet import style_sheet
from checklist.ui.tokens import DIM, LIGHT, TYPE, Role, Token

TEXT_SIZES = (100, 115, 130)
FADE_MS = 120


class Theme(msgspec.Struct, frozen=True):
    """One way the program looks.

    Attributes:
        dim: True while an infusion or recovery runs at this workstation, or by ``Ctrl+D``.
        percent: Text size, one of ``TEXT_SIZES``.
        contrast: The system asks for more contrast: secondary inks and edges become full ink.
        motion: False if the system asks for reduced motion.
    """

    dim: bool = False
    percent: int = 100
    contrast: bool = False
    motion: bool = True

    def hex(self, token: Token) -> str:
        """Return the colour of a token as ``#RRGGBB``."""
        if self.contrast and token in (Token.INK2, Token.INK3, Token.EDGE):
            token = Token.INK
        return (DIM if self.dim else LIGHT)[token]


@runtime_checkable
class Styled(Protocol):
    """A widget that keeps something made from the theme."""

    def restyle(self) -> None:
        """Make it again from the theme now in force."""
        ...


class _Holder(QObject):
    """The theme in force; ``changed`` follows each ``use``."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme()
        self.sheet = ""


_holder = _Holder()


def current() -> Theme:
    """Return the theme in force."""
    return _holder.theme


def on_change() -> _Holder:
    """Return the object whose ``changed`` signal (no argument) follows each change of theme."""
    return _holder


def hex_of(token: Token) -> str:
    """Return the colour of a token in the theme in force as ``#RRGGBB``."""
    return _holder.theme.hex(token)


@lru_cache(maxsize=256)
def _colour(value: str) -> QColor:
    return QColor(value)


def color(token: Token) -> QColor:
    """Return the colour of a token in the theme in force; shared, so never change it."""
    return _colour(_holder.theme.hex(token))


@lru_cache(maxsize=256)
def _font(role: Role, percent: int, dim: bool) -> QFont:
    return make_font(TYPE[role], percent, dim=dim)


def font(role: Role) -> QFont:
    """Return the font of a type role in the theme in force; shared, so copy before you change it."""
    return _font(role, _holder.theme.percent, _holder.theme.dim)


def px(size: float) -> int:
    """Return a length that goes with the text, in logical pixels; ``size`` is the length at 100 %."""
    return round(size * _holder.theme.percent / 100)


def _palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    pairs = (
        (roles.Window, Token.BG),
        (roles.WindowText, Token.INK),
        (roles.Base, Token.RAISED),
        (roles.AlternateBase, Token.SUNKEN),
        (roles.Text, Token.INK),
        (roles.Button, Token.RAISED),
        (roles.ButtonText, Token.INK),
        (roles.PlaceholderText, Token.INK3),
        (roles.BrightText, Token.ON_ALARM),
        (roles.Highlight, Token.ACCENT_FILL),
        (roles.HighlightedText, Token.ON_ACCENT),
        (roles.Link, Token.ACCENT),
        (roles.LinkVisited, Token.ACCENT),
        (roles.ToolTipBase, Token.SURFACE),
        (roles.ToolTipText, Token.INK),
        (roles.Accent, Token.ACCENT),
        (roles.Light, Token.RAISED),
        (roles.Midlight, Token.SURFACE),
        (roles.Mid, Token.LINE),
        (roles.Dark, Token.EDGE),
        (roles.Shadow, Token.EDGE),
    )
    palette = QPalette()
    for role, token in pairs:
        palette.setColor(role, QColor(theme.hex(token)))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.hex(Token.INK3)))
    return palette


def install(app: QApplication, theme: Theme | None = None) -> None:
    """Set style, fonts and theme once, before the first window.

    Raises:
        SettingsError: The bundled fonts are missing or broken.
    """
    load_fonts()
    app.setStyle("Fusion")
    app.setCursorFlashTime(0)  # nothing blinks (ux.md 5)
    use(app, theme or Theme())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold back the garbage collector: Qt walks bare pointers while our Python code runs in between.

    A page that was let go and is collected in that moment would be painted after its end.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


_DRESSED = "chairside_dressed"


def dress(widget: QWidget) -> None:
    """Give a stock input, scroll bar or table the one style sheet, now and with every change of theme.

    A sheet on the whole application would do the same, and make Qt polish thousands of painted widgets anew that it
    says nothing about: a third of a second at each change, and a slower start.
    """
    widget.setProperty(_DRESSED, True)
    widget.setStyleSheet(_holder.sheet)


def use(app: QApplication, theme: Theme) -> None:
    """Change to another theme: every widget alive takes it up at once; the one in force changes nothing."""
    if _holder.sheet and theme == _holder.theme:
        return
    _holder.theme = theme
    _holder.sheet = style_sheet(theme.hex, px)
    with _no_collection():
        app.setPalette(_palette(theme))
        app.setFont(font(Role.ITEM))
        for widget in app.allWidgets():
            if isinstance(widget, Styled):
                widget.restyle()
            if widget.property(_DRESSED):
                widget.setStyleSheet(_holder.sheet)
            widget.updateGeometry()
            widget.update()
    _holder.changed.emit()


def asks_for_contrast(app: QApplication) -> bool:
    """Return whether the system asks for more contrast (``ux.md`` 14)."""
    hints = app.styleHints()  # held: its accessibility hints die with this wrapper
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
