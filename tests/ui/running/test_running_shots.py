"""Pictures of every state of a running infusion, to be held beside the design's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bedside import OTHER_NURSE
from PySide6.QtWidgets import QApplication

from checklist.session.care_commands import ChangeRate, NoteGap, ReadPump
from checklist.session.commands import Actor, EndInfusion, PauseInfusion, TellProvider
from checklist.session.running_commands import OrderCadence
from checklist.ui import theme
from checklist.ui.theme import Theme

if TYPE_CHECKING:
    from conftest import Ward

SIZES = {"usual": (1176, 632), "compact": (1204, 600)}


def quiet(ward: Ward) -> None:
    ward.bed.wait(5)
    ward.take()
    ward.bed.wait(5)
    ward.take(sbp="141", dbp="88")
    ward.bed.wait(2)
    ward.bed.must(ReadPump("29.5"))
    ward.open_page()


def over(ward: Ward) -> None:
    ward.bed.wait(5)
    ward.take()
    ward.bed.wait(5)
    ward.take(sbp="176", dbp="104", hr="112")
    ward.bed.wait(6, 20)
    ward.open_page()


def many(ward: Ward) -> None:
    over(ward)
    ward.bed.must(ChangeRate("120", "Blood pressure", "Dr R. Okafor"))
    ward.bed.must(TellProvider("mon.vitals", "Dr R. Okafor", "", False, answered=False))
    ward.bed.must(NoteGap("sleep", 600_000, ward.bed.now().wall_ms - 300_000), Actor("sys", "system", "none"))
    ward.page.show_snapshot(ward.desk.snapshot())


def paused(ward: Ward) -> None:
    over(ward)
    ward.bed.must(PauseInfusion("Outside the limits"))
    ward.bed.wait(17)
    ward.page.show_snapshot(ward.desk.snapshot())


def ordered(ward: Ward) -> None:
    ward.bed.wait(5)
    ward.take()
    ward.bed.must(OrderCadence("mon.vitals", 3, "Restless", "Dr R. Okafor"))
    ward.bed.wait(8)
    ward.open_page()
    ward.press("clock.next.open")


def light(ward: Ward) -> None:
    quiet(ward)
    ward.press("vitals.light")
    ward.press("sheet.light.reason.asleep")


def rate(ward: Ward) -> None:
    quiet(ward)
    ward.press("event.rate_change")
    ward.type_into("sheet.rate.value", "120")


def pump(ward: Ward) -> None:
    quiet(ward)
    ward.press("clock.infusion.open")


def end(ward: Ward) -> None:
    quiet(ward)
    ward.page.footer_pressed("infusion.end")
    ward.type_into("item.mon.end.field.given", "32")


def hand(ward: Ward) -> None:
    over(ward)
    ward.page.footer_pressed("note")
    ward.press("sheet.note.hand_over")


def take(ward: Ward) -> None:
    over(ward)
    ward.desk.actor = OTHER_NURSE
    from checklist.ui.handover.acts import HandoverActs

    HandoverActs(ward.desk).open(ward.desk.snapshot())
    ward.press("sheet.handover.alone")


def place(ward: Ward) -> None:
    quiet(ward)
    ward.page.interrupted(ward.bed.now().wall_ms - 120_000, 120_000)


def recovery(ward: Ward) -> None:
    ward.bed.wait(40)
    ward.bed.must(EndInfusion("100"))
    ward.take_after()
    ward.open_page()


STATES = {
    f.__name__: f for f in (quiet, over, many, paused, ordered, light, rate, pump, end, hand, take, place, recovery)
}


@pytest.mark.parametrize("dim", [False, True])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", list(STATES))
def test_pictures(ward: Ward, styled: QApplication, name: str, size: str, dim: bool) -> None:
    """R50 Every state of a running infusion can be drawn in both themes and at both sizes, without a horizontal bar."""
    import os
    from pathlib import Path

    from PySide6.QtWidgets import QScrollArea

    theme.use(styled, Theme(dim=dim, motion=False))
    STATES[name](ward)
    ward.page.resize(*SIZES[size])
    ward.settle()
    image = ward.page.grab()
    folder = os.environ.get("CHAIRSIDE_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        image.save(f"{folder}/{name}-{size}-{'dim' if dim else 'light'}.png")
    bars = [area.horizontalScrollBar().maximum() for area in ward.page.findChildren(QScrollArea) if area.isVisible()]
    assert not any(bars), bars
