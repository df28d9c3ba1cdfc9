"""A paint device that draws nothing and writes down every run of words a widget paints: what, where, and whether whole.

Most of our words are painted, so only their painting tells what a person reads. Each widget is drawn by itself, in its
own coordinates, with the clip it sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPaintDevice, QPaintEngine, QPaintEngineState, QRegion, QTextItem, QTransform
from PySide6.QtWidgets import QWidget

_CLIP = (
    QPaintEngine.DirtyFlag.DirtyClipPath
    | QPaintEngine.DirtyFlag.DirtyClipRegion
    | QPaintEngine.DirtyFlag.DirtyClipEnabled
)


@dataclass(frozen=True)
class Run:
    """One run of words as painted.

    Attributes:
        text: The words.
        ink: Where their ink lies, in the widget's coordinates.
        clip: Where ink is kept, in the widget's coordinates; None keeps all.
    """

    text: str
    ink: QRectF
    clip: QRectF | None


class _Engine(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.runs: list[Run] = []
        self._clip: QRectF | None = None
        self._move = QTransform()

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        changed = state.state()
        if changed & QPaintEngine.DirtyFlag.DirtyTransform:
            self._move = state.transform()
        if changed & _CLIP:
            area = QRectF(state.clipRegion().boundingRect())
            path = state.clipPath().boundingRect()
            found = area if not area.isEmpty() else path
            self._clip = self._move.mapRect(found) if state.isClipEnabled() and not found.isEmpty() else None

    def drawTextItem(self, at: QPointF, item: QTextItem) -> None:
        ink = QFontMetricsF(item.font()).tightBoundingRect(item.text()).translated(at)
        if item.text().strip():
            self.runs.append(Run(item.text(), self._move.mapRect(ink), self._clip))

    def drawPixmap(self, *_what: Any) -> None: ...
    def drawTiledPixmap(self, *_what: Any) -> None: ...
    def drawImage(self, *_what: Any) -> None: ...
    def drawPath(self, *_what: Any) -> None: ...
    def drawRects(self, *_what: Any) -> None: ...
    def drawPolygon(self, *_what: Any) -> None: ...
    def drawLines(self, *_what: Any) -> None: ...
    def drawPoints(self, *_what: Any) -> None: ...
    def drawEllipse(self, *_what: Any) -> None: ...


class _Listener(QPaintDevice):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        metric = QPaintDevice.PaintDeviceMetric
        self.engine = _Engine()
        self._metrics = {
            metric.PdmWidth: width,
            metric.PdmHeight: height,
            metric.PdmDpiX: 96,
            metric.PdmDpiY: 96,
            metric.PdmPhysicalDpiX: 96,
            metric.PdmPhysicalDpiY: 96,
            metric.PdmDepth: 32,
            metric.PdmNumColors: 2**31 - 1,
            metric.PdmWidthMM: width // 4,
            metric.PdmHeightMM: height // 4,
            metric.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 1)


def words_of(widget: QWidget) -> list[Run]:
    """Return what one widget itself paints, its children left out."""
    listener = _Listener(max(1, widget.width()), max(1, widget.height()))
    widget.render(listener, QPoint(0, 0), QRegion(), QWidget.RenderFlag(0))
    return listener.engine.runs
