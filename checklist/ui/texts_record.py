"""Words for what a record holds: entry types, event terms, roles, statuses, flags, reasons. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checklist.audit.query import Allergies, Flag
from checklist.protocol.items.signature import Meaning
from checklist.protocol.model import PhaseId, Step
from checklist.session.roles import Role
from checklist.session.slips import Slip
from checklist.session.state import InfusionStatus, Status

ROLES: Mapping[str, str] = MappingProxyType(
    {
        Role.NURSE: "nurse",
        Role.CHECKER: "second checker",
        Role.PRESCRIBER: "prescriber",
        Role.SUPERVISOR: "supervisor",
        Role.AUDITOR: "auditor",
        Role.INSTALLER: "installer",
        "system": "the program",
    }
)

STEPS: Mapping[str, str] = MappingProxyType(
    {
        Step.PRE_INFUSION: "Pre-infusion",
        Step.TIME_OUT: "Time-out",
        Step.INFUSION: "Infusion",
        Step.RECOVERY: "Recovery",
        Step.DISCHARGE: "Discharge",
        Step.SIGN_OFF: "Sign-off",
    }
)

SHORT_STEPS: Mapping[str, str] = MappingProxyType({**STEPS, Step.PRE_INFUSION: "Pre", Step.DISCHARGE: "Leave"})
"""Names for the narrow rail of the compact mode."""

PHASES: Mapping[str, str] = MappingProxyType(
    {
        PhaseId.PRE_INFUSION: "Pre-infusion",
        PhaseId.MONITORING: "Monitoring",
        PhaseId.DISCHARGE: "Discharge",
    }
)

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        Status.IN_PROGRESS: "In progress",
        Status.COMPLETED: "Sealed",
        Status.STOPPED: "Stopped",
        "amended": "Amended",
        "entered-in-error": "Entered in error",
    }
)

INFUSION: Mapping[str, str] = MappingProxyType(
    {
        InfusionStatus.NOT_STARTED: "Infusion not started",
        InfusionStatus.RUNNING: "Infusion running",
        InfusionStatus.PAUSED: "Infusion paused",
        InfusionStatus.ENDED: "Infusion ended",
        InfusionStatus.STOPPED: "Infusion stopped early",
    }
)

FLAGS: Mapping[str, str] = MappingProxyType(
    {
        Flag.OPEN: "Open",
        Flag.EXCEPTION: "Exception",
        Flag.AMENDED: "Amended",
        Flag.LATE_VITALS: "Late vital signs",
        Flag.STOPPED: "Stopped",
        Flag.UNSIGNED: "Not co-signed",
    }
)

ALLERGIES: Mapping[str, str] = MappingProxyType(
    {
        Allergies.KNOWN: "Known allergies",
        Allergies.NONE_KNOWN: "No known allergies",
        Allergies.NOT_RECORDED: "Allergies not recorded",
        Allergies.UNAVAILABLE: "Allergies unavailable",
    }
)

SLIPS: Mapping[str, str] = MappingProxyType(
    {
        Slip.TENFOLD: "likely ten times off",
        Slip.WRONG_FIELD: "likely the number of another field",
        Slip.POUNDS: "likely pounds for kilograms",
        Slip.STRENGTH: "likely another vial strength",
    }
)

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        Meaning.PERFORM: "performed",
        Meaning.CHECK: "checked",
        Meaning.WITNESS: "witnessed",
        Meaning.APPROVE: "approved",
        Meaning.REVIEW: "reviewed",
        Meaning.AMEND: "amended",
    }
)

DILUENTS: Mapping[str, str] = MappingProxyType(
    {"nacl09": "sodium chloride 0.9%", "d5w": "glucose 5%", "water": "water for injection"}
)

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "typing": "Typing mistake",
        "new_information": "New information",
        "wrong_line": "Wrong line",
        "undo": "Undone at once",
        "not_taken": "Not taken",
        "could_not_obtain": "Could not obtain",
        "refused": "Patient refused",
        "equipment": "Equipment failed",
        "other": "Other",
    }
)

EVENT_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "hypertension": "High blood pressure",
        "hypotension": "Low blood pressure",
        "tachycardia": "Fast pulse",
        "bradycardia": "Slow pulse",
        "desaturation": "Low oxygen saturation",
        "apnoea": "No breathing",
        "time_sense": "Altered sense of time",
        "numbness": "Numbness or tingling",
        "blurred_vision": "Blurred or double vision",
        "saliva": "Excess saliva",
        "restless": "Restless",
        "medicine": "Medicine given",
        "rate_change": "Rate change",
        "reassured": "Reassured",
        "emergency": "Emergency",
        "other": "Other event",
    }
)
"""Terms whose words are not simply the code's own; any other term is read as it is (``terms`` below)."""

