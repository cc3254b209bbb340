"""What the files of a tiled log are called, and what is in a bundle."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.record.tiles import TileName, bundles, hash_tiles, pack, parse_name, unpack


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (TileName(level=0, n=1_234_067), "tile/0/x001/x234/067"),
        (TileName(level=0, n=0), "tile/0/000"),
        (TileName(level=63, n=999), "tile/63/999"),
        (TileName(level=1, n=1000), "tile/1/x001/000"),
        (TileName(level=2, n=0, width=1), "tile/2/000.p/1"),
        (TileName(level=None, n=273, width=112), "tile/entries/273.p/112"),
        (TileName(level=None, n=10**17), "tile/entries/x100/x000/x000/x000/x000/000"),
    ],
)
def test_a_tile_is_called_as_published(name, path):
    assert str(name) == path
    assert parse_name(path) == name


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",  # a leading group of nothing
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000.P/1",
        "tile/0/000\n",
        "tile/0/../000",
        "/tile/0/000",
        "tile/data/000",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/" + "x001/" * 1000 + "000",
    ],
)
def test_no_tile_is_called_so(path):
    with pytest.raises(ValueError, match="no tile is called"):
        parse_name(path)


def test_70000_entries_are_277_tiles():
    tiles = list(hash_tiles(70_000))

    assert len(tiles) == 277
    assert [sum(tile.level == level for tile in tiles) for level in range(4)] == [274, 2, 1, 0]
    assert [tile for tile in tiles if tile.width < 256] == [
        TileName(level=0, n=273, width=112),
        TileName(level=1, n=1, width=17),
        TileName(level=2, n=0, width=1),
    ]
    assert len(list(bundles(70_000))) == 274


def test_256_entries_are_a_full_tile_and_one_of_width_1_above_it():
    assert list(map(str, hash_tiles(256))) == ["tile/0/000", "tile/1/000.p/1"]
    assert list(map(str, bundles(256))) == ["tile/entries/000"]


def test_nothing_has_no_tiles():
    assert [*hash_tiles(0), *bundles(0)] == []


def test_a_bundle_has_each_entry_after_its_length():
    assert pack([b"", b"a", b"x" * 300]) == b"\0\0" + b"\0\1a" + b"\1\x2c" + b"x" * 300


@pytest.mark.parametrize(
    ("bundle", "count"),
    [
        (b"", 1),
        (b"\0", 1),
        (b"\0\2a", 1),
        (b"\0\1a", 2),
        (b"\0\1a", 0),
        (b"\0\1a\0", 1),
        (b"\0\1a\0", 2),
        (b"\xff\xff", 1),
    ],
)
def test_what_is_no_bundle_of_that_many_entries_is_refused(bundle, count):
    with pytest.raises(ValueError, match=f"does not hold {count} entries"):
        unpack(bundle, count=count)


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_what_is_packed_unpacks(leaves):
    assert unpack(pack(leaves), count=len(leaves)) == tuple(leaves)


@given(st.binary(max_size=60), st.integers(0, 5))
def test_no_bytes_unpack_to_what_does_not_pack_to_them(bundle, count):
    with suppress(ValueError):
        assert pack(unpack(bundle, count=count)) == bundle


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**17), st.integers(1, 256))
def test_every_name_reads_back(level, n, width):
    name = TileName(level=level, n=n, width=width)

    assert parse_name(str(name)) == name


@given(st.text("tile/0123456789xp.enrs", max_size=30))
def test_no_path_is_read_as_a_tile_of_another_name(path):
    with suppress(ValueError):
        assert str(parse_name(path)) == path
