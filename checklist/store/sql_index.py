"""The ports ``Index``, ``Secrets`` and ``Drafts`` of the service, answered by the database.

Imports database, schema, statements and ``audit.query``. Invariants: reads see one committed moment; pages go
by key, never by OFFSET; rows become records here and nowhere else.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, bindparam, case, delete, func, literal, select, tuple_
from sqlalchemy.dialects import sqlite

from checklist.audit.query import Clinic, Patient, Person, SessionCount, SessionQuery, SessionRow
from checklist.service.ports import Draft, PinRecord
from checklist.service.search import fold, words
from checklist.store import schema, statements
from checklist.store.database import Database

_clinic, _person, _patient, _session = schema.clinic.c, schema.person.c, schema.patient.c, schema.session.c
_draft, _secret = schema.draft.c, schema.secret.c

_JOINED = schema.session.outerjoin(schema.patient, _session.patient == _patient.id).outerjoin(
    schema.person, _session.nurse == _person.id
)
_NURSE = func.coalesce(_person.name, _session.nurse)
_SEARCHED = func.fold(
    func.coalesce(_patient.family, "")
    + " "
    + func.coalesce(_patient.given, "")
    + " "
    + func.coalesce(_patient.mrn, "")
    + " "
    + _NURSE
    + " "
    + _session.words
)
_ROWS = select(
    *(column for column in schema.session.columns if column.name not in {"nurse", "words"}),
    _NURSE.label("nurse"),
    *(
        func.coalesce(_patient[name], literal("", literal_execute=True)).label(name)
        for name in ("family", "given", "born", "mrn")
    ),
).select_from(_JOINED)

_PUT_PIN = statements.text_of(
    (_new_secret := sqlite.insert(schema.secret)).on_conflict_do_update(
        index_elements=["person"],
        set_={name: _new_secret.excluded[name] for name in ("verifier", "failures", "failed_ms")},
    )
)
_PUT_DRAFT = statements.text_of(
    (_new_draft := sqlite.insert(schema.draft)).on_conflict_do_update(
        index_elements=["session", "link_id"],
        set_={name: _new_draft.excluded[name] for name in ("text", "at_ms")},
    )
)
_DROP_DRAFTS = statements.text_of(delete(schema.draft).where(_draft.session == bindparam("of")))
_DROP_DRAFT = statements.text_of(
    delete(schema.draft).where(_draft.session == bindparam("of"), _draft.link_id == bindparam("line"))
)


class SqlIndex:
    """See ``service.ports.Index``.

    Args:
        database: Where the projections are.
        origin: Name of the current log; its clinic is the clinic.
    """

    def __init__(self, database: Database, origin: str) -> None:
        self._database = database
        self._origin = origin

    def clinic(self) -> Clinic | None:
        """Return the clinic, or None before the first start is complete."""
        columns = [_clinic[name] for name in Clinic.__struct_fields__]
        found = self._all(select(*columns).where(_clinic.origin == self._origin))
        return msgspec.convert({**found[0], "practice": bool(found[0]["practice"])}, Clinic) if found else None

    def people(self) -> tuple[Person, ...]:
        """Return all staff, retired ones too, by name."""
        found = self._all(select(schema.person).order_by(func.fold(_person.name), _person.id))
        return tuple(
            msgspec.convert({**row, "roles": row["roles"].split(), "active": bool(row["active"])}, Person)
            for row in found
        )

    def patient(self, patient_id: str) -> Patient | None:
        """Return a patient by surrogate id."""
        found = self._all(select(schema.patient).where(_patient.id == patient_id))
        return msgspec.convert(found[0], Patient) if found else None

    def find_patients(self, text: str, limit: int = 20) -> tuple[Patient, ...]:
        """Return patients with each word at the beginning of a name, or with the text in their MRN."""
        names = literal(" ") + func.fold(_patient.family) + " " + func.fold(_patient.given)
        wanted: ColumnElement[bool] = literal(1) == 1
        for word in words(text):
            wanted = wanted & (func.instr(names, f" {word}") > 0)
        if text.strip():
            wanted = wanted | (func.instr(func.fold(_patient.mrn), fold(text.strip())) > 0)
        order = (func.fold(_patient.family), func.fold(_patient.given), _patient.id)
        found = self._all(select(schema.patient).where(wanted).order_by(*order).limit(limit))
        return tuple(msgspec.convert(row, Patient) for row in found)

    def open_sessions(self) -> tuple[SessionRow, ...]:
        """Return sessions in progress, by chair."""
        order = (_session.chair, _session.opened_ms, _session.id)
        return self._sessions(_ROWS.where(_session.ended_ms.is_(None)).order_by(*order))

    def session(self, session_id: str) -> SessionRow | None:
        """Return one session's row."""
        return next(iter(self._sessions(_ROWS.where(_session.id == session_id))), None)

    def sessions(self, query: SessionQuery) -> tuple[SessionRow, ...]:
        """Return one page of a search, newest first."""
        page = _ROWS.where(*_conditions(query))
        if query.before is not None:
            page = page.where(tuple_(_session.opened_ms, _session.id) < tuple_(*map(literal, query.before)))
        newest_first = (_session.opened_ms.desc(), _session.id.desc())
        return self._sessions(page.order_by(*newest_first).limit(query.limit))

    def count_sessions(self, query: SessionQuery) -> SessionCount:
        """Count a whole search; ``before`` and ``limit`` are not looked at."""
        flagged = func.coalesce(func.sum(case((_session.flags != "", 1), else_=0)), 0)
        counted = select(func.count().label("total"), flagged.label("flagged")).select_from(_JOINED)
        return msgspec.convert(self._all(counted.where(*_conditions(query)))[0], SessionCount)

    def _sessions(self, statement: Select[Any]) -> tuple[SessionRow, ...]:  # Any: columns of mixed types
        found = self._all(statement)
        return tuple(msgspec.convert({**row, "flags": row["flags"].split()}, SessionRow) for row in found)

    def _all(self, statement: Select[Any]) -> list[dict[str, Any]]:  # Any: columns of mixed types
        with self._database.selecting() as connection:
            # msgspec takes plain text only, not the kind that SQLAlchemy names columns with
            return [{str(name): cell for name, cell in row.items()} for row in connection.execute(statement).mappings()]


