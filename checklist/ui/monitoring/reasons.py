"""Listed reasons of the infusion sheets: code and words. The words are what the record holds. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHER = "other"

PAUSE: Mapping[str, str] = MappingProxyType(
    {
        "vitals": "Outside the limits",
        "distress": "Patient distressed",
        "nausea": "Nausea or vomiting",
        "asked": "Patient's wish",
        "site": "Cannula or line",
        "pump": "Pump",
        OTHER: "Other",
    }
)
"""Why the pump was paused (``clinical.md`` 2.2 ``mon.pause``, ``mon.site``; 4.2)."""

STOP: Mapping[str, str] = MappingProxyType(
    {
        "vitals": "Outside the limits",
        "distress": "Patient distressed",
        "nausea": "Nausea or vomiting",
        "asked": "Patient's wish",
        "site": "Cannula or line",
        "pump": "Pump",
        "order": "Prescriber's order",
        OTHER: "Other",
    }
)
"""Why the infusion ended before plan (``clinical.md`` 2.2 ``mon.stop-early``)."""

RATE: Mapping[str, str] = MappingProxyType(
    {
        "effects": "Side effects",
        "pressure": "Blood pressure",
        "wish": "Patient's wish",
        "site": "Cannula site",
        "pump": "Pump",
        OTHER: "Other",
    }
)
"""Why the rate was changed, where the protocol lists nothing (``clinical.md`` 2.2 ``mon.rate-change``)."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "asleep": "The cuff would wake the patient",
        "peak": "The cuff would frighten at peak effect",
        OTHER: "Other",
    }
)
"""Why a light check stands in for a full set (issue 4)."""

LATE: Mapping[str, str] = MappingProxyType(
    {
        "patient": "Busy with the patient",
        "interrupted": "Interrupted",
        "read_before": "Read before, typed now",
        OTHER: "Other",
    }
)
"""Why a set carries an earlier time (D25)."""
