"""An address that only takes a form, asked for as a page, leads to the page above it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.access import doors
from tests.firm_rows import colleague, workspace

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def client() -> Client:
    workspace()
    found = Client()
    found.force_login(colleague("Mira", "owner"))
    return found


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/programs/webhooks", "/programs"),
        ("/programs/webhooks/abc/change", "/programs/webhooks/abc"),
        ("/programs/tokens/abc/revoke", "/programs"),
        ("/deals/forecast/goal", "/deals/forecast"),
    ],
)
def test_it_leads_to_the_nearest_page_above(client: Client, form: str, page: str) -> None:
    assert client.get(form, headers=BROWSER)["Location"] == page


def test_no_address_of_a_form_is_a_blank_page_when_it_is_opened_again(client: Client) -> None:
    forms = 0
    for door in doors.doors():
        address = "/" + re.sub(r"<[^>]*>", "2", door.route)
        if "GET" in doors.methods(client, address):
            continue
        forms += 1
        answer = client.get(address, headers=BROWSER, follow=True)
        assert answer.redirect_chain, address
        assert answer.status_code == 200 if "<" not in door.route else answer.status_code in (200, 404), address
    assert forms > 50


def test_programs_and_parts_of_pages_are_told_that_it_takes_no_look(client: Client) -> None:
    assert client.get("/programs/webhooks").status_code == 405
    assert client.get("/programs/webhooks", headers={**BROWSER, "HX-Request": "true"}).status_code == 405
    assert client.post("/programs/reference", headers=BROWSER).status_code == 405
