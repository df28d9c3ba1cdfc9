"""One styled QApplication for every widget test, and a camera.

Offscreen is chosen before Qt is imported; a run that names another platform keeps it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from checklist.ui import theme
from checklist.ui.theme import Theme

Shoot = Callable[..., QImage]


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[QApplication]:
    """The application with fonts and the light theme, without motion; whatever a test changed is put back."""
    theme.install(qapp, Theme(motion=False))
    yield qapp
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.use(qapp, Theme(motion=False))


@pytest.fixture
def shoot(styled: QApplication) -> Iterator[Shoot]:
    """Draw a widget as it would be seen; keep the picture where ``CHAIRSIDE_SHOTS`` names a directory.

    ``shoot(widget, name, size=(1366, 768), dim=False, percent=100)`` returns the picture.
    """
    taken: list[QWidget] = []

    def take(
        widget: QWidget,
        name: str,
        size: tuple[int, int] | None = (1366, 768),
        *,
        dim: bool = False,
        percent: int = 100,
    ) -> QImage:
        theme.use(styled, Theme(dim=dim, percent=percent, motion=False))
        taken.append(widget)
        if size is not None:
            widget.resize(*size)
        widget.show()
        for _ in range(3):
            styled.processEvents()
        image = widget.grab().toImage()
        folder = os.environ.get("CHAIRSIDE_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            image.save(str(Path(folder) / f"{name}{'-dim' if dim else '-light'}.png"))
        return image

    yield take
    for widget in taken:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
