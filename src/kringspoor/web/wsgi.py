"""What a server starts: the site, with what every page needs read before the first one asks."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
application = get_wsgi_application()


def _get_ready() -> None:
    """Import every page and read the catalogue; what stays for good is never looked through."""
    from django.urls import get_resolver

    from kringspoor.use.tables import category_names

    assert get_resolver().url_patterns
    category_names()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a page makes some thousands of things, and leaves none


_get_ready()
