"""What happened to the drug of one session: the events of its account (``ledger-and-security.md`` 7.4, ``drug.*``).

Amounts are decimal text: mL as read, mg as they followed then, to 0.1 mg where a division rounds. Pure;
imports nothing of ours.
"""

from __future__ import annotations

import msgspec


class DrugTakenOut(msgspec.Struct, frozen=True, tag="drug-taken-out"):
    """Containers of one lot left the locked store.

    Attributes:
        container: What is written on it or its place in the clinic's book.
        count: How many.
        strength_mg_ml: ``10``, ``50`` or ``100``.
        expiry: Last day of use, ``YYYY-MM-DD``.
        gtin: Product number of a scanned code, or empty.
        link_id: The line whose answer this entry is, or empty; so with every entry.
    """

    container: str
    count: int
    strength_mg_ml: str
    lot: str
    expiry: str
    gtin: str = ""
    link_id: str = ""


class DrugDrawn(msgspec.Struct, frozen=True, tag="drug-drawn"):
    """Drug was drawn from a container; ``opened``: how many containers were opened for it."""

    container: str
    ml: str
    mg: str
    opened: int
    link_id: str = ""


class DrugWasted(msgspec.Struct, frozen=True, tag="drug-wasted"):
    """Drug was wasted, from the syringe (strength of the vial) and from bag and line (strength of the bag)."""

    container: str
    syringe_ml: str
    bag_ml: str
    mg: str
    method: str
    link_id: str = ""


class DrugReturned(msgspec.Struct, frozen=True, tag="drug-returned"):
    """Drawn drug, or unopened containers, went back to the store."""

    container: str
    ml: str
    mg: str
    count: int
    link_id: str = ""


class DrugDiffered(msgspec.Struct, frozen=True, tag="drug-differed"):
    """The account does not hold, by so many mg and containers (below zero: too much), and why."""

    mg: str
    containers: int
    text: str


class DrugEntryVoided(msgspec.Struct, frozen=True, tag="drug-entry-voided"):
    """An entry of the account (``of``) was wrong; it stays readable and counts no more."""

    of: int
    reason: str
    text: str = ""


DrugEntry = DrugTakenOut | DrugDrawn | DrugWasted | DrugReturned
"""Entries that a line's answer may be."""

DrugEvent = DrugEntry | DrugDiffered
"""Entries of the account."""
