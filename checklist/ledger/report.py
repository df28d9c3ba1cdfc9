"""What a verification says: a verdict, the findings behind it, and how much an outside anchor confirms.

Imports errors and msgspec. Invariant: the verdict is the first finding of the earliest stage that found
anything (``ledger-and-security`` 7.12); without findings it is one of the three that are good.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, StrEnum
from typing import TypeAlias

import msgspec

from checklist.errors import LedgerError

FINDINGS_LIMIT = 100
"""Findings kept of each stage; a damaged file of a million entries has one cause, not a million."""


class Verdict(StrEnum):
    """Verdict codes of ``ledger-and-security`` 7.12."""

    OK = "OK"
    OK_UNANCHORED = "OK-UNANCHORED"
    STALE = "STALE"
    GAP = "GAP"
    ALTERED = "ALTERED"
    FORK = "FORK"
    TRUNCATED = "TRUNCATED"
    BADKEY = "BADKEY"
    BADSIG = "BADSIG"
    CLOCK = "CLOCK"
    ORDER = "ORDER"
    PAYLOAD_MISSING = "PAYLOAD-MISSING"
    MALFORMED = "MALFORMED"
    PROJECTION = "PROJECTION"


GOOD = frozenset({Verdict.OK, Verdict.OK_UNANCHORED, Verdict.STALE})
"""Verdicts that find nothing wrong (exit status 0)."""


class Stage(IntEnum):
    """The order in which checks decide: a later stage rests on what the earlier ones proved."""

    SHAPE = 1
    KEY = 2
    SIGNATURE = 3
    TREE = 4
    HEADER = 5
    SCOPE = 6
    PAYLOAD = 7
    SESSION = 8
    CLOCK = 9
    ANCHOR = 10
    FILES = 11


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        code: What kind.
        seq: Position of the first bad entry, the size for ``FORK`` and ``BADSIG``, or None where none can be
            named. detail: One plain sentence; never patient data. between: Sizes of the two checkpoints the
            first bad entry lies between, where it cannot be named exactly.
    """

    code: Verdict
    seq: int | None
    detail: str
    between: tuple[int, int] | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a verification.

    Attributes:
        verdict: The one word.
        findings: What is wrong, most telling first; empty exactly when the verdict is good.
        origin: Name of the log, empty where no key could be read.
        fingerprint: Of the log key, to be compared with the paper from the first start; empty as above.
        first: Position of the first entry that was checked.
        size: Size of the newest checkpoint; entries ``first <= seq < size`` were checked (of chosen
            sessions: some). root: Root hash at ``size``; empty where there is none. entries: Number of
            entries checked. payloads: Number of payloads found to be what their headers commit to. anchored:
            Size of the newest outside anchor that agrees, None without one. scope: ``log``, ``range`` or
            ``sessions``. practice: True for a packet of practice data.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    origin: str = ""
    fingerprint: str = ""
    first: int = 0
    size: int = 0
    root: bytes = b""
    entries: int = 0
    payloads: int = 0
    anchored: int | None = None
    scope: str = "log"
    practice: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing is wrong; what rests on the log's own signature alone is ``unanchored``."""
        return self.verdict in GOOD

    @property
    def unanchored(self) -> int:
        """Number of newest entries of the log that no outside anchor confirms."""
        return self.size - (self.anchored or 0)


Progress: TypeAlias = Callable[[int], bool]
"""Told the number of steps done so far, now and then; False stops the work."""


def go_on(_done: int) -> bool:
    """Let the work run to its end."""
    return True


def step(progress: Progress, done: int) -> None:
    """Report progress.

    Raises:
        LedgerError: ``work.stopped``: the callback said so.
    """
    if not progress(done):
        raise LedgerError("work.stopped", "stopped on request")


class Findings:
    """Collects findings by stage."""

    def __init__(self) -> None:
        self._found: dict[Stage, list[Finding]] = {}

    def add(self, stage: Stage, finding: Finding) -> None:
        """Note one finding; beyond ``FINDINGS_LIMIT`` of a stage it is dropped."""
        found = self._found.setdefault(stage, [])
        if len(found) < FINDINGS_LIMIT:
            found.append(finding)

    def any_before(self, stage: Stage) -> bool:
        """Whether a stage before this one found something."""
        return any(done < stage for done in self._found)

    @property
    def ordered(self) -> tuple[Finding, ...]:
        """All findings: by stage, then as added."""
        return tuple(finding for stage in sorted(self._found) for finding in self._found[stage])
