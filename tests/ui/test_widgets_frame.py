"""Banner, rail, footer, bars, sheets and strips: what they show, what they say, what the keyboard does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from checklist.ui.page import FooterAction, FooterFacts
from checklist.ui.widgets.app_bar import AppBar, Tab
from checklist.ui.widgets.banner import Banner, BannerFacts
from checklist.ui.widgets.button import Action, Button
from checklist.ui.widgets.chair_card import ChairCard, ChairFacts, FreeChair
from checklist.ui.widgets.footer import Footer
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.rail import Rail, RailFacts
from checklist.ui.widgets.rail_step import SectionFacts, StepFacts
from checklist.ui.widgets.ring_clock import RingClock, RingFacts, RingLook
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.state_row import RowFacts, StateRow
from checklist.ui.widgets.strips import NoticeStrip, TechnicalBar
from checklist.ui.widgets.text_field import NoteField, TextField
from checklist.ui.widgets.tone import Tone
from checklist.ui.widgets.undo_strip import UndoStrip

Shoot = Callable[..., QImage]
LEFT = Qt.MouseButton.LeftButton
STEPS = (
    StepFacts("pre_infusion", "Pre-infusion", "Pre", State.NOW, "5 of 9 done"),
    StepFacts("time_out", "Time-out", "Time-out", State.TODO),
    StepFacts("infusion", "Infusion", "Infusion", State.LATER, "Escort not named"),
)
SECTIONS = (SectionFacts("a", "Person", State.DONE), SectionFacts("b", "Screening", State.NOW))


def words(widget: QWidget) -> str:
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisibleTo(widget)]
    return " | ".join(labels)


def test_the_banner_hides_what_the_second_nurse_must_not_see(shoot: Shoot) -> None:
    """UX-11 without weight and record number the banner holds neither, in no text and in no description."""
    banner = Banner()
    full = BannerFacts("HARLOW, Josephine (Ms)", "", "14-Mar-1987 (39y)", "004 183 27", "68.4 kg")
    banner.set_facts(full)
    shoot(banner, "banner", (1366, 66))
    assert "68.4 kg" in words(banner)
    banner.set_facts(BannerFacts("HARLOW, Josephine (Ms)", born="14-Mar-1987 (39y)", mrn="Read the wristband"))
    heard = words(banner) + banner.accessibleName() + banner.accessibleDescription()
    assert "68.4" not in heard
    assert "004" not in heard
    assert "Read the wristband" in heard


def test_the_banner_keeps_its_height_and_grows_for_long_words(shoot: Shoot) -> None:
    """UX-6 the banner is 66 px, 56 compact, and takes more rather than cut an allergy."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    banner = Banner()
    layout.addWidget(banner)
    layout.addStretch(1)
    facts = BannerFacts("HARLOW, Josephine (Ms)", "Preferred name Josie", "14-Mar-1987 (39y)", "004 183 27", "68.4 kg")
    banner.set_facts(facts)
    shoot(page, "banner-high", (1366, 300))
    assert banner.height() == 66
    banner.set_compact(True)
    QApplication.processEvents()
    assert banner.height() == 56
    many = ", ".join(f"medicine number {i} (rash)" for i in range(12))
    banner.set_facts(
        BannerFacts(facts.name, allergies_label="Known allergies", allergies=many, warn=True, signed_in="A. Diallo RN")
    )
    shoot(page, "banner-long", (1000, 300))
    assert banner.height() > 66
    assert many in words(banner)


