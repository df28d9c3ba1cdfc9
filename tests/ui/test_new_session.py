"""The page that begins a session, over a real practice store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from store_desk import StoreDesk, store_desk

from checklist.audit.query import Patient
from checklist.ui.page import ToSession
from checklist.ui.pages.new_session import NewSessionPage

NUMBERS = {"new.dose": "0.5", "new.weight": "68.4", "new.mg": "34.2", "new.minutes": "40", "new.volume": "100"}


@pytest.fixture
def desk(styled: QApplication, tmp_path: Path) -> Iterator[StoreDesk]:
    with store_desk(tmp_path) as made:
        yield made


@pytest.fixture
def page(desk: StoreDesk) -> NewSessionPage:
    made = NewSessionPage(desk)
    made.show_chair(3)
    desk.show(made)
    return made


def look_for(desk: StoreDesk, text: str) -> None:
    desk.find("new.find").clear()
    desk.type_into("new.find", text)
    QTest.keyClick(desk.find("new.find"), Qt.Key.Key_Return)
    desk.settle()


def pick(desk: StoreDesk, family: str = "Harlow", given: str = "") -> Patient:
    (patient, *_) = desk.station.patients.find(f"{family} {given}")
    look_for(desk, family)
    desk.press(f"new.result.{patient.id}")
    return patient


def fill_order(desk: StoreDesk, **other: str) -> None:
    for name, text in (NUMBERS | {f"new.{key}": value for key, value in other.items()}).items():
        desk.find(name).clear_value()
        desk.type_into(name, text)
    desk.press("new.diluent.nacl09")
    desk.press(f"new.prescriber.{desk.as_('R. Okafor', 'prescriber').person}")
    desk.press("new.ordered_on.today")


def typed(desk: StoreDesk) -> dict[str, str]:
    return {name: desk.find(name).value() for name in NUMBERS}


def why(desk: StoreDesk) -> str:
    return str(desk.frames.footer._why.text())


def can_start(desk: StoreDesk) -> bool:
    return bool(desk.find("footer.start").isEnabled())


def add_like_name(desk: StoreDesk) -> Patient:
    return desk.station.patients.add(Patient("", "Harlow", "Joan", "1957-01-04", "00477777"), desk.actor)


def test_a_session_is_begun_from_patient_order_and_chair(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-10 A session opens with the patient picked, the order typed and the chair chosen, and its page is shown."""
    patient = pick(desk)
    assert not can_start(desk)
    fill_order(desk)
    assert desk.find("new.sum").text() == "0.5 mg/kg × 68.4 kg = 34.2 mg"
    assert desk.find("new.rate").text() == "100 mL over 40 min = 150 mL/h"
    desk.press("footer.start")
    (live,) = desk.station.conductor.live()
    assert (live.state.patient, live.state.chair, live.state.visit) == (patient.id, 3, 1)
    assert live.state.order.dose_mg == "34.2"
    assert desk.destinations == [ToSession(live.session_id)]
    assert page._order.is_blank()
    assert page._patient.is_blank()


