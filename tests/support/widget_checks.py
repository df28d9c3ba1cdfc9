"""What a person's hands, eyes and ears ask of a window, found by walking its widgets: each check returns complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from painted_words import Run, words_of
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from checklist.ui.widgets.cover import Cover
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.sheet import Sheet

TOUCH_PX, CHAIR_SIDE_PX, KEY_PX = 48, 56, (80, 54)
"""Least sides of what can be pressed (``ux.md`` 5): anything; at the chair; a number key."""

CHAIR_SIDE = ("footer.", "event.", "lock.emergency", "vitals.record")
_CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
_SLACK = 1.5


def visible(root: QWidget) -> list[QWidget]:
    """Return all that can be seen of a window; under an open sheet only the sheet and what stands around the page."""
    shown = [widget for widget in (root, *root.findChildren(QWidget)) if widget.isVisible()]
    sheet = open_sheet(root)
    if sheet is None:
        return shown
    page = sheet.parentWidget()
    return [w for w in shown if w is sheet or sheet.isAncestorOf(w) or not (w is page or page.isAncestorOf(w))]


def open_sheet(root: QWidget) -> Sheet | None:
    """Return the sheet on top, or None."""
    sheets = [sheet for sheet in root.findChildren(Sheet) if sheet.isVisible()]
    return sheets[-1] if sheets else None


def controls(root: QWidget) -> list[QWidget]:
    """Return all visible controls, enabled or not; the inside of another control and names of columns are none."""
    return [w for w in visible(root) if isinstance(w, _CONTROLS) and not _is_part(w)]


def _is_part(widget: QWidget) -> bool:
    named = isinstance(widget, QHeaderView) and not widget.sectionsClickable()
    return named or isinstance(widget.parentWidget(), QComboBox)


def _is_pressed(table: QTableView) -> bool:
    return table.selectionMode() is not QAbstractItemView.SelectionMode.NoSelection


def name_of(widget: QWidget) -> str:
    """Return an id to read in a failure."""
    parent = widget.parentWidget()
    own = widget.objectName() or (parent.objectName() if parent is not None else "")
    return f"{type(widget).__name__} {own}"


def too_small(root: QWidget) -> list[str]:
    """UX-5: what is smaller than a finger needs."""
    found = []
    for control in controls(root):
        name, wide, tall = control.objectName(), control.width(), control.height()
        least = (TOUCH_PX, TOUCH_PX)
        if name.startswith("key."):
            least = KEY_PX
        elif name.startswith(CHAIR_SIDE) or (".field." in name and isinstance(control, QAbstractButton | NumberField)):
            least = (TOUCH_PX, CHAIR_SIDE_PX)
        if name == "footer.emergency":
            least = (160, CHAIR_SIDE_PX)
        if wide < least[0] or tall < least[1]:
            found.append(f"{name_of(control)} {wide} x {tall}, needs {least[0]} x {least[1]}")
        if (
            isinstance(control, QTableView)
            and _is_pressed(control)
            and control.verticalHeader().defaultSectionSize() < TOUCH_PX
        ):
            found.append(f"rows of {name} {control.verticalHeader().defaultSectionSize()}")
    return found


def nameless(root: QWidget) -> list[str]:
    """UX-9: controls without a spoken name or a stable id, ids that stand twice, painted words that nobody can hear."""
    shown = controls(root)
    found = [f"no name: {name_of(w)}" for w in shown if not w.accessibleName().strip()]
    found += [f"no id: {name_of(w)} {w.accessibleName()}" for w in shown if not w.objectName()]
    twice = [name for name, count in Counter(w.objectName() for w in shown).items() if count > 1]
    found += [f"twice: {name}" for name in twice]
    for widget in visible(root):
        if isinstance(widget, QLabel) or _in_table(widget):
            continue
        if words_of(widget) and not heard(widget):
            found.append(f"painted, not spoken: {name_of(widget)} {words_of(widget)[0].text}")
    return found


def _in_table(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QAbstractItemView) or isinstance(widget, QAbstractItemView)


def heard(widget: QWidget) -> str:
    """Return what a screen reader says of one widget."""
    spoken = QAccessible.queryAccessibleInterface(widget)
    if spoken is None:
        return ""
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    return " ".join(spoken.text(kind) for kind in kinds).strip()


def rich(root: QWidget) -> list[str]:
    """SEC-081: labels that would read markup, and tips that hold any."""
    shown = (root, *root.findChildren(QWidget))
    found = [
        f"reads markup: {name_of(w)}"
        for w in shown
        if isinstance(w, QLabel) and w.textFormat() is not Qt.TextFormat.PlainText
    ]
    found += [f"rich text: {name_of(w)}" for w in shown if isinstance(w, QTextEdit)]
    return found + [f"rich tip: {name_of(w)}" for w in shown if "<" in w.toolTip()]


def cut_off(root: QWidget) -> list[str]:
    """UX-6, UX-7: words that are not whole, words over words, and widgets outside their place."""
    found = []
    for widget in visible(root):
        found += _outside(widget, root)
        runs = words_of(widget)
        whole = QRectF(widget.rect()).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        for run in runs:
            if run.text.rstrip().endswith(("…", "...")) and not isinstance(widget, QLineEdit):
                found.append(f"shortened: {name_of(widget)} “{run.text}”")
            if not _scrolls_by_itself(widget) and not _kept(run, whole):
                found.append(f"cut: {name_of(widget)} “{run.text}” {_box(run.ink)} in {_box(run.clip or whole)}")
        found += [f"over each other: {name_of(widget)} “{a.text}” “{b.text}”" for a, b in _crossing(runs)]
    return found


def _scrolls_by_itself(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit) or isinstance(widget.parentWidget(), QAbstractScrollArea)


def _kept(run: Run, whole: QRectF) -> bool:
    clip = run.clip.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK) if run.clip is not None else whole
    return whole.contains(run.ink) and clip.contains(run.ink)


def _crossing(runs: list[Run]) -> Iterator[tuple[Run, Run]]:
    for at, one in enumerate(runs):
        for other in runs[at + 1 :]:
            shared = one.ink.intersected(other.ink)
            if shared.width() > 1 and shared.height() > 1:
                yield one, other


def _outside(widget: QWidget, root: QWidget) -> list[str]:
    parent = widget.parentWidget()
    if widget is root or parent is None or isinstance(widget, QScrollBar | QLineEdit) or widget.isWindow():
        return []
    room, place = parent.rect(), widget.geometry()
    scrolled = _scroll_of(widget)
    if scrolled is not None:
        room = QRect(QPoint(room.left(), place.top()), QPoint(room.right(), place.bottom()))
    elif isinstance(parent.parentWidget(), QAbstractScrollArea):
        return []
    if room.contains(place) or place.isEmpty():
        return []
    return [f"outside: {name_of(widget)} {_box(place)} in {name_of(parent)} {_box(room)}"]


def _scroll_of(widget: QWidget) -> QScrollArea | None:
    """Return the scroll area whose content a widget is, or None."""
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return area if isinstance(area, QScrollArea) and area.widget() is widget else None


def _box(rect: QRectF | QRect) -> str:
    return f"({rect.left():.0f} {rect.top():.0f} {rect.width():.0f}x{rect.height():.0f})"


def crowded(root: QWidget) -> list[str]:
    """UX-6: siblings that cover each other."""
    found = []
    shown = [w for w in visible(root) if not isinstance(w, Sheet | QScrollBar)]
    by_parent: dict[int, list[QWidget]] = {}
    for widget in shown:
        if widget.parentWidget() is not None and not isinstance(widget.parentWidget(), QAbstractScrollArea):
            by_parent.setdefault(id(widget.parentWidget()), []).append(widget)
    for family in by_parent.values():
        for at, one in enumerate(family):
            for other in family[at + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > 1 and shared.height() > 1 and not _may_cover(one, other):
                    found.append(f"covers: {name_of(one)} {name_of(other)}")
    return found


def _may_cover(one: QWidget, other: QWidget) -> bool:
    """Return whether a strip that comes and goes, a button in a free corner, or the press area of a card covers it."""
    if isinstance(one, Cover) or isinstance(other, Cover):
        return True
    names = {one.objectName(), other.objectName()}
    return bool(names & {"undo_strip", "trend.table"})


def scrolling(root: QWidget) -> list[str]:
    """Return the scroll areas that do not show everything they hold."""
    areas = [w for w in visible(root) if isinstance(w, QAbstractScrollArea)]
    return [name_of(w) for w in areas if w.verticalScrollBar().maximum() > 0 or w.horizontalScrollBar().maximum() > 0]


def read_text(root: QWidget) -> str:
    """Return every word a window holds for eyes or ears, hidden or not."""
    words = []
    for widget in (root, *root.findChildren(QWidget)):
        words += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip()]
        for method in ("text", "toPlainText", "placeholderText", "currentText"):
            read = getattr(widget, method, None)
            if callable(read):
                words.append(str(read()))
    words += _spoken(QAccessible.queryAccessibleInterface(root))
    return "\n".join(words)


def _spoken(node: QAccessibleInterface | None) -> list[str]:
    if node is None:
        return []
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    words = [node.text(kind) for kind in kinds]
    for place in range(min(node.childCount(), 500)):
        words += _spoken(node.child(place))
    return words


def painted_text(root: QWidget) -> str:
    """Return every word that is painted, wrapped lines joined."""
    return "\n".join(" ".join(run.text.strip() for run in words_of(widget)) for widget in visible(root))


def luminance(image: QImage) -> float:
    """Return the mean relative luminance of a picture (WCAG 2.2), 0 to 1, of every third pixel each way."""
    small = image.scaled(image.width() // 3, image.height() // 3).convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(small.constBits()).cast("I"))
    total = sum(colours.values())
    return sum(_relative(colour) * count for colour, count in colours.items()) / total


def _relative(colour: int) -> float:
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tab_walk(root: QWidget, *, back: bool = False, limit: int = 400) -> tuple[list[QWidget], list[str]]:
    """Press Tab until the focus comes round; return where it was, and complaints (UX-8)."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    modifier = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    seen: list[QWidget] = []
    found: list[str] = []
    for _ in range(limit):
        QTest.keyClick(QApplication.focusWidget() or root, key, modifier)
        QApplication.processEvents()
        here = QApplication.focusWidget()
        if here is None:
            return seen, [*found, "the focus is nowhere"]
        if here in seen:
            return seen, found
        seen.append(here)
        if here.visibleRegion().isEmpty():
            found.append(f"focus out of sight: {name_of(here)}")
    return seen, [*found, "the focus does not come round"]


