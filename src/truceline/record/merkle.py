"""The tree of RFC 6962 section 2.1 over SHA-256: roots and proofs. It stores and signs nothing.

A function that checks a proof returns the root the proof implies, so there is no yes or no to
overlook: the caller compares that root with the one in a checkpoint.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

# The hash of a perfect subtree: 2^level leaves, the index-th of that size from the left.
Subtree = Callable[[int, int], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """As `leaf_hash`, without a call for each."""
    return [sha256(b"\x00" + leaf).digest() for leaf in leaves]


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; the empty record has a root too."""
    if not leaf_hashes:
        return EMPTY_ROOT
    peaks: list[bytes] = []
    for size, leaf in enumerate(leaf_hashes):
        merged, left = leaf, size
        while left & 1:
            merged = node_hash(peaks.pop(), merged)
            left >>= 1
        peaks.append(merged)
    return fold(peaks)


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbours whose number is a power of two, row by row: the quickest way."""
    row = hashes
    while len(row) > 1:
        neighbours = iter(row)
        # As node_hash, without a call for each.
        row = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(neighbours, neighbours, strict=True)
        ]
    return row[0]


def subtrees_of(leaf_hashes: Sequence[bytes]) -> Subtree:
    """Subtree hashes computed from the leaves each time: for tests and small records."""
    return lambda level, index: root_hash(leaf_hashes[index << level : (index + 1) << level])


def range_root(start: int, stop: int, *, subtree: Subtree) -> bytes:
    """The root over leaves start to stop, where start is a multiple of a power of two >= the rest.

    Exactly the ranges that RFC 6962 splits a tree into; size n is the range 0 to n.
    """
    peaks = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        peaks.append(subtree(level, start >> level))
        start += 1 << level
    return fold(peaks)


def inclusion_path(index: int, size: int, *, subtree: Subtree) -> tuple[bytes, ...]:
    """PATH(m, D[n]) of RFC 6962 s2.1.1, the leaf's sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size} entries")
    path = []
    start, stop = 0, size
    while stop - start > 1:
        split = _split(start, stop)
        if index < split:
            path.append(range_root(split, stop, subtree=subtree))
            stop = split
        else:
            path.append(range_root(start, split, subtree=subtree))
            start = split
    return tuple(reversed(path))


def consistency_path(old_size: int, size: int, *, subtree: Subtree) -> tuple[bytes, ...]:
    """PROOF(m, D[n]) of RFC 6962 s2.1.2: that the tree of old_size is a prefix of this one."""
    if not 0 < old_size <= size:
        raise ValueError(f"a tree of {old_size} entries is not a prefix of one of {size}")
    path = []
    start, stop = 0, size
    while old_size != stop:
        split = _split(start, stop)
        if old_size <= split:
            path.append(range_root(split, stop, subtree=subtree))
            stop = split
        else:
            path.append(range_root(start, split, subtree=subtree))
            start = split
    if start > 0:  # SUB with b = false: the verifier does not hold this hash yet
        path.append(range_root(start, stop, subtree=subtree))
    return tuple(reversed(path))


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root of `size` entries if the leaf hash stands at `index` (RFC 9162 s2.1.3.2).

    Raises:
        ValueError: the proof is of the wrong length for that place, or not made of hashes.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size} entries")
    _require_hashes(leaf, *proof)
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError(f"the proof is too long for entry {index} of {size}")
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            node, last = _up_to_right_child(node, last)
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ValueError(f"the proof is too short for entry {index} of {size}")
    return root


def root_from_consistency(
    old_root: bytes, old_size: int, *, size: int, proof: Sequence[bytes]
) -> bytes:
    """The root of `size` entries if the tree with `old_root` is its prefix (RFC 9162 s2.1.4.2).

    Raises:
        ValueError: the proof does not start from `old_root`, or cannot be one for these sizes.
    """
    if old_size == size:
        return _unchanged_root(old_root, size, proof=proof)
    _require_hashes(old_root, *proof)
    if not 0 < old_size < size:
        raise ValueError(f"nothing leads from {old_size} entries to {size} by proof")
    if not proof:
        raise ValueError(f"an empty proof cannot lead from {old_size} entries to {size}")
    # A power of two is itself a perfect subtree: the proof leaves its root out.
    path = (old_root, *proof) if old_size & (old_size - 1) == 0 else tuple(proof)
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old, new = path[0], path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ValueError(f"the proof is too long to lead from {old_size} entries to {size}")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _up_to_right_child(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if old != old_root:
        raise ValueError(f"the proof does not start from the given root of {old_size} entries")
    if last != 0:  # the test whose absence once let wrong second sizes through (hash-tree < 0.1.1)
        raise ValueError(f"the proof is too short to lead from {old_size} entries to {size}")
    return new


def _split(start: int, stop: int) -> int:
    """Where RFC 6962 divides a range: the largest power of two strictly below its length."""
    return start + (1 << ((stop - start - 1).bit_length() - 1))


def _up_to_right_child(node: int, last: int) -> tuple[int, int]:
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _unchanged_root(root: bytes, size: int, *, proof: Sequence[bytes]) -> bytes:
    if proof:
        raise ValueError(f"{size} entries follow from themselves; there is nothing to prove")
    if size == 0 and root != EMPTY_ROOT:
        raise ValueError("this is not the root of no entries")
    return root


def _require_hashes(*hashes: bytes) -> None:
    for value in hashes:
        if len(value) != HASH_BYTES:
            raise ValueError(f"a SHA-256 hash has {HASH_BYTES} bytes; this one has {len(value)}")