def test_a_session_is_begun_by_keyboard_alone(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-8 The whole page is worked with Tab, Space, Enter, digits and Ctrl+Enter, in reading order."""

    def here() -> str:
        return str(QApplication.focusWidget().objectName())

    def key(key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)
        desk.settle()

    def tab_to(name: str) -> None:
        for _ in range(60):
            if here() == name:
                return
            key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {name}")

    assert here() == "new.find"
    QTest.keyClicks(QApplication.focusWidget(), "harl")
    key(Qt.Key.Key_Return)
    (patient, *_) = desk.station.patients.find("Harlow")
    tab_to(f"new.result.{patient.id}")
    key(Qt.Key.Key_Space)
    for name, text in NUMBERS.items():
        assert here() == name
        QTest.keyClicks(QApplication.focusWidget(), text)
        if here() == name:
            key(Qt.Key.Key_Return)
    for name in ("new.diluent.nacl09", f"new.prescriber.{desk.as_('R. Okafor', '').person}", "new.ordered_on.today"):
        tab_to(name)
        key(Qt.Key.Key_Space)
    assert can_start(desk), why(desk)
    assert page.command_key("Ctrl+Enter")
    assert len(desk.station.conductor.live()) == 1


def test_nothing_is_filled_in_or_chosen_for_the_nurse(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-10 No field of patient or order holds anything before a person types, and no result is chosen by itself."""
    assert not any(typed(desk).values())
    look_for(desk, "harlow")
    assert page._patient.chosen() is None
    pick(desk)
    assert not any(typed(desk).values())
    checked = [b.objectName() for b in page.findChildren(QAbstractButton) if b.isCheckable() and b.isChecked()]
    assert checked == ["new.chair.3"]


def test_two_like_names_raise_an_alert_and_must_be_told_apart(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX section 10.3 Two patients of like names are both shown with birth date and MRN under a line "Name alert"."""
    joan = add_like_name(desk)
    look_for(desk, "harl")
    assert "Name alert" in desk.find("new.name_alert").accessibleName()
    rows = [w.accessibleName() for w in page.findChildren(QAbstractButton) if w.objectName().startswith("new.result.")]
    assert rows == [
        "HARLOW, Joan, Born 04-Jan-1957 (69y), MRN 004 777 77, First visit, name alert",
        "HARLOW, Josephine (Ms), Born 14-Mar-1987 (39y), MRN 004 183 27, First visit, name alert",
    ]
    desk.press(f"new.result.{joan.id}")
    assert desk.there("new.chosen_alert")


def test_a_record_number_is_found_with_and_without_its_spaces(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX section 10.3 A patient is found by MRN however its spaces are typed."""
    (sato,) = desk.station.patients.find("Sato")
    for text in ("00409971", "004 099 71"):
        look_for(desk, text)
        assert desk.there(f"new.result.{sato.id}")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("mg", "342", "Dose per kg and weight give 34.2 mg, the order says 342 mg."),
        ("minutes", "30", "The infusion must not be shorter than 40 min."),
        ("volume", "10", "The bag would hold 3.42 mg/mL. It must lie between 0.2 and 2 mg/mL."),
    ],
)
def test_an_order_that_cannot_be_used_says_why(
    desk: StoreDesk, page: NewSessionPage, field: str, value: str, words: str
) -> None:
    """R43 A dose off by a factor of ten, too short a time or too strong a bag keeps Start disabled and says why."""
    pick(desk)
    fill_order(desk, **{field: value})
    assert not can_start(desk)
    assert words in desk.find("new.blocks").text()
    assert why(desk) in desk.find("new.blocks").text()
    assert not desk.station.conductor.live()


def test_a_long_infusion_is_a_caution_only(desk: StoreDesk, page: NewSessionPage) -> None:
    """Clinical 3.2 A duration over the usual is said at the field and can be started."""
    pick(desk)
    fill_order(desk, minutes="120")
    assert desk.find("new.blocks").text()
    assert can_start(desk)


