"""A clinic of made-up patients and staff, to learn and to show with. Nobody here exists."""

from __future__ import annotations

from checklist.audit.query import Allergies, Patient
from checklist.service.patients import Patients
from checklist.service.setting_up import SetUp
from checklist.service.staff import NewPerson, Staff
from checklist.session.commands import Actor

PINS = {
    "A. Diallo": "284613",
    "J. Moreau": "572940",
    "S. Park": "913264",
    "R. Okafor": "640385",
    "M. Lindqvist": "758206",
}
"""Name to PIN, shown on screen in practice only."""

PEOPLE = (
    NewPerson("A. Diallo", "AD", "RN", ("nurse", "checker"), PINS["A. Diallo"]),
    NewPerson("J. Moreau", "JM", "RN", ("nurse", "checker"), PINS["J. Moreau"]),
    NewPerson("S. Park", "SP", "RN", ("nurse", "checker"), PINS["S. Park"]),
    NewPerson("R. Okafor", "RO", "Dr", ("prescriber",), PINS["R. Okafor"]),
    NewPerson("M. Lindqvist", "ML", "", ("supervisor",), PINS["M. Lindqvist"]),
)

CLINIC = SetUp("Practice clinic", "Workstation 1", 4, PEOPLE, practice=True)

PATIENTS = (
    Patient("", "Harlow", "Josephine", "1987-03-14", "004 183 27", "Ms", "Josie", Allergies.KNOWN, "penicillin (rash)"),
    Patient("", "Tran", "Minh", "1979-09-02", "004 177 90", "Mr", "", Allergies.NONE_KNOWN),
    Patient("", "Kowalski", "Piotr", "1990-01-30", "004 180 02", "Mr", "", Allergies.NOT_RECORDED),
    Patient("", "Adeyemi", "Folake", "1972-06-08", "003 962 11", "Ms", "", Allergies.KNOWN, "latex (hives)"),
    Patient("", "Brennan", "Aoife", "1995-12-21", "004 121 45", "Ms", "", Allergies.UNAVAILABLE),
    Patient("", "Sato", "Haruka", "1983-04-17", "004 099 71", "Ms", "Haru", Allergies.NONE_KNOWN),
)


def add_patients(patients: Patients, staff: Staff) -> None:
    """Register the made-up patients, as entered by the first nurse."""
    nurse = next(person for person in staff.people() if "nurse" in person.roles)
    for patient in PATIENTS:
        patients.add(patient, Actor(nurse.id, "nurse", "cont"))
