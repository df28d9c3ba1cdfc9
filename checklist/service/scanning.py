"""What a scanner typed, read as a drug package's code: product number, lot and last day of use.

A scanner on the keyboard types the content of a GS1 DataMatrix or GS1-128 code as one string: element after element,
those of open length ended by FNC1 (``GS``, byte 1D), sometimes with the code's own mark (``]d2``, ``]C1``) before it.
The standard is known to ``biip``; this is the thin border around it. Text that is no such code is a ``Unread``, never
an exception.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from biip.gs1_messages import GS1Message

SEPARATOR = "\x1d"
"""FNC1 as scanners type it."""

_LONGEST = 120
_MARKS = ("]d2", "]C1", "]Q3", "]e0")  # AIM marks of GS1 DataMatrix, GS1-128, GS1 QR and GS1 DataBar
_STAND_INS = ("\x1d", "\x1e", "\x04", "\\x1d", "<GS>", "{GS}", "^]", "␝")  # how scanners and terminals show FNC1
_PRODUCT, _LOT, _EXPIRY, _SERIAL = "01", "10", "17", "21"


class Scanned(msgspec.Struct, frozen=True):
    """A drug package's code; what it does not hold is empty.

    Attributes:
        gtin: Product number, 14 digits, check digit verified.
        lot: Batch or lot.
        expiry: Last day of use, ``YYYY-MM-DD``; a day of 00 is the month's last.
        serial: Serial number of the package.
    """

    gtin: str
    lot: str = ""
    expiry: str = ""
    serial: str = ""


class Why(StrEnum):
    """Why a string was not read."""

    EMPTY = "scan.empty"
    LONG = "scan.long"
    FORM = "scan.form"
    NO_PRODUCT = "scan.no-product"
    TWICE = "scan.twice"


class Unread(msgspec.Struct, frozen=True):
    """A string that is no drug package's code, and why."""

    code: Why


def read_scan(typed: str) -> Scanned | Unread:
    """Read one scanned string, with or without the code's mark and separators.

    Args:
        typed: What the scanner typed, Enter left out.

    Returns:
        The package, or why the string is none: no element string, a wrong check digit or day, the same element twice
        with different content, or no product number in it.
    """
    from biip import ParseConfig, ParseError  # with the first scan: it takes an eighth of a second
    from biip.gs1_messages import GS1Message

    text = _plain(typed)
    if not text:
        return Unread(Why.EMPTY)
    if len(text) > _LONGEST:
        return Unread(Why.LONG)
    try:
        if text.startswith("("):
            return _package(GS1Message.parse_hri(text))
        return _package(GS1Message.parse(text, config=ParseConfig(separator_chars=(SEPARATOR,))))
    except (ParseError, ValueError):
        return Unread(Why.FORM)


def _plain(typed: str) -> str:
    """Return the string without the code's mark, its separators written as ``GS``."""
    text = typed.strip("\r\n\t ")
    for mark in _MARKS:
        text = text.removeprefix(mark)
    for stand_in in _STAND_INS:
        text = text.replace(stand_in, SEPARATOR)
    return text.strip(SEPARATOR)


def _package(message: GS1Message) -> Scanned | Unread:
    held: dict[str, str] = {}
    for element in message.element_strings:
        value = element.value
        if element.ai.ai == _PRODUCT and element.gtin is None:
            return Unread(Why.FORM)
        if element.ai.ai == _EXPIRY:
            if not isinstance(element.date, date):
                return Unread(Why.FORM)
            value = element.date.isoformat()
        if held.setdefault(element.ai.ai, value) != value:
            return Unread(Why.TWICE)
    if _PRODUCT not in held:
        return Unread(Why.NO_PRODUCT)
    return Scanned(held[_PRODUCT], held.get(_LOT, ""), held.get(_EXPIRY, ""), held.get(_SERIAL, ""))
