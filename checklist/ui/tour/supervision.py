"""The supervisor's part of the tour: look, verify, export."""

from __future__ import annotations

from pathlib import Path

from checklist.ui.tour.driver import TourError
from checklist.ui.tour.nurse import Nurse
from checklist.ui.tour.people import SUPERVISOR


class Supervision:
    """What the supervisor does on the audit page.

    Args:
        nurse: Hands and eyes, of somebody signed in.
        out: Folder for packet and audit logs.
    """

    def __init__(self, nurse: Nurse, out: Path) -> None:
        self._nurse = nurse
        self._driver = nurse.driver
        self._out = out

    def review(self) -> None:
        """Look at the record from the list, verify it, and verify the whole store."""
        driver = self._driver
        driver.press("app_bar.audit")
        driver.arrive("audit.table")
        driver.settle(200)
        driver.shoot("audit")
        driver.press("audit.verify_record")
        driver.until(lambda: driver.shows("audit.integrity", "Record intact"), "the record is not intact")
        driver.press("audit.show_timeline")
        driver.until(lambda: driver.seen("audit.show_timeline") is None, "the timeline did not come")
        driver.shoot("audit-record-intact")
        driver.press("footer.verify")
        driver.until(lambda: driver.shows("audit.store", "no breaks"), "the store was not verified")
        driver.shoot("audit-store-verified")

    def export(self) -> None:
        """Export the whole log in each format."""
        for kind, name in (("packet", "packet.zip"), ("csv", "audit.csv"), ("jsonl", "audit.jsonl")):
            self._export(kind, self._out / name)

    def _export(self, kind: str, target: Path) -> None:
        driver = self._driver
        driver.press("footer.export")
        driver.press(f"sheet.export.format.{kind}")
        driver.press("sheet.export.scope.all")
        driver.type_into("sheet.export.recipient", "State surveyor")
        driver.type_into("sheet.export.purpose", "Inspection")
        driver.type_into("sheet.export.path", str(target))
        if kind == "packet":
            driver.shoot("export")
        driver.press("sheet.export.accept")
        self._nurse.prove(SUPERVISOR)
        driver.until(target.exists, f"{target.name} was not written")
        driver.press_if_there("sheet.export.cancel")
        if not target.stat().st_size:
            raise TourError(f"{target.name} is empty")
