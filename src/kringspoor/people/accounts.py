"""How signing in differs from what the library does by itself."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: an administrator invites, or a provider vouches."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False
