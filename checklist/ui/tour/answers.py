"""What the tour's nurse answers, line by line: field to what is pressed or typed. Made up, for a made-up patient."""

from __future__ import annotations

from collections.abc import Mapping

Answers = Mapping[str, Mapping[str, str]]
"""Line to field to words: option codes (several for a set), digits or text; ``today``; ``-7h`` for hours ago."""

PRE_INFUSION: Answers = {
    "pre.identity-two": {"match": "match", "used": "name birth-date"},
    "pre.session-kind": {"kind": "series"},
    "pre.session-number": {"number": "2"},
    "pre.order-valid": {"order": "complete", "date": "today"},
    "pre.consent-written": {"on-file": "yes", "date": "today"},
    "pre.consent-today": {"wants": "yes"},
    "pre.capacity": {"able": "yes"},
    "pre.prescriber-reach": {"where": "on-site", "name": "R. Okafor"},
    "pre.emergency-kit": {"kit": "oxygen suction bag-mask airways defibrillator bp-cuff oximeter drugs"},
    "pre.escort": {"named": "yes", "name": "Daniel Harlow", "phone": "555 0142"},
    "pre.allergy": {"status": "known", "which": "penicillin, rash"},
    "pre.meds-flag": {"taken": "none"},
    "pre.substances": {"used": "none", "signs": "none"},
    "pre.pregnancy-possible": {"possible": "surgery"},
    "pre.fast-solids": {"light": "-7h", "fatty-day": "no"},
    "pre.fast-clear": {"at": "-3h"},
    "pre.contra-cardio": {"found": "none"},
    "pre.contra-vascular": {"found": "none"},
    "pre.contra-neuro": {"found": "none"},
    "pre.contra-psych": {"found": "none"},
    "pre.weight": {"weight": "68.4"},
    "pre.vitals": {"sbp": "14684", "hr": "78", "spo2": "98", "rr": "16", "temp": "36.8", "alertness": "5"},
    "pre.phq9": {"total": "17", "item9": "1"},
    "pre.suicide-screen": {"risk": "low"},
    "pre.education": {"told": "", "teachback": "yes"},
    "pre.vial": {"strength": "50", "lot": "K2214", "expiry": "31122027", "container": "C-118"},
    "pre.dose": {"dose": "34.2"},
    "pre.diluent": {"diluent": "nacl09", "volume": "100"},
    "pre.label": {"shown": "drug strength amount diluent patient made use-by"},
    "pre.iv": {"site": "forearm", "side": "left", "gauge": "22", "flush": "free"},
    "pre.line": {"checks": "dedicated traced free-flow no-bolus"},
    "pre.pump-entry": {"rate": "150", "volume": "100", "minutes": "40"},
}
"""The baseline pressure, 146/84, is over the starting limit: it takes the tour's exception."""

PUMP_CHECK: Answers = {"pre.pump-check": {"rate": "150", "volume": "100", "minutes": "40", "locked": ""}}
PAUSE: Answers = {
    "pre.time-out": {"agreed": "patient drug dose route rate allergies consent escort stop-plan"},
}

INFUSION: Answers = {
    "mon.dissociation": {"intensity": "1", "distress": "0"},
    "mon.site": {"site": "ok"},
    "mon.comfort": {"word": "odd"},
}
RECOVERY: Answers = {
    "mon.post-mind": {"intensity": "0", "distress": "0", "orientation": "4"},
    "mon.post-stim": {"quiet": ""},
}

SETS = (
    (5, ("13884", "80", "98", "15", "5")),
    (10, ("14286", "84", "97", "14", "5")),
    (20, ("14690", "88", "97", "14", "5")),
    (30, ("14288", "86", "98", "14", "5")),
    (40, ("13884", "82", "98", "15", "5")),
)
"""Minute of the infusion, then pressure, pulse, saturation, breaths, alertness as digits."""

RECOVERY_SETS = (
    (0, ("13684", "82", "98", "15", "5")),
    (15, ("13282", "80", "98", "15", "5")),
    (30, ("13082", "78", "98", "15", "5")),
    (45, ("13080", "76", "98", "15", "5")),
    (60, ("12880", "76", "98", "15", "5")),
)
"""Minute after the end, then as above."""

DISCHARGE: Answers = {
    "pre.contact": {"tomorrow": "555 0178", "emergency": "Daniel Harlow, brother, 555 0142"},
    "dis.vitals": {"sbp": "12880", "hr": "76", "spo2": "98", "rr": "15"},
    "dis.sedation": {"alertness": "5"},
    "dis.orientation": {"orientation": "4"},
    "dis.mind": {"left": "none"},
    "dis.gait": {"gait": "steady"},
    "dis.nausea": {"nausea": "0"},
    "dis.aldrete": {"movement": "2", "breathing": "2", "pressure": "2", "wakefulness": "2", "oxygen": "2"},
    "dis.suicide": {"thoughts": "none"},
    "dis.prescriber-seen": {"seen": "yes", "name": "R. Okafor"},
    "dis.iv-out": {"out": "", "site": "ok"},
    "dis.waste": {"drawn": "0.69", "given": "0.68", "wasted": "0.01", "method": "container"},
    "dis.instr": {"told": "driving adult decisions alcohol sedatives food rise after-effects red-flags urine crisis"},
    "dis.teachback": {"repeated": "yes"},
    "dis.escort-here": {"here": "yes", "name": "Daniel Harlow"},
    "dis.next": {"date": "29112026", "dose": "same"},
    "dis.depart": {"at": "now"},
}
