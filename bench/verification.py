"""Verification of a log beside plain SHA-256 of the same bytes: ``uv run bench/verification.py [--n 100000]``.

The log is made in memory (the store's part is measured by ``bench/tap.py``), so that hashing stands against hashing.
"""

from __future__ import annotations

import argparse
import hashlib
import time

from _rounds import report, rounds

from checklist.ledger.batch import prepare
from checklist.ledger.entry import Draft, Stamp
from checklist.ledger.memory import MemoryLedger
from checklist.ledger.signing import LogKey
from checklist.ledger.tree import Builder
from checklist.ledger.verify import Trust, verify

ORIGIN = "chairside.local/bench/ws/1"


def made(n: int) -> tuple[MemoryLedger, LogKey]:
    """Return a log of n entries, 150 a session, with a checkpoint every 1,000."""
    ledger, key = MemoryLedger(ORIGIN), LogKey(ORIGIN, hashlib.sha256(b"bench").digest())
    head = ledger.head()
    for seq in range(n):
        sess, at = divmod(seq, 150)
        draft = Draft(
            type="item.value",
            actor="u-1",
            role="nurse",
            auth="cont",
            sess=f"s-{sess}",
            n=at,
            pt=f"p-{sess % 97}",
            payload={"link_id": "mon.vitals", "value": str(110 + seq % 40), "unit": "mm[Hg]"},
            d={"item": "mon.vitals"},
        )
        stamp = Stamp(1_795_000_000_000 + seq * 1000, 0, seq * 1000, "b00", "free")
        salt = hashlib.sha256(str(seq).encode()).digest()
        batch = prepare(head, [draft], stamp, [salt], ws="ws", app="bench")
        ledger.append(batch)
        head = batch.after
        if head.size % 1000 == 0 or head.size == n:
            ledger.add_checkpoint(head.size, key.sign(head))
    return ledger, key


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    ledger, key = made(args.n)
    headers = [entry.header for entry in ledger.entries()]
    notes = tuple(note for _, note in ledger.checkpoints())
    rates: list[float] = []

    def full() -> float:
        begun = time.perf_counter()
        report = verify(ledger.entries(), Trust(key.vkey.text, notes))
        took = time.perf_counter() - begun
        assert report.good and report.entries == args.n, report
        rates.append(args.n / took)
        return took

    def tree() -> float:
        begun = time.perf_counter()
        builder = Builder()
        for header in headers:
            builder.add(hashlib.sha256(b"\x00" + header).digest())
        assert builder.root == ledger.head().root
        return time.perf_counter() - begun

    def plain() -> float:
        begun = time.perf_counter()
        for header in headers:
            hashlib.sha256(header).digest()
        return time.perf_counter() - begun

    times = rounds({"sha256 of the same bytes": plain, "tree root": tree, "verify V1 to V8": full}, args.rounds)
    report(times, "sha256 of the same bytes", {})
    ratios = [a / b for a, b in zip(times["verify V1 to V8"], times["tree root"], strict=True)]
    print(f"{'verify V1 to V8 / tree root':44} {sorted(ratios)[len(ratios) // 2]:6.2f}  goal <= 10")
    print(
        f"verify: {sorted(rates)[len(rates) // 2]:,.0f} entries/s (median of {args.rounds} rounds, {args.n:,} entries)"
    )


if __name__ == "__main__":
    main()
