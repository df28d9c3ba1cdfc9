"""The look of the monitoring page: sizes, names, light, and that nothing is cut off."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from checklist.session.commands import EndInfusion
from checklist.ui import theme
from checklist.ui.pages.monitoring import MonitoringPage
from checklist.ui.theme import Theme
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from conftest import Chair

USUAL, COMPACT = (1166, 632), (1204, 600)


def running(chair: Chair) -> None:
    chair.run()


def over(chair: Chair) -> None:
    chair.run()
    chair.bed.wait(1)
    chair.take(type(chair).vital_signs("168/104", "108", "96", "16", "4"))


def recovery(chair: Chair) -> None:
    chair.run()
    chair.bed.wait(21.3)
    chair.bed.must(EndInfusion("100"))


STATES = [running, over, recovery]


def shown(chair: Chair, size: tuple[int, int], look: Theme) -> MonitoringPage:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, look)
    page = chair.open_page()
    page.resize(*size)
    for _ in range(3):
        QCoreApplication.processEvents()
    return page


def visible(page: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in page.findChildren(kind) if widget.isVisible()]


def luminance(image: QImage) -> float:
    """Return mean relative luminance, 0 to 1 (WCAG 2.2)."""
    small = image.scaled(120, 66)
    total = 0.0
    for x in range(small.width()):
        for y in range(small.height()):
            colour = small.pixelColor(x, y)
            parts = [colour.redF(), colour.greenF(), colour.blueF()]
            red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
            total += 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return total / (small.width() * small.height())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [USUAL, COMPACT])
def test_the_page_fits_without_scrolling(chair: Chair, state: Callable[[Chair], None], size: tuple[int, int]) -> None:
    """UX-6 The whole page fits the usual and the compact window at 100 % text, with nothing to scroll."""
    state(chair)
    page = shown(chair, size, Theme(dim=True, motion=False))
    areas = [area for area in visible(page, QScrollArea) if isinstance(area, QScrollArea)]
    assert all(area.verticalScrollBar().maximum() == 0 for area in areas)
    assert all(area.horizontalScrollBar().maximum() == 0 for area in areas)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("percent", [100, 115, 130])
def test_no_text_is_cut_off(chair: Chair, state: Callable[[Chair], None], percent: int) -> None:
    """UX-7 No words are cut off up to 130 % text; where there is too little room the columns scroll downwards."""
    state(chair)
    page = shown(chair, (1106, 580) if percent == 130 else USUAL, Theme(dim=True, percent=percent, motion=False))
    for text in visible(page, Text):
        assert isinstance(text, QLabel)
        needed = text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
        assert text.height() >= needed - 1, text.text()
        if not text.wordWrap():
            assert text.width() >= text.sizeHint().width() - 1, text.text()
    for button in visible(page, QAbstractButton):
        assert button.width() >= button.minimumSizeHint().width() - 1, button.objectName()
        assert button.height() >= button.minimumSizeHint().height() - 1, button.objectName()
    for area in visible(page, QScrollArea):
        assert isinstance(area, QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0, percent


@pytest.mark.parametrize("asks", ["line", "missing"])
@pytest.mark.parametrize(("size", "percent"), [(USUAL, 100), (COMPACT, 100), ((1106, 580), 130)])
def test_what_takes_the_place_of_the_keys_fits(chair: Chair, asks: str, size: tuple[int, int], percent: int) -> None:
    """UX-7 The typed line and the question about what was left out fit where the keys stood, with no words cut off."""
    chair.run()
    page = shown(chair, size, Theme(dim=True, percent=percent, motion=False))
    if asks == "line":
        page.command_key("Ctrl+T")
        QTest.keyClicks(chair.find("vitals.typed"), "218/84 97 98 16")
    else:
        chair.keys("14893")
        chair.press("vitals.record")
    for _ in range(3):
        QCoreApplication.processEvents()
    for text in visible(page, Text):
        assert isinstance(text, QLabel)
        needed = text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
        assert text.height() >= needed - 1, text.text()
    for button in visible(page, QAbstractButton):
        assert button.width() >= button.minimumSizeHint().width() - 1, button.objectName()
        assert min(button.width(), button.height()) >= 48, button.objectName()
        assert button.accessibleName(), button.objectName()
    if percent == 100:
        areas = [area for area in visible(page, QScrollArea) if isinstance(area, QScrollArea)]
        assert all(area.verticalScrollBar().maximum() == 0 for area in areas)


@pytest.mark.parametrize("state", STATES)
def test_targets_are_large_enough(chair: Chair, state: Callable[[Chair], None]) -> None:
    """UX-5 Nothing pressable is under 48 px; tiles, Record and fields are 56 px high, number keys 80 by 54 px."""
    state(chair)
    page = shown(chair, COMPACT, Theme(dim=True, motion=False))
    for button in visible(page, QAbstractButton):
        assert min(button.width(), button.height()) >= 48, button.objectName()
        if button.objectName().startswith(("event.", "vitals.record", "lines.")):
            assert button.height() >= 56, button.objectName()
        if button.objectName().startswith("key."):
            assert button.width() >= 80, button.objectName()
            assert button.height() >= 54, button.objectName()
    assert all(field.height() >= 56 for field in visible(page, QLineEdit))


@pytest.mark.parametrize("state", STATES)
def test_every_control_has_a_name(chair: Chair, state: Callable[[Chair], None]) -> None:
    """UX-9 Every button and field has an accessible name and a stable id, each id once; painted widgets speak too."""
    state(chair)
    page = shown(chair, USUAL, Theme(dim=True, motion=False))
    controls = visible(page, QAbstractButton) + visible(page, QLineEdit)
    ids = [control.objectName() for control in controls]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert all(control.accessibleName() for control in controls)
    for name in ("clock.infusion", "clock.next", "clock.patient", "trend"):
        assert chair.find(name).accessibleName()


def test_the_dim_page_stays_dark_and_the_light_one_bright(chair: Chair) -> None:
    """UX-4 The dim page gives at most 4.5 % mean luminance, the light one at least 80 %."""
    chair.run()
    dark = luminance(shown(chair, USUAL, Theme(dim=True, motion=False)).grab().toImage())
    assert chair.page is not None
    chair.page.close()
    light = luminance(shown(chair, USUAL, Theme(motion=False)).grab().toImage())
    assert dark <= 0.045
    assert light >= 0.80


def test_repainting_takes_no_reference_from_none(chair: Chair) -> None:
    """UX-1 Two hundred repaints of the page leave the count of references to None where it was or higher."""
    chair.run()
    page = shown(chair, USUAL, Theme(dim=True, motion=False))
    page.grab()
    before = sys.getrefcount(None)
    for _ in range(200):
        chair.wait(seconds=1)
        page.grab()
    assert sys.getrefcount(None) > before - 500


def test_the_theme_changes_in_place(chair: Chair) -> None:
    """A change of theme repaints the trend in the new colours and keeps what is typed."""
    chair.run()
    page = shown(chair, USUAL, Theme(motion=False))
    chair.keys("148")
    light = page.grab().toImage()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, Theme(dim=True, motion=False))
    QCoreApplication.processEvents()
    dim = page.grab().toImage()
    assert luminance(dim) < luminance(light) / 4
    assert chair.find("item.mon.vitals.field.sbp").property("text") == "148/"
