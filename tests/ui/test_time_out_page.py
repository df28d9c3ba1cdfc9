"""The independent double check on screen: read alone, compared, read again, stopped; and what nobody may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
import widget_checks as checks
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from time_out_bench import CHECK, PUMP, READ, SINGLE, TimeOutBench, mood

from checklist.protocol.model import Protocol, Step
from checklist.session.commands import Sign
from checklist.ui.page import ToSession
from checklist.ui.time_out.stage import Stage
from checklist.ui.widgets.checks import CheckRow

Made = Callable[..., TimeOutBench]
BLIND = (
    r"\b150\b",
    r"\b100\b",
    r"\b40\b",
    r"68[.,]4",
    r"\b34\b",
    r"34[.,]2",
    r"0[.,]5\b",
    r"183 ?27",
    r"8327",
    r"\b50\b",
)
"""The first answers, the order, the record number and the weight, however they could be written."""


@pytest.fixture(scope="module")
def double() -> Protocol:
    return mood()


@pytest.fixture(scope="module")
def single() -> Protocol:
    return mood(second_check="single")


@pytest.fixture
def made(styled: QApplication) -> Iterator[Made]:
    benches: list[TimeOutBench] = []

    def make(protocol: Protocol) -> TimeOutBench:
        benches.append(TimeOutBench(styled, protocol))
        benches[-1].show()
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


def held(bench: TimeOutBench) -> list[str]:
    """Return the lines of the whole window, for eyes or ears, that hold a value of the first answers."""
    return [line for line in checks.read_text(bench.frames).splitlines() if re.search("|".join(BLIND), line)]


def test_nothing_of_the_first_answers_while_the_second_person_reads(made: Made, double: Protocol) -> None:
    """UX-11 No widget of the window holds a first answer, the order, MRN or weight before or while somebody reads."""
    bench = made(double)
    assert bench.stage == Stage.READ
    assert held(bench) == []
    bench.shot("time-out-waiting")
    bench.press("item.second")
    for name, text in READ.items():
        assert held(bench) == []
        other = {"8327": "1111", "68.4": "71.5", "50": "10", "34": "29", "100": "250", "150": "99", "40": "60"}
        bench.read({name: other.get(text, text)})
    assert held(bench) == []
    assert bench.frames.footer._facts.why == ""


def test_equal_readings_lead_to_the_pause_and_the_start(made: Made, double: Protocol) -> None:
    """R43 SEC-035 Equal readings match; the reader signs both with one PIN, the team agrees, and the start opens."""
    bench = made(double)
    bench.press("item.second")
    bench.read(dict(list(READ.items())[:6]))
    bench.shot("time-out-entering")
    assert "Compare opens after 6 more answers" in bench.frames.footer._facts.why
    assert not bench.find("footer.compare").isEnabled()
    bench.read(dict(list(READ.items())[6:]))
    bench.shot("time-out-ready")
    assert not bench.desk.commands
    bench.press("footer.compare")
    assert bench.stage == Stage.MATCH
    assert {actor.person for _, actor in bench.desk.commands} == {"sam"}
    bench.shot("time-out-match")
    bench.press("item.sign_reading")
    request = bench.desk.requests[-1]
    signed = [(command, actor) for command, actor in bench.desk.commands if isinstance(command, Sign)]
    assert [command.link_id for command, _ in signed] == [CHECK, PUMP]
    assert {command.shown for command, _ in signed} == {
        sha256(request.statement.replace("{name}", "J. Moreau RN").encode()).hexdigest()
    }
    assert bench.stage == Stage.PAUSE
    bench.shot("time-out-pause")
    for row in bench.page.findChildren(CheckRow):
        bench.press(row.objectName())
    bench.press("item.record")
    bench.press("item.pre.time-out.field.second")
    bench.desk.prover = "nora"
    bench.press("item.pre.time-out.field.nurse")
    bench.press("item.pre.sign.field.nurse")
    closing, actor = bench.desk.commands[-1]
    shown = bench.desk.requests[-1].statement.replace("{name}", "A. Diallo RN")
    assert isinstance(closing, Sign)
    assert closing.shown == sha256(shown.encode()).hexdigest()
    assert actor.auth == "pin"
    bench.shot("time-out-signed")
    bench.press("footer.forward")
    assert bench.desk.destinations == [ToSession(bench.bed.session_id, Step.INFUSION)]


def test_a_difference_is_read_again_by_both_and_then_agrees(made: Made, double: Protocol) -> None:
    """UX 10.5 A difference shows both values without names; both enter again, first nurse first, nothing prefilled."""
    bench = made(double)
    bench.second_reads(check_dose="43")
    bench.press("footer.compare")
    assert bench.stage == Stage.DIFFERS
    shown = checks.painted_text(bench.page)
    assert "34 mg" in shown
    assert "43 mg" in shown
    assert "Moreau" not in shown
    assert "Diallo" not in shown
    bench.shot("time-out-difference")
    bench.press("footer.again")
    bench.shot("time-out-first-again")
    assert held(bench) == []
    bench.read({"pre.dose.dose": "34"})
    bench.press("footer.compare")
    assert bench.desk.commands[-1][1].person == "nora"
    assert held(bench) == []
    bench.shot("time-out-second-again")
    bench.read({f"{CHECK}.dose": "34"})
    bench.press("footer.compare")
    assert bench.stage == Stage.MATCH
    assert bench.desk.commands[-1][1].person == "sam"


def test_one_wrong_number_on_both_lists_is_settled(made: Made, double: Protocol) -> None:
    """UX 10.5 A number read wrong on both lists is read again until both lists agree, without a dead end."""
    bench = made(double)
    bench.second_reads(check_rate="15", pump_rate="15")
    bench.press("footer.compare")
    for _ in range(2):
        assert bench.stage == Stage.DIFFERS
        assert "Ten times the other value" in checks.painted_text(bench.page)
        bench.press("footer.again")
        assert held(bench) == []
        bench.read({"pre.pump-entry.rate": "150"})
        bench.press("footer.compare")
    bench.read({f"{CHECK}.rate": "150", f"{PUMP}.rate": "150"})
    bench.press("footer.compare")
    assert bench.stage == Stage.MATCH


def test_another_second_person_reads_the_whole_line(made: Made, double: Protocol) -> None:
    """R43 Who takes over the second reading after a difference reads the whole list, not only what differed."""
    bench = made(double)
    bench.second_reads(check_dose="43")
    bench.press("footer.compare")
    bench.press("footer.again")
    bench.read({"pre.dose.dose": "34"})
    bench.press("footer.compare")
    bench.wait(2)
    bench.desk.prover = "ruth"
    bench.press("item.second")
    assert bench.page.reading is not None
    assert bench.page.reading.left() == sum(name.startswith(CHECK) for name in READ)


def test_a_third_difference_stops(made: Made, double: Protocol) -> None:
    """UX 10.5 After the third difference the page says that nobody can go on, and offers to end the session."""
    bench = made(double)
    bench.second_reads(check_dose="43")
    bench.press("footer.compare")
    for _ in range(2):
        bench.press("footer.again")
        bench.read({"pre.dose.dose": "34"})
        bench.press("footer.compare")
        bench.read({f"{CHECK}.dose": "43"})
        bench.press("footer.compare")
    assert bench.stage == Stage.STOPPED
    assert "The infusion cannot start" in checks.painted_text(bench.page)
    assert not bench.find("footer.forward").isEnabled()
    bench.shot("time-out-third")
    bench.press("item.end")
    assert [sheet.objectName() for sheet in bench.desk.sheets]


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ({"check_dose": "3.4"}, "Ten times the other value"),
        ({"check_rate": "34"}, "Same number as the dose: wrong field?"),
        ({"check_weight": "150.8"}, "Looks like pounds"),
        ({"check_strength": "10"}, "Strength of another vial"),
        ({"pump_rate": "40"}, "Same number as the minutes: wrong field?"),
    ],
)
def test_each_slip_is_named(made: Made, double: Protocol, read: dict[str, str], words: str) -> None:
    """R43 The likely slip behind a difference is named: tenfold, wrong field, pounds, strength of another vial."""
    bench = made(double)
    bench.second_reads(**read)
    bench.press("footer.compare")
    assert bench.stage == Stage.DIFFERS
    assert words in checks.painted_text(bench.page)


def test_the_first_nurse_cannot_be_the_second_person(made: Made, double: Protocol) -> None:
    """R43 Who gave the first answers is barred from the second sign-in, and refused by the rules."""
    bench = made(double)
    bench.desk.prover = "nora"
    bench.press("item.second")
    assert "nora" in bench.desk.requests[-1].barred
    assert bench.page.reading is None
    bench.desk.prover = "ruth"
    bench.press("item.second")
    assert bench.page.reading is not None


def test_a_single_nurse_reads_again_after_two_minutes(made: Made, single: Protocol) -> None:
    """Clinical 8: with one nurse the page opens two minutes after the first answers, and never says double check."""
    bench = made(single)
    bench.shot("time-out-single")
    assert "Opens in 2:00" in checks.painted_text(bench.page)
    assert not bench.find("item.second").isEnabled()
    bench.wait(1)
    assert "Opens in 1:00" in checks.painted_text(bench.page)
    bench.wait(1)
    bench.press("item.second")
    assert held(bench) == []
    bench.read({name.replace(CHECK, SINGLE): text for name, text in READ.items() if name.startswith(CHECK)})
    bench.press("footer.compare")
    (compared,) = bench.state.compared(SINGLE)
    assert compared.same
    assert compared.single
    assert "This is not a double check" in checks.painted_text(bench.page)
    bench.shot("time-out-single-match")


def test_a_reading_by_keyboard_only(made: Made, double: Protocol) -> None:
    """UX-8 The second person reads, goes back a row, and compares without a mouse or finger."""
    bench = made(double)
    bench.find("item.second").setFocus()
    bench.key(Qt.Key.Key_Space)
    for name, text in READ.items():
        if name.endswith((".drug", ".locked")):
            for _ in range(2 if text else 1):  # from the row to its first button; a tick has the focus at once
                bench.key(Qt.Key.Key_Space)
            continue
        for sign in text:
            bench.key(Qt.Key.Key_Period if sign == "." else Qt.Key(ord(sign)))
        if bench.there(f"item.{name.rpartition('.')[0]}.field.{name.rpartition('.')[2]}"):
            bench.key(Qt.Key.Key_Return)
    bench.key(Qt.Key.Key_Return)
    assert bench.stage == Stage.MATCH


def test_the_second_sign_in_ends_after_two_minutes_or_with_the_page(made: Made, double: Protocol) -> None:
    """Two minutes without a touch, or leaving the page, end the second sign-in; nothing typed is left or recorded."""
    bench = made(double)
    ends: tuple[Callable[[], None], ...] = (lambda: bench.wait(2), bench.page.leave)
    for end in ends:
        bench.press("item.second")
        bench.read({f"{CHECK}.mrn4": "8327"})
        end()
        bench.settle()
        assert bench.there("item.second")
        assert bench.page.reading is None
    assert bench.desk.commands == []


def test_stop_and_restart_clears_what_was_typed(made: Made, double: Protocol) -> None:
    """Stop and restart empties the second person's list and begins at its top."""
    bench = made(double)
    bench.press("item.second")
    bench.read({f"{CHECK}.mrn4": "8327", f"{CHECK}.drug": "ketamine"})
    bench.press("footer.restart")
    assert bench.page.reading is not None
    assert bench.page.reading.left() == len(READ)
    assert bench.there(f"item.{CHECK}.field.mrn4")


