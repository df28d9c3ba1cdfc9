"""The drug account in words: verdicts, entries, what a witness signs, and what a scan says."""

from __future__ import annotations

import pytest
from bedside import NURSE, PRESCRIBER, SECOND, SHOWN, Bedside
from care_moments import leaving, opened, running
from care_protocol import PROTOCOL

from checklist.service.scanning import Why, read_scan
from checklist.session.commands import Actor, Countersign
from checklist.session.drug_commands import Draw, Explain, Return, TakeOut, Waste
from checklist.ui.drug.countersigning import witness_request
from checklist.ui.drug.scan_words import scan_result
from checklist.ui.drug.words import AccountFacts, account_facts, entry_words
from checklist.ui.formats import deadline
from checklist.ui.widgets.glyph import State
from checklist.ui.widgets.tone import Tone

OUT = TakeOut("C-1", 2, "50", "KT4471", "2027-01-01", "00304092053105")
GTIN = "0100304092053105"


def facts(bed: Bedside) -> AccountFacts:
    return account_facts(bed.protocol, bed.state, bed.now())


def taken() -> Bedside:
    bed = opened(PROTOCOL)
    bed.must(OUT)
    bed.must(Draw("C-1", "0.88"))
    return bed


def test_nothing_taken_out() -> None:
    """R77 Before anything is taken out the account says so and names no verdict."""
    assert (facts(opened(PROTOCOL)).state, facts(opened(PROTOCOL)).verdict) == (State.TODO, "Nothing taken out yet")


def test_given_by_clock_is_labelled() -> None:
    """UX principle 13 While the pump runs what is given is arithmetic by the clock and says so."""
    bed = running(taken())
    bed.wait(10)
    shown = dict(facts(bed).rows)
    assert shown["Given"] == "8.5 mg by clock"
    assert shown["Difference"] == "35.5 mg, 1 container"
    assert facts(bed).verdict == "Runs until the infusion has ended"


def test_the_verdict_goes_with_the_account() -> None:
    """R77 R78 R81 At the end the account does not hold, waits for its witness, or holds; glyph and words agree."""
    bed = leaving(taken())
    assert (facts(bed).state, facts(bed).verdict) == (
        State.STOP,
        "Does not hold: 10 mg and 1 container not accounted for",
    )
    bed.must(Return("C-1", "0", 1))
    bed.must(Waste("C-1", "0.2", "0", "bin"))
    of = bed.state.count - 1
    assert (facts(bed).state, facts(bed).verdict) == (State.STOP, "Waits for a witness: 1 entry")
    bed.must(Countersign(of, SHOWN), SECOND)
    assert (facts(bed).state, facts(bed).verdict) == (State.DONE, "Holds")


def test_too_much_is_said_as_too_much() -> None:
    """R81 More accounted for than was drawn is said in that direction."""
    bed = leaving(taken())
    bed.must(Waste("C-1", "0.5", "0", "bin"))
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    assert facts(bed).verdict == "Does not hold: 15 mg more accounted for than drawn"


def test_an_explained_difference() -> None:
    """R81 An explained and witnessed difference is shown as an exception, not as holding."""
    bed = leaving(taken())
    bed.must(Return("C-1", "0", 1))
    bed.must(Explain("spilt on the tray while drawing"))
    of = bed.state.count - 1
    assert entry_words(bed.state.account[-1].event)[0] == "Difference explained: 10 mg"
    bed.must(Countersign(of, SHOWN), SECOND)
    assert facts(bed).state is State.EXCEPTION


def test_a_witness_is_asked_for_what_waits_only() -> None:
    """SEC-048 The witness of a waste is asked with its exact sentence, its author barred; nothing else is asked."""
    bed = taken()
    bed.must(Waste("C-1", "0.2", "10", "bin"))
    of = bed.state.count - 1
    from checklist.service.conduct import Snapshot

    snapshot = Snapshot("s1", bed.state, bed.protocol, None)  # type: ignore[arg-type]  # the patient is not asked
    request = witness_request(snapshot, of, lambda person: person)
    assert request is not None
    assert request.barred == (NURSE.person,)
    assert request.dwell_ms == 2_000
    assert "0.2 mL from the syringe and 10 mL from the bag, 13.4 mg" in request.statement
    assert witness_request(snapshot, of - 1, lambda person: person) is None
    bed.must(Countersign(of, SHOWN), Actor(PRESCRIBER.person, "prescriber", "pin"))
    snapshot = Snapshot("s1", bed.state, bed.protocol, None)  # type: ignore[arg-type]  # see above
    assert witness_request(snapshot, of, lambda person: person) is None


@pytest.mark.parametrize(
    ("code", "said", "tone", "fields"),
    [
        (f"{GTIN}1728013110KT4471", "Lot and expiry read.", Tone.INFO, {"lot": "KT4471", "expiry": "31 01 2028"}),
        (f"{GTIN}10KT4471", "Lot read, no expiry on this code: type it.", Tone.INFO, {"lot": "KT4471"}),
        (f"{GTIN}17280131", "Expiry read, no lot on this code: type it.", Tone.INFO, {"expiry": "31 01 2028"}),
        (GTIN, "Product read, no lot and no expiry on this code: type them.", Tone.INFO, {}),
        (f"{GTIN}17260131", "Expired on 31-Jan-2026. Do not use it", Tone.ALARM, {"expiry": "31 01 2026"}),
        ("hello there", "This is no drug package code", Tone.CAUTION, {}),
    ],
)
def test_what_a_scan_says(code: str, said: str, tone: Tone, fields: dict[str, str]) -> None:
    """R77 A scan says what was read and what was not, an expired package at once, and fills only what it read."""
    result = scan_result(read_scan(code), "2026-11-22")
    assert result.words.startswith(said)
    assert result.tone is tone
    assert result.drafts == fields


def test_each_reason_of_an_unread_scan_has_words() -> None:
    """UX-24 Each reason why a scan was not read has its own sentence."""
    from checklist.service.scanning import Unread

    assert len({scan_result(Unread(why), "2026-11-22").words for why in Why}) == len(Why)


def test_deadlines() -> None:
    """UX 7 A deadline today is a time, tomorrow's says so, later ones carry their day."""
    now = 1_763_813_520_000  # 12:12 UTC
    assert deadline(now + 60_000, now, 0) == "12:13"
    assert deadline(now + 24 * 3_600_000, now, 0) == "12:12 tomorrow"
    assert deadline(now + 72 * 3_600_000, now, 0).endswith("2025 12:12")
