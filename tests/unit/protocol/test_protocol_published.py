"""The complete protocols 1.0.0: every item of the content base, short for a routine visit, each with its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from presses import presses
from routine_visit import answer_of, shown

from checklist.protocol.branches import Act
from checklist.protocol.checker import check
from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    QuantityField,
    ScoreField,
    SignatureField,
    check_answer,
)
from checklist.protocol.library import Library
from checklist.protocol.limits import Trigger
from checklist.protocol.model import Account, AutoRule, LineKind, PhaseId, Protocol
from checklist.protocol.values import Answer, FieldAnswer, Score

FOLDER = Path(__file__).parents[3] / "resources" / "protocols"
NAMES = ("ketamine-iv-mood", "ketamine-iv-pain")
OURS = {
    "pre.session-number",
    "pre.since-last",
    "pre.pregnancy-possible",
    "pre.check-single",
    "mon.help",
    "mon.room",
}
"""Lines the content base does not name: a number, the changes, a solo clinic's check, help called and who came."""

EVENTS = [
    "mon.start",
    "mon.rate-change",
    "mon.pause",
    "mon.resume",
    "mon.stop-early",
    "mon.ae",
    "mon.rescue-med",
    "mon.help",
    "mon.room",
    "mon.notify",
    "mon.suicide-talk",
    "mon.handover",
    "mon.late-entry",
    "dis.discrepancy",
    "dis.ama",
]

PARAMETERS = [
    "bp_start",
    "bp_start_max",
    "bp_pause",
    "bp_stop",
    "bp_rel_pct",
    "sbp_low",
    "hr_",
    "spo2_",
    "rr_",
    "alert_",
    "vit_inf_min",
    "vit_post_min",
    "vit_late_min",
    "vit_grace_min",
    "vit_early_min",
    "recheck_min",
    "obs_after_end_min",
    "obs_after_start_min",
    "ecg_rule",
    "workup_rule",
    "uds_rule",
    "preg_interval",
    "fast_light_h",
    "fast_fatty_h",
    "fast_clear_h",
    "benzo_hold_h",
    "meds_rules",
    "weight_basis_rule",
    "bmi_switch",
    "weight_change_pct",
    "dose_max_mgkg",
    "dose_max_mg",
    "last_more_mgkg",
    "infusion_min",
    "bolus_allowed",
    "conc_",
    "csp_hours",
    "second_check",
    "pump_tol_pct",
    "vol_dev_caution",
    "vol_dev_stop",
    "pause_max_min",
    "escalate_min",
    "override_by_phone",
    "cosign_hours",
    "prescriber_presence",
    "prescriber_discharge",
    "discharge_score",
    "suicide_every_visit",
    "dissoc_scale",
    "driving_text",
    "escort_required",
    "followup_",
    "series_n",
    "review_",
    "response_pct",
    "consent_days",
    "waste_tol_ml",
    "waste_witness",
    "retention_years",
]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.read({path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.glob("*/*.toml")})


@pytest.fixture(scope="module")
def mood(library: Library) -> Protocol:
    return library.get("ketamine-iv-mood", "1.0.0")


@pytest.fixture(scope="module")
def pain(library: Library) -> Protocol:
    return library.get("ketamine-iv-pain", "1.0.0")


@pytest.mark.parametrize("name", NAMES)
def test_published_protocols_check_clean(library: Library, name: str) -> None:
    """The checker finds nothing in a shipped protocol, held against every other version of it."""
    protocol = library.versions(name)[-1]
    assert check(protocol, [item for item in library.versions(name) if item is not protocol]) == ()


def test_all_items_of_the_content_base(mood: Protocol) -> None:
    """The mood protocol holds the 126 items: 64 before, 32 during and recovery, 30 after."""
    ids = {line.link_id for line in mood.all_lines()} - OURS
    counts = [sum(item.startswith(start) for item in ids) for start in ("pre.", "mon.", ("dis.", "fup."))]
    assert counts == [64, 32, 30]


