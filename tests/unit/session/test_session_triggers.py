"""What limits ask for: telephone orders, told providers, branches, notes, and readings to be repeated."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN
from care_moments import a_set, fill, leaving, needs, opened, running, see
from care_protocol import NORMAL, PROTOCOL, answer, signs, with_words

from checklist.protocol.model import Step
from checklist.protocol.values import Quantity
from checklist.session.apply import fold
from checklist.session.codec import decode, encode
from checklist.session.commands import (
    Actor,
    AddNote,
    AnswerLine,
    CorrectAnswer,
    Countersign,
    Occurred,
    OverrideByPhone,
    OverrideStop,
    Sign,
    StopSession,
    TellProvider,
)
from checklist.session.flags import FlagKind, session_flags
from checklist.session.progress import LineStatus

REASON = "Escort comes by taxi at five, agreed by phone"
CONT = Actor("sam", "checker", "cont")


def stopped(protocol=PROTOCOL):
    bed = opened(protocol)
    bed.must(AnswerLine("pre.escort", answer(v="no")))
    return bed


def by_phone(**changes):
    return OverrideByPhone(
        **{"link_id": "pre.escort", "reason": REASON, "prescriber": "ruth", "read_back": True, **changes}
    )


def pressure(sbp):
    return answer(signs=signs(sbp=sbp, dbp=80))


def test_telephone_order_passes_once_witnessed():
    """D21 A telephone order passes a stop only after a second person who heard it has signed as witness."""
    bed = stopped()
    (event,) = bed.must(by_phone())
    assert encode(event).type == "item.except"
    of = bed.state.count - 1
    view = see(bed, "pre.escort")
    assert (view.status, needs(bed, "pre.escort")) == (LineStatus.STOP, ["need.witness"])
    assert dict(view.needs[0].params) == {"of": str(of), "limit": "Stop."}
    (event,) = bed.must(Countersign(of, SHOWN), SECOND)
    assert encode(event).type == "sign.witness"
    assert see(bed, "pre.escort").status is LineStatus.EXCEPTION
    assert fold(PROTOCOL, bed.recorded, "s1") == bed.state
    for recorded, _ in bed.recorded:
        assert decode(encode(recorded).type, encode(recorded).payload) == recorded


def test_who_may_witness():
    """SEC-048 A witness is another person than who recorded the order and who gave it, by their own sign-in."""
    bed = stopped()
    bed.must(by_phone())
    of = bed.state.count - 1
    assert bed.refuses(Countersign(of, SHOWN), NURSE) == "countersign.person"
    assert bed.refuses(Countersign(of, SHOWN), CONT) == "auth.own_sign_in"
    assert bed.refuses(Countersign(of, "zz"), SECOND) == "sign.shown"
    assert bed.refuses(Countersign(of - 1, SHOWN), SECOND) == "countersign.nothing"
    assert bed.refuses(Countersign(of, SHOWN), Actor("ruth", "nurse", "pin")) == "sign.role"
    bed.must(Countersign(of, SHOWN), OTHER_NURSE)
    assert bed.refuses(Countersign(of, SHOWN), SECOND) == "sign.signed"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (by_phone(prescriber=""), "phone.prescriber"),
        (by_phone(prescriber="nora"), "phone.prescriber"),
        (by_phone(read_back=False), "phone.read_back"),
        (by_phone(reason="because"), "reason.short"),
        (by_phone(link_id="pre.capacity"), "override.never"),
        (by_phone(link_id="pre.sleep"), "override.nothing"),
        (by_phone(link_id="pre.nothing"), "line.unknown"),
    ],
)
def test_telephone_orders_refused(command, code):
    """D21 A telephone order names a prescriber who is not the nurse, was read back, has a reason, and passes no HSX."""
    bed = stopped()
    bed.must(AnswerLine("pre.capacity", answer(v="no")))
    assert bed.refuses(command) == code


def test_clinic_without_telephone_orders():
    """D21 Where the clinic does not allow telephone orders, only the prescriber's own sign-in passes a stop."""
    bed = stopped(with_words(override_by_phone="no"))
    assert bed.refuses(by_phone()) == "phone.not_allowed"
    bed.must(OverrideStop("pre.escort", REASON), PRESCRIBER)
    assert see(bed, "pre.escort").status is LineStatus.EXCEPTION


