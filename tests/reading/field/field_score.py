"""Scores a reader's claims against annotated ones. It knows no conflict and no other spellings.

Two claims of one document match where their stretches share at least half of the shorter one.
Each is matched once: pairs of the same act first, then the larger share, then the order in which
the reader found them; of two expert claims left, the later.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import product

FIELDS = ("says", "actor", "place", "when", "modality", "denies", "quantities")
ONLY_WHERE_TOLD = ("actor", "place", "when", "quantities")


@dataclass(frozen=True, kw_only=True)
class Score:
    """Counts, from which every figure follows; scores of several texts are summed."""

    texts: int = 0
    gold: int = 0
    predicted: int = 0
    matched: int = 0
    same_act: int = 0
    in_noise: int = 0
    right: dict = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    of: dict = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))

    def __add__(self, other):
        counts = ("texts", "gold", "predicted", "matched", "same_act", "in_noise")
        return Score(
            **{name: getattr(self, name) + getattr(other, name) for name in counts},
            right={name: self.right[name] + other.right[name] for name in FIELDS},
            of={name: self.of[name] + other.of[name] for name in FIELDS},
        )

    def precision(self, hits):
        return hits / self.predicted if self.predicted else 0.0

    def recall(self, hits):
        return hits / self.gold if self.gold else 0.0

    def f1(self, hits):
        total = self.predicted + self.gold
        return 2 * hits / total if total else 0.0

    @property
    def span_f1(self):
        return self.f1(self.matched)

    @property
    def act_f1(self):
        return self.f1(self.same_act)

    def accuracy(self, name):
        return self.right[name] / self.of[name] if self.of[name] else None


def score(gold, predicted, *, noise=()):
    """One text. `noise` are the stretches in which nothing may be claimed."""
    pairs = pair(gold, predicted)
    right, of = dict.fromkeys(FIELDS, 0), dict.fromkeys(FIELDS, 0)
    for one, found in pairs:
        for name in FIELDS:
            if one[name] or name not in ONLY_WHERE_TOLD:
                of[name] += 1
                right[name] += same(name, one, found)
    return Score(
        texts=1,
        gold=len(gold),
        predicted=len(predicted),
        matched=len(pairs),
        same_act=sum(one["act"] == found["act"] for one, found in pairs),
        in_noise=sum(any(touches(found, each) for each in noise) for found in predicted),
        right=right,
        of=of,
    )


def pair(gold, predicted):
    """Claims that rest on the same words, each used once, in the order of matching."""
    numbered = product(enumerate(gold), enumerate(predicted))
    candidates = sorted(
        (one["act"] != found["act"], -overlap(one, found), j, -i)
        for (i, one), (j, found) in numbered
        if overlap(one, found) >= 0.5
    )
    pairs, taken, used = [], set(), set()
    for _, _, j, back in candidates:
        i = -back
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def overlap(one, other):
    """The shared characters as a part of the shorter stretch; nothing shared is nought or less."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared / min(one["end"] - one["start"], other["end"] - other["start"])


def touches(claim, stretch):
    start, end = stretch
    return claim["start"] < end and start < claim["end"]


def same(name, one, found):
    match name:
        case "says" | "actor" | "place":
            return share_a_name(names(one[name]), names(found[name]))
        case "quantities":
            return counts(one) == counts(found)
        case _:
            return one[name] == found[name]


def names(value):
    parts = value.split(";") if isinstance(value, str) else value
    return {plain(part) for part in parts} - {""}


def plain(name):
    """Without accents, hyphens, signs and capitals."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9 ]", "", letters.replace("-", " ")).strip()


def share_a_name(left, right):
    """A surname agrees with the full name that ends in it, and a name with the name after "the"."""
    if not left or not right:
        return left == right
    return any(
        a == b or a.endswith(f" {b}") or b.endswith(f" {a}") for a, b in product(left, right)
    )


def counts(claim):
    return {(one["value"], one["bound"]) for one in claim["quantities"]}
