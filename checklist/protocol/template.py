"""Putting a protocol's parameters into its texts and cadences.

Wherever a file says ``{p.sbp_low}`` the nurse reads the value in force, so that a clinic that changes a number never
shows the old one. A protocol keeps its unfilled form for the next change (``overlay.py``). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from checklist.protocol.model import Cadence, Protocol

HOLE = re.compile(r"\{(p\.[a-z0-9_]+)\}")


def filled(template: Protocol) -> Protocol:
    """Return a protocol with its parameters put into every text and every cadence.

    Args:
        template: As read from a file; each parameter it names exists.

    Returns:
        The same protocol where no text or cadence names a parameter, else a new one that keeps ``template``.
    """
    words = {parameter.id: parameter.words for parameter in template.parameters}
    raw = msgspec.to_builtins(template)
    if not any(HOLE.search(text) for text in _texts(raw)) and not any(item.set_by for item in template.cadences):
        return template
    whole = msgspec.convert(_fill(raw, words), Protocol)
    kept = msgspec.structs.replace(template, digest=f"template of {template.digest}")
    cadences = tuple(_set(item, words) for item in whole.cadences)
    return msgspec.structs.replace(whole, cadences=cadences, template=kept)


def _texts(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict | list | tuple):
        for item in raw.values() if isinstance(raw, dict) else raw:
            yield from _texts(item)


def _fill(raw: object, words: Mapping[str, str]) -> object:
    match raw:
        case str():
            return HOLE.sub(lambda hole: words[hole[1]], raw)
        case dict():
            return {key: _fill(item, words) for key, item in raw.items()}
        case list() | tuple():
            return [_fill(item, words) for item in raw]
        case _:
            return raw


def _set(cadence: Cadence, words: Mapping[str, str]) -> Cadence:
    return msgspec.structs.replace(cadence, **{name: int(words[parameter]) for name, parameter in cadence.set_by})
