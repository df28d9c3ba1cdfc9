"""The Protocols page over a real practice store, whose sessions run under the complete protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eyes import cut_words, unfit_controls
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from store_desk import StoreDesk, store_desk

from checklist.opening import library
from checklist.protocol.library import Library
from checklist.session.commands import Actor
from checklist.ui.desk import Proof, ProofRequest
from checklist.ui.pages.protocols import ProtocolsPage

MOOD, EVERY = "ketamine-iv-mood", "p.vit_inf_min"
ROW = f"protocols.parameter.{EVERY}"


@pytest.fixture
def desk(styled: QApplication, tmp_path: Path) -> Iterator[StoreDesk]:
    with store_desk(tmp_path, library) as made:
        made.actor = made.as_("M. Lindqvist", "supervisor")
        yield made


@pytest.fixture
def page(desk: StoreDesk) -> ProtocolsPage:
    made = ProtocolsPage(desk)
    desk.show(made)
    return made


def _later(desk: StoreDesk) -> list[tuple[ProofRequest, Callable[[Proof], None]]]:
    """Let nobody come to the PIN pad; return what was asked of them."""
    asked: list[tuple[ProofRequest, Callable[[Proof], None]]] = []
    desk.prove = lambda request, done: asked.append((request, done))  # type: ignore[method-assign]
    return asked


def _decided(desk: StoreDesk) -> str:
    return desk.station.protocols.newest(MOOD).version


def _note(desk: StoreDesk, name: str, text: str) -> None:
    field = desk.find(name)
    assert isinstance(field, QPlainTextEdit)
    field.setFocus()
    QTest.keyClicks(field, text)
    desk.settle()


def _propose(desk: StoreDesk, value: str = "5", why: str = "Closer watch.") -> None:
    desk.press(ROW)
    desk.type_into("sheet.parameter.value", value)
    _note(desk, "sheet.parameter.why", why)
    desk.press("sheet.parameter.accept")


def test_a_value_is_changed_by_two_people(desk: StoreDesk, page: ProtocolsPage) -> None:
    """SEC-083 value, reason, and the second person's PIN make the clinic's version, which is then in use."""
    _propose(desk)
    request = desk.requests[-1]
    assert request.roles == ("prescriber",)
    assert desk.actor.person in request.barred
    assert "Between sets during the infusion: 5 min, now 10 min" in request.statement
    assert "Closer watch." in request.statement
    assert _decided(desk) == "1.0.0+c1"
    assert desk.find("protocols.version.1.0.0+c1").isChecked()
    row = desk.find(ROW)
    assert "5 min" in row.accessibleName()
    assert "Set by the clinic" in row.accessibleName()
    desk.press("protocols.view.changed")
    said = _texts(desk)
    assert any("now 5 min, was 10 min" in text for text in said)


def _texts(desk: StoreDesk) -> list[str]:
    from checklist.ui.widgets.text import Text

    desk.settle()
    return [label.text() for label in desk.frames.findChildren(Text) if label.isVisible()]


def test_a_proposal_waits_until_somebody_decides(desk: StoreDesk, page: ProtocolsPage) -> None:
    """SEC-083 where nobody is there to approve, the change waits, is told above the page, and can be withdrawn."""
    asked = _later(desk)
    _propose(desk)
    assert _decided(desk) == "1.0.0"
    assert len(asked) == 1
    assert any("waits for its second person" in text for text in _texts(desk))
    desk.press(ROW)
    assert not desk.there("sheet.parameter.value")
    assert any("It is decided first." in text for text in _texts(desk))
    desk.press("sheet.parameter.cancel")
    desk.press("protocols.waiting.end")
    assert not desk.there("protocols.waiting")
    assert any(text.startswith("Withdrawn by M. Lindqvist") for text in _texts(desk))
    assert desk.types()[-2:] == ["in.propose", "in.withdraw"]


def test_the_other_person_declines_with_a_reason(desk: StoreDesk, page: ProtocolsPage) -> None:
    """SEC-004 a declined change stays to be read, with its reason."""
    _later(desk)
    _propose(desk)
    desk.actor = desk.as_("R. Okafor", "prescriber")
    page.enter()
    desk.press("protocols.waiting.end")
    assert not desk.find("sheet.decline.accept").isEnabled()
    _note(desk, "sheet.decline.why", "Too often for the nurses.")
    desk.press("sheet.decline.accept")
    assert any("Too often for the nurses." in text for text in _texts(desk))
    assert desk.types()[-1] == "in.decline"


def test_a_value_out_of_range_is_told_at_the_field(desk: StoreDesk, page: ProtocolsPage) -> None:
    """UX-13 a value that cannot be taken is refused at its field, with what is allowed; nothing is written."""
    before = len(desk.types())
    desk.press(ROW)
    desk.type_into("sheet.parameter.value", "60")
    assert any("outside 5 to 15" in text and "Allowed: 5 to 15 min." in text for text in _texts(desk))
    _note(desk, "sheet.parameter.why", "Because.")
    assert not desk.find("sheet.parameter.accept").isEnabled()
    desk.find("sheet.parameter.value").clear()
    desk.type_into("sheet.parameter.value", "often")
    assert any(text == "Allowed: 5 to 15 min." for text in _texts(desk))
    assert len(desk.types()) == before


def test_several_values_go_into_one_change(desk: StoreDesk, page: ProtocolsPage) -> None:
    """A change may set several parameters, which become one version."""
    desk.press(ROW)
    desk.type_into("sheet.parameter.value", "5")
    desk.press("sheet.parameter.more")
    assert any("1 value chosen, not proposed yet" in text for text in _texts(desk))
    desk.type_into("protocols.search", "second check")
    desk.find("protocols.search").clear()
    desk.type_into("protocols.search", "Independent check")
    desk.press("protocols.parameter.p.second_check")
    assert any("Between sets during the infusion: 5 min" in text for text in _texts(desk))
    desk.press("sheet.parameter.value.single")
    _note(desk, "sheet.parameter.why", "A small clinic.")
    desk.press("sheet.parameter.accept")
    newest = desk.station.protocols.newest(MOOD)
    assert newest.version == "1.0.0+c1"
    assert (newest.parameter(EVERY).value, newest.parameter("p.second_check").value) == ("5", "single")


def test_everybody_reads_and_only_two_roles_change(desk: StoreDesk, page: ProtocolsPage) -> None:
    """SEC-031 a nurse sees every value and why it cannot be changed by them."""
    desk.actor = desk.as_("A. Diallo", "nurse")
    page.enter()
    desk.press(ROW)
    assert not desk.there("sheet.parameter.value")
    assert not desk.there("sheet.parameter.accept")
    assert any("Supervisors and prescribers change parameters." in text for text in _texts(desk))


def test_search_and_its_empty_state(desk: StoreDesk, page: ProtocolsPage) -> None:
    """UX-13 a search without a match says so and offers the way back."""
    desk.type_into("protocols.search", "blood pressure of a whale")
    assert any("No parameter holds" in text for text in _texts(desk))
    desk.press("protocols.clear_search")
    desk.type_into("protocols.search", "spo2 paused")
    assert desk.there("protocols.parameter.p.spo2_pause")
    assert not desk.there(ROW)


def test_a_failed_write_keeps_what_was_typed(desk: StoreDesk, page: ProtocolsPage) -> None:
    """SEC-067 where the disk is full nothing is proposed, and the sheet keeps value and reason."""
    desk.press(ROW)
    desk.type_into("sheet.parameter.value", "5")
    _note(desk, "sheet.parameter.why", "Closer watch.")
    desk.fail_next = True
    desk.press("sheet.parameter.accept")
    assert any("disk is full" in text for text in _texts(desk))
    assert desk.find("sheet.parameter.value").text() == "5"
    desk.press("sheet.parameter.accept")
    assert _decided(desk) == "1.0.0+c1"


def test_the_keyboard_alone_is_enough(desk: StoreDesk, page: ProtocolsPage) -> None:
    """UX-11 search, row, value and reason can be reached without a pointer."""
    search = desk.find("protocols.search")
    assert search.hasFocus()
    QTest.keyClicks(search, "vit_inf")
    row = desk.find(ROW)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    field = desk.find("sheet.parameter.value")
    assert field.hasFocus()
    QTest.keyClicks(field, "5")
    _note(desk, "sheet.parameter.why", "Closer watch.")
    QTest.keyClick(desk.find("sheet.parameter.accept"), Qt.Key.Key_Space)
    desk.settle()
    assert _decided(desk) == "1.0.0+c1"


def test_up_and_down_lead_from_row_to_row(desk: StoreDesk, page: ProtocolsPage) -> None:
    """UX-11 arrows move between parameters."""
    first = desk.find("protocols.parameter.p.bp_start_sbp")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert desk.find("protocols.parameter.p.bp_start_dbp").hasFocus()


def test_files_are_written_beside_the_window(desk: StoreDesk, page: ProtocolsPage, tmp_path: Path, qtbot) -> None:
    """SEC-004 an export of the clinic's version writes file, values and paper form, and is an entry."""
    _propose(desk)
    out = tmp_path / "out"
    out.mkdir()
    page.footer_pressed("export")
    assert not desk.find("sheet.protocol_export.accept").isEnabled()
    for part in ("file", "paper"):
        desk.press(f"sheet.protocol_export.{part}")
    desk.type_into("sheet.protocol_export.folder", str(out / "none"))
    assert any("There is no such folder." in text for text in _texts(desk))
    desk.find("sheet.protocol_export.folder").clear()
    desk.type_into("sheet.protocol_export.folder", str(out))
    desk.press("sheet.protocol_export.accept")
    qtbot.waitUntil(lambda: any("files written" in text for text in _texts(desk)), timeout=20_000)
    assert sorted(file.name for file in out.iterdir()) == [
        "paper-ketamine-iv-mood-1.0.0-c1.pdf",
        "protocol-ketamine-iv-mood-1.0.0-c1.json",
        "protocol-ketamine-iv-mood-1.0.0.toml",
    ]
    assert desk.types()[-1] == "out.report"
    page._exporting.close()


