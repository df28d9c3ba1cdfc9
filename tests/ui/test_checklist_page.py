"""The checklist page, driven as a person drives it: rows and buttons pressed, digits typed, Enter, Undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bedside import PRESCRIBER, SECOND, SHOWN, Bedside
from fake_desk import FakeDesk, shipped_protocol
from good_answers import answer
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from checklist.protocol.model import Protocol, Step
from checklist.protocol.values import Answer, Chosen, FieldAnswer, Quantity, VitalSigns
from checklist.session import progress
from checklist.session.commands import (
    AddNote,
    AnswerLine,
    CorrectAnswer,
    DeferLine,
    EndInfusion,
    MarkNotApplicable,
    OverrideStop,
    Sign,
    StartInfusion,
    StopSession,
    TellProvider,
)
from checklist.session.state import Status
from checklist.session.views import LineStatus
from checklist.ui import theme
from checklist.ui.page import FooterFacts, ToSession
from checklist.ui.pages.checklist import ChecklistPage
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.state_row import StateRow
from checklist.ui.widgets.text import Text

LEFT = Qt.MouseButton.LeftButton


class NoStrayWindows(QObject):
    """Notes every widget that becomes a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


class Bench:
    """A page on a fake desk, in a window of its own."""

    def __init__(self, app: QApplication, protocol: Protocol, step: Step = Step.PRE_INFUSION) -> None:
        self.app = app
        self.bed = Bedside(protocol)
        self.desk = FakeDesk(self.bed)
        self.page = ChecklistPage(self.desk)
        self.footer = FooterFacts()
        self.page.footer_changed.connect(self._footer)
        self.desk.listeners.append(self.page.show_snapshot)
        self.desk.over = self.page
        self.step = step

    def _footer(self, facts: FooterFacts) -> None:
        self.footer = facts

    def show(self, size: tuple[int, int] = (1166, 632)) -> None:
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        QTest.qWaitForWindowActive(self.page)
        self.page.show_snapshot(self.desk.snapshot())
        self.page.open_at(self.step, None)
        self.page.enter()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.app.processEvents()

    def fill(self, until: str | None, step: Step = Step.PRE_INFUSION) -> None:
        """Answer everything before a line with unremarkable values, behind the page's back."""
        while True:
            link_id = progress.step_view(self.bed.protocol, self.bed.state, step, self.bed.now()).next_link
            if link_id is None or link_id == until:
                return
            self.bed.wait(seconds=30)
            self.bed.must(AnswerLine(link_id, answer(self.bed.protocol.line(link_id), self.bed.now())))

    def go_to(self, link_id: str) -> None:
        self.page.show_snapshot(self.desk.snapshot())
        self.page.flow.open_line(link_id)
        self.settle()

    def find(self, name: str) -> QWidget:
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        widget = self.find(name)
        assert widget.isVisible(), name
        QTest.mouseClick(widget, LEFT)
        self.settle()

    def type(self, text: str) -> None:
        for sign in text:
            QTest.keyClicks(self.app.focusWidget(), sign)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.app.focusWidget() or self.page, key)
        self.settle()

    @property
    def link(self) -> str | None:
        return self.page.flow.link

    def words(self) -> str:
        """Return every word on the page."""
        texts = [text.text() for text in self.page.findChildren(Text) if text.isVisible()]
        rows = [row.accessibleName() for row in self.page.findChildren(StateRow) if row.isVisible()]
        fields = [
            f"{f.accessibleName()} {f.text()} {f.accessibleDescription()}" for f in self.page.findChildren(NumberField)
        ]
        return "\n".join(texts + rows + fields)


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return shipped_protocol()


@pytest.fixture
def bench(styled: QApplication, protocol: Protocol) -> Iterator[Bench]:
    made = Bench(styled, protocol)
    watch = NoStrayWindows()
    made.show()
    styled.installEventFilter(watch)
    yield made
    styled.removeEventFilter(watch)
    made.page.close()
    made.page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not watch.seen, "a widget became a window of its own"


def every_line(protocol: Protocol) -> list[str]:
    steps = (Step.PRE_INFUSION, Step.DISCHARGE)
    return [line.link_id for step in steps for section in protocol.sections_of(step) for line in section.lines]


