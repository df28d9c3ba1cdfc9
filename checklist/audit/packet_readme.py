"""The words of a packet's ``README.txt``: what the packet is and how anyone can check it.

May import ``packet_format``.
"""

from __future__ import annotations

from checklist.audit.packet_format import RangeScope, Scope
from checklist.ledger.signing import Vkey

_PRACTICE = """\
************************************************************
PRACTICE. This packet was made in practice mode. The people
and the figures in it are invented; it is no patient's record.
************************************************************

"""

_TEXT = """\
Chairside record packet

Log:        {origin}
Holds:      {holds}
Payloads:   {payloads}
Log key:    {fingerprint}

HOW TO CHECK IT

1. Unpack the ZIP file into an empty folder.
2. With Python 3.8 or later, on any system, no network needed:
       python3 verify.py
   Or with bash, the usual core tools and openssl:
       bash verify.sh
3. The first word printed is the verdict.
       OK             everything is as it was signed, and an outside anchor agrees
       OK-UNANCHORED  everything is as it was signed; no outside anchor was given for the newest entries
       STALE          as above, and the newest outside anchor is more than 7 days older than the packet
   Any other word means that something is wrong, and the entry it begins at is named.
4. Compare the log key above, and the one printed by the check, with the paper from the first start of
   the program. To be sure of the key, give it yourself:  python3 verify.py --vkey KEY
   A file of checkpoints that were kept elsewhere (witness file) goes in with  --anchor FILE

WHAT IS IN IT

entries.jsonl     one entry a line: the exact bytes that were hashed. No name and no measured value stands
here. payloads.jsonl    names, notes and measured values; each is bound to its entry by a salted commitment.
leaves.txt        position and hash of each entry, to name the first bad one. The signed root decides.
checkpoints.txt   size and root of the log, signed (C2SP signed note, Ed25519). keys.txt          the public
key that signed them. proofs/           what ties these entries to the rest of the log (RFC 9162, C2SP
tlog-proof). records/          tables for reading. A convenience: the entries and payloads are the evidence.
records/protocol-*   the checklists' wording. The SHA-256 of a .toml file is the digest that session.open
names. Where a clinic set values of its own, a .json file says which; the digest named is then the SHA-256 of
its "hashed" text, and the values stand in the place of those in the .toml file.
manifest.json     SHA-256 of every file, to notice damage on the way. It is not signed.

The last entry is this export itself. It states what this packet must hold; anything it covers and the packet
lacks is reported as GAP.
"""


def readme_text(scope: Scope, vkey: Vkey, export: int) -> str:
    """Return the text.

    Args:
        scope: What the packet holds.
        vkey: The log's key.
        export: Position of the packet's own ``out.export`` entry.
    """
    if isinstance(scope, RangeScope):
        holds = f"every entry from {scope.first} to {export}"
    else:
        holds = f"all entries of {len(scope.sessions)} session(s), and entry {export}"
    text = _TEXT.format(
        origin=vkey.name,
        holds=holds,
        payloads="included as far as they are in scope" if scope.payloads else "left out (redacted packet)",
        fingerprint=vkey.fingerprint,
    )
    return (_PRACTICE if scope.practice else "") + text