def test_the_rail_says_step_state_and_place(shoot: Shoot) -> None:
    """UX-9 a step is heard as name, place and state, and pressed as a whole; a section is heard and only read."""
    rail = Rail()
    rail.set_facts(RailFacts(STEPS, "pre_infusion", SECTIONS))
    shoot(rail, "rail", (200, 640))
    chosen: list[str] = []
    rail.step_chosen.connect(chosen.append)
    step = rail.findChild(QPushButton, "rail.time_out")
    section = rail.findChild(QWidget, "rail.section.a")
    assert step is not None
    assert section is not None
    assert step.accessibleName() == "Time-out, step 2 of 3, to do"
    assert section.accessibleName() == "Person, section, done"
    QTest.mouseClick(step, LEFT)
    QTest.mouseClick(section, LEFT)
    assert chosen == ["time_out"]
    step.setFocus()
    QTest.keyClick(step, Qt.Key.Key_Down)
    following = rail.findChild(QPushButton, "rail.infusion")
    assert following is not None
    assert following.hasFocus()


def test_a_second_on_the_rail_disturbs_no_press(shoot: Shoot) -> None:
    """UX-5 a new sub-line changes a step in place: the button under the finger stays the same one."""
    rail = Rail()
    rail.set_facts(RailFacts(STEPS, "pre_infusion", SECTIONS))
    shoot(rail, "rail-live", (200, 640))
    step = rail.findChild(QPushButton, "rail.infusion")
    assert step is not None
    chosen: list[str] = []
    rail.step_chosen.connect(chosen.append)
    QTest.mousePress(step, LEFT)
    changed = (*STEPS[:2], StepFacts("infusion", "Infusion", "Infusion", State.LATER, "Running 18:43"))
    rail.set_facts(RailFacts(changed, "pre_infusion", SECTIONS))
    QTest.mouseRelease(step, LEFT)
    assert chosen == ["infusion"]
    assert "Running 18:43" in step.accessibleName()


def test_the_compact_rail_shows_short_names(shoot: Shoot) -> None:
    """UX-6 the compact rail is 76 px wide and leaves the sections out."""
    rail = Rail()
    rail.set_facts(RailFacts(STEPS, "pre_infusion", SECTIONS))
    rail.set_compact(True)
    shoot(rail, "rail-compact", (76, 560))
    assert rail.width() == 76
    assert rail.findChild(QPushButton, "rail.pre_infusion") is not None
    assert not [w for w in rail.findChildren(QWidget) if "section" in w.objectName() and w.isVisibleTo(rail)]


def test_the_footer_says_why_and_keeps_its_buttons(shoot: Shoot) -> None:
    """UX-9 a button that cannot be pressed says why; new facts change buttons in place."""
    footer = Footer()
    closed = FooterAction("next", "Time-out", "arrow-right", enabled=False, primary=True)
    footer.set_facts(FooterFacts("Time-out opens after 3 more items", None, (closed,)))
    shoot(footer, "footer", (1366, 70))
    button = footer.button("next")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "Time-out opens after 3 more items"
    footer.set_facts(FooterFacts("", None, (FooterAction("next", "Time-out", "arrow-right", primary=True),)))
    assert footer.button("next") is button
    pressed: list[str] = []
    footer.action_pressed.connect(pressed.append)
    QTest.mouseClick(button, LEFT)
    assert pressed == ["next"]
    emergency = footer.findChild(Button, "footer.emergency")
    assert emergency is not None
    assert (emergency.width() >= 160, emergency.height() >= 56) == (True, True)


def test_the_app_bar_is_tabbed_in_reading_order(shoot: Shoot) -> None:
    """UX-9 Tab goes through pages, Emergency and lock from left to right; arrows move between pages."""
    bar = AppBar()
    bar.set_tabs((Tab("today", "Today"), Tab("audit", "Audit")))
    bar.set_current("audit")
    shoot(bar, "app-bar", (1366, 60))
    today = bar.findChild(QPushButton, "app_bar.today")
    assert today is not None
    today.setFocus()
    order = []
    for _ in range(4):
        focused = bar.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == ["app_bar.today", "app_bar.audit", "app_bar.emergency", "app_bar.lock"]


def opened(shoot: Shoot, sheet: Sheet) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(Button("Below", id="below"))
    shoot(page, "sheet", (900, 600))
    sheet.open_over(page)
    QApplication.processEvents()
    return page


