"""What a second step needs is sealed before it is stored: a copy of the database opens nothing."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac


class SealingAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals with a key drawn from the secret key of the site; another site cannot read it."""

    def encrypt(self, text: str) -> str:
        """The secret of an app, or the seed of recovery codes, sealed."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    drawn = salted_hmac("kringspoor.second-step", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(drawn))
