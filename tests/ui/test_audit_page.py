"""The supervisor's page, over a real practice store, and its list over many synthetic sessions."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from store_desk import StoreDesk, store_desk

from checklist.audit.query import SessionCount, SessionQuery, SessionRow
from checklist.clock import Reading
from checklist.ledger.port import Row
from checklist.session.commands import AddNote
from checklist.ui.audit.dates import Preset, stretch, stretch_words
from checklist.ui.audit.exporting import size_words
from checklist.ui.audit.store_work import progress_words
from checklist.ui.background import Background, Progress
from checklist.ui.models.session_table import BLOCK, HELD, MRN, PATIENT, ROW_ROLE, SessionTable
from checklist.ui.page import ToRecord
from checklist.ui.pages.audit import AuditPage

DAY_MS = 86_400_000
TOTAL = 5_000


def synthetic(number: int) -> SessionRow:
    """Return the session at a place of the list, newest first; two always begin in the same millisecond."""
    flags = ("exception",) if number % 3 == 0 else ()
    return SessionRow(
        f"s-{TOTAL - number:05d}", f"p-{number}", f"Family{number}", "Given", "1980-01-01", f"{number:08d}", 1, "A. D.",
        "completed", "ketamine-iv-mood 0.1.0", 1, 1_795_000_000_000 - number // 2 * 60_000, 0, 1_795_000_000_000, 0, 64,
        flags,
    )  # fmt: skip


class Rows:
    """Answers by key as the store does, at once or when told to; counts what is asked."""

    def __init__(self, total: int = TOTAL) -> None:
        self.rows = [synthetic(number) for number in range(total)]
        self.queries: list[SessionQuery] = []
        self.waiting: list[Callable[[], None]] = []
        self.slow = False

    def count(self, query: SessionQuery, done: Callable[[SessionCount], None]) -> None:
        done(SessionCount(len(self.rows), sum(bool(row.flags) for row in self.rows)))

    def read(self, query: SessionQuery, done: Callable[[tuple[SessionRow, ...]], None]) -> None:
        self.queries.append(query)
        assert 1 <= query.limit <= 500
        before = query.before
        rest = [row for row in self.rows if before is None or (row.opened_ms, row.id) < before]
        page = tuple(rest[: query.limit])
        if self.slow:
            self.waiting.append(lambda: done(page))
        else:
            done(page)


@pytest.fixture
def desk(styled: QApplication, tmp_path: Path) -> Iterator[StoreDesk]:
    with store_desk(tmp_path) as made:
        made.actor = made.as_("M. Lindqvist", "supervisor")
        yield made


@pytest.fixture
def page(desk: StoreDesk) -> Iterator[AuditPage]:
    """The page over one sealed session and two in progress."""
    desk.play("Adeyemi", 1)
    desk.play("Tran", 1, 54)
    desk.play("Kowalski", 2, 12)
    made = AuditPage(desk)
    desk.show(made)
    yield made
    made._work.close()


def looks(desk: StoreDesk) -> int:
    return desk.types().count("view.record")


def search(desk: StoreDesk, page: AuditPage, text: str) -> None:
    desk.find("audit.search").clear()
    desk.type_into("audit.search", text)
    QTest.keyClick(desk.find("audit.search"), Qt.Key.Key_Return)
    desk.settle()


def choose(page: AuditPage, name: str, key: str) -> None:
    select = getattr(page._filters, f"_{name}")
    select.set_value(key)
    select.activated.emit(select.currentIndex())
    QApplication.processEvents()


def families(page: AuditPage) -> list[str]:
    rows = (page._model.row(number) for number in range(page._model.rowCount()))
    return [row.family for row in rows if row is not None]


# The model.


def test_the_model_keeps_the_rules_of_models(styled: QApplication, qtmodeltester: ModelTester) -> None:
    """D34 The list of 5,000 sessions is a sound table model."""
    model = SessionTable(Rows())
    model.search(SessionQuery())
    qtmodeltester.check(model, force_py=True)
    assert model.rowCount() == TOTAL


def test_every_row_is_the_right_one(styled: QApplication) -> None:
    """D34 Read by key in blocks of 64, each of 5,000 rows is the session of that place, however one moves about."""
    source = Rows()
    model = SessionTable(source)
    model.search(SessionQuery())
    for number in (0, 63, 64, 4999, 2500, 130, 4000, 1, 3333):
        model.row(number)
        row = model.row(number)
        assert row == synthetic(number), number
    for number in range(TOTAL):
        assert (model.row(number) or model.row(number)) == synthetic(number)
    assert len(model._blocks) <= HELD
    model.row(7)
    assert model.data(model.index(7, PATIENT)) == "FAMILY7, Given"
    assert model.data(model.index(7, MRN)) == "000 000 07"


def test_a_row_that_has_not_come_is_empty_and_asked_for_once(styled: QApplication, qtbot: QtBot) -> None:
    """UX-22 The GUI thread never waits for a row: it is empty until it comes, and one read is under way at a time."""
    source = Rows()
    source.slow = True
    model = SessionTable(source)
    model.search(SessionQuery())
    for number in range(3 * BLOCK):
        assert model.data(model.index(number, 0), ROW_ROLE) is None
    assert len(source.queries) == 1
    with qtbot.waitSignal(model.rows_came):
        source.waiting.pop()()
    assert model.row(0) == synthetic(0)


def test_rows_of_a_former_search_are_dropped(styled: QApplication) -> None:
    """D34 What comes back for a search that was left changes nothing."""
    source = Rows()
    source.slow = True
    model = SessionTable(source)
    model.search(SessionQuery())
    model.row(0)
    late = source.waiting.pop()
    model.search(SessionQuery(text="other"))
    late()
    assert not model._blocks


def test_a_list_that_shrank_is_not_asked_for_for_ever(styled: QApplication) -> None:
    """D34 Rows that are counted but are no longer there stay empty."""
    source = Rows(200)
    model = SessionTable(source)
    model.search(SessionQuery())
    source.rows = source.rows[:10]
    model.row(199)
    assert model.row(199) is None
    assert len(source.queries) < 10


# The list and its filters.


def test_the_list_is_counted_and_newest_first(desk: StoreDesk, page: AuditPage) -> None:
    """UX section 10.12 The list shows newest first, how many there are, and how many carry a flag."""
    assert families(page) == ["Kowalski", "Tran", "Adeyemi"]
    assert desk.find("audit.count").text() == "3 sessions, 3 with a flag"
    assert page._list._range.text() == "1 to 3"


def test_filters_hold_the_list_back_and_clear_takes_them_away(desk: StoreDesk, page: AuditPage) -> None:
    """UX section 10.12 Text, nurse, flag and days each hold the list back; Clear takes all of them away."""
    search(desk, page, "slept")
    assert families(page) == ["Adeyemi"]
    search(desk, page, "tran")
    assert families(page) == ["Tran"]
    desk.press("audit.clear")
    choose(page, "flag", "amended")
    assert set(families(page)) == {"Adeyemi", "Tran"}
    choose(page, "nurse", desk.as_("J. Moreau", "nurse").person)
    assert families(page) == []
    desk.press("audit.clear")
    assert len(families(page)) == 3
    desk.clock.advance(40 * DAY_MS)
    choose(page, "dates", "week")
    assert families(page) == []


def test_an_empty_list_says_why_and_offers_the_one_next_act(desk: StoreDesk, page: AuditPage) -> None:
    """UX-13 An empty list says which filter hides how many, and one press takes that filter away."""
    choose(page, "nurse", desk.as_("J. Moreau", "nurse").person)
    assert desk.find("audit.empty").text() == "No sessions match. 3 match without the nurse filter."
    desk.press("audit.way_out")
    assert len(families(page)) == 3


def test_a_store_without_sessions_says_so(desk: StoreDesk) -> None:
    """UX-13 Before the first session the list says that there is none."""
    page = AuditPage(desk)
    desk.show(page)
    page._filters.show_filters(page._filters.filters().__class__(dates="all"))
    assert desk.find("audit.empty").text() == "No sessions yet. The first one begins on Today."


def test_filters_and_choice_survive_leaving_the_page(desk: StoreDesk, page: AuditPage) -> None:
    """UX section 10.12 Coming back to the page shows the same search and the same session."""
    search(desk, page, "a")
    page._list.view.selectRow(1)
    chosen = page._row
    page.leave()
    page.enter()
    desk.settle()
    assert desk.find("audit.search").text() == "a"
    assert page._row == chosen


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        (Preset.TODAY, "22-Nov-2026"),
        (Preset.WEEK, "16-Nov-2026 to 22-Nov-2026"),
        (Preset.MONTH, "01-Nov-2026 to 22-Nov-2026"),
        (Preset.LAST_MONTH, "01-Oct-2026 to 31-Oct-2026"),
        (Preset.ALL, "all dates"),
    ],
)
@pytest.mark.parametrize("tz_min", [0, 120, -420])
def test_presets_are_whole_local_days(preset: Preset, words: str, tz_min: int) -> None:
    """UX section 10.12 Each stretch of days begins and ends at local midnight and holds now, last month apart."""
    now = Reading(1_795_339_440_000, tz_min, 0, "b")
    found = stretch(preset, now)
    assert stretch_words(found, tz_min) == words
    if found.since_ms is not None and found.until_ms is not None:
        assert (found.since_ms + tz_min * 60_000) % DAY_MS == 0
        assert (found.since_ms <= now.wall_ms < found.until_ms) is (preset is not Preset.LAST_MONTH)


def test_the_keys_of_the_page(desk: StoreDesk, page: AuditPage) -> None:
    """UX section 11 F5 reads the list anew, Ctrl+F goes to the search box, Ctrl+E exports, Enter opens the record."""
    desk.play("Harlow", 3, 3)
    assert page.command_key("F5")
    assert len(families(page)) == 4
    assert page.command_key("Ctrl+F")
    assert QApplication.focusWidget().objectName() == "audit.search"
    page._list.view.setFocus()
    QTest.keyClick(page._list.view, Qt.Key.Key_End)
    QTest.keyClick(page._list.view, Qt.Key.Key_Return)
    assert page._row is not None
    assert desk.destinations == [ToRecord(page._row.id)]
    assert page._row.family == "Adeyemi"
    assert page.command_key("Ctrl+E")
    assert desk.there("sheet.export")
    assert not page.command_key("Alt+L")


# Looking and verifying.


def test_the_program_never_looks_by_itself(desk: StoreDesk, page: AuditPage, qtbot: QtBot) -> None:
    """SEC-013 The page points at the newest session without a look; rows passed by arrow keys are not looked at."""
    desk.play("Harlow", 3)
    page.enter()
    desk.settle()
    assert page._row is not None
    assert page._row.family == "Harlow"
    assert not page._rest.isActive()
    assert looks(desk) == 0
    view = page._list.view
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert page._row.family == "Adeyemi"
    qtbot.waitUntil(lambda: page._seen == page._row.id, timeout=3_000)
    assert looks(desk) == 1


def test_a_pressed_row_shows_what_happened(desk: StoreDesk, page: AuditPage, qtbot: QtBot) -> None:
    """UX section 10.12 A row that is pressed shows head, flags, timeline and short seal; the look is an entry."""
    search(desk, page, "adeyemi")
    view = page._list.view
    place = view.visualRect(page._model.index(0, PATIENT)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page._seen != "", timeout=3_000)
    assert desk.find("audit.detail").text() == "ADEYEMI, Folake"
    assert page._detail._seal.text().startswith("Seal ")
    assert looks(desk) == 1


def test_a_record_is_verified_from_the_list(desk: StoreDesk, page: AuditPage) -> None:
    """UX section 10.12 Verify turns the card from not yet checked to intact, and is not a look."""
    search(desk, page, "adeyemi")
    assert "Not yet checked" in desk.find("audit.integrity").accessibleName()
    desk.press("audit.verify_record")
    assert "Record intact. 89 of 89" in desk.find("audit.integrity").accessibleName()
    assert looks(desk) == 0
    desk.press("audit.details")
    assert desk.there("sheet.check")


def test_the_whole_store_is_verified(desk: StoreDesk, page: AuditPage, qtbot: QtBot) -> None:
    """UX section 10.12 Verify now checks every entry beside the window; its outcome is an entry and is said."""
    assert "not checked" in desk.frames.footer._why.text()
    desk.press("footer.verify")
    qtbot.waitUntil(lambda: desk.there("audit.store"), timeout=20_000)
    assert "no breaks" in desk.find("audit.store").accessibleName()
    assert "Whole store verified today" in desk.frames.footer._why.text()
    assert desk.types()[-1] == "check.full"
    assert QApplication.focusWidget().objectName() != "footer.emergency"
    desk.press("audit.store.close")
    assert not desk.there("audit.store")


def blocked(page: AuditPage) -> Event:
    """Hold the pool back until the event is set, so that what a person does meanwhile comes first."""
    pool, gate = Background(lambda error: None), Event()
    for _ in range(2):
        pool.run(lambda _report: gate.wait(20), lambda _none: None, lambda _problem: None)
    page._work._pool = pool
    return gate


def test_a_check_can_be_stopped(desk: StoreDesk, page: AuditPage, qtbot: QtBot) -> None:
    """UX-13 A stopped check says so, claims nothing, and writes no outcome."""
    gate = blocked(page)
    desk.press("footer.verify")
    assert "Checking" in desk.frames.footer._why.text()
    assert not desk.there("footer.export")
    desk.press("footer.stop")
    gate.set()
    qtbot.waitUntil(lambda: desk.there("audit.store"), timeout=20_000)
    assert "The check was stopped" in desk.find("audit.store").accessibleName()
    assert "check.full" not in desk.types()
    desk.settle()
    assert desk.there("footer.export")


def test_entries_written_during_a_check_are_no_break(desk: StoreDesk, page: AuditPage, qtbot: QtBot) -> None:
    """D31 The full check proves what was there when it began; what nurses write meanwhile is no finding."""
    gate = blocked(page)
    desk.press("footer.verify")
    desk.play("Harlow", 3, 9)
    gate.set()
    qtbot.waitUntil(lambda: desk.there("audit.store"), timeout=20_000)
    assert "no breaks" in desk.find("audit.store").accessibleName()


def test_a_list_that_changes_during_its_check_is_no_break(desk: StoreDesk, page: AuditPage) -> None:
    """D31 A session that goes on between the reading of entries and of lists is not taken for a damaged list."""
    session_id = page._model.row(0).id

    class Later:
        """A reader whose lists are read after a nurse has added a note."""

        def __init__(self) -> None:
            self.reader = desk.station.supervisor.reader()
            self.ledger, self.index, self.projections = self.reader.ledger, self.reader.index, self

        def dump(self) -> Iterator[Row]:
            desk.station.conductor.run(session_id, AddNote("meanwhile"), desk.as_("A. Diallo", "nurse"))
            return self.reader.projections.dump()

        def close(self) -> None:
            self.reader.close()

    later = Later()
    report = desk.station.supervisor.verify_all(later, stop=desk.station.supervisor.sign_head())
    later.close()
    assert report.good, report.findings


def test_progress_tells_count_rate_and_time_left() -> None:
    """UX-13 Long work tells its count at once, and rate and time left after two seconds."""
    assert progress_words("Checking", None) == "Checking, begun"
    assert progress_words("Checking", Progress(512, 214_906, 300)) == "Checking 512 of 214,906 entries"
    words = progress_words("Checking", Progress(100_000, 200_000, 10_000))
    assert words == "Checking 100,000 of 200,000 entries, 10,000 a second, 10 s left"


# Exporting.


def fill_export(desk: StoreDesk, target: Path, kind: str = "csv", scope: str = "all") -> None:
    desk.press("footer.export")
    desk.press(f"sheet.export.format.{kind}")
    desk.press(f"sheet.export.scope.{scope}")
    desk.type_into("sheet.export.recipient", "State surveyor")
    desk.type_into("sheet.export.purpose", "Inspection")
    desk.type_into("sheet.export.path", str(target))


@pytest.mark.parametrize("kind", ["packet", "csv", "jsonl"])
def test_an_export_is_written(desk: StoreDesk, page: AuditPage, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    """SEC-013 An export needs a supervisor's own PIN, is an entry, and ends in words with place and size."""
    target = tmp_path / "out.file"
    fill_export(desk, target, kind)
    desk.press("sheet.export.accept")
    (request,) = desk.requests
    assert request.roles == ("supervisor", "auditor")
    assert "State surveyor: Inspection" in request.statement
    qtbot.waitUntil(lambda: desk.there("audit.exported"), timeout=20_000)
    said = desk.find("audit.exported").accessibleName()
    assert said.startswith("Export written. PRACTICE. 3 sessions")
    assert said.endswith(f"{size_words(target.stat().st_size)}: {target}")
    assert "out.export" in desk.types()
    assert zipfile.is_zipfile(target) is (kind == "packet")