def test_kinds_of_lines(mood: Protocol) -> None:
    """What happens is an event, what is computed has a rule, and calls between visits lie in no section."""
    kinds = {kind: [line.link_id for line in mood.all_lines() if line.kind is kind] for kind in LineKind}
    assert sorted(kinds[LineKind.EVENT]) == sorted(EVENTS)
    assert {line.link_id: line.rule for line in mood.all_lines() if line.rule is not None} == {
        "mon.post-bp-peak": AutoRule.PEAK_PRESSURE,
        "dis.min-time": AutoRule.MIN_STAY,
        "dis.ae-closed": AutoRule.EVENTS_CLOSED,
    }
    assert kinds[LineKind.FOLLOW_UP] == ["fup.call", "fup.response", "fup.maintenance"]


def test_all_contested_points_are_parameters(mood: Protocol) -> None:
    """Every contested point of the content base is a parameter with range, words and source."""
    for name in PARAMETERS:
        assert any(parameter.id.startswith(f"p.{name}") for parameter in mood.parameters), name
    for parameter in mood.parameters:
        assert parameter.text
        assert parameter.choices or (parameter.low is not None and parameter.high is not None), parameter.id


@pytest.mark.parametrize("name", NAMES)
def test_every_source_has_a_level(library: Library, name: str) -> None:
    """Every line, limit, parameter, list and word names its sources, each with its level of evidence."""
    protocol, words = library.versions(name)[-1], library.versions(name)[-1].vocabulary
    limits = [limit for line in protocol.all_lines() for field in line.fields for limit in field.limits]
    held = [*protocol.all_lines(), *limits, *protocol.parameters, *protocol.cadences, *protocol.branches]
    for item in (*held, *words.terms, *words.medicines, *words.advice, *words.criteria):
        for key in item.source.split():
            plain = key == "D" or re.fullmatch(r"S[0-4]", key)
            assert plain or key.partition(":")[2] in {"V", "S", "M", "D", "VL"}, item.source


@pytest.mark.parametrize("name", NAMES)
def test_twelve_emergency_branches(library: Library, name: str) -> None:
    """The 12 emergency lists are there; all but suicidality begin by stopping or pausing the pump."""
    branches = library.versions(name)[-1].branches
    assert len(branches) == 12
    for branch in branches:
        first = branch.lines[0].act
        wanted = {Act.CALL_HELP} if branch.id == "em.suicidality" else {Act.STOP_INFUSION, Act.PAUSE_INFUSION}
        assert first in wanted, branch.id
        acts = {line.act for line in branch.lines}
        assert acts >= {Act.CALL_HELP, Act.EMERGENCY_NUMBER, Act.OUTCOME}, branch.id


def test_branches_name_no_dose(mood: Protocol) -> None:
    """A dose is never suggested: no emergency list and no medicine holds an amount of a drug."""
    texts = [text for branch in mood.branches for line in branch.lines for text in (line.text, line.help)]
    texts += [medicine.text + medicine.use for medicine in mood.vocabulary.medicines]
    assert not [text for text in texts if re.search(r"\d\s*(mg|mcg|mL|units?)\b", text)]


def test_tall_man_letters(mood: Protocol) -> None:
    """Medicines that are mistaken for each other are written in tall-man letters."""
    names = {medicine.text for medicine in mood.vocabulary.medicines}
    assert names >= {"hydrALAZINE", "cloNIDine", "LORazepam", "EPINEPHrine", "ePHEDrine", "diphenhydrAMINE"}


def test_eleven_instructions(mood: Protocol) -> None:
    """Each of the 11 instructions is a tick of its own and stands on the paper for home."""
    told = mood.line("dis.instr").field("told")
    assert isinstance(told, ChecksField)
    assert [option.code for option in told.options] == [item.code for item in mood.vocabulary.advice]
    assert len(told.options) == 11


def test_word_lists_are_the_options_of_an_event(mood: Protocol) -> None:
    """The adverse event's name, its grade and the medicine given are chosen from the protocol's word lists."""
    term, grade = mood.line("mon.ae").field("term"), mood.line("mon.ae").field("grade")
    assert isinstance(term, ChoiceField)
    assert isinstance(grade, ChoiceField)
    assert [option.code for option in term.options] == [item.code for item in mood.vocabulary.terms]
    assert [option.code for option in grade.options] == ["1", "2", "3", "4", "5"]


