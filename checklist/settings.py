"""Settings of this workstation: frozen, validated, passed as values, each with where it came from.

Order: flag, ``CHAIRSIDE_...`` variable, workstation file, clinic file, built in (``ux.md`` 18). Nothing here can
switch the audit trail off (SEC-006). Imports ``errors`` only.
"""

from __future__ import annotations

import os
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from checklist.errors import SettingsError

CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("auto", "light", "dim"),
    "text_percent": ("100", "115", "130"),
    "lock_minutes": tuple(str(n) for n in range(1, 16)),
    "log_level": ("debug", "info", "warning", "error"),
}
"""What each setting may be, as text."""

COMMANDS = ("chime",)
"""Settings that hold a command with its words, or nothing."""

BUILT_IN: Mapping[str, str] = {
    "theme": "auto",
    "text_percent": "100",
    "lock_minutes": "2",
    "log_level": "info",
    "chime": "",
}


class Settings(msgspec.Struct, frozen=True):
    """The settings in force.

    Attributes:
        theme: ``auto`` (dim while an infusion or recovery runs), ``light`` or ``dim``.
        text_percent: 100, 115 or 130.
        lock_minutes: Minutes without input before the screen locks, 1 to 15 (SEC-046).
        log_level: Of the program's own log.
        origins: Setting to where it came from, in words.
        chime: Command run outside the room when a reminder waits; empty for none.
    """

    theme: str
    text_percent: int
    lock_minutes: int
    log_level: str
    origins: Mapping[str, str]
    chime: str = ""


def load(flags: Mapping[str, str], files: tuple[Path, ...], environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        flags: Given on the command line; they win.
        files: Workstation file first, clinic file after it; missing ones are passed over.
        environment: Variables; None reads the process's own.

    Raises:
        SettingsError: ``settings.unreadable``, ``settings.unknown`` or ``settings.value``, naming file and key.
    """
    environment = os.environ if environment is None else environment
    found: dict[str, tuple[str, str]] = {key: (value, "built in") for key, value in BUILT_IN.items()}
    for file in reversed(files):
        found |= {key: (value, str(file)) for key, value in _read(file).items()}
    for key in (*CHOICES, *COMMANDS):
        variable = f"CHAIRSIDE_{key.upper()}"
        if variable in environment:
            found[key] = (environment[variable], variable)
    found |= {key: (value, "flag") for key, value in flags.items()}
    for key, (value, origin) in found.items():
        allowed = _not_allowed(key, value)
        if allowed:
            raise SettingsError("settings.value", allowed, file=origin, key=key, reason=value, allowed=allowed)
    return Settings(
        theme=found["theme"][0],
        text_percent=int(found["text_percent"][0]),
        lock_minutes=int(found["lock_minutes"][0]),
        log_level=found["log_level"][0],
        origins={key: origin for key, (_, origin) in found.items()},
        chime=found["chime"][0],
    )


def _not_allowed(key: str, value: str) -> str:
    """Return what is allowed, in words, where the value is not; else nothing."""
    if key not in COMMANDS:
        return "" if value in CHOICES[key] else f"one of {', '.join(CHOICES[key])}"
    try:
        shlex.split(value)
    except ValueError:
        return "a command with its quotes closed"
    return ""


def _read(file: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("settings.unreadable", str(error), file=str(file), key="", reason=str(error)) from error
    unknown = set(content) - {*CHOICES, *COMMANDS}
    if unknown:
        key = min(unknown)
        raise SettingsError("settings.unknown", "no such setting", file=str(file), key=key, reason="unknown")
    return {key: str(value) for key, value in content.items()}
