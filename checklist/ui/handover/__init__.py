"""Handing a running session over to another nurse: the facts read back, both signatures, and the question on return."""
