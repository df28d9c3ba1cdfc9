"""Tab follows the page as it is read, not the order in which controls were made.

Qt keeps controls in the order of their making, so that the fields of a line opened last would come after the footer
(``ux.md`` 11: banner first, then page, then footer; in each, left to right and down). The order is taken from where
things stand: what stands side by side is read as columns, each to its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QScrollArea, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def in_reading_order(root: QWidget) -> list[QWidget]:
    """Return the controls below a widget that take the keyboard by Tab now."""
    return [widget for widget in _below(root, None) if _takes_tab(widget)]


def move_focus(root: QWidget, forward: bool) -> bool:
    """Give the focus to the next or the former control below a widget, round at the ends.

    Also asked by Qt when the control with the focus goes away: what stands beside it takes the focus then.

    Returns:
        False where no control can take it.
    """
    focus = root.focusWidget()
    order = [widget for widget in _below(root, focus) if widget is focus or _takes_tab(widget)]
    if not forward:
        order.reverse()
    here = next((at for at, widget in enumerate(order) if widget is focus), -1)
    following = next((widget for widget in order[here + 1 :] + order[: max(here, 0)]), None)
    if following is None:
        return False
    following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _below(widget: QWidget, focus: QWidget | None) -> Iterator[QWidget]:
    for child in _children(widget, focus):
        yield child
        yield from _below(child, focus)


def _children(widget: QWidget, focus: QWidget | None) -> list[QWidget]:
    """Return the visible children of a widget as they are read, and the one with the focus though it be hidden.

    The inside of a stock control is no part of it.
    """
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        return [content] if content is not None else []
    if isinstance(widget, QAbstractScrollArea | QComboBox):
        return []
    found = widget.findChildren(QWidget, options=_DIRECT)
    return _as_read(
        [child for child in found if (child.isVisible() or _leads_to(child, focus)) and not child.isWindow()]
    )


def _leads_to(widget: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (widget is focus or widget.isAncestorOf(focus))


def _as_read(widgets: list[QWidget]) -> list[QWidget]:
    """Sort widgets into bands that lie below each other; in a band from left to right, then down."""
    ordered: list[QWidget] = []
    band: list[QWidget] = []
    end = 0
    for widget in sorted(widgets, key=lambda one: one.y()):
        if band and widget.y() >= end:
            ordered += sorted(band, key=lambda one: (one.x(), one.y()))
            band = []
        end = max(end, widget.geometry().bottom()) if band else widget.geometry().bottom()
        band.append(widget)
    return ordered + sorted(band, key=lambda one: (one.x(), one.y()))