class SqlSecrets:
    """See ``service.ports.Secrets``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pin(self, person_id: str) -> PinRecord | None:
        """Return a person's record."""
        columns = (_secret.verifier, _secret.failures, _secret.failed_ms)
        with self._database.selecting() as connection:
            row = connection.execute(select(*columns).where(_secret.person == person_id)).one_or_none()
        return None if row is None else PinRecord(*row)

    def put_pin(self, person_id: str, record: PinRecord) -> None:
        """Store it, durable on return."""
        with self._database.writing() as cursor:
            cursor.execute(_PUT_PIN, (person_id, record.verifier, record.failures, record.failed_ms))


class SqlDrafts:
    """See ``service.ports.Drafts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def drafts(self, session_id: str) -> tuple[Draft, ...]:
        """Return a session's drafts, oldest first."""
        wanted = select(schema.draft).where(_draft.session == session_id)
        with self._database.selecting() as connection:
            return tuple(Draft(*row) for row in connection.execute(wanted.order_by(_draft.at_ms, _draft.link_id)))

    def put_draft(self, draft: Draft) -> None:
        """Store one, in place of the line's former one."""
        with self._database.writing() as cursor:
            cursor.execute(_PUT_DRAFT, (draft.session, draft.link_id, draft.text, draft.at_ms))

    def drop_drafts(self, session_id: str, link_id: str | None = None) -> None:
        """Remove a line's draft, or all of a session's."""
        with self._database.writing() as cursor:
            if link_id is None:
                cursor.execute(_DROP_DRAFTS, (session_id,))
            else:
                cursor.execute(_DROP_DRAFT, (session_id, link_id))


def _conditions(query: SessionQuery) -> list[ColumnElement[bool]]:
    found = [func.instr(_SEARCHED, word) > 0 for word in words(query.text)]
    if query.since_ms is not None:
        found.append(_session.opened_ms >= query.since_ms)
    if query.until_ms is not None:
        found.append(_session.opened_ms < query.until_ms)
    if query.nurse is not None:
        found.append(_session.nurse == query.nurse)
    if query.patient is not None:
        found.append(_session.patient == query.patient)
    if query.flag is not None:
        found.append(func.instr(literal(" ") + _session.flags + " ", f" {query.flag} ") > 0)
    return found
