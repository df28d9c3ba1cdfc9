"""The tables of one store (``ledger-and-security`` 7.10), as SQLAlchemy Core ``Table`` objects.

Three kinds: the log and what belongs to it, append-only by trigger; projections, which can be rebuilt from
the log; secrets and drafts, which are no record. Projection columns are named as the fields of
``audit.query``.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

APPLICATION_ID = 0x43485344
"""``PRAGMA application_id`` of our files: the letters CHSD."""

SCHEMA_VERSION = 1
"""``PRAGMA user_version``: raised with each change of the tables."""

metadata = MetaData()


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _integer(name: str, default: int | None = None) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=None if default is None else text(str(default)))


log = Table("log", metadata, Column("origin", Text, primary_key=True), _integer("current"))

entry = Table(
    "entry",
    metadata,
    Column("origin", Text, ForeignKey("log.origin"), nullable=False),
    _integer("seq"),
    Column("header", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("payload", LargeBinary),
    PrimaryKeyConstraint("origin", "seq"),
)

node = Table(
    "node",
    metadata,
    _text("origin"),
    _integer("level"),
    _integer("idx"),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("origin", "level", "idx"),
    sqlite_with_rowid=False,
)

frontier = Table(
    "frontier",
    metadata,
    Column("origin", Text, primary_key=True),
    _integer("size"),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("origin", Text, ForeignKey("log.origin"), nullable=False),
    _integer("size"),
    _text("note"),
    PrimaryKeyConstraint("origin", "size"),
)

key_pub = Table(
    "key_pub",
    metadata,
    Column("origin", Text, ForeignKey("log.origin"), nullable=False),
    _text("vkey"),
    _integer("first_size"),
    PrimaryKeyConstraint("origin", "vkey", "first_size"),
)

idx_entry = Table(
    "idx_entry",
    metadata,
    _text("origin"),
    _integer("seq"),
    _text("type"),
    _integer("at"),
    _text("actor"),
    Column("sess", Text),
    Column("n", Integer),
    Column("pt", Text),
    Column("item", Text),
    Column("leaf", LargeBinary, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)
Index(
    "ix_entry_session",
    idx_entry.c.sess,
    idx_entry.c.n,
    sqlite_where=idx_entry.c.sess.is_not(None),
)
Index("ix_entry_family", idx_entry.c.origin, idx_entry.c.type, sqlite_where=idx_entry.c.sess.is_(None))

clinic = Table(
    "clinic",
    metadata,
    Column("origin", Text, primary_key=True),
    _text("name"),
    _text("workstation"),
    _integer("chairs"),
    _integer("practice"),
    _integer("pin_length", 6),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    _text("name"),
    _text("initials"),
    _text("post"),
    _text("roles"),
    _integer("active", 1),
)

patient = Table(
    "patient",
    metadata,
    Column("id", Text, primary_key=True),
    _text("family"),
    _text("given"),
    _text("born"),
    _text("mrn"),
    _text("title", ""),
    _text("preferred", ""),
    _text("allergies", "not_recorded"),
    _text("allergy_text", ""),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    _text("patient"),
    _integer("chair"),
    _text("nurse"),
    _text("status"),
    _text("protocol"),
    _integer("visit"),
    _integer("opened_ms"),
    _integer("tz_min"),
    Column("ended_ms", Integer),
    _integer("last_ms"),
    _integer("entries"),
    _text("flags", ""),
    _text("words", ""),
)
Index("ix_session_opened", session.c.opened_ms, session.c.id)
Index("ix_session_patient", session.c.patient, session.c.opened_ms, session.c.id)
Index("ix_session_nurse", session.c.nurse, session.c.opened_ms, session.c.id)
Index("ix_session_open", session.c.chair, sqlite_where=session.c.ended_ms.is_(None))

PROJECTIONS = {table.name: table for table in (clinic, person, patient, session)}
"""Tables that rows of the service fill."""

draft = Table(
    "draft",
    metadata,
    _text("session"),
    _text("link_id"),
    _text("text"),
    _integer("at_ms"),
    PrimaryKeyConstraint("session", "link_id"),
)

secret = Table(
    "secret",
    metadata,
    Column("person", Text, primary_key=True),
    _text("verifier"),
    _integer("failures"),
    Column("failed_ms", Integer),
)

# An entry's payload and salt may go once their time is over (7.19); its header never changes. Nothing in this
# program does so yet, and therefore nothing is let through.
APPEND_ONLY = tuple(
    f"CREATE TRIGGER {table.name}_{act.lower()} BEFORE {act} ON {table.name} "
    "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    for table in (entry, checkpoint, key_pub)
    for act in ("UPDATE", "DELETE")
)
"""Triggers of SEC-005. ``REPLACE`` runs the DELETE trigger because ``recursive_triggers`` is on."""
