"""The bundled Inter files and the fonts made of them (``ux.md`` 5)."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from checklist.errors import SettingsError
from checklist.resource_files import resource
from checklist.ui.tokens import TypeRule

FAMILIES = ("Inter", "Segoe UI", "DejaVu Sans")
FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")

_TABULAR = QFont.Tag("tnum")
_PLAIN_FIGURES = QFont.Tag("ss02")


def load_fonts() -> None:
    """Give the four Inter files to Qt; needs a QApplication. Loading twice does no harm.

    Raises:
        SettingsError: ``resources.missing`` or ``resources.font``; the installation is damaged.
    """
    if "Inter" in QFontDatabase.families() and len(QFontDatabase.styles("Inter")) >= len(FILES):
        return
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise SettingsError("resources.font", "a font file cannot be used", file=name)


def make_font(rule: TypeRule, percent: int, *, dim: bool) -> QFont:
    """Build the font of one type role.

    Args:
        rule: Size, weight and figures.
        percent: Text size, 100 to 130.
        dim: True for the dim theme, where numerals take one weight more.
    """
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(max(12, round(rule.px * percent / 100)))
    weight = min(700, rule.weight + 100) if dim and rule.numerals else rule.weight
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if rule.tabular:
        font.setFeature(_TABULAR, 1)
    if rule.plain_figures:
        font.setFeature(_PLAIN_FIGURES, 1)
    return font
