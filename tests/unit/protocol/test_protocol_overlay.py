"""A clinic's parameters over a published protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.errors import ProtocolError
from checklist.protocol.checker import check
from checklist.protocol.library import Library
from checklist.protocol.model import Protocol
from checklist.protocol.overlay import Overlay, apply_overlay
from checklist.protocol.reader import read_protocol

FILE = Path(__file__).parents[3] / "resources" / "protocols" / "ketamine-iv-mood" / "1.0.0.toml"


@pytest.fixture(scope="module")
def mood() -> Protocol:
    return read_protocol(FILE.read_bytes(), FILE.name)


def overlay(*changes: tuple[str, str], number: int = 1) -> Overlay:
    return Overlay(changes, "u-9", "Decided by the medical director.", 1_795_339_440_000, number)


def test_overlay_makes_its_own_version(mood: Protocol) -> None:
    """A changed parameter makes version 1.0.0+c1 with its own digest; the published one stays as it is."""
    changed = apply_overlay(mood, overlay(("p.bp_pause_sbp", "150")))
    assert (changed.version, changed.parameter("p.bp_pause_sbp").value) == ("1.0.0+c1", "150")
    assert changed.digest != mood.digest
    assert mood.parameter("p.bp_pause_sbp").value == "160"


def test_texts_and_cadence_carry_the_clinics_numbers(mood: Protocol) -> None:
    """Every limit, instruction and emergency list shows the clinic's number, and readings are due at its interval."""
    changes = overlay(("p.bp_pause_sbp", "150"), ("p.vit_inf_min", "5"), ("p.driving_text", "day"))
    changed = apply_overlay(mood, changes)
    texts = [limit.text for limit in changed.line("mon.vitals").field("signs").limits]
    assert "SBP over 150. Pause the infusion, tell the prescriber." in texts
    assert not [text for text in texts if "SBP over 160" in text]
    assert "150/100" in changed.branch("em.hypertension").trigger
    assert changed.cadences[0].every_min == 5
    assert changed.vocabulary.advice[0].text == "No driving or machines: next day after a full sleep."
    assert check(changed) == ()


def test_lines_are_found_in_the_clinics_own_wording(mood: Protocol) -> None:
    """A record of either version finds the wording its nurse saw, whichever was looked at first."""
    changed = apply_overlay(mood, overlay(("p.series_n", "8")))
    again = apply_overlay(mood, overlay(("p.series_n", "5"), number=2))
    seen = [item.line("pre.session-number").field("number").limits[0].text for item in (mood, changed, again)]
    assert [text.split(".")[0] for text in seen] == ["Over 6 visits", "Over 8 visits", "Over 5 visits"]


def test_digest_depends_on_values_alone(mood: Protocol) -> None:
    """The same values give the same digest in any order, whoever set them; other values or another count do not."""
    one, other = ("p.series_n", "8"), ("p.vit_inf_min", "5")
    first = apply_overlay(mood, overlay(one, other)).digest
    assert apply_overlay(mood, Overlay((other, one), "u-1", "Again.", 0, 1)).digest == first
    assert apply_overlay(mood, overlay(one)).digest != first
    assert apply_overlay(mood, overlay(one, other, number=2)).digest != first


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("p.nothing", "1", "parameter.unknown"),
        ("p.series_n", "9", "parameter.range"),
        ("p.series_n", "3", "parameter.range"),
        ("p.series_n", "many", "parameter.range"),
        ("p.series_n", "", "parameter.range"),
        ("p.series_n", "NaN", "parameter.range"),
        ("p.ecg_rule", "never", "parameter.range"),
        ("p.vit_inf_min", "7.5", "parameter.range"),
        ("p.bp_stop_sbp", "181", "parameter.looser"),
        ("p.sbp_low", "89", "parameter.looser"),
        ("p.spo2_emergency", "87", "parameter.looser"),
        ("p.csp_hours", "5", "parameter.looser"),
    ],
)
def test_value_that_is_not_allowed(mood: Protocol, name: str, value: str, code: str) -> None:
    """A value outside its range or words is refused, and one behind a stop may only become stricter."""
    with pytest.raises(ProtocolError) as caught:
        apply_overlay(mood, overlay((name, value)))
    assert caught.value.code == code
    assert caught.value.params["parameter"] == name


@pytest.mark.parametrize(
    ("name", "value"),
    [("p.series_n", "4"), ("p.series_n", "8"), ("p.bp_stop_sbp", "170"), ("p.ecg_rule", "always"), ("p.sbp_low", "95")],
)
def test_value_that_is_allowed(mood: Protocol, name: str, value: str) -> None:
    """Both ends of a range, the words of a choice, and a stricter stop are taken."""
    assert apply_overlay(mood, overlay((name, value))).parameter(name).value == value


def test_readings_leave_time_between_them(mood: Protocol) -> None:
    """Intervals, early and grace minutes that would run into each other are refused together."""
    with pytest.raises(ProtocolError) as caught:
        apply_overlay(mood, overlay(("p.vit_inf_min", "5"), ("p.vit_grace_min", "4"), ("p.vit_early_min", "1")))
    assert caught.value.code == "parameter.range"


def test_overlay_lies_on_a_published_version_only(mood: Protocol) -> None:
    """A clinic's values always lie on the published version, never on each other."""
    changed = apply_overlay(mood, overlay(("p.series_n", "8")))
    with pytest.raises(ProtocolError, match=r"parameter\.published"):
        apply_overlay(changed, overlay(("p.series_n", "5")))


def test_clinic_versions_sort_after_the_published_one(mood: Protocol) -> None:
    """In a library a clinic's versions follow the one they lie on, in the order they were made."""
    first = apply_overlay(mood, overlay(("p.series_n", "8")))
    tenth = apply_overlay(mood, overlay(("p.series_n", "5"), number=10))
    held = Library([tenth, mood, first]).versions(mood.id)
    assert [item.version for item in held] == ["1.0.0", "1.0.0+c1", "1.0.0+c10"]
