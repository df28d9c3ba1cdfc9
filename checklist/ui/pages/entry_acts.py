"""What is recorded from the right side of the monitoring page: sets, the lines beside them, and their drafts.

What was typed stays until it is durable; a refused or failed write leaves everything as it was.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from checklist.errors import ChecklistError
from checklist.service.conduct import Snapshot
from checklist.session.commands import AnswerLine, Command, CorrectAnswer, RecordVitals, Refused
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.monitoring.entry import SetEntered, VitalsEntry
from checklist.ui.monitoring.set_back_sheet import SetBackSheet
from checklist.ui.monitoring.set_lines import LineAnswer
from checklist.ui.pages.draft_keeper import DraftKeeper


class EntryActs(QObject):
    """Gives what was entered to the desk.

    Args:
        desk: The way to the service.
        entry: Where it is typed.
        parent: The page.
    """

    def __init__(self, desk: Desk, entry: VitalsEntry, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entry = entry
        self._snapshot: Snapshot | None = None
        self._drafts = DraftKeeper(desk, entry.text_for_draft, self)
        self._watched: tuple[str, str] | None = None
        entry.submitted.connect(self._on_set)
        entry.changed.connect(self._drafts.typed)
        entry.time_pressed.connect(self._on_time)
        entry.lines.answered.connect(self._on_line)

    def show_snapshot(self, snapshot: Snapshot, link_id: str) -> None:
        """Follow a session and the line its sets are typed on; bring back what was kept of it, once."""
        self._snapshot = snapshot
        if self._watched != (snapshot.session_id, link_id):
            self._watched = (snapshot.session_id, link_id)
            self._drafts.watch(snapshot.session_id, link_id)
            self._drafts.fetch(link_id, self._entry.restore)

    def keep(self) -> None:
        """Keep what is half typed."""
        self._drafts.keep()

    def _on_set(self, entered: SetEntered) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return

        def recorded(new: Snapshot) -> None:
            self._drafts.drop(entered.link_id)
            self._watched = None
            self._entry.saved()
            self.show_snapshot(new, entered.link_id)
            at = formats.time_of(new.state.vitals[-1].at_ms, self._desk.now().tz_min)
            self._offer_undo(new, entered.link_id, f"Vital signs recorded, {at}")
            self._entry.show_lines()

        def refused(answer: Refused) -> None:
            self._entry.failed()
            self._desk.notify(texts.refused(answer, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            self._entry.failed()

        command = RecordVitals(entered.link_id, entered.signs, entered.occurred, entered.light)
        self._desk.run(snapshot.session_id, command, done=recorded, refused=refused, failed=failed)

    def _on_line(self, answered: LineAnswer) -> None:
        snapshot, link_id = self._snapshot, answered.link_id
        if snapshot is None:
            return

        def recorded(new: Snapshot) -> None:
            self._offer_undo(new, link_id, f"{new.protocol.line(link_id).text}: recorded")

        def refused(answer: Refused) -> None:
            self._entry.lines.failed(link_id)
            self._desk.notify(texts.refused(answer, snapshot.protocol))

        def failed(_error: ChecklistError) -> None:
            self._entry.lines.failed(link_id)

        command = AnswerLine(link_id, answered.answer)
        self._desk.run(snapshot.session_id, command, done=recorded, refused=refused, failed=failed)

    def _offer_undo(self, snapshot: Snapshot, link_id: str, text: str) -> None:
        undo: Command = CorrectAnswer(link_id, None, "undo")
        self._desk.notify(text, lambda: self._desk.run(snapshot.session_id, undo))

    def _on_time(self) -> None:
        """Set the time of the set back; pressed again it is now."""
        if self._entry.occurred() is not None:
            self._entry.set_back(None)
            return
        sheet = SetBackSheet(self._desk.now)

        def accepted() -> None:
            self._entry.set_back(sheet.occurred())
            sheet.dismiss()

        sheet.accepted.connect(accepted)
        self._desk.open_sheet(sheet)
