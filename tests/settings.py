"""The settings of the site as the tests run it: quick passwords, a folder of its own."""

from __future__ import annotations

import os

os.environ.setdefault("KRINGSPOOR_SECRET_KEY", "only-for-tests")
os.environ.setdefault("KRINGSPOOR_SIGNING_KEY", "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtISE")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser test drives a loop of its own

from kringspoor.web.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
