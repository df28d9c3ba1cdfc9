"""What the nurse may ask of the drug account. Numbers are decimal text, as read. Pure; imports nothing of ours."""

from __future__ import annotations

import msgspec


class TakeOut(msgspec.Struct, frozen=True, tag="take-out"):
    """Containers of one lot were taken from the locked store; ``container`` is new in this session."""

    container: str
    count: int
    strength_mg_ml: str
    lot: str
    expiry: str
    gtin: str = ""


class Draw(msgspec.Struct, frozen=True, tag="draw"):
    """Drug was drawn: 0.01 to 20 mL from a container taken out; ``opened`` containers were opened for it."""

    container: str
    ml: str
    opened: int = 1


class Waste(msgspec.Struct, frozen=True, tag="waste"):
    """Drug was wasted: mL from the syringe and mL from bag and line; complete when a witness has countersigned."""

    container: str
    syringe_ml: str
    bag_ml: str
    method: str


class Return(msgspec.Struct, frozen=True, tag="return"):
    """Drawn mL, or unopened containers, went back to the store."""

    container: str
    ml: str = "0"
    count: int = 0


class Explain(msgspec.Struct, frozen=True, tag="explain"):
    """The account does not hold, and why (15 characters or more); complete when a witness has countersigned."""

    text: str


class VoidDrugEntry(msgspec.Struct, frozen=True, tag="void-drug-entry"):
    """Take back a wrong entry (``of``) that nobody has countersigned; ``reason`` as of a correction."""

    of: int
    reason: str
    text: str = ""


DrugCommand = TakeOut | Draw | Waste | Return | Explain | VoidDrugEntry
