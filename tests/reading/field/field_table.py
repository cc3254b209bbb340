"""Reads the field texts and prints one table, with the trained parser where it is installed.

`--rules` reads without it. `--misses` lists the misses, of development only.
"""

import sys
from collections import defaultdict
from functools import cache

import field_gold
import field_score

from truceline.operations.sign import draft
from truceline.reading.english import read
from truceline.reading.gold_fields import as_fields
from truceline.reading.parsing import installed
from truceline.terms.when import When

_HEAD = (
    f"{'':24}{'texts':>6}{'gold':>6}{'found':>6}{'span P':>8}{'R':>6}{'F1':>6}{'act F1':>8}"
    f"{'says':>7}{'actor':>7}{'place':>7}{'when':>7}{'modal.':>7}{'denies':>7}{'number':>7}{'noise':>7}"
)


@cache
def names_for(ceasefire):
    path = field_gold.FIELD / "agreements" / f"{ceasefire}.yaml"
    return tuple(named for each in draft([path]) for named in each.parsed.names)


def predicted(path, *, parser):
    """What the reader claims of one text, in the gold format."""
    data = path.read_bytes()
    reading = read(
        data,
        media_type="text/plain",
        published=When(value=field_gold.annotation(path)["published"]),
        names=names_for(path.stem.rpartition("-")[0]),
        parser=parser,
    )
    text = data.decode()
    return [
        dict(as_fields(one, doc=path.name, quote=text[one.quote.start : one.quote.end]))
        for one in reading.claims
    ]


def scores(half, *, parser):
    """The score of each text of a half, with its kind."""
    return [
        (
            field_gold.annotation(path)["kind"],
            field_score.score(
                field_gold.claims_of(path),
                predicted(path, parser=parser),
                noise=field_gold.noise_of(path),
            ),
        )
        for path in field_gold.texts(half)
    ]


def table(halves):
    """One row a half, then one row a kind of text in each half."""
    rows = [_HEAD]
    for half, told in halves.items():
        rows.append(_row(half, (one for _, one in told)))
    for half, told in halves.items():
        by_kind = defaultdict(list)
        for kind, one in told:
            by_kind[kind].append(one)
        rows += [_row(f"  {half[:4]} {kind}", by_kind[kind]) for kind in sorted(by_kind)]
    return "\n".join(rows)


def total(told):
    return sum(told, start=field_score.Score())


def misses(*, parser):
    """Of development only: held-out texts are scored, never studied."""
    lines = []
    for path in field_gold.texts("development"):
        gold, found = field_gold.claims_of(path), predicted(path, parser=parser)
        pairs = field_score.pair(gold, found)
        lines.append(f"== {path.stem}")
        matched = {id(one) for each in pairs for one in each}
        lines += [f"missed  {_say(one)}" for one in gold if id(one) not in matched]
        lines += [f"extra   {_say(one)}" for one in found if id(one) not in matched]
        for one, other in pairs:
            if one["act"] != other["act"]:
                lines.append(f"act     {_say(one)} <> {other['act']}")
            lines += [
                f"{name:8}{one['quote'][:70]!r}: {one[name]!r} <> {other[name]!r}"
                for name in field_score.FIELDS
                if (one[name] or name not in field_score.ONLY_WHERE_TOLD)
                and not field_score.same(name, one, other)
            ]
    return "\n".join(lines)


def _row(name, told):
    one = total(told)
    accuracies = "".join(_percent(one.accuracy(each)) for each in field_score.FIELDS)
    return (
        f"{name:24}{one.texts:6}{one.gold:6}{one.predicted:6}"
        f"{one.precision(one.matched):8.2f}{one.recall(one.matched):6.2f}{one.span_f1:6.2f}"
        f"{one.act_f1:8.2f}{accuracies}{one.in_noise:7}"
    )


def _percent(share):
    return f"{'-':>7}" if share is None else f"{share:7.2f}"


def _say(one):
    return f"[{one['act']}] {one['quote']!r}"


if __name__ == "__main__":
    reads_with = None if "--rules" in sys.argv else installed()
    told = {half: scores(half, parser=reads_with) for half in field_gold.HALVES}
    sys.stdout.write(table(told) + "\n")
    if "--misses" in sys.argv:
        sys.stdout.write(misses(parser=reads_with) + "\n")
