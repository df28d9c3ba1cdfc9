"""The families of errors, each with a stable code and parameters.

Imports nothing of ours. Codes belong to the core; sentences for people are made from them in ``ui/texts.py`` and
``cli.py``. A refusal by the rules of a session is not an error but a value (``session.commands.Refused``).
"""

from __future__ import annotations

from collections.abc import Mapping


class ChecklistError(Exception):
    """Base of every error this program raises on purpose.

    Args:
        code: Stable dotted code in lower case, for example ``store.full``.
        detail: One plain sentence for the details view; never patient data.
        params: Values the sentence for people needs; never patient data.
    """

    def __init__(self, code: str, detail: str = "", **params: str | int) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.params: Mapping[str, str | int] = params


class ProtocolError(ChecklistError):
    """A protocol file cannot be used. Parameters: ``file``, ``key`` (or line), ``reason``."""


class LedgerError(ChecklistError):
    """The store or its ledger cannot be opened, read or written. Nothing was half written."""


class TamperError(ChecklistError):
    """Stored bytes do not match their hashes or signatures. Parameters may hold ``seq``."""


class AccessError(ChecklistError):
    """A person may not do this, or is not who they say."""


class SettingsError(ChecklistError):
    """A setting cannot be used. Parameters: ``file``, ``key``, ``reason``."""
