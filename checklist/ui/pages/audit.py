"""The supervisor's page: find sessions, see whether their records are intact, check the whole store, export.

Reads go through the desk one page at a time; the whole-store check and exports run beside the window. Filters, choice
and running work stay when the page is left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from checklist.audit.query import SessionCount, SessionQuery, SessionRow
from checklist.audit.record import SessionRecord
from checklist.errors import ChecklistError
from checklist.ui import formats, texts
from checklist.ui.audit.detail import SessionDetail
from checklist.ui.audit.exporting import Exporting
from checklist.ui.audit.filters import FilterBar, Filters
from checklist.ui.audit.session_list import SessionList
from checklist.ui.audit.store_check import StoreCheck
from checklist.ui.audit.store_work import StoreWork
from checklist.ui.desk import Desk
from checklist.ui.models.session_table import SessionTable
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page, ToRecord
from checklist.ui.record.integrity_card import CheckDetails
from checklist.ui.record.verdict_words import Checked
from checklist.ui.theme import px
from checklist.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from checklist.ledger.report import Report
    from checklist.service.workstation import Workstation

LOOK_MS = 350
"""Rest on a row after which its record is looked at, so that arrow keys do not write a look for each row passed."""

_SIDE_BY_SIDE = 1040


class _Source:
    """Rows for the list, through the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def count(self, query: SessionQuery, done: Callable[[SessionCount], None]) -> None:
        """Count a search."""
        self._desk.ask(lambda station: station.supervisor.count(query), done)

    def read(self, query: SessionQuery, done: Callable[[tuple[SessionRow, ...]], None]) -> None:
        """Read one page of a search."""
        self._desk.ask(lambda station: station.supervisor.sessions(query), done)


