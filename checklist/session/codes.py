"""The codes of refusals and blocks: one closed list, dotted, lower case, never renamed.

The core speaks codes; ``ui/texts`` and the command line turn each into a sentence. Codes beginning ``value.``
come from ``protocol.items`` and are passed on unchanged. Pure; imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a command was refused, or what stands in the way. Parameters are named behind each."""

    SESSION_NONE = "session.none"
    SESSION_OPEN = "session.open"
    SESSION_ENDED = "session.ended"
    SESSION_PATIENT = "session.patient"
    SESSION_PLACE = "session.place"
    ROLE = "role.may_not"  # role
    AUTH = "auth.own_sign_in"
    TEXT_UNREADABLE = "text.unreadable"
    TEXT_LONG = "text.long"
    TEXT_EMPTY = "text.empty"
    REASON_EMPTY = "reason.empty"
    REASON_UNKNOWN = "reason.unknown"  # reason
    REASON_TEXT = "reason.text"  # reason
    REASON_SHORT = "reason.short"  # least

    LINE_UNKNOWN = "line.unknown"
    LINE_HIDDEN = "line.hidden"
    LINE_ANSWERED = "line.answered"
    LINE_OPEN = "line.open"
    LINE_NOT_APPLICABLE = "line.not_applicable"
    LINE_DEFERRED = "line.deferred"
    LINE_REPEATED = "line.repeated"
    LINE_NOT_REPEATED = "line.not_repeated"
    LINE_SIGNATURE = "line.signature"
    LINE_AUTO = "line.auto"
    LINE_ROLE = "line.role"  # role
    LINE_OTHER_PERSON = "line.other_person"
    LINE_NO_WAY_OUT = "line.no_way_out"
    LINE_TODO = "line.todo"
    LINE_LATER = "line.later"  # until
    LATER_UNTIL = "later.until"  # until
    PHASE_NOT_OPEN = "phase.not_open"  # phase
    PHASE_CLOSED = "phase.closed"  # phase
    PHASE_INCOMPLETE = "phase.incomplete"  # phase
    PHASE_STILL_OPEN = "phase.still_open"  # phase
    STEP_NOT_OPEN = "step.not_open"  # step

    CORRECTION_STALE = "correction.stale"
    CORRECTION_PERSON = "correction.person"
    CORRECTION_SAME = "correction.same"
    UNDO_LATE = "undo.late"  # seconds
    UNDO_PERSON = "undo.person"
    OCCURRED_FUTURE = "occurred.future"
    OCCURRED_OLD = "occurred.too_old"  # minutes
    OCCURRED_BEFORE = "occurred.before_session"
    OCCURRED_REASON = "occurred.reason"

    NOTE_ON = "note.on"

    NEED_STOP = "need.stop"  # limit
    NEED_OVERRIDE = "need.override"  # limit
    NEED_TOLD = "need.told"  # limit
    NEED_NOTE = "need.note"  # limit
    NEED_SIGNATURE = "need.signature"  # field
    NEED_WITNESS = "need.witness"  # of, limit or what
    NEED_ANSWER = "need.answer"  # limit, at_ms, escalate_ms
    NEED_BRANCH = "need.branch"  # limit, branch
    NEED_RECHECK = "need.recheck"  # limit, due_ms, reading, readings
    NOT_YET = "auto.not_yet"  # reason, earliest_ms, limit
    OVERRIDE_NOTHING = "override.nothing"
    OVERRIDE_NEVER = "override.never"
    OVERRIDE_PERSON = "override.person"
    OVERRIDE_RECHECK = "override.recheck"  # due_ms
    PHONE_NOT_ALLOWED = "phone.not_allowed"
    PHONE_PRESCRIBER = "phone.prescriber"
    PHONE_READ_BACK = "phone.read_back"
    COUNTERSIGN_NOTHING = "countersign.nothing"
    COUNTERSIGN_PERSON = "countersign.person"
    RECHECK_EARLY = "recheck.early"  # due_ms
    PAIR_PERSON = "pair.person"
    PAIR_SOON = "pair.too_soon"  # wait_ms
    PAIR_STOP = "pair.stop"  # rounds
    TOLD_NOTHING = "told.nothing"
    TOLD_WHO = "told.who"
    TOLD_READ_BACK = "told.read_back"

    VITALS_NONE = "vitals.none"
    VITALS_OVERDUE = "vitals.overdue"  # due_ms
    LIGHT_TWICE = "light.twice"
    LIGHT_PARTS = "light.parts"  # parts
    LIGHT_PHASE = "light.phase"
    CADENCE_NONE = "cadence.none"
    CADENCE_RANGE = "cadence.range"  # low, high
    CADENCE_BY = "cadence.ordered_by"
    CADENCE_SAME = "cadence.same"
    LATE_NOTHING = "late.nothing"
    TICK_NOTHING = "tick.nothing"
    REMIND_NOTHING = "remind.nothing"
    REMIND_SEEN = "remind.seen"
    QUIET_TWICE = "remind.quiet_twice"  # times
    INFUSION_NOT_STARTED = "infusion.not_started"
    INFUSION_STARTED = "infusion.started"
    INFUSION_NOT_RUNNING = "infusion.not_running"
    INFUSION_NOT_PAUSED = "infusion.not_paused"
    INFUSION_NOT_OVER = "infusion.not_over"
    INFUSION_OVER = "infusion.over"
    INFUSION_LIMITS = "infusion.limits"
    INFUSION_PAUSE_LONG = "infusion.pause_long"  # minutes
    INFUSION_VOLUME = "infusion.volume"  # volume_ml
    INFUSION_PRESS = "infusion.press"
    INFUSION_RATE = "infusion.rate"  # computed
    RATE_TENFOLD = "rate.tenfold"  # computed
    RATE_WRONG_FIELD = "rate.wrong_field"  # computed, field
    EVENT_TERM = "event.term"
    EVENT_UNKNOWN = "event.unknown"
    EVENT_WITHDRAWN = "event.withdrawn"
    EVENT_GRADE = "event.grade"
    EVENT_OUTCOME = "event.outcome"
    EVENT_PLAN = "event.plan"

    EVENT_LINE = "event.line"

    RATE_ABOVE_ORDER = "rate.above_order"  # ordered, slip
    RATE_SAME = "rate.same"
    RATE_ORDERED_BY = "rate.ordered_by"
    RATE_UNKNOWN = "rate.unknown"
    RATE_CHECKED = "rate.checked"
    RATE_PERSON = "rate.person"
    NEED_RATE_CHECK = "need.rate_check"  # of
    NEED_PUMP = "need.pump"

    BRANCH_UNKNOWN = "branch.unknown"
    BRANCH_OPEN = "branch.open"  # of, branch
    BRANCH_LINE = "branch.line"
    BRANCH_LINE_DONE = "branch.line_done"
    BRANCH_ENDED = "branch.ended"
    BRANCH_RUNNING = "branch.running"
    BRANCH_OUTCOME = "branch.outcome"
    NEED_GRADE = "need.grade"  # of, branch
    NEED_ACCOUNT = "need.account"  # of, branch

    HANDOVER_PERSON = "handover.person"
    HANDOVER_TO = "handover.to"
    HANDOVER_NONE = "handover.none"
    CLAIM_NOTHING = "claim.nothing"
    GAP_KIND = "gap.kind"

    DRUG_CONTAINER = "drug.container"
    DRUG_KNOWN = "drug.container_known"
    DRUG_COUNT = "drug.count"  # left
    DRUG_STRENGTH = "drug.strength"
    DRUG_LOT = "drug.lot"
    DRUG_EXPIRY = "drug.expiry"
    DRUG_EXPIRED = "drug.expired"  # expiry
    DRUG_ML = "drug.ml"  # low, high
    DRUG_METHOD = "drug.method"
    DRUG_HOLDS = "drug.holds"
    DRUG_ENTRY = "drug.entry"
    DRUG_SHORT = "drug.short"  # drawn, ordered
    DRUG_DIFFERS = "drug.differs"  # mg, within
    DRUG_CONTAINERS = "drug.containers"  # left

    SIGN_NO_FIELD = "sign.no_field"
    SIGN_ROLE = "sign.role"  # role
    SIGN_SHOWN = "sign.shown"
    SIGN_SIGNED = "sign.signed"
    SIGN_OTHER_PERSON = "sign.other_person"
    SIGN_AUTHOR = "sign.author"

    ORDER_INVALID = "order.invalid"
    ORDER_DRUG = "order.drug"  # drug
    ORDER_NUMBER = "order.number"  # field
    ORDER_PRESCRIBER = "order.prescriber"
    ORDER_DAY = "order.day"
    ORDER_DILUENT = "order.diluent"
    ORDER_DOSE_DIFFERS = "order.dose_differs"  # computed, ordered
    ORDER_MG_PER_KG = "order.mg_per_kg"  # low, high
    ORDER_MG_MAX = "order.mg_max"  # high
    ORDER_MINUTES_SHORT = "order.minutes_short"  # low
    ORDER_MINUTES_LONG = "order.minutes_long"  # high
    ORDER_CONCENTRATION = "order.concentration"  # low, high, computed
    ORDER_BASIS = "order.basis"
    ORDER_WEIGHT = "order.weight"  # computed, basis
    ORDER_MG_PER_KG_H = "order.mg_per_kg_h"  # low, high, computed
    ORDER_ABOVE_LAST = "order.above_last"  # last
