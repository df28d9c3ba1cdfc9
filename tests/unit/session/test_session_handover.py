"""Handing a running session over, and gaps of the clock."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN
from care_scenes import SYSTEM, pressure, running

from checklist.protocol.model import Step
from checklist.session import commands as c
from checklist.session import due
from checklist.session.care_commands import HandOver, NoteGap, TakeOver
from checklist.session.codec import encode
from checklist.session.commands import Actor
from checklist.session.emergency_commands import StartBranch
from checklist.session.facts import handover_facts
from checklist.session.flags import session_flags


def test_both_nurses_sign():
    """R85 The leaving nurse signs, the new one signs, and from that second on she is responsible."""
    bed = running()
    bed.wait(10)
    (event,) = bed.must(HandOver("olga", SHOWN))
    n = bed.state.count - 1
    assert encode(event).type == "session.hand"
    assert bed.state.nurse == "nora"
    assert bed.refuses(TakeOver(n, SHOWN), Actor("ada", "nurse", "pin")) == "handover.none"
    assert bed.refuses(TakeOver(n + 3, SHOWN), OTHER_NURSE) == "handover.none"
    bed.wait(1)
    bed.must(TakeOver(n, SHOWN), OTHER_NURSE)
    assert bed.state.nurse == "olga"
    assert [item.person for item in bed.state.responsible] == ["nora", "olga"]
    assert bed.state.responsible[-1].since.at_ms == bed.now().wall_ms
    assert bed.refuses(HandOver("nora", SHOWN)) == "handover.person"
    assert not [flag for flag in session_flags(bed.protocol, bed.state, bed.now()) if flag.kind == "handover"]


@pytest.mark.parametrize(
    ("command", "actor", "code"),
    [
        (HandOver("nora", SHOWN), NURSE, "handover.to"),
        (HandOver(" ", SHOWN), NURSE, "handover.to"),
        (HandOver("olga", "zz"), NURSE, "sign.shown"),
        (HandOver("olga", SHOWN), Actor("nora", "nurse", "cont"), "auth.own_sign_in"),
        (HandOver("olga", SHOWN), OTHER_NURSE, "handover.person"),
        (TakeOver(None, SHOWN, "ill"), NURSE, "handover.to"),
        (TakeOver(None, SHOWN, " "), OTHER_NURSE, "reason.empty"),
        (TakeOver(None, SHOWN, "ill"), SECOND, "role.may_not"),
    ],
)
def test_a_handover_that_cannot_be(command, actor, code):
    """R85 Only the nurse responsible hands over, to another nurse, each by own PIN."""
    assert running().refuses(command, actor) == code


def test_the_leaving_nurse_is_not_there():
    """R85 Without the leaving nurse it is taken over with a reason and flagged, and her signature is asked later."""
    bed = running()
    bed.must(TakeOver(None, SHOWN, "Nora was called away"), OTHER_NURSE)
    n = bed.state.count - 1
    (flag,) = [item for item in session_flags(bed.protocol, bed.state, bed.now()) if item.kind == "handover"]
    assert (flag.n, flag.person) == (n, "nora")
    assert bed.refuses(c.Countersign(n, SHOWN), PRESCRIBER) == "countersign.person"
    (event,) = bed.must(c.Countersign(n, SHOWN), NURSE)
    assert event.signed.meaning == "perform"
    assert not [item for item in session_flags(bed.protocol, bed.state, bed.now()) if item.kind == "handover"]
    assert bed.refuses(c.Countersign(n, SHOWN), NURSE) == "sign.signed"
    assert bed.state.nurse == "olga"


def test_a_newer_handover_replaces_one_that_waits():
    """R85 A handover nobody took over is replaced by a newer one."""
    bed = running()
    bed.must(HandOver("olga", SHOWN))
    first = bed.state.count - 1
    bed.must(HandOver("ada", SHOWN))
    assert bed.refuses(TakeOver(first, SHOWN), OTHER_NURSE) == "handover.none"
    assert [item.to for item in bed.state.handovers] == ["ada"]


def test_the_new_nurse_is_no_second_person():
    """R85 After a handover the responsible nurse is the new one, whom no double check counts as second person."""
    bed = running()
    bed.must(TakeOver(None, SHOWN, "Nora was called away"), OTHER_NURSE)
    refused = bed.do(c.OverrideByPhone("mon.presence", "a good enough reason", "olga", read_back=True))
    assert refused.code in {"override.nothing", "phone.prescriber"}
    assert bed.state.nurse == "olga"


def test_what_is_read_back():
    """R85 The facts hold dose, amount by clock, times, rate, last set, what is open, and emergencies."""
    bed = running()
    bed.wait(10)
    bed.must(c.RecordVitals("mon.vitals", pressure(165)))
    bed.must(StartBranch("em.nausea"))
    facts = handover_facts(bed.protocol, bed.state, bed.now())
    assert facts.nurse == "nora"
    assert str(facts.given.by_clock_mg) == "8.5"
    assert facts.given.remaining_ms == 30 * 60_000
    assert str(facts.rate_ml_h) == "150.0"
    assert facts.last.signs.get("sbp") == "165"
    assert "SBP over 160. Pause the infusion, tell the prescriber." in [limit.text for limit in facts.limits]
    assert "need.told" in {str(need.code) for need in facts.needs}
    assert facts.next_due.wait_ms > 0
    assert facts.emergencies == ("em.nausea",)
    assert facts.deferred == ()


def test_deferred_lines_are_read_back(at):
    """R85 What was put off and not done yet is among the facts."""
    bed = at("open")
    bed.must(c.DeferLine("pre.later", Step.DISCHARGE))
    facts = handover_facts(bed.protocol, bed.state, bed.now())
    assert [view.line.link_id for view in facts.deferred] == ["pre.later"]
    assert facts.rate_ml_h is None


@pytest.mark.parametrize(("kind", "ms"), [("sleep", 600_000), ("clock", -3_600_000)])
def test_a_gap_is_noted_and_moves_nothing(kind, ms):
    """R58 Sleep and a set clock are entries; no due time and no amount changes by them."""
    bed = running()
    bed.wait(12)
    before = (due.marks(bed.protocol, bed.state, bed.now()), due.by_clock_mg(bed.state, bed.now()))
    (event,) = bed.must(NoteGap(kind, ms, bed.now().wall_ms), SYSTEM)
    assert encode(event).type == "clock.gap"
    assert (due.marks(bed.protocol, bed.state, bed.now()), due.by_clock_mg(bed.state, bed.now())) == before
    assert [(gap.kind, gap.ms) for gap in bed.state.gaps] == [(kind, ms)]
    assert bed.refuses(NoteGap(kind, ms, 0)) == "role.may_not"
    assert bed.refuses(NoteGap("nap", ms, 0), SYSTEM) == "gap.kind"
    assert bed.state.unsigned == ()
