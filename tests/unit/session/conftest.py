"""Sessions on the small protocol, at the moments that rules look at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bedside import Bedside
from moments import answer_step, session_at


@pytest.fixture
def at() -> Callable[[str], Bedside]:
    """Return what makes a session at a named moment."""
    return session_at


@pytest.fixture
def fill() -> Callable[..., None]:
    """Return what answers a step of the small protocol."""
    return answer_step
