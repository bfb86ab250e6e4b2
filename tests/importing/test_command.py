"""`sellwright import` of tables: written in one go, tried only where asked; its sums and refusals are said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sellwright.interactions.failures import NothingFound
from sellwright.server import importing
from sellwright.store.models import Import, Person
from tests.derive import posts

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "Name,Email\nAda Berg,ada@fern.example\nBo Chen,bo@fern.example\nAda B.,ada@fern.example\nEva,eva at fern\n"
SUMS = "4 in = 2 new + 1 the same + 1 refused"


@contextmanager
def bar(_words: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda done, total: None


def brought(folder: Path, table: str = TABLE, *, dry_run: bool = False) -> tuple[int, list[str]]:
    path, said = folder / "list.csv", list[str]()
    path.write_text(table, encoding="utf-8")
    refused = importing.run([path], "people", None, posts.ME, dry_run=dry_run, say=said.append, bar=bar)
    return refused, said


@pytest.fixture(autouse=True)
def _owner() -> None:
    posts.workspace()
    owner = posts.mailbox().owner
    owner.role = "owner"
    owner.save()


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    refused, tried = brought(tmp_path, dry_run=True)
    assert (refused, Person.objects.count(), Import.objects.count()) == (1, 0, 0)
    refused, said = brought(tmp_path)
    assert (refused, Person.objects.count()) == (1, 2)
    assert SUMS in tried and SUMS in said
    assert "  line 5: Email: no e-mail address: eva at fern" in said
    row = Import.objects.get()
    assert row.state == Import.State.DONE and not row.tried, "nobody waits for a dry run that nobody asked for"


def test_brought_again_it_adds_nothing(tmp_path: Path) -> None:
    brought(tmp_path)
    _, said = brought(tmp_path)
    assert "4 in = 0 new + 3 the same + 1 refused" in said
    assert Person.objects.count() == 2


def test_nobody_to_import_for(tmp_path: Path) -> None:
    with pytest.raises(NothingFound):
        importing.run([tmp_path / "list.csv"], "", None, "nobody@else.example", say=lambda _: None, bar=bar)
