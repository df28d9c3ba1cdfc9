"""What is known of a drug product here: the strength with which its code was taken out before.

No product list is shipped; what people confirmed from a label in earlier sessions is the only source.
"""

from __future__ import annotations

from checklist.audit.query import SessionQuery
from checklist.audit.replay import read_entry
from checklist.ledger.entry import read_header
from checklist.service.journal import Journal
from checklist.service.ports import Index
from checklist.service.scanning import Scanned, Unread, read_scan
from checklist.session.drug_events import DrugEntryVoided, DrugTakenOut

_SESSIONS = 20
"""How many sessions are looked through, newest first."""

_READ = frozenset({"drug.out", "amend"})


class Products:
    """The products seen at one workstation.

    Args:
        journal: Gives the log.
        index: Gives the newest sessions.
    """

    def __init__(self, journal: Journal, index: Index) -> None:
        self._journal = journal
        self._index = index

    def read(self, typed: str) -> tuple[Scanned | Unread, str]:
        """Read a scanned code; return the package and the strength its product had before, or empty."""
        scanned = read_scan(typed)
        return scanned, self.strength(scanned.gtin) if isinstance(scanned, Scanned) else ""

    def strength(self, gtin: str) -> str:
        """Return the mg/mL of a product number as last taken out, or empty; raises LedgerError."""
        for row in self._index.sessions(SessionQuery(limit=_SESSIONS)):
            found = self._last(row.id, gtin)
            if found:
                return found
        return ""

    def _last(self, session_id: str, gtin: str) -> str:
        """Return the strength of the newest entry of a session that nobody took back, or empty."""
        wrong: set[int] = set()
        for entry in reversed(self._journal.ledger.session_entries(session_id)):
            if read_header(entry.header).type not in _READ:
                continue
            recorded = read_entry(entry)
            event = recorded.event
            if isinstance(event, DrugEntryVoided):
                wrong.add(event.of)
            elif isinstance(event, DrugTakenOut) and event.gtin == gtin and recorded.mark.n not in wrong:
                return event.strength_mg_ml
        return ""
