"""Pictures of the shell's own pages, in both themes and at the sizes the program must bear."""

from __future__ import annotations

SIZES = ((1366, 768, 100), (1280, 720, 100), (1366, 768, 130))


def _shoot(shell, name: str) -> None:
    for dim in (False, True):
        for width, height, percent in SIZES:
            shell.shoot(name, (width, height), dim=dim, percent=percent)
    shell.shoot(name, (1366, 768), dim=False)


def test_pages_can_be_drawn_in_each_theme_and_size(shell) -> None:
    """UX-6 Lock page, Today board, settings and the sheets of the shell can be drawn in each theme and size."""
    shell.play("Tran", 1, 54)
    shell.clock.advance(200_000)
    shell.play("Kowalski", 2, 48)
    shell.clock.advance(400_000)
    shell.play("Harlow", 3, 12)
    shell.begin()
    _shoot(shell, "lock")
    shell.sign_in()
    _shoot(shell, "today")
    shell.press("app_bar.settings")
    shell.settle()
    _shoot(shell, "settings")
    shell.window.help()
    _shoot(shell, "help")
    shell.press("help.cancel")
    shell.window.emergency(0)
    _shoot(shell, "emergency")
    shell.press("emergency.leave")
