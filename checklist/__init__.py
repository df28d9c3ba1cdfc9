"""Chairside: checklist and provable record for outpatient IV ketamine infusions.

The layers, lowest first: ``errors clock settings diagnostics``, ``protocol``, ``session | ledger``, ``audit``,
``service``, ``ui | store``, ``cli | bootstrap | tour``. A package imports only what lies below it (ARCHITECTURE.md).
"""

__version__ = "0.1.0"
