"""What is known of the chosen session: flags, whether it is intact, what happened.

The head and the check need no look into the record. The timeline does, and looking at a closed record is an entry: it
is shown when a person chose the row, not when the program did.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.query import SessionRow
from checklist.audit.record import SessionRecord
from checklist.ui import formats
from checklist.ui.models.session_rows import flag_tone, flag_words
from checklist.ui.record.integrity_card import IntegrityCard
from checklist.ui.record.timeline import timeline
from checklist.ui.record.timeline_view import TimelineView
from checklist.ui.record.verdict_words import Checked
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

_CHOOSE = "Choose a session to see whether its record is intact and what happened."
_LOOKING = "Looking at a closed record is itself recorded."


def row_words(row: SessionRow, title: str) -> str:
    """Return ``21-Nov-2026 15:40, chair 1, Ketamine IV, mood version 0.1.0, 1 h 46 min``."""
    started = formats.date_time(row.opened_ms, row.tz_min)
    version = row.protocol.rpartition(" ")[2]
    lasted = f", {formats.span(row.ended_ms - row.opened_ms)}" if row.ended_ms is not None else ""
    return f"{started}, chair {row.chair}, {title} version {version}{lasted}"


class SessionDetail(Card):
    """The card.

    Args:
        parent: Owner.

    Attributes:
        integrity: Whether the record is intact.

    Signals:
        open_pressed: Open the record.
        look_pressed: Show what happened.
    """

    open_pressed = Signal()
    look_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = Text("", Role.NAME)
        self._name.setObjectName("audit.detail")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._words = Text("", Role.SECONDARY, Token.INK2)
        self.integrity = IntegrityCard(
            verify_id="audit.verify_record", details_id="audit.details", id="audit.integrity"
        )
        self._timeline = TimelineView()
        self._show = Button("Show what happened", "eye", id="audit.show_timeline")
        self._hint = Text(_CHOOSE, Role.SECONDARY, Token.INK2)
        self._open = Button("Open record", "file-text", id="audit.open_record")
        self._seal = Text("", Role.SEAL, Token.INK2, wrap=False)
        self._open.clicked.connect(self.open_pressed)
        self._show.clicked.connect(self.look_pressed)
        self._lay_out()
        self.restyle()
        self.show_nothing()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addLayout(self._chips)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 4, 0)
        column.setSpacing(8)
        column.addWidget(self._timeline)
        column.addWidget(self._hint)
        column.addWidget(self._show, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._seal)
        self.body.setContentsMargins(15, 12, 15, 12)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addWidget(self._words)
        self.body.addWidget(self.integrity)
        self._area = Scroll(inside)
        self.body.addWidget(self._area, 1)
        self.body.addLayout(foot)

    def show_nothing(self, words: str = _CHOOSE) -> None:
        """Show that no session is chosen, or why it cannot be shown."""
        for widget in (self._name, self._words, self.integrity, self._timeline, self._show, self._open, self._seal):
            widget.hide()
        self._show_chips(())
        self._hint.show_text(words)

    def show_row(self, row: SessionRow, title: str, checked: Checked | None) -> None:
        """Show the head of a session, without a look into its record."""
        self._name.show_text(formats.patient_name(row.family, row.given))
        self._words.show_text(row_words(row, title))
        self._show_chips(row.flags)
        self.integrity.show_checked(checked, row.entries)
        self._timeline.hide()
        self._seal.show_text("")
        self._hint.show_text(_LOOKING if row.ended_ms is not None else "")
        for widget in (self.integrity, self._show, self._open):
            widget.show()

    def show_record(self, record: SessionRecord) -> None:
        """Show what happened in the session."""
        self._timeline.show_moments(timeline(record))
        self._timeline.show()
        self._show.hide()
        self._hint.show_text("")
        seal = " ".join(record.seal.split()[:2])
        self._seal.show_text(f"Seal {seal}" if seal else "Draft, not signed")

    def _show_chips(self, flags: tuple[str, ...]) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for flag in flags:
            self._chips.addWidget(Chip(flag_words(flag), flag_tone(flag)))

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self.setMinimumWidth(px(320))
        self._area.setMinimumHeight(px(160))