def test_another_patients_wristband_is_not_compared(made: Made, double: Protocol) -> None:
    """R1 Digits that are not the end of this patient's record number are said at once; nothing is recorded."""
    bench = made(double)
    bench.press("item.second")
    bench.read({name: "1234" if name.endswith("mrn4") else text for name, text in READ.items()})
    bench.press("footer.compare")
    assert "another patient" in checks.painted_text(bench.page)
    assert bench.desk.commands == []


def test_another_drug_stops_and_is_read_again(made: Made, double: Protocol) -> None:
    """A drug that is not the ordered one is a stop; the second person can look again."""
    bench = made(double)
    bench.second_reads(check_drug="other")
    bench.press("footer.compare")
    assert bench.stage == Stage.LIMIT
    bench.shot("time-out-other-drug")
    if bench.there("item.second"):
        bench.press("item.second")
    bench.read({f"{CHECK}.drug": "ketamine"})
    bench.press("footer.compare")
    assert bench.stage == Stage.MATCH


def test_a_full_disk_keeps_what_was_typed(made: Made, double: Protocol) -> None:
    """UX-13 What could not be saved stays typed, and Compare sends it again."""
    bench = made(double)
    bench.second_reads()
    bench.desk.fail_next = True
    bench.press("footer.compare")
    assert "Not saved" in checks.painted_text(bench.page)
    bench.press("footer.compare")
    assert bench.stage == Stage.MATCH


