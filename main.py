"""Start Chairside from a checkout; the installed command ``chairside`` is the same program."""

from __future__ import annotations

import sys

from checklist.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
