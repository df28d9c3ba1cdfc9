"""The paper form of a protocol."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from checklist.audit.paper import form_data, paper_form
from checklist.protocol.model import Protocol
from checklist.protocol.overlay import Overlay, apply_overlay
from checklist.protocol.reader import read_protocol

ROOT = Path(__file__).parents[3]
TEMPLATE, FONTS = ROOT / "resources" / "record" / "paper.typ", ROOT / "resources" / "fonts"


def read(name: str) -> Protocol:
    path = ROOT / "resources" / "protocols" / name
    return read_protocol(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def mood() -> Protocol:
    return read("ketamine-iv-mood/1.0.0.toml")


@pytest.mark.parametrize("name", ["ketamine-iv-mood/0.1.0.toml", "ketamine-iv-pain/1.0.0.toml"])
def test_same_protocol_gives_the_same_pdf(name: str) -> None:
    """The paper form of a protocol is a PDF, the same bytes each time."""
    protocol = read(name)
    first = paper_form(protocol, TEMPLATE, FONTS)
    assert first.startswith(b"%PDF-")
    assert paper_form(protocol, TEMPLATE, FONTS) == first


def test_wording_is_never_markup(mood: Protocol) -> None:
    """D12 Words that look like commands of the page's language are printed as words."""
    odd = msgspec.structs.replace(mood, title='#panic("x") *bold* $1/0$ [ ] \\ "q" </script>', short_title="#include")
    assert paper_form(odd, TEMPLATE, FONTS).startswith(b"%PDF-")


def printed(protocol: Protocol) -> str:
    return msgspec.json.encode(form_data(protocol)).decode()


def test_form_says_every_line_limit_and_list(mood: Protocol) -> None:
    """Every line that the clinic's words ask for, its limits, and the 12 emergency lists stand on the form."""
    said = printed(mood)
    for line in mood.all_lines():
        if line.link_id not in {"pre.check-single", "pre.dissoc-base", "mon.dissoc-scale", "dis.padss"}:
            assert msgspec.json.encode(line.text).decode() in said, line.link_id
    assert "SBP over 160. Pause the infusion, tell the prescriber." in said
    for branch in mood.branches:
        assert branch.title in said


def test_form_leaves_out_what_the_clinic_never_asks(mood: Protocol) -> None:
    """A line that a word parameter switches off is not printed, and is once the clinic switches it on."""
    assert "Home-readiness score, PADSS" not in printed(mood)
    changes = (("p.discharge_score", "padss"), ("p.second_check", "single"))
    own = printed(apply_overlay(mood, Overlay(changes, "u-9", "Own rule.", 0, 1)))
    assert "Home-readiness score, PADSS" in own
    assert "Recovery score, modified Aldrete" not in own
    assert "Single nurse check" in own


def test_form_says_when_a_line_counts(mood: Protocol) -> None:
    """What is asked only at a first visit, or after an answer, says so in words."""
    lines = {
        line["text"]: line["when"]
        for phase in form_data(mood)["phases"]
        for section in phase["sections"]
        for line in section["lines"]
        if line["kind"] == "line"
    }
    assert lines["Height"] == "first visit"
    assert lines["Pregnancy test today"] == "“Could the patient be pregnant?” is Could be"
    assert lines["Weight measured today"] == ""


def test_readings_have_a_row_for_each_mark(mood: Protocol) -> None:
    """The table of readings has a row for each mark of the cadence, and blank ones."""
    grids = [
        line
        for phase in form_data(mood)["phases"]
        for section in phase["sections"]
        for line in section["lines"]
        if line["kind"] == "grid"
    ]
    assert grids[0]["rows"][:4] == ["5 min", "10 min", "20 min", "30 min"]
    assert grids[1]["rows"] == ["0 min", "15 min", "30 min", "45 min", "60 min", "90 min", "120 min", "", "", ""]
