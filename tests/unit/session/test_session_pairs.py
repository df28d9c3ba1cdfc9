"""The independent double check: two sides, compared, opened again, stopped at the third difference."""

from __future__ import annotations

import pytest
from bedside import NURSE, OTHER_NURSE, PRESCRIBER, SECOND, SHOWN
from care_moments import fill, needs, opened, running, see
from care_protocol import NORMAL, PROTOCOL, answer, check, with_words

from checklist.protocol.model import PhaseId, Step
from checklist.protocol.values import Quantity
from checklist.session.apply import fold
from checklist.session.codec import encode
from checklist.session.commands import Actor, AnswerLine, CorrectAnswer, Sign, StartInfusion, StopSession
from checklist.session.events import LineAnswered, PairCompared
from checklist.session.flags import FlagKind, session_flags
from checklist.session.progress import LineStatus, phase_blocks


def before_check(protocol=PROTOCOL):
    bed = opened(protocol)
    fill(bed, Step.PRE_INFUSION)
    return bed


def compare(bed, numbers, who=SECOND):
    answered, compared = bed.must(AnswerLine("pre.check", numbers), who)
    assert isinstance(answered, LineAnswered)
    assert isinstance(compared, PairCompared)
    return compared


def test_same_numbers():
    """R43 When both sides say the same the comparison is recorded as the same, and the check may be signed."""
    bed = before_check()
    compared = compare(bed, check(rate="151"))
    assert compared == PairCompared("pre.check", 1, True)
    assert encode(compared).type == "pair.same"
    bed.must(Sign("pre.check", "second", SHOWN), SECOND)
    assert see(bed, "pre.check").status is LineStatus.DONE


@pytest.mark.parametrize(
    ("numbers", "field", "slips"),
    [
        (check(weight="150.8"), "weight", ("pounds",)),
        (check(weight="31.0"), "weight", ("pounds",)),
        (check(strength="10"), "strength", ("strength",)),
        (check(strength="100"), "strength", ("strength",)),
        (check(rate="1500"), "rate", ("tenfold",)),
        (check(rate="15"), "rate", ("tenfold",)),
        (check(rate="1.5"), "rate", ("tenfold",)),
        (check(rate="34"), "rate", ("wrong-field",)),
        (check(rate="51"), "rate", ("wrong-field",)),
        (check(rate="40"), "rate", ("wrong-field",)),
        (check(rate="140"), "rate", ()),
    ],
)
def test_named_slips(numbers, field, slips):
    """Clinical 3.6: a difference names the likely slip: tenfold, wrong field, pounds, strength of the vial."""
    compared = compare(before_check(), numbers)
    assert not compared.same
    assert encode(compared).type == "pair.differ"
    (difference,) = compared.differs
    assert (difference.field, difference.slips) == (field, slips)


def test_a_difference_opens_both_sides():
    """UX 10.5: what differs is open again on both sides, in any order; everything else stays."""
    bed = before_check()
    compare(bed, check(weight="66.4"))
    first, second = see(bed, "pre.weight"), see(bed, "pre.check")
    assert (first.status, first.reopened, first.answer) == (LineStatus.TODO, ("weight",), None)
    assert (second.status, second.reopened, second.compared.round) == (LineStatus.TODO, ("weight",), 1)
    assert see(bed, "pre.dose").status is LineStatus.DONE
    blocked = [block.link_id for block in phase_blocks(PROTOCOL, bed.state, PhaseId.PRE_INFUSION, bed.now())]
    assert blocked[:2] == ["pre.weight", "pre.check"]
    assert bed.refuses(Sign("pre.check", "second", SHOWN), SECOND) == "line.todo"
    assert bed.refuses(CorrectAnswer("pre.weight", NORMAL["pre.weight"], "typing")) == "line.open"
    (only,) = bed.must(AnswerLine("pre.check", check()), SECOND)
    assert isinstance(only, LineAnswered)
    _, compared = bed.must(AnswerLine("pre.weight", NORMAL["pre.weight"]))
    assert compared == PairCompared("pre.check", 2, True)
    assert see(bed, "pre.weight").status is LineStatus.DONE
    assert fold(PROTOCOL, bed.recorded, "s1") == bed.state


