"""The protocol that ships: its content, and that it is never edited."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from checklist.protocol.checker import check
from checklist.protocol.items import ChoiceField, Meaning, SignatureField, VitalsField
from checklist.protocol.library import Library
from checklist.protocol.limits import Trigger
from checklist.protocol.model import Line, PhaseId, Protocol, Step

FOLDER = Path(__file__).parents[3] / "resources" / "protocols"

PINNED = {
    "ketamine-iv-mood/0.1.0.toml": "43e38c43ff336a221aa2942bede42ba4db927be00c6e1a84e401e8a42666e10c",
    "ketamine-iv-mood/1.0.0.toml": "6e383140456fb87bb127b643ca7416ebcd91e08230c43ff87f3c6e5d3a36bbd6",
    "ketamine-iv-pain/1.0.0.toml": "c728a013a4b529b21e04105a63218ce7b89b4c3a5aa504c199ebc02ee3ddb832",
}
"""Digest of every published file. A published file is never edited: a change is a new version, with a new line."""


def published() -> dict[str, bytes]:
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.glob("*/*.toml"))}


def lines(protocol: Protocol) -> list[Line]:
    return [line for phase in protocol.phases for section in phase.sections for line in section.lines]


def test_published_files_are_pinned() -> None:
    """A published protocol file is never edited, added or removed unseen: each has its digest here."""
    Library.read(published())
    held = {name: hashlib.sha256(data).hexdigest() for name, data in published().items()}
    assert held == PINNED


def test_shipped_protocol_has_no_findings(shipped: Protocol) -> None:
    """The checker finds nothing in the shipped protocol."""
    assert check(shipped) == ()


def test_three_phases_and_six_steps(shipped: Protocol) -> None:
    """D18 The shipped protocol has the three phases, each closed by its nurse, and lines under all six steps."""
    assert [phase.id for phase in shipped.phases] == list(PhaseId)
    assert all(shipped.sections_of(step) for step in Step)
    for phase in shipped.phases:
        closing = shipped.line(phase.closed_by).field("nurse")
        assert isinstance(closing, SignatureField)
        assert (closing.meaning, closing.roles) == (Meaning.PERFORM, ("nurse",))


def test_every_limit_and_parameter_has_a_source(shipped: Protocol) -> None:
    """Every line, limit and parameter names its source with the level of evidence."""
    sources = [line.source for line in lines(shipped)]
    sources += [limit.source for line in lines(shipped) for field in line.fields for limit in field.limits]
    sources += [parameter.source for parameter in shipped.parameters]
    for source in sources:
        for key in source.split():
            known = key == "D" or key in {"S0", "S1", "S2", "S3", "S4"}
            assert known or key.partition(":")[2] in {"V", "S", "M", "D", "VL"}, source


@pytest.mark.parametrize("link_id", ["pre.pump-check", "pre.time-out", "dis.waste"])
def test_second_person_is_another_person(shipped: Protocol, link_id: str) -> None:
    """A second check and a witness are signed by somebody else than the nurse who did it."""
    signatures = [field for field in shipped.line(link_id).fields if isinstance(field, SignatureField)]
    assert signatures
    assert all(field.other_person for field in signatures)


def test_only_the_contact_can_wait_past_its_phase(shipped: Protocol) -> None:
    """Only the contact for tomorrow can be left for later past its own step, until discharge."""
    waiting = {line.link_id: line.later_until for line in lines(shipped) if line.later_until is not None}
    assert waiting == {"pre.contact": Step.DISCHARGE}


def test_what_nobody_passes(shipped: Protocol) -> None:
    """Consent, identity, capacity, emergency equipment and a free cannula are stops that nobody passes."""
    hard = {
        line.link_id
        for line in lines(shipped)
        for field in line.fields
        for limit in field.limits
        if limit.trigger is Trigger.HSX
    }
    needed = {"pre.identity-two", "pre.consent-written", "pre.consent-today", "pre.capacity"}
    assert hard >= needed | {"pre.emergency-kit", "pre.allergy", "pre.vial", "pre.iv", "pre.line", "pre.time-out"}


def test_monitoring_cadence(shipped: Protocol) -> None:
    """Vital signs are due at 5 and every 10 minutes of the infusion, then every 15 to 60 minutes after its end."""
    running, after = shipped.cadences
    assert (running.line, running.at_min, running.every_min, running.until_min) == ("mon.vitals", (5,), 10, None)
    assert (after.line, after.at_min, after.every_min, after.until_min) == ("mon.post-vitals", (0,), 15, 60)
    assert {(item.early_min, item.grace_min) for item in shipped.cadences} == {(1, 3)}


def test_nothing_is_answered_for_the_nurse(shipped: Protocol) -> None:
    """A set of vital signs asks for every part, and short words stand on the buttons."""
    for line in lines(shipped):
        for field in line.fields:
            if isinstance(field, VitalsField):
                assert all(part.required for part in field.parts)
            if isinstance(field, ChoiceField):
                assert all(len(option.text.split()) <= 4 for option in field.options), line.link_id


def test_units_are_never_micro_signs() -> None:
    """Micrograms are written mcg, never with a micro sign."""
    for data in published().values():
        text = data.decode()
        assert "µ" not in text
        assert "μ" not in text
