"""A session's record on screen, over a real practice store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from store_desk import StoreDesk, store_desk

from checklist.ledger.report import Finding, Report, Verdict
from checklist.ui.page import ToAudit, ToToday
from checklist.ui.pages.record import RecordPage
from checklist.ui.record.answer_rows import AnswerRow
from checklist.ui.record.readings import record_trend, windows
from checklist.ui.record.timeline import timeline
from checklist.ui.record.verdict_words import MEANINGS, Checked, session_words
from checklist.ui.widgets.tone import Tone


@pytest.fixture
def desk(styled: QApplication, tmp_path: Path) -> Iterator[StoreDesk]:
    with store_desk(tmp_path) as made:
        made.actor = made.as_("M. Lindqvist", "supervisor")
        yield made


def open_record(desk: StoreDesk, session_id: str) -> RecordPage:
    page = RecordPage(desk)
    page.show_record(session_id)
    desk.show(page)
    return page


def words_of(page: QWidget) -> str:
    return "\n".join(w.accessibleName() for w in page.findChildren(QWidget) if w.isVisibleTo(page))


def test_looking_at_a_closed_record_is_an_entry(desk: StoreDesk) -> None:
    """SEC-013 Opening the record of a session that is over writes one view.record entry; of a live one, none."""
    sealed = desk.play("Harlow", 1)
    live = desk.play("Tran", 2, 12)
    open_record(desk, live)
    assert desk.types().count("view.record") == 0
    desk.page.show_record(sealed)
    assert desk.types().count("view.record") == 1


def test_the_record_shows_every_part(desk: StoreDesk) -> None:
    """UX section 10.10 Patient, seal, order, timeline, answers, readings, events, notes and signatures are shown."""
    page = open_record(desk, desk.play("Harlow", 1))
    said = words_of(page)
    for words in (
        "Patient HARLOW, Josephine (Ms), Preferred name Josie, born 14-Mar-1987 (39y), MRN 004 183 27, 68.4 kg",
        "Sealed, entry 89",
        "ketamine 34 mg IV over 40 min",
        "Limit passed: SBP over 140.",
        "Hand held, lights down, A. Diallo RN",
        "Slept a little, woke calm.",
        "Dr R. Okafor, approved as prescriber",
        "Vital signs and events as a table, newest on top",
        "Trend of vital signs, 09:15 to 10:30",
    ):
        assert words in said, words
    assert page._record is not None
    assert page._record.seal in said


def test_a_corrected_answer_stays_readable(desk: StoreDesk) -> None:
    """UX section 10.10 A corrected answer shows the new one, and the old one struck with who, when and why."""
    page = open_record(desk, desk.play("Harlow", 1))
    (row,) = [w for w in page.findChildren(AnswerRow) if "Weight measured" in w.accessibleName()]
    assert row.accessibleName() == (
        "Weight measured today, corrected, 68.4 kg, 09:28  AD, before: 86.4 kg, 09:28, A. Diallo RN, "
        "Changed because: Typing mistake"
    )
    struck = [font for words, font, _ in row._below() if words.startswith("86.4 kg")]
    assert [font.strikeOut() for font in struck] == [True]


def test_nothing_on_a_record_can_be_changed(desk: StoreDesk) -> None:
    """UX section 10.10 The only controls of a record lead somewhere, verify it, or go back."""
    page = open_record(desk, desk.play("Harlow", 1))
    names = {w.objectName() for w in page.findChildren(QAbstractButton) if w.isVisibleTo(page)} - {""}
    assert {name.split(".")[1] for name in names} == {"back", "verify", "goto"}


def test_a_record_without_signature_is_a_draft(desk: StoreDesk) -> None:
    """UX section 10.10 Until it is sealed a record is marked "Draft, not signed"."""
    page = open_record(desk, desk.play("Tran", 2, 30))
    assert "Draft, not signed" in words_of(page)


def test_a_record_is_verified(desk: StoreDesk) -> None:
    """UX section 10.12 Verify compares each entry with its seal and says how many match."""
    page = open_record(desk, desk.play("Harlow", 1))
    assert "Not yet checked" in desk.find("record.integrity").accessibleName()
    desk.press("record.verify")
    assert "Record intact. 89 of 89 entries match their seals" in desk.find("record.integrity").accessibleName()
    desk.press("record.details")
    assert desk.there("sheet.check")
    desk.press("sheet.check.accept")
    assert page._integrity is not None
    assert page._integrity.words().tone is Tone.DONE


def test_a_record_that_does_not_match_says_what_to_do(desk: StoreDesk) -> None:
    """UX section 10.12 A record that does not match names the first bad entry, what it means, and not to edit."""
    finding = Finding(Verdict.ALTERED, 41, "entry 41 is not what was signed")
    checked = Checked(Report(verdict=Verdict.ALTERED, findings=(finding,)), desk.now())
    words = session_words(checked, 64)
    assert (words.tone, words.icon, words.title) == (Tone.ALARM, "octagon-x", "Does not match")
    assert words.text.startswith("First bad entry: 41. An entry is not the one that was signed")
    assert "Do not edit" in words.text


def test_every_bad_verdict_has_a_meaning() -> None:
    """UX section 10.12 Each verdict that is not good is put into words."""
    assert {verdict for verdict in Verdict if verdict not in MEANINGS} == {
        Verdict.OK, Verdict.OK_UNANCHORED, Verdict.STALE,
    }  # fmt: skip


def test_a_check_of_fewer_entries_no_longer_counts(desk: StoreDesk) -> None:
    """UX section 10.12 A record that has grown since its check is not yet checked."""
    checked = Checked(Report(verdict=Verdict.OK_UNANCHORED, entries=12), desk.now())
    assert session_words(checked, 12).tone is Tone.DONE
    assert session_words(checked, 13).tone is Tone.NEUTRAL


def test_the_timeline_tells_the_turning_points(desk: StoreDesk) -> None:
    """UX section 10.12 The timeline holds phases, exceptions, events, corrections and the seal, oldest first."""
    record = desk.station.supervisor.record(desk.play("Harlow", 1), desk.actor)
    moments = timeline(record)
    titles = [moment.title for moment in moments]
    assert [moment.at_ms for moment in moments] == sorted(moment.at_ms for moment in moments)
    assert titles[:3] == [
        "Session opened",
        "Corrected: Weight measured today",
        "Limit passed: SBP over 140. Repeat after 5 minutes.",
    ]
    assert titles[-1] == "Signed by A. Diallo RN"
    assert "Infusion paused" in titles
    ended = next(moment for moment in moments if moment.title == "Infusion ended")
    assert ended.detail == "34 mg given. 6 vital sign sets, none late"


def test_the_trend_shows_every_set(desk: StoreDesk) -> None:
    """UX section 7 The stretches of a record's trend follow each other and leave no set out."""
    record = desk.station.supervisor.record(desk.play("Harlow", 1), desk.actor)
    trend = record_trend(record)
    found = windows(trend)
    assert [one.until_ms for one in found[:-1]] == [one.from_ms for one in found[1:]]
    assert all(any(w.from_ms <= item.at_ms <= w.until_ms for w in found) for item in trend.sets)
    assert windows(msgspec.structs.replace(trend, sets=())) == ()


