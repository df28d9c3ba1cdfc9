"""A practice clinic for walks on the conductor."""

from practice_fixtures import clinic, fresh_practice

__all__ = ["clinic", "fresh_practice"]
