"""Which theme holds (D32): dim by itself while an infusion or recovery runs, else light. Imports no Qt.

``Ctrl+D`` overrides until the rule's own answer changes the next time.
"""

from __future__ import annotations

from enum import StrEnum


class ThemeChoice(StrEnum):
    """What a workstation is set to."""

    AUTO = "auto"
    LIGHT = "light"
    DIM = "dim"


class Dimming:
    """Keeps the rule, the setting and the override.

    Args:
        choice: The workstation's setting; ``light`` and ``dim`` switch the rule off, not ``Ctrl+D``.
    """

    def __init__(self, choice: ThemeChoice = ThemeChoice.AUTO) -> None:
        self._choice = choice
        self._running = False
        self._override: bool | None = None

    @property
    def choice(self) -> ThemeChoice:
        """The setting in force."""
        return self._choice

    @property
    def dim(self) -> bool:
        """Whether the dim theme holds."""
        return self._wanted() if self._override is None else self._override

    def running(self, running: bool) -> bool:
        """Say whether an infusion or recovery runs; returns whether the dim theme holds now."""
        before = self._wanted()
        self._running = running
        if self._wanted() != before:
            self._override = None
        return self.dim

    def toggle(self) -> bool:
        """Take the other theme until the next change; returns whether the dim theme holds now."""
        self._override = not self.dim
        return self.dim

    def choose(self, choice: ThemeChoice) -> bool:
        """Change the setting, which ends an override; returns whether the dim theme holds now."""
        self._choice = choice
        self._override = None
        return self.dim

    def _wanted(self) -> bool:
        if self._choice is ThemeChoice.AUTO:
            return self._running
        return self._choice is ThemeChoice.DIM
