"""The store: SQLAlchemy Core over an encrypted SQLite file, and ports made real.

May import everything below ``service``, never ``ui``. Nothing of SQL leaves this package; rows become records
here.
"""
