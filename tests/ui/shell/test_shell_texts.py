"""Every code of the source has words, and a code without words is still readable."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from normal_answers import shipped

from checklist.audit.query import Allergies, Flag, Person
from checklist.errors import AccessError, ChecklistError, LedgerError, TamperError
from checklist.protocol.items.problem import Code as ValueCode
from checklist.session.codes import Code
from checklist.session.commands import Block, Refused
from checklist.session.roles import Role
from checklist.ui import texts
from checklist.ui.texts_errors import ERRORS, FAMILIES
from checklist.ui.texts_record import ENTRY_TYPES
from checklist.ui.texts_rules import RULES, SERVICE, VALUES

SOURCE = Path(texts.__file__).parents[1]
SHOWN_AS_FAMILY = re.compile(r"canonical\.|entry\.|proof\.|note\.|key\.|packet\.|protocol\.|check\.|verify\.|witness\.")
"""Codes of bytes that do not fit: the family's words hold, the details name the code."""


def _called(names: set[str]) -> set[str]:
    """Return the first argument of every call of these names in the source."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_refusal_has_words() -> None:
    """Each code the rules of a session can give has a sentence of its own that ends with a full stop."""
    assert set(Code) == set(RULES)
    for code, sentence in RULES.items():
        assert sentence.endswith((".", "?")), code
        assert "_" not in re.sub(r"\{\w+\}", "", sentence), code


def test_refusals_of_the_service_have_words() -> None:
    """Each code with which the service itself refuses a command has a sentence."""
    missing = sorted(code for code in _called({"Refused", "refused", "Block"}) if code not in {**RULES, **SERVICE})
    assert not missing


def test_every_reason_against_a_value_has_words() -> None:
    """Each code with which a field refuses a value has a sentence."""
    assert set(VALUES) == set(ValueCode)


def test_every_error_has_words() -> None:
    """UX-24 Each error of store, keys, people, export and settings has words; the others have their family's."""
    codes = _called({"LedgerError", "TamperError", "AccessError", "SettingsError", "ProtocolError"})
    missing = sorted(code for code in codes if code not in ERRORS and not SHOWN_AS_FAMILY.match(code))
    assert not missing


def test_every_family_of_errors_has_words() -> None:
    """An error whose code has no words gets those of its family, and its code stays in the details."""
    words = texts.error(TamperError("some.new-code", "detail"))
    assert words.what == FAMILIES["TamperError"][0]
    assert words.details == "some.new-code: detail"
    assert texts.error(ChecklistError("x.y")).what
    assert texts.error(AccessError("pin.length", "", length=6)).todo == "It needs 6."


def test_an_error_says_what_happened_first() -> None:
    """UX-13 A full disk reads: what happened, what is safe, what to do, with no code on the line."""
    words = texts.error(LedgerError("store.full", "no space"))
    assert words.line.startswith("The disk is full. Everything recorded so far is safe. ")
    assert "store.full" not in words.line


def test_placeholders_are_filled_with_words() -> None:
    """A block names the line by its own text and its parameters by words, numbers in the one number format."""
    protocol = shipped()
    line = protocol.line("pre.weight")
    todo = texts.block(Block(Code.LINE_TODO, "pre.weight"), protocol)
    assert todo == f"“{line.text}” is still to do."
    later = texts.block(Block(Code.LINE_LATER, "pre.weight", (("until", "discharge"),)), protocol)
    assert later.endswith("was put off until Discharge.")
    rate = texts.block(Block(Code.INFUSION_RATE, params=(("computed", "150.0"),)), protocol)
    assert "150 mL/h" in rate


def test_a_sentence_without_its_parameters_is_still_one() -> None:
    """A block whose parameters or line are missing gives a sentence with a gap in words, never an error."""
    protocol = shipped()
    for code in Code:
        sentence = texts.block(Block(code, "no.such-line"), protocol)
        assert sentence
        assert "{" not in sentence, code


def test_an_unknown_code_is_read_aloud() -> None:
    """A code that nobody has put into words is shown readable, whatever table is asked."""
    assert texts.block(Block("brand.new_rule"), shipped()) == "Brand: new rule."
    assert texts.role("night_porter") == "Night porter"
    assert texts.event_term("") == "Not known"


def test_a_refusal_names_at_most_two_lines_and_counts_the_rest() -> None:
    """A refusal with many lines in the way names two of them and counts the others."""
    links = ("pre.weight", "pre.vitals", "pre.iv", "pre.room")
    blocks = tuple(Block(Code.LINE_TODO, link) for link in links)
    refused = Refused(Code.PHASE_INCOMPLETE, blocks, (("phase", "pre_infusion"),))
    sentence = texts.refused(refused, shipped())
    assert sentence.startswith("Pre-infusion still has open lines.")
    assert sentence.endswith("And 2 more.")


def test_closed_tables_are_complete() -> None:
    """Roles, flags and allergy states are all in their tables, and no word is a code."""
    for table, codes in ((texts.role, Role), (texts.flag, Flag), (texts.allergies, Allergies)):
        for code in codes:
            assert "_" not in table(code.value)


def test_every_entry_type_written_has_words() -> None:
    """Each entry type that the source writes is in the table of entry types (ledger-and-security 7.4)."""
    from checklist.session import codec

    types = set(re.findall(r'"([a-z]+\.[a-z]+)"', Path(codec.__file__).read_text(encoding="utf-8")))
    written = {code for code in types if code.split(".")[0] in {name.split(".")[0] for name in ENTRY_TYPES}}
    assert written
    assert written <= set(ENTRY_TYPES)


def test_a_doctors_post_stands_before_the_name() -> None:
    """Dr stands before a name, RN behind it."""
    assert texts.person(Person("1", "R. Okafor", "RO", "Dr", ())) == "Dr R. Okafor"
    assert texts.person(Person("2", "A. Diallo", "AD", "RN", ())) == "A. Diallo RN"


def test_pin_words_follow_the_count() -> None:
    """UX-8 A wrong PIN names the tries left; from the fourth on the wait; after ten that it is blocked."""
    assert texts.pin_refused("pin.wrong", 7, 0) == "PIN not right. 7 tries left."
    assert texts.pin_refused("pin.wrong", 1, 30) == "PIN not right. 1 try left. Wait 30 s."
    assert "supervisor" in texts.pin_refused("pin.dead", 0, 0)
