"""A clinic's parameters over a published protocol, without touching its file (``clinical.md`` 8).

An overlay names every value the clinic sets, who decided it, why and when. It gives a protocol version of its own,
``1.0.0+c1``, with its own digest; texts and cadences carry the clinic's numbers. The published version stays what it
is, and sessions keep the version they ran under. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from checklist.errors import ProtocolError
from checklist.protocol.model import Parameter, Protocol
from checklist.protocol.parameters import Stricter
from checklist.protocol.template import filled
from checklist.protocol.values import number


class Overlay(msgspec.Struct, frozen=True):
    """One change of a clinic's parameters.

    Attributes:
        changes: (parameter id, value) of every parameter the clinic sets: decimal text, or the code of a choice.
        who: Person id of who decided it.
        why: The reason in words.
        at_ms: When it was decided, UTC ms.
        number: Count of the clinic's versions of this protocol, from 1.
    """

    changes: tuple[tuple[str, str], ...]
    who: str
    why: str
    at_ms: int
    number: int


def apply_overlay(protocol: Protocol, overlay: Overlay) -> Protocol:
    """Return the protocol with the clinic's values.

    Args:
        protocol: A published version.
        overlay: All values the clinic sets; what it does not name keeps its default.

    Returns:
        Version ``<published>+c<number>``; its digest is the SHA-256 (hex) over the published digest, the number and
        the changes sorted by id, as JSON without spaces, so the same values always give the same digest.

    Raises:
        ProtocolError: ``parameter.unknown``, ``parameter.range`` or ``parameter.looser``, with parameters
            ``parameter``, ``value``, ``reason``, ``name`` and ``allowed``; ``parameter.published``
            where ``protocol`` is itself a clinic's version.
    """
    if "+" in protocol.version:
        raise _error("parameter.published", "", protocol.version, "is a clinic's version already")
    template = protocol.template or protocol
    changes = tuple(sorted(dict(overlay.changes).items()))
    held = {parameter.id: parameter for parameter in template.parameters}
    for name, value in changes:
        if name not in held:
            raise _error("parameter.unknown", name, value, "is no parameter of this protocol")
        _check(held[name], value, protocol)
    values = dict(changes)
    parameters = tuple(
        msgspec.structs.replace(item, value=values.get(item.id, item.value)) for item in template.parameters
    )
    changed = filled(
        msgspec.structs.replace(
            template,
            version=f"{protocol.version}+c{overlay.number}",
            digest=hashlib.sha256(hashed_text(protocol.digest, overlay)).hexdigest(),
            parameters=parameters,
        )
    )
    _check_cadences(changed, changes, held)
    return changed


def _check(parameter: Parameter, value: str, protocol: Protocol) -> None:
    if parameter.choices:
        if value not in {option.code for option in parameter.choices}:
            raise _error("parameter.range", parameter.id, value, "is none of its choices", parameter)
        return
    asked, default = number(value), Decimal(parameter.value)
    if asked is None:
        raise _error("parameter.range", parameter.id, value, "is not a number", parameter)
    loosens = {Stricter.LOWER: asked > default, Stricter.HIGHER: asked < default}
    if parameter.stricter is not None and loosens[parameter.stricter]:
        raise _error("parameter.looser", parameter.id, value, f"is looser than {parameter.value}", parameter)
    low, high = parameter.low, parameter.high
    if (low is not None and asked < Decimal(low)) or (high is not None and asked > Decimal(high)):
        raise _error("parameter.range", parameter.id, value, f"is outside {low or ''} to {high or ''}", parameter)
    minutes = {name for cadence in protocol.cadences for _, name in cadence.set_by}
    if parameter.id in minutes and not value.isdecimal():
        raise _error("parameter.range", parameter.id, value, "must be whole minutes", parameter)


def _check_cadences(protocol: Protocol, changes: tuple[tuple[str, str], ...], held: Mapping[str, Parameter]) -> None:
    """Refuse intervals in which the window of one mark would reach into the next one's."""
    for cadence in protocol.cadences:
        window = cadence.early_min + cadence.grace_min
        if any(every is not None and every <= window for every in (cadence.every_min, cadence.then_every_min)):
            named = next((item for item in changes if item[0] in {name for _, name in cadence.set_by}), ("", ""))
            raise _error("parameter.range", *named, "leaves no time between two readings", held.get(named[0]))


def hashed_text(base: str, overlay: Overlay) -> bytes:
    """Return what the digest of a clinic's version is the SHA-256 of: published digest, number and sorted changes."""
    return msgspec.json.encode([base, overlay.number, tuple(sorted(dict(overlay.changes).items()))])


def _error(code: str, name: str, value: str, reason: str, parameter: Parameter | None = None) -> ProtocolError:
    words, allowed = (parameter.text or name, parameter.allowed) if parameter is not None else (name, "")
    detail = f"{name}: {value} {reason}"
    return ProtocolError(code, detail, parameter=name, value=value, reason=reason, name=words, allowed=allowed)