def test_the_page_scrolls_by_keyboard(desk: StoreDesk) -> None:
    """UX-8 Page Down, End and Home scroll the record, and the list of parts leads to each."""
    page = open_record(desk, desk.play("Harlow", 1))
    bar = page._scroll.verticalScrollBar()
    assert QApplication.focusWidget() is page
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(page, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert bar.value() == 0
    desk.press("record.goto.vitals")
    assert bar.value() == page._parts["vitals"].y()


def test_back_leads_to_where_the_person_works(desk: StoreDesk) -> None:
    """UX section 10.10 Back leads a supervisor to the audit list and a nurse to Today."""
    page = open_record(desk, desk.play("Tran", 2, 12))
    desk.press("record.back")
    desk.actor = desk.as_("A. Diallo", "nurse")
    page.enter()
    desk.press("record.back")
    assert desk.destinations == [ToAudit(), ToToday()]


def test_a_record_that_cannot_be_read_leaves_no_patient_on_the_page(desk: StoreDesk) -> None:
    """UX-13 Where a record cannot be shown the former patient is gone and the page says what to do."""
    page = open_record(desk, desk.play("Harlow", 1))
    desk.fail_next = True
    page.show_record("s-other")
    desk.settle()
    assert "HARLOW" not in words_of(page)
    assert "The record cannot be shown" in page._title.text()


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720)])
def test_controls_are_large_named_and_whole(
    desk: StoreDesk, shoot: Callable[..., QImage], size: tuple[int, int], percent: int
) -> None:
    """UX-5 UX-6 UX-7 UX-9 At each size and text size every control is 48 px, named, and no word is cut."""
    page = open_record(desk, desk.play("Harlow", 1))
    desk.press("record.verify")
    for key in ("seal", "answers", "vitals", "signatures"):
        page._go_to(key)
        for dim in (False, True):
            shoot(desk.frames, f"record-{key}-{size[0]}-{percent}", size, dim=dim, percent=percent)
        assert desk.frames.height() == size[1]
        assert unfit_controls(desk.frames) == []
        assert cut_words(desk.frames) == []
