"""When a limit or an emergency list asks for the next set: what a file may say, and what the checker finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.errors import ProtocolError
from checklist.protocol.checker import check
from checklist.protocol.difference import difference
from checklist.protocol.model import Protocol
from checklist.protocol.reader import read_protocol

FOLDER = Path(__file__).parents[3] / "resources" / "protocols"
MOOD = (FOLDER / "ketamine-iv-mood" / "1.0.0.toml").read_text(encoding="utf-8")
ALERTNESS = 'than = "p.alert_caution", repeat_min = "5"'


def read(text: str) -> Protocol:
    return read_protocol(text.encode(), "mood.toml")


def changed(minutes: str) -> str:
    assert ALERTNESS in MOOD
    return MOOD.replace(ALERTNESS, f'than = "p.alert_caution", repeat_min = "{minutes}"')


@pytest.mark.parametrize("name", ["ketamine-iv-mood", "ketamine-iv-pain"])
def test_complete_protocols_repeat_by_rule(name: str) -> None:
    """R50 Both protocols repeat after a fall in alertness and after values past a limit, and find nothing amiss."""
    protocol = read((FOLDER / name / "1.0.0.toml").read_text(encoding="utf-8"))
    for line in ("mon.vitals", "mon.post-vitals"):
        repeats = {(limit.part, limit.repeat_min) for limit in protocol.line(line).field("signs").limits}
        assert ("alertness", "5") in repeats
        assert {(part, "p.recheck_min") for part in ("sbp", "dbp", "hr", "rr", "spo2")} <= repeats
    assert protocol.branch("em.hypotension").repeat_min == "p.recheck_min"
    assert [finding for finding in check(protocol) if finding.code.startswith("repeat")] == []


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [
        ("0", "no whole number of minutes"),
        ("2.5", "no whole number of minutes"),
        ("soon", "no whole number of minutes"),
        ("p.nothing", "there is no parameter"),
        ("p.bp_stop_sbp", "not in minutes"),
        ("p.second_check", "not in minutes"),
    ],
)
def test_repeat_is_whole_minutes(minutes: str, reason: str) -> None:
    """A repeat is a whole number of minutes, or a parameter in minutes."""
    with pytest.raises(ProtocolError) as caught:
        read(changed(minutes))
    assert reason in str(caught.value)
    assert "repeat_min" in str(caught.value.params["key"])


def test_repeat_belongs_to_vital_signs_that_repeat() -> None:
    """A repeat on a line that is answered once is refused."""
    text = MOOD.replace('than = "p.bp_start_sbp",', 'than = "p.bp_start_sbp", repeat_min = "5",')
    with pytest.raises(ProtocolError) as caught:
        read(text)
    assert "a line that repeats" in str(caught.value)


def test_emergency_repeat_is_whole_minutes() -> None:
    """The repeat of an emergency list is checked the same way."""
    with pytest.raises(ProtocolError) as caught:
        read(MOOD.replace('repeat_min = "p.recheck_min"\n', 'repeat_min = "often"\n', 1))
    assert "no whole number of minutes" in str(caught.value)


def test_repeat_that_brings_nothing_forward_is_found() -> None:
    """A repeat longer than the distance of the sets has no meaning, and the checker says so."""
    codes = {finding.code for finding in check(read(changed("31")))}
    assert "repeat.no-sooner" in codes


def test_repeat_of_a_line_that_is_never_due_is_found() -> None:
    """A repeat on a line without cadence has nothing to bring forward, and the checker says so."""
    without = replace(read(MOOD), cadences=())
    assert {finding.code for finding in check(without)} >= {"repeat.no-cadence"}


def test_difference_names_a_new_repeat() -> None:
    """What changed between two versions names a limit that asks for another set sooner."""
    told = difference(read(changed("5")), read(changed("3")))
    assert any("now asks for another set after 3 min" in sentence for sentence in told)
