"""One finding of the static checks: a stable code, the place, and a sentence. Pure; imports nothing of ours."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """Something an author should look at: a stable code, the place, and a sentence."""

    code: str
    key: str
    text: str
