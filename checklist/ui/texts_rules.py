"""Words for what the rules of a session say: blocks and refusals. Imports no Qt.

Placeholders: ``{line}`` is the line's own text; the others are the code's parameters, already in words. A sentence
says what stands in the way and, where it is not plain, what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checklist.protocol.items.problem import Code as Value
from checklist.session.codes import Code

RULES: Mapping[str, str] = MappingProxyType(
    {
        Code.SESSION_NONE: "This session has not been opened.",
        Code.SESSION_OPEN: "This session is already open.",
        Code.SESSION_ENDED: "This session has ended. Changes now are amendments.",
        Code.SESSION_PATIENT: "This patient already has a session in progress.",
        Code.SESSION_PLACE: "This chair already has a session in progress.",
        Code.ROLE: "The role of {role} does not allow this.",
        Code.AUTH: "This needs your own PIN.",
        Code.TEXT_UNREADABLE: "The text holds a character that cannot be kept. Type it again.",
        Code.TEXT_LONG: "The text is too long. Shorten it.",
        Code.TEXT_EMPTY: "Type a few words first.",
        Code.REASON_EMPTY: "Give a reason.",
        Code.REASON_UNKNOWN: "Choose one of the listed reasons.",
        Code.REASON_TEXT: "This reason needs a few words as well.",
        Code.REASON_SHORT: "The reason needs at least {least} characters.",
        Code.LINE_UNKNOWN: "This line is not part of the checklist.",
        Code.LINE_HIDDEN: "“{line}” does not apply to this session.",
        Code.LINE_ANSWERED: "“{line}” already has an answer. Correct it instead.",
        Code.LINE_OPEN: "“{line}” has no answer yet.",
        Code.LINE_NOT_APPLICABLE: "“{line}” is marked not applicable. Take that back first.",
        Code.LINE_DEFERRED: "“{line}” is already put off.",
        Code.LINE_REPEATED: "“{line}” is recorded as a set each time, not answered once.",
        Code.LINE_NOT_REPEATED: "“{line}” is answered once, not recorded as a set.",
        Code.LINE_SIGNATURE: "“{line}” is closed by a signature.",
        Code.LINE_ROLE: "“{line}” is for a {role}.",
        Code.LINE_OTHER_PERSON: "“{line}” needs another person than the one who gave the first answer.",
        Code.LINE_NO_WAY_OUT: "“{line}” cannot be marked not applicable.",
        Code.LINE_TODO: "“{line}” is still to do.",
        Code.LINE_LATER: "“{line}” was put off until {until}.",
        Code.LATER_UNTIL: "“{line}” can be put off only until {until}.",
        Code.PHASE_NOT_OPEN: "{phase} has not begun yet.",
        Code.PHASE_CLOSED: "{phase} is signed and closed.",
        Code.PHASE_INCOMPLETE: "{phase} still has open lines.",
        Code.PHASE_STILL_OPEN: "{phase} is not signed yet.",
        Code.STEP_NOT_OPEN: "{step} has not begun yet.",
        Code.CORRECTION_STALE: "“{line}” was changed by somebody else meanwhile. Look again.",
        Code.CORRECTION_PERSON: "Only the person who answered, or the prescriber, may change this answer.",
        Code.CORRECTION_SAME: "The new answer is the same as the old one.",
        Code.UNDO_LATE: "Undo is possible for {seconds} s. Correct the answer instead.",
        Code.UNDO_PERSON: "Only the person who made the entry can undo it.",
        Code.OCCURRED_FUTURE: "The time lies in the future.",
        Code.OCCURRED_OLD: "A time can be set back by at most {minutes} min.",
        Code.OCCURRED_BEFORE: "The time lies before the session was opened.",
        Code.OCCURRED_REASON: "Say why the time is set back.",
        Code.NEED_STOP: "Stop: {limit} Nobody can pass this.",
        Code.NEED_OVERRIDE: "{limit} The prescriber decides whether to go on.",
        Code.NEED_TOLD: "{limit} Tell the prescriber and record the answer.",
        Code.NEED_NOTE: "{limit} Add a note.",
        Code.NEED_SIGNATURE: "“{line}” still needs a signature.",
        Code.OVERRIDE_NOTHING: "“{line}” has nothing to pass.",
        Code.OVERRIDE_NEVER: "Nobody can pass this stop.",
        Code.OVERRIDE_PERSON: "The exception needs another person than the one who gave the answer.",
        Code.TOLD_NOTHING: "“{line}” does not ask for a call.",
        Code.TOLD_WHO: "Say who was told.",
        Code.TOLD_READ_BACK: "Read the order back first.",
        Code.VITALS_NONE: "No vital signs are recorded yet.",
        Code.VITALS_OVERDUE: "Vital signs are overdue. Take them first.",
        Code.INFUSION_NOT_STARTED: "The infusion has not been started.",
        Code.INFUSION_STARTED: "The infusion has already been started.",
        Code.INFUSION_NOT_RUNNING: "The infusion is not running.",
        Code.INFUSION_NOT_PAUSED: "The infusion is not paused.",
        Code.INFUSION_NOT_OVER: "The infusion has not ended yet.",
        Code.INFUSION_OVER: "The infusion has ended.",
        Code.INFUSION_LIMITS: "The last vital signs are outside the limits. Take a new set, or ask the prescriber.",
        Code.INFUSION_PAUSE_LONG: "The pause is longer than {minutes} min. The prescriber decides whether to go on.",
        Code.INFUSION_VOLUME: "The volume cannot be more than the bag holds, {volume_ml} mL.",
        Code.INFUSION_RATE: "The rate does not fit the order. The order gives {computed} mL/h.",
        Code.RATE_TENFOLD: "The rate is about ten times off. The order gives {computed} mL/h.",
        Code.RATE_WRONG_FIELD: "The rate looks like another number of the order. It gives {computed} mL/h.",
        Code.EVENT_TERM: "This event is not in the list.",
        Code.SIGN_NO_FIELD: "There is nothing to sign here.",
        Code.SIGN_ROLE: "This is signed by a {role}.",
        Code.SIGN_SHOWN: "What was shown has changed. Read it again before signing.",
        Code.SIGN_SIGNED: "This is signed already.",
        Code.SIGN_AUTHOR: "This is signed by the person who gave the answers.",
        Code.SIGN_OTHER_PERSON: "The second signature must be another person's.",
        Code.ORDER_INVALID: "The order is not complete.",
        Code.ORDER_DRUG: "The order is for another drug than this checklist.",
        Code.ORDER_NUMBER: "A number of the order is missing or cannot be read: {field}.",
        Code.ORDER_PRESCRIBER: "Choose the prescriber who signed the order.",
        Code.ORDER_DAY: "The day of the order is missing, or lies in the future.",
        Code.ORDER_DILUENT: "Choose what the drug is diluted in.",
        Code.ORDER_DOSE_DIFFERS: "Dose per kg and weight give {computed} mg, the order says {ordered} mg.",
        Code.ORDER_MG_PER_KG: "The dose per kg must lie between {low} and {high} mg/kg.",
        Code.ORDER_MG_MAX: "The dose must not be over {high} mg.",
        Code.ORDER_MINUTES_SHORT: "The infusion must not be shorter than {low} min.",
        Code.ORDER_MINUTES_LONG: "The infusion must not be longer than {high} min.",
        Code.ORDER_CONCENTRATION: "The bag would hold {computed} mg/mL. It must lie between {low} and {high} mg/mL.",
    }
)

SERVICE: Mapping[str, str] = MappingProxyType(
    {
        "session.chair-taken": "Chair {chair} already has a session in progress.",
        "session.no-patient": "This patient is not registered here.",
        "session.already-open": "This patient already has a session in progress.",
        "session.nothing": "There is nothing to record.",
    }
)
"""Refusals of the service itself, before the rules of the session are asked."""

VALUES: Mapping[str, str] = MappingProxyType(
    {
        Value.MISSING: "An answer is missing.",
        Value.WRONG_KIND: "This is not the kind of answer the line asks for.",
        Value.UNKNOWN_FIELD: "The answer names a field that the line does not have.",
        Value.REPEATED_FIELD: "A field is answered twice.",
        Value.UNKNOWN_OPTION: "Choose one of the options shown.",
        Value.REPEATED_OPTION: "An option is ticked twice.",
        Value.NONE_AND_OTHERS: "“None” cannot stand beside other ticks.",
        Value.TOO_FEW: "Tick at least {at_least}.",
        Value.NOT_A_NUMBER: "This is not a number.",
        Value.TOO_MANY_DECIMALS: "At most {decimals} digits after the point.",
        Value.OUT_OF_RANGE: "The number must lie between {low} and {high}.",
        Value.WRONG_UNIT: "The unit must be {unit}.",
        Value.NOT_THE_SUM: "The parts do not add up to the total.",
        Value.NOT_A_TIME: "This is not a time.",
        Value.FUTURE: "The time lies in the future.",
        Value.TOO_OLD: "The time lies too far back.",
        Value.TOO_SHORT: "Type at least {at_least} characters.",
        Value.TOO_LONG: "Type at most {at_most} characters.",
        Value.UNREADABLE: "The text holds a character that cannot be kept. Type it again.",
        Value.UNKNOWN_PART: "The set holds a value that is not asked for.",
        Value.REPEATED_PART: "A value is given twice.",
        Value.MISSING_PART: "A value is missing. Enter it, or say why it was not taken.",
        Value.UNKNOWN_REASON: "Choose one of the listed reasons.",
        Value.NOT_BELOW_SYSTOLIC: "The lower pressure must be below the upper one.",
        Value.NOT_A_SIGNATURE: "This field takes a signature.",
        Value.SIGNED_BY_ANSWER: "This is signed, not answered.",
    }
)
"""Why a value cannot be taken."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "dose_mg_per_kg": "dose per kg",
        "weight_kg": "weight",
        "dose_mg": "dose",
        "minutes": "duration",
        "volume_ml": "volume",
        "rate_ml_h": "rate",
    }
)
"""Fields of an order as a sentence names them."""
