"""Tab follows the page as it is read: the order of the layouts, not the order in which controls were made.

Qt keeps controls in the order of their making, so that the fields of a line opened last would come after the footer
(``ux.md`` 11: banner first, then page, then footer; in each, left to right and down).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QGridLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QWidget,
)


def in_reading_order(root: QWidget) -> list[QWidget]:
    """Return the controls below a widget that take the keyboard by Tab now."""
    return [widget for widget in _below(root) if _takes_tab(widget)]


def move_focus(root: QWidget, forward: bool) -> bool:
    """Give the focus to the next or the former control below a widget, round at the ends; False where there is none."""
    controls = in_reading_order(root)
    if not controls:
        return False
    step = 1 if forward else -1
    here = next((at for at, control in enumerate(controls) if control.hasFocus()), None)
    if here is None:
        here = -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    controls[(here + step) % len(controls)].setFocus(reason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tabbed and widget.isEnabled() and widget.focusProxy() is None


def _below(widget: QWidget) -> Iterator[QWidget]:
    for child in _children(widget):
        if child.isVisible() and not child.isWindow():
            yield child
            yield from _below(child)


def _children(widget: QWidget) -> list[QWidget]:
    """Return the children of a widget, those in its layout first and in its order, then the others by their place."""
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        return [content] if content is not None else []
    if isinstance(widget, QAbstractItemView | QAbstractScrollArea | QComboBox):
        return []
    layout = widget.layout()
    placed = list(_laid_out(layout)) if layout is not None else []
    own = [child for child in widget.children() if isinstance(child, QWidget) and child not in placed]
    return placed + sorted(own, key=lambda child: (child.y(), child.x()))


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for item in _items(layout):
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _items(layout: QLayout) -> list[QLayoutItem]:
    found = [(at, item) for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
    if isinstance(layout, QGridLayout):
        found.sort(key=lambda pair: _cell(layout, pair[0]))
    return [item for _, item in found]


def _cell(grid: QGridLayout, at: int) -> tuple[int, int]:
    position = cast(tuple[int, int, int, int], grid.getItemPosition(at))  # the stub says object
    return position[:2]
