"""Half-typed values on their way to the draft row: half a second after the last key, and when the page is left.

Drafts are never part of the record; they go through the same writer thread (``ux.md`` 12).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from checklist.service.ports import Draft
from checklist.ui.desk import Desk

_QUIET_MS = 500


class DraftKeeper(QObject):
    """Keeps the text of one line at a time.

    Args:
        desk: The way to the service.
        text: Returns what stands in the editors now, or empty.
        parent: The page.
    """

    def __init__(self, desk: Desk, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = text
        self._session = ""
        self._link_id = ""
        self._kept = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self.keep)

    def watch(self, session_id: str, link_id: str) -> None:
        """Follow another line; call ``keep`` before its editors take the place of the former ones."""
        self._timer.stop()
        self._session, self._link_id, self._kept = session_id, link_id, ""

    def typed(self) -> None:
        """Something was typed: keep it once the keys are quiet."""
        self._timer.start()

    def keep(self) -> None:
        """Keep now what differs from what was kept."""
        self._timer.stop()
        text = self._text() if self._link_id else ""
        if not self._link_id or text == self._kept:
            return
        session, link_id, self._kept = self._session, self._link_id, text
        if text:
            draft = Draft(session, link_id, text, self._desk.now().wall_ms)
            self._desk.ask(lambda station: station.drafts.put_draft(draft), lambda _: None)
        else:
            self._desk.ask(lambda station: station.drafts.drop_drafts(session, link_id), lambda _: None)

    def drop(self, link_id: str) -> None:
        """Forget a line's draft: its answer is recorded."""
        if link_id == self._link_id:
            self._timer.stop()
            self._kept = ""
            self._link_id = ""
        session = self._session
        self._desk.ask(lambda station: station.drafts.drop_drafts(session, link_id), lambda _: None)

    def fetch(self, link_id: str, restore: Callable[[str], None]) -> None:
        """Bring back what was kept for a line, if anything."""
        session = self._session

        def came(drafts: tuple[Draft, ...]) -> None:
            text = next((draft.text for draft in drafts if draft.link_id == link_id), "")
            if text and link_id == self._link_id and not self._text():
                self._kept = text
                restore(text)

        self._desk.ask(lambda station: station.drafts.drafts(session), came)
