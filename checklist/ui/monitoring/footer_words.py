"""The footer of the monitoring page: reminders are no alarms, and the acts that are possible now."""

from __future__ import annotations

from checklist.protocol.model import PhaseId
from checklist.service.conduct import Snapshot
from checklist.session.commands import Block
from checklist.session.state import InfusionStatus
from checklist.ui import texts
from checklist.ui.monitoring.words import SOUND_OFF
from checklist.ui.page import FooterAction, FooterFacts

NOTE, START, PAUSE, WHY, RESUME, END, SIGN, FORWARD = (
    "note", "infusion.start", "infusion.pause", "infusion.why", "infusion.resume", "infusion.end", "sign", "forward",
)  # fmt: skip

_NOTE = FooterAction(NOTE, "Note", "notebook-pen")
_END = FooterAction(END, "End infusion", "arrow-right")
_RUNNING = {
    InfusionStatus.NOT_STARTED: (_NOTE, FooterAction(START, "Start infusion", "play", primary=True)),
    InfusionStatus.RUNNING: (_NOTE, FooterAction(PAUSE, "Pause infusion", "pause"), _END),
    InfusionStatus.PAUSED: (_NOTE, FooterAction(RESUME, "Resume infusion", "play", primary=True), _END),
}


def monitoring_footer(snapshot: Snapshot, blocks: tuple[Block, ...]) -> FooterFacts:
    """Return what the footer shows.

    Args:
        snapshot: The session.
        blocks: Why the phase cannot be signed yet; empty when it can.
    """
    state = snapshot.state
    if state.infusion.status in _RUNNING:
        actions = _RUNNING[state.infusion.status]
        if state.infusion.status is InfusionStatus.PAUSED and not state.infusion.runs[-1].pause_reason:
            actions = (FooterAction(WHY, "Why paused", "message-square"), *actions[1:])
        return FooterFacts(SOUND_OFF, "volume-x", actions)
    signed = state.closed(PhaseId.MONITORING) is not None
    forward = FooterAction(FORWARD, "Discharge", "arrow-right", primary=signed)
    if signed:
        return FooterFacts(SOUND_OFF, "volume-x", (_NOTE, forward))
    why = f"{texts.NOT_AN_ALARM} To sign: {texts.block(blocks[0], snapshot.protocol)}" if blocks else SOUND_OFF
    sign = FooterAction(SIGN, "Sign monitoring", "pencil", enabled=not blocks, primary=not blocks)
    return FooterFacts(why, "volume-x", (_NOTE, sign, forward))
