"""What every ``Index`` must answer, also against a filter written out by hand."""

from __future__ import annotations

import random

import pytest

from checklist.audit.query import Allergies, SessionQuery

NAMES = ("Álvarez", "Berg", "Cohen", "de Vries", "Müller", "O'Neil")


@pytest.fixture
def filled(ports, build):
    """Sixty sessions of six patients under three nurses, drawn from a fixed seed."""
    draw = random.Random(20261122)
    rows = [build.person(f"u-{step}", name) for step, name in enumerate(("Zoe Hart", "Émile Roy", "ann Fox"))]
    rows += [build.patient(f"p-{step}", name, f"Given{step} Ray", f"MR-{step}7") for step, name in enumerate(NAMES)]
    sessions = []
    for step in range(60):
        is_open = step % 12 == 0
        flags = [flag for flag in ("exception", "amended", "late_vitals", "stopped") if draw.random() < 0.25]
        sessions.append(
            {
                "key": f"s-{step:02}",
                "patient": f"p-{draw.randrange(6)}",
                "nurse": f"u-{draw.randrange(3)}",
                "chair": draw.randrange(1, 5),
                "opened_ms": draw.randrange(1000, 1020),
                "ended_ms": None if is_open else 2000,
                "flags": " ".join((["open"] if is_open else []) + flags),
                "words": draw.choice(("", "calm and awake", "nausea; ondansetron given", "Übelkeit")),
            }
        )
    rows += [build.session(**values) for values in sessions]
    ports.ledger.append(build.batch(ports.ledger.head(), sess=None), rows)
    return ports, sessions


def wanted(sessions, condition=lambda one: True):
    found = sorted(filter(condition, sessions), key=lambda one: (one["opened_ms"], one["key"]), reverse=True)
    return [one["key"] for one in found]


def test_people(filled):
    """Staff are listed by name whatever the case or accent of its first letter, with their roles as a tuple."""
    people = filled[0].index.people()
    assert [person.name for person in people] == ["ann Fox", "Émile Roy", "Zoe Hart"]
    assert people[0].roles == ("nurse", "checker")
    assert people[0].active is True


def test_patient(filled):
    """A patient is read back whole, and an unknown one is None."""
    patient = filled[0].index.patient("p-4")
    assert patient is not None
    assert (patient.family, patient.mrn, patient.allergies) == ("Müller", "MR-47", Allergies.KNOWN)
    assert filled[0].index.patient("p-99") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mull", ["p-4"]),
        ("MÜLLER given4", ["p-4"]),
        ("ray alv", ["p-0"]),
        ("vries", ["p-3"]),
        ("ülle", []),
        ("mr-2", ["p-2"]),
        ("%", []),
        ("given", ["p-0", "p-1", "p-2", "p-3", "p-4", "p-5"]),
        ("", ["p-0", "p-1", "p-2", "p-3", "p-4", "p-5"]),
    ],
)
def test_find_patients(filled, text, found):
    """Patients are found by the beginnings of their names in any order, or by a part of their MRN."""
    assert [patient.id for patient in filled[0].index.find_patients(text)] == found


def test_find_patients_limit(filled):
    """No more patients come back than were asked for."""
    assert len(filled[0].index.find_patients("given", limit=2)) == 2


def test_open_sessions(filled):
    """Sessions in progress are listed by chair."""
    ports, sessions = filled
    still = sorted(
        (one for one in sessions if one["ended_ms"] is None),
        key=lambda one: (one["chair"], one["opened_ms"], one["key"]),
    )
    assert [row.id for row in ports.index.open_sessions()] == [one["key"] for one in still]


def test_session(filled):
    """A session's row carries the patient's and the nurse's names, and its flags in order."""
    ports, sessions = filled
    one = sessions[12]
    row = ports.index.session(one["key"])
    assert row is not None
    assert row.family == NAMES[int(one["patient"][2:])]
    assert row.nurse == ("Zoe Hart", "Émile Roy", "ann Fox")[int(one["nurse"][2:])]
    assert row.flags == tuple(one["flags"].split())
    assert ports.index.session("s-none") is None


@pytest.mark.parametrize("flag", ["open", "exception", "amended", "late_vitals", "stopped", "late", "late%vitals"])
def test_flag(filled, flag):
    """SEC-011 A flag is matched as a whole word, never as a part or a pattern."""
    ports, sessions = filled
    found = ports.index.sessions(SessionQuery(flag=flag))
    assert [row.id for row in found] == wanted(sessions, lambda one: flag in one["flags"].split())


@pytest.mark.parametrize("text", ["nausea", "ubelkeit MÜLLER", "Roy", "mr-37 calm", "awake calm", "50%", "_"])
def test_text(filled, text):
    """SEC-011 Each word is looked for in patient, MRN, nurse and notes, without case or accents."""
    from checklist.service.search import fold

    ports, sessions = filled
    nurses = ("Zoe Hart", "Émile Roy", "ann Fox")

    def holds(one):
        at = int(one["patient"][2:])
        whole = f"{NAMES[at]} Given{at} Ray MR-{at}7 {nurses[int(one['nurse'][2:])]} {one['words']}"
        return all(fold(word) in fold(whole) for word in text.split())

    assert [row.id for row in ports.index.sessions(SessionQuery(text=text))] == wanted(sessions, holds)


def test_filters_together(filled):
    """SEC-011 Time, nurse and patient narrow a search together, and the count is that of the whole search."""
    ports, sessions = filled
    query = SessionQuery(since_ms=1004, until_ms=1015, nurse="u-1", patient="p-2")
    for narrowed in (
        query,
        SessionQuery(since_ms=1010),
        SessionQuery(until_ms=1010),
        SessionQuery(nurse="u-0"),
    ):

        def holds(one, narrowed=narrowed):
            return (
                (narrowed.since_ms is None or one["opened_ms"] >= narrowed.since_ms)
                and (narrowed.until_ms is None or one["opened_ms"] < narrowed.until_ms)
                and narrowed.nurse in {None, one["nurse"]}
                and narrowed.patient in {None, one["patient"]}
            )

        expected = wanted(sessions, holds)
        assert [row.id for row in ports.index.sessions(narrowed)] == expected
        count = ports.index.count_sessions(narrowed)
        flagged = [one for one in sessions if holds(one) and one["flags"]]
        assert (count.total, count.flagged) == (len(expected), len(flagged))


def test_pages(filled):
    """Pages follow each other by key without a gap or a repeat, many sessions of one moment included."""
    ports, sessions = filled
    seen, before = [], None
    while page := ports.index.sessions(SessionQuery(before=before, limit=7)):
        seen += [row.id for row in page]
        before = (page[-1].opened_ms, page[-1].id)
    assert seen == wanted(sessions)


def test_unknown_patient_and_nurse(ports, build):
    """A session whose patient or nurse is not registered here is listed all the same."""
    ports.ledger.append(build.batch(ports.ledger.head(), sess=None), [build.session("s-1", nurse="u-77")])
    row = ports.index.sessions(SessionQuery())[0]
    assert (row.family, row.nurse) == ("", "u-77")
    assert ports.index.count_sessions(SessionQuery(text="u-77")).total == 1


def test_nothing_there(ports):
    """An empty store answers every question with nothing."""
    assert ports.index.sessions(SessionQuery()) == ()
    count = ports.index.count_sessions(SessionQuery())
    assert (count.total, count.flagged) == (0, 0)