@pytest.mark.parametrize(
    "size", [(1366, 768, 100), (1280, 720, 100), (1366, 768, 130)], ids=["usual", "compact", "large"]
)
@pytest.mark.parametrize("dim", [False, True], ids=["light", "dim"])
def test_every_stage_fits(made: Made, double: Protocol, size: tuple[int, int, int], dim: bool) -> None:
    """UX-5 UX-6 UX-7 UX-9 Each stage is whole, named and large enough, in both themes, compact and at 130 % text."""
    bench = made(double)
    bench.look(*size, dim=dim)
    name = f"{size[0]}-{size[2]}-{'dim' if dim else 'light'}"

    def sound(stage: str) -> None:
        bench.settle()
        bench.frame(f"fits-{stage}-{name}")
        root = bench.frames
        found = (*checks.cut_off(root), *checks.too_small(root), *checks.nameless(root), *checks.crowded(root))
        assert not found, (stage, found)

    sound("waiting")
    bench.press("item.second")
    sound("text")
    bench.read({f"{CHECK}.mrn4": "8327"})
    sound("choice")
    bench.read({f"{CHECK}.drug": "ketamine"})
    sound("number")
    bench.read({name: {"34": "3.4", "150": "34"}.get(text, text) for name, text in list(READ.items())[2:]})
    sound("ready")
    bench.press("footer.compare")
    sound("difference")
    bench.press("footer.again")
    sound("again")
