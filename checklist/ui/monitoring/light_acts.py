"""A light check in place of a full set: asked for with its reason, before anything of it is typed (issue 4)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from checklist.service.conduct import Snapshot
from checklist.session.light import light_stop
from checklist.session.state import InfusionStatus
from checklist.ui.desk import Desk
from checklist.ui.monitoring.entry import VitalsEntry
from checklist.ui.monitoring.reason_choice import ReasonChoice
from checklist.ui.monitoring.reasons import LIGHT
from checklist.ui.monitoring.step_lines import set_line
from checklist.ui.texts_rules import RULES
from checklist.ui.tokens import Role
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text


class LightSheet(Sheet):
    """Asks why breathing, saturation and response are enough this time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Light check. Why?", id="sheet.light", primary="Go on", parent=parent)
        words = "Breaths, SpO₂ and response, without the cuff. The set after it is a full one again."
        self.body.addWidget(Text(words, Role.ITEM))
        self._reason = ReasonChoice(LIGHT, id="sheet.light.reason")
        self._reason.changed.connect(lambda: self.set_primary_enabled(bool(self.reason())))
        self._reason.pressed.connect(self.accepted)
        self.body.addWidget(self._reason)
        self.set_primary_enabled(False)

    def reason(self) -> str:
        """Return why, in words."""
        return self._reason.words()


class LightActs:
    """Turns the keypad to a light check and back.

    Args:
        desk: The way to the service.
        entry: The keypad.
    """

    def __init__(self, desk: Desk, entry: VitalsEntry) -> None:
        self._desk, self._entry = desk, entry

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Offer it while the infusion runs."""
        offered = snapshot.state.infusion.status is InfusionStatus.RUNNING
        self._entry.header.offer_light(offered)
        if not offered:
            self._entry.set_light("")
        self._entry.header.show_light(bool(self._entry.light()))

    def toggle(self, snapshot: Snapshot) -> None:
        """Ask why, or go back to the full set; where it is not possible, say why not."""
        if self._entry.light():
            self._entry.set_light("")
            return
        occurred = self._entry.occurred()
        at_ms = occurred.at_ms if occurred is not None else None
        stop = light_stop(snapshot.protocol, snapshot.state, set_line(snapshot).link_id, self._desk.now(), at_ms)
        if stop is not None:
            self._desk.notify(RULES[stop])
            return
        sheet = LightSheet()

        def accepted() -> None:
            reason = sheet.reason()
            sheet.dismiss()
            self._entry.set_light(reason)

        sheet.accepted.connect(accepted)
        self._desk.open_sheet(sheet)
