"""Fixtures of the service's tests."""

from __future__ import annotations

from practice_fixtures import clinic, fresh_practice

__all__ = ["clinic", "fresh_practice"]
