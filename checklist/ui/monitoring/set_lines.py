"""The other lines of the step (site, comfort, dissociation …), one at a time: one press each where they are choices.

Those asked with the set come first; each leaves once it is recorded and the next one takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

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
from checklist.ui.widgets.announce import announce
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
        self._record.clicked.connect(self._send)
        self.form.changed.connect(lambda: self._on_changed(at_once))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(line.text, Role.CURRENT))
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
        self._record.setHidden(at_once)

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
    """The open lines of the step, one in sight.

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
        self._views: tuple[LineView, ...] = ()
        self._asked: frozenset[str] = frozenset()
        self._at: str | None = None
        self._of_set = False
        self._block: _LineBlock | None = None
        self._count = Text("", Role.LABEL_STRONG, Token.INK3)
        inside = QWidget()
        self._place = QVBoxLayout(inside)
        self._place.setContentsMargins(0, 0, 4, 0)
        self._place.addStretch(1)
        back = Button("Vital signs", "arrow-left", Kind.PLAIN, 56, id="lines.back", spoken="Back to vital signs")
        back.clicked.connect(self.closed)
        self._next = Button("Next", "arrow-right", Kind.PLAIN, 56, id="lines.next", spoken="Next line, this one stays")
        self._next.clicked.connect(lambda _on: self._go_on())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(back, 1)
        foot.addWidget(self._next, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._count)
        layout.addWidget(Scroll(inside), 1)
        layout.addLayout(foot)

    def _links(self) -> list[str]:
        links = [view.line.link_id for view in self._views]
        return [link for link in links if link in self._asked] if self._of_set else links

    def begin(self, link_id: str | None = None) -> bool:
        """Show a line; without one those asked with the set, or where none is the first required one.

        Returns:
            Whether there is a line to show.
        """
        self._of_set = link_id is None and bool(self._asked)
        links = self._links()
        required = [view.line.link_id for view in self._views if view.line.required]
        self._show(link_id if link_id in links else next((link for link in links if link in required), None))
        return self._at is not None

    def begin_all(self) -> bool:
        """Show the first of all open lines; returns whether there is one."""
        self._of_set = False
        self._show(next(iter(self._links()), None))
        return self._at is not None

    def show_lines(self, views: Sequence[LineView], of_set: Collection[str]) -> None:
        """Take the open lines; the one in sight keeps what was chosen in it, and gives way once it is recorded.

        Args:
            views: The open lines in order.
            of_set: Link ids of those that the sets taken so far ask for.
        """
        before = self._links()
        self._views, self._asked = tuple(views), frozenset(of_set)
        links = self._links()
        if self._at is None or self._at in links:
            self._say_count()
            return
        rest = before[before.index(self._at) + 1 :] if self._at in before else []
        following = next((link for link in (*rest, *links) if link in links), None)
        self._show(following)
        if following is None:
            self.closed.emit()

    def _go_on(self) -> None:
        links = self._links()
        if self._at in links:
            self._show(links[(links.index(self._at) + 1) % len(links)])

    def _show(self, link_id: str | None) -> None:
        if self._block is not None:
            self._place.removeWidget(self._block)
            self._block.hide()
            self._block.setParent(None)
            self._block.deleteLater()
            self._block = None
        self._at = link_id
        self._say_count()
        line = next((view.line for view in self._views if view.line.link_id == link_id), None)
        if line is None:
            return
        block = _LineBlock(line, self._now)
        block.answered.connect(self.answered)
        block.not_applicable.connect(self.not_applicable)
        self._block = block
        self._place.insertWidget(0, block)
        block.show()  # at once, so that it can take the focus
        announce(self, line.text)

    def _say_count(self) -> None:
        links = self._links()
        title = "Asked with this set" if self._of_set else "To answer"
        place = links.index(self._at) + 1 if self._at in links else 0
        self._count.setText(f"{title}, {place} of {len(links)}" if len(links) > 1 else title)
        self._next.setEnabled(len(links) > 1)

    def failed(self, link_id: str) -> None:
        """Let a line be sent again after a failed write."""
        if self._block is not None and self._at == link_id:
            self._block.failed()

    def focus(self) -> None:
        """Put the focus on the line in sight, on its first control only where that is typed into."""
        if self._block is not None and self._block.form.starts_with_typing():
            self._block.form.focus_first()
        else:
            self.setFocus()