def unreached(root: QWidget, seen: list[QWidget]) -> list[str]:
    """Return the enabled controls that Tab does not reach; the others of an exclusive group are reached by arrows."""
    missed = []
    sheet = open_sheet(root)
    for control in controls(sheet or root):
        if not control.isEnabled() or control in seen:
            continue
        group = control.group() if isinstance(control, QAbstractButton) else None
        if group is not None and any(button in seen for button in group.buttons()):
            continue
        if control.objectName().startswith("key."):
            continue  # the keys of a pad do what the keyboard does; the point goes with the field
        missed.append(name_of(control))
    return missed


def unmarked(seen: list[QWidget], root: QWidget) -> list[str]:
    """Return the controls that look the same with the keyboard focus and with it far away.

    A number field keeps its mark when the focus goes on to a key or to Record: digits still go there.
    """
    found = []
    for widget in seen:
        area, held = _around(widget, root), _scrolled_by(widget)
        beside = [other for other in seen if not _around(other, root).intersects(area)]
        far = next((other for other in beside if _scrolled_by(other) is not held), next(iter(beside), None))
        if far is None or isinstance(widget, NumberField):
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        before = root.grab(_around(widget, root)).toImage()
        far.setFocus(Qt.FocusReason.TabFocusReason)
        widget.ensurePolished()
        if root.grab(_around(widget, root)).toImage() == before:
            found.append(name_of(widget))
    return found


def _scrolled_by(widget: QWidget) -> QScrollArea | None:
    """Return the scroll area a widget lies in: it follows the focus and would move what is looked at."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _around(widget: QWidget, root: QWidget) -> QRect:
    """Return where a widget is, with the edge of the card it fills."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).adjusted(-8, -8, 8, 8)