def test_a_sheet_keeps_the_keyboard_and_leaves_by_esc(shoot: Shoot) -> None:
    """UX-8 Tab stays inside the sheet, Enter accepts, Esc leaves, and the page below gets no key."""
    sheet = Sheet("Medicine given", id="sheet", primary="Record")
    drug, amount = TextField("Drug", id="drug"), TextField("Amount", id="amount")
    sheet.body.addWidget(drug)
    sheet.body.addWidget(amount)
    page = opened(shoot, sheet)
    said: list[str] = []
    sheet.accepted.connect(lambda: said.append("accepted"))
    sheet.closed.connect(lambda: said.append("closed"))
    order = []
    for _ in range(5):
        focused = page.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert order == ["drug", "amount", "sheet.cancel", "sheet.accept", "drug"]
    QTest.keyClick(drug.input, Qt.Key.Key_Return)
    assert said == ["accepted"]
    assert sheet.isVisible()
    QTest.keyClick(drug.input, Qt.Key.Key_Escape)
    assert said == ["accepted", "closed"]
    assert not sheet.isVisible()


def test_enter_in_a_note_is_a_line_break(shoot: Shoot) -> None:
    """UX-8 Enter inside a note of several lines writes a line and accepts nothing."""
    sheet = Sheet("Note", id="sheet", primary="Record")
    note = NoteField("Note", id="note")
    sheet.body.addWidget(note)
    opened(shoot, sheet)
    said: list[bool] = []
    sheet.accepted.connect(lambda: said.append(True))
    QTest.keyClicks(note.input, "a")
    QTest.keyClick(note.input, Qt.Key.Key_Return)
    QTest.keyClicks(note.input, "b")
    assert note.text() == "a\nb"
    assert not said


def test_a_sheet_that_cannot_be_accepted_ignores_enter(shoot: Shoot) -> None:
    """UX-8 Enter does nothing while the primary button is shut, and the sheet says why."""
    sheet = Sheet("Medicine given", id="sheet", primary="Record")
    drug = TextField("Drug", id="drug")
    sheet.body.addWidget(drug)
    sheet.set_primary_enabled(False)
    sheet.set_why("Amount is still missing")
    opened(shoot, sheet)
    said: list[bool] = []
    sheet.accepted.connect(lambda: said.append(True))
    QTest.keyClick(drug.input, Qt.Key.Key_Return)
    assert not said
    assert "Amount is still missing" in words(sheet)


def test_undo_is_offered_once(shoot: Shoot) -> None:
    """UX-8 Undo can be pressed once while the strip is shown, and not after its time."""
    page = QWidget()
    strip = UndoStrip(page)
    shoot(page, "undo", (900, 400))
    undone: list[bool] = []
    strip.undo_pressed.connect(lambda: undone.append(True))
    strip.say("Recorded: Allergies")
    strip.undo()
    strip.undo()
    assert undone == [True]
    strip.say("Recorded: Consent")
    strip.expire()
    strip.undo()
    assert undone == [True]


