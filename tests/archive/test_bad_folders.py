"""Folders that are damaged, strange or hostile are refused in words, and nothing is written."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sellwright.archive import checking, reading, writing
from sellwright.interactions.failures import CannotRead
from sellwright.store.models import Person, Team, User, Workspace
from tests.archive import houses
from tests.derive.posts import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Workspace.objects.create(name="Kestrel", claimed_at=NOW)
    User.objects.create_user("mira@kestrel.example", role="owner")
    Team.objects.create(name="North")
    Person.objects.create(key="a@b.example", name="Ana", by_hand=True)
    writing.write(tmp_path / "one", reader=None, now=NOW)
    houses.emptied()
    return tmp_path / "one"


def manifest(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "manifest.json"
    held = json.loads(path.read_text())
    change(held)
    path.write_text(json.dumps(held))


def test_a_changed_missing_or_linked_file(folder: Path) -> None:
    people = folder / "rows" / "people.jsonl"
    was = people.read_bytes()
    people.write_bytes(was.replace(b"Ana", b"Bob"))
    with pytest.raises(CannotRead, match="was changed since"):
        checking.check(folder)
    people.write_bytes(was + b"\n")
    with pytest.raises(CannotRead, match="another size"):
        checking.check(folder)
    people.unlink()
    with pytest.raises(CannotRead, match="is missing"):
        checking.check(folder)
    outside = folder.parent / "people"
    outside.write_bytes(was)
    people.symlink_to(outside)
    with pytest.raises(CannotRead, match="is missing"):
        checking.check(folder)


def test_newer_unknown_climbing_and_unfinished(folder: Path) -> None:
    def climb(held: dict[str, Any]) -> None:
        held["files"][0]["name"] = "rows/../../etc/passwd"

    whole = (folder / "manifest.json").read_text()
    for change, said in (
        (lambda held: held.update(format=99), "newer version"),
        (lambda held: held["counts"].update(unicorns=1), "does not know: unicorns"),
        (climb, "no export writes"),
        (lambda held: held.update(files=3), "damaged"),
    ):
        manifest(folder, change)  # type: ignore[arg-type]
        with pytest.raises(CannotRead, match=said):
            checking.check(folder)
        (folder / "manifest.json").write_text(whole)
    (folder / "manifest.json").unlink()
    (folder / "INCOMPLETE").write_text("")
    with pytest.raises(CannotRead, match="not whole"):
        checking.check(folder)


def test_a_workspace_that_is_not_empty_stays_as_it_is(folder: Path) -> None:
    checked = checking.check(folder)
    Team.objects.create(name="South")
    with pytest.raises(reading.NotEmpty):
        reading.arrive(checked)
    assert list(Team.objects.values_list("name", flat=True)) == ["South"]


def test_a_row_that_does_not_fit_leaves_nothing(folder: Path) -> None:
    """The hashes agree, and a row names a firm that is not there or has a value that is none."""
    checked = checking.check(folder)
    people = folder / "rows" / "people.jsonl"
    was = people.read_text()
    for wrong in (was.replace('"first_at":0.0', '"first_at":"soon"'), was[:-9] + "\n", was.replace('"key"', '"kee"')):
        people.write_text(wrong)
        with pytest.raises(CannotRead, match="Nothing was written"):
            reading.arrive(checked)
        assert not User.objects.exists() and not Team.objects.exists()
    people.write_text(was)
    assert reading.arrive(checked).rows == 4


def test_a_zip_that_climbs_lies_or_explodes(folder: Path, tmp_path: Path) -> None:
    def packed(name: str, entries: dict[str, bytes]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for entry, data in entries.items():
                out.writestr(entry, data)
        return path

    for path, said in (
        (packed("climbs.zip", {"../evil": b"x"}), "no export writes"),
        (packed("bomb.zip", {"rows/people.jsonl": bytes(60_000_000)}), "beyond all measure"),
        (folder / "manifest.json", "neither a folder nor a .zip"),
    ):
        with pytest.raises(CannotRead, match=said), checking.unpacked(path, tmp_path / "beside"):
            pass
    assert not (tmp_path / "evil").exists() and not list((tmp_path / "beside").iterdir())
    entries = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with checking.unpacked(packed("good.zip", entries), tmp_path / "beside") as found:
        assert reading.arrive(checking.check(found)).rows == 4
