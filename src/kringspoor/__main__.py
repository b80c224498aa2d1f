"""The command line's door: ``python -m kringspoor`` and the ``kringspoor`` script."""

from __future__ import annotations

from kringspoor.cli import main

if __name__ == "__main__":
    main()
