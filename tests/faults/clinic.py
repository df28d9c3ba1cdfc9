"""A clinic's day in small, and the oracle that judges what is left of it after a fault.

The day: commands of one to four entries with a projection row, PIN tries, checkpoints, idle tidying. After each act is
durable its acknowledgement is handed on. The oracle opens what is left as the program would, and returns what is wrong.
"""

from __future__ import annotations

import base64
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from checklist.errors import LedgerError, TamperError
from checklist.ledger import canonical
from checklist.ledger.batch import prepare
from checklist.ledger.entry import Draft, Entry, Stamp, read_header
from checklist.ledger.port import Row
from checklist.ledger.tree import Frontier, extend
from checklist.service.ports import PinRecord
from checklist.store import opening
from checklist.store.keystore import FILE_NAME, FileKeyStore
from checklist.store.opening import Store

ORIGIN = "chairside.example/clinic-7/ws-03/1"
Ack = Callable[[str], None]


def keystore_of(place: Path) -> FileKeyStore:
    return FileKeyStore(place / FILE_NAME)


def size_of(command: int) -> int:
    return 1 + random.Random(command).randrange(4)


def note_of(command: int, at: int) -> str:
    return f"command {command} line {at} " + "x" * random.Random(command * 7 + at).randrange(400)


def commands_in(store: Store) -> int:
    size = store.ledger.head().size
    return 0 if size == 0 else int(str(read_header(store.ledger.entry(size - 1).header).d["command"])) + 1


def carry_out(store: Store, command: int) -> None:
    """Append one command's entries and its row."""
    head = store.ledger.head()
    count = size_of(command)
    drafts = [
        Draft(
            type="item.value",
            actor="u-1",
            role="nurse",
            auth="cont",
            sess="s-1",
            n=head.size + at,
            pt="p-1",
            payload={"note": note_of(command, at)},
            d={"item": f"mon.{at}", "command": command, "of": count, "at": at},
        )
        for at in range(count)
    ]
    stamp = Stamp(at=1_795_000_000_000 + command, tz=0, mono=command, boot="b0", clk="free")
    salts = [bytes([command % 256, at]) * 16 for at in range(count)]
    batch = prepare(head, drafts, stamp, salts, ws="ws-03", app="1.0.0")
    values = {
        "patient": "p-1",
        "chair": 1,
        "nurse": "u-1",
        "status": "in-progress",
        "protocol": "ketamine-iv 1",
        "visit": 1,
        "opened_ms": 1,
        "tz_min": 0,
        "ended_ms": None,
        "last_ms": command,
        "entries": batch.after.size,
        "flags": "open",
        "words": note_of(command, 0),
    }
    store.ledger.append(batch, [Row("session", (("id", "s-1"),), tuple(values.items()))])


def note_for(size: int, root: bytes) -> str:
    return f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n\n— {ORIGIN} AAAA\n"


def day(store: Store, commands: range, ack: Ack) -> None:
    """Carry out commands; after some of them a PIN try, a checkpoint, idle tidying."""
    for command in commands:
        carry_out(store, command)
        ack(f"command {command + 1}")
        if command % 5 == 4:
            store.secrets.put_pin("u-1", PinRecord("v", failures=command))
            ack(f"pin {command}")
        if command % 7 == 6:
            head = store.ledger.head()
            store.ledger.add_checkpoint(head.size, note_for(head.size, head.root))
            ack(f"checkpoint {head.size}")
            store.checkpoint_file.append(note_for(head.size, head.root))
            ack(f"published {head.size}")
        if command % 9 == 8:
            store.tidy()


def judge(place: Path, acked: Counter[str]) -> list[str]:
    """Open what is left and return what is wrong with it; ``acked`` holds the highest number by kind."""
    try:
        store = opening.open_store(place, keystore_of(place))
    except LedgerError as error:
        if acked or error.code != "store.absent":
            return [f"lost: the store does not open: {error.code}"]
        store = opening.create_store(place, keystore_of(place), ORIGIN)
    try:
        wrong = [*_wrong(store, acked)]
        if not wrong:
            carry_out(store, commands_in(store))
            store.reopen()
            wrong += [f"{what} (after going on)" for what in (*_wrong(store, acked), *_wrong_pages(store))]
        return wrong
    except (LedgerError, TamperError) as error:
        return [f"damage: the store opens but cannot be read: {error.code}"]
    finally:
        store.close()


def _wrong(store: Store, acked: Counter[str]) -> Iterator[str]:
    entries = list(store.ledger.entries())
    frontier, roots, nodes = Frontier(), {0: Frontier().root}, {}
    for entry in entries:
        frontier, completed = extend(frontier, entry.leaf)
        roots[frontier.size] = frontier.root
        nodes.update({(level, index): digest for level, index, digest in completed})
    if [entry.seq for entry in entries] != list(range(len(entries))) or store.ledger.head().frontier != frontier:
        yield "damage: the head is not that of the entries"
    if any(store.ledger.node(*place) != digest for place, digest in nodes.items()):
        yield "damage: a stored subtree is wrong"
    yield from _wrong_commands(entries, acked["command"])
    yield from _wrong_notes(store, roots, acked)
    row = store.index.session("s-1")
    if (row.entries if row else 0) != len(entries) or store.projections.first_unindexed() is not None:
        yield "damage: the projections are not those of the entries"
    pin = store.secrets.pin("u-1")
    if (pin.failures if pin else 0) < acked["pin"]:
        yield "lost: a counted PIN try"
    with store.database.reading() as cursor:
        if cursor.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            yield "damage: the structure of the file"


def _wrong_pages(store: Store) -> Iterator[str]:
    """Check each page of the file; only after the WAL was emptied into it, for until then old pages may stand there."""
    with store.database.reading() as cursor:
        if cursor.execute("PRAGMA cipher_integrity_check").fetchall():
            yield "damage: a page fails its check"


def _wrong_commands(entries: list[Entry], acked: int) -> Iterator[str]:
    expected = ((command, at) for command in range(len(entries)) for at in range(size_of(command)))
    last = (-1, 0)
    for entry, (command, at) in zip(entries, expected, strict=False):
        detail = read_header(entry.header).d
        if (detail["command"], detail["at"]) != (command, at):
            yield f"damage: entry {entry.seq} is out of place"
            return
        if canonical.decode(entry.payload or b"null") != {"note": note_of(command, at)}:
            yield f"damage: entry {entry.seq} has another content"
        last = (command, at)
    if last[0] >= 0 and last[1] != size_of(last[0]) - 1:
        yield f"half: command {last[0]} has {last[1] + 1} of {size_of(last[0])} entries"
    if last[0] + 1 < acked:
        yield f"lost: {acked - last[0] - 1} acknowledged commands"


def _wrong_notes(store: Store, roots: dict[int, bytes], acked: Counter[str]) -> Iterator[str]:
    kept = dict(store.ledger.checkpoints())
    newest = store.checkpoint_file.newest()
    published = 0 if newest is None else int(newest.split("\n")[1])
    if max(kept, default=0) < acked["checkpoint"] or published < acked["published"]:
        yield "lost: an acknowledged checkpoint"
    for size, note in (*kept.items(), *([(published, newest)] if newest else [])):
        if size not in roots or note != note_for(size, roots[size]):
            yield f"damage: a checkpoint of {size} stands beyond or beside the tree"
