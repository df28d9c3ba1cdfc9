"""The drug account, telephone orders and unsigned work in the real window over a real store, by presses and keys."""

from __future__ import annotations

from hashlib import sha256

from drug_scenes import CODE, EXPIRED, NO_EXPIRY, OUT, REASON, give, opened, order_by_phone, scan
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from real_window import PRESCRIBER, SECOND, SUPERVISOR, RealWindow
from scenes import HALF_WAY, MONITORED, STOPPED, TEN_MINUTES

from checklist.audit.query import SessionQuery
from checklist.audit.record import SessionRecord
from checklist.protocol.model import Step
from checklist.service.practice import PINS
from checklist.session.drug_account import Balance, balance
from checklist.session.drug_commands import Draw
from checklist.session.drug_events import DrugTakenOut
from checklist.session.state import SessionState
from checklist.ui.page import ToRecord
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text


def state_of(real: RealWindow, session_id: str) -> SessionState:
    return real.ask(lambda station: station.conductor.snapshot(session_id).state)


def balance_of(real: RealWindow, session_id: str) -> Balance:
    snapshot = real.ask(lambda station: station.conductor.snapshot(session_id))
    return balance(snapshot.protocol, snapshot.state)


def words(real: RealWindow) -> str:
    """Return every word in sight, and every name of what is in sight."""
    shown = [w for w in real.window.findChildren(QWidget) if w.isVisible()]
    texts = [w.text() for w in shown if isinstance(w, Text)]
    return "\n".join(texts + [w.accessibleName() for w in shown])


def text_of(real: RealWindow, name: str) -> str:
    field = real.find(name)
    assert isinstance(field, QLineEdit)
    return field.text()


def type_number(real: RealWindow, name: str, digits: str) -> None:
    field = real.find(name)
    assert isinstance(field, NumberField)
    real.type_into(name, digits)


def draw(real: RealWindow, ml: str) -> None:
    real.press("account.draw")
    type_number(real, "item.drug.draw.field.ml", ml)
    type_number(real, "item.drug.draw.field.opened", "1")
    real.press("sheet.drug.draw.accept")


def waste(real: RealWindow, syringe: str, bag: str = "0") -> None:
    real.press("account.waste")
    type_number(real, "item.drug.waste.field.syringe", syringe)
    type_number(real, "item.drug.waste.field.bag", bag)
    real.press("item.drug.waste.field.method.deactivated")
    real.press("sheet.drug.waste.accept")


# The account ---------------------------------------------------------------------------------------------------


def test_a_scanned_container_is_taken_out_and_drawn_from(real: RealWindow) -> None:
    """R77 A scanned container and what was drawn from it are entries with person, and the balance shows them."""
    session_id = opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    assert "Nothing taken out yet" in words(real)
    real.press("account.open")
    assert real.there("account.empty")
    assert not real.find("account.draw").isEnabled()
    real.press("account.out")
    scan(CODE)
    real.settle()
    assert text_of(real, "item.drug.out.field.lot") == "KT4471"
    assert text_of(real, "item.drug.out.field.expiry") == "31 01 2028"
    real.press("item.drug.out.field.strength.50")
    real.type_into("item.drug.out.field.container", "C-118")
    type_number(real, "item.drug.out.field.count", "2")
    real.press("sheet.drug.out.accept")
    draw(real, "0.88")
    assert "Drawn: 0.88 mL = 44 mg" in words(real)
    account = state_of(real, session_id).account
    assert account[0].event == DrugTakenOut("C-118", 2, "50", "KT4471", "2028-01-31", "00304092053105")
    assert {entry.mark.person for entry in account} == {real.people["A. Diallo"].id}
    real.press("sheet.account.cancel")
    assert "Runs until the infusion has ended" in words(real)
    assert "44 mg" in words(real)


def test_an_expired_container_is_said_at_once_and_never_taken_out(real: RealWindow) -> None:
    """R77 An expired package is said when it is scanned, and the rules refuse to take it out in words."""
    session_id = opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    real.press("account.open")
    real.press("account.out")
    scan(EXPIRED)
    real.settle()
    assert "Expired on 31-Jan-2026. Do not use it, take another container." in words(real)
    real.press("item.drug.out.field.strength.50")
    real.type_into("item.drug.out.field.container", "C-118")
    type_number(real, "item.drug.out.field.count", "1")
    real.press("sheet.drug.out.accept")
    assert "This container expired on" in words(real)
    assert not state_of(real, session_id).account


