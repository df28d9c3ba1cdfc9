"""Every widget on pages like those of the design, in both themes and all text sizes: drawn, measured, walked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from checklist.ui.page import FooterAction, FooterFacts
from checklist.ui.tokens import Role, Token
from checklist.ui.typing_rules import number_shape, pressure_shape
from checklist.ui.widgets.app_bar import AppBar, Tab
from checklist.ui.widgets.banner import Banner, BannerFacts
from checklist.ui.widgets.button import Action, Button, Kind
from checklist.ui.widgets.card import Card, Look, Rule
from checklist.ui.widgets.chair_card import ChairCard, ChairFacts, FreeChair
from checklist.ui.widgets.checks import ChecksSet
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.footer import Footer
from checklist.ui.widgets.glyph import Glyph, State
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.person_row import PersonRow
from checklist.ui.widgets.pin_pad import PinPad
from checklist.ui.widgets.rail import Rail, RailFacts
from checklist.ui.widgets.rail_step import SectionFacts, StepFacts
from checklist.ui.widgets.ring_clock import RingClock, RingFacts, RingLook
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.state_row import RowFacts, StateRow
from checklist.ui.widgets.strips import NoticeStrip, TechnicalBar
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.text_field import NoteField, Select, TextField
from checklist.ui.widgets.time_field import TimeField
from checklist.ui.widgets.tone import Tone
from checklist.ui.widgets.undo_strip import UndoStrip

HARLOW = BannerFacts(
    "HARLOW, Josephine (Ms)",
    "Preferred name Josie",
    "14-Mar-1987 (39y)",
    "004 183 27",
    "68.4 kg",
    "Known allergies",
    "penicillin (rash)",
    True,
    "3",
    "A. Diallo RN",
)
BP = pressure_shape(("40", "300"), ("20", "200"))


def _framed(page: QWidget, rail: RailFacts, footer: FooterFacts) -> QWidget:
    window = QWidget()
    banner, rail_widget, foot = Banner(), Rail(), Footer()
    banner.set_facts(HARLOW)
    rail_widget.set_facts(rail)
    foot.set_facts(footer)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(rail_widget)
    middle.addWidget(page, 1)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(banner)
    whole.addLayout(middle, 1)
    whole.addWidget(foot)
    return window


def _row(state: State, title: str, answer: str = "", stamp: str = "", tone: Tone = Tone.NEUTRAL) -> StateRow:
    return StateRow(RowFacts(state, title, answer, stamp, tone), id=f"item.{title.split(maxsplit=1)[0].lower()}")


def _list(*rows: StateRow) -> Card:
    card = Card()
    card.body.setContentsMargins(1, 1, 1, 1)
    card.body.setSpacing(0)
    for row in rows:
        card.body.addWidget(row)
    rows[-1].set_last(True)
    return card


def pre_infusion() -> QWidget:
    steps = (
        StepFacts("pre_infusion", "Pre-infusion", "Pre", State.NOW, "5 of 9 done"),
        StepFacts("time_out", "Time-out", "Time-out", State.TODO, "Two nurses"),
        StepFacts("infusion", "Infusion", "Infusion", State.TODO, "40 min planned"),
        StepFacts("recovery", "Recovery", "Recovery", State.TODO, "Not started"),
        StepFacts("discharge", "Discharge", "Leave", State.TODO, "Escort not named"),
        StepFacts("sign_off", "Sign-off", "Sign-off", State.TODO),
    )
    sections = (
        SectionFacts("a", "Person, order, consent", State.DONE),
        SectionFacts("b", "Screening", State.NOW),
        SectionFacts("c", "Vital signs and access", State.TODO),
    )
    page = QWidget()
    titles = QVBoxLayout()
    titles.setSpacing(2)
    titles.addWidget(Text("Pre-infusion", Role.TITLE))
    titles.addWidget(Text("Read each line aloud, do it, then record the answer", Role.SECONDARY, Token.INK2))
    top = QHBoxLayout()
    top.addLayout(titles, 1)
    top.addWidget(Chip("5 of 9 done", Tone.DONE, "check"))
    top.addWidget(Chip("1 for later", Tone.CAUTION, "clock"))
    top.addWidget(Chip("3 to do"))
    current = Card(Look.CURRENT)
    head = QHBoxLayout()
    head.setSpacing(16)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Text("Baseline vital signs", Role.CURRENT))
    words.addWidget(
        Text(
            "Hold and call the prescriber if SBP is 160 or more, DBP 100 or more, or SpO₂ under 94%",
            Role.SECONDARY,
            Token.INK2,
        )
    )
    head.addWidget(Glyph(State.NOW, 28))
    head.addLayout(words, 1)
    head.addWidget(Button("Later", "clock", Kind.QUIET, id="item.later"))
    fields = QHBoxLayout()
    fields.setSpacing(8)
    bp = NumberField("Blood pressure", BP, "mmHg", id="f.bp", old="Last visit 126/80")
    hr = NumberField("Heart rate", number_shape("Heart rate", "20", "250"), "/min", id="f.hr", old="Last visit 74")
    spo2 = NumberField("SpO₂", number_shape("SpO₂", "40", "100"), "%", id="f.spo2", old="Room air")
    rr = NumberField("Breaths", number_shape("Breaths", "0", "60"), "/min", id="f.rr", old="Count for 30 s")
    for field, weight in ((bp, 11), (hr, 9), (spo2, 9), (rr, 9)):
        fields.addWidget(field, weight)
    group = FieldGroup((bp, hr, spo2, rr), parent=current)
    group.activate(bp)
    for sign in "1328478981":
        active = group.active()
        assert active is not None
        active.type_key(sign)
    foot = QHBoxLayout()
    foot.addWidget(
        Text(
            "You were here. The screen locked at 09:07 for 2 min, nothing was lost", Role.SECONDARY_STRONG, Token.INFO
        ),
        1,
    )
    foot.addWidget(Text("1 value left", Role.SECONDARY, Token.INK2, wrap=False))
    foot.addWidget(Button("Record", "check", Kind.PRIMARY, id="item.record"))
    current.body.addLayout(head)
    current.body.addLayout(fields)
    current.body.addLayout(foot)
    order = Card()
    line = QHBoxLayout()
    line.addWidget(Text("Order", Role.SECONDARY_STRONG, Token.INK2), 1)
    line.addWidget(Chip("Verified 08:40", Tone.DONE, "badge-check"))
    dose = QHBoxLayout()
    dose.addWidget(Text("DOSE", Role.AXIS, Token.INK2, wrap=False))
    dose.addWidget(Text("34 mg", Role.DOSE, wrap=False))
    dose.addWidget(Text("IV over 40 min", Role.ITEM), 1)
    order.body.addLayout(line)
    order.body.addWidget(Text("ketamine", Role.DOSE))
    order.body.addLayout(dose)
    order.body.addWidget(Text("0.5 mg/kg × 68.4 kg = 34.2 mg, rounded to 34 mg", Role.LABEL, Token.INK2))
    order.body.addWidget(Rule())
    order.body.addWidget(Text("100 mL sodium chloride 0.9%", Role.SECONDARY_STRONG))
    side = QVBoxLayout()
    side.addWidget(order)
    side.addStretch(1)
    centre = QWidget()
    column = QVBoxLayout(centre)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addLayout(top)
    column.addWidget(
        _list(
            _row(State.DONE, "Identity, spoken by the patient", "Name and date of birth match", "09:02  AD"),
            _row(State.DONE, "Allergies", "penicillin (rash), confirmed", "09:02  AD"),
            _row(State.CORRECTED, "Consent for today", "Signed 08:55, form 4", "09:03  AD"),
            _row(State.NOT_APPLICABLE, "Pregnancy test", "Not applicable: hysterectomy 2019", "09:05  AD"),
            _row(State.EXCEPTION, "Systolic over limit", "Signed by Dr R. Okafor", "09:05  RO", Tone.EXCEPT),
        )
    )
    column.addWidget(current)
    column.addWidget(
        _list(
            _row(State.TODO, "IV access, flushed and patent"),
            _row(State.SENSED, "Fasting, solids", "02:10, 6 h 58 min ago"),
            _row(State.STOP, "Order valid for today", "Stop: the order is from another month", "", Tone.ALARM),
            _row(State.LATER, "Escort home", "Later: before discharge", "09:06  AD", Tone.CAUTION),
        )
    )
    column.addStretch(1)
    both = QHBoxLayout(page)
    both.setContentsMargins(22, 12, 18, 0)
    both.setSpacing(18)
    both.addWidget(Scroll(centre), 1)
    holder = QWidget()
    holder.setFixedWidth(298)
    holder.setLayout(side)
    both.addWidget(holder)
    footer = FooterFacts(
        "Time-out opens after 3 more items",
        None,
        (
            FooterAction("note", "Note", "notebook-pen"),
            FooterAction("next", "Time-out", "arrow-right", enabled=False, primary=True),
        ),
    )
    return _framed(page, RailFacts(steps, "pre_infusion", sections), footer)


def monitoring() -> QWidget:
    steps = (
        StepFacts("pre_infusion", "Pre-infusion", "Pre", State.DONE, "09:19"),
        StepFacts("time_out", "Time-out", "Time-out", State.DONE, "09:22  AD, JM"),
        StepFacts("infusion", "Infusion", "Infusion", State.NOW, "Running 26:42"),
        StepFacts("recovery", "Recovery", "Recovery", State.TODO, "from 10:04"),
        StepFacts("discharge", "Discharge", "Leave", State.LATER, "Escort not named"),
        StepFacts("sign_off", "Sign-off", "Sign-off", State.TODO),
    )
    page = QWidget()
    run, late = RingClock(id="clock.run"), RingClock(id="clock.next")
    run.set_facts(RingFacts("Infusion running", "26:42", "of 40:00", "By clock 22.7 of 34 mg, ends 10:04", 0.6675))
    late.set_facts(RingFacts("Repeat BP overdue", "0:42", "late", "Was due 09:50, 2 min rule", 1, RingLook.CAUTION))
    soon = RingClock(id="clock.soon")
    soon.set_facts(RingFacts("Next vital signs in", "1:18", "", "At 09:44, every 5 min", 0.26, RingLook.NEXT))
    clocks = QHBoxLayout()
    clocks.setSpacing(10)
    for clock, weight in ((run, 33), (late, 26), (soon, 24)):
        clocks.addWidget(clock, weight)
    notice = NoticeStrip(Tone.CAUTION, id="notice.bp")
    notice.say(
        "Blood pressure over the protocol limit, 168/104 at 09:48",
        "Limit 160/100. Repeat now. Still over, pause and call Dr R. Okafor",
        (Action("called", "Called", "message-square"), Action("seen", "Seen", "eye")),
    )
    tiles = QGridLayout()
    tiles.setSpacing(8)
    names = (
        ("Nausea", "frown"), ("Anxiety", "wind"), ("Pain", "activity"), ("Restless", "footprints"),
        ("Medicine", "pill"), ("Rate change", "gauge"), ("Reassured", "hand"), ("Other event", "plus"),
    )  # fmt: skip
    for i, (name, icon) in enumerate(names):
        tiles.addWidget(Button(name, icon, Kind.TILE, 56, id=f"tile.{icon}"), i // 4, i % 4)
    left = QVBoxLayout()
    left.setSpacing(10)
    left.addLayout(clocks)
    left.addWidget(notice)
    left.addWidget(Card(), 1)
    left.addLayout(tiles)
    panel = Card()
    head = QHBoxLayout()
    head.addWidget(Text("Vital signs", Role.STRONG), 1)
    head.addWidget(Chip("09:43", Tone.NEUTRAL, "clock"))
    bp = NumberField("BP", BP, "mmHg", id="v.bp", old="151/95")
    hr = NumberField("HR", number_shape("HR", "20", "250"), "/min", id="v.hr", old="94")
    spo2 = NumberField("SpO₂", number_shape("SpO₂", "40", "100"), "%", id="v.spo2", old="97")
    rr = NumberField("Breaths", number_shape("Breaths", "0", "60"), "/min", id="v.rr", old="16")
    temp = NumberField("Temp", number_shape("Temperature", "30.0", "43.0", 1), "°C", id="v.temp", old="36.8")
    pad = Keypad(Keys.PLAIN)
    group = FieldGroup((bp, hr, spo2, rr, temp), pad, parent=panel)
    group.activate(bp)
    for sign in "14893909":
        pad.pressed.emit(sign)
    pad.pressed.emit("9")
    bp.set_message("168, was 128. Right?")
    grid = QGridLayout()
    grid.setSpacing(8)
    grid.addWidget(bp, 0, 0, 1, 2)
    for i, field in enumerate((hr, spo2, rr, temp)):
        grid.addWidget(field, 1 + i // 2, i % 2)
    panel.body.addLayout(head)
    panel.body.addLayout(grid)
    panel.body.addWidget(pad, 1)
    panel.body.addWidget(Button("Record", "check", Kind.PRIMARY, 56, id="v.record"))
    both = QHBoxLayout(page)
    both.setContentsMargins(14, 12, 14, 10)
    both.setSpacing(12)
    both.addLayout(left, 1)
    both.addWidget(panel)
    footer = FooterFacts(
        "Sound off in this room, light only",
        "volume-x",
        (
            FooterAction("note", "Note", "notebook-pen"),
            FooterAction("pause", "Pause infusion", "pause"),
            FooterAction("end", "End infusion", "arrow-right"),
        ),
    )
    return _framed(page, RailFacts(steps, "infusion"), footer)


def today() -> QWidget:
    window = QWidget()
    bar = AppBar()
    tabs = ("Today", "Audit", "Protocols", "Users", "Settings")
    bar.set_tabs(tuple(Tab(name.lower(), name) for name in tabs))
    bar.set_current("today")
    bar.set_signed_in("M. Lindqvist, supervisor")
    technical = TechnicalBar()
    technical.say(
        "Not saved. The disk is full.",
        "Your last 63 entries are safe. Free space or write on paper form 4.",
        actions=(Action("retry", "Try again", "refresh-cw"),),
    )
    strip = NoticeStrip(Tone.INFO, icon="history", id="resume")
    strip.say(
        "One session was open when the program stopped at 09:31",
        "KOWALSKI, Piotr, chair 2. All 31 entries are here. Vital signs are 2 min late",
        (Action("resume", "Resume", "play", Kind.PRIMARY),),
    )
    head = QHBoxLayout()
    head.addWidget(Text("Sunday 22-Nov-2026", Role.TITLE), 1)
    head.addWidget(Text("09:33", Role.VITAL, Token.INK2, wrap=False))
    chairs = QHBoxLayout()
    chairs.setSpacing(12)
    tran = (("Last BP", "124/78 at 09:25"), ("Score", "9 of 10"), ("Nurse", "J. Moreau"))
    kowalski = (("Last BP", "138/86 at 09:26"), ("RASS", "−1"), ("Nurse", "S. Park"))
    harlow = (("For later", "Escort home"), ("Next", "Baseline vital signs"), ("Nurse", "A. Diallo"))
    facts: tuple[ChairFacts | FreeChair, ...] = (
        ChairFacts(
            "Chair 1", "TRAN, Minh", "Born 02-Sep-1979 (47y)", "Recovery", "12:40", "until the next score", tran
        ),
        ChairFacts(
            "Chair 2",
            "KOWALSKI, Piotr",
            "Born 30-Jan-1990 (36y)",
            "Infusion, 21:05 of 40:00",
            "2:12",
            "vital signs late",
            kowalski,
            urgent=True,
            badge="Late",
        ),
        ChairFacts(
            "Chair 3", "HARLOW, Josephine", "Born 14-Mar-1987 (39y)", "Pre-infusion", "5 of 9", "items done", harlow
        ),
        FreeChair("Chair 4"),
    )
    for i, one in enumerate(facts, 1):
        card = ChairCard(id=f"chair.{i}")
        card.set_facts(one)
        chairs.addWidget(card, 1)
    inside = QVBoxLayout()
    inside.setContentsMargins(20, 14, 20, 14)
    inside.setSpacing(12)
    inside.addLayout(head)
    inside.addWidget(strip)
    inside.addLayout(chairs, 1)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(bar)
    whole.addWidget(technical)
    whole.addLayout(inside, 1)
    undo = UndoStrip(window)
    undo.say("Recorded: Allergies, penicillin (rash)")
    return window


def lock() -> QWidget:
    window = QWidget()
    card = Card()
    card.body.setContentsMargins(24, 20, 24, 24)
    names = QVBoxLayout()
    names.setSpacing(8)
    names.addWidget(Text("Who is here", Role.SECONDARY_STRONG, Token.INK2))
    for i, name in enumerate(("A. Diallo RN", "J. Moreau RN", "S. Park RN", "M. Lindqvist")):
        row = PersonRow(name, id=f"person.{i}")
        row.setChecked(i == 0)
        names.addWidget(row)
    names.addWidget(PersonRow("Someone else", "plus", id="person.else"))
    names.addStretch(1)
    pad = PinPad()
    pad.set_caption("PIN for A. Diallo")
    for _ in range(3):
        pad.keypad().pressed.emit("7")
    pad.set_message("PIN not right. 7 tries left.")
    row = QHBoxLayout()
    row.setSpacing(30)
    row.addLayout(names, 1)
    row.addWidget(pad, 1)
    card.body.addLayout(row)
    whole = QVBoxLayout(window)
    whole.addStretch(1)
    whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    whole.addStretch(1)
    return window


def entry() -> QWidget:
    window = QWidget()
    page = QWidget()
    inner = QVBoxLayout(page)
    inner.setContentsMargins(20, 16, 20, 16)
    inner.setSpacing(12)
    yes_no = Choice(
        (Option("match", "Match"), Option("no", "Does not match")), name="Spoken name and birth date", id="c.name"
    )
    yes_no.set_value("match")
    four = Choice(
        (
            Option("a", "Awake and calm"),
            Option("b", "Drowsy, answers when spoken to"),
            Option("c", "Answers only to touch"),
            Option("d", "No answer"),
        ),
        name="Alertness",
        id="c.alert",
    )
    checks = ChecksSet(
        (
            Option("bp", "Blood pressure over 160/100 at rest in the last week"),
            Option("preg", "Pregnant or breast-feeding"),
        ),
        Option("none", "None of these"),
        name="Contraindications",
        id="k.contra",
    )
    checks.set_value(["bp"])
    texts = QHBoxLayout()
    texts.setSpacing(12)
    family = TextField("Family name", id="t.family", placeholder="As on the wristband")
    family.set_text("Harlow")
    texts.addWidget(family)
    wrong = TextField("Born, dd mm yyyy", id="t.born")
    wrong.set_text("31 02 1987")
    wrong.set_message("There is no such day")
    texts.addWidget(wrong)
    select = Select("Reason", (Option("x", "Patient declined"), Option("y", "Cuff did not read")), id="s.reason")
    texts.addWidget(select)
    time = TimeField("Last solid food", id="w.food")
    time.field.type_key("0")
    weight = NumberField("Weight", number_shape("Weight", "25", "350", 1), "kg", id="n.weight", old="Last visit 68.1")
    for sign in "68,44":
        weight.type_key(sign)
    numbers = QHBoxLayout()
    numbers.setSpacing(12)
    numbers.addWidget(time, 1)
    numbers.addWidget(weight, 1)
    numbers.addWidget(NumberField("Rate", number_shape("Rate", "0.1", "300", 1), "mL/h", id="n.rate"), 1)
    buttons = QHBoxLayout()
    for kind in Kind:
        buttons.addWidget(Button(kind.value.capitalize(), "check", kind, id=f"b.{kind.value}"))
    disabled = Button("Disabled", "check", Kind.PRIMARY, id="b.disabled")
    disabled.setEnabled(False)
    buttons.addWidget(disabled)
    glyphs = QHBoxLayout()
    for state in State:
        glyphs.addWidget(Glyph(state, 28))
    for tone in Tone:
        glyphs.addWidget(Chip(tone.value.capitalize(), tone))
    glyphs.addStretch(1)
    note = NoteField("Note", id="t.note")
    note.set_text("<b>plain</b> & simple\nsecond line")
    for widget in (yes_no, four, checks):
        inner.addWidget(widget)
    inner.addLayout(texts)
    inner.addLayout(numbers)
    inner.addLayout(buttons)
    inner.addLayout(glyphs)
    inner.addWidget(note)
    inner.addStretch(1)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(Scroll(page))
    sheet = Sheet("Medicine given", id="sheet.medicine", primary="Record", width=420)
    sheet.body.addWidget(TextField("Drug", id="t.drug"))
    sheet.body.addWidget(Keypad(Keys.DECIMAL))
    sheet.set_why("Amount and route are still missing")
    sheet.open_over(window)
    return window


PAGES: dict[str, Callable[[], QWidget]] = {
    "pre-infusion": pre_infusion,
    "monitoring": monitoring,
    "today": today,
    "lock": lock,
    "entry": entry,
}
Shoot = Callable[..., QImage]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dim", [False, True])
def test_gallery_is_drawn(shoot: Shoot, name: str, dim: bool) -> None:
    """Every widget can be drawn in both themes at the size the program is designed for."""
    page = PAGES[name]()
    image = shoot(page, name, dim=dim)
    assert (image.width(), image.height()) == (1366, 768)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("percent", [100, 130])
def test_every_control_can_be_touched_and_is_named(shoot: Shoot, name: str, percent: int) -> None:
    """UX-5, UX-9: no pressable control is under 48 px, and each has an accessible name and an id."""
    page = PAGES[name]()
    shoot(page, f"{name}-{percent}", dim=True, percent=percent)
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    controls = [w for kind in kinds for w in page.findChildren(kind) if w.isVisibleTo(page)]
    assert controls
    for control in controls:
        where = control.objectName() or type(control).__name__
        if not isinstance(control, QPlainTextEdit):
            assert control.objectName(), where
        assert control.accessibleName(), where
        assert min(control.width(), control.height()) >= 48, (where, control.size())


@pytest.mark.parametrize("percent", [100, 115, 130])
@pytest.mark.parametrize("name", PAGES)
def test_no_words_are_cut(shoot: Shoot, name: str, percent: int) -> None:
    """UX-7: at every text size each label has the room its words need."""
    page = PAGES[name]()
    shoot(page, f"{name}-{percent}", percent=percent)
    for label in page.findChildren(QLabel):
        if label.isVisibleTo(page) and label.text():
            assert label.width() >= label.minimumSizeHint().width() or label.wordWrap(), label.text()
            need = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= need, (label.text(), label.size(), need)
    for control in (*page.findChildren(QAbstractButton), *page.findChildren(NumberField), *page.findChildren(Chip)):
        least = control.minimumSizeHint()
        tall = control.heightForWidth(control.width()) if control.hasHeightForWidth() else least.height()
        if control.isVisibleTo(page):
            where = control.accessibleName(), control.size(), least
            assert control.width() >= least.width() and control.height() >= tall, where


@pytest.mark.parametrize("name", ["pre-infusion", "monitoring", "today", "lock"])
@pytest.mark.parametrize("dim", [False, True])
def test_dim_pages_are_dark_and_light_pages_light(shoot: Shoot, name: str, dim: bool) -> None:
    """UX-4 mean relative luminance of a dim page is at most 4.5 %, of a light page at least 80 %."""
    page = PAGES[name]()
    if name == "today":
        page.findChild(TechnicalBar).clear()
    image = shoot(page, f"{name}-luminance", dim=dim)
    total, count = 0.0, 0
    for y in range(0, image.height(), 3):
        for x in range(0, image.width(), 3):
            colour = image.pixelColor(x, y)
            parts = (colour.redF(), colour.greenF(), colour.blueF())
            r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
            total += 0.2126 * r + 0.7152 * g + 0.0722 * b
            count += 1
    mean = total / count
    assert mean <= 0.045 if dim else mean >= 0.80, mean


def test_labels_show_markup_as_it_is(styled: QApplication) -> None:
    """SEC-081 a label never reads its text as markup."""
    del styled
    text = Text("<img src='file:///etc/passwd'><b>x</b>")
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert text.text().startswith("<img")
