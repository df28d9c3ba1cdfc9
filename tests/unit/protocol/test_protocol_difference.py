"""What changed for the nurse between two versions, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklist.protocol.difference import difference
from checklist.protocol.reader import read_protocol

FOLDER = Path(__file__).parents[3] / "resources" / "protocols" / "ketamine-iv-mood"
TEXT = (FOLDER / "1.0.0.toml").read_text(encoding="utf-8")
MOOD = read_protocol(TEXT.encode(), "1.0.0.toml")


def changed(*replacements: tuple[str, str]) -> tuple[str, ...]:
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return difference(MOOD, read_protocol(text.encode(), "changed.toml"))


def test_same_protocol_has_no_difference() -> None:
    """A version held against itself says nothing."""
    assert difference(MOOD, MOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'text = "Kind of visit on the order"',
            'text = "Kind of visit"',
            'pre.session-kind "Kind of visit": its words now "Kind of visit", was "Kind of visit on the order".',
        ),
        (
            'text = "Resistant depression"',
            'text = "Depression, resistant"',
            'pre.indication "Reason for treatment on the order": "reason": option now says "Depression, resistant", '
            'was "Resistant depression".',
        ),
        (
            'text = "Weight under 40 kg. Note who checked the scale."',
            'text = "Weight under 40 kg. Note the scale."',
            'pre.weight "Weight measured today": limit now "Weight under 40 kg. Note the scale.", '
            'was "Weight under 40 kg. Note who checked the scale.".',
        ),
        (
            'value = "10"\nunit = "min"\ntext = "Between sets during the infusion"',
            'value = "15"\nunit = "min"\ntext = "Between sets during the infusion"',
            "mon.vitals: now due at 5 min, every 15 min, from 1 min before to 3 min after, "
            "was at 5 min, every 10 min, from 1 min before to 3 min after.",
        ),
        (
            'value = "yes"\nunit = ""\ntext = "When suicide risk is screened"',
            'value = "item"\nunit = ""\ntext = "When suicide risk is screened"',
            'p.suicide_every_visit "When suicide risk is screened": now First visit, then by item nine, '
            "was Every visit.",
        ),
        (
            'text = "Start the timer"',
            'text = "Timer on"',
            'em.seizure "Seizure": line now says "Timer on", was "Start the timer".',
        ),
        (
            'text = "Light food and plenty of fluids."',
            'text = "Light food and fluids."',
            'Instructions: entry now says "Light food and fluids.", was "Light food and plenty of fluids.".',
        ),
    ],
)
def test_change_is_said_in_words(old: str, new: str, told: str) -> None:
    """A change of wording, option, limit, interval, parameter, emergency list or instruction is one sentence."""
    assert told in changed((old, new))


def test_changed_number_of_a_limit_names_old_and_new() -> None:
    """A limit whose number changes is told with both numbers, wherever it stands."""
    old = 'id = "p.bp_pause_sbp"\nvalue = "160"'
    told = changed((old, 'id = "p.bp_pause_sbp"\nvalue = "150"'))
    assert 'dis.vitals "Final vital signs": limit now "SBP over 150.", was "SBP over 160.".' in told
    assert 'p.bp_pause_sbp "Systolic above which the infusion is paused": now 150 mmHg, was 160 mmHg.' in told


def test_lines_added_removed_and_moved() -> None:
    """From 0.1.0 to 1.0.0 the lines that came, moved and changed are each named; backwards they are removed."""
    before = read_protocol((FOLDER / "0.1.0.toml").read_bytes(), "0.1.0.toml")
    told, back = difference(before, MOOD), difference(MOOD, before)
    assert 'pre.indication "Reason for treatment on the order": added in "Person, order and consent".' in told
    assert 'mon.pause "Infusion paused": added in "Infusion", recorded when it happens.' in told
    assert 'fup.call "Follow-up call": added, between visits.' in told
    assert 'pre.fast-clear "Last clear drink": moved to "Today".' in told
    assert 'em.seizure "Seizure": list added, 13 lines.' in told
    assert 'mon.pause "Infusion paused": removed.' in back
    assert 'em.seizure "Seizure": list removed.' in back
