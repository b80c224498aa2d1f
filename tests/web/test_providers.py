"""Providers of identities: what may stand in the variable, and what their claims give."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kringspoor.core.errors import BadInput, Refused
from kringspoor.web.providers import Provider, Vouched, claim, providers_of, vouched

GIVEN = {
    "id": "acm",
    "name": "Overheid",
    "issuer": "https://op.example",
    "client_id": "kringspoor",
    "secret": "geheim",
    "roles": {"Beheerder": "admin", "Aankoper": "buyer", "Kijker": "expert"},
}


def a_provider(**rest: Any) -> Provider:
    (found,) = providers_of(json.dumps([GIVEN | rest]))
    return found


def claims(*roles: str, org: str = "OVO000123") -> dict[str, Any]:
    return {"vo_orgcode": org, "mijntoepassing_rol_3d": list(roles)}


def test_several_providers_stand_beside_each_other() -> None:
    found = providers_of(json.dumps([GIVEN, GIVEN | {"id": "andere"}]))
    assert [each.id for each in found] == ["acm", "andere"]


def test_the_code_is_always_bound_by_pkce_and_trust_is_not_given_by_itself() -> None:
    told = a_provider().as_app()["settings"]
    assert told["oauth_pkce_enabled"] is True
    assert (told["email_authentication"], told["verified_email"]) == (False, False)
    assert a_provider(is_trusted=True).as_app()["settings"]["email_authentication"] is True


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("uit een bestand\n", "utf-8")
    given = a_provider(secret="", secret_file=str(tmp_path / "secret"))
    assert given.as_app()["secret"] == "uit een bestand"


@pytest.mark.parametrize(
    "written, told",
    [
        ("{", "JSON"),
        ("{}", "list of objects"),
        (json.dumps([GIVEN | {"isuer": "x"}]), "key 'isuer' is not known"),
        (json.dumps([{k: v for k, v in GIVEN.items() if k != "issuer"}]), "'issuer' is missing"),
        (json.dumps([GIVEN | {"roles": {"Baas": "boss"}}]), "names role 'boss'"),
        (json.dumps([GIVEN | {"scopes": "openid"}]), "key 'scopes' is no list"),
        (json.dumps([GIVEN, GIVEN]), "twice"),
    ],
)
def test_a_slip_in_the_variable_is_named(written: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        providers_of(written)
    assert "KRINGSPOOR_OIDC" in caught.value.what.en
    assert told in caught.value.what.en


def test_the_site_does_not_start_with_a_slip_in_the_variable() -> None:
    broken = os.environ | {"KRINGSPOOR_OIDC": '[{"id": "acm"}]', "PYTHONPATH": "src"}
    command = [sys.executable, "-c", "import kringspoor.web.settings"]
    done = subprocess.run(command, env=broken, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "KRINGSPOOR_OIDC" in done.stderr
    assert "'name'" in done.stderr


@pytest.mark.parametrize(
    "roles, role",
    [
        (["Beheerder:OVO000123"], "admin"),
        (["Kijker:OVO000123", "Aankoper:OVO000123"], "buyer"),
        (["Beheerder:OVO999999", "Kijker:OVO000123"], "expert"),
        (["Kijker"], "expert"),
        (["Onbekend:OVO000123", "Kijker:OVO000123"], "expert"),
    ],
)
def test_the_widest_role_at_the_own_organisation_counts(roles: list[str], role: str) -> None:
    assert vouched(claims(*roles), a_provider()) == Vouched("OVO000123", role)


def test_a_single_role_need_not_be_a_list() -> None:
    told = {"vo_orgcode": "OVO000123", "mijntoepassing_rol_3d": "Kijker:OVO000123"}
    assert vouched(told, a_provider()).role == "expert"


@pytest.mark.parametrize("roles", [[], ["Onbekend:OVO000123"], ["Beheerder:OVO999999"]])
def test_without_a_known_role_at_the_own_organisation_one_is_refused(roles: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        vouched(claims(*roles), a_provider())
    assert caught.value.code == "no-role-claim"


def test_without_an_organisation_one_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        vouched(claims("Beheerder", org=""), a_provider())
    assert caught.value.code == "no-organisation-claim"


def test_a_claim_is_found_by_its_name_or_by_a_path() -> None:
    nested = {"realm": {"access": {"roles": ["Kijker"]}}, "https://x.example/org": "A"}
    assert claim(nested, "realm.access.roles") == ["Kijker"]
    assert claim(nested, "https://x.example/org") == "A"
    assert claim(nested, "realm.none.roles") is None
    other = a_provider(roles_claim="realm.access.roles", organisation_claim="https://x.example/org")
    assert vouched(nested, other) == Vouched("A", "expert")
