"""How the window looks and when it locks: theme, text size, lock time, for as long as the program runs."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from checklist.settings import Settings
from checklist.ui import theme
from checklist.ui.dimming import Dimming, ThemeChoice
from checklist.ui.idle import IdleWatch
from checklist.ui.theme import TEXT_SIZES, Theme


class Looks:
    """What a person may change without leaving a trace in the record.

    Args:
        settings: What holds at the start.
        idle: The watch that locks the screen.
    """

    def __init__(self, settings: Settings, idle: IdleWatch) -> None:
        self._dimming = Dimming(ThemeChoice(settings.theme))
        self._percent = settings.text_percent
        self._idle = idle

    @property
    def theme_choice(self) -> ThemeChoice:
        """The theme set."""
        return self._dimming.choice

    @property
    def text_percent(self) -> int:
        """The text size, percent."""
        return self._percent

    @property
    def lock_minutes(self) -> int:
        """Minutes without input before the screen locks."""
        return self._idle.minutes

    def choose_theme(self, choice: ThemeChoice) -> None:
        """Set the theme."""
        self._dimming.choose(choice)
        self.apply()

    def choose_text(self, percent: int) -> None:
        """Set the text size, one of ``TEXT_SIZES``."""
        self._percent = percent
        self.apply()

    def choose_lock(self, minutes: int) -> None:
        """Set the lock time, 1 to 15 minutes."""
        self._idle.minutes = minutes

    def toggle_theme(self) -> None:
        """Take the other theme until the rule's own answer changes."""
        self._dimming.toggle()
        self.apply()

    def change_text(self, step: int) -> None:
        """Make the text one size larger (1) or smaller (-1), or normal (0)."""
        place = TEXT_SIZES.index(self._percent) + step if step else 0
        self.choose_text(TEXT_SIZES[min(len(TEXT_SIZES) - 1, max(0, place))])

    def follow(self, keep_dark: bool) -> None:
        """Take the theme the rule asks for (D32)."""
        self._dimming.running(keep_dark)
        self.apply()

    def apply(self) -> None:
        """Use theme and size where they differ from those in force."""
        held = theme.current()
        wanted = Theme(self._dimming.dim, self._percent, held.contrast, held.motion)
        app = QApplication.instance()
        if wanted != held and isinstance(app, QApplication):
            theme.use(app, wanted)
