"""What a verification means, in words: the three states of a record, and what each verdict asks for. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from checklist.clock import Reading
from checklist.ledger.report import Report, Verdict
from checklist.ui import formats
from checklist.ui.widgets.tone import Tone

CALL = "Do not edit or delete anything. Call the person who looks after this computer and a second supervisor."

MEANINGS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GAP: "Entries are missing from the middle of the log.",
        Verdict.ALTERED: "An entry is not the one that was signed: it was changed after it was written.",
        Verdict.FORK: "Two different histories carry the same signature.",
        Verdict.TRUNCATED: "The newest entries are missing: the log is shorter than what was signed.",
        Verdict.BADKEY: "The log is signed with another key than this workstation's.",
        Verdict.BADSIG: "A signature of the log is not valid.",
        Verdict.CLOCK: "The times of the entries contradict each other.",
        Verdict.ORDER: "The entries of a session are out of order.",
        Verdict.PAYLOAD_MISSING: "The content of an entry is gone.",
        Verdict.MALFORMED: "An entry cannot be read.",
        Verdict.PROJECTION: "A list on screen does not say what the entries say. The entries themselves match.",
    }
)
"""What each verdict that is not good says of the record (``ledger-and-security`` 7.12)."""


class Checked(msgspec.Struct, frozen=True):
    """A verification and when it was done."""

    report: Report
    at: Reading


class VerdictWords(msgspec.Struct, frozen=True):
    """The three states of ``ux.md`` 10.12 as a card shows them."""

    tone: Tone
    icon: str
    title: str
    text: str


NOT_CHECKED = VerdictWords(Tone.NEUTRAL, "shield-alert", "Not yet checked", "Verify compares each entry with its seal.")


def session_words(checked: Checked | None, entries: int) -> VerdictWords:
    """Say how one session's record stands.

    Args:
        checked: Its last verification, or None.
        entries: How many entries the session has now; a check of fewer no longer counts.
    """
    if checked is None or (checked.report.good and checked.report.entries != entries):
        return NOT_CHECKED
    report = checked.report
    if report.good:
        at = formats.time_of(checked.at.wall_ms, checked.at.tz_min)
        text = f"{report.entries} of {formats.counted(entries, 'entry', 'entries')} match their seals, checked at {at}"
        return VerdictWords(Tone.DONE, "shield-check", "Record intact", text)
    return VerdictWords(Tone.ALARM, "octagon-x", "Does not match", f"{first_bad(report)} {meaning(report)} {CALL}")


def store_words(checked: Checked) -> VerdictWords:
    """Say how the whole store stands after a full check."""
    report = checked.report
    at = formats.date_time(checked.at.wall_ms, checked.at.tz_min)
    if report.good:
        text = f"{formats.counted(report.entries, 'entry', 'entries')}, no breaks, checked {at}"
        return VerdictWords(Tone.DONE, "shield-check", "Whole store verified", text)
    text = f"{first_bad(report)} {meaning(report)} {CALL}"
    return VerdictWords(Tone.ALARM, "octagon-x", "The store does not match its seals", text)


def first_bad(report: Report) -> str:
    """Name the first bad entry, as closely as it can be named."""
    finding = report.findings[0] if report.findings else None
    if finding is None:
        return "The first bad entry cannot be named."
    if finding.seq is not None:
        return f"First bad entry: {formats.grouped_int(finding.seq)}."
    if finding.between is not None:
        low, high = (formats.grouped_int(place) for place in finding.between)
        return f"First bad entry: between {low} and {high}."
    return "The first bad entry cannot be named."


def meaning(report: Report) -> str:
    """Say what a bad verdict means."""
    return MEANINGS.get(report.verdict, "")


def details(checked: Checked) -> tuple[tuple[str, str], ...]:
    """Return label and value of everything a report says, for the details sheet."""
    report = checked.report
    rows = [
        ("Result", report.verdict.value),
        ("Checked", formats.date_time(checked.at.wall_ms, checked.at.tz_min)),
        ("Entries checked", formats.grouped_int(report.entries)),
        ("Signed up to entry", formats.grouped_int(report.size)),
    ]
    if report.root:
        rows.append(("Root of the log", formats.seal(report.root.hex())))
    if report.fingerprint:
        rows.append(("Key", report.fingerprint))
    rows += [("Finding", _finding(item.seq, item.detail)) for item in report.findings[:8]]
    if len(report.findings) > 8:
        rows.append(("And", f"{len(report.findings) - 8} more"))
    return tuple(rows)


def _finding(seq: int | None, detail: str) -> str:
    return detail if seq is None else f"Entry {formats.grouped_int(seq)}: {detail}"
