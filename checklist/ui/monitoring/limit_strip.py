"""The amber strip under the clocks: what is outside the limits, and the acts it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checklist.ui import formats
from checklist.ui.monitoring.attention import Attention
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Action, Kind
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.tone import Tone

TOLD, NOTE, PAUSE, OVERRIDE, BRANCH, ASIDE = "told", "note", "pause", "override", "branch", "aside"


class LimitStrip(NoticeStrip):
    """One cause in words, the others counted.

    Signals:
        chosen: Id of the act: ``told``, ``note``, ``pause``, ``override``, ``branch`` or ``aside``; ``cause`` says for
            what.
    """

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Tone.CAUTION, id="limit", parent=parent)
        self.cause: Attention | None = None
        self._shown: tuple[Attention, ...] = ()
        self.action_pressed.connect(self.chosen)

    def show_causes(self, causes: Sequence[Attention]) -> None:
        """Show the most pressing cause; nothing changes while the causes stay the same."""
        shown = tuple(causes)
        if shown == self._shown:
            return
        self._shown = shown
        self.cause = shown[0] if shown else None
        if self.cause is None:
            self.clear()
            return
        others = sum(len(cause.limits) for cause in shown) - 1
        more = f" And {formats.grouped_int(others)} more." if others else ""
        words = " ".join(part for part in (self.cause.limits[0], self.cause.answer) if part)
        self.say(self.cause.title, words + more, _actions(self.cause))
        announce(self, f"{self.cause.title}. {' '.join(self.cause.limits)}", assertive=True)


def _actions(cause: Attention) -> tuple[Action, ...]:
    """Return the acts, the one that is owed first; pausing is only offered."""
    acts = []
    if cause.branch is not None:
        acts.append(Action(BRANCH, f"Open: {cause.branch[1]}", "siren", Kind.CAUTION))
        acts.append(Action(ASIDE, "Put aside"))
    elif cause.answer:
        acts.append(Action(TOLD, "Record the answer", "phone", Kind.CAUTION))
    elif cause.told:
        acts.append(Action(TOLD, "Provider told", "phone", Kind.CAUTION))
    elif cause.override:
        acts.append(Action(OVERRIDE, "Exception", "shield-alert", Kind.CAUTION))
    elif cause.note:
        acts.append(Action(NOTE, "Add note", "notebook-pen", Kind.CAUTION))
    if cause.pause:
        acts.append(Action(PAUSE, "Pause infusion", "pause"))
    return tuple(acts)
