"""The page that begins a session, over a real practice store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from store_desk import StoreDesk, store_desk

from checklist.audit.query import Allergies, Patient
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


def pick(desk: StoreDesk, family: str = "Harlow") -> Patient:
    (patient, *_) = desk.station.patients.find(family)
    look_for(desk, family)
    desk.press(f"new.result.{patient.id}")
    return patient


def prescriber(desk: StoreDesk) -> str:
    return f"new.prescriber.{desk.as_('R. Okafor', 'prescriber').person}"


def fill_order(desk: StoreDesk, **other: str) -> None:
    for name, text in (NUMBERS | {f"new.{key}": value for key, value in other.items()}).items():
        desk.type_into(name, text)
    desk.press("new.diluent.nacl09")
    desk.press(prescriber(desk))
    desk.press("new.ordered_on.today")


def why(desk: StoreDesk) -> str:
    return str(desk.frames.footer._why.text())


def can_start(desk: StoreDesk) -> bool:
    return bool(desk.find("footer.start").isEnabled())


def test_shots(desk: StoreDesk, page: NewSessionPage, shoot: Callable[..., QImage]) -> None:
    desk.play("Kowalski", 2, 12)
    page.enter()
    look_for(desk, "a")
    look_for(desk, "ha")
    desk.station.patients.add(Patient("", "Harlow", "Joan", "1957-01-04", "00477777"), desk.actor)
    look_for(desk, "har")
    shoot(desk.frames, "new-search", (1366, 768))
    pick(desk)
    fill_order(desk)
    shoot(desk.frames, "new-ready", (1366, 768))
    shoot(desk.frames, "new-ready", (1366, 768), dim=True)
    desk.frames.set_compact(True)
    shoot(desk.frames, "new-ready-1280", (1280, 720))
    shoot(desk.frames, "new-ready-130", (1366, 768), percent=130)
    desk.find("new.mg").clear_value()
    desk.type_into("new.mg", "342")
    desk.find("new.minutes").clear_value()
    desk.type_into("new.minutes", "30")
    shoot(desk.frames, "new-blocked", (1366, 768))
    desk.press("new.change_patient")
    desk.press("new.add")
    desk.type_into("new.born", "14 03 1987")
    desk.press("new.allergies.known")
    shoot(desk.frames, "new-form", (1366, 768))
    shoot(desk.frames, "new-form-1280", (1280, 720), dim=True)
