from scenes import SCENES
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
import widget_checks as wc
import pytest


@pytest.mark.parametrize("n", ["sheet_end"])
def test_d(real, n):
    SCENES[n](real)
    print(
        QApplication.focusWidget(), real.window.focusWidget(), QApplication.activeWindow(), real.window.isActiveWindow()
    )
    for w in wc.visible(real.window):
        if w.hasFocus():
            print("HAS", w)
    f = real.find("item.mon.end.field.given")
    print(f.focusPolicy(), f.isEnabled(), f.focusProxy())
    f.setFocus()
    print(QApplication.focusWidget())
    b = real.find("sheet.end.cancel")
    b.setFocus()
    print(QApplication.focusWidget())