def test_a_stopped_export_leaves_no_file(desk: StoreDesk, page: AuditPage, qtbot: QtBot, tmp_path: Path) -> None:
    """UX-13 A stopped export leaves no file, says so, and the log says that it came to nothing."""
    desk.play("Harlow", 3)
    target = tmp_path / "audit.csv"
    fill_export(desk, target)
    gate = blocked(page)
    desk.press("sheet.export.accept")
    assert "Writing" in desk.frames.footer._why.text()
    desk.press("footer.stop")
    gate.set()
    qtbot.waitUntil(lambda: desk.there("audit.exported"), timeout=20_000)
    assert "Nothing was exported. Stopped, as asked." in desk.find("audit.exported").accessibleName()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    assert desk.types().count("out.export") == 2


def test_a_file_is_never_written_over_by_accident(
    desk: StoreDesk, page: AuditPage, qtbot: QtBot, tmp_path: Path
) -> None:
    """UX-13 A file that is there is written over only after agreeing to it, for that very name."""
    target = tmp_path / "audit.csv"
    target.write_text("kept", encoding="utf-8")
    fill_export(desk, target)
    assert not desk.find("sheet.export.accept").isEnabled()
    desk.press("sheet.export.overwrite")
    assert desk.find("sheet.export.accept").isEnabled()
    desk.type_into("sheet.export.path", "x")
    assert not desk.there("sheet.export.overwrite")
    desk.find("sheet.export.path").setText(str(target))
    assert not desk.find("sheet.export.accept").isEnabled()
    desk.press("sheet.export.overwrite")
    desk.press("sheet.export.accept")
    qtbot.waitUntil(lambda: desk.there("audit.exported"), timeout=20_000)
    assert target.read_text(encoding="utf-8") != "kept"


