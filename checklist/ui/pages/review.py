"""The whole session on one scroll, for the last look before signing: what stands out first, then section by section.

Groups are made one a turn of the event loop, those in sight first, so that a long session never holds up the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.items import SignatureField, VitalsField
from checklist.protocol.items.signature import Meaning
from checklist.protocol.model import Line, Step
from checklist.service.conduct import Snapshot
from checklist.session.due import late_by_ms
from checklist.session.progress import Look
from checklist.session.state import VitalsSet
from checklist.session.views import LineStatus, LineView, SectionView
from checklist.ui import formats
from checklist.ui.answers import Told, field_words, stamp
from checklist.ui.pages.checklist_words import row_facts
from checklist.ui.pages.item_list import Row, RowGroup
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.state_row import RowFacts
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

FIRST = "first."
"""Begins the id of a row of the first group, which stands in its section as well."""

_AT_ONCE = 2
_STANDS_OUT = frozenset({LineStatus.EXCEPTION, LineStatus.CORRECTED, LineStatus.STOP, LineStatus.LATER})


class Group(msgspec.Struct, frozen=True):
    """A heading with its rows."""

    title: str
    rows: tuple[Row, ...]


def groups(snapshot: Snapshot, now: Reading, told: Told) -> tuple[Group, ...]:
    """Return what is looked through before signing; the sign-off step itself is not part of it."""
    look = Look(snapshot.protocol, snapshot.state, now)
    sections = [
        section for step in Step if step is not Step.SIGN_OFF for section in look.step(step).sections if section.lines
    ]
    out = [row for section in sections for row in _standing_out(snapshot, section, told)]
    first = [msgspec.structs.replace(row, id=f"{FIRST}{row.id}") for row in sorted(out, key=_rank)]
    found = [Group("Look at these first", tuple(first))] if first else []
    found += [Group(s.section.title, tuple(_rows(snapshot, s, told))) for s in sections]
    return tuple(found)


def _rank(row: Row) -> int:
    """Return where a row that stands out is put: stops and exceptions, then what came late, then the rest."""
    if row.facts.state in (State.STOP, State.EXCEPTION):
        return 0
    return 1 if row.facts.tone is Tone.CAUTION else 2


def _standing_out(snapshot: Snapshot, section: SectionView, told: Told) -> list[Row]:
    rows = []
    for view in section.lines:
        if _vitals(view.line) is not None and view.line.repeats:
            rows += [
                _set_row(snapshot, view.line, item, told)
                for item in _sets(snapshot, view)
                if late_ms(snapshot, item) or item.versions
            ]
        elif view.status in _STANDS_OUT or view.needs or view.recorded.told or _is_witnessed(view.line):
            rows.append(Row(f"row.{view.line.link_id}", row_facts(view, told)))
    return rows


def _is_witnessed(line: Line) -> bool:
    """Return whether a line is witnessed, as the drug account is."""
    return any(isinstance(f, SignatureField) and f.meaning is Meaning.WITNESS for f in line.fields)


def _rows(snapshot: Snapshot, section: SectionView, told: Told) -> list[Row]:
    rows = []
    for view in section.lines:
        if _vitals(view.line) is not None and view.line.repeats:
            rows += [_set_row(snapshot, view.line, item, told) for item in _sets(snapshot, view)]
        else:
            rows.append(Row(f"row.{view.line.link_id}", row_facts(view, told)))
    return rows


def _vitals(line: Line) -> VitalsField | None:
    return next((field for field in line.fields if isinstance(field, VitalsField)), None)


def _sets(snapshot: Snapshot, view: LineView) -> list[VitalsSet]:
    return [item for item in snapshot.state.vitals if item.link_id == view.line.link_id]


def late_ms(snapshot: Snapshot, item: VitalsSet) -> int:
    """Return by how many ms a set was late; 0 where it was not."""
    return late_by_ms(snapshot.protocol, snapshot.state, item) or 0


def _set_row(snapshot: Snapshot, line: Line, item: VitalsSet, told: Told) -> Row:
    field = _vitals(line)
    words = field_words(field, item.signs, told) if field is not None else ""
    late = late_ms(snapshot, item)
    at = formats.time_of(item.at_ms, item.mark.tz_min)
    facts = RowFacts(
        state=State.CORRECTED if item.versions else State.DONE,
        title=f"{line.text}, {at}",
        answer=f"{words}, late by {formats.span(late)}" if late else words,
        stamp=stamp(item.author, told),
        tone=Tone.CAUTION if late else Tone.NEUTRAL,
    )
    return Row(f"set.{item.n}", facts)


class Review(QWidget):
    """The groups on screen.

    Signals:
        pressed: Id of a row: ``row.<link id>`` or ``set.<n>``, with ``FIRST`` before it in the first group.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: list[tuple[Text, RowGroup]] = []
        self._wanted: tuple[Group, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_next)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def set_groups(self, wanted: Sequence[Group]) -> None:
        """Show these groups; those made already are only given what changed."""
        self._wanted = tuple(wanted)
        while len(self._made) < min(_AT_ONCE, len(self._wanted)):
            self._make_one()
        for (title, group), facts in zip(self._made, self._wanted, strict=False):
            title.show_text(facts.title)
            group.set_rows(facts.rows)
        for title, group in self._made[len(self._wanted) :]:
            title.show_text("")
            group.set_rows(())
        if len(self._made) < len(self._wanted):
            self._timer.start()

    def focus_first(self) -> None:
        """Put the focus on the first row."""
        rows = [row for _, group in self._made for row in group.shown()]
        if rows:
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_next(self) -> None:
        if len(self._made) >= len(self._wanted):
            self._timer.stop()
            return
        self._make_one()
        facts = self._wanted[len(self._made) - 1]
        title, group = self._made[-1]
        title.show_text(facts.title)
        group.set_rows(facts.rows)

    def _make_one(self) -> None:
        title, group = Text("", Role.LABEL_STRONG, Token.INK2), RowGroup()
        group.pressed.connect(self.pressed)
        self._layout.addWidget(title)
        self._layout.addWidget(group)
        self._made.append((title, group))