def test_flagged_until_the_prescriber_signs():
    """D21 The session is flagged until that prescriber co-signs; after p.cosign_hours it is late; sealed or not."""
    bed = opened()
    bed.must(AnswerLine("pre.escort", answer(v="no")))
    bed.must(by_phone())
    of = bed.state.count - 1
    bed.must(Countersign(of, SHOWN), SECOND)
    leaving(bed)
    fill(bed, Step.DISCHARGE)
    bed.must(Sign("dis.sign", "nurse", SHOWN))
    assert bed.state.status == "completed"
    (flag,) = session_flags(PROTOCOL, bed.state, bed.now())
    assert (flag.kind, flag.person, flag.link_id, flag.late) == (FlagKind.COSIGNATURE, "ruth", "pre.escort", False)
    bed.wait(24 * 60)
    assert session_flags(PROTOCOL, bed.state, bed.now())[0].late
    assert bed.refuses(Countersign(of, SHOWN), OTHER_NURSE) == "session.ended"
    (event,) = bed.must(Countersign(of, SHOWN), PRESCRIBER)
    assert encode(event).type == "sign.approve"
    assert session_flags(PROTOCOL, bed.state, bed.now()) == ()
    assert bed.refuses(Countersign(of, SHOWN), PRESCRIBER) == "sign.signed"


def test_prescribers_signature_needs_no_witness():
    """The ordering prescriber's own signature passes the stop, witness or not."""
    bed = stopped()
    bed.must(by_phone())
    bed.must(Countersign(bed.state.count - 1, SHOWN), PRESCRIBER)
    assert see(bed, "pre.escort").status is LineStatus.EXCEPTION


def test_new_answer_needs_a_new_order():
    """An exception is for the answer that set it off: a correction that stops needs another."""
    bed = stopped()
    bed.must(by_phone())
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    bed.must(CorrectAnswer("pre.escort", answer(v="yes"), "new_information"))
    bed.must(CorrectAnswer("pre.escort", answer(v="no"), "new_information"))
    assert needs(bed, "pre.escort") == ["need.override"]


def test_escalation_holds_until_answered():
    """ES holds the phase until a provider was told and has answered; who, when and what are kept, read back."""
    bed = opened()
    bed.must(AnswerLine("pre.risk", answer(v="some")))
    assert needs(bed, "pre.risk") == ["need.told"]
    bed.wait(10)
    earlier = Occurred(bed.now().wall_ms - 4 * 60_000, "was at the chair")
    bed.must(TellProvider("pre.risk", "Dr Okafor", "", read_back=False, answered=False, occurred=earlier))
    (need,) = see(bed, "pre.risk").needs
    assert need.code == "need.answer"
    assert int(dict(need.params)["escalate_ms"]) == earlier.at_ms + 5 * 60_000
    assert bed.refuses(TellProvider("pre.risk", "Dr Okafor", "Go on", read_back=False)) == "told.read_back"
    bed.must(TellProvider("pre.risk", "Dr Okafor", "Go on", read_back=True))
    assert needs(bed, "pre.risk") == []
    assert bed.state.line("pre.risk").told[0].occurred == earlier


def test_caution_needs_a_note():
    """CA holds until a note is made on the line."""
    bed = opened()
    bed.must(AnswerLine("pre.sleep", answer(v="badly")))
    assert needs(bed, "pre.sleep") == ["need.note"]
    bed.must(AddNote("Slept four hours, feels well.", "pre.sleep"))
    assert needs(bed, "pre.sleep") == []


def test_branch_is_offered_and_put_aside_with_a_note():
    """D22 BR offers its branch; putting it aside needs a reason; a stop beside it stays a stop."""
    bed = opened()
    bed.must(AnswerLine("pre.risk", answer(v="high")))
    assert needs(bed, "pre.risk") == ["need.override", "need.branch"]
    assert dict(see(bed, "pre.risk").needs[1].params)["branch"] == "em.suicidality"
    bed.must(AddNote("Prescriber is in the room with her.", "pre.risk"))
    assert needs(bed, "pre.risk") == ["need.override"]


def test_asked_again_with_each_set():
    """A line of each set is open again with the next one; what an older answer asks for is owed still."""
    bed = running(opened())
    assert see(bed, "mon.breathing").again is None
    bed.wait(5)
    a_set(bed)
    bed.wait(5)
    a_set(bed)
    bed.must(CorrectAnswer("mon.breathing", answer(v="crowing"), "typing"))
    bed.wait(10)
    a_set(bed)
    view = see(bed, "mon.breathing")
    assert (view.status, view.answer) == (LineStatus.CORRECTED, NORMAL["mon.breathing"])
    assert needs(bed, "mon.breathing") == ["need.branch"]
    assert len(bed.state.line("mon.breathing").readings) == 3
    assert len(bed.state.line("mon.mind").readings) == 3
    bed.wait(10)
    a_set(bed)
    assert len(bed.state.line("mon.mind").readings) == 3
    assert bed.refuses(AnswerLine("mon.mind", NORMAL["mon.mind"])) == "line.answered"


