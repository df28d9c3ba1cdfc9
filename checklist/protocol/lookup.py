"""Where things are in a protocol file: look-up by id, and the name of a place as the author sees it.

A place reads ``line[3] pre.vitals field[1] signs limits[2].than``: counted from one, with the id where there
is one. Pure; imports only this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from checklist.protocol import context
from checklist.protocol.form import LineForm, ProtocolForm
from checklist.protocol.items import Field, VitalPart
from checklist.protocol.model import Parameter
from checklist.protocol.vocabulary import WordList

Fault = tuple[str, str]
"""A place in the file and what is wrong there."""


class Book(msgspec.Struct, frozen=True):
    """A file's parts by id, and the position of each line as the nurse meets them."""

    parameters: Mapping[str, Parameter]
    vitals: Mapping[str, VitalPart]
    lines: Mapping[str, LineForm]
    position: Mapping[str, int]
    branches: frozenset[str]
    word_lists: Mapping[str, tuple[str, ...]]
    """Codes of each word list, by the name a field asks for it."""

    def context(self, link_id: str) -> tuple[Field, ...]:
        """Return the fields of a pseudo line ``ctx.*``; empty for any other id."""
        return context.fields_of(link_id, self.parameters.values())


def book_of(form: ProtocolForm) -> Book:
    """Return the look-up of a form; where an id stands twice the first counts, and its double is a fault."""
    phases = [phase.id for phase in form.phase]
    sections = {section.id: section for section in form.section}
    ranks = {
        section.id: (phases.index(section.phase), rank)
        for rank, section in enumerate(form.section)
        if section.phase in phases
    }
    known = [line for line in form.line if line.section in sections and line.section in ranks]
    ordered = sorted(known, key=lambda line: ranks[line.section])
    return Book(
        parameters={item.id: item for item in reversed(form.parameter)},
        vitals={item.code: item for item in reversed(form.vital)},
        lines={item.link_id: item for item in reversed(form.line)},
        position={line.link_id: position for position, line in enumerate(ordered)},
        branches=frozenset(item.id for item in form.branch),
        word_lists={
            WordList.TERMS: tuple(item.code for item in form.term),
            WordList.GRADES: tuple(item.code for item in form.grade),
            WordList.ACTIONS: tuple(item.code for item in form.action),
            WordList.MEDICINES: tuple(item.code for item in form.medicine),
        },
    )


def at(table: str, index: int, name: str = "", inside: str = "") -> str:
    """Return the place of an element: ``at("field", 0, "bp", inside="line[3] pre.vitals")``."""
    return key(inside, f"{table}[{index + 1}]" + (f" {name}" if name else ""))


def key(place: str, name: str) -> str:
    """Return the place of a key: after an id with a space, after a count with a point."""
    if not place:
        return name
    return f"{place}.{name}" if place.endswith("]") else f"{place} {name}"


def repeated(ids: Sequence[str], place: str, what: str) -> Iterator[Fault]:
    """Yield a fault for the first id that stands twice."""
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield place, f"{what} {str(name)!r} stands twice"
            return


_STEP = re.compile(r"\.([A-Za-z_]\w*)(?:\[(\d+)\])?")


def located(raw: object, path: str) -> str:
    """Return msgspec's path (``.line[2].field[0].op``) as a place, reading the ids from the raw file."""
    place, held = "", raw
    for name, index in _STEP.findall(path):
        held = held.get(name) if isinstance(held, Mapping) else None
        if not index:
            place = key(place, name)
            continue
        held = held[int(index)] if isinstance(held, Sequence) and int(index) < len(held) else None
        place = at(name, int(index), _name_of(held), place)
    return place


def _name_of(held: object) -> str:
    if not isinstance(held, Mapping):
        return ""
    names = (held[name] for name in ("link_id", "id", "code") if name in held)
    return next((name for name in names if isinstance(name, str)), "")
