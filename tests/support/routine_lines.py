"""Print the lines that a routine visit on a complete protocol shows, step by step, with the ids of their fields.

Run from the root of the sources: ``python tests/support/routine_lines.py [ketamine-iv-mood] [visit]``. A session is
played from open to sealed, so that what is shown is what the nurse meets.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from finisher import Finisher
from msgspec.structs import replace
from whole_visit import complete, normal, visit

from checklist.protocol.items import SignatureField
from checklist.protocol.model import Line, Step
from checklist.session.progress import visible
from checklist.session.state import Status


def routine_lines(name: str = "ketamine-iv-mood", number: int = 3) -> Iterator[tuple[Step, Line]]:
    """Yield the lines shown to the end of an ordinary visit of that number, in page order."""
    bed = visit(complete(name))
    bed.live = replace(bed.state, visit=number)
    if Finisher(bed, lambda link_id: normal(bed, link_id)).finish() is not Status.COMPLETED:
        raise AssertionError("an ordinary visit is sealed")
    for step in Step:
        for section in bed.protocol.sections_of(step):
            for line in section.lines:
                if visible(bed.protocol, bed.state, line):
                    yield step, line


def described(line: Line) -> str:
    """Return a line's id, its words, and its fields with ``*`` at a signature and ``?`` at what may be left out."""
    fields = (
        field.id + ("*" if isinstance(field, SignatureField) else "") + ("" if field.required else "?")
        for field in line.fields
    )
    extra = (
        ("" if line.required else " (optional)")
        + (" (sensed)" if line.sensed else "")
        + (f" (account: {line.account})" if line.account else "")
    )
    return f"  {line.link_id:24} {' '.join(fields) or '(worked out)'}{extra}  | {line.text}"


if __name__ == "__main__":
    shown: Step | None = None
    asked = sys.argv[1:] + ["ketamine-iv-mood", "3"][len(sys.argv) - 1 :]
    for step, line in routine_lines(asked[0], int(asked[1])):
        if step is not shown:
            sys.stdout.write(f"{step.value}\n")
            shown = step
        sys.stdout.write(described(line) + "\n")
