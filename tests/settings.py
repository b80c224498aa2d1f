"""The settings of the site as the tests run it: quick passwords, a folder of its own."""

from __future__ import annotations

import os

os.environ.setdefault("KRINGSPOOR_SECRET_KEY", "only-for-tests")

from kringspoor.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
