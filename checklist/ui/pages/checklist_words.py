"""What a checklist page says beside its lines: footer, closing sentence, rows of the list.

Pure: snapshot and time in, words out. No rule is decided here; what stands in the way comes as blocks.
"""

from __future__ import annotations

from collections.abc import Sequence

from checklist.clock import Reading
from checklist.protocol.model import PhaseId, Protocol, Step
from checklist.session.codes import Code
from checklist.session.commands import Actor, Block
from checklist.session.decide.case import is_second_persons
from checklist.session.state import SessionState, Status
from checklist.session.views import LineStatus, LineView, SectionView, StepView
from checklist.ui import formats, texts
from checklist.ui.answers import Told, answer_wanted, line_words, mark_of, override_words, spoken, stamp
from checklist.ui.pages.item_list import ListFacts, Row
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.state_row import RowFacts
from checklist.ui.widgets.tone import Tone

SUBS = {
    Step.PRE_INFUSION: "Read each line aloud, do it, then record the answer",
    Step.DISCHARGE: "Do each check, then record the answer",
}
"""The line under the page's title."""

NEXT = {
    Step.PRE_INFUSION: Step.TIME_OUT,
    Step.TIME_OUT: Step.INFUSION,
    Step.DISCHARGE: Step.SIGN_OFF,
}
"""Where the forward button leads."""

KEYS = {
    "Alt+L": "later",
    "Alt+A": "not_applicable",
    "Alt+X": "exception",
    "Alt+N": "note",
    "Ctrl+Enter": "close_step",
}
"""The page's own keys and what they ask for (``ux.md`` 11)."""

_STATES = {
    LineStatus.TODO: (State.TODO, Tone.NEUTRAL),
    LineStatus.SENSED: (State.SENSED, Tone.NEUTRAL),
    LineStatus.DONE: (State.DONE, Tone.NEUTRAL),
    LineStatus.CORRECTED: (State.CORRECTED, Tone.NEUTRAL),
    LineStatus.LATER: (State.LATER, Tone.CAUTION),
    LineStatus.NOT_APPLICABLE: (State.NOT_APPLICABLE, Tone.NEUTRAL),
    LineStatus.EXCEPTION: (State.EXCEPTION, Tone.EXCEPT),
    LineStatus.STOP: (State.STOP, Tone.ALARM),
}

CARRIED = "For later, from earlier steps"
"""Heading over lines that were put off until this step."""

_ASKS: dict[str, str] = {
    Code.NEED_TOLD: "Tell the prescriber",
    Code.NEED_NOTE: "Note needed",
    Code.NEED_SIGNATURE: "Signature needed",
    Code.NEED_WITNESS: "Waiting for a witness",
    Code.NEED_ANSWER: "Waits for an answer",
    Code.NEED_BRANCH: "Emergency list offered",
    Code.NEED_RECHECK: "Repeat the reading",
}


def row_facts(view: LineView, told: Told) -> RowFacts:
    """Return a line as a row: glyph, words, answer, time and initials."""
    state, tone = _STATES[view.status]
    answer = line_words(view, told)
    if view.readiness is not None and view.status is LineStatus.TODO:
        return RowFacts(state=state, title=view.line.text, answer=answer, spoken=spoken(view, told))
    asks = next((_ASKS[need.code] for need in view.needs if need.code in _ASKS), "")
    waits = any(need.code == Code.NEED_WITNESS for need in view.needs)
    if asks and (waits or view.status is not LineStatus.STOP) and view.answer is not None:
        answer, tone = f"{answer}. {asks}", Tone.CAUTION
    mark = mark_of(view.recorded)
    shown = mark is not None and view.status is not LineStatus.TODO
    return RowFacts(
        state=state,
        title=view.line.text,
        answer=answer,
        stamp=stamp(mark, told) if mark is not None and shown else "",
        tone=tone,
        spoken=", ".join(part for part in (spoken(view, told), asks) if part),
    )