def test_a_waste_asks_its_witness_at_once_and_not_its_author(real: RealWindow) -> None:
    """R78 SEC-048 The waste's exact sentence is signed by another person with own PIN; its author cannot."""
    session_id = opened(real, MONITORED, OUT, Draw("C-118", "0.88", 2), step=Step.DISCHARGE, link="dis.waste")
    real.press("account.open")
    assert "Does not hold: 10 mg not accounted for" in words(real)
    waste(real, "0.2")
    assert not real.find(f"proof.person.{real.people['A. Diallo'].id}").isEnabled()
    real.press(f"proof.person.{real.people[SECOND].id}")
    sentence = real.find("proof.statement").text()  # type: ignore[attr-defined]  # a Text
    assert sentence == (
        "I, S. Park, saw this wasted: 0.2 mL from the syringe, 10 mg ketamine in all. Container C-118, lot KT4471. "
        "How: Drug deactivation container."
    )
    assert not balance_of(real, session_id).holds
    real.prove(SECOND)
    entry = state_of(real, session_id).account[-1]
    assert entry.witness is not None
    assert entry.witness.person == real.people[SECOND].id
    shown = [item.event for item in record(real, session_id).entries if item.type == "sign.witness"][-1]
    assert shown.signed.shown == sha256(sentence.encode()).hexdigest()
    assert balance_of(real, session_id).holds
    assert "Holds" in words(real)
    assert "witnessed by S. Park RN" in words(real)


def record(real: RealWindow, session_id: str) -> SessionRecord:
    actor = real.window.desk.actor  # type: ignore[union-attr]  # signed in
    return real.ask(lambda station: station.supervisor.record(session_id, actor))


def test_a_waste_without_its_witness_waits(real: RealWindow) -> None:
    """R78 A waste whose witness went away waits for one; the account does not hold and says so."""
    session_id = opened(real, MONITORED, OUT, Draw("C-118", "0.88", 2), step=Step.DISCHARGE, link="dis.waste")
    real.press("account.open")
    waste(real, "0.2")
    real.press("proof.cancel")
    assert "Waits for a witness: 1 entry" in words(real)
    n = state_of(real, session_id).account[-1].mark.n
    real.press(f"account.entry.{n}.witness")
    real.prove(SECOND)
    assert balance_of(real, session_id).holds


def test_a_difference_is_explained_before_a_witness(real: RealWindow) -> None:
    """R81 What is not accounted for is explained in 15 characters or more and countersigned; only then it closes."""
    session_id = opened(real, MONITORED, OUT, Draw("C-118", "0.88"), step=Step.DISCHARGE, link="dis.waste")
    assert "Does not hold: 10 mg and 1 container not accounted for" in words(real)
    real.press("account.open")
    real.press("account.return")
    type_number(real, "item.drug.return.field.ml", "0")
    type_number(real, "item.drug.return.field.count", "1")
    real.press("sheet.drug.return.accept")
    real.press("account.explain")
    real.type_into("item.drug.explain.field.text", "spilt")
    assert not real.find("sheet.drug.explain.accept").isEnabled()
    real.type_into("item.drug.explain.field.text", " on the tray while drawing")
    real.press("sheet.drug.explain.accept")
    assert not balance_of(real, session_id).holds
    real.prove(SECOND)
    assert balance_of(real, session_id).holds
    assert "Does not add up: 10 mg not accounted for. Explained and witnessed" in words(real)


def test_a_difference_is_not_explained_before_the_end(real: RealWindow) -> None:
    """R81 While the infusion runs nothing is off yet: what is given counts by the clock and nothing is explained."""
    opened(real, TEN_MINUTES, OUT, Draw("C-118", "0.88"), step=Step.INFUSION)
    line = real.find("account.open")
    assert line.accessibleName().startswith("Ketamine account: drawn 44 mg, given 8.5 mg by clock, 35.5 mg left")
    real.advance(4)
    assert "given 11.9 mg by clock" in line.accessibleName()
    real.press("account.open")
    assert not real.find("account.explain").isEnabled()