def test_phq9_is_scored(mood: Protocol) -> None:
    """PHQ-9 is nine answers of 0 to 3 with a computed total of 0 to 27, and its ninth item asks for the screen."""
    line = mood.line("pre.phq9")
    items = [field for field in line.fields if isinstance(field, ScoreField) and not field.sum_of]
    assert [(field.low, field.high) for field in items] == [(0, 3)] * 9
    given = tuple(FieldAnswer(field.id, Score(2)) for field in items)
    assert check_answer(line, Answer((*given, FieldAnswer("total", Score(18)))), now_ms=0) == ()
    assert check_answer(line, Answer((*given, FieldAnswer("total", Score(17)))), now_ms=0) != ()


@pytest.mark.parametrize(
    ("item9", "total", "fits"), [(0, 0, True), (0, 24, True), (3, 27, True), (3, 2, False), (0, 25, False)]
)
def test_phq9_from_a_paper_form(mood: Protocol, item9: int, total: int, fits: bool) -> None:
    """Clinical 2 C: off a paper form the total and its ninth item are enough, where they can belong together."""
    line = mood.line("pre.phq9")
    paper = Answer((FieldAnswer("item9", Score(item9)), FieldAnswer("total", Score(total))))
    assert (check_answer(line, paper, now_ms=0) == ()) is fits
    assert check_answer(line, Answer((FieldAnswer("total", Score(total)),)), now_ms=0) != ()


@pytest.mark.parametrize("name", NAMES)
def test_drug_account_is_fed_by_lines(library: Library, name: str) -> None:
    """R77 Taking out, drawing, wasting and returning are lines of the checklist, each signed where a witness is due."""
    protocol = library.versions(name)[-1]
    found = {act: line for act in Account if (line := protocol.account_line(act)) is not None}
    assert {act: line.link_id for act, line in found.items()} == {
        Account.TAKE_OUT: "pre.vial",
        Account.DRAW: "pre.drawn",
        Account.WASTE: "dis.waste",
        Account.RETURN: "dis.container-count",
    }
    for act in (Account.DRAW, Account.WASTE, Account.RETURN):
        witness = found[act].field("witness")
        assert isinstance(witness, SignatureField)
        assert witness.required
        assert witness.other_person


@pytest.mark.parametrize("name", NAMES)
def test_pump_settings_are_held_against_the_order(library: Library, name: str) -> None:
    """Clinical 2 D: rate, volume and time of the pump off the order's are a stop that nobody passes."""
    entry = library.versions(name)[-1].line("pre.pump-entry")
    held = {
        field.id: {limit.baseline_field for limit in field.limits if limit.trigger is Trigger.HSX}
        for field in entry.fields
    }
    assert held == {"rate": {"rate_ml_h"}, "volume": {"volume_ml"}, "minutes": {"minutes"}}


@pytest.mark.parametrize("link_id", ["pre.mood-other", "pre.stopbang", "pre.dissoc-base", "mon.dissoc-scale"])
def test_restricted_scales_are_totals_only(mood: Protocol, link_id: str) -> None:
    """Of MADRS, QIDS, STOP-Bang and CADSS only a total is kept, with none of their wording."""
    scores = [field for field in mood.line(link_id).fields if isinstance(field, ScoreField)]
    assert [(field.id, field.anchors) for field in scores] == [("total", ())]


def test_routine_pre_infusion_is_short(mood: Protocol) -> None:
    """A routine return visit takes at most 70 presses before the infusion, without what is typed."""
    lines = shown(mood, PhaseId.PRE_INFUSION, visit=3)
    assert sum(presses(line, answer_of(line)) for line in lines) <= 70


