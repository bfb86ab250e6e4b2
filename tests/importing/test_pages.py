"""Pages of an import: columns, words, and what differs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from sellwright.importing import plans
from sellwright.store.models import Firm, Import, User
from tests.firm_rows import colleague, workspace
from tests.importing import bringing

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(settings: Any, tmp_path: Path) -> User:
    settings.UPLOADS = tmp_path / "uploads"
    workspace()
    return colleague("Mira", "owner")


@pytest.fixture
def client_of_mira(mira: User) -> Client:
    client = Client()
    client.force_login(mira)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def brought(mira: User, tmp_path: Path, text: str, name: str = "firms.csv") -> Import:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return bringing.looked(mira, path)


def test_a_word_is_mended_the_other_way_round(mira: User, client_of_mira: Client, tmp_path: Path) -> None:
    words = ["Technik", "Tecknik"]
    rows = "".join(f"F{at},www.f{at}.example,{words[at % 10 == 0]}\n" for at in range(40))
    row = brought(mira, tmp_path, "Company,Website,Lead Status\n" + rows)
    url = f"/imports/{row.public_id}/values"
    assert "the other way round: “Technik” means “Tecknik”" in page(client_of_mira, url)
    key = re.search(r'name="(t\d+-\d+)"', page(client_of_mira, url))
    assert key is not None
    answer = client_of_mira.post(url, {key.group(1): "Tecknik", key.group(1).replace("t", "m"): "Tecknik"})
    assert answer.status_code == 302
    row.refresh_from_db()
    mends = [dict(column.mends) for column in plans.from_json(row.plan).files[0].columns if column.mends]
    assert mends == [{"Technik": "Tecknik"}]


def test_each_column_is_told_in_a_line(mira: User, client_of_mira: Client, tmp_path: Path) -> None:
    """What a telephone shows of a column before it is opened: where it goes and how much does not fit."""
    rows = "".join(f"P{at},p{at}@lab.example\n" for at in range(20))
    row = brought(mira, tmp_path, f"Name,Email\n{rows}Q,q(at)lab.example\n", "people.csv")
    shown = re.sub(r"<[^>]+>|\s+", " ", page(client_of_mira, f"/imports/{row.public_id}/file/0"))
    assert "Name → Name" in re.sub(" +", " ", shown)
    assert "Email → E-mail 1 does not fit" in re.sub(" +", " ", shown)
    assert "row 22: “q(at)lab.example”" in shown


def test_the_same_difference_stands_once_with_its_rows_behind(
    mira: User, client_of_mira: Client, tmp_path: Path
) -> None:
    Firm.objects.create(domain="pied.example", name="Pied Piper Inc", by_hand=True, place="Bonn")
    head = "First Name,Last Name,Email,Company,Company Domain Name,City of firm\n"
    rows = "".join(f'P{at},Berg,p{at}@pied.example,"pied piper, inc.",pied.example,\n' for at in range(30))
    rows += "Q,Berg,q@pied.example,Hooli & Sons,pied.example,\n"
    row = brought(mira, tmp_path, head + rows, "people.csv")
    bringing.written(row, mira)
    url = f"/imports/{row.public_id}/rows?what=differs"
    shown = page(client_of_mira, url)
    told = "written otherwise: here “Pied Piper Inc”, in the file “pied piper, inc.”"
    assert shown.count(told) == 1 and shown.count("Firms: Name of the firm") == 1
    assert "here “Pied Piper Inc”, in the file “Hooli &amp; Sons”" in shown
    links = re.findall(r'href="(/imports/[^"]*field=name[^"]*)">(\d+) rows?<', shown)
    assert [times for _url, times in links] == ["31", "30", "1"]
    for link, times in links:
        behind = page(client_of_mira, link.replace("&amp;", "&"))
        assert behind.count("<b>Row ") == int(times) and escape("Pied Piper Inc") in behind
