"""What over-limit values still ask for, line by line. No rule of its own.

Which limit is met, and what it asks for, is worked out by ``session.progress``; only words are made here. Pausing is
offered, never done: only a press changes the infusion (D22).
"""

from __future__ import annotations

import msgspec

from checklist.clock import Reading
from checklist.protocol.items import VitalsField
from checklist.protocol.model import PhaseId, Protocol
from checklist.protocol.values import VitalSigns
from checklist.session.codes import Code
from checklist.session.inforce import newest, sets_of, vitals_field
from checklist.session.progress import LineView, Look
from checklist.session.state import InfusionStatus, SessionState
from checklist.ui import formats
from checklist.ui.answers import answer_wanted, part_name

_PASSES = frozenset({Code.NEED_STOP, Code.NEED_OVERRIDE})
_OWED = frozenset({Code.NEED_BRANCH, Code.NEED_TOLD, Code.NEED_ANSWER, Code.NEED_NOTE, *_PASSES})


class Attention(msgspec.Struct, frozen=True):
    """One cause.

    Attributes:
        view: The line it lies on.
        title: What was measured or answered, and when.
        limits: The limits met, in the protocol's words.
        told, note: What is still owed.
        answer: Somebody was told and has not answered: since when, in words, or empty.
        branch: Id and title of the emergency list that is offered, or None.
        override: A hard stop a prescriber may pass.
        pause: Whether pausing the infusion is offered.
    """

    view: LineView
    title: str
    limits: tuple[str, ...]
    told: bool
    note: bool
    override: bool
    pause: bool
    answer: str = ""
    branch: tuple[str, str] | None = None

    @property
    def since_ms(self) -> int:
        """When what it is about was recorded, UTC ms; 0 where that is not known."""
        current = self.view.recorded.current
        return current.mark.at_ms if current is not None else 0


def attention_of(protocol: Protocol, state: SessionState, now: Reading) -> tuple[Attention, ...]:
    """Return what the lines of the monitoring phase still ask for, most pressing first."""
    look = Look(protocol, state, now)
    steps = dict.fromkeys(section.step for section in protocol.phase(PhaseId.MONITORING).sections)
    sections = [section for step in steps for section in look.step(step).sections]
    events = [look.lines.view(line) for section in sections for line in section.section.events]
    views = [*(view for section in sections for view in section.lines), *events]
    found = [_attention(protocol, state, view, now) for view in views if _owed(view)]
    return tuple(sorted(found, key=_rank))


def _rank(item: Attention) -> tuple[bool, bool, bool]:
    return item.branch is None, not item.told and not item.override and not item.answer, not item.note


def _owed(view: LineView) -> tuple[str, ...]:
    return tuple(dict(need.params).get("limit", "") for need in view.needs if need.code in _OWED)


def _attention(protocol: Protocol, state: SessionState, view: LineView, now: Reading) -> Attention:
    codes = {need.code for need in view.needs}
    waits = next((dict(need.params) for need in view.needs if need.code == Code.NEED_ANSWER), None)
    branch = next((dict(need.params)["branch"] for need in view.needs if need.code == Code.NEED_BRANCH), "")
    told, override = Code.NEED_TOLD in codes, bool(codes & _PASSES)
    return Attention(
        view,
        over_title(state, view),
        tuple(dict.fromkeys(_owed(view))),
        told,
        Code.NEED_NOTE in codes,
        Code.NEED_OVERRIDE in codes,
        (told or override or bool(branch)) and state.infusion.status is InfusionStatus.RUNNING,
        answer_wanted(waits, now) if waits is not None else "",
        (branch, protocol.branch(branch).title) if branch else None,
    )


def over_title(state: SessionState, view: LineView) -> str:
    """Write the values over a limit: those of the newest set, else that an earlier one still waits."""
    field = vitals_field(view.line)
    last = newest(sets_of(state, view.line.link_id))
    if field is None or last is None:
        return view.line.text
    at = formats.time_of(last.at_ms, last.mark.tz_min)
    over = {hit.part for hit in view.hits if hit.part is not None}
    words = [_value_words(field, code, last.signs) for code in _shown_codes(field, over)]
    if not any(words):
        return "An earlier set over the limit still waits" if not view.hits else f"Not obtained, {at}"
    text = ", ".join(word for word in words if word)
    return f"{text} at {at}"


def _shown_codes(field: VitalsField, over: set[str]) -> list[str]:
    """Return the codes to write; both ends of a pressure are one."""
    codes = [part.code for part in field.parts if part.code in over]
    if "dbp" in codes:
        codes = ["sbp", *(code for code in codes if code not in ("sbp", "dbp"))]
    return codes


def _value_words(field: VitalsField, code: str, signs: VitalSigns) -> str:
    part = next(part for part in field.parts if part.code == code)
    value, lower = signs.get(code), signs.get("dbp")
    if code == "sbp" and value is not None and lower is not None:
        return f"{part_name(part)} {formats.pressure(value, lower)}"
    return f"{part.label} {formats.quantity(value, part.unit)}" if value is not None else ""
