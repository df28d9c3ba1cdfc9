"""One recorded day: makes a store in a folder and works in it, acknowledging in the file ``acks``.

``python record.py FOLDER COMMANDS SYNCHRONOUS FAULT_AT THEN``: run by ``power_cut.py`` with the recorder preloaded.
SYNCHRONOUS other than FULL puts a known-bad setting on the writer, which no setting of the program can do. FAULT_AT
other than -1 lets the sync of that command fail; THEN the store is reopened, or the program dies and is started anew.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from clinic import ORIGIN, carry_out, commands_in, day, keystore_of

from checklist.errors import LedgerError
from checklist.store import opening


def main() -> None:
    place, count, synchronous, fault_at = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    acks = os.open(place / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def ack(what: str) -> None:
        os.write(acks, f"{what}\n".encode())

    if opening.exists(place):
        store = opening.open_store(place, keystore_of(place))
    else:
        store = opening.create_store(place, keystore_of(place), ORIGIN)
        ack("created 1")
    if synchronous != "FULL":
        store.database._driver.execute(f"PRAGMA synchronous={synchronous}")
    if fault_at >= 0:
        day(store, range(fault_at), ack)
        ctypes.c_int.in_dll(ctypes.CDLL(None), "fail_syncs").value = 1
        for code in ("store.io", "store.halted"):
            try:
                carry_out(store, fault_at)
            except LedgerError as error:
                if error.code == code:
                    continue
            sys.exit(f"the command should have been refused with {code}")
        if sys.argv[5] == "dies":
            os._exit(0)
        store.reopen()
    day(store, range(commands_in(store), count), ack)
    store.close()


if __name__ == "__main__":
    main()
