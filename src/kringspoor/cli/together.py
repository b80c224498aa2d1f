"""A process that ends when the one that began it is gone, however that ended."""

from __future__ import annotations

import os
import threading
import time
from importlib import import_module
from typing import Any

LOOK_SECONDS = 1.0
GONE = 1


def site_beside(parent: int) -> Any:
    """What a process of the server loads: the site, and a watch on the process that began it."""
    threading.Thread(target=end_after, args=(parent,), daemon=True).start()
    return import_module("kringspoor.web.wsgi").application


def end_after(parent: int) -> None:
    """End this process once its parent is gone: after a kill nobody else would tell it.

    What was being written is rolled back, as after any process that is killed.
    """
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(GONE)