def test_a_technical_bar_pushes_the_page_down(shoot: Shoot) -> None:
    """UX-13 the bar takes room only while there is a fault, and says what to do."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    bar, below = TechnicalBar(), Button("Below", id="below")
    layout.addWidget(bar)
    layout.addWidget(below)
    shoot(page, "technical", (900, 400))
    top = below.y()
    bar.say("Not saved.", "Your last 63 entries are safe.", actions=(Action("retry", "Try again"),))
    QApplication.processEvents()
    assert below.y() > top
    assert bar.accessibleName() == "Not saved. Your last 63 entries are safe."
    bar.clear()
    QApplication.processEvents()
    assert below.y() == top


def test_a_notice_gives_its_buttons_ids(shoot: Shoot) -> None:
    """UX-9 the buttons of a notice carry its id and say which one was pressed."""
    strip = NoticeStrip(Tone.CAUTION, id="notice.bp")
    strip.say("Over limit", "Repeat now", (Action("seen", "Seen", "eye"),))
    shoot(strip, "notice", (900, 64))
    pressed: list[str] = []
    strip.action_pressed.connect(pressed.append)
    seen = strip.findChild(Button, "notice.bp.seen")
    assert seen is not None
    QTest.mouseClick(seen, LEFT)
    assert pressed == ["seen"]


def test_a_row_says_all_it_shows_and_is_pressed_anywhere(shoot: Shoot) -> None:
    """UX-9 a line is heard with its state, answer, time and initials, and grows where words wrap."""
    row = StateRow(
        RowFacts(State.DONE, "Allergies", "penicillin (rash), confirmed", "09:02  AD"), id="item.pre.allergies"
    )
    shoot(row, "row", (800, 48))
    assert row.accessibleName() == "Allergies, done, penicillin (rash), confirmed, 09:02  AD"
    pressed: list[bool] = []
    row.clicked.connect(lambda: pressed.append(True))
    QTest.mouseClick(row, LEFT, Qt.KeyboardModifier.NoModifier, row.rect().bottomRight())
    assert pressed == [True]
    assert row.heightForWidth(800) == 48
    assert row.heightForWidth(260) > 48


def test_a_ring_clock_says_what_it_shows(shoot: Shoot) -> None:
    """UX-9 the painted ring has its words as labels and as a name; late is amber with a triangle."""
    clock = RingClock(id="clock")
    clock.set_facts(RingFacts("Next vital signs in", "1:18", "", "At 09:44", 0.26, RingLook.NEXT))
    calm = shoot(clock, "clock", (300, 92))
    assert clock.accessibleName() == "Next vital signs in, 1:18, At 09:44"
    clock.set_facts(RingFacts("Vital signs overdue", "0:42", "late", "Was due 09:50", 1.0, RingLook.CAUTION))
    late = shoot(clock, "clock-late", (300, 92))
    assert calm != late
    assert clock.accessibleName() == "Vital signs overdue, 0:42 late, Was due 09:50"


def test_a_chair_card_changes_in_place(shoot: Shoot) -> None:
    """UX-9 a chair keeps its one button, named with chair and patient, when it becomes free or urgent."""
    holder = QWidget()
    card = ChairCard(id="chair.2")
    layout = QHBoxLayout(holder)
    layout.addWidget(card)
    facts = ChairFacts("Chair 2", "KOWALSKI, Piotr", "Born 30-Jan-1990 (36y)", "Infusion", "2:12", "late", urgent=True)
    card.set_facts(facts)
    shoot(holder, "chair", (340, 420))
    button = card.findChild(Button, "chair.2.open")
    assert button is not None
    assert button.accessibleName() == "Open, Chair 2, KOWALSKI, Piotr"
    pressed: list[str] = []
    card.pressed.connect(pressed.append)
    QTest.mouseClick(button, LEFT)
    card.set_facts(FreeChair("Chair 2"))
    QTest.mouseClick(button, LEFT)
    assert pressed == ["open", "new"]
    assert button.accessibleName() == "New session, Chair 2, free"
    assert "KOWALSKI" not in words(card)


def test_the_focused_control_is_kept_in_sight(shoot: Shoot) -> None:
    """UX-6 a list that scrolls brings the control with the focus into view."""
    content = QWidget()
    layout = QVBoxLayout(content)
    buttons = [Button(f"Line {i}", id=f"line.{i}") for i in range(40)]
    for button in buttons:
        layout.addWidget(button)
    scroll = Scroll(content)
    shoot(scroll, "scroll", (400, 400))
    scroll.activateWindow()
    buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    place = buttons[-1].mapTo(scroll, buttons[-1].rect().center())
    assert scroll.rect().contains(place)
