"""What is done at the pump while it runs: read its volume, change its rate, and have a second person read that rate."""

from __future__ import annotations

from checklist.protocol.items import ChoiceField
from checklist.service.conduct import Snapshot
from checklist.session.care_commands import ChangeRate, CheckRate, ReadPump
from checklist.session.delivered import delivered
from checklist.session.pairing import is_single
from checklist.session.roles import Role
from checklist.session.state import InfusionStatus
from checklist.ui import formats
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.monitoring import delivered_words
from checklist.ui.monitoring.number_sheet import NumberSheet
from checklist.ui.monitoring.people import prescribers
from checklist.ui.monitoring.rate_sheets import CheckRateSheet, RateDiffersSheet, RateSheet
from checklist.ui.monitoring.reasons import RATE
from checklist.ui.sheet_run import run_from

RATE_LINE, WHY_FIELD = "mon.rate-change", "why"


class PumpActs:
    """Opens the sheets.

    Args:
        desk: The way to the service.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, snapshot: Snapshot) -> None:
        """Read the volume given off the pump; what the clock expects is told after it is recorded."""
        plan = snapshot.state.infusion
        if plan.status is InfusionStatus.NOT_STARTED:
            self._desk.notify("The infusion has not started.")
            return
        bag = formats.quantity(plan.volume_ml, "mL")
        sheet = NumberSheet(
            "Read the pump",
            id="sheet.pump",
            primary="Record",
            label="Volume given",
            unit="mL",
            high=plan.volume_ml,
            words=f"The volume given so far, as the pump shows it. The bag holds {bag}.",
        )
        sheet.follow(lambda: sheet.set_primary_enabled(bool(sheet.value())))
        sheet.accepted.connect(lambda: run_from(self._desk, sheet, snapshot, ReadPump(sheet.value()), self._read))
        self._desk.open_sheet(sheet)
        sheet.begin()

    def _read(self, snapshot: Snapshot) -> None:
        now = self._desk.now()
        given = delivered(snapshot.protocol, snapshot.state, now)
        self._desk.notify(f"Recorded: {delivered_words.pump_words(snapshot.state, given, now.tz_min)}")

    def change_rate(self, snapshot: Snapshot) -> None:
        """Record a new rate; then the second person's reading is asked."""
        plan = snapshot.state.infusion
        if plan.status not in (InfusionStatus.RUNNING, InfusionStatus.PAUSED):
            self._desk.notify("The infusion is not running.")
            return
        sheet = RateSheet(snapshot.state.order, plan.rate_ml_h, _reasons(snapshot), prescribers(self._desk))

        def record() -> None:
            command = ChangeRate(sheet.value(), sheet.reason(), sheet.ordered_by())
            run_from(self._desk, sheet, snapshot, command, self.check_rate)

        sheet.accepted.connect(record)
        self._desk.open_sheet(sheet)
        sheet.begin()

    def check_rate(self, snapshot: Snapshot) -> None:
        """Let a second person read the rate off the pump, unseen, and sign for it."""
        rates = snapshot.state.infusion.rates
        if not rates or rates[-1].checked:
            return
        change = rates[-1]
        barred = () if is_single(snapshot.protocol) else (change.mark.person,)
        sheet = CheckRateSheet()

        def sign() -> None:
            read = sheet.value()
            statement = f"I, {{name}}, read {formats.quantity(read, 'mL/h')} from the pump myself."
            roles = (Role.CHECKER, Role.PRESCRIBER, Role.NURSE)
            request = ProofRequest("Second reading of the rate", statement, roles, barred=barred)
            self._desk.prove(request, lambda proof: self._checked(sheet, snapshot, change.mark.n, proof))

        sheet.accepted.connect(sign)
        self._desk.open_sheet(sheet)
        sheet.begin()

    def _checked(self, sheet: CheckRateSheet, snapshot: Snapshot, of: int, proof: Proof) -> None:
        def recorded(new: Snapshot) -> None:
            if new.state.infusion.rates[-1].checked:
                self._desk.notify("Both readings of the rate agree.")
            else:
                self._say_differs(new)

        run_from(self._desk, sheet, snapshot, CheckRate(of, sheet.value()), recorded, actor=proof.actor)

    def _say_differs(self, snapshot: Snapshot) -> None:
        differs = RateDiffersSheet()

        def again() -> None:
            differs.dismiss()
            self.check_rate(snapshot)

        def wrong() -> None:
            differs.dismiss()
            self.change_rate(snapshot)

        differs.accepted.connect(again)
        differs.wrong_pressed.connect(wrong)
        self._desk.open_sheet(differs)


def _reasons(snapshot: Snapshot) -> dict[str, str]:
    """Return why a rate is changed, as the protocol lists it, else our own list."""
    lines = (line for line in snapshot.protocol.all_lines() if line.link_id == RATE_LINE)
    fields = (field for line in lines for field in line.fields)
    choice = next((f for f in fields if isinstance(f, ChoiceField) and f.id == WHY_FIELD), None)
    return {option.code: option.text for option in choice.options} if choice is not None else dict(RATE)
