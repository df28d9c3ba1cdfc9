"""The sign-off page: what stands out first, one signature, the seal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bedside import SECOND, SHOWN, Bedside
from fake_desk import FakeDesk, shipped_protocol
from good_answers import answer, value
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Text, VitalSigns
from checklist.session import progress
from checklist.session.commands import (
    AnswerLine,
    CorrectAnswer,
    EndInfusion,
    RecordVitals,
    Sign,
    StartInfusion,
)
from checklist.session.state import Status
from checklist.ui.page import FooterFacts, ToRecord, ToToday
from checklist.ui.pages.sign_off import SignOffPage
from checklist.ui.widgets.state_row import StateRow
from checklist.ui.widgets.text import Text as Words


def vitals(bed: Bedside, link_id: str) -> None:
    line = bed.protocol.line(link_id)
    signs = value(line, line.fields[0], bed.now())
    assert isinstance(signs, VitalSigns)
    bed.must(RecordVitals(link_id, signs))


def work_off(bed: Bedside, step: Step) -> None:
    """Answer and sign whatever blocks a step."""
    for _ in range(80):
        blocks = progress.step_view(bed.protocol, bed.state, step, bed.now()).blocks
        link_id = next((block.link_id for block in blocks if block.link_id is not None), None)
        if link_id is None:
            return
        line, block = bed.protocol.line(link_id), blocks[0]
        by_second = "checker" in line.roles
        bed.wait(seconds=20)
        if block.code == "need.signature":
            bed.must(Sign(link_id, dict(block.params)["field"], SHOWN), SECOND)
        elif line.repeats and link_id.endswith("vitals"):
            vitals(bed, link_id)
        else:
            command = AnswerLine(link_id, answer(line, bed.now()))
            bed.must(command, SECOND) if by_second else bed.must(command)


@pytest.fixture(scope="module")
def ready() -> Bedside:
    """A whole session up to its last signature, with one correction."""
    bed = Bedside(shipped_protocol())
    bed.open()
    work_off(bed, Step.PRE_INFUSION)
    bed.must(
        CorrectAnswer(
            "pre.allergy",
            Answer((FieldAnswer("status", Chosen("known")), FieldAnswer("which", Text("penicillin (rash)")))),
            "new_information",
        )
    )
    work_off(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))
    bed.must(StartInfusion("150"))
    for minutes in (5, 5, 17, 3, 10):  # the third one is late
        bed.wait(minutes=minutes)
        vitals(bed, "mon.vitals")
    bed.must(EndInfusion("100"))
    work_off(bed, Step.INFUSION)
    for minutes in (0, 15, 15, 15, 15, 30):
        bed.wait(minutes=minutes)
        vitals(bed, "mon.post-vitals")
        bed.do(AnswerLine("mon.post-mind", answer(bed.protocol.line("mon.post-mind"), bed.now())))
    work_off(bed, Step.RECOVERY)
    bed.must(Sign("mon.sign", "nurse", SHOWN))
    work_off(bed, Step.DISCHARGE)
    return bed


class Bench:
    def __init__(self, app: QApplication, ready: Bedside) -> None:
        self.app = app
        self.bed = Bedside(ready.protocol, ready.session_id, ready.clock)
        self.bed.live, self.bed.recorded = ready.live, list(ready.recorded)
        self.desk = FakeDesk(self.bed)
        self.page = SignOffPage(self.desk)
        self.footer = FooterFacts()
        self.page.footer_changed.connect(self._footer)
        self.desk.listeners.append(self.page.show_snapshot)
        self.desk.over = self.page
        self.page.resize(1166, 632)
        self.page.show()
        self.page.show_snapshot(self.desk.snapshot())
        self.page.open_at(Step.SIGN_OFF, None)
        self.page.enter()
        self.settle()

    def _footer(self, facts: FooterFacts) -> None:
        self.footer = facts

    def settle(self) -> None:
        for _ in range(30):
            self.app.processEvents()

    def rows(self) -> list[StateRow]:
        return [row for row in self.page.findChildren(StateRow) if not row.isHidden()]

    def click(self, name: str) -> None:
        widget = self.page.findChild(QWidget, name)
        assert widget is not None, name
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def bench(styled: QApplication, ready: Bedside) -> Iterator[Bench]:
    made = Bench(styled, ready)
    yield made
    made.page.close()
    made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_whole_session_is_on_one_scroll(bench: Bench) -> None:
    """Every visible line and every set of vital signs of the session is on the page before it is signed."""
    names = [row.objectName() for row in bench.rows()]
    state = bench.bed.state
    for link_id, line in state.lines.items():
        if line.current is not None:
            assert f"row.{link_id}" in names, link_id
    for item in state.vitals:
        assert f"set.{item.n}" in names


def test_what_stands_out_comes_first(bench: Bench) -> None:
    """Corrections, late vital signs and the witnessed drug account stand before everything else."""
    names = [row.objectName() for row in bench.rows()]
    late = next(item for item in bench.bed.state.vitals if item.late_ms is not None and item.at_ms > item.late_ms)
    first = names[: names.index("row.pre.identity-two")]
    assert "first.row.pre.allergy" in first
    assert "first.row.dis.waste" in first
    assert f"first.set.{late.n}" in first
    row = next(row for row in bench.rows() if row.objectName() == f"set.{late.n}")
    assert "late by" in row.facts().answer


def test_a_row_opens_its_correction(bench: Bench) -> None:
    """Pressing a line or a set opens the correction of exactly that answer."""
    bench.click("row.pre.weight")
    assert bench.desk.sheets[-1].objectName() == "sheet.correct"
    bench.desk.sheets[-1].dismiss()
    number = bench.bed.state.vitals[0].n
    bench.click(f"set.{number}")
    assert bench.desk.sheets[-1].accessibleName().startswith("Change: Vital signs")


def test_the_nurses_signature_seals_the_session(bench: Bench) -> None:
    """Sign asks the signed-in nurse for the PIN over the statement; then the page says sealed, with the seal."""
    assert bench.footer.actions[-1].text == "Sign"
    bench.page.footer_pressed("forward")
    bench.settle()
    assert bench.desk.requests[-1].person == "nora"
    assert bench.desk.requests[-1].statement.startswith("I, {name}, gave this care")
    assert bench.bed.state.status is Status.COMPLETED
    words = [text.text() for text in bench.page.findChildren(Words) if text.isVisible()]
    assert any(word.startswith("Sealed at ") and f"entry {bench.bed.state.count}" in word for word in words)
    assert "Seal 1a2b 3c4d 5e6f 7081" in words
    assert bench.footer.actions[-1].text == "Today"


def test_back_to_today_after_five_seconds(bench: Bench) -> None:
    """Five seconds after the seal the page goes back to Today, unless the record was opened."""
    bench.page.footer_pressed("forward")
    bench.page.tick(bench.bed.now())
    assert bench.desk.destinations == []
    bench.bed.wait(seconds=5)
    bench.page.tick(bench.bed.now())
    assert bench.desk.destinations == [ToToday()]
    bench.click("signoff.record")
    assert bench.desk.destinations[-1] == ToRecord(bench.bed.session_id)


def test_the_prescriber_co_signs_after_the_seal(bench: Bench) -> None:
    """The prescriber's own signature is offered once the session is sealed."""
    bench.page.footer_pressed("forward")
    bench.settle()
    bench.click("signoff.cosign")
    command, actor = bench.desk.commands[-1]
    assert isinstance(command, Sign)
    assert actor.person == "ruth"


def test_open_lines_are_named_before_signing(styled: QApplication, ready: Bedside) -> None:
    """While something is open the page says what and leads there, and Sign stays shut."""
    bed = Bedside(ready.protocol)
    bed.open()
    work_off(bed, Step.PRE_INFUSION)
    made = Bench(styled, bed)
    assert not made.footer.actions[-1].enabled
    made.page.footer_pressed("forward")
    assert not any(isinstance(command, Sign) for command, _ in made.desk.commands)
    made.page.close()
    made.page.deleteLater()
