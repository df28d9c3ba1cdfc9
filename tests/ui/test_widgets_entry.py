"""Number fields, keypads, PINs, choices and checks, used as a person uses them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from checklist.ui.typing_rules import number_shape, pressure_shape
from checklist.ui.widgets.checks import ChecksSet
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.field_group import FieldGroup
from checklist.ui.widgets.keypad import Keypad, Keys
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.pin_pad import PinPad
from checklist.ui.widgets.text_field import NoteField, Select, TextField
from checklist.ui.widgets.time_field import TimeField

Shoot = Callable[..., QImage]
LEFT = Qt.MouseButton.LeftButton
BP = pressure_shape(("40", "300"), ("20", "200"))


class Vitals(QWidget):
    """Four fields and a pad, as on the monitoring page."""

    def __init__(self, keys: Keys = Keys.PLAIN) -> None:
        super().__init__()
        self.bp = NumberField("BP", BP, "mmHg", id="sbp", old="151/95")
        self.hr = NumberField("HR", number_shape("Heart rate", "20", "250"), "/min", id="hr")
        self.spo2 = NumberField("SpO₂", number_shape("SpO₂", "40", "100"), "%", id="spo2")
        self.temp = NumberField("Temp", number_shape("Temperature", "30", "43", 1), "°C", id="temp")
        self.pad = Keypad(keys)
        self.group = FieldGroup((self.bp, self.hr, self.spo2, self.temp), self.pad, parent=self)
        layout = QVBoxLayout(self)
        for widget in (self.bp, self.hr, self.spo2, self.temp, self.pad):
            layout.addWidget(widget)

    def press(self, signs: str) -> None:
        for sign in signs:
            QTest.mouseClick(self.pad.key(sign), LEFT)


@pytest.fixture
def vitals(shoot: Shoot) -> Vitals:
    page = Vitals()
    shoot(page, "vitals", (320, 700))
    page.group.activate()
    return page


def test_a_set_of_vital_signs_takes_few_presses(vitals: Vitals) -> None:
    """UX-17 digits alone fill field after field: pressure, pulse and saturation in nine presses, no Next."""
    vitals.press("138849897")
    assert vitals.group.values() == {"sbp": "138/84", "hr": "98", "spo2": "97"}
    assert vitals.group.active() is vitals.temp


def test_hardware_keys_do_the_same(vitals: Vitals) -> None:
    """UX-8 keyboard digits type into the active field, also while focus is on the keypad."""
    QTest.keyClicks(vitals.bp, "138/84")
    assert vitals.bp.value() == "138/84"
    assert vitals.hr.hasFocus()
    vitals.pad.key("7").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(vitals.pad.key("7"), "102")
    assert vitals.hr.value() == "102"


def test_an_impossible_digit_is_refused_in_words(vitals: Vitals) -> None:
    """UX-18 the field says its range, keeps what stood there and opens no dialog."""
    said: list[str] = []
    vitals.spo2.refused.connect(said.append)
    vitals.group.activate(vitals.spo2)
    vitals.press("10")
    vitals.press("5")
    assert vitals.spo2.text() == "10"
    assert said == ["SpO₂ is 40 to 100"]
    assert QApplication.activeModalWidget() is None
    vitals.press("0")
    assert vitals.spo2.value() == "100"


def test_fields_start_empty_and_old_values_stay_outside(vitals: Vitals) -> None:
    """UX-10 no field is filled from an older value: that stands beside it, and is no value."""
    assert vitals.group.values() == {}
    assert vitals.bp.text() == ""
    assert "151/95" in vitals.bp.accessibleDescription()


def test_zeros_are_put_right_on_leaving(shoot: Shoot) -> None:
    """UX-18 .5 is shown as 0.5 and 34.0 as 34 as soon as the field is left."""
    page = QWidget()
    layout = QVBoxLayout(page)
    dose = NumberField("Dose", number_shape("Dose", "0.1", "500", 2), "mg", id="dose")
    rate = NumberField("Rate", number_shape("Rate", "0.1", "500", 1), "mL/h", id="rate")
    layout.addWidget(dose)
    layout.addWidget(rate)
    group = FieldGroup((dose, rate), parent=page)
    shoot(page, "zeros", (300, 200))
    group.activate()
    QTest.keyClicks(dose, ",5")
    assert dose.text() == ".5"
    group.activate(rate)
    assert dose.text() == "0.5"
    QTest.keyClicks(rate, "34.0")
    group.activate(dose)
    assert (rate.text(), rate.value()) == ("34", "34")


def test_a_point_only_where_a_decimal_is_taken(shoot: Shoot) -> None:
    """UX-18 the point on the pad cannot be pressed while the field takes whole numbers."""
    page = Vitals(Keys.DECIMAL)
    shoot(page, "decimal", (320, 800))
    page.group.activate(page.hr)
    assert not page.pad.key(".").isEnabled()
    page.group.activate(page.temp)
    assert page.pad.key(".").isEnabled()
    page.press("36.8")
    assert page.temp.value() == "36.8"


def bounced_press(widget: QWidget, at_ms: int) -> None:
    middle = QPointF(widget.rect().center())
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        buttons = LEFT if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        place = QPointF(widget.mapToGlobal(QPoint(0, 0))) + middle
        event = QMouseEvent(kind, middle, place, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(widget, event)


def test_a_bouncing_key_counts_once(vitals: Vitals) -> None:
    """UX-17 two presses of one key within 80 ms are one; a slower second one is another digit."""
    seven = vitals.pad.key("7")
    bounced_press(seven, 1000)
    bounced_press(seven, 1060)
    assert vitals.bp.text() == "7"
    bounced_press(seven, 1200)
    assert vitals.bp.text() == "77/"


def test_a_press_counts_on_release_inside(vitals: Vitals) -> None:
    """UX-5 a finger that slides off a key before it is lifted has pressed nothing."""
    key = vitals.pad.key("5")
    QTest.mousePress(key, LEFT)
    QTest.mouseRelease(key, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(-30, -30))
    assert vitals.bp.text() == ""


def test_pressing_a_pad_key_leaves_the_focus_in_the_field(vitals: Vitals) -> None:
    """UX-8 the field stays the one that is heard and typed into while the pad is used."""
    vitals.press("1")
    assert vitals.bp.hasFocus()


def test_the_pin_is_hidden_and_given_once(shoot: Shoot) -> None:
    """UX-8 a PIN is entered by its last digit, by pad or keyboard, and stands in no text of any widget."""
    pad = PinPad(6)
    shoot(pad, "pin", (320, 420))
    pins: list[str] = []
    pad.entered.connect(pins.append)
    for sign in "314":
        QTest.mouseClick(pad.keypad().key(sign), LEFT)
    assert pad.count() == 3
    texts = [w.accessibleName() + w.objectName() for w in pad.findChildren(QWidget)]
    assert not any("314" in text for text in texts)
    assert any("3 of 6 digits" in text for text in texts)
    QTest.keyClicks(pad, "159")
    assert pins == ["314159"]
    assert pad.count() == 0


def test_a_pin_can_be_pasted(shoot: Shoot) -> None:
    """UX-8 a whole PIN from a password keeper can be pasted; anything else on the clipboard is left alone."""
    pad = PinPad(6)
    shoot(pad, "pin-paste", (320, 420))
    pins: list[str] = []
    pad.entered.connect(pins.append)
    for text in ("12345x", "1234567", "271828"):
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(pad, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    assert pins == ["271828"]


def test_a_locked_pin_pad_takes_nothing(shoot: Shoot) -> None:
    """UX-8 while a wait runs the pad takes no digit, from screen or keyboard."""
    pad = PinPad(6)
    shoot(pad, "pin-locked", (320, 420))
    pad.set_locked(True)
    QTest.keyClicks(pad, "123456")
    QTest.mouseClick(pad.keypad().key("1"), LEFT)
    assert pad.count() == 0


def test_nothing_is_chosen_before_a_person_chooses(shoot: Shoot) -> None:
    """UX-10 a choice starts without an answer, arrows only move the focus, Space or a press answers."""
    options = (Option("match", "Match"), Option("differs", "Does not match"), Option("later", "Ask again"))
    choice = Choice(options, name="Name and birth date", id="c")
    shoot(choice, "choice", (600, 60))
    chosen: list[str] = []
    choice.chosen.connect(chosen.append)
    assert choice.value() is None
    first, second, _ = choice.buttons()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert (choice.value(), second.hasFocus()) == (None, True)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert (choice.value(), chosen) == ("differs", ["differs"])
    choice.set_value(None)
    assert choice.value() is None


def test_a_choice_takes_more_rows_where_there_is_less_room(shoot: Shoot) -> None:
    """UX-6 answers wrap into rows and are never cut."""
    options = tuple(Option(str(i), f"Quite a long answer number {i}") for i in range(4))
    choice = Choice(options, name="x", id="c")
    shoot(choice, "choice-rows", None)
    assert choice.heightForWidth(1200) < choice.heightForWidth(600) < choice.heightForWidth(250)


def test_none_of_these_is_said_not_assumed(shoot: Shoot) -> None:
    """UX-10 no tick is no answer; the explicit none and the ticks exclude each other."""
    checks = ChecksSet((Option("a", "A"), Option("b", "B")), Option("none", "None of these"), name="x", id="k")
    shoot(checks, "checks", (400, 170))
    a, _, none = checks.rows()
    assert checks.value() is None
    QTest.mouseClick(a, LEFT, Qt.KeyboardModifier.NoModifier, a.rect().topRight() + QPoint(-4, 6))
    assert checks.value() == ("a",)
    QTest.mouseClick(none, LEFT)
    assert checks.value() == ()
    assert not a.isChecked()
    QTest.mouseClick(a, LEFT)
    assert (checks.value(), none.isChecked()) == (("a",), False)


def test_a_time_is_typed_or_now(shoot: Shoot) -> None:
    """UX-8 four digits make a time; Now is one press; one takes the place of the other."""
    time = TimeField("Last solid food", id="t")
    shoot(time, "time", (320, 60))
    QTest.keyClicks(time.field, "0210")
    assert time.value() == "02:10"
    now = time.findChild(QWidget, "t.now")
    assert now is not None
    QTest.mouseClick(now, LEFT)
    assert (time.value(), time.field.text()) == ("now", "")
    QTest.keyClicks(time.field, "1905")
    assert time.value() == "19:05"


def test_text_inputs_are_named_and_plain(shoot: Shoot) -> None:
    """UX-9, SEC-081: inputs carry their label as accessible name, and notes hold what was typed as it was typed."""
    page = QWidget()
    layout = QVBoxLayout(page)
    text, note = TextField("Family name", id="family"), NoteField("Note", id="note")
    select = Select("Reason", (Option("x", "Declined"),), id="reason")
    for widget in (text, note, select):
        layout.addWidget(widget)
    shoot(page, "inputs", (400, 400))
    note.set_text("<b>x</b> & y")
    assert note.text() == "<b>x</b> & y"
    assert select.value() is None
    assert [w.input.accessibleName() for w in (text, note, select)] == ["Family name", "Note", "Reason"]
    assert min(text.input.height(), select.input.height(), note.input.height()) >= 48


def spoken(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def test_controls_have_the_roles_a_screen_reader_knows(vitals: Vitals) -> None:
    """UX-9 fields are heard as fields with their value, keys as buttons named by their digit."""
    vitals.press("13884")
    field = spoken(vitals.bp)
    assert field.role() is QAccessible.Role.EditableText
    assert field.text(QAccessible.Text.Name) == "BP, mmHg"
    assert field.text(QAccessible.Text.Value) == "138/84"
    key = spoken(vitals.pad.key("7"))
    assert key.role() is QAccessible.Role.Button
    assert key.text(QAccessible.Text.Name) == "Digit 7"
