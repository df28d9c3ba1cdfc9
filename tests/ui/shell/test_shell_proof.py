"""The sheet that asks a person for their own PIN."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from checklist.service.practice import PINS
from checklist.ui.desk import Proof, ProofRequest

STATEMENT = "I, {name}, read these values myself."


@pytest.fixture
def asked(shell):
    shell.begin()
    shell.sign_in()
    proofs: list[Proof] = []

    def ask(**changes: object) -> list[Proof]:
        request = {"title": "Second check", "statement": STATEMENT, "roles": ("checker", "prescriber"), **changes}
        shell.window.desk.prove(ProofRequest(**request), proofs.append)
        return proofs

    yield shell, ask
    shell.settle()


def test_a_proof_covers_the_exact_words_that_stood_there(asked) -> None:
    """SEC-035 The proof holds the sentence as it stood on the screen, with the signer's own name in it."""
    shell, ask = asked
    proofs = ask()
    shell.press(f"proof.person.{shell.people['S. Park'].id}")
    assert shell.find("proof.statement").text() == "I, S. Park, read these values myself."
    QTest.keyClicks(shell.find("proof.pin"), PINS["S. Park"])
    shell.qtbot.waitUntil(lambda: bool(proofs), timeout=10_000)
    (proof,) = proofs
    assert proof.shown == "I, S. Park, read these values myself."
    assert (proof.actor.person, proof.actor.role, proof.actor.auth) == (shell.people["S. Park"].id, "checker", "pin")


def test_who_gave_the_first_answers_is_greyed_with_the_reason(asked) -> None:
    """SEC-048 A barred person stands there greyed with the reason, and people without the role not at all."""
    shell, ask = asked
    ask(barred=(shell.people["A. Diallo"].id,))
    row = shell.find(f"proof.person.{shell.people['A. Diallo'].id}")
    assert not row.isEnabled()
    assert "another person is needed" in row.accessibleName()
    assert f"proof.person.{shell.people['M. Lindqvist'].id}" not in {w.objectName() for w in row.parent().children()}


def test_a_wrong_pin_proves_nothing(asked) -> None:
    """A wrong PIN says how many tries are left, the sheet stays, and nothing is done."""
    shell, ask = asked
    proofs = ask(roles=("nurse",), person=shell.people["A. Diallo"].id)
    QTest.keyClicks(shell.find("proof.pin"), "111222")
    shell.settle()
    assert "PIN not right. 9 tries left." in shell.texts()
    assert shell.find("proof").isVisible()
    assert not proofs


def test_the_signature_takes_the_first_fitting_role(asked) -> None:
    """A person with several roles proves themselves in the first one asked for that they hold."""
    shell, ask = asked
    proofs = ask(roles=("prescriber", "nurse"), person=shell.people["A. Diallo"].id, statement="x")
    QTest.keyClicks(shell.find("proof.pin"), PINS["A. Diallo"])
    shell.qtbot.waitUntil(lambda: bool(proofs), timeout=10_000)
    assert proofs[0].actor.role == "nurse"


def test_locking_forgets_half_a_pin(asked) -> None:
    """Half a PIN on the sheet is forgotten when the screen locks."""
    shell, ask = asked
    ask(roles=("nurse",), person=shell.people["A. Diallo"].id)
    pad = shell.find("proof.pin")
    QTest.keyClicks(pad, "284")
    shell.window.lock_now("asked")
    assert pad.count() == 0
