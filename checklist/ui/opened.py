"""What the window needs to know of a workstation once it is open, read in one go on the writer thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from checklist.audit.query import Clinic, Person
from checklist.protocol.model import Protocol

if TYPE_CHECKING:
    from checklist.service.conduct import Interrupted, Snapshot
    from checklist.service.workstation import Workstation


class Opened(msgspec.Struct, frozen=True):
    """What was found.

    Attributes:
        live: Sessions in progress, by chair.
        interrupted: What was open when the program last stopped without saying so.
        pins: Made-up people's PINs by name; empty outside practice.
        lists: The protocol whose emergency lists are offered where no session runs; None where there is none.
    """

    clinic: Clinic
    people: tuple[Person, ...]
    live: tuple[Snapshot, ...]
    interrupted: Interrupted | None
    pins: Mapping[str, str]
    lists: Protocol | None


def read_opened(station: Workstation) -> Opened:
    """Read it; to be called on the writer thread."""
    pins: Mapping[str, str] = {}
    if station.clinic.practice:
        from checklist.service.practice import PINS

        pins = PINS
    conductor, ids = station.conductor, station.protocols.ids()
    lists = station.protocols.newest(ids[0]) if ids else None
    return Opened(station.clinic, station.staff.people(), conductor.live(), conductor.interrupted, pins, lists)
