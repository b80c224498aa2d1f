"""What the API says of itself, on a page that is served here."""

from __future__ import annotations

import re

import pytest
from tests.site import an_organisation, somebody
from tests.web.test_pages import signed_in, text_of

pytestmark = pytest.mark.django_db


def test_every_operation_stands_on_the_page_with_an_example() -> None:
    browser = signed_in(somebody(an_organisation("hier"), "expert"))
    page = text_of(browser, "/hier/api/docs/")
    paths = browser.get("/hier/api/openapi.json").json()["paths"]
    assert len(paths) > 80
    for path in paths:
        assert path in page
    assert "http://testserver/hier/api/devices" in page
    assert "Idempotency-Key" in page


def test_no_two_things_on_the_page_have_one_name() -> None:
    browser = signed_in(somebody(an_organisation("hier")))
    names = re.findall(r' id="([^"]+)"', browser.get("/hier/api/docs/").content.decode())
    assert len(names) == len({*names})


def test_the_page_of_keys_leads_to_it() -> None:
    browser = signed_in(somebody(an_organisation("hier")))
    assert 'href="/hier/api/docs/"' in browser.get("/hier/people/keys/").content.decode()
