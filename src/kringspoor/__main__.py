"""The command line's door: ``python -m kringspoor`` and the ``kringspoor`` script."""

from __future__ import annotations

import sys

INTERRUPTED = 130

if __name__ == "__main__":
    try:
        from kringspoor.cli import main  # inside, so that Ctrl-C while loading ends quietly too

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
