"""The drug account: drawn = given + wasted + returned, containers out = opened + returned, and its witness."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN
from care_moments import fill, leaving, opened, running, see
from care_protocol import PROTOCOL, with_words

from checklist.protocol.model import Step
from checklist.session import drug_account
from checklist.session.apply import fold
from checklist.session.codec import decode, encode
from checklist.session.commands import Actor, Countersign, EndInfusion, Order, Sign, StartInfusion, StopSession
from checklist.session.drug_commands import Draw, Explain, Return, TakeOut, VoidDrugEntry, Waste
from checklist.session.flags import FlagKind, session_flags
from checklist.session.progress import step_view

OUT = TakeOut("C-1", 1, "50", "KT4471", "2027-01-01", "00304092053105")
EXAMPLE = Order("ketamine", "0.5", "80", "40", 40, "100", "nacl09", "ruth", "2026-11-22")


def balance(bed):
    return drug_account.balance(bed.protocol, bed.state)


def drawn(ml="0.68", protocol=PROTOCOL):
    bed = opened(protocol)
    bed.must(OUT)
    bed.must(Draw("C-1", ml))
    return bed


def codes(bed):
    return [
        str(b.code) for b in step_view(bed.protocol, bed.state, Step.DISCHARGE, bed.now()).blocks if b.link_id is None
    ]


def test_everything_given():
    """R77 Drawn and given in full: the account holds, and the session closes."""
    bed = leaving(drawn())
    found = balance(bed)
    assert (found.drawn_mg, found.given_mg, found.difference_mg) == (Decimal("34.0"), Decimal("34.0"), Decimal(0))
    assert found.holds
    fill(bed, Step.DISCHARGE)
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert fold(PROTOCOL, bed.recorded, "s1") == bed.state
    for event, _ in bed.recorded:
        assert decode(encode(event).type, encode(event).payload) == event


def test_stopped_early_example():
    """Clinical 3.5 C: of 50.0 mg drawn 26.0 were given; 10.0 in the syringe and 14.0 in the bag are wasted."""
    bed = opened(order=EXAMPLE)
    bed.must(OUT)
    bed.must(Draw("C-1", "1.00"))
    bed.must(Waste("C-1", "0.2", "35", "container"))
    state_mg = balance(bed)
    assert (state_mg.drawn_mg, state_mg.wasted_mg) == (Decimal("50.0"), Decimal("24.0"))
    assert drug_account.bag_mg(bed.state, Decimal(35)) == Decimal("14.0")


def test_a_waste_needs_its_witness():
    """R78 A waste is complete when another person, by own sign-in, has signed its exact sentence."""
    bed = drawn("0.88")
    (event,) = bed.must(Waste("C-1", "0.2", "0", "container"))
    of = bed.state.count - 1
    assert encode(event).type == "drug.waste"
    leaving(bed)
    assert codes(bed) == ["need.witness"]
    assert bed.refuses(Countersign(of, SHOWN), NURSE) == "countersign.person"
    assert bed.refuses(Countersign(of, SHOWN), Actor("sam", "checker", "cont")) == "auth.own_sign_in"
    assert bed.refuses(Countersign(of, "no digest"), SECOND) == "sign.shown"
    (event,) = bed.must(Countersign(of, SHOWN), SECOND)
    assert (encode(event).type, encode(event).d) == ("sign.witness", {"of": of})
    assert codes(bed) == []
    assert bed.refuses(Countersign(of, SHOWN), OTHER_NURSE) == "sign.signed"


def test_clinic_without_witness():
    """Where the clinic asks for no witness of a waste, none is waited for."""
    bed = drawn("0.88", with_words(waste_witness="policy"))
    bed.must(Waste("C-1", "0.2", "0", "container"))
    assert balance(bed).unwitnessed == ()


def test_session_cannot_close_while_it_does_not_hold():
    """R81 The session closes only over an account that holds, or a discrepancy explained and witnessed."""
    bed = leaving(drawn("0.88"))
    fill(bed, Step.DISCHARGE)
    assert codes(bed) == ["drug.differs"]
    assert bed.refuses(Sign("dis.sign", "nurse", SHOWN)) in {"phase.incomplete", "step.not_open"}
    assert bed.refuses(Explain("spilt")) == "reason.short"
    (event,) = bed.must(Explain("Spilt on the tray while drawing, seen by both"))
    assert (encode(event).type, event.mg, event.containers) == ("drug.differ", "10.0", 0)
    assert codes(bed) == ["need.witness", "drug.differs"]
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    assert codes(bed) == []
    assert [flag.kind for flag in session_flags(PROTOCOL, bed.state, bed.now())] == [FlagKind.DISCREPANCY]
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert bed.state.status == "completed"


def test_an_explanation_is_for_one_difference():
    """What changes after a discrepancy was explained asks for a new explanation."""
    bed = leaving(drawn("0.88"))
    bed.must(Explain("Spilt on the tray while drawing, seen by both"))
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    bed.must(Return("C-1", ml="0.05"))
    assert codes(bed) == ["drug.differs"]


@pytest.mark.parametrize(("wasted", "holds"), [("0.10", True), ("0.30", True), ("0.09", False), ("0.31", False)])
def test_tolerance(wasted, holds):
    """Clinical 8: the account holds within p.waste_tol_ml, its ends included."""
    bed = running(drawn("0.88"))
    bed.must(EndInfusion("100"))
    bed.must(Waste("C-1", wasted, "0", "container"))
    assert balance(bed).adds_up is holds


def test_containers():
    """Each container taken out is opened or returned."""
    bed = opened()
    bed.must(TakeOut("C-1", 3, "50", "KT4471", "2027-01-01"))
    bed.must(Draw("C-1", "0.5"))
    bed.must(Draw("C-1", "0.18", opened=0))
    assert (balance(bed).containers, balance(bed).drawn_mg) == (2, Decimal("34.0"))
    assert bed.refuses(Draw("C-1", "0.5", opened=3)) == "drug.count"
    assert bed.refuses(Return("C-1", count=3)) == "drug.count"
    leaving(bed)
    assert codes(bed) == ["drug.containers"]
    bed.must(Return("C-1", count=2))
    assert codes(bed) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (TakeOut("", 1, "50", "L", "2027-01-01"), "drug.container"),
        (TakeOut("C-1", 1, "50", "L", "2027-01-01"), "drug.container_known"),
        (TakeOut("C-2", 0, "50", "L", "2027-01-01"), "drug.count"),
        (TakeOut("C-2", 1, "25", "L", "2027-01-01"), "drug.strength"),
        (TakeOut("C-2", 1, "50", " ", "2027-01-01"), "drug.lot"),
        (TakeOut("C-2", 1, "50", "L", "1.1.2027"), "drug.expiry"),
        (TakeOut("C-2", 1, "50", "L", "20270101"), "drug.expiry"),
        (TakeOut("C-2", 1, "50", "L", "2020-01-01"), "drug.expired"),
        (Draw("C-9", "0.5"), "drug.container"),
        (Draw("C-1", "0"), "drug.ml"),
        (Draw("C-1", "20.01"), "drug.ml"),
        (Draw("C-1", "-1"), "drug.ml"),
        (Draw("C-1", "1e1"), "drug.ml"),
        (Draw("C-1", "0.5", opened=-1), "drug.count"),
        (Waste("C-9", "1", "0", "container"), "drug.container"),
        (Waste("C-1", "0", "0", "container"), "drug.ml"),
        (Waste("C-1", "-1", "2", "container"), "drug.ml"),
        (Waste("C-1", "1", "1001", "container"), "drug.ml"),
        (Waste("C-1", "1", "0", " "), "drug.method"),
        (Return("C-9", "1"), "drug.container"),
        (Return("C-1"), "drug.ml"),
        (Return("C-1", count=-1), "drug.count"),
        (Explain("a good enough reason here"), "drug.holds"),
        (VoidDrugEntry(0, "typing"), "drug.entry"),
        (VoidDrugEntry(1, "mistake"), "reason.unknown"),
        (VoidDrugEntry(1, ""), "reason.empty"),
        (VoidDrugEntry(1, "other"), "reason.text"),
    ],
)
def test_refusals(command, code):
    """What cannot be an entry of the account is refused by name, and nothing is recorded."""
    bed = opened()
    bed.must(TakeOut("C-1", 1, "50", "KT4471", "2027-01-01"))
    if isinstance(command, Explain):
        bed.must(Return("C-1", count=1))
    assert bed.refuses(command) == code


def test_expires_at_the_end_of_its_day():
    """A container may be used on its last day."""
    bed = opened()
    day = "2026-11-22" if bed.now().wall_ms >= 1_795_305_600_000 else "2099-01-01"
    bed.must(TakeOut("C-3", 1, "50", "L", day))


def test_a_wrong_entry_is_taken_back():
    """A wrong entry is taken back with a reason, stays readable, and counts no more; a witnessed one stays."""
    bed = drawn("6.8")
    (event,) = bed.must(VoidDrugEntry(bed.state.count - 1, "typing"))
    assert encode(event).type == "amend"
    assert bed.refuses(VoidDrugEntry(bed.state.count - 2, "typing")) == "drug.entry"
    bed.must(Draw("C-1", "0.68"))
    assert balance(bed).drawn_mg == Decimal("34.0")
    assert len(bed.state.account) == 3
    bed.must(Waste("C-1", "0.1", "0", "container"))
    of = bed.state.count - 1
    assert bed.refuses(VoidDrugEntry(of, "typing"), OTHER_NURSE) == "correction.person"
    bed.must(Countersign(of, SHOWN), SECOND)
    assert bed.refuses(VoidDrugEntry(of, "typing")) == "drug.entry"


def test_pump_starts_only_on_enough():
    """Clinical 2 D: less drawn than ordered keeps the pump from starting."""
    bed = drawn("0.50")
    fill(bed, Step.PRE_INFUSION)
    fill(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))
    assert bed.refuses(StartInfusion("150")) == "drug.short"
    bed.must(Draw("C-1", "0.18", opened=0))
    bed.must(StartInfusion("150"))


def test_live_balance():
    """While the pump runs the account counts what is in by the clock."""
    bed = running(drawn())
    bed.wait(20)
    live = drug_account.balance(PROTOCOL, bed.state, bed.now())
    assert (live.given_mg, live.difference_mg) == (Decimal("17.0"), Decimal("17.0"))
    assert balance(bed).given_mg == 0


def test_after_a_stop_the_account_is_finished():
    """After a stopped session the account is still finished and witnessed, and nothing else is taken."""
    bed = drawn()
    bed.must(StopSession("declined"))
    bed.must(Waste("C-1", "0.68", "0", "container"))
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    assert balance(bed).holds
    assert bed.refuses(Sign("pre.sign", "nurse", SHOWN)) == "session.ended"


def test_roles():
    """Only a nurse writes into the account."""
    assert opened().refuses(OUT, PRESCRIBER) == "role.may_not"
    assert see(opened(), "pre.vial").answer is None
