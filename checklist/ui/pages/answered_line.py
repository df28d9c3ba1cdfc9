"""The inside of a card whose line has something recorded: the answer, its history, and what it still asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.protocol.items import ScoreField, SignatureField
from checklist.session.codes import Code
from checklist.session.commands import Block
from checklist.session.readiness import Why
from checklist.session.views import LineStatus, LineView
from checklist.ui import formats, texts
from checklist.ui.answers import Told, answer_words, line_words, mark_of, override_words, told_words
from checklist.ui.items import Setting, SignatureEditor
from checklist.ui.readiness_words import readiness_words
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Action, Button, Kind
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

_CHANGE = Action("change", "Change answer", "pencil")
_END = Action("end", "End session", "log-out", Kind.QUIET)


class AnsweredLine(QWidget):
    """What was recorded on a line and what can be done about it.

    Args:
        view: The line as it stands.
        setting: The line.
        told: Names and time for the words.
        sentences: A block in words, for what the line still asks.
        editable: Whether the session still takes changes.
        branches: Titles of the emergency lists by id.

    Signals:
        asked: What was pressed: ``change``, ``exception``, ``witness``, ``told``, ``note``, ``end``, ``withdraw``,
            ``sign.<field>``, ``branch.<id>``, ``aside``, ``settle``.
    """

    asked = Signal(str)

    def __init__(
        self,
        view: LineView,
        setting: Setting,
        told: Told,
        sentences: dict[Block, str],
        *,
        editable: bool,
        branches: Mapping[str, str] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._branches = branches
        self._view = view
        self._told = told
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._show_answer()
        self._show_history()
        if editable:
            self._show_needs(sentences)
            self._show_signatures(setting)
            self._show_ways()

    def _add(self, text: str, role: Role, token: Token) -> None:
        if text:
            self._layout.addWidget(Text(text, role, token))

    def tick(self, now: Reading) -> None:
        """Count down on a line that is worked out."""
        readiness = self._view.readiness
        if readiness is not None and readiness.earliest_ms is not None:
            self._answer.setText(readiness_words(self._view.line, readiness, now))

    def _show_answer(self) -> None:
        self._answer = Text("", Role.STRONG, Token.INK)
        self._layout.addWidget(self._answer)
        self._answer.show_text(line_words(self._view, self._told))
        self._show_parts()
        mark = mark_of(self._view.recorded) if self._view.readiness is None else None
        if mark is not None and self._view.status is not LineStatus.TODO:
            at = formats.time_of(mark.at_ms, mark.tz_min)
            self._add(f"Recorded {at} by {self._told.name(mark.person)}", Role.SECONDARY, Token.INK2)

    def _show_parts(self) -> None:
        """Show what a total is made of; everywhere else the answer says it all."""
        line, answer = self._view.line, self._view.answer
        if answer is not None and any(isinstance(field, ScoreField) and field.sum_of for field in line.fields):
            self._add(answer_words(line, answer, self._told), Role.SECONDARY, Token.INK2)

    def _show_history(self) -> None:
        recorded, told = self._view.recorded, self._told
        for version in recorded.versions[:-1]:
            if version.answer is not None:
                at = formats.time_of(version.mark.at_ms, version.mark.tz_min)
                words = answer_words(self._view.line, version.answer, told)
                who = told.initials(version.mark.person)
                self._add(f"Before: {words}, {at} {who}", Role.SECONDARY, Token.INK2)
        if len(recorded.versions) > 1 and recorded.versions[-1].reason:
            newest = recorded.versions[-1]
            why = ", ".join(part for part in (texts.reason(newest.reason), newest.text) if part)
            self._add(f"Changed because: {why}", Role.SECONDARY, Token.INFO)
        for override in recorded.overrides:
            who = override_words(override, told)
            self._add(f"Exception, {who}: {override.reason}", Role.SECONDARY, Token.EXCEPT)
        for item in recorded.told:
            self._add(told_words(item, told.initials), Role.SECONDARY, Token.INK2)
        for note in recorded.notes:
            at = formats.time_of(note.mark.at_ms, note.mark.tz_min)
            self._add(f"Note {at} {told.initials(note.mark.person)}: {note.text}", Role.SECONDARY, Token.INK2)

    def _show_needs(self, sentences: dict[Block, str]) -> None:
        """Show one strip a kind of need; before a stop that nobody passes, nothing else is asked."""
        readiness = self._view.readiness
        changes = () if readiness is not None else (_CHANGE,)
        override = (Action("exception", "Exception"), *changes, _END)
        waits = readiness is not None and readiness.earliest_ms is not None
        kinds = (
            ({Code.NEED_STOP}, Tone.ALARM, (_CHANGE, _END)),
            ({Code.NEED_OVERRIDE}, Tone.INFO if waits else Tone.ALARM, override),
            ({Code.NEED_WITNESS}, Tone.CAUTION, (Action("witness", "Witness signs", "users", Kind.PRIMARY), *changes)),
            ({Code.NEED_TOLD}, Tone.CAUTION, (Action("told", "Provider told", "phone", Kind.PRIMARY),)),
            ({Code.NEED_ANSWER}, Tone.CAUTION, (Action("told", "Record the answer", "phone", Kind.PRIMARY),)),
            ({Code.NEED_NOTE}, Tone.CAUTION, (Action("note", "Add note", "notebook-pen", Kind.PRIMARY),)),
        )
        stopped = any(need.code == Code.NEED_STOP for need in self._view.needs)
        for codes, tone, actions in kinds:
            needs = [need for need in self._view.needs if need.code in codes]
            if not needs or (stopped and Code.NEED_STOP not in codes):
                continue
            self._strip(tone, " ".join(dict.fromkeys(sentences[need] for need in needs)), actions)
        if not stopped:
            for need in self._view.needs:
                if need.code == Code.NEED_BRANCH:
                    self._strip(Tone.CAUTION, sentences[need], self._branch_actions(need))
        if readiness is not None and readiness.why in (Why.EVENT_OPEN, Why.EVENT_FOLLOWED):
            words = "Each event needs its grade, and whether it is over."
            self._strip(Tone.INFO, words, (Action("settle", "Open the events", "activity", Kind.PRIMARY),))

    def _strip(self, tone: Tone, words: str, actions: tuple[Action, ...]) -> None:
        strip = NoticeStrip(tone, id="item")
        strip.action_pressed.connect(self.asked)
        self._layout.addWidget(strip)
        strip.say(words, "", actions)

    def _branch_actions(self, need: Block) -> tuple[Action, ...]:
        branch = dict(need.params)["branch"]
        title = self._branches.get(branch, branch)
        return (
            Action("aside", "Put aside"),
            Action(f"branch.{branch}", f"Open: {title}", "siren", Kind.CAUTION),
        )

    def _show_signatures(self, setting: Setting) -> None:
        wanted = {dict(n.params).get("field") for n in self._view.needs if n.code == Code.NEED_SIGNATURE}
        if self._view.status is LineStatus.STOP:
            return
        for field in self._view.line.fields:
            if isinstance(field, SignatureField) and field.id in wanted:
                item = SignatureEditor(field, setting)
                item.sign_pressed.connect(lambda id: self.asked.emit(f"sign.{id}"))
                self._layout.addWidget(item)

    def _show_ways(self) -> None:
        """Offer to change or take back what is recorded, quietly."""
        recorded = self._view.recorded
        row = QHBoxLayout()
        row.addStretch(1)
        if recorded.current is not None and self._view.status is not LineStatus.STOP:
            row.addWidget(self._way("change", "Change", "pencil"))
        elif recorded.not_applicable is not None:
            row.addWidget(self._way("withdraw", "Take back", "undo-2"))
        if row.count() > 1:
            self._layout.addLayout(row)

    def _way(self, action: str, words: str, icon: str) -> Button:
        button = Button(words, icon, Kind.PLAIN, 48, id=f"item.{action}")
        button.clicked.connect(lambda: self.asked.emit(action))
        return button
