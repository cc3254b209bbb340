"""RFC 6962 trees against published values, wrong ones included."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.record.edge import Edge, grow, restored, subtrees_in
from truceline.record.merkle import (
    EMPTY_ROOT,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_from_consistency,
    root_from_inclusion,
    root_hash,
    subtrees_of,
)

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "merkle"

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(str(number).encode()) for number in range(700)]


def vectors(kind):
    if not VECTORS.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip("../shared/vectors is not here"))]
    paths = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(path, id=str(path.relative_to(VECTORS))) for path in paths]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert root_hash([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_published_leaves(size):
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:size]]

    assert root_hash(hashes).hex() == ROOTS[size - 1]


def test_three_hundred_leaves_have_the_root_a_mirror_signed():
    hashes = [leaf_hash(f"record {number}".encode()) for number in range(300)]

    assert root_hash(hashes) == b64decode("gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=")


@pytest.mark.parametrize("path", vectors("inclusion"))
def test_published_inclusion_proofs_hold_or_fail_as_published(path):
    case = json.loads(path.read_text())
    proof = [b64decode(sibling) for sibling in case["proof"] or ()]

    try:
        root = root_from_inclusion(
            b64decode(case["leafHash"]), case["leafIdx"], case["treeSize"], proof
        )
    except ValueError:
        holds = False
    else:
        holds = root == b64decode(case["root"])

    assert holds is not case["wantErr"], case["desc"]


@pytest.mark.parametrize("path", vectors("consistency"))
def test_published_consistency_proofs_hold_or_fail_as_published(path):
    case = json.loads(path.read_text())
    proof = [b64decode(sibling) for sibling in case["proof"] or ()]

    try:
        root = root_from_consistency(
            b64decode(case["root1"]), case["size1"], size=case["size2"], proof=proof
        )
    except ValueError:
        holds = False
    else:
        holds = root == b64decode(case["root2"])

    assert holds is not case["wantErr"], case["desc"]


@given(st.integers(1, 300), st.data())
def test_every_entry_proves_itself_under_every_root(size, data):
    index = data.draw(st.integers(0, size - 1))
    hashes = HASHES[:size]

    proof = inclusion_path(index, size, subtree=subtrees_of(hashes))

    assert root_from_inclusion(hashes[index], index, size, proof) == root_hash(hashes)


@given(st.integers(1, 300), st.data())
def test_every_tree_is_a_provable_prefix_of_every_later_one(size, data):
    old = data.draw(st.integers(1, size))
    hashes = HASHES[:size]

    proof = consistency_path(old, size, subtree=subtrees_of(hashes))

    assert root_from_consistency(root_hash(hashes[:old]), old, size=size, proof=proof) == root_hash(
        hashes
    )


def test_a_consistency_proof_does_not_serve_another_second_size():
    proof = consistency_path(3, 7, subtree=subtrees_of(HASHES[:7]))
    old, new = root_hash(HASHES[:3]), root_hash(HASHES[:7])

    for size in {*range(3, 40)} - {7}:
        try:
            implied = root_from_consistency(old, 3, size=size, proof=proof)
        except ValueError:
            continue
        # Sizes whose path has the same turns imply a root; it is only ever this one tree's.
        assert (size, implied) != (7, new)
        assert size in {5, 6, 8}


def test_a_hash_of_another_length_is_not_a_hash():
    with pytest.raises(ValueError, match="32 bytes"):
        root_from_inclusion(HASHES[0], 0, 2, [b"short"])


def test_leaf_and_node_hashes_cannot_be_confused():
    left, right = HASHES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)


@given(st.integers(0, 700), st.integers(0, 700))
def test_growing_in_two_steps_is_growing_in_one(first, second):
    first, second = sorted((first, second))

    half, some = grow(Edge(), HASHES[:first])
    whole, others = grow(half, HASHES[first:second])

    assert (whole, some + others) == grow(Edge(), HASHES[:second])
    assert whole.root == root_hash(HASHES[:second])
    assert restored(whole.size, whole.partial) == whole


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_tiles_are_those_of_the_standard(size):
    hashes = [number.to_bytes(32, "big") for number in range(size)]

    edge, tiles = grow(Edge(), hashes)

    # c2sp.org/tlog-tiles: full tiles of level l are floor(size / 256^(l+1)).
    counts = [sum(tile.level == level for tile in tiles) for level in range(3)]
    assert counts == [size >> 8, size >> 16, 0]
    assert [len(hashes) // 32 for hashes in edge.partial] == [
        (size >> 8 * level) & 255 for level in range(len(edge.partial))
    ]
    assert edge.root == root_hash(hashes)
    stored = {(tile.level, tile.n): tile.hashes for tile in tiles}
    subtree = subtrees_in(lambda level, n: stored.get((level, n), edge.partial[level]))
    index = size // 3
    proof = inclusion_path(index, size, subtree=subtree)
    assert root_from_inclusion(hashes[index], index, size, proof) == edge.root


def test_an_edge_that_does_not_fit_its_size_is_refused():
    edge, _ = grow(Edge(), HASHES[:300])

    with pytest.raises(ValueError, match="does not fit 301 entries"):
        restored(301, edge.partial)
    with pytest.raises(ValueError, match="tile levels"):
        restored(200, edge.partial)
