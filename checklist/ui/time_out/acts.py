"""What the time-out asks of the desk: a second sign-in, the readings recorded, the readings signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from checklist.protocol.values import Text
from checklist.service.conduct import Snapshot
from checklist.session.commands import Actor, Command, Sign
from checklist.session.lines import unsigned
from checklist.ui.desk import Desk, Proof, ProofRequest
from checklist.ui.time_out import words
from checklist.ui.time_out.reading import Reading
from checklist.ui.time_out.stage import Task, TimeOut, barred, signer

Send = Callable[[Sequence[Command], Actor | None], None]
_STATEMENT = "I, {name}, read all of this myself, without seeing the first answers."


def sign_in(desk: Desk, snapshot: Snapshot, found: TimeOut, begin: Callable[[Actor], None]) -> None:
    """Let the second person sign in beside the first; a single nurse goes on under her own sign-in."""
    if found.is_single and desk.actor.role in found.roles:
        begin(desk.actor)
        return
    request = ProofRequest("Second person", _STATEMENT, found.roles, barred=barred(snapshot, found), confirm="Begin")
    desk.prove(request, lambda proof: begin(proof.actor))


def commands_of(reading: Reading, tasks: Sequence[Task], open_: Sequence[Task], dwell_ms: int) -> list[Command]:
    """Return what records a reading; a line that is recorded already, before a failure, is left out."""
    links = {task.line.link_id for task in open_}
    chosen = [task for task in tasks if task.line.link_id in links]
    return [task.command(reading.values(task.line.link_id), dwell_ms) for task in chosen]


def is_this_patient(reading: Reading, tasks: Sequence[Task], mrn: str) -> bool:
    """Return whether the end of the record number read off the wristband is this patient's; else say so."""
    for task in tasks:
        typed = reading.values(task.line.link_id).get("mrn4")
        if isinstance(typed, Text) and not words.ends_like(mrn, typed.text):
            reading.say(words.OTHER_PATIENT, "mrn4")
            return False
    return True


def sign_readings(desk: Desk, found: TimeOut, send: Send) -> None:
    """Ask the reader's PIN once, over the statements of all lines that person read, and sign each of them."""
    who = signer(found)
    fields = [
        (view.line.link_id, field)
        for view in found.readings
        if view.recorded.current is not None and view.recorded.current.mark.person == who
        for field in unsigned(view.line, view.recorded)
    ]
    if who is None or not fields:
        return
    statement = " ".join(dict.fromkeys(field.statement for _, field in fields))

    def proved(proof: Proof) -> None:
        shown = sha256(proof.shown.encode()).hexdigest()
        send([Sign(link_id, field.id, shown) for link_id, field in fields], proof.actor)

    desk.prove(ProofRequest("Sign the reading", statement, fields[0][1].roles, person=who), proved)
