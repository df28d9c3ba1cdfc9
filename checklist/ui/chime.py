"""The outside chime: a command the clinic sets, run when a reminder has waited for a minute outside the room.

Nothing sounds in the room. The command is run without a shell, with the reminder's rank and the chair as its last two
words and nothing of a patient; it is not waited for, and one that runs too long or fails is noted in the program's own
log (``ux.md`` 9). Imports no Qt.
"""

from __future__ import annotations

import logging
import shlex
import subprocess
import threading
from collections.abc import Iterable

log = logging.getLogger(__name__)

LONGEST_S = 10.0
"""A chime that has not ended by then is ended."""

Cause = tuple[str, str, int]
"""Session id and reminder that waits, and the chair."""


class Chime:
    """Runs the command once for each cause.

    Args:
        command: The command with its own words, as a shell would split them; empty for none.
    """

    def __init__(self, command: str) -> None:
        self._words = tuple(shlex.split(command))
        self._rung: frozenset[Cause] = frozenset()

    @property
    def is_set(self) -> bool:
        """Whether the clinic has set a command."""
        return bool(self._words)

    def follow(self, waiting: Iterable[tuple[Cause, str]]) -> None:
        """Ring for every cause that is new; one that is gone may ring again when it comes back.

        Args:
            waiting: Causes that may ring now, each with its rank.
        """
        causes = dict(waiting)
        for cause, rank in causes.items():
            if cause not in self._rung and self._words:
                words = [*self._words, rank, str(cause[2])]
                threading.Thread(target=_ring, args=(words,), name="chime", daemon=True).start()
        self._rung = frozenset(causes)


def _ring(words: list[str]) -> None:
    try:
        subprocess.run(  # the clinic's own command, split without a shell
            words,
            check=True,
            timeout=LONGEST_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.info("the chime could not be run: %s", type(error).__name__)
