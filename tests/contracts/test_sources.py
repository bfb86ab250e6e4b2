"""What holds for every source there is. A new source needs one sample in tests/sources/samples.py and passes this."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sellwright.interactions.failures import CannotRead, SellwrightError
from sellwright.interactions.values import Refused
from sellwright.protocols.files import FileSource
from sellwright.protocols.finding import source_of, sources
from tests.sources.samples import SAMPLES, read

READABLE = [source for source in sources() if SAMPLES.get(source.name, (None, []))[1]]


def _named(source: FileSource) -> str:
    return source.name


def test_every_source_has_a_sample_and_every_sample_a_source() -> None:
    assert {source.name for source in sources()} == SAMPLES.keys()


def test_names_and_ranks_are_not_shared() -> None:
    assert len({source.name for source in sources()}) == len({source.rank for source in sources()}) == len(sources())


@pytest.mark.parametrize("source", sources(), ids=_named)
def test_it_is_found_for_its_own_sample(source: FileSource, tmp_path: Path) -> None:
    assert source_of(SAMPLES[source.name][0](tmp_path)).name == source.name


@pytest.mark.parametrize("source", READABLE, ids=_named)
def test_every_item_is_accounted_for_in_order(source: FileSource, tmp_path: Path) -> None:
    make, kinds = SAMPLES[source.name]
    assert [type(value).__name__ for value in read(make(tmp_path))] == kinds


@pytest.mark.parametrize("source", READABLE, ids=_named)
def test_paths_are_unique_stable_and_the_same_on_entry_and_value(source: FileSource, tmp_path: Path) -> None:
    path = SAMPLES[source.name][0](tmp_path)
    entries = list(source.entries(path))
    names = [entry.path for entry in entries]
    assert len(set(names)) == len(names)
    assert names == [entry.path for entry in source.entries(path)]
    assert names == [entry.load().path for entry in entries]
    assert all(name.isprintable() for name in names)


@pytest.mark.parametrize("source", READABLE, ids=_named)
def test_an_entry_loads_the_same_twice_and_in_any_order(source: FileSource, tmp_path: Path) -> None:
    entries = list(source.entries(SAMPLES[source.name][0](tmp_path)))
    backward = [entry.load() for entry in reversed(entries)]
    assert list(reversed(backward)) == [entry.load() for entry in entries]


@pytest.mark.parametrize("source", READABLE, ids=_named)
def test_entries_come_one_by_one(source: FileSource, tmp_path: Path) -> None:
    assert isinstance(source.entries(SAMPLES[source.name][0](tmp_path)), Iterator)


@pytest.mark.parametrize("source", sources(), ids=_named)
def test_a_missing_path_is_not_recognised(source: FileSource, tmp_path: Path) -> None:
    assert not source.recognises(tmp_path / "nothing.mbox")


@pytest.mark.parametrize("source", [s for s in sources() if s.reader], ids=_named)
def test_a_file_cut_anywhere_gives_entries_or_one_clear_failure(source: FileSource, tmp_path: Path) -> None:
    path = SAMPLES[source.name][0](tmp_path)
    whole = path.read_bytes()
    for cut in range(1, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:cut])
        try:
            values = read(path)
        except SellwrightError as error:
            assert error.message and error.next_step
        else:
            assert values


@pytest.mark.parametrize("source", [s for s in sources() if s.reader], ids=_named)
def test_bytes_turned_over_give_entries_or_one_clear_failure(source: FileSource, tmp_path: Path) -> None:
    path = SAMPLES[source.name][0](tmp_path)
    whole = path.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            values = read(path)
        except CannotRead as error:
            assert error.message.endswith(".") and error.next_step
        else:
            assert all(value.path for value in values)


@pytest.mark.parametrize("source", [s for s in sources() if s.reader], ids=_named)
def test_inside_a_folder_nothing_is_raised(source: FileSource, tmp_path: Path) -> None:
    path = SAMPLES[source.name][0](tmp_path / "box")
    path.write_bytes(path.read_bytes()[:-40])
    (tmp_path / "box" / "fine.eml").write_bytes(b"From: a@b.example\nSubject: x\n\nfine\n")
    values = read(tmp_path / "box")
    assert [value.path for value in values if value.path == "fine.eml" and not isinstance(value, Refused)]