def test_ux10_no_item_starts_with_an_answer(bench: Bench) -> None:
    """UX-10 No field of any line holds a value, and no choice or tick is set, before a person gives it."""
    bench.fill(None)
    opened = 0
    for section in bench.bed.protocol.sections_of(Step.PRE_INFUSION):
        for line in section.lines:
            view = bench.page.flow.line_view(line.link_id)
            if view is None:
                continue
            bench.bed.do(CorrectAnswer(line.link_id, None, "new_information"))
            bench.go_to(line.link_id)
            open_line = bench.page.flow.card.open_line
            assert open_line is not None, line.link_id
            assert open_line.form.answer() is None, line.link_id
            assert not open_line.form.is_touched(), line.link_id
            assert not any(field.text() for field in open_line.findChildren(QLineEdit)), line.link_id
            assert not any(button.isChecked() for button in open_line.findChildren(QAbstractButton)), line.link_id
            opened += 1
            bench.bed.do(AnswerLine(line.link_id, answer(line, bench.bed.now())))
    assert opened > 25


def test_a_single_choice_records_on_its_press(bench: Bench) -> None:
    """A line of one choice is recorded by pressing the option, and the next open line comes up."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    bench.click("item.pre.session-kind.field.kind.series")
    recorded = bench.bed.state.line("pre.session-kind").current
    assert recorded is not None
    assert recorded.answer == Answer((FieldAnswer("kind", Chosen("series")),))
    assert bench.link == "pre.session-number"


def test_dwell_time_goes_with_the_answer(bench: Bench) -> None:
    """An answer carries how long its line had been on screen."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    bench.bed.wait(seconds=7)
    bench.click("item.pre.session-kind.field.kind.series")
    recorded = bench.bed.state.line("pre.session-kind").current
    assert recorded is not None
    assert recorded.dwell_ms == 7000


def test_the_second_press_of_a_double_tap_answers_nothing(bench: Bench) -> None:
    """The second press of a double tap does not answer the line that came up in between."""
    bench.fill("pre.consent-today")
    bench.go_to("pre.consent-today")
    field = bench.bed.protocol.line("pre.consent-today").fields[0]
    bench.click(f"item.pre.consent-today.field.{field.id}.yes")
    assert bench.link == "pre.capacity"
    open_line = bench.page.flow.card.open_line
    assert open_line is not None
    QTest.mouseDClick(open_line.form.findChildren(QAbstractButton)[0], LEFT)
    bench.settle()
    assert len(bench.desk.commands) == 1


def test_ux17_a_set_is_typed_without_moving_by_hand(bench: Bench) -> None:
    """UX-17 Pressure, pulse, saturation, breaths, temperature and alertness are typed in a row; fields move on."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("128" + "80" + "74" + "98" + "14" + "36.6" + "5")
    bench.key(Qt.Key.Key_Enter)
    recorded = bench.bed.state.line("pre.vitals").current
    assert recorded is not None and recorded.answer is not None
    signs = recorded.answer.values[0].value
    assert isinstance(signs, VitalSigns)
    assert [signs.get(code) for code in ("sbp", "dbp", "hr", "spo2", "rr", "temp", "alertness")] == [
        "128", "80", "74", "98", "14", "36.6", "5",
    ]  # fmt: skip
    assert bench.link == "pre.phq9"


def test_a_part_left_out_asks_why(bench: Bench) -> None:
    """A vital sign left out is asked for by name on Record, and its reason is recorded."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("12880" + "74" + "98" + "14")
    bench.find("item.pre.vitals.field.alertness").setFocus()
    bench.type("5")
    bench.click("item.record")
    assert "Temperature not taken?" in bench.words()
    bench.click("item.ask.could_not_obtain")
    recorded = bench.bed.state.line("pre.vitals").current
    assert recorded is not None and recorded.answer is not None
    signs = recorded.answer.values[0].value
    assert isinstance(signs, VitalSigns)
    assert [(item.code, item.reason) for item in signs.missing] == [("temp", "could_not_obtain")]


