"""Opening a session: a patient, a chair, and an order that adds up."""

from __future__ import annotations

from checklist.protocol.model import Protocol
from checklist.session import dosing
from checklist.session.codes import Code
from checklist.session.commands import OpenSession, Refused
from checklist.session.decide.case import refused
from checklist.session.events import Event, ProtocolRef, SessionOpened


def opened(protocol: Protocol, command: OpenSession) -> tuple[Event, ...] | Refused:
    """Open a session under the protocol version in use, which it keeps for ever."""
    if not command.patient:
        return refused(Code.SESSION_PATIENT)
    if command.chair < 1 or command.visit < 1:
        return refused(Code.SESSION_PLACE)
    blocks = [block for block in dosing.check_order(protocol, command.order) if block.code not in dosing.SOFT]
    if blocks:
        return refused(Code.ORDER_INVALID, *blocks)
    reference = ProtocolRef(protocol.id, protocol.version, protocol.digest)
    return (SessionOpened(command.patient, command.chair, command.order, command.visit, reference, command.mrn4),)