def test_a_wrong_entry_is_taken_back_and_stays_readable(real: RealWindow) -> None:
    """R77 A wrong entry is taken back with a reason; it stays on the sheet and counts no more."""
    session_id = opened(real, HALF_WAY, OUT, Draw("C-118", "8.8"), step=Step.PRE_INFUSION, link="pre.vial")
    real.press("account.open")
    n = state_of(real, session_id).account[-1].mark.n
    real.press(f"account.entry.{n}.back")
    real.press("item.drug.void.field.reason.typing")
    real.press("sheet.drug.void.accept")
    assert "Taken back: Drawn: 8.8 mL = 440 mg" in words(real)
    assert not balance_of(real, session_id).drawn_mg


def test_an_entry_that_was_not_saved_stays_typed(real: RealWindow) -> None:
    """UX-24 An entry the rules refuse leaves the sheet with what was typed, and says why."""
    opened(real, HALF_WAY, OUT, step=Step.PRE_INFUSION, link="pre.vial")
    real.press("account.open")
    real.press("account.draw")
    type_number(real, "item.drug.draw.field.ml", "0.88")
    type_number(real, "item.drug.draw.field.opened", "9")
    real.press("sheet.drug.draw.accept")
    assert "That is more containers than there are: at most 2." in words(real)
    assert text_of(real, "item.drug.draw.field.ml") == "0.88"


# The scanner ---------------------------------------------------------------------------------------------------


def test_a_scan_fills_the_vial_line(real: RealWindow) -> None:
    """R77 A scan anywhere in the vial line fills lot and expiry, leaves no junk, records nothing, and says so."""
    session_id = opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    before = state_of(real, session_id).count
    real.find("item.pre.vial.field.container").setFocus()
    scan(CODE)
    real.settle()
    assert text_of(real, "item.pre.vial.field.lot") == "KT4471"
    assert text_of(real, "item.pre.vial.field.expiry") == "31 01 2028"
    assert not text_of(real, "item.pre.vial.field.container")
    assert "Lot and expiry read. Choose the strength on the label." in words(real)
    assert state_of(real, session_id).count == before


def test_a_scan_without_an_expiry_says_so(real: RealWindow) -> None:
    """R77 What a code does not hold is said and left to be typed, never guessed."""
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    scan(NO_EXPIRY)
    real.settle()
    assert "Lot read, no expiry on this code: type it. Choose the strength on the label." in words(real)
    assert not text_of(real, "item.pre.vial.field.expiry")
    scan("4006381333931")
    real.settle()
    assert "This code names no product. Scan the package's own code, or type." in words(real)
    assert text_of(real, "item.pre.vial.field.lot") == "KT4471"


def test_a_hand_is_no_scanner(real: RealWindow) -> None:
    """R77 Text typed at a hand's speed stays where it was typed."""
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    field = real.find("item.pre.vial.field.lot")
    field.setFocus()
    for sign in "0100304092053105":
        QTest.keyClicks(field, sign)
        real.clock.advance(120)
    QTest.keyClick(field, Qt.Key.Key_Return)
    real.settle()
    assert text_of(real, "item.pre.vial.field.lot") == "0100304092053105"


def test_a_known_product_brings_its_strength(real: RealWindow) -> None:
    """R77 A product taken out in an earlier session brings its strength with it, to be checked on the label."""
    earlier = real.play("Tran", 1, HALF_WAY)
    give(real, earlier, OUT)
    opened(real, HALF_WAY, step=Step.PRE_INFUSION, link="pre.vial")
    scan(CODE)
    real.settle()
    assert real.find("item.pre.vial.field.strength.50").isChecked()  # type: ignore[attr-defined]  # a button
    assert "50 mg/mL as with this product before: check the label." in words(real)


# Telephone orders ----------------------------------------------------------------------------------------------


def test_a_telephone_order_waits_for_its_witness(real: RealWindow) -> None:
    """D21 A telephone order passes the stop only once another person who heard it has signed its sentence."""
    session_id = opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    barred = [real.find(f"proof.person.{real.people[name].id}") for name in ("A. Diallo", PRESCRIBER)]
    assert not any(row.isEnabled() for row in barred)
    real.press("proof.cancel")
    assert "Dr R. Okafor by phone, waiting for a witness" in words(real)
    override = state_of(real, session_id).line("pre.vitals").overrides[-1]
    assert not override.in_force
    real.press("item.witness")
    real.prove(SECOND)
    assert state_of(real, session_id).line("pre.vitals").overrides[-1].in_force
    real.go(session_id, Step.PRE_INFUSION, "pre.vitals")
    assert "Dr R. Okafor by phone, heard by S. Park RN, to be co-signed by 09:28 tomorrow" in words(real)