def test_ux16_a_value_over_a_limit_takes_no_more_presses(bench: Bench) -> None:
    """UX-16 A pressure over the limit is recorded with the same keys as a normal one, then the stop shows."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("15284" + "74" + "98" + "14" + "36.6" + "5")
    bench.key(Qt.Key.Key_Enter)
    view = bench.page.flow.open_view()
    assert view is not None
    assert view.line.link_id == "pre.vitals"
    assert view.status is LineStatus.STOP
    assert bench.find("item.exception").isVisible()
    assert "SBP over 140" in bench.footer.why


def test_an_unlikely_value_is_asked_about_once(bench: Bench) -> None:
    """A value outside its inner range is asked about once, in the line, and going on is the answer (D23)."""
    bench.fill("pre.weight")
    bench.go_to("pre.weight")
    bench.type("1")
    assert "Right?" not in bench.words()
    bench.type("95")
    assert "195. Right?" in bench.words()
    bench.click("item.ask.right")
    assert "Right?" not in bench.words()
    bench.key(Qt.Key.Key_Enter)
    recorded = bench.bed.state.line("pre.weight").current
    assert recorded is not None and recorded.answer is not None
    assert recorded.answer.values[0].value == Quantity("195", "kg")


def test_ux13_a_failed_write_keeps_item_and_values(bench: Bench) -> None:
    """UX-13 When nothing could be saved the item stays open with everything typed, and Record works again."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("12880" + "74" + "98" + "14" + "36.6" + "5")
    bench.desk.fail_next = True
    bench.click("item.record")
    assert bench.link == "pre.vitals"
    field = bench.find("item.pre.vitals.field.sbp")
    assert isinstance(field, NumberField)
    assert field.value() == "128/80"
    assert bench.bed.state.line("pre.vitals").current is None
    assert "Not saved" in bench.words()
    bench.click("item.record")
    assert bench.bed.state.line("pre.vitals").current is not None


def test_ux13_a_failed_press_of_a_choice_can_be_repeated(bench: Bench) -> None:
    """UX-13 A choice that could not be saved stays chosen and is offered with Record."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    bench.desk.fail_next = True
    bench.click("item.pre.session-kind.field.kind.series")
    assert bench.bed.state.line("pre.session-kind").current is None
    bench.click("item.record")
    assert bench.bed.state.line("pre.session-kind").current is not None


def test_a_failed_sheet_stays_open_with_its_words(bench: Bench) -> None:
    """UX-13 A note that could not be saved stays in its sheet."""
    bench.page.footer_pressed("note")
    bench.settle()
    sheet = bench.desk.sheets[-1]
    bench.click("sheet.note.about.session")
    bench.find("sheet.note.text").setFocus()
    bench.type("Patient is cold")
    bench.desk.fail_next = True
    bench.click("sheet.note.accept")
    assert sheet.isVisible()
    bench.click("sheet.note.accept")
    assert [note.text for note in bench.bed.state.notes] == ["Patient is cold"]


def test_ux14_half_typed_values_come_back(bench: Bench, styled: QApplication) -> None:
    """UX-14 Half-typed values are kept as a draft and stand in their fields when the line is opened again."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("12880" + "7")
    bench.page.leave()
    drafts = bench.desk.station.drafts.drafts(bench.bed.session_id)
    assert [draft.link_id for draft in drafts] == ["pre.vitals"]
    again = ChecklistPage(bench.desk)
    again.show_snapshot(bench.desk.snapshot())
    again.open_at(Step.PRE_INFUSION, None)
    assert again.flow.link == "pre.vitals"
    typed = {field.objectName(): field.text() for field in again.findChildren(NumberField)}
    assert typed["item.pre.vitals.field.sbp"] == "128/80"
    assert typed["item.pre.vitals.field.hr"] == "7"
    again.deleteLater()


def test_ux14_moving_between_lines_keeps_what_was_typed(bench: Bench) -> None:
    """UX-14 Opening another line and coming back shows the same half-typed text."""
    bench.fill("pre.weight")
    bench.go_to("pre.weight")
    bench.type("68")
    bench.click("row.pre.phq9")
    assert bench.link == "pre.phq9"
    bench.click("row.pre.weight")
    field = bench.page.findChildren(NumberField)[0]
    assert isinstance(field, NumberField)
    assert field.text() == "68"


def test_a_note_on_the_open_line_keeps_what_was_typed(bench: Bench) -> None:
    """UX-14 A note recorded on the open line leaves its half-typed values where they are."""
    bench.fill("pre.weight")
    bench.go_to("pre.weight")
    bench.type("68")
    assert bench.page.command_key("Alt+N")
    bench.settle()
    bench.click("sheet.note.about.line")
    bench.find("sheet.note.text").setFocus()
    bench.type("Scale was moved")
    bench.click("sheet.note.accept")
    assert len(bench.bed.state.line("pre.weight").notes) == 1
    assert bench.page.findChildren(NumberField)[0].text() == "68"


def test_a_recorded_answer_leaves_no_draft(bench: Bench) -> None:
    """A line's draft is gone once its answer is recorded."""
    bench.fill("pre.weight")
    bench.go_to("pre.weight")
    bench.type("68.4")
    bench.page.leave()
    bench.key(Qt.Key.Key_Enter)
    assert bench.desk.station.drafts.drafts(bench.bed.session_id) == ()


