"""The answers of one section as rows: what was asked, what was answered, by whom, and every answer it replaced.

Nothing here can be pressed: a record is read.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checklist.session.state import LineState, Version
from checklist.session.views import LineStatus, LineView
from checklist.ui import formats, texts
from checklist.ui.answers import Told, answer_words, line_words, mark_of, override_words, told_words
from checklist.ui.theme import color, font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.glyph import SPOKEN, State, paint_glyph
from checklist.ui.widgets.paint import text_width, wrapped_height, write

_GAP, _LINE_GAP = 12, 4
_TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def when(version: Version, told: Told) -> str:
    """Return ``09:02, A. Diallo RN`` of one version of an answer."""
    return f"{formats.time_of(version.mark.at_ms, version.mark.tz_min)}, {told.name(version.mark.person)}"


def former_words(view: LineView, told: Told) -> tuple[str, ...]:
    """Return the answers that no longer hold, oldest first, each with who and when."""
    return tuple(
        f"{answer_words(view.line, version.answer, told)}, {when(version, told)}"
        for version in view.recorded.versions[:-1]
        if version.answer is not None
    )


def extra_words(view: LineView, told: Told) -> tuple[str, ...]:
    """Return why an answer was changed or passed, who was told, and the notes of the line."""
    recorded = view.recorded
    return (*_change(recorded), *_exceptions(recorded, told), *_told(recorded, told), *_notes(recorded, told))


def _change(recorded: LineState) -> tuple[str, ...]:
    newest = recorded.versions[-1] if len(recorded.versions) > 1 else None
    if newest is None or not newest.reason:
        return ()
    why = ", ".join(part for part in (texts.reason(newest.reason), newest.text) if part)
    return (f"Changed because: {why}",)


def _exceptions(recorded: LineState, told: Told) -> tuple[str, ...]:
    return tuple(f"Exception, {override_words(item, told)}: {item.reason}" for item in recorded.overrides)


def _told(recorded: LineState, told: Told) -> tuple[str, ...]:
    return tuple(told_words(item, told.initials) for item in recorded.told)


def _notes(recorded: LineState, told: Told) -> tuple[str, ...]:
    return tuple(f"Note by {told.name(note.mark.person)}: {note.text}" for note in recorded.notes)


class AnswerRow(QWidget):
    """One line of the checklist.

    Args:
        view: The line as it stands.
        told: Names.
        parent: Owner.
    """

    def __init__(self, view: LineView, told: Told, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = State(view.status.value)
        mark = mark_of(view.recorded) if view.status is not LineStatus.TODO else None
        self._title = view.line.text
        self._answer = line_words(view, told) or "Not answered"
        self._open = not line_words(view, told)
        self._stamp = f"{formats.time_of(mark.at_ms, mark.tz_min)}  {told.initials(mark.person)}" if mark else ""
        self._former = former_words(view, told)
        self._extra = extra_words(view, told)
        before = [f"before: {words}" for words in self._former]
        spoken = (self._title, SPOKEN[self._state], self._answer, self._stamp, *before, *self._extra)
        self.setAccessibleName(", ".join(part for part in spoken if part))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _columns(self, width: float) -> tuple[float, float, float, float]:
        """Return left and width of the words, left and width of the answer."""
        left = px(24) + _GAP
        stamp = float(max(px(84), text_width(font(Role.STAMP), self._stamp))) + _GAP
        room = max(1.0, width - left - stamp)
        return left, room * 0.46 - _GAP, left + room * 0.46, room * 0.54

    def _below(self) -> tuple[tuple[str, QFont, Token], ...]:
        struck = QFont(font(Role.SECONDARY))
        struck.setStrikeOut(True)
        old = tuple((words, struck, Token.INK2) for words in self._former)
        return (*old, *((words, font(Role.SECONDARY), Token.INK2) for words in self._extra))

    def _height(self, width: float) -> int:
        _, title_room, _, answer_room = self._columns(width)
        tall = wrapped_height(font(Role.ANSWER), self._answer, answer_room)
        tall += sum(wrapped_height(words, text, answer_room) + px(_LINE_GAP) for text, words, _ in self._below())
        return max(px(40), max(tall, wrapped_height(font(Role.ANSWER), self._title, title_room)) + 2 * px(9))

    def sizeHint(self) -> QSize:
        """Return a row of common width."""
        return QSize(px(560), self._height(max(self.width(), px(560))))

    def minimumSizeHint(self) -> QSize:
        """Return the least row; words wrap before anything is cut."""
        return QSize(px(320), px(40))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the taller side."""
        return self._height(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint glyph, words, answer, what it replaced, and the stamp."""
        painter = QPainter(self)
        left, title_room, at, room = self._columns(self.width())
        top, size = float(px(9)), px(22)
        paint_glyph(painter, QRectF(0, top - px(2), size, size), self._state)
        whole = QRectF(left, top, title_room, self.height() - top)
        write(painter, whole, self._title, font(Role.ANSWER), Token.INK, align=_TOP_LEFT)
        stamp = QRectF(self.width() - px(110), top + px(1), px(110), px(20))
        write(painter, stamp, self._stamp, font(Role.STAMP), Token.INK3, align=_TOP_RIGHT)
        lines = ((self._answer, font(Role.ANSWER), Token.INK3 if self._open else Token.INK), *self._below())
        for text, words, token in lines:
            tall = wrapped_height(words, text, room)
            write(painter, QRectF(at, top, room, tall), text, words, token, align=_TOP_LEFT)
            top += tall + px(_LINE_GAP)
        painter.fillRect(QRectF(left, self.height() - 1, self.width() - left, 1), color(Token.LINE))
        painter.end()
