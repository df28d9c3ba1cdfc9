"""An ordinary patient on an ordinary day: an answer that meets no limit for every line of ketamine-iv-mood 0.1.0."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from checklist.protocol.items import ChecksField, SignatureField
from checklist.protocol.model import Protocol
from checklist.protocol.reader import read_protocol
from checklist.protocol.values import (
    Answer,
    Chosen,
    ChosenSet,
    Confirmed,
    Day,
    FieldAnswer,
    Moment,
    Quantity,
    Score,
    Text,
    Value,
    VitalMissing,
    VitalSigns,
    VitalValue,
)

FILE = Path(__file__).parents[2] / "resources" / "protocols" / "ketamine-iv-mood" / "0.1.0.toml"
UNITS = {
    "sbp": "mm[Hg]",
    "dbp": "mm[Hg]",
    "hr": "/min",
    "spo2": "%",
    "rr": "/min",
    "temp": "Cel",
    "alertness": "1",
}
HOUR_MS = 3_600_000


def shipped() -> Protocol:
    """Return the built-in protocol."""
    return read_protocol(FILE.read_bytes(), FILE.name)


def signs(
    sbp: int = 128,
    dbp: int = 82,
    hr: int = 76,
    spo2: int = 98,
    rr: int = 15,
    alertness: int | None = 5,
    temp: str | None = None,
    missing: dict[str, str] | None = None,
) -> VitalSigns:
    """Return a set of vital signs; ``missing`` gives parts a reason instead of a value."""
    measured = {"sbp": sbp, "dbp": dbp, "hr": hr, "spo2": spo2, "rr": rr, "temp": temp, "alertness": alertness}
    gone = missing or {}
    return VitalSigns(
        tuple(
            VitalValue(code, str(value), UNITS[code])
            for code, value in measured.items()
            if value is not None and code not in gone
        ),
        tuple(VitalMissing(code, reason) for code, reason in gone.items()),
    )


def _day(now_ms: int, days: int) -> Day:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now_ms, days=days)
    return Day(moment.date().isoformat())


_PLAIN: dict[str, dict[str, Value]] = {
    "pre.identity-two": {"match": Chosen("match"), "used": ChosenSet(("name", "birth-date"))},
    "pre.session-kind": {"kind": Chosen("series")},
    "pre.session-number": {"number": Score(3)},
    "pre.consent-today": {"wants": Chosen("yes")},
    "pre.capacity": {"able": Chosen("yes")},
    "pre.prescriber-reach": {"where": Chosen("on-site"), "name": Text("Dr R. Okafor")},
    "pre.escort": {"named": Chosen("yes"), "name": Text("Maya Harlow"), "phone": Text("555 0134")},
    "pre.contact": {"tomorrow": Text("555 0121"), "emergency": Text("Maya Harlow 555 0134")},
    "pre.allergy": {"status": Chosen("none")},
    "pre.meds-flag": {"taken": ChosenSet(("none",))},
    "pre.substances": {"used": ChosenSet(("none",)), "signs": Chosen("none")},
    "pre.pregnancy-possible": {"possible": Chosen("menopause")},
    "pre.pregnancy": {"result": Chosen("negative"), "breastfeeding": Chosen("no")},
    "pre.contra-cardio": {"found": ChosenSet(("none",))},
    "pre.contra-vascular": {"found": ChosenSet(("none",))},
    "pre.contra-neuro": {"found": ChosenSet(("none",))},
    "pre.contra-psych": {"found": ChosenSet(("none",))},
    "pre.weight": {"weight": Quantity("68.4", "kg")},
    "pre.vitals": {"signs": signs(temp="36.7")},
    "pre.phq9": {"total": Score(14), "item9": Score(0)},
    "pre.suicide-screen": {"risk": Chosen("low")},
    "pre.education": {"told": Confirmed(), "teachback": Chosen("yes")},
    "pre.dose": {"dose": Quantity("34", "mg")},
    "pre.diluent": {"diluent": Chosen("nacl09"), "volume": Quantity("100", "mL")},
    "pre.iv": {
        "site": Chosen("forearm"),
        "side": Chosen("left"),
        "gauge": Chosen("22"),
        "flush": Chosen("free"),
    },
    "pre.pump-entry": {
        "rate": Quantity("150", "mL/h"),
        "volume": Quantity("100", "mL"),
        "minutes": Quantity("40", "min"),
    },
    "pre.pump-check": {
        "rate": Quantity("150", "mL/h"),
        "volume": Quantity("100", "mL"),
        "minutes": Quantity("40", "min"),
        "locked": Confirmed(),
    },
    "mon.dissociation": {"intensity": Score(1), "distress": Score(0)},
    "mon.site": {"site": Chosen("ok")},
    "mon.comfort": {"word": Chosen("odd")},
    "mon.end": {"given": Quantity("100", "mL"), "residue": Chosen("flushed")},
    "mon.post-mind": {"intensity": Score(0), "distress": Score(0), "orientation": Score(4)},
    "mon.post-stim": {"quiet": Confirmed()},
    "dis.vitals": {"signs": signs(alertness=None)},
    "dis.sedation": {"alertness": Score(5)},
    "dis.orientation": {"orientation": Score(4)},
    "dis.mind": {"left": Chosen("none")},
    "dis.gait": {"gait": Chosen("steady")},
    "dis.nausea": {"nausea": Score(0)},
    "dis.aldrete": {
        **dict.fromkeys(("movement", "breathing", "pressure", "wakefulness", "oxygen"), Score(2)),
        "total": Score(10),
    },
    "dis.suicide": {"thoughts": Chosen("none")},
    "dis.prescriber-seen": {"seen": Chosen("yes"), "name": Text("Dr R. Okafor")},
    "dis.iv-out": {"out": Confirmed(), "site": Chosen("ok")},
    "dis.waste": {
        "drawn": Quantity("0.68", "mL"),
        "given": Quantity("0.68", "mL"),
        "wasted": Quantity("0", "mL"),
        "method": Chosen("none"),
    },
    "dis.teachback": {"repeated": Chosen("yes")},
    "dis.escort-here": {"here": Chosen("yes"), "name": Text("Maya Harlow")},
}


def _timed(now_ms: int) -> dict[str, dict[str, Value]]:
    return {
        "pre.order-valid": {"order": Chosen("complete"), "date": _day(now_ms, -1)},
        "pre.consent-written": {"on-file": Chosen("yes"), "date": _day(now_ms, -60)},
        "pre.fast-solids": {"light": Moment(now_ms - 10 * HOUR_MS, 0), "fatty-day": Chosen("no")},
        "pre.fast-clear": {"at": Moment(now_ms - 3 * HOUR_MS, 0)},
        "pre.vial": {
            "strength": Chosen("50"),
            "lot": Text("KT4471"),
            "expiry": _day(now_ms, 400),
            "container": Text("C-118"),
        },
        "dis.next": {"date": _day(now_ms, 3), "dose": Chosen("same")},
        "dis.depart": {"at": Moment(now_ms, 0)},
    }


def normal(protocol: Protocol, link_id: str, now_ms: int) -> Answer:
    """Return an ordinary answer of a line, at a time; sets of confirms are complete.

    Raises:
        KeyError: The line takes no answer, or this module does not know it.
    """
    line = protocol.line(link_id)
    known = _PLAIN.get(link_id) or _timed(now_ms).get(link_id) or {}
    values: list[FieldAnswer] = []
    for field in line.fields:
        if isinstance(field, ChecksField) and field.id not in known:
            values.append(FieldAnswer(field.id, ChosenSet(tuple(option.code for option in field.options))))
        elif not isinstance(field, SignatureField) and (field.required or field.id in known):
            values.append(FieldAnswer(field.id, known[field.id]))
    if not values:
        raise KeyError(link_id)
    return Answer(tuple(values))