def test_an_export_that_cannot_begin_loses_nothing_typed(desk: StoreDesk, page: AuditPage, tmp_path: Path) -> None:
    """UX-13 Where the export's entry cannot be written, the sheet stays with everything in it and says why."""
    fill_export(desk, tmp_path / "audit.csv")
    desk.fail_next = True
    desk.press("sheet.export.accept")
    assert "The disk is full." in desk.sheets[-1]._why.text()
    assert desk.find("sheet.export.recipient").text() == "State surveyor"
    assert not (tmp_path / "audit.csv").exists()


def test_the_place_of_a_file_is_checked_at_its_field(desk: StoreDesk, page: AuditPage, tmp_path: Path) -> None:
    """UX-13 A folder that is not there is said at the field, and Export waits."""
    fill_export(desk, tmp_path / "nowhere" / "audit.csv")
    assert not desk.find("sheet.export.accept").isEnabled()
    assert desk.sheets[-1]._why.text() == "There is no such folder."


def test_the_search_on_screen_can_be_exported(desk: StoreDesk, page: AuditPage, qtbot: QtBot, tmp_path: Path) -> None:
    """UX section 10.12 With a filter in force exactly the sessions on screen can be exported."""
    search(desk, page, "adeyemi")
    desk.press("footer.export")
    assert desk.find("sheet.export.scope.search").label() == "These 1 session: “adeyemi”"
    desk.press("sheet.export.cancel")
    fill_export(desk, tmp_path / "one.csv", scope="search")
    desk.press("sheet.export.accept")
    qtbot.waitUntil(lambda: desk.there("audit.exported"), timeout=20_000)
    assert "1 session, 89 entries" in desk.find("audit.exported").accessibleName()


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720)])
def test_controls_are_large_named_and_whole(
    desk: StoreDesk, page: AuditPage, shoot: Callable[..., QImage], qtbot: QtBot, size: tuple[int, int], percent: int
) -> None:
    """UX-5 UX-6 UX-7 UX-9 At each size and text size every control is 48 px, named, and no word is cut."""
    search(desk, page, "a")
    page._list.view.selectRow(2)
    qtbot.waitUntil(lambda: page._seen != "", timeout=3_000)
    desk.press("audit.verify_record")
    for dim in (False, True):
        shoot(desk.frames, f"audit-{size[0]}-{percent}", size, dim=dim, percent=percent)
    assert desk.frames.height() == size[1]
    assert unfit_controls(desk.frames) == []
    assert cut_words(desk.frames) == []
    desk.press("footer.verify")
    qtbot.waitUntil(lambda: desk.there("audit.store"), timeout=20_000)
    desk.press("footer.export")
    shoot(desk.frames, f"audit-export-{size[0]}-{percent}", size, percent=percent)
    assert unfit_controls(desk.frames) == []
    assert cut_words(desk.frames) == []


def test_rows_are_48_px_and_say_everything_in_text(desk: StoreDesk, page: AuditPage) -> None:
    """UX-9 A row is 48 px high, and what its chips paint is the text of its cell."""
    model = page._model
    assert page._list.view.rowHeight(0) == 48
    assert model.data(model.index(2, 4)) == "Exception, Amended"
