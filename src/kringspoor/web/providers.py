"""Who else may vouch for a person: OpenID Connect providers, from one variable of the environment.

``KRINGSPOOR_OIDC`` is a list in JSON, one object per provider::

    [{"id": "acm", "name": "Vlaamse overheid", "issuer": "https://authenticatie.example/op",
      "client_id": "…", "secret_file": "/run/secrets/acm", "scopes": ["openid", "profile"],
      "organisation_claim": "vo_orgcode", "roles_claim": "mijntoepassing_rol_3d",
      "roles": {"Beheerder": "admin"}, "is_trusted": true}]

A provider that ``is_trusted`` has checked the e-mail address: it may sign in who already has an
account of that address. Nothing here needs Django, for the settings read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text
from kringspoor.people.roles import ROLES

NAME = "KRINGSPOOR_OIDC"
_EXAMPLE = Text(
    nl="een lijst in JSON met per aanbieder id, name, issuer, client_id en secret of secret_file",
    en="a list in JSON; each provider has id, name, issuer, client_id and secret or secret_file",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider: where it is, how it knows us, and which of its claims say what."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str = ""
    secret_file: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    organisation_claim: str = "vo_orgcode"
    roles_claim: str = "mijntoepassing_rol_3d"
    roles: Mapping[str, str]
    is_trusted: bool = False

    def as_app(self) -> dict[str, Any]:
        """The provider as the sign-in library wants it; the code is always bound by PKCE."""
        found = Path(self.secret_file).read_text("utf-8").strip() if self.secret_file else ""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret or found,
            "settings": {
                "server_url": self.issuer,
                "scope": list(self.scopes),
                "oauth_pkce_enabled": True,
                "email_authentication": self.is_trusted,
                "verified_email": self.is_trusted,
            },
        }


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of a person: the code of their organisation, and their role there."""

    org_code: str
    role: str


def providers_of(written: str) -> tuple[Provider, ...]:
    """The providers in the variable. Raises BadInput that names the variable and the key.

    >>> providers_of("")
    ()
    """
    try:
        listed = json.loads(written or "[]")
    except json.JSONDecodeError as error:
        raise _bad(f"is geen JSON: {error}", f"is no JSON: {error}") from error
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise _bad("is geen lijst van objecten", "is no list of objects")
    found = tuple(_provider(number, each) for number, each in enumerate(listed, start=1))
    if len({each.id for each in found}) < len(found):
        raise _bad("noemt een 'id' twee keer", "names an 'id' twice")
    return found


def vouched(claims: Mapping[str, Any], provider: Provider) -> Vouched:
    """The organisation and the role that the claims give; of several roles the widest.

    A role is written ``Role`` or ``Role:OrgKey``; one for another organisation does not count.
    Raises Refused when the claims name no organisation, or no role that the provider's list knows.
    """
    org_code = "".join(_texts(claim(claims, provider.organisation_claim))[:1])
    if not org_code:
        raise Refused(
            Text(
                nl=f"{provider.name} zegt niet bij welke organisatie u hoort",
                en=f"{provider.name} does not say to which organisation you belong",
            ),
            hint=_ASK,
            code="no-organisation-claim",
        )
    split = (each.partition(":") for each in _texts(claim(claims, provider.roles_claim)))
    held = [provider.roles.get(name) for name, _, key in split if key in ("", org_code)]
    known = [each for each in held if each]
    if not known:
        raise Refused(
            Text(
                nl=f"{provider.name} geeft u geen rol in Kringspoor",
                en=f"{provider.name} gives you no role in Kringspoor",
            ),
            hint=_ASK,
            code="no-role-claim",
        )
    return Vouched(org_code, max(known, key=lambda slug: len(ROLES[slug].verbs)))


_ASK = Text(
    nl="vraag de beheerder van uw organisatie om een rol, en meld u daarna opnieuw aan",
    en="ask the administrator of your organisation for a role, then sign in again",
)


def claim(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, or by a path with dots into nested ones; None when it is not there.

    >>> claim({"realm": {"roles": ["a"]}}, "realm.roles")
    ['a']
    """
    if path in claims:
        return claims[path]
    first, _, rest = path.partition(".")
    inner = claims.get(first)
    return claim(inner, rest) if rest and isinstance(inner, Mapping) else None


def _texts(value: Any) -> list[str]:
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [str(each).strip() for each in several if each is not None and str(each).strip()]


def _provider(number: int, given: Mapping[str, Any]) -> Provider:
    known = {each.name for each in fields(Provider)}
    for key in given:
        if key not in known:
            listed = ", ".join(sorted(known))
            raise _bad(
                f"aanbieder {number}: sleutel '{key}' is niet bekend (bekend zijn {listed})",
                f"provider {number}: key '{key}' is not known (known are {listed})",
            )
    for key in ("id", "name", "issuer", "client_id", "roles"):
        if not given.get(key):
            raise _bad(
                f"aanbieder {number}: sleutel '{key}' ontbreekt",
                f"provider {number}: key '{key}' is missing",
            )
    _check_kinds(number, given)
    return Provider(
        **{**given, "scopes": tuple(given.get("scopes", ("openid", "profile", "email")))}
    )


def _check_kinds(number: int, given: Mapping[str, Any]) -> None:
    kinds: dict[str, type] = {"roles": dict, "scopes": list, "is_trusted": bool}
    for key, value in given.items():
        kind = kinds.get(key, str)
        if not isinstance(value, kind):
            raise _bad(
                f"aanbieder {number}: sleutel '{key}' is geen {kind.__name__}",
                f"provider {number}: key '{key}' is no {kind.__name__}",
            )
    for slug in given["roles"].values():
        if slug not in ROLES:
            listed = ", ".join(ROLES)
            raise _bad(
                f"aanbieder {number}: sleutel 'roles' noemt rol '{slug}' (bekend zijn {listed})",
                f"provider {number}: key 'roles' names role '{slug}' (known are {listed})",
            )


def _bad(nl: str, en: str) -> BadInput:
    return BadInput(Text(nl=f"{NAME} {nl}", en=f"{NAME} {en}"), hint=_EXAMPLE, code="bad-oidc")