def test_first_visit_lines_only_at_first_visits(mood: Protocol) -> None:
    """The full list of reasons not to treat is asked at the first visit, and later only where something is new."""
    first = {line.link_id for line in shown(mood, PhaseId.PRE_INFUSION, visit=1)}
    later = {line.link_id for line in shown(mood, PhaseId.PRE_INFUSION, visit=2)}
    assert {"pre.height", "pre.stopbang", "pre.workup", "pre.indication", "pre.contra-eye"} <= first - later
    assert later - first == {"pre.since-last"}
    assert not {link_id for link_id in later if link_id.startswith("pre.contra")}


@pytest.mark.parametrize("name", NAMES)
def test_no_section_is_longer_than_nine_lines(library: Library, name: str) -> None:
    """A section lists at most nine lines, whatever is answered."""
    for phase in library.versions(name)[-1].phases:
        assert all(len(section.lines) <= 9 for section in phase.sections)


def test_no_dose_rate_or_weight_is_offered(mood: Protocol) -> None:
    """Nothing is offered for a dose, a rate or a weight; what is offered is evidence of this session."""
    offered = {(line.link_id, sensed.field) for line in mood.all_lines() for sensed in line.sensed}
    assert offered == {
        ("pre.session-number", "number"),
        ("pre.sedation", "alertness"),
        ("dis.vitals", "signs"),
        ("dis.sedation", "alertness"),
        ("dis.orientation", "orientation"),
    }


@pytest.mark.parametrize("name", NAMES)
def test_second_check_is_blind_and_by_another_person(library: Library, name: str) -> None:
    """R43 Dose and pump are re-entered by another person and compared field by field."""
    protocol = library.versions(name)[-1]
    for link_id, fields in (
        ("pre.check-independent", {"mrn4", "weight", "strength", "dose", "volume", "rate", "minutes"}),
        ("pre.pump-check", {"rate", "volume", "minutes"}),
    ):
        line = protocol.line(link_id)
        assert {pair.field for pair in line.pair} == fields
        signatures = [field for field in line.fields if isinstance(field, SignatureField)]
        assert signatures
        assert all(field.other_person for field in signatures)


def test_single_nurse_check_says_what_it_is(mood: Protocol) -> None:
    """A solo clinic's check is a line of its own that never calls itself a double check."""
    field = mood.line("pre.check-single").fields[-1]
    assert isinstance(field, SignatureField)
    assert "not a double check" in field.statement


def test_vital_limits_offer_their_branch(mood: Protocol) -> None:
    """A vital sign past its stop limit offers the emergency list of its cause."""
    limits = mood.line("mon.vitals").field("signs").limits
    offers = {(limit.part, limit.op.value, limit.branch) for limit in limits if limit.trigger is Trigger.BR}
    assert offers >= {
        ("sbp", ">=", "em.hypertension"),
        ("dbp", ">=", "em.hypertension"),
        ("sbp", "<", "em.hypotension"),
        ("spo2", "<", "em.desaturation"),
        ("rr", "<", "em.desaturation"),
        ("alertness", "<=", "em.unresponsive"),
        ("sbp", "not-obtained", "em.hypotension"),
        ("spo2", "not-obtained", "em.unresponsive"),
    }


def test_pain_protocol_has_its_own_limits(pain: Protocol) -> None:
    """R76 The pain protocol doses in mg/kg/h, asks for pain throughout and holds no mood scale."""
    dose = pain.line("pre.dose").field("rate")
    assert isinstance(dose, QuantityField)
    assert dose.unit == "mg/kg/h"
    assert {limit.than for limit in dose.limits} == {"p.dose_max_mgkgh", "p.dose_min_mgkgh"}
    assert all(pain.line(link_id).required for link_id in ("pre.pain", "mon.pain", "dis.pain"))
    held = {line.link_id for line in pain.all_lines()}
    assert not held & {"pre.phq9", "pre.mood-other"}


@pytest.mark.parametrize("name", NAMES)
def test_words_on_buttons_are_few(library: Library, name: str) -> None:
    """A button holds at most five words."""
    for line in library.versions(name)[-1].all_lines():
        for field in line.fields:
            if isinstance(field, ChoiceField | ChecksField):
                assert all(len(option.text.split()) <= 5 for option in field.options), line.link_id