class AuditPage(Page):
    """The page.

    Args:
        desk: The way to the service and to a session's record.
    """

    frame = Frame.MANY
    help_text = (
        "Search by name, MRN, nurse or a word of a note. Choosing a closed session shows what happened, and that look "
        "is recorded. Verify compares entries with their seals. Export asks for your PIN."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._titles: dict[str, str] = {}
        self._checks: dict[str, Checked] = {}
        self._count = SessionCount(0, 0)
        self._asked: Filters | None = None
        self._number = 0
        self._row: SessionRow | None = None
        self._seen = ""
        self.setObjectName("audit")
        self.setAccessibleName("Audit")
        self._filters = FilterBar(desk.people)
        self._model = SessionTable(_Source(desk))
        self._list = SessionList(self._model)
        self._detail = SessionDetail()
        self._work = StoreWork(desk, self)
        self._store = StoreCheck(desk, self._work)
        self._exporting = Exporting(desk, self._work)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(LOOK_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(12)
        self._halves.addWidget(self._list, 20)
        self._halves.addWidget(self._detail, 13)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(18, 14, 18, 10)
        column.setSpacing(12)
        column.addWidget(self._store.strip)
        column.addWidget(self._exporting.strip)
        column.addWidget(self._filters)
        column.addLayout(self._halves, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(inner))

    def _connect(self) -> None:
        self._filters.changed.connect(self._search)
        self._model.counted.connect(self._counted)
        self._list.chosen.connect(self._chosen)
        self._list.opened.connect(self._open)
        self._list.clear_pressed.connect(self._clear_one)
        self._rest.timeout.connect(self._look)
        self._detail.look_pressed.connect(self._look)
        self._detail.open_pressed.connect(self._open)
        self._detail.integrity.verify_pressed.connect(self._verify_row)
        self._detail.integrity.details_pressed.connect(self._show_details)
        self._work.changed.connect(self._send_footer)

    def enter(self) -> None:
        """Read the list anew; filters and the chosen row are as they were left."""
        self._desk.ask(_titles, self._titles.update)
        self._search()
        self._send_footer()
        self._list.view.setFocus()

    def command_key(self, name: str) -> bool:
        """F5 reads the list anew, Ctrl+F goes to the search box, Ctrl+E exports."""
        acts: dict[str, Callable[[], None]] = {
            "F5": self._search,
            "Ctrl+F": self._filters.begin_typing,
            "Ctrl+E": self._export,
        }
        act = acts.get(name)
        if act is not None:
            act()
        return act is not None

    def footer_pressed(self, action: str) -> None:
        """Do what a footer button asks for."""
        self._list.view.setFocus()  # the button may go, and the focus must not fall on Emergency
        acts = {"verify": self._store.verify, "export": self._export, "stop": self._work.stop}
        acts[action]()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put list and detail under each other where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= px(_SIDE_BY_SIDE)
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    # The list.

    def _search(self) -> None:
        now = self._desk.now()
        filters = self._filters.filters()
        self._filters.show_days(now)
        self._number = self._list.number() if filters == self._asked else 0
        self._asked = filters
        self._model.search(filters.query(now))

    def _counted(self, count: SessionCount) -> None:
        self._count = count
        if not count.total and self._list.view.hasFocus():
            self._filters.begin_typing()
        self._list.show_count(count)
        self._list.show_empty("", "", "")
        self._send_footer()
        if count.total:
            self._list.point_at(min(self._number, count.total - 1))
        else:
            self._row = None
            self._detail.show_nothing()
            self._explain_empty(self._filters.filters())

    def _explain_empty(self, filters: Filters) -> None:
        """Say why nothing is shown, and which one filter to take away."""
        now = self._desk.now()
        wider = tuple(filters.without())
        queries = [query.query(now) for _, _, query in wider]

        def came(counts: tuple[int, ...]) -> None:
            if filters == self._filters.filters():
                self._show_empty(wider, counts)

        self._desk.ask(lambda station: tuple(station.supervisor.count(query).total for query in queries), came)

    def _show_empty(self, wider: tuple[tuple[str, str, Filters], ...], counts: tuple[int, ...]) -> None:
        if not wider:
            self._list.show_empty("No sessions yet. The first one begins on Today.", "", "")
            return
        total, (key, name, _) = max(zip(counts, wider, strict=True), key=lambda item: item[0])
        if total:
            match = "matches" if total == 1 else "match"
            words = f"No sessions match. {formats.grouped_int(total)} {match} without the {name}."
            self._list.show_empty(words, f"Clear {name}", key)
        else:
            self._list.show_empty("No sessions match.", "Clear all filters", "all")

    def _clear_one(self, key: str) -> None:
        filters = self._filters.filters()
        wider = {name: query for name, _, query in filters.without()}
        self._filters.show_filters(wider.get(key, Filters(dates="all")))

    # The chosen session.

    def _chosen(self, row: SessionRow) -> None:
        known = self._row is not None and self._row.id == row.id and self._row.entries == row.entries
        if not known:
            self._rest.stop()
        self._row = row
        if not known or self._seen != row.id:
            self._detail.show_row(row, self._title(row), self._checks.get(row.id))
        live = row.ended_ms is None
        if (live or not self._list.pointed_at()) and self._seen != row.id:
            self._rest.start()

    def _title(self, row: SessionRow) -> str:
        protocol_id = row.protocol.partition(" ")[0]
        return self._titles.get(protocol_id, protocol_id)

    def _look(self) -> None:
        """Look into the record; of a closed one that is an entry, so it is done once while the row stays chosen."""
        self._rest.stop()
        row, actor = self._row, self._desk.actor
        if row is None:
            return

        def came(record: SessionRecord) -> None:
            if self._row is not None and self._row.id == record.row.id:
                self._seen = record.row.id
                self._detail.show_record(record)

        self._desk.ask(lambda station: station.supervisor.record(row.id, actor), came, self._not_shown)

    def _not_shown(self, problem: ChecklistError) -> None:
        self._desk.notify(texts.error(problem).line)

    def _open(self) -> None:
        self._rest.stop()
        if self._row is not None:
            self._desk.go(ToRecord(self._row.id))

    def _verify_row(self) -> None:
        row = self._row
        if row is None:
            return

        def came(report: Report) -> None:
            self._checks[row.id] = Checked(report, self._desk.now())
            if self._row is not None and self._row.id == row.id:
                self._detail.integrity.show_checked(self._checks[row.id], row.entries)

        self._desk.ask(lambda station: station.supervisor.verify_session(row.id), came, self._not_shown)

    def _show_details(self) -> None:
        row = self._row
        checked = self._checks.get(row.id) if row is not None else None
        if row is None or checked is None:
            return
        sheet = CheckDetails(f"Record of {formats.patient_name(row.family, row.given)}", checked)
        sheet.accepted.connect(sheet.dismiss)
        sheet.accepted.connect(self._verify_row)
        self._desk.open_sheet(sheet)

    # The whole store.

    def _export(self) -> None:
        if not self._work.words:
            now = self._desk.now()
            self._exporting.begin(self._filters.filters(), self._filters.in_words(), now, self._count.total, self._row)

    def _send_footer(self) -> None:
        doing = self._work.words
        if doing:
            stop = FooterAction("stop", "Stop", "x")
            self.footer_changed.emit(FooterFacts(doing, "refresh-cw", (stop,)))
            return
        counted = f"Export {formats.counted(self._count.total, 'session')}" if self._count.total else "Export"
        verify = FooterAction("verify", "Verify now", "refresh-cw")
        export = FooterAction("export", counted, "download", primary=True)
        self.footer_changed.emit(FooterFacts(self._store.words(), self._store.icon(), (verify, export)))


def _titles(station: Workstation) -> dict[str, str]:
    return {protocol_id: station.protocols.newest(protocol_id).short_title for protocol_id in station.protocols.ids()}
