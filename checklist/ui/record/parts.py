"""The parts of a record, each a titled card, in the order a reader asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.audit.record import SessionRecord
from checklist.clock import Reading
from checklist.protocol.model import Step
from checklist.session.progress import Look
from checklist.session.state import ChairEvent
from checklist.session.views import SectionView
from checklist.ui import formats, texts
from checklist.ui.monitoring.event_words import missing_witness, named, standing
from checklist.ui.record import words
from checklist.ui.record.answer_rows import AnswerRow
from checklist.ui.record.facts_table import FactLine
from checklist.ui.record.readings import readings
from checklist.ui.record.timeline import names_of, timeline
from checklist.ui.record.timeline_view import TimelineView
from checklist.ui.record.words import Fact
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.text import Text

TITLES = {
    "seal": "Seal",
    "order": "Order",
    "timeline": "Timeline",
    "answers": "Answers",
    "exceptions": "Exceptions",
    "notes": "Notes",
    "vitals": "Vital signs",
    "events": "Events",
    "signatures": "Signatures",
}
"""Parts by their key, in order."""


class Part(Card):
    """One part with its heading.

    Args:
        key: Which part.
        content: What stands in it.
        parent: Owner.
    """

    def __init__(self, key: str, content: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"record.part.{key}")
        self.setAccessibleName(TITLES[key])
        self.body.setContentsMargins(18, 14, 18, 16)
        self.body.addWidget(Text(TITLES[key], Role.CURRENT))
        self.body.addWidget(content)


def parts(record: SessionRecord, now: Reading) -> Iterator[Part]:
    """Yield the parts of a record but the first, which the page makes.

    Args:
        record: The record.
        now: The time now, for what is still open in a session in progress.
    """
    told = TimelineView()
    told.show_moments(timeline(record))
    made: dict[str, Callable[[], QWidget]] = {
        "order": lambda: _facts(words.order_facts(record), ""),
        "timeline": lambda: told,
        "answers": lambda: _answers(record, now),
        "exceptions": lambda: _facts(words.exceptions(record), "No exception was taken."),
        "notes": lambda: _facts(words.notes(record), "No notes were written."),
        "vitals": lambda: readings(record),
        "events": lambda: _facts(_events(record), "No events were recorded."),
        "signatures": lambda: _facts(words.signatures(record), "Nothing has been signed."),
    }
    for key, make in made.items():
        yield Part(key, make())


def _column() -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return whole, column


def _facts(facts: tuple[Fact, ...], empty: str) -> QWidget:
    whole, column = _column()
    for fact in facts:
        column.addWidget(FactLine(fact.label, fact.value, detail=fact.detail))
    if not facts:
        column.addWidget(Text(empty, Role.SECONDARY, Token.INK2))
    return whole


def _events(record: SessionRecord) -> tuple[Fact, ...]:
    told = names_of(record)
    return tuple(
        Fact(
            formats.time_with_seconds(event.at_ms, event.mark.tz_min),
            f"{named(record.protocol, event)}, taken back" if event.withdrawn else named(record.protocol, event),
            ". ".join(part for part in (event.text, *_standing(record, event), told.name(event.mark.person)) if part),
        )
        for event in record.state.events
    )


def _standing(record: SessionRecord, event: ChairEvent) -> tuple[str, str]:
    """Return how an event stands, and who saw a controlled medicine given."""
    waits = missing_witness(record.protocol, record.state, event)
    seen = next((item.witness for item in reversed(event.details) if item.witness is not None), None)
    told = names_of(record)
    witness = "no witness yet" if waits is not None else f"seen by {told.name(seen.person)}" if seen is not None else ""
    return standing(record.protocol, event), witness


def _answers(record: SessionRecord, now: Reading) -> QWidget:
    whole, column = _column()
    look, told = Look(record.protocol, record.state, now), names_of(record)
    phase = None
    for step in Step:
        for section in look.step(step).sections:
            lines = tuple(view for view in section.lines if not view.line.repeats)
            if not lines:
                continue
            if section.section.phase is not phase:
                phase = section.section.phase
                column.addSpacing(10)
                column.addWidget(Text(texts.phase(phase), Role.STRONG))
            column.addSpacing(8)
            column.addWidget(Text(_heading(section), Role.LABEL_STRONG, Token.INK2))
            for view in lines:
                column.addWidget(AnswerRow(view, told))
    return whole


def _heading(section: SectionView) -> str:
    return section.section.title
