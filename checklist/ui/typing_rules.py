"""What a key does to a number that is being typed (``ux.md`` 8). Pure: no Qt, no clock, nothing clinical.

A field has one part, or two with a sign between them (blood pressure, time of day). A digit after which no
number of the outer range can be reached any more is refused. A part is full as soon as no longer number of
the range begins like it; then typing moves on by itself. Values over a protocol limit are none of this
module's business: they are typed like any other.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec


class Key(StrEnum):
    """A key that is no digit."""

    POINT = "."
    MOVE = "/"
    BACK = "back"
    CLEAR = "clear"
    NEXT = "next"


class Part(msgspec.Struct, frozen=True):
    """One number of a field.

    Attributes:
        name: What refusals call it, for example ``SpO₂``.
        low: Least value of the outer range, 0 or more.
        high: Greatest value of the outer range.
        decimals: Places after the point, 0 to 4.
        pad: Digits to fill up with zeros on leaving, 2 for hours and minutes.
    """

    name: str
    low: Decimal
    high: Decimal
    decimals: int = 0
    pad: int = 0


class Shape(msgspec.Struct, frozen=True):
    """What a field takes.

    Attributes:
        parts: One or two numbers.
        separator: The sign between two parts.
        falling: The second number lies below the first (diastolic below systolic).
    """

    parts: tuple[Part, ...]
    separator: str = ""
    falling: bool = False


class Typed(msgspec.Struct, frozen=True):
    """What stands in a field.

    Attributes:
        texts: Text of each part as typed; with a point, never a comma.
        at: The part that takes the next digit.
        fresh: The next digit replaces everything; true when a filled field is entered again.
    """

    texts: tuple[str, ...]
    at: int = 0
    fresh: bool = False


class Why(StrEnum):
    """Why a key was refused."""

    NONE = ""
    RANGE = "range"
    BELOW_FIRST = "below_first"
    WHOLE = "whole"
    PLACES = "places"


class Outcome(msgspec.Struct, frozen=True):
    """What a key did.

    Attributes:
        typed: The field after the key.
        why: Reason of a refusal, ``Why.NONE`` if the key was taken.
        part: The part the refusal is about.
        finished: The field is full or was left by Next; the next field takes over.
    """

    typed: Typed
    why: Why = Why.NONE
    part: int = 0
    finished: bool = False


TIME_SHAPE = Shape((Part("Hour", Decimal(0), Decimal(23), pad=2), Part("Minute", Decimal(0), Decimal(59), pad=2)), ":")


def number_shape(name: str, low: str, high: str, decimals: int = 0) -> Shape:
    """Return the shape of one number with its outer range as decimal text."""
    return Shape((Part(name, Decimal(low), Decimal(high), decimals),))


def pressure_shape(systolic: tuple[str, str], diastolic: tuple[str, str]) -> Shape:
    """Return the shape of a blood pressure in mmHg from the two outer ranges; diastolic below systolic."""
    first = Part("Systolic", Decimal(systolic[0]), Decimal(systolic[1]))
    return Shape((first, Part("Diastolic", Decimal(diastolic[0]), Decimal(diastolic[1]))), "/", falling=True)


def empty(shape: Shape) -> Typed:
    """Return a field with nothing in it."""
    return Typed(("",) * len(shape.parts))


def normalise(part: Part, text: str) -> str:
    """Return the number as recorded: ``.5`` as ``0.5``, ``34.0`` as ``34``, ``7`` of a minute as ``07``.

    Empty text, or a lone point, stays empty.
    """
    if not any(sign.isdigit() for sign in text):
        return ""
    whole, _, fraction = text.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole.rjust(part.pad, "0")


def in_range(part: Part, text: str) -> bool:
    """Return whether the text is a number inside the outer range as it stands."""
    value = normalise(part, text)
    return bool(value) and part.low <= Decimal(value) <= part.high


def can_become(part: Part, text: str) -> bool:
    """Return whether the text, or something that begins with it, is a number inside the outer range."""
    whole, point, fraction = text.partition(".")
    if len(whole) > _whole_digits(part) or len(fraction) > part.decimals or (point and not part.decimals):
        return False
    if point:
        return _meets(part, Decimal(f"{whole or '0'}.{fraction or '0'}"), part.decimals - len(fraction))
    if not whole:
        return True
    return any(
        _meets(part, Decimal(whole) * 10**more, part.decimals + more, part.decimals)
        for more in range(_whole_digits(part) - len(whole) + 1)
    )


def _whole_digits(part: Part) -> int:
    return len(str(int(part.high)))


def _meets(part: Part, start: Decimal, free_digits: int, places: int | None = None) -> bool:
    """Return whether ``start`` with its last ``free_digits`` digits left open meets the range."""
    step = Decimal(1).scaleb(-(part.decimals if places is None else places))
    end = start + step * (10**free_digits - 1)
    return start <= part.high and end >= part.low


def is_full(part: Part, text: str) -> bool:
    """Return whether the text is inside the range and no longer number inside it begins like this."""
    if not in_range(part, text):
        return False
    more = [text + digit for digit in "0123456789"]
    if part.decimals and "." not in text:
        more.append(text + ".")
    return not any(can_become(part, longer) for longer in more)


def value_of(shape: Shape, typed: Typed) -> str:
    """Return what would be recorded, ``148/93`` or ``0.5``; empty while a part is missing or out of range."""
    if not is_complete(shape, typed):
        return ""
    return shape.separator.join(normalise(part, text) for part, text in zip(shape.parts, typed.texts, strict=True))


def is_complete(shape: Shape, typed: Typed) -> bool:
    """Return whether every part is a number inside its outer range."""
    return all(in_range(_bounded(shape, typed, i), text) for i, text in enumerate(typed.texts))


def is_empty(typed: Typed) -> bool:
    """Return whether nothing was typed."""
    return not any(typed.texts)


def with_value(shape: Shape, value: str) -> Typed:
    """Return the field holding a value recorded earlier or kept in a draft; fresh, so a digit replaces it."""
    if not value:
        return empty(shape)
    texts = tuple(value.split(shape.separator)) if shape.separator else (value,)
    texts = (texts + ("",) * len(shape.parts))[: len(shape.parts)]
    return Typed(texts, at=len(shape.parts) - 1, fresh=True)


def entered(typed: Typed) -> Typed:
    """Return the field as it is when it becomes active again: the next digit starts over."""
    return msgspec.structs.replace(typed, fresh=not is_empty(typed))


def press(shape: Shape, typed: Typed, key: str) -> Outcome:
    """Apply one key.

    Args:
        shape: What the field takes.
        typed: What stands in it.
        key: A digit, ``.`` or ``,`` (the same), ``/`` or space or ``:`` (move on), or a ``Key``.
    """
    if key == Key.CLEAR:
        return Outcome(empty(shape))
    if key == Key.BACK:
        return Outcome(_shortened(typed))
    if key in (Key.NEXT, Key.MOVE, " ", ":"):
        return _moved_on(shape, typed, leave=key == Key.NEXT)
    sign = "." if key == "," else key
    if len(sign) != 1 or sign not in "0123456789.":
        return Outcome(typed)
    return _typed_sign(shape, empty(shape) if typed.fresh else typed, sign)


def _typed_sign(shape: Shape, typed: Typed, sign: str) -> Outcome:
    part, text = _bounded(shape, typed, typed.at), typed.texts[typed.at]
    longer = text + sign
    why = _refusal(part, text, sign)
    if why is not Why.NONE:
        if why is Why.RANGE and can_become(shape.parts[typed.at], longer):
            why = Why.BELOW_FIRST
        return Outcome(typed, why, typed.at)
    after = _put(typed, typed.at, longer)
    if not is_full(part, longer):
        return Outcome(after)
    if typed.at + 1 < len(shape.parts):
        return Outcome(msgspec.structs.replace(after, at=typed.at + 1))
    return Outcome(after, finished=is_complete(shape, after))


def _refusal(part: Part, text: str, sign: str) -> Why:
    if sign == ".":
        if not part.decimals:
            return Why.WHOLE
        return Why.PLACES if "." in text else (Why.NONE if can_become(part, text + sign) else Why.RANGE)
    if "." in text and len(text.partition(".")[2]) >= part.decimals:
        return Why.PLACES
    return Why.NONE if can_become(part, text + sign) else Why.RANGE


def _moved_on(shape: Shape, typed: Typed, *, leave: bool) -> Outcome:
    if is_empty(typed):
        return Outcome(typed, finished=leave)
    part, text = _bounded(shape, typed, typed.at), typed.texts[typed.at]
    if not in_range(part, text):
        inside = in_range(shape.parts[typed.at], text)
        return Outcome(typed, Why.BELOW_FIRST if inside else Why.RANGE, typed.at)
    after = _put(typed, typed.at, normalise(part, text))
    if typed.at + 1 < len(shape.parts) and not typed.fresh:
        return Outcome(msgspec.structs.replace(after, at=typed.at + 1))
    return Outcome(after, finished=is_complete(shape, after))


def _shortened(typed: Typed) -> Typed:
    at = typed.at
    if not typed.texts[at] and at > 0:
        at -= 1
    return _put(msgspec.structs.replace(typed, at=at, fresh=False), at, typed.texts[at][:-1])


def _put(typed: Typed, at: int, text: str) -> Typed:
    texts = (*typed.texts[:at], text, *typed.texts[at + 1 :])
    return Typed(texts, typed.at, fresh=False)


def _bounded(shape: Shape, typed: Typed, at: int) -> Part:
    """Return the part with its upper end lowered under the first number where the field asks for it."""
    part = shape.parts[at]
    first = normalise(shape.parts[0], typed.texts[0])
    if not shape.falling or at == 0 or not first:
        return part
    return msgspec.structs.replace(part, high=min(part.high, Decimal(first) - 1))
