"""The way in from the shell: `firmwatt` and `python -m firmwatt`."""

from __future__ import annotations

import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line; Ctrl-C while its modules load ends it as Ctrl-C does later, without a traceback."""
    try:
        from firmwatt.cli.app import main
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)  # `INTERRUPTED_EXIT_CODE` of the module that did not load
    main()


if __name__ == "__main__":
    run()
