"""Later: by which step a line must be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from checklist.protocol.model import Step
from checklist.ui import texts
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text


class LaterSheet(Sheet):
    """Asks until when.

    Args:
        title: The line's text.
        own: The line's own step.
        steps: Steps that may be chosen, the own one first.
    """

    def __init__(self, title: str, own: Step, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__("Later", id="sheet.later", primary="Put off", parent=parent)
        self.body.addWidget(Text(title, Role.SECONDARY, Token.INK2))
        options = tuple(Option(step.value, self._words(step, own)) for step in steps)
        self._choice = Choice(options, name="Done by", id="sheet.later.until")
        self._choice.chosen.connect(lambda _: self.set_primary_enabled(True))
        self.body.addWidget(self._choice)
        self.set_primary_enabled(False)

    @staticmethod
    def _words(step: Step, own: Step) -> str:
        return "Later in this step" if step is own else f"Before {texts.step(step.value).lower()}"

    def until(self) -> Step | None:
        """Return the step chosen."""
        key = self._choice.value()
        return Step(key) if key is not None else None
