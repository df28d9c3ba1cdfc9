"""The Today board: what each chair says, and what was left open by a stop."""

from __future__ import annotations

import re
import shutil

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checklist.ui.chair_words import interrupted_words
from checklist.ui.widgets.chair_card import ChairCard

MINUTE_MS = 60_000


def _cards(shell) -> list[ChairCard]:
    return [card for card in shell.window.findChildren(ChairCard) if card.isVisible()]


def test_chairs_keep_their_order_whatever_is_due(shell) -> None:
    """The cards stand in the order of the chairs, and stay in their places when one becomes late."""
    shell.play("Tran", 3, 48)
    shell.play("Harlow", 1, 12)
    shell.begin()
    shell.sign_in()
    before = {card.objectName(): card.pos() for card in _cards(shell)}
    assert [card.objectName() for card in sorted(_cards(shell), key=lambda c: c.x())] == [
        f"chair.{number}" for number in (1, 2, 3, 4)
    ]
    shell.window.looks.choose_lock(15)
    shell.advance(12 * MINUTE_MS)
    assert {card.objectName(): card.pos() for card in _cards(shell)} == before


def test_a_card_counts_down_each_second_and_turns_late(shell) -> None:
    """UX-19 The large number counts down each second; past its time it says late, with a filled button."""
    shell.play("Tran", 2, 48)
    shell.begin()
    shell.sign_in()
    shell.advance(1000)
    first = shell.texts()
    assert "until vital signs" in first
    shell.window.looks.choose_lock(15)
    shell.advance(12 * MINUTE_MS)
    assert "vital signs late" in shell.texts()
    assert "Late" in shell.texts()


def test_a_free_chair_leads_to_a_new_session(shell) -> None:
    """An empty board says so, and every chair offers a new session."""
    shell.begin()
    shell.sign_in()
    assert shell.find("today.empty").isVisible()
    for number in (1, 2, 3, 4):
        assert shell.find(f"chair.{number}.open").accessibleName() == f"New session, Chair {number}, free"


def test_after_a_kill_the_board_says_what_was_open(make_shell, qtbot: QtBot) -> None:
    """UX-12 After a stop without warning the board names the session, its chair, its entries and what is late."""
    killed = make_shell()
    killed.play("Kowalski", 2, 48)
    count = killed.ask(lambda station: station.conductor.live()[0].state.count)
    again = make_shell()
    folder = again.opening.folder
    again.work(again.station.stop)
    shutil.rmtree(folder)
    shutil.copytree(killed.opening.folder, folder)
    again.clock.advance(killed.clock.read().wall_ms - again.clock.read().wall_ms + 30 * MINUTE_MS)
    again.station = again.work(again.opening.open)
    again.bridge.use(again.station)
    again.begin()
    again.sign_in()
    words = again.texts()
    assert "One session was open when the program stopped at" in words
    said = re.search(r"KOWALSKI, Piotr, chair 2\. All (\d+) entries are here\. Vital signs", words)
    assert said is not None
    assert int(said[1]) >= count  # what came due meanwhile is written down at once
    session = again.window.live.in_chair(2)
    again.press(f"today.resume.{session.session_id}")
    again.settle()
    assert again.find("banner").isVisible()
    again.window.work.press("today")
    assert again.window.findChild(QWidget, "today.resume").isHidden()


def test_several_open_sessions_are_counted() -> None:
    """UX-12 Where several sessions were open, the strip counts them and names their chairs."""
    title, line = interrupted_words((("A, B", 1, 10), ("C, D", 3, 5)), "09:31", "")
    assert title == "2 sessions were open when the program stopped at 09:31"
    assert line == "Chairs 1, 3. All 15 entries are here."
