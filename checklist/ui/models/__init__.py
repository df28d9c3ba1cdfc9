"""Item models: rows that are read when they come into sight."""