ENTRY_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "log.open": "Log opened",
        "log.close": "Log closed",
        "key.day": "Day key made",
        "key.revoke": "Key revoked",
        "app.start": "Program started",
        "app.stop": "Program stopped",
        "app.fault": "Program fault",
        "clock.jump": "Clock changed",
        "user.add": "Person added",
        "user.role": "Roles changed",
        "user.retire": "Person retired",
        "user.key": "Personal key made",
        "user.reset": "PIN reset",
        "auth.ok": "Signed in",
        "auth.fail": "Sign-in failed",
        "auth.lock": "Screen locked",
        "auth.switch": "User switched",
        "auth.break": "Break-glass",
        "auth.claim": "Claimed an act",
        "patient.add": "Patient added",
        "patient.change": "Patient details changed",
        "clock.gap": "Computer slept or clock set",
        "session.open": "Session opened",
        "session.phase": "Phase closed",
        "session.hand": "Handed over",
        "session.stop": "Session stopped",
        "session.close": "Session sealed",
        "session.void": "Session voided",
        "item.done": "Line done",
        "item.value": "Value recorded",
        "item.skip": "Not applicable",
        "item.later": "Put off",
        "item.except": "Exception",
        "item.clear": "Answer withdrawn",
        "infusion.start": "Infusion started",
        "infusion.pause": "Infusion paused",
        "infusion.resume": "Infusion resumed",
        "infusion.rate": "Rate changed",
        "infusion.cadence": "Sets ordered more or less often",
        "infusion.stop": "Infusion stopped early",
        "infusion.end": "Infusion ended",
        "event.ae": "Event",
        "event.told": "Provider told",
        "event.note": "Note",
        "pair.same": "Second check matches",
        "pair.differ": "Second check differs",
        "emergency.start": "Emergency started",
        "emergency.line": "Emergency line",
        "emergency.end": "Emergency ended",
        "remind.due": "Reading due",
        "remind.late": "Reading not recorded in time",
        "remind.seen": "Reminder seen",
        "remind.quiet": "Reminder quietened",
        "drug.out": "Drug taken out",
        "drug.draw": "Drug drawn up",
        "drug.give": "Drug given",
        "drug.waste": "Drug wasted",
        "drug.return": "Drug returned",
        "drug.count": "Drug counted",
        "drug.differ": "Drug count differs",
        "sign.perform": "Signed: performed",
        "sign.check": "Signed: checked",
        "sign.witness": "Signed: witnessed",
        "sign.approve": "Signed: approved",
        "sign.review": "Signed: reviewed",
        "sign.amend": "Signed: amended",
        "amend": "Answer corrected",
        "late": "Reason for a missed or late reading",
        "void": "Voided",
        "view.record": "Record viewed",
        "out.print": "Printed",
        "out.export": "Exported",
        "out.report": "Report made",
        "in.propose": "Parameters proposed",
        "in.protocol": "Parameters approved",
        "in.decline": "Parameters declined",
        "in.withdraw": "Proposal withdrawn",
        "in.config": "Settings taken in",
        "sync.push": "Sent to the archive",
        "sync.cosign": "Countersigned by the archive",
        "check.quick": "Quick check",
        "check.full": "Full check",
        "check.bad": "Check does not match",
        "backup.made": "Backup made",
        "backup.tried": "Backup tried",
        "restore.begin": "Restored",
        "purge.done": "Old records removed",
        "hold.set": "Hold set",
        "hold.end": "Hold ended",
        "incident": "Incident",
    }
)
"""Every entry type of ``ledger-and-security`` 7.4."""