def test_third_difference_stops():
    """UX 10.5: the third difference is a stop that nobody passes; only the session's end is left."""
    bed = before_check()
    for _ in range(2):
        compare(bed, check(dose="43"))
        bed.must(AnswerLine("pre.dose", NORMAL["pre.dose"]))
    compared = compare(bed, check(dose="43"))
    assert compared.round == 3
    assert (see(bed, "pre.check").status, needs(bed, "pre.check")) == (LineStatus.STOP, ["pair.stop"])
    for who in (SECOND, PRESCRIBER):
        assert bed.refuses(AnswerLine("pre.check", check()), who) == "pair.stop"
    assert bed.refuses(CorrectAnswer("pre.check", check(), "typing"), SECOND) == "pair.stop"
    assert bed.refuses(Sign("pre.check", "second", SHOWN), SECOND) == "phase.incomplete"
    assert bed.refuses(Sign("pre.sign", "nurse", SHOWN)) == "phase.incomplete"
    bed.must(StopSession("check", "three differences"))


def test_the_order_is_a_first_side():
    """A side that is the signed order is compared, and opened for nobody."""
    bed = before_check()
    bed.must(CorrectAnswer("pre.dose", answer(dose=Quantity("43", "mg")), "typing"))
    compared = compare(bed, check(dose="43"))
    assert [(d.with_line, d.field) for d in compared.differs] == [("ctx.order", "dose")]
    assert see(bed, "pre.dose").status is LineStatus.CORRECTED
    assert see(bed, "pre.check").reopened == ("dose",)


def test_a_later_correction_is_compared_again():
    """A correction of either side, also in a signed phase, is compared; a difference keeps the pump from starting."""
    bed = before_check()
    fill(bed, Step.TIME_OUT)
    bed.must(Sign("pre.sign", "nurse", SHOWN))
    _, compared = bed.must(CorrectAnswer("pre.dose", answer(dose=Quantity("33", "mg")), "new_information"))
    assert (compared.round, compared.same) == (2, False)
    assert bed.refuses(StartInfusion("150")) == "phase.incomplete"
    bed.must(AnswerLine("pre.check", check()), SECOND)
    _, compared = bed.must(AnswerLine("pre.dose", NORMAL["pre.dose"]))
    assert compared.same
    assert bed.refuses(StartInfusion("150")) == "phase.incomplete"
    bed.must(Sign("pre.check", "second", SHOWN), SECOND)
    bed.must(StartInfusion("150"))


def test_nobody_is_on_both_sides():
    """R43 Who entered one side, whatever the role, cannot enter the other."""
    bed = opened()
    fill(bed, Step.PRE_INFUSION, "pre.dose")
    bed.must(AnswerLine("pre.dose", NORMAL["pre.dose"]), PRESCRIBER)
    assert bed.refuses(AnswerLine("pre.check", check()), PRESCRIBER) == "pair.person"
    assert bed.refuses(AnswerLine("pre.check", check()), NURSE) == "line.other_person"
    assert bed.refuses(AnswerLine("pre.check", check()), Actor("nora", "checker", "pin")) == "line.other_person"
    compare(bed, check(), OTHER_NURSE)
    corrected = CorrectAnswer("pre.dose", answer(dose=Quantity("33", "mg")), "typing")
    assert bed.refuses(corrected, Actor("olga", "prescriber", "pin")) == "correction.person"


def test_solo_clinic():
    """Clinical 8: one nurse reads again after 2 min; it is a single check, flagged, and never signed as a check."""
    bed = before_check(with_words(second_check="single"))
    assert bed.refuses(AnswerLine("pre.check", check())) == "pair.too_soon"
    bed.wait(seconds=119)
    assert bed.refuses(AnswerLine("pre.check", check())) == "pair.too_soon"
    bed.wait(seconds=1)
    compared = compare(bed, check(), NURSE)
    assert compared == PairCompared("pre.check", 1, True, single=True)
    (signed,) = bed.must(Sign("pre.check", "second", SHOWN))
    assert encode(signed).type == "sign.perform"
    assert [flag.kind for flag in session_flags(bed.protocol, bed.state, bed.now())] == [FlagKind.SINGLE_CHECK]
    assert see(bed, "pre.check").compared.single


def test_solo_clinic_with_a_second_person():
    """Where a second person is there after all, it is a double check like any other."""
    bed = before_check(with_words(second_check="single"))
    compared = compare(bed, check(), PRESCRIBER)
    assert not compared.single
    (signed,) = bed.must(Sign("pre.check", "second", SHOWN), PRESCRIBER)
    assert encode(signed).type == "sign.check"


def test_a_whole_session():
    """A session with every check done starts the pump."""
    assert running(opened()).state.infusion.status == "running"