def test_a_telephone_order_needs_its_parts(real: RealWindow) -> None:
    """D21 Without prescriber, read-back and a reason of 15 characters no telephone order is recorded."""
    opened(real, STOPPED)
    real.press("item.exception")
    real.press("sheet.exception.way.phone")
    assert "Choose the prescriber" in words(real)
    real.press(f"sheet.exception.prescriber.{real.people[PRESCRIBER].id}")
    assert "Read the order back first" in words(real)
    real.press("sheet.exception.read_back")
    real.type_into("sheet.exception.reason", "too short")
    assert not real.find("sheet.exception.accept").isEnabled()
    real.type_into("sheet.exception.reason", REASON)
    assert real.find("sheet.exception.accept").isEnabled()


def test_a_witness_reads_for_two_seconds(real: RealWindow) -> None:
    """SEC-048 UX 10.9 A witness's PIN is looked at once her sentence has stood for 2 s, and counted down quietly."""
    session_id = opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.press(f"proof.person.{real.people[SECOND].id}")
    QTest.keyClicks(real.find("proof.pin"), PINS[SECOND])
    real.clock.advance(1_900)
    real.qtbot.waitUntil(lambda: "Signed in 1 s at the earliest" in words(real))
    assert real.there("proof")
    assert state_of(real, session_id).line("pre.vitals").overrides[-1].witness is None
    real.clock.advance(100)
    real.qtbot.waitUntil(lambda: not real.there("proof"), timeout=10_000)
    real.settle()
    assert state_of(real, session_id).line("pre.vitals").overrides[-1].witness is not None


# Unsigned work -------------------------------------------------------------------------------------------------


def test_the_prescriber_finds_and_signs_what_waits(real: RealWindow) -> None:
    """D21 A prescriber signing in finds her telephone orders and sealed records on Today and signs each there."""
    session_id = opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.prove(SECOND)
    assert real.window.work is not None
    real.window.work.press("today")
    real.settle()
    assert not real.there("today.unsigned")
    real.window.lock_now("switch", switch=True)
    real.settle()
    real.sign_in(PRESCRIBER)
    assert "1 to co-sign" in words(real)
    real.press("today.unsigned.open")
    n = state_of(real, session_id).line("pre.vitals").overrides[-1].mark.n
    assert "To be signed by 09:28 tomorrow" in words(real)
    real.press(f"unsigned.{session_id}.{n}.sign")
    real.prove(PRESCRIBER)
    assert "Nothing waits for your signature." in words(real)
    assert state_of(real, session_id).line("pre.vitals").overrides[-1].cosigned is not None
    real.press("sheet.unsigned.cancel")
    assert not real.there("today.unsigned")


def test_an_overdue_order_is_said_to_the_prescriber_and_the_supervisor(real: RealWindow) -> None:
    """D21 After p.cosign_hours the order is late on Today, and the supervisor's list flags the session."""
    session_id = opened(real, STOPPED)
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.prove(SECOND)
    real.clock.advance(25 * 3_600_000)
    real.window.lock_now("switch", switch=True)
    real.settle()
    real.sign_in(PRESCRIBER)
    assert real.window.work is not None
    real.window.work.press("today")
    real.settle()
    assert "1 late" in words(real)
    real.press("today.unsigned.open")
    assert "Late since 23-Nov-2026 09:28" in words(real)
    row = real.ask(lambda station: station.supervisor.sessions(SessionQuery(flag="unsigned")))
    assert [found.id for found in row] == [session_id]


def test_the_record_tells_account_and_countersignatures(real: RealWindow) -> None:
    """R77 R78 The record's timeline names every entry of the account, the telephone order and who witnessed it."""
    session_id = opened(real, STOPPED, OUT, Draw("C-118", "0.88"))
    order_by_phone(real)
    real.press("sheet.exception.accept")
    real.prove(SECOND)
    real.window.lock_now("switch", switch=True)
    real.settle()
    real.sign_in(SUPERVISOR)
    assert real.window.work is not None
    real.window.work.go(ToRecord(session_id))
    real.settle()
    said = words(real)
    assert "Taken out: 2 containers of 50 mg/mL" in said
    assert "Drawn: 0.88 mL = 44 mg" in said
    assert "Telephone order: SBP over 140." in said
    assert "Witnessed: telephone order" in said
    assert "witnessed as second checker" in said
