"""The six steps at the left, always the same; the open one lists its sections beneath it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Token
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.rail_step import COMPACT, WIDE, RailSection, RailStep, SectionFacts, StepFacts
from checklist.ui.widgets.scroll import Scroll


class RailFacts(msgspec.Struct, frozen=True):
    """What the rail shows.

    Attributes:
        steps: In order.
        current: Key of the step whose page is open.
        sections: Sections of that step, listed beneath it.
    """

    steps: tuple[StepFacts, ...]
    current: str
    sections: tuple[SectionFacts, ...] = ()


def _outline(facts: RailFacts) -> tuple[object, ...]:
    steps = tuple((step.key, step.short) for step in facts.steps)
    return steps, facts.current, tuple(section.key for section in facts.sections)


class Rail(Panel):
    """The rail: 200 px wide, 76 in compact mode.

    Signals:
        step_chosen: Key of the step pressed.
    """

    step_chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Token.SUNKEN, parent=parent)
        self.setObjectName("rail")
        self.setAccessibleName("Steps")
        self._facts = RailFacts((), "")
        self._compact = False
        self._steps: list[RailStep] = []
        self._sections: list[RailSection] = []
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(6, 9, 6, 9)
        self._rows.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(self._list))
        self.restyle()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setFixedWidth(px(COMPACT if self._compact else WIDE))

    def set_compact(self, compact: bool) -> None:
        """Show short names under the glyphs, without sections."""
        if compact != self._compact:
            self._compact = compact
            self.restyle()
            self._build()

    def set_facts(self, facts: RailFacts) -> None:
        """Show new states; while the steps stay the same, a press under way is not disturbed."""
        if facts == self._facts:
            return
        same = _outline(facts) == _outline(self._facts)
        self._facts = facts
        if same:
            self._refresh()
        else:
            self._build()

    def _refresh(self) -> None:
        count = len(self._facts.steps)
        for number, step in enumerate(self._facts.steps, 1):
            self._steps[number - 1].show_step(step, f"step {number} of {count}")
        for row, section in zip(self._sections, self._facts.sections, strict=False):
            row.show_section(section)

    def _build(self) -> None:
        focused = next((w.objectName() for w in self._buttons() if w.hasFocus()), "")
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._steps, self._sections = [], []
        for number, step in enumerate(self._facts.steps):
            self._add_step(number, step)
        self._rows.addStretch(1)
        self._refresh()
        for button in self._buttons():
            if button.objectName() == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_step(self, number: int, step: StepFacts) -> None:
        keys = [other.key for other in self._facts.steps]
        shown = self._facts.sections if not self._compact else ()
        sections = shown if step.key == self._facts.current else ()
        broken = number > 0 and keys[number - 1] == self._facts.current and shown
        button = RailStep(
            step,
            current=step.key == self._facts.current,
            compact=self._compact,
            above=number > 0 and not broken,
            below=number + 1 < len(keys) and not sections,
        )
        button.clicked.connect(lambda: self.step_chosen.emit(step.key))
        self._steps.append(button)
        self._rows.addWidget(button)
        for section in sections:
            row = RailSection(section)
            self._sections.append(row)
            self._rows.addWidget(row)

    def _buttons(self) -> list[QPushButton]:
        found = (self._rows.itemAt(i) for i in range(self._rows.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus up and down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = self._buttons()
        here = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(buttons):
            event.ignore()
            return
        buttons[here + step].setFocus(Qt.FocusReason.TabFocusReason)
