"""Lines of the checklist whose answer is an entry of the drug account."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bedside import NURSE, ORDER, SECOND, SHOWN, Bedside
from finisher import Finisher
from msgspec.structs import replace
from whole_visit import complete, normal, visit

from checklist.protocol.model import Step
from checklist.protocol.values import Answer, Chosen, Day, FieldAnswer, Quantity, Score, Text
from checklist.session import drug_account
from checklist.session.codec import decode, encode
from checklist.session.commands import (
    AnswerLine,
    CorrectAnswer,
    Countersign,
    OpenSession,
    Sign,
    StopSession,
)
from checklist.session.drug_commands import TakeOut, VoidDrugEntry
from checklist.session.drug_events import DrugDrawn, DrugEntryVoided, DrugTakenOut, DrugWasted
from checklist.session.events import AnswerCorrected, AnswerWithdrawn, Countersigned, LineAnswered, LineSigned
from checklist.session.progress import line_view, step_view
from checklist.session.state import Status

MOOD = complete("ketamine-iv-mood")


def answer(bed, link_id, **values):
    """Return an ordinary answer with some fields as said."""
    held = {item.field: item.value for item in normal(bed, link_id).values} | values
    return Answer(tuple(FieldAnswer(f.id, held[f.id]) for f in bed.protocol.line(link_id).fields if f.id in held))


def vial(bed, **values):
    return bed.must(AnswerLine("pre.vial", answer(bed, "pre.vial", **values)))


def drawn(bed, ml="0.68"):
    return bed.must(AnswerLine("pre.drawn", answer(bed, "pre.drawn", volume=Quantity(ml, "mL"))))


def ready(ml="0.68"):
    bed = visit(MOOD)
    vial(bed)
    drawn(bed, ml)
    return bed


def over(bed):
    """Bring a session to where the pump has ended."""
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while bed.state.infusion.ended is None:
        finisher._act()
    return finisher


def waste(bed, syringe, bag="0", method="container"):
    held = answer(bed, "dis.waste", syringe=Quantity(syringe, "mL"), bag=Quantity(bag, "mL"), method=Chosen(method))
    return AnswerLine("dis.waste", held)


def test_an_answer_is_an_entry():
    """R77 The vial's line takes it out and the drawn volume draws from it, each with its answer in one command."""
    bed = visit(MOOD)
    answered, out = vial(bed)
    assert (type(answered), type(out), out.link_id) == (LineAnswered, DrugTakenOut, "pre.vial")
    assert (out.container, out.count, out.strength_mg_ml) == ("C-118", 1, "50")
    answered, draw = drawn(bed)
    assert (type(answered), draw) == (LineAnswered, DrugDrawn("C-118", "0.68", "34.0", 1, "pre.drawn"))
    assert decode(encode(draw).type, encode(draw).payload) == draw
    assert drug_account.balance(MOOD, bed.state).drawn_mg == Decimal("34.0")


@pytest.mark.parametrize(
    ("link_id", "values", "code"),
    [
        ("pre.drawn", {}, "drug.container"),
        ("pre.vial", {"expiry": Day("2026-11-20")}, "drug.expired"),
        ("pre.vial", {"container": Text("C-9")}, "drug.container_known"),
    ],
)
def test_refusals_name_the_line(link_id, values, code):
    """What the account refuses refuses the answer, by the same code and with the line; nothing is recorded."""
    bed = visit(MOOD)
    bed.must(TakeOut("C-9", 1, "50", "KT1", "2027-01-01"))
    command = AnswerLine(link_id, answer(bed, link_id, **values))
    assert bed.refuses(command) == code
    refusal = bed.do(command)
    assert [(block.code, block.link_id) for block in refusal.blocks] == [(code, link_id)]
    assert bed.state.line(link_id).current is None


def test_more_opened_than_taken():
    """More vials cannot be opened than were taken out, nor fewer taken out than were opened."""
    bed = visit(MOOD)
    vial(bed, count=Score(2))
    assert bed.refuses(AnswerLine("pre.drawn", answer(bed, "pre.drawn", opened=Score(3)))) == "drug.count"
    bed.must(AnswerLine("pre.drawn", answer(bed, "pre.drawn", opened=Score(2))))
    assert bed.refuses(CorrectAnswer("pre.vial", answer(bed, "pre.vial", count=Score(1)), "typing")) == "drug.count"


