"""One list of causes: the reminders that stand, each with the acts that its limit still asks for. No rule, no Qt.

Low reminders are not causes: an open window is told by the clock of the next set, what was put off by the line above
the keys. A running emergency has its strip over every page.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from checklist.clock import Reading
from checklist.protocol.model import Protocol
from checklist.session import due
from checklist.session.due import DueWhy
from checklist.session.progress import Look
from checklist.session.reminders import QUIET_TIMES, Rank, Reminder, ReminderKind, reminders
from checklist.session.state import SessionState
from checklist.ui import formats
from checklist.ui.monitoring.attention import Attention, attention_of, over_title
from checklist.ui.widgets.button import Action, Kind

TOLD, NOTE, OVERRIDE, PAUSE, RESUME, END, BRANCH, ASIDE = (
    "told", "note", "override", "pause", "resume", "end", "branch", "aside",
)  # fmt: skip
RECORD, ANSWER, PUMP, CHECK_RATE, SEEN, QUIET = "record", "answer", "pump", "check_rate", "seen", "quiet"


class Cause(msgspec.Struct, frozen=True):
    """One line of the strip.

    Attributes:
        key: Stable id: the reminder's cause, or the line's.
        kind: What it is about; part of the ids of its buttons.
        title, text: What is outside the limits or owed; limit, rule and next act.
        acts: Its buttons, the act that is owed first.
        attention: What its line still asks for, where it lies on one.
        link_id: Its line.
        branch: The emergency list it offers.
        since_ms: When it began, UTC ms.
        also: Reminders told by the same card, which are seen and kept quiet with it.
    """

    key: str
    kind: str
    title: str
    text: str
    acts: tuple[Action, ...]
    attention: Attention | None = None
    link_id: str | None = None
    branch: str = ""
    since_ms: int = 0
    also: tuple[str, ...] = ()


class _Telling(msgspec.Struct, frozen=True):
    protocol: Protocol
    state: SessionState
    now: Reading
    owed: dict[str, Attention]
    initials: Callable[[str], str]

    def at(self, ms: int) -> str:
        return formats.time_of(ms, self.now.tz_min)


def causes_of(
    protocol: Protocol, state: SessionState, now: Reading, initials: Callable[[str], str]
) -> tuple[Cause, ...]:
    """Return what stands, the newest on top.

    Args:
        protocol: The session's protocol.
        state: The session.
        now: The clock.
        initials: Initials of a person by id.
    """
    owed = {item.view.line.link_id: item for item in attention_of(protocol, state, now)}
    telling = _Telling(protocol, state, now, owed, initials)
    standing = [item for item in reminders(protocol, state, now) if item.rank is Rank.MEDIUM]
    found = [_cause(telling, items) for items in _cards(standing)]
    shown = {item.link_id for item in standing if item.kind in (ReminderKind.OVER_LIMIT, ReminderKind.TOLD_WAITING)}
    found += [_of_line(item) for link_id, item in owed.items() if link_id not in shown]
    return tuple(sorted(found, key=lambda cause: -cause.since_ms))


def _cards(standing: list[Reminder]) -> list[tuple[Reminder, ...]]:
    """Return what one card each tells: a value with the repeat its limit asks for, and the lines asked with one set."""
    over = {item.link_id: item for item in standing if item.kind is ReminderKind.OVER_LIMIT}
    found: dict[str, tuple[Reminder, ...]] = {}
    for item in standing:
        by_rule = item.kind is ReminderKind.REPEAT_DUE and dict(item.params).get("why") == DueWhy.RULE
        lead = over.get(item.link_id) if by_rule else None
        key = str(item.kind) if item.kind is ReminderKind.SCORE_DUE else (lead or item).cause
        first = lead is None and item.kind is not ReminderKind.SCORE_DUE
        found[key] = (item, *found.get(key, ())) if first else (*found.get(key, ()), item)
    return list(found.values())


def _cause(telling: _Telling, items: tuple[Reminder, ...]) -> Cause:
    item = items[0]
    title, text, acts = _WORDS[item.kind](telling, item)
    if item.kind is ReminderKind.SCORE_DUE and len(items) > 1:
        title = f"{title} and {len(items) - 1} more"
    heed, said = _heed(telling, items)
    has_line = item.kind in (ReminderKind.OVER_LIMIT, ReminderKind.TOLD_WAITING)
    attention = telling.owed.get(item.link_id or "") if has_line else None
    return Cause(
        item.cause,
        str(item.kind),
        title,
        f"{text} {said}".strip(),
        (*acts, *heed),
        attention,
        item.link_id,
        _list_of(attention),
        max(each.since_ms for each in items),
        tuple(each.cause for each in items[1:]),
    )


def _list_of(item: Attention | None) -> str:
    return item.branch[0] if item is not None and item.branch is not None else ""


def _of_line(item: Attention) -> Cause:
    text = " ".join(item.limits[:2])
    link_id = item.view.line.link_id
    return Cause(f"line:{link_id}", "line", item.title, text, _owed(item), item, link_id, _list_of(item), item.since_ms)


def _heed(telling: _Telling, items: tuple[Reminder, ...]) -> tuple[tuple[Action, ...], str]:
    """Return the ways to quiet a chime, and what was done of them."""
    unseen = [item for item in items if item.seen is None]
    last = items[0].seen
    if not unseen and last is not None:
        return (), f"Seen {telling.at(last.at_ms)} {telling.initials(last.person)}."
    seen = Action(SEEN, "", "eye", spoken="Seen")
    until_ms = min(item.quiet_until_ms for item in unseen)
    if until_ms:
        return (seen,), f"Quiet until {telling.at(until_ms)}."
    times = max(sum(kept.cause == item.cause for kept in telling.state.running.quieted) for item in unseen)
    quiet = Action(QUIET, "", "bell-off", spoken="Quiet for 2 min")
    return ((seen, quiet), "") if times < QUIET_TIMES else ((seen,), "")


_Told = tuple[str, str, tuple[Action, ...]]


def _owed(item: Attention) -> tuple[Action, ...]:
    """Return the acts, the one that is owed first; pausing is only offered."""
    acts = []
    if item.branch is not None:
        acts.append(Action(BRANCH, "Open list", "siren", Kind.CAUTION, f"Open: {item.branch[1]}"))
        acts.append(Action(ASIDE, "Put aside"))
    elif item.answer:
        acts.append(Action(TOLD, "Record the answer", "phone", Kind.CAUTION))
    elif item.told:
        acts.append(Action(TOLD, "Provider told", "phone", Kind.CAUTION))
    elif item.override:
        acts.append(Action(OVERRIDE, "Exception", "shield-alert", Kind.CAUTION))
    elif item.note:
        acts.append(Action(NOTE, "Add note", "notebook-pen", Kind.CAUTION))
    if item.pause:
        acts.append(Action(PAUSE, "Pause", "pause", spoken="Pause infusion"))
    return tuple(acts)


def _over(telling: _Telling, item: Reminder) -> _Told:
    protocol, now = telling.protocol, telling.now
    view = Look(protocol, telling.state, now).lines.view(protocol.line(item.link_id or ""))
    limits = dict.fromkeys(hit.text for hit in view.hits)
    mark = due.next_due(protocol, telling.state, now)
    again = ""
    if mark is not None and mark.why is DueWhy.RULE:
        again = "Repeat overdue." if mark.wait_ms <= 0 else f"Repeat due {telling.at(mark.due_ms)}."
    owed = telling.owed.get(item.link_id or "")
    more = f"And {len(limits) - 1} more." if len(limits) > 1 else ""
    offered = f"{owed.branch[1]}: list offered." if owed is not None and owed.branch is not None else ""
    text = " ".join(part for part in (next(iter(limits), ""), offered, more, again) if part)
    return over_title(telling.state, view), text, _owed(owed) if owed is not None else ()


def _overdue(telling: _Telling, item: Reminder) -> _Told:
    params = dict(item.params)
    late = telling.at(int(params["late_ms"]))
    title = "Repeat of vital signs overdue" if params["why"] == DueWhy.RULE else "Vital signs overdue"
    reason = params["reason"].rstrip(".")
    why = f"{reason}. " if reason else ""
    text = f"{why}Due {telling.at(item.due_ms or 0)}, late from {late}."
    return title, text, (Action(RECORD, "Record now", "pencil", Kind.CAUTION),)


def _waiting(telling: _Telling, item: Reminder) -> _Told:
    told = telling.state.line(item.link_id or "").told[-1]
    text = f"Try again, or the next contact, by {telling.at(item.due_ms or 0)}."
    owed = telling.owed.get(item.link_id or "")
    return f"No answer yet: {told.told}, {telling.at(told.mark.at_ms)}", text, _owed(owed) if owed is not None else ()


def _past_end(_telling: _Telling, item: Reminder) -> _Told:
    text = f"Planned for {dict(item.params)['minutes']} min. End the infusion, or note why it runs on."
    return "Infusion past its planned end", text, (Action(END, "End infusion", "arrow-right", Kind.CAUTION),)


def _paused(_telling: _Telling, item: Reminder) -> _Told:
    text = f"After {dict(item.params)['minutes']} min only the prescriber resumes."
    return "Paused for long", text, (Action(RESUME, "Resume", "play", Kind.CAUTION, spoken="Resume infusion"),)


def _score(telling: _Telling, item: Reminder) -> _Told:
    line = telling.protocol.line(item.link_id or "")
    return line.text, "Asked with the newest set.", (Action(ANSWER, "Answer", "pencil", Kind.CAUTION),)


def _unchecked(telling: _Telling, _item: Reminder) -> _Told:
    text = "A second person reads the new rate off the pump."
    return "Rate not checked yet", text, (Action(CHECK_RATE, "Check the rate", "gauge", Kind.CAUTION),)


def _unread(telling: _Telling, _item: Reminder) -> _Told:
    ended = telling.state.infusion.ended
    at = f"The infusion was stopped at {telling.at(ended.at_ms)}." if ended is not None else ""
    return "Pump not read yet", at, (Action(PUMP, "Read the pump", "gauge", Kind.CAUTION),)


_WORDS: dict[ReminderKind, Callable[[_Telling, Reminder], _Told]] = {
    ReminderKind.VITALS_OVERDUE: _overdue,
    ReminderKind.REPEAT_DUE: _overdue,
    ReminderKind.OVER_LIMIT: _over,
    ReminderKind.TOLD_WAITING: _waiting,
    ReminderKind.PAST_END: _past_end,
    ReminderKind.PAUSED_LONG: _paused,
    ReminderKind.SCORE_DUE: _score,
    ReminderKind.RATE_UNCHECKED: _unchecked,
    ReminderKind.PUMP_UNREAD: _unread,
}