def test_a_high_reading_is_repeated():
    """Clinical 4.2: over the start limit the reading is repeated at p.recheck_min; a good one lets the line close."""
    bed = opened()
    bed.must(AnswerLine("pre.vitals", pressure(188)))
    view = see(bed, "pre.vitals")
    assert (view.status, needs(bed, "pre.vitals")) == (LineStatus.TODO, ["need.recheck"])
    params = dict(view.needs[0].params)
    assert (params["reading"], params["readings"]) == ("2", "3")
    assert view.due_ms == int(params["due_ms"]) == bed.now().wall_ms + 5 * 60_000
    assert bed.refuses(AnswerLine("pre.vitals", pressure(130))) == "recheck.early"
    bed.wait(5)
    bed.must(AnswerLine("pre.vitals", pressure(130)))
    view = see(bed, "pre.vitals")
    assert (view.status, view.answer, len(view.recorded.readings)) == (LineStatus.DONE, pressure(130), 2)
    assert bed.refuses(AnswerLine("pre.vitals", pressure(120))) == "line.answered"


@pytest.mark.parametrize(("last", "need"), [(150, "need.override"), (182, "need.stop")])
def test_the_last_reading_decides(last, need):
    """Clinical 2: up to three readings, the last one decides between a stop and one that nobody passes."""
    bed = opened()
    for sbp in (190, 170, last):
        assert see(bed, "pre.vitals").status is not LineStatus.STOP
        bed.must(AnswerLine("pre.vitals", pressure(sbp)))
        bed.wait(5)
    assert (see(bed, "pre.vitals").status, needs(bed, "pre.vitals")[0]) == (LineStatus.STOP, need)
    assert bed.refuses(AnswerLine("pre.vitals", pressure(120))) == "line.answered"


def test_override_of_a_reading_after_one_recheck():
    """A prescriber passes a high pressure only after it was repeated at least once."""
    bed = opened()
    bed.must(AnswerLine("pre.vitals", pressure(150)))
    assert bed.refuses(OverrideStop("pre.vitals", REASON), PRESCRIBER) == "override.recheck"
    bed.wait(5)
    bed.must(AnswerLine("pre.vitals", pressure(152)))
    bed.must(OverrideStop("pre.vitals", REASON), PRESCRIBER)
    assert see(bed, "pre.vitals").status is LineStatus.EXCEPTION


def test_a_typing_error_is_no_reading():
    """A corrected reading stays one reading, and a withdrawn one is none."""
    bed = opened()
    bed.must(AnswerLine("pre.vitals", pressure(188)))
    bed.must(CorrectAnswer("pre.vitals", pressure(178), "typing"))
    assert len(bed.state.line("pre.vitals").readings) == 1
    bed.must(CorrectAnswer("pre.vitals", None, "wrong_line"))
    assert bed.state.line("pre.vitals").readings == ()
    bed.must(AnswerLine("pre.vitals", pressure(128)))
    assert see(bed, "pre.vitals").status is LineStatus.CORRECTED


@pytest.mark.parametrize(
    ("link_id", "given", "slip"),
    [
        ("pre.weight", answer(weight=Quantity("150.8", "kg")), "pounds"),
        ("pre.weight", answer(weight=Quantity("80", "kg")), None),
        ("pre.pump", answer(rate=Quantity("1500", "mL/h")), "tenfold"),
        ("pre.pump", answer(rate=Quantity("34", "mL/h")), "wrong-field"),
        ("pre.pump", answer(rate=Quantity("140", "mL/h")), None),
    ],
)
def test_slips_against_the_order(link_id, given, slip):
    """Clinical 3.6: a number off the order's names the likely slip in its block."""
    bed = opened()
    bed.must(AnswerLine(link_id, given))
    (need,) = see(bed, link_id).needs
    assert dict(need.params).get("slip") == slip


def test_stop_is_always_possible():
    """D21 Whatever stands in the way, the session can be stopped."""
    bed = stopped()
    bed.must(by_phone())
    bed.must(StopSession("declined"))
    bed.must(Countersign(bed.state.count - 2, SHOWN), SECOND)
