"""Roles and rights: one table (D20, SEC-031).

A person has several roles, one in force at a time; the service checks rights with this table before a command
is decided, and ``decide`` checks again. Which line a role may answer stands in the protocol; this table says
which kinds of command it may give at all. Pure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from checklist.session import care_commands, commands, drug_commands, emergency_commands, running_commands
from checklist.session.commands import Command


class Role(StrEnum):
    """Roles of ``architecture.md`` 6."""

    NURSE = "nurse"
    CHECKER = "checker"
    PRESCRIBER = "prescriber"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    INSTALLER = "installer"


_NURSE = frozenset({Role.NURSE})
_CHAIR = frozenset({Role.NURSE, Role.CHECKER, Role.PRESCRIBER})
_CARE = frozenset({Role.NURSE, Role.PRESCRIBER})
_ANYBODY = frozenset(Role)

SYSTEM = "system"
"""Role of what the program records by itself."""

RIGHTS: dict[type[Command], frozenset[str]] = {
    commands.OpenSession: _NURSE,
    commands.AnswerLine: _CHAIR,
    commands.CorrectAnswer: _CHAIR,
    commands.DeferLine: _NURSE,
    commands.MarkNotApplicable: _CARE,
    commands.OverrideStop: frozenset({Role.PRESCRIBER}),
    commands.OverrideByPhone: _NURSE,
    commands.Countersign: _CHAIR,
    commands.TellProvider: _NURSE,
    commands.RecordVitals: _NURSE,
    commands.StartInfusion: _NURSE,
    commands.PauseInfusion: _CARE,
    commands.ResumeInfusion: _CARE,
    commands.EndInfusion: _CARE,
    commands.RecordEvent: _CHAIR,
    commands.SettleEvent: _CARE,
    commands.WithdrawEvent: _CHAIR,
    commands.AddNote: _CHAIR,
    commands.Sign: _CHAIR,
    commands.StopSession: _CARE,
    drug_commands.TakeOut: _NURSE,
    drug_commands.Draw: _NURSE,
    drug_commands.Waste: _NURSE,
    drug_commands.Return: _NURSE,
    drug_commands.Explain: _NURSE,
    drug_commands.VoidDrugEntry: _NURSE,
    running_commands.OrderCadence: _CARE,
    running_commands.ExplainReading: _NURSE,
    running_commands.Tick: frozenset({SYSTEM}),
    running_commands.SeeReminder: _CHAIR,
    running_commands.QuietReminder: _CHAIR,
    care_commands.ChangeRate: _CARE,
    care_commands.CheckRate: _CHAIR,
    care_commands.ReadPump: _CARE,
    care_commands.HandOver: _NURSE,
    care_commands.TakeOver: _NURSE,
    care_commands.ClaimActs: _ANYBODY,
    care_commands.DescribeEvent: _CHAIR,
    care_commands.NoteGap: frozenset({SYSTEM}),
    emergency_commands.StartBranch: _ANYBODY,
    emergency_commands.DoBranchLine: _ANYBODY,
    emergency_commands.EndBranch: _ANYBODY,
}

NOBODY: Final = "sys"
"""Person id of an act that nobody has signed in for."""

UNPROVED: Final = "none"
"""Its proof."""

WITHOUT_SIGN_IN: frozenset[type[Command]] = frozenset(
    {
        emergency_commands.StartBranch,
        emergency_commands.DoBranchLine,
        emergency_commands.EndBranch,
        commands.RecordEvent,
        commands.RecordVitals,
        commands.AddNote,
        running_commands.QuietReminder,
    }
)
"""What nobody needs to sign in for in an emergency (D24, ``ledger-and-security.md`` 10.4)."""


def may(role: str, command: type[Command]) -> bool:
    """Return whether a person in ``role`` may give this kind of command; an unknown role may give none."""
    return role in RIGHTS[command]
