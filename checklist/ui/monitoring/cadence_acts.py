"""How often: what asks for the next set, an order for another distance, and the reason of a missed or late one."""

from __future__ import annotations

from checklist.service.conduct import Snapshot
from checklist.session import due
from checklist.session.cadence import cadence_of, order_range
from checklist.session.due import Due
from checklist.session.running_commands import ExplainReading, OrderCadence
from checklist.ui.desk import Desk
from checklist.ui.monitoring import due_words
from checklist.ui.monitoring.cadence_sheets import HowOftenSheet, LateSheet
from checklist.ui.monitoring.people import prescribers
from checklist.ui.monitoring.step_lines import set_line
from checklist.ui.sheet_run import run_from
from checklist.ui.widgets.choice import Option

_MOST = 3
"""So many missed or late readings are offered at once, the newest."""


class CadenceActs:
    """Opens the sheets.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def how_often(self, snapshot: Snapshot) -> None:
        """Show what is due and why; take an order or a reason."""
        protocol, state, now = snapshot.protocol, snapshot.state, self._desk.now()
        line = set_line(snapshot)
        cadence = cadence_of(protocol, line.link_id)
        if cadence is None:
            return
        marks = due.marks(protocol, state, now)
        mark = due.next_due(protocol, state, now)
        asked = marks if self._asks(snapshot) else ()
        unexplained = [item for item in asked if due_words.is_unexplained(item)][-_MOST:]
        sheet = HowOftenSheet(
            due_words.schedule_words(mark, now.tz_min) if mark is not None else "Nothing is due now",
            due_words.why_words(protocol, state, mark) if mark is not None else "",
            order_range(protocol, cadence),
            prescribers(self._desk),
            ordered=due_words.order_of(state, line.link_id) is not None,
            unexplained=[
                Option(str(item.due_ms), f"{due_words.fate_words(protocol, item, now.tz_min)}. Why?")
                for item in reversed(unexplained)
            ],
        )
        by_due = {str(item.due_ms): item for item in unexplained}

        def order(every_min: int) -> None:
            command = OrderCadence(line.link_id, every_min, sheet.reason(), sheet.ordered_by())
            run_from(self._desk, sheet, snapshot, command)

        def why(key: str) -> None:
            sheet.dismiss()
            self.explain(snapshot, by_due[key])

        sheet.accepted.connect(lambda: order(int(sheet.value())))
        sheet.back_pressed.connect(lambda: order(0))
        sheet.why_pressed.connect(why)
        self._desk.open_sheet(sheet)

    def _asks(self, snapshot: Snapshot) -> bool:
        """Return whether the protocol lists reasons and its phase is still open."""
        phase = snapshot.protocol.section_of(set_line(snapshot).link_id).phase
        return bool(due_words.late_options(snapshot.protocol)) and snapshot.state.closed(phase) is None

    def explain(self, snapshot: Snapshot, mark: Due) -> None:
        """Say why a reading was missed or late."""
        what = due_words.fate_words(snapshot.protocol, mark, self._desk.now().tz_min)
        sheet = LateSheet(what.removesuffix(", no reason given"), due_words.late_options(snapshot.protocol))

        def record() -> None:
            command = ExplainReading(mark.link_id, mark.due_ms, sheet.code(), sheet.text())
            run_from(self._desk, sheet, snapshot, command)

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)