def test_a_correction_replaces_the_entry():
    """A corrected answer takes its entry back and makes a new one, in one command; the old one stays readable."""
    bed = ready("6.80")
    corrected, voided, draw = bed.must(
        CorrectAnswer("pre.drawn", answer(bed, "pre.drawn", volume=Quantity("0.68", "mL")), "typing")
    )
    assert (type(corrected), voided) == (AnswerCorrected, DrugEntryVoided(voided.of, "typing"))
    assert draw.ml == "0.68"
    assert [entry.voided is not None for entry in bed.state.account] == [False, True, False]


def test_a_withdrawn_answer_takes_its_entry_back():
    """An answer taken back takes its entry back; a container that was drawn from stays."""
    bed = ready()
    assert bed.refuses(CorrectAnswer("pre.vial", None, "wrong_line")) == "drug.entry"
    out = drug_account.entry_of(bed.state, "pre.vial")
    assert bed.refuses(VoidDrugEntry(out.mark.n, "typing")) == "drug.entry"
    renamed = answer(bed, "pre.vial", container=Text("C-181"))
    assert bed.refuses(CorrectAnswer("pre.vial", renamed, "typing")) == "drug.entry"
    gone, voided = bed.must(CorrectAnswer("pre.drawn", None, "wrong_line"))
    assert (type(gone), type(voided)) == (AnswerWithdrawn, DrugEntryVoided)
    bed.must(CorrectAnswer("pre.vial", renamed, "typing"))
    bed.must(CorrectAnswer("pre.vial", None, "wrong_line"))
    assert not drug_account.balance(MOOD, bed.state).started


def test_a_witness_signs_line_and_entry():
    """R78 The witness's signature of a line countersigns its entry; what is witnessed is not replaced."""
    bed = ready()
    signed, countersigned = bed.must(Sign("pre.drawn", "witness", SHOWN), SECOND)
    assert (type(signed), type(countersigned)) == (LineSigned, Countersigned)
    assert countersigned.of == drug_account.entry_of(bed.state, "pre.drawn").mark.n
    more = answer(bed, "pre.drawn", volume=Quantity("0.88", "mL"))
    assert bed.refuses(CorrectAnswer("pre.drawn", more, "typing")) == "drug.entry"
    assert bed.refuses(CorrectAnswer("pre.drawn", None, "typing")) == "drug.entry"


def test_countersigning_the_entry_signs_its_line():
    """R78 A witness who countersigns the waste in the account signs its line, too; one signature is enough."""
    bed = ready("0.88")
    over(bed)
    _, event = bed.must(waste(bed, "0.2"))
    assert isinstance(event, DrugWasted)
    blocks = [b for b in step_view(MOOD, bed.state, Step.DISCHARGE, bed.now()).blocks if b.code == "need.witness"]
    assert blocks == []
    bed.must(Countersign(bed.state.count - 1, SHOWN), SECOND)
    assert line_view(MOOD, bed.state, "dis.waste", bed.now()).needs == ()
    assert drug_account.balance(MOOD, bed.state).unwitnessed == ()
    assert bed.refuses(Sign("dis.waste", "witness", SHOWN), SECOND) == "sign.signed"


def test_nothing_left_is_no_entry():
    """Where nothing was left nothing is entered; the line is answered and witnessed all the same."""
    bed = ready()
    over(bed)
    (event,) = bed.must(waste(bed, "0", method="none"))
    assert isinstance(event, LineAnswered)
    assert [type(item) for item in bed.must(Sign("dis.waste", "witness", SHOWN), SECOND)] == [LineSigned]
    assert drug_account.balance(MOOD, bed.state).holds


def test_waste_with_no_method():
    """What was wasted says how."""
    bed = ready("0.88")
    over(bed)
    assert bed.refuses(waste(bed, "0.2", method="none")) == "drug.method"


def test_a_strength_read_again_counts_for_all():
    """A strength that is read again counts for what was drawn before, witnessed or not; the volume stays as seen."""
    bed = ready()
    bed.must(Sign("pre.drawn", "witness", SHOWN), SECOND)
    bed.must(CorrectAnswer("pre.vial", answer(bed, "pre.vial", strength=Chosen("10")), "typing"))
    assert drug_account.balance(MOOD, bed.state).drawn_mg == Decimal("6.8")


