"""The supervisor's page, over a real practice store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from store_desk import StoreDesk, store_desk

from checklist.ui.pages.audit import AuditPage

DAY_MS = 86_400_000


@pytest.fixture
def desk(styled: QApplication, tmp_path: Path) -> Iterator[StoreDesk]:
    with store_desk(tmp_path) as made:
        made.actor = made.as_("M. Lindqvist", "supervisor")
        yield made


def test_shots(desk: StoreDesk, shoot: Callable[..., QImage], qtbot) -> None:
    sealed = desk.play("Harlow", 1)
    desk.clock.advance(DAY_MS)
    desk.play("Adeyemi", 1)
    desk.clock.advance(DAY_MS // 3)
    desk.play("Tran", 1, 54)
    desk.play("Kowalski", 2, 48)
    desk.play("Brennan", 3, 20)
    page = AuditPage(desk)
    desk.show(page)
    shoot(desk.frames, "audit-first")
    page._list.view.selectRow(3)
    page._look()
    desk.press("audit.verify_record")
    shoot(desk.frames, "audit-intact")
    shoot(desk.frames, "audit-intact", dim=True)
    desk.frames.set_compact(True)
    shoot(desk.frames, "audit-intact-1280", (1280, 720))
    shoot(desk.frames, "audit-intact-130", (1366, 768), percent=130)
    shoot(desk.frames, "audit-intact", (1366, 768))
    desk.press("audit.details")
    shoot(desk.frames, "audit-details", (1366, 768))
    desk.press("sheet.check.cancel")
    desk.press("footer.verify")
    qtbot.waitUntil(lambda: desk.there("audit.store"), timeout=20_000)
    shoot(desk.frames, "audit-store", (1366, 768))
    desk.type_into("audit.search", "zzz")
    page._filters._now()
    shoot(desk.frames, "audit-empty", (1366, 768), dim=True)
    desk.press("footer.export")
    shoot(desk.frames, "audit-export", (1366, 768))
