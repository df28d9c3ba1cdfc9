"""When the window is dim, and what else follows from a session's state."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from checklist.ui import theme
from checklist.ui.clock_watch import ClockWatch
from checklist.ui.dimming import Dimming, ThemeChoice
from checklist.ui.idle import IdleWatch


def test_the_theme_follows_the_infusion() -> None:
    """D32 By itself the window is dim while an infusion or recovery runs, else light."""
    rule = Dimming()
    assert not rule.dim
    assert rule.running(True)
    assert not rule.running(False)


def test_the_other_theme_holds_until_the_next_change() -> None:
    """D32 Ctrl+D takes the other theme until the rule's own answer changes; then the rule holds again."""
    rule = Dimming()
    assert rule.toggle()
    assert rule.running(False)
    assert rule.running(True)
    assert not rule.toggle()
    assert not rule.running(True)
    assert not rule.running(False)
    assert rule.running(True)


def test_a_set_theme_is_kept() -> None:
    """D32 A workstation set to light or dim stays so whatever runs, and Ctrl+D still changes it."""
    light, dim = Dimming(ThemeChoice.LIGHT), Dimming(ThemeChoice.DIM)
    assert not light.running(True)
    assert dim.running(False)
    assert light.toggle()


def test_the_whole_window_is_dim_while_an_infusion_runs(shell) -> None:
    """D32 With an infusion running at this workstation lock page and board are dim; Ctrl+D makes them light."""
    shell.play("Tran", 1, 48)
    shell.begin()
    assert theme.current().dim
    shell.sign_in()
    assert theme.current().dim
    QTest.keyClick(shell.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not theme.current().dim
    shell.settle()


def test_the_window_is_light_before_the_infusion(shell) -> None:
    """D32 With a session still in pre-infusion the window is light."""
    shell.play("Tran", 1, 12)
    shell.begin()
    assert not theme.current().dim


def test_the_lock_time_has_bounds() -> None:
    """SEC-046 The lock time is 1 to 15 minutes, whatever is asked for."""
    assert IdleWatch(0).minutes == 1
    assert IdleWatch(99).minutes == 15


def test_a_clock_set_by_hand_is_told(shell) -> None:
    """UX-15 A wall clock moved by an hour and a sleep of ten minutes are told in words; passing time is not."""
    watch = ClockWatch()
    now = shell.clock.read()
    assert not watch.look(now)
    shell.clock.advance(8 * 3_600_000)
    assert not watch.look(shell.clock.read())
    moved = type(now)(now.wall_ms + 9 * 3_600_000, now.tz_min, now.mono_ms + 8 * 3_600_000, now.boot)
    (jump,) = watch.look(moved)
    assert "set on by 1 h 0 min" in jump.words
    (jump,) = watch.look(
        replace(moved, wall_ms=moved.wall_ms + 600_000, mono_ms=moved.mono_ms + 600_000, slept_ms=600_000)
    )
    assert jump.words == "This computer slept for 10:00."
