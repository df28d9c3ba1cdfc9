"""The patient banner: whose session this is, on every page of one patient, full width, never covered."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checklist.ui.theme import color, px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button
from checklist.ui.widgets.fact_block import FactBlock
from checklist.ui.widgets.icon_mark import IconMark
from checklist.ui.widgets.text import Text

HIGH, COMPACT = 66, 56
_LINE = 3


class BannerFacts(msgspec.Struct, frozen=True):
    """What the banner says; every text is ready to show. An empty one leaves its block out.

    Attributes:
        name: ``HARLOW, Josephine (Ms)``.
        preferred: ``Preferred name Josie``.
        born: ``14-Mar-1987 (39y)``.
        mrn: ``004 183 27``, or ``Read the wristband`` in the second check.
        weight: ``68.4 kg`` or ``Not recorded``; empty in the second check.
        allergies_label: ``Known allergies``, ``No known allergies``, ``Allergies not recorded`` or
            ``Allergies unavailable``.
        allergies: ``penicillin (rash)``.
        warn: True for known allergies: icon and colour of attention.
        chair: ``3``.
        signed_in: ``A. Diallo RN``.
    """

    name: str
    preferred: str = ""
    born: str = ""
    mrn: str = ""
    weight: str = ""
    allergies_label: str = ""
    allergies: str = ""
    warn: bool = False
    chair: str = ""
    signed_in: str = ""


class Banner(QWidget):
    """Banner of one patient: 66 px, 56 compact, more where words wrap.

    Signals:
        lock_pressed: The lock button was pressed.
    """

    lock_pressed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._name = Text("", Role.NAME, wrap=False)
        self._preferred = Text("", Role.LABEL, Token.INK2, wrap=False)
        self._born = FactBlock("Born")
        self._mrn = FactBlock("MRN", Role.MRN)
        self._weight = FactBlock("Weight")
        self._warning = IconMark("triangle-alert", Token.CAUTION, 20)
        self._allergies = FactBlock("Allergies", wrap=True)
        self._chair = FactBlock("Chair")
        self._signed_in = FactBlock("Signed in")
        self._lock = Button("", "lock", id="banner.lock", spoken="Lock")
        self._lock.clicked.connect(self.lock_pressed)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        person = QVBoxLayout()
        person.setSpacing(0)
        person.addStretch(1)
        person.addWidget(self._name)
        person.addWidget(self._preferred)
        person.addStretch(1)
        allergies = QHBoxLayout()
        allergies.setSpacing(8)
        allergies.addWidget(self._warning)
        allergies.addWidget(self._allergies, 1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(23)
        self._row.addLayout(person)
        for block in (self._born, self._mrn, self._weight):
            self._row.addWidget(block)
        self._row.addLayout(allergies, 1)
        self._row.addWidget(self._chair)
        self._row.addWidget(self._signed_in)
        self._row.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignVCenter)

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._row.setContentsMargins(20, 2, 14, 2 + _LINE)
        self.setMinimumHeight(px(COMPACT if self._compact else HIGH))

    def set_compact(self, compact: bool) -> None:
        """Use 56 px in place of 66."""
        self._compact = compact
        self.restyle()

    def set_facts(self, facts: BannerFacts) -> None:
        """Show another patient, or another fact of the same."""
        self._name.setText(facts.name)
        self._preferred.show_text(facts.preferred)
        self._born.show_fact(facts.born)
        self._mrn.show_fact(facts.mrn)
        self._weight.show_fact(facts.weight)
        label_token = Token.CAUTION if facts.warn else Token.INK3
        allergies = facts.allergies or facts.allergies_label
        label = facts.allergies_label if facts.allergies else "Allergies"
        self._allergies.show_fact(allergies, label, label_token=label_token)
        self._warning.setVisible(facts.warn)
        self._chair.show_fact(facts.chair)
        self._signed_in.show_fact(facts.signed_in)
        self.setAccessibleName(f"Patient {facts.name}, born {facts.born}")
        said = (facts.preferred, f"MRN {facts.mrn}", facts.weight, facts.allergies_label, facts.allergies)
        self.setAccessibleDescription(", ".join(part for part in said if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface and the line under it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(Token.SURFACE))
        painter.fillRect(0, self.height() - _LINE, self.width(), _LINE, color(Token.ACCENT))
        painter.end()