def test_an_interruption_is_said_on_the_item(bench: Bench) -> None:
    """After a lock the open item says so; after more than ten minutes it must be read again first."""
    bench.fill("pre.weight")
    bench.go_to("pre.weight")
    bench.page.interrupted(bench.bed.now().wall_ms, 120_000)
    assert "for 2 min, nothing was lost" in bench.words()
    bench.page.interrupted(bench.bed.now().wall_ms, 700_000)
    bench.settle()
    assert not bench.page.findChildren(NumberField)[0].isVisible()
    bench.click("item.read_again")
    assert bench.page.findChildren(NumberField)[0].isVisible()


def test_undo_takes_the_answer_back(bench: Bench) -> None:
    """Undo within ten seconds makes a correction with an empty answer; the line is open again."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    bench.click("item.pre.session-kind.field.kind.series")
    words, undo = bench.desk.notes[-1]
    assert words == "Recorded: Kind of visit on the order"
    assert undo is not None
    undo()
    line = bench.bed.state.line("pre.session-kind")
    assert line.current is None
    assert [version.reason for version in line.versions] == ["", "undo"]


def test_later_is_one_press_or_asks_until_when(bench: Bench) -> None:
    """Later defers within the step at once; where the protocol lets a line go further it asks until when."""
    bench.fill("pre.contact")
    bench.go_to("pre.contact")
    bench.click("item.later")
    bench.click("sheet.later.until.discharge")
    bench.click("sheet.later.accept")
    deferred = bench.bed.state.line("pre.contact").deferred
    assert deferred is not None
    assert deferred.until is Step.DISCHARGE
    assert bench.link == "pre.allergy"
    assert bench.page.command_key("Alt+L")
    assert bench.bed.state.line("pre.allergy").deferred is not None
    assert bench.link == "pre.meds-flag"


def test_not_applicable_only_where_listed(bench: Bench) -> None:
    """Not applicable is offered only where the protocol lists reasons, and takes one of them."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    assert not bench.find("item.not_applicable").isVisible()
    assert not bench.page.command_key("Alt+A")
    listed = [
        line.link_id
        for section in bench.bed.protocol.sections_of(Step.PRE_INFUSION)
        for line in section.lines
        if line.not_applicable and line.enable_when is None
    ]
    if not listed:
        return
    bench.fill(listed[0])
    bench.go_to(listed[0])
    bench.click("item.not_applicable")
    reason = next(r for r in bench.bed.protocol.line(listed[0]).not_applicable if not r.needs_text)
    bench.click(f"sheet.not_applicable.reason.{reason.code}")
    bench.click("sheet.not_applicable.accept")
    assert isinstance(bench.desk.commands[-1][0], MarkNotApplicable)


def stopped(bench: Bench) -> None:
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    bench.type("15284" + "74" + "98" + "14" + "36.6" + "5")
    bench.key(Qt.Key.Key_Enter)


def test_an_exception_needs_a_reason_and_the_prescribers_own_pin(bench: Bench) -> None:
    """A hard stop is passed by the prescriber alone, with a reason of 15 characters; then the page goes on."""
    stopped(bench)
    bench.click("item.exception")
    bench.find("sheet.exception.reason").setFocus()
    bench.type("Too short")
    assert not bench.find("sheet.exception.accept").isEnabled()
    bench.type(", now it is long enough")
    bench.click("sheet.exception.accept")
    command, actor = bench.desk.commands[-1]
    assert isinstance(command, OverrideStop)
    assert (actor.person, actor.role, actor.auth) == ("ruth", "prescriber", "pin")
    assert bench.desk.requests[-1].roles == ("prescriber",)
    assert "nora" in bench.desk.requests[-1].barred
    assert bench.link == "pre.phq9"


def test_nobody_is_offered_a_way_past_an_absolute_stop(bench: Bench) -> None:
    """A stop that nobody passes offers another answer or the end of the session, never an exception."""
    bench.fill("pre.consent-today")
    field = bench.bed.protocol.line("pre.consent-today").fields[0]
    bad = field.limits[0].than
    bench.bed.must(AnswerLine("pre.consent-today", Answer((FieldAnswer(field.id, Chosen(bad)),))))
    bench.go_to("pre.consent-today")
    assert bench.page.findChild(QWidget, "item.exception") is None
    assert bench.find("item.change").isVisible()
    bench.click("item.end")
    bench.click("sheet.stop_session.reason.declined")
    assert not bench.find("sheet.stop_session.accept").isEnabled()
    bench.click("sheet.stop_session.sure")
    bench.click("sheet.stop_session.accept")
    assert isinstance(bench.desk.commands[-1][0], StopSession)
    assert bench.bed.state.status is Status.STOPPED
    assert bench.footer.why == "This session was ended early"
    assert not bench.page.command_key("Alt+L")


