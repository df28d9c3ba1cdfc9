"""Clocks, trend and table: what they say, and that nothing on the page moves faster than once a second."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QAbstractItemModelTester

from checklist.protocol.values import VitalMissing, VitalSigns, VitalValue
from checklist.session.commands import EndInfusion, PauseInfusion
from checklist.ui.monitoring.clock_facts import infusion_facts, next_facts, planned_end_ms, state_facts
from checklist.ui.monitoring.flowsheet import COLUMNS, FlowModel, rows_of
from checklist.ui.monitoring.trend_view import TrendView
from checklist.ui.widgets.ring_clock import RingClock, RingLook

if TYPE_CHECKING:
    from conftest import Chair


def test_the_infusion_clock_counts_running_time(chair: Chair) -> None:
    """The infusion clock shows running time of the plan, the by-clock amount named as such, and the end time."""
    chair.run()
    facts = infusion_facts(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert (facts.title, facts.time, facts.of) == ("Infusion running", "18:42", "of 40:00")
    assert facts.sub == "By clock 15.9 of 34 mg, ends 10:04"


def test_a_pause_stops_the_clock_and_moves_the_end(chair: Chair) -> None:
    """While paused the running time stands, the pause is counted, and the planned end moves on."""
    chair.run()
    before = planned_end_ms(chair.bed.protocol, chair.bed.state, chair.bed.now())
    chair.bed.must(PauseInfusion("Pump"))
    chair.bed.wait(3)
    facts = infusion_facts(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert (facts.title, facts.time) == ("Paused for 3:00", "18:42")
    after = planned_end_ms(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert before is not None
    assert after is not None
    assert after - before == 3 * 60_000
    chair.bed.wait(13)
    assert infusion_facts(chair.bed.protocol, chair.bed.state, chair.bed.now()).look is RingLook.CAUTION


def test_past_the_planned_end_is_said(chair: Chair) -> None:
    """Past the planned end the infusion clock says so in the colour of attention."""
    chair.run()
    chair.bed.wait(22)
    facts = infusion_facts(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert facts.title == "Past planned end"
    assert facts.look is RingLook.CAUTION


def test_recovery_counts_from_the_end(chair: Chair) -> None:
    """After the end the clock counts the time since it, of the shortest stay."""
    chair.run()
    chair.bed.wait(21.3)
    chair.bed.must(EndInfusion("100"))
    chair.bed.wait(9)
    facts = infusion_facts(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert (facts.title, facts.time, facts.of) == ("Since end of infusion", "9:00", "of 60 min")
    assert facts.sub == "Ended 10:04, 34 mg given"


def test_the_next_set_shows_from_due_and_late(chair: Chair) -> None:
    """The countdown counts to the mark and holds from, due and late; past the mark it says how late."""
    chair.run()
    facts = next_facts(chair.bed.protocol, chair.bed.state, chair.bed.now())
    assert (facts.ring.title, facts.ring.time) == ("Next vital signs in", "1:18")
    assert facts.ring.sub == "At 09:44, every 10 min"
    assert facts.schedule == "From 09:43, due 09:44, late from 09:47"
    chair.bed.wait(2)
    late = next_facts(chair.bed.protocol, chair.bed.state, chair.bed.now()).ring
    assert (late.title, late.time, late.of, late.look) == ("Vital signs overdue", "0:42", "late", RingLook.CAUTION)


def test_the_patient_state_is_the_newest_one(chair: Chair) -> None:
    """The state card shows the newest alertness in words with its time."""
    chair.run()
    facts = state_facts(chair.bed.state, 0)
    assert (facts.title, facts.words, facts.sub) == ("Patient state, 09:39", "Drowsy, answers", "Alertness 4 of 5")


def test_nothing_moves_faster_than_once_a_second(chair: Chair) -> None:
    """UX-19 Four ticks a second change the picture at most once a second."""
    chair.run()
    page = chair.open_page()
    QCoreApplication.processEvents()
    pictures = []
    for _ in range(20):
        chair.wait(seconds=0.25)
        QCoreApplication.processEvents()
        pictures.append(page.grab().toImage())
    changes = sum(one != two for one, two in pairwise(pictures))
    assert 4 <= changes <= 5


def test_ticks_within_a_second_leave_the_clocks_alone(chair: Chair) -> None:
    """A tick in the same second gives the clocks no new facts."""
    chair.run()
    page = chair.open_page()
    clocks = page.findChildren(RingClock)
    before = [clock.facts() for clock in clocks]
    chair.wait(seconds=0.25)
    assert [clock.facts() for clock in clocks] == before
    chair.wait(seconds=0.75)
    assert [clock.facts() for clock in clocks] != before


def test_the_trend_is_one_sentence_for_a_screen_reader(chair: Chair) -> None:
    """UX-9 The trend's description is one sentence with the newest values, those before, and the last event."""
    chair.run()
    view = chair.open_page().findChild(TrendView, "trend")
    assert view.accessibleDescription() == (
        "Trend of vital signs, newest at 09:39: BP 151/95 mmHg, was 146/92; HR 94 /min, was 91; SpO₂ 97 %, was 97; "
        "last event ondansetron 4 mg at 09:37."
    )


def test_the_trend_is_drawn_again_only_when_something_changed(chair: Chair) -> None:
    """The trend keeps its picture until a value, the minute or the size changes."""
    chair.run()
    view = chair.open_page().findChild(TrendView, "trend")
    drawing = view.drawing()
    chair.wait(seconds=0.25)
    assert view.drawing() is drawing
    chair.wait(seconds=10)
    assert view.drawing() is not drawing


def test_the_flowsheet_is_a_sound_model_with_the_newest_on_top(chair: Chair) -> None:
    """The table holds every set and event, newest on top, and keeps the rules of an item model."""
    chair.run()
    rows = rows_of(chair.bed.protocol, chair.bed.state, chair.bed.now(), lambda person: person[:2].upper())
    model = FlowModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(rows)
    assert model.rowCount() == 7
    assert model.columnCount() == len(COLUMNS)
    top = [model.data(model.index(0, column)) for column in range(len(COLUMNS))]
    assert top == ["09:39", "151/95", "94", "97", "16", "4, drowsy", "", "NO"]
    times = [model.data(model.index(row, 0)) for row in range(model.rowCount())]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("missing", ["not_taken", "could_not_obtain"])
def test_a_missing_part_is_said_in_the_flowsheet(chair: Chair, missing: str) -> None:
    """The table says why a part is missing instead of leaving a hole."""
    chair.run()
    signs = VitalSigns(
        (VitalValue("hr", "90", "/min"),),
        tuple(VitalMissing(code, missing) for code in ("sbp", "dbp", "spo2", "rr", "alertness")),
    )
    chair.take(signs)
    row = rows_of(chair.bed.protocol, chair.bed.state, chair.bed.now(), str)[0]
    assert row.cells[1] in ("Not taken", "Could not obtain", "Could not be obtained")
    assert row.cells[2] == "90"
