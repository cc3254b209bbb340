"""How well and how fast two made-up lists of people are matched: `python bench/bench_matching.py`.

The tables of letters and the weights were set looking at seed 1; this measures another seed.
"""

import argparse
import resource
import sys
from time import process_time

from made_lists import two_lists

from truceline.ledgers.matching.match import Band, match

SEED = 2
SIZES = (2_000, 5_000, 10_000, 20_000)


def measure(size, *, seed):
    lists = two_lists(size, seed=seed)
    start = process_time()
    matching = match(lists.left, lists.right)
    seconds = process_time() - start
    said = {(p.left[0], p.right[0]) for p in matching.pairs if p.band is Band.MATCH}
    asked = {
        (left, right)
        for pair in matching.pairs
        if pair.band is Band.POSSIBLE
        for left in pair.left
        for right in pair.right
    }
    dated = {row.handle for row in (*lists.left, *lists.right) if row.born}
    both = {pair for pair in lists.truth if dated.issuperset(pair)}
    told = said & lists.truth
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = (said | asked) & lists.truth
    return (
        f"| {size} | {len(told) / len(said):.3f} | {len(told) / len(lists.truth):.3f} "
        f"| {len(told & both) / len(both):.3f} | {len(found) / len(lists.truth):.3f} "
        f"| {len(asked) / size:.2f} | {seconds:.1f} s | {memory:.0f} MB |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    out = sys.stdout.write
    out("| rows a side | precision | recall | of those dated on both | with possible ")
    out("| possible pairs a row | time | memory |\n|--|--|--|--|--|--|--|--|\n")
    for size in given.rows:
        out(measure(size, seed=given.seed) + "\n")


if __name__ == "__main__":
    main()