def test_told_and_note_are_the_next_acts(bench: Bench) -> None:
    """An answer that asks for a call and a note stays open until both are recorded, then the page goes on."""
    bench.fill("pre.meds-flag")
    bench.go_to("pre.meds-flag")
    bench.click("item.pre.meds-flag.field.taken.opioid")
    bench.click("item.pre.meds-flag.field.taken.benzodiazepine")
    bench.click("item.record")
    assert bench.link == "pre.meds-flag"
    bench.click("item.told")
    bench.click("sheet.told.who.0")
    bench.find("sheet.told.order").setFocus()
    bench.type("Go on")
    assert not bench.find("sheet.told.accept").isEnabled()
    bench.click("sheet.told.read_back")
    bench.click("sheet.told.accept")
    assert isinstance(bench.desk.commands[-1][0], TellProvider)
    assert bench.link == "pre.meds-flag"
    bench.click("item.note")
    bench.find("sheet.note.text").setFocus()
    bench.type("Lorazepam at 22:00")
    bench.click("sheet.note.accept")
    command = bench.desk.commands[-1][0]
    assert isinstance(command, AddNote)
    assert command.link_id == "pre.meds-flag"
    assert bench.link == "pre.substances"


def test_a_done_row_opens_with_history_and_change(bench: Bench) -> None:
    """A done row opens with its answer; Change records the new one with a reason, and the old one stays readable."""
    bench.fill("pre.phq9")
    bench.go_to("pre.phq9")
    bench.click("row.pre.weight")
    bench.click("item.change")
    assert not bench.find("sheet.correct.accept").isEnabled()
    form_field = next(f for f in bench.desk.sheets[-1].findChildren(NumberField))
    assert form_field.value() == "68.4"
    form_field.setFocus()
    bench.type("69.1")
    assert not bench.find("sheet.correct.accept").isEnabled()
    bench.click("sheet.correct.reason.typing")
    bench.click("sheet.correct.accept")
    assert isinstance(bench.desk.commands[-1][0], CorrectAnswer)
    assert "Before: 68.4 kg" in bench.words()
    assert "69.1 kg" in bench.words()


def test_the_footer_says_why_and_leads_on(bench: Bench) -> None:
    """The forward button stays shut with the reason in words, and leads on once nothing is open."""
    bench.fill("pre.pump-entry")
    bench.go_to("pre.pump-entry")
    assert bench.footer.why == "Time-out opens after 1 more item"
    assert not bench.footer.actions[-1].enabled
    bench.page.footer_pressed("forward")
    assert bench.desk.destinations == []
    bench.fill(None)
    bench.page.show_snapshot(bench.desk.snapshot())
    assert bench.footer.actions[-1].enabled
    bench.page.footer_pressed("forward")
    assert bench.desk.destinations == [ToSession(bench.bed.session_id, Step.TIME_OUT)]
    assert "Pre-infusion complete." in bench.words()


def timed_out(bench: Bench) -> None:
    bed = bench.bed
    bench.fill(None)
    bed.must(AnswerLine("pre.pump-check", answer(bed.protocol.line("pre.pump-check"), bed.now())), SECOND)
    bed.must(Sign("pre.pump-check", "checker", SHOWN), SECOND)
    bed.must(AnswerLine("pre.time-out", answer(bed.protocol.line("pre.time-out"), bed.now())))
    bed.must(Sign("pre.time-out", "second", SHOWN), SECOND)


def test_what_was_put_off_stands_on_top_at_discharge(bench: Bench) -> None:
    """A line put off until discharge stands on top there and blocks the step."""
    bench.fill("pre.contact")
    bench.bed.must(DeferLine("pre.contact", Step.DISCHARGE))
    timed_out(bench)
    bench.bed.must(Sign("pre.sign", "nurse", SHOWN))
    bench.bed.must(StartInfusion("150"))
    bench.bed.wait(minutes=40)
    bench.bed.must(EndInfusion("100"))
    bench.page.show_snapshot(bench.desk.snapshot())
    bench.page.open_at(Step.DISCHARGE, None)
    bench.settle()
    assert bench.link == "pre.contact"
    assert "For later, from earlier steps" in bench.words()
    assert bench.footer.why.startswith("Sign-off opens after")


