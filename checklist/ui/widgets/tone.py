"""What a coloured piece means, and the tokens it is drawn with."""

from __future__ import annotations

from enum import StrEnum

from checklist.ui.tokens import Token


class Tone(StrEnum):
    """Meaning of a chip, strip or value. Red only for emergency, hard stop and a record not saved."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    DONE = "done"
    INFO = "info"
    CAUTION = "caution"
    ALARM = "alarm"
    EXCEPT = "except"


INKS = {
    Tone.NEUTRAL: Token.INK2,
    Tone.ACCENT: Token.ACCENT,
    Tone.DONE: Token.DONE,
    Tone.INFO: Token.INFO,
    Tone.CAUTION: Token.CAUTION,
    Tone.ALARM: Token.ALARM,
    Tone.EXCEPT: Token.EXCEPT,
}
TINTS = {
    Tone.NEUTRAL: Token.SUNKEN,
    Tone.ACCENT: Token.ACCENT_TINT,
    Tone.DONE: Token.DONE_TINT,
    Tone.INFO: Token.INFO_TINT,
    Tone.CAUTION: Token.CAUTION_TINT,
    Tone.ALARM: Token.ALARM_TINT,
    Tone.EXCEPT: Token.EXCEPT_TINT,
}
