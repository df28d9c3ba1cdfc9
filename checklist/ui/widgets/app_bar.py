"""The bar of pages that show several patients: word mark, pages, Emergency, who is signed in, lock."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.paint import focus_ring, text_width, write
from checklist.ui.widgets.text import Text


class Tab(msgspec.Struct, frozen=True):
    """One page to go to."""

    id: str
    text: str


class TabButton(QPushButton):
    """The name of a page with a line under it while that page is open."""

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._words = tab.text
        self.setObjectName(f"app_bar.{tab.id}")
        self.setAccessibleName(tab.text)
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def nextCheckState(self) -> None:
        """Leave it to the bar which page is open."""

    def sizeHint(self) -> QSize:
        """Return the room of the words."""
        return QSize(max(px(48), text_width(font(Role.BUTTON), self._words) + px(18)), px(59))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and line."""
        painter = QPainter(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        ink = Token.INK if on or self.isDown() else Token.INK2
        write(painter, rect, self._words, font(Role.BUTTON), ink, align=Qt.AlignmentFlag.AlignCenter)
        if on:
            painter.fillRect(QRectF(0, rect.height() - 4, rect.width(), 4), color(Token.ACCENT))
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(0, 4, 0, -6))
        painter.end()


class AppBar(QWidget):
    """The bar, 60 px high.

    Signals:
        tab_chosen: Id of the page pressed.
        lock_pressed: The lock button was pressed.
        emergency_pressed: The Emergency button was pressed.
    """

    tab_chosen = Signal(str)
    lock_pressed = Signal()
    emergency_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("app_bar")
        self._tabs: dict[str, TabButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(22)
        self._signed_in = Text("", Role.SECONDARY_STRONG, Token.INK2, wrap=False)
        self._emergency = Button("Emergency", "siren", Kind.DANGER, 48, id="app_bar.emergency")
        self._emergency.clicked.connect(self.emergency_pressed)
        self._lock = Button("", "lock", id="app_bar.lock", spoken="Lock")
        self._lock.clicked.connect(self.lock_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 13, 1)
        layout.setSpacing(10)
        layout.addWidget(Text("Chairside", Role.NAME, wrap=False))
        layout.addSpacing(20)
        layout.addLayout(self._row)
        layout.addStretch(1)
        layout.addWidget(self._emergency, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(10)
        layout.addWidget(self._signed_in)
        layout.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignVCenter)
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedHeight(px(60))

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show the pages this person may open."""
        for old in self._tabs.values():
            old.hide()
            old.deleteLater()
        self._tabs = {tab.id: TabButton(tab) for tab in tabs}
        for id, button in self._tabs.items():
            button.clicked.connect(lambda _on=False, id=id: self.tab_chosen.emit(id))
            self._row.addWidget(button)
        order = [*self._tabs.values(), self._emergency, self._lock]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def set_current(self, id: str) -> None:
        """Mark the page that is open."""
        for own, button in self._tabs.items():
            button.setChecked(own == id)

    def set_signed_in(self, text: str) -> None:
        """Say who is signed in, ``M. Lindqvist, supervisor``."""
        self._signed_in.setText(text)

    def set_emergency_shown(self, shown: bool) -> None:
        """Show the Emergency button; it belongs on every page while there are chairs."""
        self._emergency.setVisible(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus between pages by left and right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        tabs = list(self._tabs.values())
        here = next((i for i, tab in enumerate(tabs) if tab.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(tabs):
            event.ignore()
            return
        tabs[here + step].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the hairline under it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(Token.LINE))
        painter.end()