def test_the_order_day_is_never_a_day_to_come(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-18 An order day in the future is refused in words at the field."""
    pick(desk)
    fill_order(desk)
    desk.find("new.ordered_on").clear()
    desk.type_into("new.ordered_on", "31 12 2026")
    assert not can_start(desk)
    assert why(desk) == "Type the day of the order"


def test_a_failed_write_keeps_everything(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-13 When the session cannot be saved the page says so and keeps patient, order and chair."""
    pick(desk)
    fill_order(desk)
    before = typed(desk)
    desk.fail_next = True
    desk.press("footer.start")
    assert "Not saved" in desk.find("new.notice").accessibleName()
    assert typed(desk) == before
    assert desk.destinations == []
    desk.press("footer.start")
    assert len(desk.destinations) == 1


def test_a_chair_taken_meanwhile_is_said_and_nothing_is_lost(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-13 A refusal by the service stands at the chair, and everything typed is still there."""
    pick(desk)
    fill_order(desk)
    desk.play("Tran", 3, 3)
    desk.press("footer.start")
    assert "taken" in desk.find("new.chair.3").accessibleName()
    assert not desk.find("new.chair.3").isEnabled()
    assert "already has a session" in desk.find("new.notice").accessibleName()
    assert all(typed(desk).values())
    desk.press("new.chair.4")
    desk.press("footer.start")
    assert len(desk.station.conductor.live()) == 2


def test_a_patient_with_a_session_in_progress_cannot_be_taken(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX section 10.3 A stop that can be known is shown first: a patient who sits in a chair already."""
    desk.play("Harlow", 1, 3)
    pick(desk)
    fill_order(desk)
    assert why(desk) == "This patient has a session in chair 1"
    assert not can_start(desk)


def test_the_visit_is_counted(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX section 10.3 The visit number is the count of sessions so far and one."""
    desk.play("Harlow", 1)
    pick(desk)
    assert desk.find("new.visit").text() == "Visit 2. Last visit 22-Nov-2026"


def test_a_nurse_registers_a_new_patient(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX section 10.3 A new patient is typed in, the birth date is read back in words, and the patient is chosen."""
    desk.press("new.add")
    for name, text in (("family", "Dubois"), ("given", "Claire"), ("born", "02 09 1979"), ("mrn", "00466666")):
        desk.type_into(f"new.{name}", text)
    assert page._patient._form._born.text() == "Born 02-Sep-1979 (47y)"
    desk.press("new.save_patient")
    assert not desk.there("new.visit")
    desk.press("new.allergies.none_known")
    desk.press("new.save_patient")
    assert desk.find("new.visit").text() == "Visit 1"
    (dubois,) = desk.station.patients.find("Dubois")
    assert dubois.born == "1979-09-02"


def test_a_record_number_in_use_is_said_at_its_field(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-13 A record number in use, spaces aside, is refused at its field and nothing is lost."""
    desk.press("new.add")
    for name, text in (("family", "Dubois"), ("given", "Claire"), ("born", "02091979"), ("mrn", "00418327")):
        desk.type_into(f"new.{name}", text)
    desk.press("new.allergies.unavailable")
    desk.press("new.save_patient")
    assert "belongs to a patient" in page._patient._form._fields["mrn"]._message.text()
    assert desk.find("new.family").text() == "Dubois"
    assert desk.station.patients.find("Dubois") == ()


def test_what_was_typed_is_kept_and_said_on_coming_back(desk: StoreDesk, page: NewSessionPage) -> None:
    """UX-14 Leaving the page loses nothing, and coming back to it warns that it holds a former patient and order."""
    pick(desk)
    desk.type_into("new.dose", "0.5")
    page.leave()
    page.show_chair(4)
    page.enter()
    desk.settle()
    assert desk.find("new.dose").value() == "0.5"
    assert page._chair.chair() == 4
    desk.press("new.clear")
    assert desk.find("new.dose").value() == ""
    assert desk.there("new.find")


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720)])
def test_controls_are_large_named_and_whole(
    desk: StoreDesk, page: NewSessionPage, shoot: Callable[..., QImage], size: tuple[int, int], percent: int
) -> None:
    """UX-5 UX-6 UX-7 UX-9 At each size and text size every control is 48 px, named, and no word is cut."""
    add_like_name(desk)
    look_for(desk, "har")
    for dim in (False, True):
        shoot(desk.frames, f"new-search-{size[0]}-{percent}", size, dim=dim, percent=percent)
    assert desk.frames.height() == size[1]
    assert unfit_controls(desk.frames) == []
    assert cut_words(desk.frames) == []
    pick(desk)
    fill_order(desk, mg="342", minutes="30")
    shoot(desk.frames, f"new-blocked-{size[0]}-{percent}", size, percent=percent)
    assert unfit_controls(desk.frames) == []
    assert cut_words(desk.frames) == []
    desk.press("new.change_patient")
    desk.press("new.add")
    desk.press("new.allergies.known")
    shoot(desk.frames, f"new-form-{size[0]}-{percent}", size, percent=percent)
    assert unfit_controls(desk.frames) == []
    assert cut_words(desk.frames) == []
