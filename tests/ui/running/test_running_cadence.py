"""How often: orders, reasons of missed readings, light checks, and gaps of the computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.session.care_commands import NoteGap
from checklist.session.commands import Actor, RecordVitals
from checklist.session.events import LineDeferred
from checklist.session.running_commands import ExplainReading, OrderCadence
from checklist.ui.monitoring.flowsheet import rows_of

if TYPE_CHECKING:
    from conftest import Ward


def order(ward: Ward, minutes: str) -> None:
    ward.press("clock.next.open")
    ward.type_into("sheet.often.value", minutes)
    ward.type_into("sheet.often.reason", "Restless")
    ward.press("sheet.often.by.0")
    ward.press("sheet.often.accept")


def test_a_person_orders_another_distance(ward: Ward) -> None:
    """R50 Another distance is ordered with minutes, why and by whom, is said on the tile, and is taken back so."""
    ward.bed.wait(5)
    ward.take()
    ward.open_page()
    order(ward, "3")
    assert ward.desk.commands[-1][0] == OrderCadence("mon.vitals", 3, "Restless", "Dr R. Okafor")
    assert "ordered every 3 min" in ward.words("clock.next")
    ward.press("clock.next.open")
    assert "By order: every 3 min, ordered by Dr R. Okafor. Restless" in ward.words("sheet.often")
    assert not ward.find("sheet.often.back").isEnabled()
    ward.type_into("sheet.often.reason", "Settled")
    ward.press("sheet.often.by.0")
    ward.press("sheet.often.back")
    assert ward.desk.commands[-1][0] == OrderCadence("mon.vitals", 0, "Settled", "Dr R. Okafor")
    assert "every 10 min" in ward.words("clock.next")


def test_the_rule_behind_a_reading_is_said(ward: Ward) -> None:
    """R50 A reading that a limit asks for says the rule in the limit's own words, with from, due and late."""
    ward.bed.wait(5)
    ward.take()
    ward.bed.wait(6)
    ward.take(alertness="3")
    ward.open_page()
    assert "repeat by rule" in ward.words("clock.next")
    ward.press("clock.next.open")
    assert "By rule: Alertness" in ward.words("sheet.often")
    assert "due 09:44, late from 09:47" in ward.words("sheet.often")


def missed(ward: Ward) -> list[tuple[str, bool]]:
    rows = rows_of(ward.bed.protocol, ward.bed.state, ward.bed.now(), str)
    return [(row.cells[6], bool(row.over)) for row in rows if "missed" in row.cells[6]]


def test_missed_with_and_without_a_reason_look_different(ward: Ward) -> None:
    """R50 A missed reading takes one of the protocol's reasons; with and without one it looks different."""
    ward.bed.wait(11)
    ward.open_page()
    assert missed(ward) == [("Set due 09:33 missed, no reason given", True)]
    due_ms = ward.bed.state.infusion.runs[0].start.at_ms + 5 * 60_000
    ward.press("clock.next.open")
    ward.press(f"sheet.often.why.{due_ms}")
    ward.press("sheet.late.reason.asleep")
    assert ward.desk.commands[-1][0] == ExplainReading("mon.vitals", due_ms, "asleep")
    assert missed(ward) == [("Set due 09:33 missed: Not disturbed", False)]


def test_a_light_check_takes_its_reason_first(ward: Ward) -> None:
    """R50 A light check asks why, then for breathing, saturation and response only, and is recorded with its reason."""
    ward.bed.wait(5)
    ward.open_page()
    ward.press("vitals.light")
    ward.press("sheet.light.reason.asleep")
    assert not ward.seen("item.mon.vitals.field.sbp")
    for field, value in (("spo2", "97"), ("rr", "14"), ("alertness", "4")):
        ward.type_into(f"item.mon.vitals.field.{field}", value)
    ward.press("vitals.record")
    command = ward.desk.commands[-1][0]
    assert isinstance(command, RecordVitals)
    assert command.light == "The cuff would wake the patient"
    ward.page.open_at("infusion")
    ward.settle()
    assert ward.seen("item.mon.vitals.field.sbp")


def test_no_light_check_twice_running(ward: Ward) -> None:
    """R50 After a light check the next one is not offered again; the page says that a full set is due."""
    ward.bed.wait(5)
    ward.take("The cuff would wake the patient", sbp="", dbp="", hr="")
    ward.open_page()
    ward.press("vitals.light")
    assert ward.desk.notes[-1][0] == "The set before was a light check. Take a full set."
    assert not ward.desk.sheets


def test_gaps_stand_in_table_and_trend(ward: Ward) -> None:
    """R59 Sleep of the computer and a step of its clock stand in table and trend as words at their time."""
    system = Actor("sys", "system", "none")
    ward.bed.wait(10)
    ward.bed.must(NoteGap("sleep", 600_000, ward.bed.now().wall_ms - 600_000), system)
    ward.bed.must(NoteGap("clock", -3_600_000, ward.bed.now().wall_ms), system)
    page = ward.open_page()
    rows = [row.cells[6] for row in rows_of(ward.bed.protocol, ward.bed.state, ward.bed.now(), str)]
    assert "Computer slept 10 min" in rows
    assert any(row.startswith("Clock set back") for row in rows)
    shown = page.findChild(type(page._trend.trend)).accessibleDescription()
    assert "Clock set back" in shown


def test_the_line_above_the_keys_says_where_the_nurse_was(ward: Ward) -> None:
    """R60 After a lock the line above the keys says since when, how long, and what was put off, until an entry."""
    later = next(line for line in ward.bed.protocol.all_lines() if line.later_until is not None and not line.repeats)
    assert later.later_until is not None
    ward.put(LineDeferred(later.link_id, later.later_until))
    page = ward.open_page()
    assert "1 line put off until" in ward.find("vitals.place").property("text")
    page.interrupted(ward.bed.now().wall_ms, 120_000)
    ward.settle()
    place = ward.find("vitals.place")
    assert "You were here. Locked at 09:28 for 2 min, nothing was lost." in place.property("text")
    ward.press("event.reassured")
    assert "You were here" not in ward.find("vitals.place").property("text")
