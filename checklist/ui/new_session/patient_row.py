"""One patient of a search as a row to press: name, birth date, record number, last visit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from checklist.ui import formats
from checklist.ui.icons import paint_icon
from checklist.ui.new_session.lookup import Found
from checklist.ui.theme import font, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.paint import box, focus_ring, wrapped_height, write

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_PAD = 12


def born_words(found: Found, today: str) -> str:
    """Return ``Born 14-Mar-1987 (39y), MRN 004 183 27``."""
    patient = found.patient
    return f"Born {formats.born(patient.born, today)}, MRN {formats.mrn(patient.mrn)}"


def visit_words(found: Found) -> str:
    """Return when the patient was last here, or where they sit now."""
    if found.chair is not None:
        return f"In chair {found.chair} now"
    if found.last is None:
        return "First visit"
    return f"Last visit {formats.date_of(found.last.opened_ms, found.last.tz_min)}"


class PatientRow(QPushButton):
    """The row; never chosen before a person presses it.

    Args:
        found: The patient.
        today: Today, ``YYYY-MM-DD``, for the age.
        parent: Owner.
    """

    def __init__(self, found: Found, today: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        patient = found.patient
        self._alike = found.alike > 0
        self._lines = (
            (formats.patient_name(patient.family, patient.given, patient.title), Role.STRONG, Token.INK),
            (born_words(found, today), Role.SECONDARY, Token.INK),
            (visit_words(found), Role.SECONDARY, Token.INK2 if found.chair is None else Token.CAUTION),
        )
        self.setObjectName(f"new.result.{patient.id}")
        self.setAutoDefault(False)
        alert = ", name alert" if self._alike else ""
        self.setAccessibleName(", ".join(text for text, _, _ in self._lines) + alert)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _room(self, width: int) -> int:
        return width - 2 * px(_PAD) - (px(28) if self._alike else 0)

    def sizeHint(self) -> QSize:
        """Return a row of common width."""
        return QSize(px(320), self.heightForWidth(max(self.width(), px(320))))

    def minimumSizeHint(self) -> QSize:
        """Return the least row; words wrap before anything is cut."""
        return QSize(px(240), px(48))

    def hasHeightForWidth(self) -> bool:
        """Return True: words may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        tall = sum(wrapped_height(font(role), text, self._room(width)) for text, role, _ in self._lines)
        return max(px(56), tall + px(4) + 2 * px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, lines and the sign of a like name."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, Token.SUNKEN if self.isDown() else Token.RAISED, edge=Token.EDGE)
        left, top, room = float(px(_PAD)), float(px(8)), self._room(self.width())
        if self._alike:
            size = px(20)
            place = QRectF(rect.right() - px(_PAD) - size, (rect.height() - size) / 2, size, size)
            paint_icon(painter, "triangle-alert", place, Token.CAUTION)
        for text, role, token in self._lines:
            tall = wrapped_height(font(role), text, room)
            write(painter, QRectF(left, top, room, tall), text, font(role), token, align=_TOP)
            top += tall + px(2)
        if self.hasFocus():
            focus_ring(painter, rect)
        painter.end()