def test_the_same_answer_again_enters_nothing():
    """An entry is replaced only where what it says has changed."""
    bed = ready()
    corrected = answer(bed, "pre.vial", lot=Text("KT9"))
    assert len(bed.must(CorrectAnswer("pre.vial", corrected, "typing"))) == 3
    over(bed)
    bed.must(AnswerLine("dis.container-count", answer(bed, "dis.container-count")))
    recounted = answer(bed, "dis.container-count", remaining=Score(4))
    assert len(bed.must(CorrectAnswer("dis.container-count", recounted, "typing"))) == 1


def test_less_drawn_than_ordered_is_a_stop():
    """Clinical 2 D: less drawn than ordered keeps pre-infusion open, whoever asks, until enough is drawn."""
    bed = ready("0.50")
    found = [b for b in step_view(MOOD, bed.state, Step.PRE_INFUSION, bed.now()).blocks if b.code == "drug.short"]
    assert [(b.link_id, dict(b.params)) for b in found] == [("pre.drawn", {"drawn": "25.0", "ordered": "34"})]
    bed.must(CorrectAnswer("pre.drawn", answer(bed, "pre.drawn"), "typing"))
    codes = [b.code for b in step_view(MOOD, bed.state, Step.PRE_INFUSION, bed.now()).blocks]
    assert "drug.short" not in codes


def test_the_account_is_there_without_asking():
    """Issue 3: a session of the complete protocol cannot be sealed without a drug account that holds."""
    bed = visit(MOOD)
    assert Finisher(bed, lambda link_id: normal(bed, link_id)).finish() is Status.COMPLETED
    found = drug_account.balance(MOOD, bed.state)
    assert (found.started, found.holds) == (True, True)


def test_a_stop_before_anything_was_taken_out():
    """A session stopped before anything was taken out needs no account."""
    bed = visit(MOOD)
    bed.must(StopSession("declined"))
    assert drug_account.blocks(MOOD, bed.state) == ()


@pytest.mark.parametrize(
    ("last", "mg", "per_kg", "texts"),
    [
        ("", "61.6", "0.9", []),
        ("45", "61.6", "0.9", []),
        ("44", "61.6", "0.9", ["above"]),
        ("30", "61.6", "0.9", ["twice", "above"]),
        ("10", "20.5", "0.3", ["twice"]),
    ],
)
def test_far_above_the_last_dose(last, mg, per_kg, texts):
    """Clinical 3.2: over twice the last dose, or over 0.25 mg/kg above it, waits for the prescriber."""
    bed = Bedside(MOOD)
    bed.open(replace(ORDER, dose_mg=mg, dose_mg_per_kg=per_kg, last_dose_mg=last))
    bed.must(AnswerLine("pre.dose", normal(bed, "pre.dose")))
    view = line_view(MOOD, bed.state, "pre.dose", bed.now())
    assert [word for word in ("twice", "mg/kg above") if any(word in hit.text for hit in view.hits)] == [
        {"above": "mg/kg above"}.get(text, text) for text in texts
    ]
    assert {hit.trigger.value for hit in view.hits} <= {"hs"}


@pytest.mark.parametrize(
    ("mrn4", "typed", "same"), [("4471", "4471", True), ("4471", "9999", False), ("", "9999", True)]
)
def test_record_number_of_the_check(mrn4, typed, same):
    """R43 The second person's record number is held against the session's; where none is registered it is not."""
    bed = Bedside(MOOD)
    bed.must(OpenSession("patient-1", 2, ORDER, 3, mrn4))
    finisher = Finisher(bed, lambda link_id: normal(bed, link_id))
    while any(b.link_id and b.link_id != "pre.check-independent" for b in finisher._blocks() if _before(bed, b)):
        finisher._act()
    held = answer(bed, "pre.check-independent", mrn4=Text(typed))
    _, compared = bed.must(AnswerLine("pre.check-independent", held), SECOND)
    assert compared.same is same
    assert [item.field for item in compared.differs] == ([] if same else ["mrn4"])
    assert "mrn4" not in str(encode(bed.recorded[0][0]).d)


def _before(bed, block):
    return bed.protocol.section_of(block.link_id).step is Step.PRE_INFUSION


def test_a_nurse_of_another_session_may_not_correct():
    """Whoever may correct the line may replace its entry, and nobody else."""
    bed = ready()
    assert NURSE.person == bed.state.opened.person
    other = answer(bed, "pre.drawn", volume=Quantity("0.7", "mL"))
    assert bed.refuses(CorrectAnswer("pre.drawn", other, "typing"), SECOND) in {"role.may_not", "correction.person"}
