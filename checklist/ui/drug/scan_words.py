"""What a scanned package says, in words and as what goes into the fields. Imports no Qt."""

from __future__ import annotations

from datetime import date

import msgspec

from checklist.service.scanning import Scanned, Unread, Why
from checklist.ui import formats
from checklist.ui.widgets.tone import Tone

_UNREAD = {
    Why.EMPTY: "Nothing was scanned. Scan again, or type.",
    Why.LONG: "This code is too long for a drug package. Scan the package's own code, or type.",
    Why.FORM: "This is no drug package code, or it was not read whole. Scan again, or type.",
    Why.NO_PRODUCT: "This code names no product. Scan the package's own code, or type.",
    Why.TWICE: "This code says the same thing twice and differently. Type what the label says.",
}


class ScanResult(msgspec.Struct, frozen=True):
    """What a scan gives.

    Attributes:
        words: What was read and what was not. ``tone``: how it is said.
        drafts: Text for the fields ``lot``, ``expiry`` and ``strength``, for those that are known.
        gtin: Product number, or empty.
    """

    words: str
    tone: Tone
    drafts: dict[str, str]
    gtin: str = ""


def scan_result(scanned: Scanned | Unread, today_iso: str, strength: str = "") -> ScanResult:
    """Say what was read.

    Args:
        scanned: What ``read_scan`` made of the code.
        today_iso: Today, ``YYYY-MM-DD``; what expired before it is said at once.
        strength: mg/mL with which this product was taken out before, or empty.
    """
    if isinstance(scanned, Unread):
        return ScanResult(_UNREAD[scanned.code], Tone.CAUTION, {})
    drafts = {"lot": scanned.lot, "strength": strength}
    if scanned.expiry:
        last = date.fromisoformat(scanned.expiry)
        drafts["expiry"] = f"{last.day:02d} {last.month:02d} {last.year}"
    known = {field: text for field, text in drafts.items() if text}
    if scanned.expiry and scanned.expiry < today_iso:
        words = f"Expired on {formats.day(scanned.expiry)}. Do not use it, take another container."
        return ScanResult(words, Tone.ALARM, known, scanned.gtin)
    return ScanResult(_read(scanned, strength), Tone.INFO, known, scanned.gtin)


def _read(scanned: Scanned, strength: str) -> str:
    said = {"Lot": scanned.lot, "expiry": scanned.expiry}
    read = [name for name, text in said.items() if text]
    missing = [name.lower() for name, text in said.items() if not text]
    first = " and ".join(read) if read else "Product"
    words = f"{first[:1].upper()}{first[1:]} read"
    if missing:
        words += f", no {' and no '.join(missing)} on this code: type {'them' if len(missing) > 1 else 'it'}"
    if strength:
        return f"{words}. {strength} mg/mL as with this product before: check the label."
    return f"{words}. Choose the strength on the label."
