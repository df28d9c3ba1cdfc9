"""Who may give which kind of command."""

from __future__ import annotations

from typing import get_args

import pytest
from bedside import SHOWN
from small_protocol import answer, signs

from checklist.protocol.model import Step
from checklist.session import care_commands as care
from checklist.session import commands as c
from checklist.session import drug_commands as d
from checklist.session import emergency_commands as em
from checklist.session import running_commands as run
from checklist.session.commands import Actor, Command, Order, Refused
from checklist.session.decide import decide
from checklist.session.roles import RIGHTS, Role, may

EVERYBODY = {"nurse", "checker", "prescriber"}
ALLOWED = {
    "OpenSession": {"nurse"},
    "AnswerLine": EVERYBODY,
    "CorrectAnswer": EVERYBODY,
    "DeferLine": {"nurse"},
    "MarkNotApplicable": {"nurse", "prescriber"},
    "OverrideStop": {"prescriber"},
    "OverrideByPhone": {"nurse"},
    "Countersign": EVERYBODY,
    "SettleEvent": {"nurse", "prescriber"},
    "WithdrawEvent": EVERYBODY,
    "TakeOut": {"nurse"},
    "Draw": {"nurse"},
    "Waste": {"nurse"},
    "Return": {"nurse"},
    "Explain": {"nurse"},
    "VoidDrugEntry": {"nurse"},
    "ChangeRate": {"nurse", "prescriber"},
    "CheckRate": EVERYBODY,
    "ReadPump": {"nurse", "prescriber"},
    "HandOver": {"nurse"},
    "TakeOver": {"nurse"},
    "ClaimActs": {str(role) for role in Role},
    "DescribeEvent": EVERYBODY,
    "NoteGap": {"system"},
    "StartBranch": {str(role) for role in Role},
    "DoBranchLine": {str(role) for role in Role},
    "EndBranch": {str(role) for role in Role},
    "TellProvider": {"nurse"},
    "RecordVitals": {"nurse"},
    "StartInfusion": {"nurse"},
    "PauseInfusion": {"nurse", "prescriber"},
    "ResumeInfusion": {"nurse", "prescriber"},
    "EndInfusion": {"nurse", "prescriber"},
    "RecordEvent": EVERYBODY,
    "AddNote": EVERYBODY,
    "Sign": EVERYBODY,
    "StopSession": {"nurse", "prescriber"},
    "OrderCadence": {"nurse", "prescriber"},
    "ExplainReading": {"nurse"},
    "Tick": {"system"},
    "SeeReminder": EVERYBODY,
    "QuietReminder": EVERYBODY,
}
ORDER = Order("ketamine", "0.5", "68.4", "34", 40, "100", "nacl09", "ruth", "2026-11-22")
EXAMPLES: tuple[Command, ...] = (
    c.OpenSession("p", 1, ORDER, 1),
    c.AnswerLine("pre.hs", answer("yes")),
    c.CorrectAnswer("pre.hs", answer("yes"), "typing"),
    c.DeferLine("pre.later", Step.DISCHARGE),
    c.MarkNotApplicable("pre.skip", "none"),
    c.OverrideStop("pre.hs", "a good enough reason"),
    c.TellProvider("pre.hs", "Dr Ruth", "", read_back=False),
    c.RecordVitals("mon.vitals", signs()),
    c.StartInfusion("150"),
    c.PauseInfusion("BP"),
    c.ResumeInfusion(),
    c.EndInfusion("100"),
    c.RecordEvent("nausea"),
    c.AddNote("note"),
    c.Sign("pre.sign", "nurse", SHOWN),
    c.StopSession("declined"),
    c.OverrideByPhone("pre.hs", "a good enough reason", "ruth", read_back=True),
    c.Countersign(3, SHOWN),
    c.SettleEvent(3, 1, "resolved"),
    c.WithdrawEvent(3, "typing"),
    d.TakeOut("C-1", 1, "50", "KT1", "2027-01-01"),
    d.Draw("C-1", "0.68"),
    d.Waste("C-1", "0", "1", "container"),
    d.Return("C-1", count=1),
    d.Explain("a good enough reason"),
    d.VoidDrugEntry(3, "typing"),
    care.ChangeRate("100", "effects", "Dr Ruth"),
    care.CheckRate(3, "100"),
    care.ReadPump("50"),
    care.HandOver("olga", SHOWN),
    care.TakeOver(None, SHOWN, "ill"),
    care.ClaimActs((3,)),
    care.DescribeEvent(3, "mon.ae", answer("yes")),
    care.NoteGap("sleep", 60_000, 0),
    em.StartBranch("em.seizure"),
    em.DoBranchLine(3, "stop"),
    em.EndBranch(3, "transfer"),
    run.OrderCadence("mon.vitals", 5, "peak", "Dr Ruth"),
    run.ExplainReading("mon.vitals", 0, "care"),
    run.Tick(),
    run.SeeReminder("cause"),
    run.QuietReminder("cause"),
)


@pytest.mark.parametrize("role", [*(str(role) for role in Role), "system", "sys", ""])
@pytest.mark.parametrize("command", get_args(Command), ids=lambda kind: kind.__name__)
def test_rights_matrix(role, command):
    """SEC-031 Role by command, exhaustively: exactly the table's rights are given."""
    assert may(role, command) is (role in ALLOWED[command.__name__])


def test_every_command_has_a_right():
    """Every kind of command stands in the table."""
    assert set(RIGHTS) == set(get_args(Command)) == {type(example) for example in EXAMPLES}


@pytest.mark.parametrize("command", EXAMPLES, ids=lambda command: type(command).__name__)
@pytest.mark.parametrize("role", ["supervisor", "auditor", "installer", "sys"])
def test_no_right_no_event(at, command, role):
    """SEC-031 Who has no right is refused by that reason, whatever the state; emergencies are everybody's."""
    if role in ALLOWED[type(command).__name__]:
        return
    for bed in (at("open"), at("running")):
        decision = decide(bed.protocol, bed.state, command, Actor("x", role, "pin"), bed.now())
        assert isinstance(decision, Refused)
        assert decision.code == "role.may_not"
