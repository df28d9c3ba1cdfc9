"""Unsigned work: what waits for a prescriber's signature, each with one press to read and one to sign (D21)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checklist.clock import Reading
from checklist.session.commands import Command, Sign
from checklist.session.flags import FlagKind, SessionFlag, record_cosignature
from checklist.ui import formats, texts
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.drug.countersigning import cosign_request, countersign, full_stop, telephone_order
from checklist.ui.page import ToRecord
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.sheet import Sheet
from checklist.ui.widgets.text import Text

if TYPE_CHECKING:
    from checklist.service.conduct import Snapshot
    from checklist.service.unsigned import Unsigned


def due_words(flag: SessionFlag, now: Reading) -> str:
    """Return until when a signature is due, or since when it is late."""
    if flag.due_ms is None:
        return ""
    if flag.late:
        return f"Late since {formats.date_time(flag.due_ms, now.tz_min)}"
    return f"To be signed by {formats.deadline(flag.due_ms, now.wall_ms, now.tz_min)}"


class UnsignedCard(Card):
    """One thing that waits."""

    def __init__(self, item: Unsigned, name: Callable[[str], str], now: Reading) -> None:
        super().__init__()
        state, patient = item.snapshot.state, item.snapshot.patient
        who = formats.patient_name(patient.family, patient.given, patient.title)
        at = formats.date_time(state.opened.at_ms, state.opened.tz_min)
        title, detail = _words(item, name)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(f"{title}, {who}", Role.STRONG))
        words.addWidget(Text(f"Session of {at}. {detail}", Role.SECONDARY, Token.INK2))
        due = due_words(item.flag, now)
        words.addWidget(Text(due, Role.SECONDARY_STRONG, Token.CAUTION if item.flag.late else Token.INK))
        key = f"unsigned.{state.id}.{item.flag.n}"
        self.read = Button("Read", "file-text", Kind.PLAIN, 56, id=f"{key}.read", spoken=f"Read {title}, {who}")
        self.sign = Button("Sign", "pencil", Kind.PRIMARY, 56, id=f"{key}.sign", spoken=f"Sign {title}, {who}")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.read)
        row.addWidget(self.sign)
        self.body.addLayout(row)
        self.setObjectName(key)
        self.setAccessibleName(f"{title}, {who}, {due}")


class UnsignedSheet(Sheet):
    """The list of one prescriber; an entry goes once it is signed.

    Args:
        desk: The way to the service.
        changed: Called with what still waits after each signature.
    """

    def __init__(
        self, desk: Desk, changed: Callable[[tuple[Unsigned, ...]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("To co-sign", id="sheet.unsigned", cancel="Close", width=820, parent=parent)
        self._desk, self._changed = desk, changed
        self._empty = Text("Nothing waits for your signature.", Role.ITEM, Token.INK2)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addWidget(self._empty)
        self.body.addLayout(self._list)

    def show_work(self, work: tuple[Unsigned, ...]) -> None:
        """Show what waits."""
        while (item := self._list.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
        self._empty.setVisible(not work)
        for unsigned in work:
            card = UnsignedCard(unsigned, self._name, self._desk.now())
            card.read.clicked.connect(lambda _on=False, id=unsigned.snapshot.session_id: self._read(id))
            card.sign.clicked.connect(lambda _on=False, it=unsigned: self._sign(it))
            self._list.addWidget(card)

    def _name(self, person_id: str) -> str:
        person = self._desk.person(person_id)
        return texts.person(person) if person is not None else person_id

    def _read(self, session_id: str) -> None:
        self.dismiss()
        self._desk.go(ToRecord(session_id))

    def _sign(self, item: Unsigned) -> None:
        snapshot, asked = item.snapshot, _asked(item, self._name)
        if asked is None:
            return
        request, command = asked

        def proved(proof: Proof) -> None:
            self._desk.run(
                snapshot.session_id,
                command(proof),
                actor=proof.actor,
                done=lambda _new: self._signed(),
                refused=lambda no: self.set_why(texts.refused(no, snapshot.protocol)),
                failed=lambda _: self.set_why("Not saved. Sign again."),
            )

        self._desk.prove(request, proved)

    def _signed(self) -> None:
        self.set_why("")
        person = self._desk.actor.person

        def came(work: tuple[Unsigned, ...]) -> None:
            self.show_work(work)
            self._changed(work)

        self._desk.ask(lambda station: station.unsigned.of(person), came)


def _words(item: Unsigned, name: Callable[[str], str]) -> tuple[str, str]:
    order = telephone_order(item.snapshot.state, item.flag.n)
    if order is None:
        ended = item.snapshot.state.ended
        by = f"Signed by {name(ended.person)}." if ended is not None else ""
        return "Record", by
    heard = f" Heard by {name(order.witness.person)}." if order.witness is not None else " No witness yet."
    return "Telephone order", f"{' '.join(order.limits)} Reason: {full_stop(order.reason)}{heard}"


def _asked(item: Unsigned, name: Callable[[str], str]) -> tuple[ProofRequest, Callable[[Proof], Command]] | None:
    """Return what is signed, and the command that records it."""
    snapshot, flag = item.snapshot, item.flag
    if flag.kind is FlagKind.COSIGNATURE:
        order = telephone_order(snapshot.state, flag.n)
        return (cosign_request(order, name), lambda proof: countersign(flag.n, proof)) if order is not None else None
    return _record(snapshot, flag.person)


def _record(snapshot: Snapshot, person: str) -> tuple[ProofRequest, Callable[[Proof], Command]] | None:
    waiting = record_cosignature(snapshot.protocol, snapshot.state)
    if waiting is None:
        return None
    link_id, field = waiting
    request = ProofRequest("Co-sign this record", field.statement, field.roles, person=person)
    return request, lambda proof: Sign(link_id, field.id, sha256(proof.shown.encode()).hexdigest())
