"""What is true of the tour's patient, order, bag and pump at every visit, where it is not the plain answer. Made up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checklist.ui.tour.plain import Given

GIVEN: Mapping[str, Given] = MappingProxyType(
    {
        "pre.identity-two": {"used": "name birth-date"},
        "pre.monitor-named": {"name": "A. Diallo", "certificate": "30062028"},
        "pre.escort": {"name": "Daniel Harlow", "phone": "555 0142", "arrival": "+3h"},
        "pre.contact": {"tomorrow": "555 0178", "emergency": "Daniel Harlow 555 0142"},
        "pre.allergy": {"status": "known", "which": "penicillin, rash"},
        "pre.bp-med-taken": {"taken": "none"},
        "pre.pregnancy-possible": {"possible": "surgery"},
        "pre.fast-solids": {"light": "-7h"},
        "pre.fast-clear": {"at": "-3h"},
        "pre.weight": {"weight": "68.4"},
        "pre.vitals": {"sbp": "12682", "hr": "74", "spo2": "98", "rr": "15", "temp": "36.8", "alertness": "5"},
        "pre.phq9": {"item9": "0", "total": "14"},
        "pre.store-out": {"remaining": "11"},
        "pre.dose": {"dose": "34.2"},
        "pre.drawn": {"volume": "0.68", "opened": "1"},
        "pre.diluent": {"volume": "100"},
        "pre.label": {"made": "now"},
        "pre.iv": {"size": "22", "attempts": "1"},
        "pre.pump-entry": {"rate": "150", "volume": "100", "minutes": "40"},
        "mon.ecg": {"rhythm": "no-risk"},
        "mon.post-mind": {"orientation": "4"},
        "dis.prescriber-seen": {"name": "R. Okafor"},
        "dis.waste": {"syringe": "0", "bag": "0"},
        "dis.container-count": {"returned": "0", "left": "0", "remaining": "11"},
        "dis.escort-here": {"name": "Daniel Harlow"},
        "dis.next": {"date": "30112026"},
        "dis.call-set": {"at": "+24h"},
        "dis.depart": {"at": "now"},
    }
)
"""What differs from the plain answers at any visit of this patient."""

SHOWN: Given = {
    "mrn4": "8327",
    "drug": "ketamine",
    "weight": "68.4",
    "strength": "50",
    "dose": "34.2",
    "volume": "100",
    "rate": "150",
    "minutes": "40",
}
"""What wristband, scale, order, bag and pump show the second person."""

CALM = ("12884", "76", "98", "15", "5")
"""A set well inside the limits: pressure, pulse, saturation, breaths, alertness."""
