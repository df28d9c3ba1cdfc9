"""Lines whose answer is an entry of the drug account: the entry is made, replaced and taken back with it.

The entry is held against the same rules as a command of the account, and what those refuse refuses the answer. A
container named by the line that takes out is the one the other lines speak of. Pure.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from msgspec.structs import replace

from checklist.protocol.model import Account, Line
from checklist.protocol.values import Answer, Chosen, Day, Quantity, Score, Text
from checklist.session import drug_account
from checklist.session.codes import Code
from checklist.session.commands import Block, Refused
from checklist.session.decide import drug
from checklist.session.decide.case import Case, refused
from checklist.session.drug_commands import Draw, DrugCommand, Return, TakeOut, Waste
from checklist.session.drug_events import DrugEntry, DrugEntryVoided, DrugTakenOut
from checklist.session.events import AnswerCorrected, AnswerWithdrawn, Event, LineAnswered

NOTHING_LEFT = "none"
"""Option of ``method`` that says there was nothing to waste."""

_READ_AGAIN = "new_information"


def entries(
    case: Case, line: Line, event: LineAnswered | AnswerCorrected | AnswerWithdrawn
) -> tuple[Event, ...] | Refused:
    """Return what an answer does to the drug account: nothing, an entry, an entry taken back, or both.

    Args:
        case: The command's case.
        line: The line answered, of any kind.
        event: What is about to happen to it.
    """
    if line.account is None:
        return ()
    old = drug_account.entry_of(case.state, line.link_id)
    bare = replace(case.state, account=tuple(entry for entry in case.state.account if entry is not old))
    without = Case(case.protocol, bare, case.actor, case.now)
    new = None if isinstance(event, AnswerWithdrawn) else _entry(without, line, line.account, event.answer)
    if isinstance(new, Refused):
        return Refused(new.code, (Block(new.code, line.link_id, new.params),), new.params)
    if old is None:
        return () if new is None else (new,)
    if new == old.event:
        return ()
    if not drug.may_void(case.state, old, new.container if isinstance(new, DrugTakenOut) else ""):
        return refused(Code.DRUG_ENTRY, Block(Code.DRUG_ENTRY, line.link_id))
    reason, text = (_READ_AGAIN, "") if isinstance(event, LineAnswered) else (event.reason, event.text)
    return (DrugEntryVoided(old.mark.n, reason, text), *(() if new is None else (new,)))


def _entry(case: Case, line: Line, act: Account, answer: Answer) -> DrugEntry | Refused | None:
    """Return the entry that an answer is; None where it says that there was nothing to enter."""
    command = _command(act, answer, drug_account.lines_container(case.protocol, case.state))
    if command is None:
        return None
    if isinstance(command, Waste) and command.method == NOTHING_LEFT:
        return refused(Code.DRUG_METHOD)
    found = drug.recorded(case, command)
    if isinstance(found, Refused):
        return found
    entry = found[0]
    return replace(entry, link_id=line.link_id) if isinstance(entry, DrugEntry) else None


def _command(act: Account, answer: Answer, container: str) -> DrugCommand | None:
    match act:
        case Account.TAKE_OUT:
            strength, lot, expiry = (_word(answer, name) for name in ("strength", "lot", "expiry"))
            return TakeOut(_word(answer, "container"), _whole(answer, "count"), strength, lot, expiry)
        case Account.DRAW:
            return Draw(container, _word(answer, "volume"), _whole(answer, "opened"))
        case Account.WASTE:
            syringe, bag = _word(answer, "syringe"), _word(answer, "bag")
            if not Decimal(syringe) + Decimal(bag):
                return None
            return Waste(container, syringe, bag, _word(answer, "method"))
        case Account.RETURN:
            returned = _whole(answer, "returned")
            return Return(container, count=returned) if returned else None
        case _:
            assert_never(act)


def _word(answer: Answer, field: str) -> str:
    """Return a field's words or number as text; the reader of protocols and the check of the answer see to its kind."""
    match answer.get(field):
        case Text(text=text):
            return text.strip()
        case Chosen(option=option):
            return option
        case Day(date=date):
            return date
        case Quantity(value=value):
            return value
        case _:
            return ""


def _whole(answer: Answer, field: str) -> int:
    value = answer.get(field)
    return value.value if isinstance(value, Score) else 0