def test_sections_fold_to_one_row_each(bench: Bench) -> None:
    """One section is open at a time; every other one is a single row that counts what is done."""
    bench.fill("pre.allergy")
    bench.go_to("pre.allergy")
    rows = {row.objectName(): row for row in bench.page.findChildren(StateRow) if row.isVisible()}
    assert "section.pre.person" in rows
    assert "7 of 7 done" in rows["section.pre.person"].accessibleName()
    assert "row.pre.session-kind" not in rows
    bench.click("section.pre.person")
    assert bench.page.flow.section == "pre.person"
    assert bench.find("row.pre.session-kind").isVisible()


def test_keyboard_only(bench: Bench) -> None:
    """UX-8 A choice line is answered with keys alone: Space to the options, Right, Space, and Up over rows."""
    bench.fill("pre.session-kind")
    bench.go_to("pre.session-kind")
    bench.key(Qt.Key.Key_Space)
    bench.key(Qt.Key.Key_Right)
    bench.key(Qt.Key.Key_Space)
    recorded = bench.bed.state.line("pre.session-kind").current
    assert recorded is not None
    assert recorded.answer == Answer((FieldAnswer("kind", Chosen("maintenance")),))
    assert bench.link == "pre.order-valid"
    bench.key(Qt.Key.Key_Up)
    assert bench.app.focusWidget() is bench.find("row.pre.session-kind")


def test_ux9_every_control_has_a_name_and_rows_say_their_state(bench: Bench) -> None:
    """UX-9 Every control on the page has an accessible name, and a row says its state, time and person."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    for control in [*bench.page.findChildren(QAbstractButton), *bench.page.findChildren(QLineEdit)]:
        if control.isVisible():
            assert control.accessibleName(), control.objectName()
    name = bench.find("row.pre.weight").accessibleName()
    assert name.startswith("Weight measured today, done, 68.4 kg, ")
    assert name.endswith("A. Diallo RN")


@pytest.mark.parametrize(("size", "percent"), [((1166, 632), 100), ((1204, 600), 100), ((1106, 590), 130)])
def test_ux5_touch_sizes_and_ux6_nothing_cut(bench: Bench, size: tuple[int, int], percent: int) -> None:
    """UX-5, UX-6, UX-7 Nothing pressable is under 48 px and no words are wider than their place."""
    theme.use(bench.app, theme.Theme(percent=percent, motion=False))
    bench.page.resize(*size)
    for link_id in ("pre.identity-two", "pre.vitals", "pre.meds-flag", "pre.fast-solids"):
        bench.fill(link_id)
        bench.go_to(link_id)
        for button in bench.page.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.height() >= 48 and button.width() >= 48, button.objectName()
        for text in bench.page.findChildren(Text):
            if text.isVisible() and not text.wordWrap():
                assert text.width() >= text.sizeHint().width(), text.text()
            elif text.isVisible():
                assert text.height() >= text.heightForWidth(text.width()), text.text()


def test_the_number_pad_comes_with_touch(bench: Bench) -> None:
    """The number pad takes the side column once a number field was pressed, and types into the active field."""
    bench.fill("pre.vitals")
    bench.go_to("pre.vitals")
    pad = bench.find("keypad")
    assert not pad.isVisible()
    bench.click("item.pre.vitals.field.sbp")
    assert pad.isVisible()
    for digit in "12880":
        bench.click(f"key.digit_{digit}")
    field = bench.find("item.pre.vitals.field.sbp")
    assert isinstance(field, NumberField)
    assert field.value() == "128/80"
    assert bench.app.focusWidget() is bench.find("item.pre.vitals.field.hr")


def test_every_line_can_be_opened(bench: Bench) -> None:
    """Every line of the shipped protocol that the page shows opens its card without an error."""
    for link_id in every_line(bench.bed.protocol):
        bench.page.flow.open_line(link_id)
    bench.settle()


def test_prescriber_is_not_offered_the_nurses_own_signature(bench: Bench) -> None:
    """A line is answered by the role it is for; anybody else is asked to let that person sign in."""
    bench.desk.actor = PRESCRIBER
    bench.page.enter()
    assert bench.find("item.second").isVisible()
