"""What the Protocols page says: values, versions, proposals. Imports no Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from checklist.protocol.model import Parameter, Protocol, PublicationStatus
from checklist.protocol.values import number
from checklist.ui import formats

if TYPE_CHECKING:
    from checklist.audit.clinic_versions import Ended, Proposal, Setting, Stamped
    from checklist.service.clinic_protocols import Overview

Named = Callable[[str], str]
"""Gives the name of a person id."""


class VersionWords(msgspec.Struct, frozen=True):
    """One version in the list: its name, its state, and who made it when."""

    version: str
    state: str
    detail: str


def value(parameter: Parameter, code: str | None = None) -> str:
    """Return a value as read, ``10 min``, ``Two people, blind``; of another than its own where ``code`` is given."""
    held = parameter.value if code is None else code
    if parameter.choices:
        return next((option.text for option in parameter.choices if option.code == held), held)
    return formats.quantity(held, parameter.unit) if number(held) is not None else held


def allowed(published: Parameter) -> str:
    """Return what may be chosen, ``5 to 15 min``; of the published version, whose value is the default."""
    unit = formats.unit(published.unit) if not published.choices else ""
    for tail in (" or more", " or less", " only"):
        if unit and published.allowed.endswith(tail):
            return f"{published.allowed.removesuffix(tail)} {unit}{tail}"
    return f"{published.allowed} {unit}".rstrip()


def note(published: Parameter) -> str:
    """Say what is special about a parameter, or nothing."""
    fixed = len(published.choices) == 1 or (not published.choices and published.lowest == published.highest)
    if fixed:
        return "Cannot be changed"
    return "Behind a stop: only stricter" if published.stricter is not None else ""


def can_change(published: Parameter) -> bool:
    """Return whether there is anything but the value it has."""
    return note(published) != "Cannot be changed"


def matches(parameter: Parameter, text: str) -> bool:
    """Return whether every word looked for is in a parameter's id, words, value or source."""
    held = _folded(f"{parameter.id} {parameter.text} {value(parameter)} {parameter.source}")
    return all(word in held for word in _folded(text).split())


def _folded(text: str) -> str:
    """Return text as it is looked for: without case, and with the small 2 of SpO₂ as the one on the keyboard."""
    return unicodedata.normalize("NFKC", text).casefold()


def stamped(by: Stamped, name: Named) -> str:
    """Return ``M. Lindqvist, 22-Nov-2026 08:40``."""
    return f"{name(by.person)}, {formats.date_time(by.at_ms, by.tz_min)}"


def settings(changes: tuple[Setting, ...], protocol: Protocol) -> str:
    """Return values with their parameters, ``Between sets during the infusion: 5 min``."""
    held = {parameter.id: parameter for parameter in protocol.parameters}
    told = [
        f"{held[one.parameter].text or one.parameter}: {value(held[one.parameter], one.value)}"
        for one in changes
        if one.parameter in held
    ]
    return "; ".join(told) or "every value as published"


def asked(proposal: Proposal, overview: Overview) -> str:
    """Return what a proposal would change from what is in use, each with its present value."""
    now = {parameter.id: parameter for parameter in overview.current.parameters}
    newer = proposal.base.base_digest == overview.newest.digest
    base = overview.newest if newer else overview.published
    default = {parameter.id: parameter for parameter in base.parameters}
    wanted = {one.parameter: one.value for one in proposal.changes}
    told = []
    for name, parameter in now.items():
        after = wanted.get(name, default[name].value if name in default else parameter.value)
        if value(parameter, after) != value(parameter):
            told.append(f"{parameter.text or name}: {value(parameter, after)}, now {value(parameter)}")
    if proposal.base.base_digest != overview.published.digest:
        told.insert(0, f"published version {proposal.base.base}")
    return "; ".join(told) or "every value as published"


def versions(overview: Overview, name: Named) -> tuple[VersionWords, ...]:
    """Return the versions of a protocol, newest first, the clinic's before the published ones."""
    own = [
        VersionWords(
            one.version,
            "In use" if one.version == overview.current.version else "Earlier",
            f"Approved by {stamped(one.approved, name)}",
        )
        for one in reversed(overview.clinic)
    ]
    return (*own, *(_published(one, overview) for one in reversed(overview.shipped)))


def _published(protocol: Protocol, overview: Overview) -> VersionWords:
    if protocol.status is PublicationStatus.DRAFT:
        return VersionWords(protocol.version, "Draft", "Came with the program; no session is opened under it")
    if protocol.status is PublicationStatus.RETIRED:
        return VersionWords(protocol.version, "Retired", "Came with the program")
    if protocol.version == overview.current.version:
        return VersionWords(protocol.version, "In use", "Came with the program")
    newer = protocol.version == overview.newest.version and overview.newest.digest != overview.published.digest
    return VersionWords(protocol.version, "Newer" if newer else "Earlier", "Came with the program")


def ended(one: Ended, protocol: Protocol, name: Named) -> str:
    """Return how a proposal came to nothing."""
    act = "Declined" if one.type == "in.decline" else "Withdrawn"
    reason = f" {one.reason}" if one.reason else ""
    return f"{act} by {stamped(one.by, name)}: {settings(one.proposal.changes, protocol)}.{reason}"


def statement(proposal: Proposal, overview: Overview) -> str:
    """Return the sentence the second person signs; ``{name}`` is their name."""
    title, version = overview.current.short_title, f"{proposal.base.base}+c{len(overview.clinic) + 1}"
    told = asked(proposal, overview).replace("{", "(").replace("}", ")")
    why = proposal.reason.replace("{", "(").replace("}", ")")
    return (
        f"I, {{name}}, approve {title} {version}. {told[:1].upper()}{told[1:]}. Reason: {why} "
        "Sessions opened from now on run under it; running sessions keep theirs."
    )