def section_facts(view: SectionView) -> RowFacts:
    """Return a folded section as a row."""
    total = len(view.lines)
    later = sum(line.status is LineStatus.LATER for line in view.lines)
    counts = f"{view.done - later} of {total} done" + (f", {later} for later" if later else "")
    states = {line.status for line in view.lines}
    if LineStatus.STOP in states:
        state = State.STOP
    elif view.done < total:
        state = State.TODO
    else:
        state = State.LATER if later else State.DONE
    return RowFacts(state=state, title=view.section.title, answer=counts, spoken=f"{view.section.title}, {counts}")


def section_of(sections: Sequence[SectionView], link_id: str | None, before: str) -> str:
    """Return the section to unfold: the open line's; none for a line put off from earlier; else the one before."""
    if link_id is None:
        return before or (sections[-1].section.id if sections else "")
    found = (s.section.id for s in sections if any(line.line.link_id == link_id for line in s.lines))
    return next(found, "")


def following(view: StepView, sections: Sequence[SectionView], link_id: str, now: Reading) -> str | None:
    """Return the line to open after one was done: the next open one below it in its section, else of the step.

    One that only waits for its time is passed over; it comes once its time has.
    """
    blocked = {block.link_id for block in view.blocks}
    open_ones = [
        line.line.link_id
        for line in (*view.carried, *(line for section in sections for line in section.lines))
        if line.line.link_id in blocked and not _waits(line, now)
    ]
    own = next((s for s in sections if any(line.line.link_id == link_id for line in s.lines)), None)
    links = [line.line.link_id for line in own.lines] if own is not None else []
    below = links[links.index(link_id) + 1 :] if link_id in links else []
    return next((link for link in below if link in open_ones), None) or next(iter(open_ones), None)


def _waits(line: LineView, now: Reading) -> bool:
    if line.readiness is not None and line.readiness.earliest_ms is not None:
        return line.readiness.earliest_ms > now.wall_ms
    return line.due_ms > now.wall_ms


def standing(view: StepView) -> tuple[object, ...]:
    """Return what time alone may change on a step; equal while nothing has."""
    lines = (*view.carried, *(line for section in view.sections for line in section.lines))
    return tuple(
        (line.line.link_id, line.status, line.again, line.offered, tuple(need.code for need in line.needs))
        for line in lines
    )


def counts_down(view: StepView) -> bool:
    """Return whether a row of the step shows a countdown."""
    lines = (line for section in view.sections for line in section.lines)
    return any(line.readiness is not None and line.readiness.earliest_ms is not None for line in lines)


def list_facts(
    view: StepView, sections: Sequence[SectionView], link_id: str | None, section_id: str, told: Told
) -> ListFacts:
    """Return the list of a step around its open line: folded sections, and the rows of the unfolded one.

    Lines put off from earlier steps stand on top; while one of them is open all sections are folded.
    """
    carried = [Row(f"row.{line.line.link_id}", row_facts(line, told)) for line in view.carried]
    folded = [Row(f"section.{section.section.id}", section_facts(section)) for section in sections]
    ids = [section.section.id for section in sections]
    if section_id not in ids:
        links = [line.line.link_id for line in view.carried]
        at = links.index(link_id) if link_id in links else len(links)
        return ListFacts((), CARRIED, tuple(carried[:at]), tuple(carried[at + 1 :]), tuple(folded))
    here = ids.index(section_id)
    links = [line.line.link_id for line in sections[here].lines]
    rows = [Row(f"row.{line.line.link_id}", row_facts(line, told)) for line in sections[here].lines]
    at = links.index(link_id) if link_id in links else len(rows)
    return ListFacts(
        before=(*carried, *folded[:here]),
        title=sections[here].section.title if len(sections) > 1 else "",
        above=tuple(rows[:at]),
        below=tuple(rows[at + 1 :]),
        after=tuple(folded[here + 1 :]),
        closing=closing(view, told),
    )


