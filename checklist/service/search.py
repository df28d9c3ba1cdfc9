"""How a search text is understood: without case and accents, word by word. Pure; imports nothing of ours."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return ``text`` as it is compared: ``Müller`` and ``muller`` are alike."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a search text."""
    return tuple(fold(text).split())
