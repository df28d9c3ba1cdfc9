"""What the killed program does: two whole sessions, press by press, and what each press must leave behind.

The course of a session is worked out by the pure core alone, so what the store gives back is held against something
that never saw the store. Two sessions with a drawn distance between their starts interleave by their due times.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))

from care_script import care_session
from press_course import Deed, begin, course
from session_script import People, Press, full_session
from spine import spine_opening
from whole_visit import complete

from checklist.opening import StoreOpening, library
from checklist.protocol.model import Protocol
from checklist.session.commands import OpenSession

PROTOCOL = "ketamine-iv-mood"
FAMILIES = {1: "Harlow", 2: "Tran"}
"""Chair to the family name of the patient in it."""

LONGEST_GAP_S = 45 * 60
"""Between the starts of the two sessions; half a second is added, so that no two presses are due at once."""

Patient = tuple[str, str]
"""Id, and the last four characters of the record number."""


@dataclass(frozen=True)
class Plan:
    """Both sessions of one store: deeds by chair, and all of them in the order they are due.

    ``opens`` opens a data directory with the protocol of the plan.
    """

    protocol: Protocol
    opens: Callable[..., StoreOpening]
    patients: Mapping[int, Patient]
    chairs: dict[int, tuple[Deed, ...]]

    def rest(self, done: dict[int, int]) -> Iterator[Deed]:
        """Yield in due order what is left when so many presses of each chair are done."""
        left = [deed for chair, deeds in self.chairs.items() for deed in deeds[done[chair] :]]
        yield from sorted(left, key=lambda deed: (deed.at_ms, deed.chair))


def make(people: People, patients: Mapping[int, Patient], seed: int, *, care: bool = False) -> Plan:
    """Work out both sessions.

    Args:
        people: Who takes part.
        patients: By chair.
        seed: What is drawn.
        care: Under the complete protocol, with a busy hour and an emergency; otherwise the short one.
    """
    gap_ms = random.Random(f"gap {seed}").randrange(LONGEST_GAP_S) * 1000 + 500
    protocol = complete(PROTOCOL) if care else library().get(PROTOCOL, "0.1.0")
    chairs = {}
    for chair, patient in patients.items():
        start_ms = begin().wall_ms + 60_000 + (gap_ms if chair == max(patients) else 0)
        if care:
            presses: Iterator[Press] = iter(care_session(start_ms, people, patient, chair, seed * 10 + chair))
        else:
            presses = (_known(press, patient) for press in full_session(start_ms, people, patient[0], chair))
        chairs[chair] = tuple(course(protocol, chair, start_ms, presses))
    return Plan(protocol, StoreOpening if care else spine_opening, patients, chairs)


def _known(press: Press, patient: Patient) -> Press:
    """Return a press with what the conductor knows of the patient when it opens a session."""
    if not isinstance(press.command, OpenSession):
        return press
    return Press(press.wait_s, press.actor, msgspec.structs.replace(press.command, mrn4=patient[1]))
