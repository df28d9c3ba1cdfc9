"""Protocols: their versions and states, what changed in words, and the clinic's parameters, which two people change.

Everybody reads; supervisors and prescribers propose; the other one approves with their own PIN. Running sessions keep
their version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from checklist.errors import ChecklistError
from checklist.protocol.model import Parameter
from checklist.session.commands import Actor
from checklist.session.roles import Role as StaffRole
from checklist.ui import formats, texts
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.page import FooterAction, FooterFacts, Frame, Page
from checklist.ui.protocols import words
from checklist.ui.protocols.change_sheet import ChangeSheet
from checklist.ui.protocols.decline_sheet import DeclineSheet
from checklist.ui.protocols.exporting import Exporting
from checklist.ui.protocols.version_list import VersionList
from checklist.ui.protocols.version_view import VersionView
from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Action, Kind
from checklist.ui.widgets.choice import Choice, Option
from checklist.ui.widgets.strips import NoticeStrip
from checklist.ui.widgets.text import Text
from checklist.ui.widgets.tone import Tone

if TYPE_CHECKING:
    from checklist.audit.clinic_versions import ClinicVersion, Ended, Proposal
    from checklist.service.clinic_protocols import Look, Overview

_DECIDERS = (StaffRole.SUPERVISOR.value, StaffRole.PRESCRIBER.value)
_NARROW = 940
"""Below this width at 100 % text the versions stand above what is looked at."""


class ProtocolsPage(Page):
    """The page.

    Args:
        desk: The way to the service and to a person's PIN.
    """

    frame = Frame.MANY
    help_text = (
        "The checklists and their versions. A supervisor or prescriber presses a parameter to propose another value; "
        "the other of the two approves it with their own PIN. New sessions run under it, running ones keep theirs."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._overviews: dict[str, Overview] = {}
        self._shown = ""
        self._version = ""
        self._gathered: dict[str, str] = {}
        self.setObjectName("protocols")
        self.setAccessibleName("Protocols")
        self._which: Choice | None = None
        self._strip = NoticeStrip(Tone.CAUTION, id="protocols.waiting")
        self._strip.action_pressed.connect(self._strip_pressed)
        self._newer = NoticeStrip(Tone.INFO, id="protocols.newer")
        self._newer.action_pressed.connect(lambda _id: self._propose_newer())
        self._exporting = Exporting(desk, self)
        self._exporting.changed.connect(self._send_footer)
        self._list = VersionList()
        self._list.chosen.connect(self._look_at)
        self._view = VersionView()
        self._view.parameters.pressed.connect(self._open_parameter)
        self._lay_out()

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(16)
        self._top.addWidget(Text("Protocols", Role.TITLE, wrap=False))
        self._top.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(12)
        self._halves.addWidget(self._list, 2)
        self._halves.addWidget(self._view, 7)
        self._nothing = Text("", Role.ITEM, Token.INK2)
        self._nothing.setObjectName("protocols.nothing")
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 10)
        column.setSpacing(10)
        column.addLayout(self._top)
        for widget in (self._nothing, self._strip, self._newer, self._exporting.strip):
            column.addWidget(widget)
        column.addLayout(self._halves, 1)

    def enter(self) -> None:
        """Read all protocols anew; what is looked at stays."""
        self._read()
        self._view.parameters.search.setFocus()

    def command_key(self, name: str) -> bool:
        """F5 reads anew, Ctrl+F goes to the search box, Ctrl+E exports."""
        if name == "F5":
            self._read()
        elif name == "Ctrl+F":
            self._view.show_parameters()
        elif name == "Ctrl+E":
            self._export()
        return name in {"F5", "Ctrl+F", "Ctrl+E"}

    def footer_pressed(self, action: str) -> None:
        """Do what a footer button asks for."""
        self._view.parameters.search.setFocus()
        {"export": self._export, "stop": self._exporting.stop}[action]()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the versions above where there is little room."""
        super().resizeEvent(event)
        self._turn()

    def restyle(self) -> None:
        """Take the text size of the theme now in force."""
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= px(_NARROW)
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._list.setMaximumHeight(16_777_215 if wide else px(210))

    # What is shown.

    def _read(self) -> None:
        def came(overviews: tuple[Overview, ...]) -> None:
            self._overviews = {one.current.id: one for one in overviews}
            self._nothing.show_text("" if overviews else "No protocol came with this program. Install it again.")
            self._offer()
            if self._shown not in self._overviews and overviews:
                self._choose(overviews[0].current.id)
            elif overviews:
                self._refresh()

        def failed(problem: ChecklistError) -> None:
            self._nothing.show_text(texts.error(problem).line)

        self._desk.ask(lambda station: station.clinic_protocols.overviews(), came, failed)

    def _offer(self) -> None:
        """Offer the protocols to choose from, once they are known."""
        if self._which is not None or not self._overviews:
            return
        options = [Option(key, one.current.short_title) for key, one in self._overviews.items()]
        self._which = Choice(options, name="Protocol", id="protocols.which")
        self._which.chosen.connect(self._choose)
        self._top.addWidget(self._which)

    @property
    def _overview(self) -> Overview:
        return self._overviews[self._shown]

    def _choose(self, protocol_id: str) -> None:
        self._shown, self._gathered = protocol_id, {}
        self._version = self._overview.current.version
        if self._which is not None:
            self._which.set_value(protocol_id)
        self._refresh()

    def _refresh(self) -> None:
        overview = self._overview
        listed = words.versions(overview, self._name)
        if self._version not in {one.version for one in listed}:
            self._version = overview.current.version
        ended = tuple(words.ended(one, overview.current, self._name) for one in reversed(overview.ended))
        self._list.show_versions(listed, ended, self._version)
        self._show_strips()
        self._look_at(self._version)

    def _look_at(self, version: str) -> None:
        self._version = version
        self._list.mark(version)
        overview, protocol_id = self._overview, self._shown

        def came(look: Look) -> None:
            if (protocol_id, version) == (self._shown, self._version):
                own = next((one for one in overview.clinic if one.version == version), None)
                self._view.show_look(look, overview, own, self._name)
                self._send_footer()

        self._desk.ask(lambda station: station.clinic_protocols.look(protocol_id, version), came, self._say_failed)

    def _name(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return person.name if person is not None else person_id

    def _say_failed(self, problem: ChecklistError) -> None:
        self._desk.notify(texts.error(problem).line)

    def _show_strips(self) -> None:
        overview = self._overview
        waiting = overview.waiting
        if waiting is not None:
            told = f"Proposed by {words.stamped(waiting.by, self._name)}: {words.asked(waiting, overview)}."
            self._strip.say(
                "A change waits for its second person", f"{told} Why: {waiting.reason}", self._ways(waiting)
            )
        elif self._gathered:
            held = {parameter.id: parameter for parameter in overview.newest.parameters}
            told = "; ".join(f"{held[n].text or n}: {words.value(held[n], v)}" for n, v in self._gathered.items())
            discard = (Action("discard", "Discard"),)
            title = f"{formats.counted(len(self._gathered), 'value')} chosen, not proposed yet"
            self._strip.say(title, f"{told}. Press the next parameter to go on.", discard)
        else:
            self._strip.clear()
        if overview.newest.digest != overview.published.digest and waiting is None:
            text = f"The clinic stays with {overview.current.version} until two people take {overview.newest.version}."
            take = (Action("take", "Propose it"),) if self._decider() else ()
            self._newer.say("A newer published version is here", text, take)
        else:
            self._newer.clear()

    def _ways(self, waiting: Proposal) -> tuple[Action, ...]:
        me = self._decider()
        approve = Action("approve", "Approve", "check", Kind.PLAIN)
        if me is None:
            return (approve,)
        mine = me.person == waiting.by.person
        return (Action("end", "Withdraw" if mine else "Decline"), approve)

    def _send_footer(self) -> None:
        if self._exporting.words:
            stop = FooterAction("stop", "Stop", "x")
            self.footer_changed.emit(FooterFacts(self._exporting.words, "refresh-cw", (stop,)))
            return
        if not self._overviews:
            self.footer_changed.emit(FooterFacts())
            return
        overview = self._overview
        draft = overview.shipped[-1].version == overview.current.version and not self._usable()
        why = f"{overview.current.version} is a draft: no session is opened under it." if draft else (
            f"New sessions run under {overview.current.version}. Running sessions keep theirs."
        )  # fmt: skip
        export = FooterAction("export", f"Export {self._version}", "download")
        self.footer_changed.emit(FooterFacts(why, None, (export,)))

    def _usable(self) -> bool:
        return self._overview.current.status.value == "active"

    # Changing.

    def _decider(self) -> Actor | None:
        """Return the signed-in person in the role they propose in, or None."""
        person = self._desk.person(self._desk.actor.person)
        role = next((role for role in _DECIDERS if person is not None and role in person.roles), None)
        return None if role is None else Actor(self._desk.actor.person, role, self._desk.actor.auth)

    def _why_not(self, parameter: Parameter) -> str:
        overview = self._overview
        newest = {one.id: one for one in overview.newest.parameters}
        if self._version != overview.current.version:
            return f"Values are changed in the version in use, {overview.current.version}."
        if not self._usable():
            return "This is a draft: no session is opened under it, and nothing is set in it."
        if parameter.id not in newest or not words.can_change(newest[parameter.id]):
            return "This value cannot be changed."
        if overview.waiting is not None:
            return "Another change waits for its second person. It is decided first."
        return "" if self._decider() is not None else "Supervisors and prescribers change parameters."

    def _open_parameter(self, parameter: Parameter) -> None:
        others = {name: value for name, value in self._gathered.items() if name != parameter.id}
        sheet = ChangeSheet(self._desk, self._overview, parameter, others, self._decider(), self._why_not(parameter))
        sheet.proposed.connect(self._proposed)
        sheet.kept.connect(self._keep)
        self._desk.open_sheet(sheet)

    def _keep(self, values: dict[str, str]) -> None:
        self._gathered = dict(values)
        self._show_strips()
        self._view.parameters.search.setFocus()

    def _propose_newer(self) -> None:
        me, protocol_id, version = self._decider(), self._shown, self._overview.newest.version
        if me is not None:
            reason = f"Take the published version {version}."
            self._desk.ask(
                lambda station: station.clinic_protocols.propose(protocol_id, {}, reason, me),
                self._proposed,
                self._say_failed,
            )

    def _proposed(self, proposal: Proposal) -> None:
        """Show the proposal as waiting, and ask the second person at once: they may stand here."""
        self._gathered = {}
        self._overviews[self._shown] = _waiting(self._overview, proposal)
        self._refresh()
        self._ask_second(proposal)

    def _strip_pressed(self, action: str) -> None:
        waiting = self._overview.waiting
        if action == "discard":
            self._gathered = {}
            self._show_strips()
        elif waiting is not None and action == "approve":
            self._ask_second(waiting)
        elif waiting is not None:
            self._end(waiting)

    def _ask_second(self, proposal: Proposal) -> None:
        proposer = self._desk.person(proposal.by.person)
        held = set(proposer.roles) if proposer is not None else set()
        missing = tuple(role for role in _DECIDERS if role not in held) or _DECIDERS
        request = ProofRequest(
            "Approve this change",
            words.statement(proposal, self._overview),
            missing,
            barred=(proposal.by.person,),
            confirm="Approve",
        )
        self._desk.prove(request, lambda proof: self._approve(proposal, proof))

    def _approve(self, proposal: Proposal, proof: Proof) -> None:
        def came(made: ClinicVersion) -> None:
            self._version = made.version
            self._desk.notify(f"New sessions run under {made.version} now.")
            self._read()

        self._desk.ask(
            lambda station: station.clinic_protocols.approve(proposal.seq, proof.actor, proof.shown),
            came,
            self._say_failed,
        )

    def _end(self, waiting: Proposal) -> None:
        me = self._decider()
        if me is None:
            return

        def came(_ended: Ended) -> None:
            self._read()

        if me.person == waiting.by.person:
            self._desk.ask(lambda station: station.clinic_protocols.end(waiting.seq, me), came, self._say_failed)
            return
        sheet = DeclineSheet(words.asked(waiting, self._overview))

        def decline() -> None:
            reason = sheet.reason()
            sheet.dismiss()
            self._desk.ask(
                lambda station: station.clinic_protocols.end(waiting.seq, me, reason), came, self._say_failed
            )

        sheet.accepted.connect(decline)
        self._desk.open_sheet(sheet)

    def _export(self) -> None:
        if self._overviews and not self._exporting.words:
            title = f"{self._overview.current.short_title} {self._version}"
            self._exporting.begin(self._shown, self._version, title)


def _waiting(overview: Overview, proposal: Proposal) -> Overview:
    """Return an overview with a proposal that waits."""
    return msgspec.structs.replace(overview, waiting=proposal)