def need_words(need: Block, protocol: Protocol, now: Reading) -> str:
    """Return what a line still asks for; where a button beside says what to do, the limit alone."""
    params = dict(need.params)
    limit = params.get("limit", "")
    if need.code == Code.NEED_ANSWER:
        return f"{limit} {answer_wanted(params, now)}"
    beside = (Code.NEED_TOLD, Code.NEED_NOTE, Code.NEED_BRANCH)
    return limit if limit and need.code in beside else texts.block(need, protocol)


def own_blocks(view: StepView) -> tuple[Block, ...]:
    """Return what stands in the way, one block a line: the strictest of each."""
    firsts: dict[str | None, Block] = {}
    for block in view.blocks:
        firsts.setdefault(block.link_id, block)
    return tuple(firsts.values())


def block_row(block: Block, protocol: Protocol) -> tuple[State, str]:
    """Return a block as a short row of the list beside the page: its glyph and the line's own words."""
    if block.link_id is None:
        return State.TODO, texts.block(block, protocol)
    title = protocol.line(block.link_id).text
    if block.code in (Code.NEED_STOP, Code.NEED_OVERRIDE):
        return State.STOP, title
    if block.code == Code.LINE_LATER:
        return State.LATER, title
    asks = _ASKS.get(block.code, "")
    return State.TODO, f"{title}: {asks[:1].lower()}{asks[1:]}" if asks else title


def why(view: StepView, protocol: Protocol, state: SessionState) -> str:
    """Return the footer's words: why the next step does not open yet, or empty where it does."""
    if state.status is Status.STOPPED:
        return "This session was ended early"
    blocks = own_blocks(view)
    following = texts.step(NEXT[view.step].value)
    stops = [block for block in blocks if block.code in (Code.NEED_STOP, Code.NEED_OVERRIDE)]
    if stops:
        return texts.block(stops[0], protocol)
    if blocks:
        return f"{following} opens after {formats.counted(len(blocks), 'more item')}"
    if view.step is Step.TIME_OUT and state.closed(PhaseId.PRE_INFUSION) is None:
        return f"{following} opens when pre-infusion is signed"
    return ""


def closing(view: StepView, told: Told) -> str:
    """Return the sentence at the foot of a finished list, or empty while something is open."""
    if view.blocks or view.todo:
        return ""
    name = texts.step(view.step.value)
    lines = [line for section in view.sections for line in section.lines]
    later = [line for line in lines if line.status is LineStatus.LATER]
    exceptions = [line for line in lines if line.status is LineStatus.EXCEPTION]
    if later:
        first = f"{later[0].line.text}, before {_until(later[0])}"
        return f"{name} complete except {len(later)} for later: {first}."
    if exceptions:
        counted = formats.counted(len(exceptions), "exception")
        override = exceptions[0].recorded.overrides[-1]
        who = override_words(override, told)
        return f"{name} complete with {counted}: {override.limits[0]} {who[:1].upper()}{who[1:]}."
    marks = [mark for line in lines if (mark := mark_of(line.recorded)) is not None]
    if not marks:
        return f"{name} complete."
    last = max(marks, key=lambda mark: mark.n)
    at = formats.time_of(last.at_ms, last.tz_min)
    return f"{name} complete. {view.done} of {view.total}, {at}, {told.name(last.person)}."


def _until(view: LineView) -> str:
    deferred = view.recorded.deferred
    return texts.step(deferred.until.value).lower() if deferred is not None else "the end"


def wants_another(view: LineView, actor: Actor, state: SessionState) -> str:
    """Return who must answer a line in place of the person signed in, in words; empty where that one will do."""
    if is_second_persons(view.line.roles):
        return "second person" if actor.person == state.nurse else ""
    return "" if actor.role in view.line.roles else texts.roles(view.line.roles)
