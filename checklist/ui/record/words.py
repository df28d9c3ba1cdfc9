"""The facts of a record in words: head, exceptions, notes, events, signatures, seal. Imports no Qt."""

from __future__ import annotations

import msgspec

from checklist.audit.query import Allergies
from checklist.audit.record import SessionRecord
from checklist.protocol.values import Answer, Quantity
from checklist.session import events as e
from checklist.session.state import Mark, Override, Status
from checklist.ui import formats, texts
from checklist.ui.answers import override_words
from checklist.ui.drug.countersigning import countersigned_words
from checklist.ui.record.timeline import names_of
from checklist.ui.widgets.banner import BannerFacts

DRAFT = "Draft, not signed"


class Fact(msgspec.Struct, frozen=True):
    """Label (or time), value, and a quieter second line."""

    label: str
    value: str
    detail: str = ""


def banner(record: SessionRecord) -> BannerFacts:
    """Return the patient as the banner shows them; age on the day of the session."""
    patient, row = record.patient, record.row
    weight = record.state.line("pre.weight").current
    return BannerFacts(
        name=formats.patient_name(patient.family, patient.given, patient.title),
        preferred=f"Preferred name {patient.preferred}" if patient.preferred else "",
        born=formats.born(patient.born, formats.iso_day(row.opened_ms, row.tz_min)),
        mrn=formats.mrn(patient.mrn),
        weight=_quantity(weight.answer) if weight is not None and weight.answer is not None else "Not recorded",
        allergies_label=texts.allergies(patient.allergies),
        allergies=patient.allergy_text if patient.allergies is Allergies.KNOWN else "",
        warn=patient.allergies is Allergies.KNOWN,
        chair=str(row.chair),
    )


def title(record: SessionRecord) -> str:
    """Return ``Session of 21-Nov-2026 15:40``."""
    return f"Session of {formats.date_time(record.row.opened_ms, record.row.tz_min)}"


def subtitle(record: SessionRecord) -> str:
    """Return visit, chair, protocol and how long it took."""
    row, protocol = record.row, record.protocol
    lasted = f", {formats.span(row.ended_ms - row.opened_ms)}" if row.ended_ms is not None else ""
    return f"Visit {row.visit}, chair {row.chair}, {protocol.short_title} version {protocol.version}{lasted}"


def standing(record: SessionRecord) -> str:
    """Return ``Sealed, entry 64``, ``Stopped, not signed`` or the mark of a draft."""
    closing = _closing(record)
    if closing is not None:
        return f"Sealed, entry {closing.n + 1}"
    return "Stopped, not signed" if record.state.status is Status.STOPPED else DRAFT


def order_facts(record: SessionRecord) -> tuple[Fact, ...]:
    """Return the order the session was opened on, and who was responsible for it."""
    order = record.state.order
    told = names_of(record)
    drug = f"{order.drug} {formats.quantity(order.dose_mg, 'mg')} IV over {order.minutes} min"
    weight = formats.quantity(order.weight_kg, "kg")
    per_kg = f"{formats.quantity(order.dose_mg_per_kg, 'mg/kg')}, weight on the order {weight}"
    bag = f"{formats.quantity(order.volume_ml, 'mL')} {texts.diluent(order.diluent)}"
    signed = f"{told.name(order.prescriber)}, {formats.day(order.ordered_on)}"
    return (Fact("Order", drug, per_kg), Fact("In", bag), Fact("Prescriber", signed), _responsible(record))


def _responsible(record: SessionRecord) -> Fact:
    """Return which nurse was responsible from when on."""
    told = names_of(record)
    held = [f"{told.name(item.person)} from {_at(item.since)}" for item in record.state.responsible]
    return Fact("Responsible", ", ".join(held) or told.name(record.state.nurse))


def exceptions(record: SessionRecord) -> tuple[Fact, ...]:
    """Return the hard stops that were passed, by whom and why."""
    return tuple(
        Fact(_at(order.mark), f"{_line(record, link_id)}: {' '.join(order.limits)}", _exception_words(record, order))
        for link_id, order in sorted(_overrides(record), key=lambda found: found[1].mark.n)
    )


def _overrides(record: SessionRecord) -> list[tuple[str, Override]]:
    return [(link_id, order) for link_id, line in record.state.lines.items() for order in line.overrides]


def _exception_words(record: SessionRecord, order: Override) -> str:
    who = override_words(order, names_of(record)) if order.prescriber else _name(record, order.mark)
    return f"{who}: {order.reason}"


def notes(record: SessionRecord) -> tuple[Fact, ...]:
    """Return the notes on the session and on its lines."""
    return tuple(
        Fact(_at(item.mark), item.event.text, ", ".join(part for part in (
            _name(record, item.mark), _line(record, item.event.link_id) if item.event.link_id else "") if part))
        for item in record.entries
        if isinstance(item.event, e.NoteAdded)
    )  # fmt: skip


def signatures(record: SessionRecord) -> tuple[Fact, ...]:
    """Return who signed what, as which role, and what the signature says."""
    found = []
    for item in record.entries:
        if isinstance(item.event, e.LineSigned):
            signed = item.event.signed
            meaning = f"{texts.meaning(signed.meaning)} as {texts.role(item.mark.role)}"
            found.append(
                Fact(_at(item.mark), _line(record, item.event.link_id), f"{_name(record, item.mark)}, {meaning}")
            )
        elif isinstance(item.event, e.Countersigned):
            meaning = f"{texts.meaning(item.event.signed.meaning)} as {texts.role(item.mark.role)}"
            about = countersigned_words(record.state, item.event.of)
            found.append(
                Fact(_at(item.mark), f"{about[:1].upper()}{about[1:]}", f"{_name(record, item.mark)}, {meaning}")
            )
    return tuple(found)


def seal_facts(record: SessionRecord) -> tuple[Fact, ...]:
    """Return what the record rests on."""
    facts = [Fact("Standing", standing(record)), Fact("Entries", formats.grouped_int(len(record.entries)))]
    if record.seal:
        facts.append(Fact("Seal", record.seal, "First 16 hex digits of the session root, in fours"))
    if record.sealed_seq is not None:
        facts.append(Fact("Position in the log", formats.grouped_int(record.sealed_seq)))
    return (*facts, Fact("Checklist file", record.protocol.digest[:16], "First 16 hex digits of its SHA-256"))


def _quantity(answer: Answer) -> str:
    found = next((part.value for part in answer.values if isinstance(part.value, Quantity)), None)
    return formats.quantity(found.value, found.unit) if found is not None else "Not recorded"


def _closing(record: SessionRecord) -> Mark | None:
    return next((item.mark for item in record.entries if isinstance(item.event, e.SessionClosed)), None)


def _line(record: SessionRecord, link_id: str) -> str:
    try:
        return record.protocol.line(link_id).text
    except KeyError:
        return link_id


def _at(mark: Mark) -> str:
    return formats.time_with_seconds(mark.at_ms, mark.tz_min)


def _name(record: SessionRecord, mark: Mark) -> str:
    return names_of(record).name(mark.person)
