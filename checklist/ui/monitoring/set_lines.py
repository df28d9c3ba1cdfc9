"""The other lines of the step (site, comfort, dissociation …): one press each where they are choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.model import Line
from checklist.protocol.values import Answer
from checklist.session.progress import LineView
from checklist.ui.items import Setting
from checklist.ui.items.form import LineForm
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text


class LineAnswer(msgspec.Struct, frozen=True):
    """A line and the answer given."""

    link_id: str
    answer: Answer


class _LineBlock(QWidget):
    """One open line: its words, its editors, and its ways out.

    Signals:
        answered: A ``LineAnswer``.
        not_applicable: The link id.
    """

    answered = Signal(object)
    not_applicable = Signal(str)

    def __init__(self, line: Line, now: Callable[[], Reading], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._sent = False
        self.form = LineForm(Setting(line, now), stacked=True)
        at_once = all(item.records_at_once for item in self.form.editors())
        self._record = Button("Record", "check", Kind.PRIMARY, 56, id=f"item.{line.link_id}.record")
        if at_once:
            self._record.hide()
        self._record.clicked.connect(self._send)
        self.form.changed.connect(lambda: self._on_changed(at_once))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(line.text, Role.STRONG))
        if line.help:
            layout.addWidget(Text(line.help, Role.SECONDARY, Token.INK2))
        layout.addWidget(self.form)
        row = QHBoxLayout()
        if line.not_applicable:
            away = Button("Not applicable", None, Kind.QUIET, id=f"item.{line.link_id}.not_applicable")
            away.clicked.connect(lambda: self.not_applicable.emit(line.link_id))
            row.addWidget(away)
        row.addStretch(1)
        row.addWidget(self._record)
        layout.addLayout(row)
        self._record.setEnabled(False)

    def _on_changed(self, at_once: bool) -> None:
        whole = self.form.answer() is not None
        self._record.setEnabled(whole)
        if at_once and whole:
            self._send()

    def _send(self) -> None:
        answer = self.form.answer()
        if answer is not None and not self._sent:
            self._sent = True
            self.answered.emit(LineAnswer(self._line.link_id, answer))

    def failed(self) -> None:
        """Let the answer be sent again; what was chosen stays."""
        self._sent = False
        self._record.setEnabled(self.form.answer() is not None)
        self._record.show()


class SetLines(QWidget):
    """The open lines of the step as a list; each goes away once it is recorded.

    Args:
        now: The clock, for times of day.

    Signals:
        answered: A ``LineAnswer``.
        not_applicable: The link id.
        closed: Back to the number keys.
    """

    answered = Signal(object)
    not_applicable = Signal(str)
    closed = Signal()

    def __init__(self, now: Callable[[], Reading], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._blocks: dict[str, _LineBlock] = {}
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(12)
        self._list.addStretch(1)
        back = Button("Back to vital signs", "arrow-left", Kind.PLAIN, 56, id="lines.back")
        back.clicked.connect(self.closed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Scroll(inside), 1)
        layout.addWidget(back)

    def show_lines(self, views: Sequence[LineView]) -> None:
        """Show the open lines; one already shown keeps what was chosen in it."""
        wanted = {view.line.link_id: view.line for view in views}
        for link_id in [link_id for link_id in self._blocks if link_id not in wanted]:
            gone = self._blocks.pop(link_id)
            self._list.removeWidget(gone)
            gone.setParent(None)
            gone.deleteLater()
        for position, (link_id, line) in enumerate(wanted.items()):
            if link_id not in self._blocks:
                block = _LineBlock(line, self._now)
                block.answered.connect(self.answered)
                block.not_applicable.connect(self.not_applicable)
                self._blocks[link_id] = block
                self._list.insertWidget(position, block)

    def failed(self, link_id: str) -> None:
        """Let a line be sent again after a failed write."""
        if link_id in self._blocks:
            self._blocks[link_id].failed()

    def focus(self, link_id: str | None = None) -> None:
        """Put the focus on a line, the first one by default."""
        block = self._blocks.get(link_id or "") or next(iter(self._blocks.values()), None)
        if block is not None:
            block.form.focus_first()