def test_a_draft_says_that_it_is_one(styled: QApplication, tmp_path: Path) -> None:
    """E9 a version that is a draft can be read, and nothing is set in it."""
    import msgspec

    from checklist.opening import library
    from checklist.protocol.model import PublicationStatus

    draft = msgspec.structs.replace(library().get(MOOD, "1.0.0"), status=PublicationStatus.DRAFT)
    with store_desk(tmp_path, lambda: Library([library().get(MOOD, "0.1.0"), draft])) as desk:
        desk.actor = desk.as_("M. Lindqvist", "supervisor")
        desk.show(ProtocolsPage(desk))
        assert "Draft" in desk.find("protocols.version.1.0.0").accessibleName()
        desk.press("protocols.version.1.0.0")
        desk.press(ROW)
        assert not desk.there("sheet.parameter.value")
        assert any("version in use, 0.1.0" in text for text in _texts(desk))


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720)], ids=["full", "compact"])
@pytest.mark.parametrize("dim", [False, True], ids=["light", "dim"])
def test_every_state_is_whole(
    desk: StoreDesk, page: ProtocolsPage, shoot: Callable[..., QImage], size: tuple[int, int], *, dim: bool
) -> None:
    """UX-14 list, sheet, waiting change and versions are named, large enough and not cut, at both sizes and themes."""
    kind = f"{'dim' if dim else 'light'}-{size[0]}"

    def look(name: str) -> None:
        shoot(desk.frames, f"protocols-{name}-{kind}", size, dim=dim)
        desk.settle()
        assert unfit_controls(desk.frames) == []
        assert cut_words(desk.frames) == []

    look("list")
    desk.press(ROW)
    look("sheet")
    desk.type_into("sheet.parameter.value", "60")
    look("refused")
    desk.find("sheet.parameter.value").clear()
    desk.type_into("sheet.parameter.value", "5")
    _note(desk, "sheet.parameter.why", "Closer watch during the first weeks.")
    look("preview")
    asked = _later(desk)
    desk.press("sheet.parameter.accept")
    look("waiting")
    request, done = asked[0]
    done(Proof(Actor(desk.as_("R. Okafor", "prescriber").person, "prescriber", "pin"), request.statement))
    look("in_use")
    desk.press("protocols.view.changed")
    look("changed")
    desk.press("protocols.view.checks")
    look("checks")
    page.footer_pressed("export")
    look("export")
