"""Signing in, and what a PIN may be."""

from __future__ import annotations

import pytest

from checklist.errors import AccessError
from checklist.ledger.entry import read_header
from checklist.service.pins import PinRefused, check_choice
from checklist.service.staff import NewPerson, SignedIn
from checklist.session.commands import Actor


def _types(clinic) -> list[str]:
    reader = clinic.opening.reader()
    try:
        return [read_header(entry.header).type for entry in reader.ledger.entries()]
    finally:
        reader.close()


def test_right_pin_signs_in_and_is_an_entry(clinic) -> None:
    """SEC-004 a sign-in is an entry."""
    signed = clinic.station.staff.sign_in(clinic.person("A. Diallo").id, clinic.pin("A. Diallo"))
    assert isinstance(signed, SignedIn)
    assert signed.actor.auth == "cont"
    assert _types(clinic)[-1] == "auth.ok"


def test_wrong_pin_and_unknown_person_look_alike(clinic) -> None:
    """SEC-042 a wrong PIN and an unknown name give the same answer."""
    wrong = clinic.station.staff.sign_in(clinic.person("A. Diallo").id, "000000")
    unknown = clinic.station.staff.sign_in("u-nobody", "000000")
    assert isinstance(wrong, PinRefused)
    assert isinstance(unknown, PinRefused)
    assert wrong.code == unknown.code == "pin.wrong"


def test_waits_grow_and_the_tenth_failure_kills_the_pin(clinic) -> None:
    """SEC-043 from the fourth failure on each try waits longer, and after ten the PIN is dead here."""
    person = clinic.person("S. Park").id
    waits = []
    for _ in range(10):
        refused = clinic.station.staff.sign_in(person, "111112")
        assert isinstance(refused, PinRefused)
        waits.append(refused.wait_s)
        clinic.clock.advance(31_000)
    assert waits[:9] == [0, 0, 0, 1, 2, 4, 8, 15, 30]
    assert clinic.station.staff.sign_in(person, clinic.pin("S. Park")).code == "pin.dead"


def test_a_try_too_soon_is_not_looked_at(clinic) -> None:
    """SEC-043 during a wait not even the right PIN is checked, and the count does not grow."""
    person = clinic.person("S. Park").id
    for _ in range(4):
        clinic.station.staff.sign_in(person, "111112")
    early = clinic.station.staff.sign_in(person, clinic.pin("S. Park"))
    assert isinstance(early, PinRefused)
    assert (early.code, early.tries_left) == ("pin.wait", 6)
    clinic.clock.advance(1_000)
    assert isinstance(clinic.station.staff.sign_in(person, clinic.pin("S. Park")), SignedIn)


def test_waits_never_touch_other_people(clinic) -> None:
    """SEC-043 one person's failures do not slow another's sign-in."""
    for _ in range(4):
        clinic.station.staff.sign_in(clinic.person("S. Park").id, "111112")
    assert isinstance(clinic.station.staff.sign_in(clinic.person("J. Moreau").id, clinic.pin("J. Moreau")), SignedIn)


def test_failures_survive_a_restart(clinic) -> None:
    """SEC-042 closing the program gives no new tries."""
    person = clinic.person("S. Park").id
    clinic.station.staff.sign_in(person, "111112")
    clinic.again()
    refused = clinic.station.staff.sign_in(person, "111112")
    assert isinstance(refused, PinRefused)
    assert refused.tries_left == 8


def test_proof_is_given_in_a_role_the_person_holds(clinic) -> None:
    """SEC-031 a proof carries the role it was asked for, and nobody proves a role they lack."""
    staff = clinic.station.staff
    proved = staff.prove(clinic.person("R. Okafor").id, clinic.pin("R. Okafor"), ("prescriber",))
    assert proved == Actor(clinic.person("R. Okafor").id, "prescriber", "pin")
    with pytest.raises(AccessError, match=r"person\.role"):
        staff.prove(clinic.person("S. Park").id, clinic.pin("S. Park"), ("prescriber",))


def test_only_supervisors_enrol(clinic) -> None:
    """SEC-031 a nurse cannot add people."""
    new = NewPerson("T. New", "TN", "RN", ("nurse",), "482915")
    with pytest.raises(AccessError, match=r"person\.rights"):
        clinic.station.staff.enrol(new, pin_length=6, by=clinic.nurse())
    added = clinic.station.staff.enrol(new, pin_length=6, by=clinic.actor("M. Lindqvist", "supervisor"))
    assert added in clinic.station.staff.people()


@pytest.mark.parametrize("pin", ["123456", "654321", "777777", "123123", "159753", "112112"])
def test_easy_pins_are_refused(pin: str) -> None:
    """SEC-042 runs, repeats and the commonest PINs are refused."""
    with pytest.raises(AccessError, match=r"pin\.common"):
        check_choice(pin, 6)


@pytest.mark.parametrize(("pin", "code"), [("12345", "pin.length"), ("12a456", "pin.digits"), ("١٢٣٤٥٦", "pin.digits")])
def test_a_pin_is_ascii_digits_of_the_clinics_length(pin: str, code: str) -> None:
    """SEC-042 a PIN has the clinic's length and is made of plain digits."""
    with pytest.raises(AccessError, match=code.replace(".", r"\.")):
        check_choice(pin, 6)
