"""A session's record, to be read: nothing on it can be changed. Looking at a closed one is itself an entry.

Parts stand under each other in the order a reader asks for them; the list on the left leads to each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.audit.record import SessionRecord
from checklist.errors import ChecklistError
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, texts
from checklist.ui.desk import Desk
from checklist.ui.models.session_rows import flag_tone, flag_words
from checklist.ui.page import FooterFacts, Frame, Page, ToAudit, ToToday
from checklist.ui.record import words
from checklist.ui.record.facts_table import FactLine
from checklist.ui.record.head import RecordHead
from checklist.ui.record.integrity_card import CheckDetails, IntegrityCard
from checklist.ui.record.parts import TITLES, Part, parts
from checklist.ui.record.verdict_words import Checked
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.chip import Chip
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.ledger.report import Report

_LIST, _WITH_LIST = 124, 900
"""Least width at which the list of parts stands beside them."""
_WIDEST = 1240


class RecordPage(Page):
    """The page.

    Args:
        desk: The way to the service.
    """

    frame = Frame.MANY
    help_text = (
        "The record as it was written; nothing here can be changed. An answer that was corrected stays readable, "
        "struck through. Verify compares every entry with its seal."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: SessionRecord | None = None
        self._wanted = ""
        self._checks: dict[str, Checked] = {}
        self._parts: dict[str, Part] = {}
        self.setObjectName("record")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back = Button("Back", "arrow-left", id="record.back")
        self._title = Text("", Role.TITLE)
        self._subtitle = Text("", Role.SECONDARY, Token.INK2)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._head = RecordHead()
        self._integrity: IntegrityCard | None = None
        self._column = QVBoxLayout()
        self._lay_out()
        self._back.clicked.connect(self._go_back)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._back)
        top.addLayout(names, 1)
        top.addLayout(self._chips)
        inside = QWidget()
        leads = QVBoxLayout(inside)
        leads.setContentsMargins(0, 0, 0, 0)
        leads.setSpacing(0)
        for key, title in TITLES.items():
            lead = Button(title, None, Kind.QUIET, id=f"record.goto.{key}", spoken=f"Go to {title}")
            lead.clicked.connect(lambda _on=False, key=key: self._go_to(key))
            leads.addWidget(lead, 0, Qt.AlignmentFlag.AlignLeft)
        leads.addStretch(1)
        self._list = Scroll(inside)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 16)
        self._column.setSpacing(12)
        self._scroll = Scroll(inner)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._list)
        middle.addWidget(self._scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._head)
        layout.addLayout(middle, 1)

    def show_record(self, session_id: str) -> None:
        """Read a session's record and show it; of a closed one this look is an entry.

        Args:
            session_id: The session.
        """
        self._wanted = session_id
        self._forget()
        self._title.setText("Reading the record")
        actor = self._desk.actor
        self._desk.ask(lambda station: station.supervisor.record(session_id, actor), self._show, self._failed)

    def enter(self) -> None:
        """The keyboard scrolls at once."""
        self._back.set_label("Back to Audit" if self._audits() else "Back to Today")
        self.footer_changed.emit(FooterFacts())
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by line, page, and to either end."""
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.value() + px(60),
            Qt.Key.Key_Up: bar.value() - px(60),
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep() - px(40),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep() + px(40),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        value = steps.get(Qt.Key(event.key()))
        if value is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list of parts out where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._fit()

    def _fit(self) -> None:
        self._list.setFixedWidth(px(_LIST))
        self._list.setVisible(self._record is not None and self.width() >= px(_WITH_LIST))

    def _audits(self) -> bool:
        return self._desk.actor.role in {StaffRole.SUPERVISOR, StaffRole.AUDITOR}

    def _go_back(self) -> None:
        self._desk.go(ToAudit() if self._audits() else ToToday())

    def _go_to(self, key: str) -> None:
        part = self._parts.get(key)
        if part is not None:
            self._scroll.verticalScrollBar().setValue(part.y())
            announce(part, TITLES[key])

    def _forget(self) -> None:
        """Take the former record off the page, so that no other patient's stands there while one is read."""
        self._record, self._integrity = None, None
        for part in self._parts.values():
            part.hide()
            part.deleteLater()
        self._parts = {}
        self._subtitle.show_text("")
        self._head.hide()
        self._show_chips(())
        self._fit()

    def _failed(self, problem: ChecklistError) -> None:
        self._title.setText("The record cannot be shown")
        self._subtitle.show_text(texts.error(problem).line)

    def _show(self, record: SessionRecord) -> None:
        if record.row.id != self._wanted:
            return
        self._record = record
        self._title.setText(words.title(record))
        self._subtitle.show_text(words.subtitle(record))
        self.setAccessibleName(f"Record, {words.title(record)}")
        self._head.show_facts(words.banner(record))
        self._head.show()
        sealed = words.standing(record)
        done = Tone.DONE if record.seal else Tone.CAUTION
        flags = ((flag_words(flag), flag_tone(flag)) for flag in record.row.flags)
        self._show_chips((*flags, (sealed, done)))
        self._parts = {"seal": self._seal_part(record)}
        self._parts |= {part.objectName().rpartition(".")[2]: part for part in parts(record, self._desk.now())}
        for part in self._parts.values():
            self._column.addWidget(part)
        self._scroll.verticalScrollBar().setValue(0)
        self._fit()

    def _seal_part(self, record: SessionRecord) -> Part:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        card = self._integrity = IntegrityCard(
            verify_id="record.verify", details_id="record.details", id="record.integrity"
        )
        card.verify_pressed.connect(self._verify)
        card.details_pressed.connect(self._show_details)
        card.show_checked(self._checks.get(record.row.id), len(record.entries))
        column.addWidget(card)
        for fact in words.seal_facts(record):
            column.addWidget(FactLine(fact.label, fact.value, detail=fact.detail))
        return Part("seal", inside)

    def _verify(self) -> None:
        session_id = self._wanted

        def came(report: Report) -> None:
            self._checks[session_id] = Checked(report, self._desk.now())
            if self._record is not None and self._integrity is not None and self._wanted == session_id:
                self._integrity.show_checked(self._checks[session_id], len(self._record.entries))

        self._desk.ask(
            lambda station: station.supervisor.verify_session(session_id),
            came,
            lambda problem: self._desk.notify(texts.error(problem).line),
        )

    def _show_details(self) -> None:
        checked = self._checks.get(self._wanted)
        if checked is None or self._record is None:
            return
        patient = self._record.patient
        sheet = CheckDetails(f"Record of {formats.patient_name(patient.family, patient.given)}", checked)
        sheet.accepted.connect(sheet.dismiss)
        sheet.accepted.connect(self._verify)
        self._desk.open_sheet(sheet)

    def _show_chips(self, chips: tuple[tuple[str, Tone], ...]) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, tone in chips:
            self._chips.addWidget(Chip(text, tone))
