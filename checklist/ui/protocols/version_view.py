"""One version looked at: its parameters, what changed from the one before, what the checks say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checklist.protocol.model import Protocol
from checklist.ui import formats
from checklist.ui.protocols import words
from checklist.ui.protocols.parameter_list import ParameterList
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.card import Card, Rule
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.scroll import Scroll
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.audit.clinic_versions import ClinicVersion
    from checklist.service.clinic_protocols import Look, Overview

_VIEWS = (("parameters", "Parameters"), ("changed", "Changes"), ("checks", "Checks"))


class _Sentences(QWidget):
    """A column of sentences that scrolls."""

    def __init__(self, id: str) -> None:
        super().__init__()
        self.setObjectName(id)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 4, 8, 4)
        self._column.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroll(inner))

    def say(self, head: tuple[str, ...], sentences: tuple[str, ...]) -> None:
        """Show a few lines about them, then the sentences."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in head:
            self._column.addWidget(Text(line, Role.SECONDARY, Token.INK2))
        for sentence in sentences:
            self._column.addWidget(Rule())
            self._column.addWidget(Text(sentence, Role.ITEM))
        self._column.addStretch(1)


class VersionView(Card):
    """The card.

    Args:
        parent: Owner.

    Attributes:
        parameters: The parameters, with their search.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text("", Role.CURRENT)
        self._detail = Text("", Role.LABEL, Token.INK2)
        self._views = Choice([Option(*view) for view in _VIEWS], name="What to look at", id="protocols.view")
        self._views.chosen.connect(self._turn_to)
        self.parameters = ParameterList()
        self._changed = _Sentences("protocols.changed")
        self._checks = _Sentences("protocols.checks")
        self._stack = QStackedWidget()
        for widget in (self.parameters, self._changed, self._checks):
            self._stack.addWidget(widget)
        self._views.set_value("parameters")
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._title, 2)
        top.addWidget(self._views, 3)
        self.body.addLayout(top)
        self.body.addWidget(self._detail)
        self.body.addWidget(self._stack, 1)

    def show_parameters(self) -> None:
        """Turn to the parameters and their search box."""
        self._views.set_value("parameters")
        self._turn_to("parameters")
        self.parameters.search.setFocus()

    def show_look(self, look: Look, overview: Overview, own: ClinicVersion | None, name: words.Named) -> None:
        """Show a version.

        Args:
            look: The version, and what changed.
            overview: Its protocol.
            own: The clinic's decision that made it, or None for a published one.
            name: Gives the name of a person.
        """
        protocol = look.protocol
        self._title.setText(f"{protocol.title}, {protocol.version}")
        published = self._base(protocol, overview, own)
        if own is None:
            self._detail.show_text(f"Published. SHA-256 {protocol.digest[:16]}, {_counts(protocol)}.")
        else:
            self._detail.show_text(
                f"Proposed by {words.stamped(own.proposal.by, name)}, approved by {words.stamped(own.approved, name)}. "
                f"Why: {own.proposal.reason}"
            )
        self.parameters.show_parameters(protocol, published)
        self._changed.say(_changed_head(look), look.words)
        self._checks.say((_found(len(look.findings)),), tuple(f"{found.key}: {found.text}." for found in look.findings))

    def _base(self, protocol: Protocol, overview: Overview, own: ClinicVersion | None) -> Protocol:
        if own is None:
            return protocol
        held = {one.digest: one for one in overview.shipped}
        return held.get(own.proposal.base.base_digest, overview.published)

    def _turn_to(self, view: str) -> None:
        self._stack.setCurrentIndex([key for key, _ in _VIEWS].index(view))


def _counts(protocol: Protocol) -> str:
    return f"{formats.counted(len(protocol.all_lines()), 'line')}, {len(protocol.branches)} emergency lists"


def _changed_head(look: Look) -> tuple[str, ...]:
    if look.before is None:
        return ("The first version: there is none before it to compare with.",)
    told = formats.counted(len(look.words), "change") if look.words else "Nothing changed for the nurse"
    return (f"{told}, from {look.before.version} to {look.protocol.version}.",)


def _found(count: int) -> str:
    if not count:
        return "The checks find nothing: no dead end, no line too many, no vague word, no limit without an action."
    return f"{formats.counted(count, 'finding')} of the checks."
