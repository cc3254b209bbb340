"""How `truceline draft` fares: `python tests/reading/agreements/draft_table.py`.

`--misses` lists what differs in the development half. The held-out half is scored, never studied.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from truceline.operations.draft_text import propose

HERE = Path(__file__).parent
HALVES = ("development", "held_out")
FIELDS = (
    "provision", "kind", "clause", "bearers", "beneficiaries", "acts", "places", "deadline",
    "numbers", "ties", "parties",
)  # fmt: skip
_TYPE_WORDS = {
    "corridor",
    "road",
    "district",
    "zone",
    "area",
    "region",
    "territory",
    "river",
    "the",
}


@dataclass
class Score:
    """Per field: found and right, found and wrong, missed."""

    right: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)

    def add(self, name, told, gold):
        self.right[name] += len(told & gold)
        self.wrong[name] += len(told - gold)
        self.missed[name] += len(gold - told)

    def __add__(self, other):
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def precision(self, name):
        return _share(self.right[name], self.right[name] + self.wrong[name])

    def recall(self, name):
        return _share(self.right[name], self.right[name] + self.missed[name])

    def f1(self, name):
        return _share(
            2 * self.right[name], 2 * self.right[name] + self.wrong[name] + self.missed[name]
        )


def _share(part, whole):
    return part / whole if whole else 1.0


def names(half):
    return sorted(path.stem for path in (HERE / half).glob("*.txt"))


def gold_of(half, name):
    return yaml.safe_load((HERE / half / f"{name}.yaml").read_text(encoding="utf-8"))


def drafted(half, name):
    path = HERE / half / f"{name}.txt"
    return propose(path.read_bytes(), "text/plain", path.name)


def told_by(one):
    """A proposal's fields as sets that can be held against the gold."""
    due = f"{one.due.way} {one.due.value}" if one.due else ""
    due += " of signing" if one.due and one.due.of == "signing" else ""
    numbers = {f"ceiling {each.value} {each.unit}" for each in one.ceilings}
    numbers |= {f"floor {each.value} {each.unit}" for each in one.floors}
    numbers |= {f"step {step.due.way} {step.due.value}" for step in one.steps}
    numbers |= {f"within_days {one.within_days}"} if one.within_days else set()
    numbers |= {f"years {one.years}"} if one.years else set()
    numbers |= {f"notice {one.notice_months}"} if one.notice_months is not None else set()
    return {
        "kind": {one.obligation.value},
        "bearers": set(one.bearers),
        "beneficiaries": set(one.beneficiaries),
        "acts": {act.value for act in one.acts},
        "places": {_place(place) for place in one.places},
        "deadline": {_days(due)} - {""},
        "numbers": numbers,
        "ties": {f"{tie.holds.value} {tie.clause}" for tie in one.ties},
    }


def told_by_gold(row, parties):
    bearers = parties if row.get("bearers") == "ALL" else row.get("bearers", [])
    numbers = {f"ceiling {each}" for each in row.get("ceilings", [])}
    numbers |= {f"floor {each}" for each in row.get("floors", [])}
    numbers |= {f"step {each}" for each in row.get("steps", [])}
    numbers |= {f"within_days {row['within_days']}"} if "within_days" in row else set()
    numbers |= {f"years {row['years']}"} if "years" in row else set()
    numbers |= {f"notice {row['notice_months']}"} if "notice_months" in row else set()
    return {
        "kind": {row["kind"]},
        "bearers": set(bearers),
        "beneficiaries": set(row.get("beneficiaries", [])),
        "acts": set(row.get("acts", [])),
        "places": {_place(place) for place in row.get("places", [])},
        "deadline": {_days(row["deadline"])} if "deadline" in row else set(),
        "numbers": numbers,
        "ties": set(row.get("ties", [])),
    }


def score(half, name, misses=None):
    gold, found = gold_of(half, name), drafted(half, name)
    total = Score()
    total.add("parties", {party.name for party in found.parties}, set(gold["parties"]))
    pairs = _pairs(found, gold["clauses"])
    proposals = dict(enumerate(found.proposals))
    for number, row in enumerate(gold["clauses"]):
        one = proposals.pop(pairs.get(number, -1), None)
        if row.get("optional"):
            continue
        wanted = told_by_gold(row, gold["parties"])
        told = told_by(one) if one else {key: set() for key in wanted}
        _count(total, told, wanted, one, row)
        if misses is not None:
            misses += _differences(name, row, one, told, wanted)
    for one in proposals.values():
        total.wrong["provision"] += 1
        for key, values in told_by(one).items():
            total.add(key, values, set())
        if misses is not None:
            misses.append(f"{name}: TOO MANY {one.clause} {one.obligation.value}: {one.title!r}")
    return total


def _count(total, told, wanted, one, row):
    total.right["provision"] += one is not None
    total.missed["provision"] += one is None
    if one and "clause" in row:
        right = one.clause == row["clause"] or one.clause.rpartition(".")[0] == row["clause"]
        total.add("clause", {one.clause if not right else row["clause"]}, {row["clause"]})
    for key, values in wanted.items():
        got = told[key]
        if key == "ties":
            got = {_whole(tie, values) for tie in got}
        total.add(key, got, values)


def _whole(tie, wanted):
    """A tie to 2.1 is one to clause 2 where the gold names the whole clause."""
    return next((one for one in wanted if tie == one or tie.startswith(f"{one}.")), tie)


def _differences(name, row, one, told, wanted):
    if one is None:
        return [f"{name}: MISSED {row['kind']}: {row['at']!r}"]
    return [
        f"{name} {one.clause} {key}: {sorted(told[key])} not {sorted(values)}: {row['at']!r}"
        for key, values in wanted.items()
        if told[key] != values
    ]


def _pairs(found, rows):
    """Which proposal each row of the gold is: the one whose words hold the row's anchor."""
    costs = []
    for number, row in enumerate(rows):
        at = found.text.find(row["at"])
        assert at >= 0, f"{row['at']!r} is not in the text"
        costs += [
            (one.obligation.value != row["kind"], abs(one.start - at), number, index)
            for index, one in enumerate(found.proposals)
            if one.start <= at < one.end
        ]
    pairs, used = {}, set()
    for *_, number, index in sorted(costs):
        if number not in pairs and index not in used:
            pairs[number] = index
            used.add(index)
    return pairs


def _place(name):
    return " ".join(word for word in name.casefold().split() if word not in _TYPE_WORDS)


def _days(due):
    """ "within 1 days" as the gold has it is "within 1 day"."""
    return re.sub(r"\b1 (day|week|month)s\b", r"1 \1", due)


def scores(half, misses=None):
    return {name: score(half, name, misses) for name in names(half)}


def total_of(half):
    return sum(scores(half).values(), Score())


def _cells(one, name):
    told = (one.precision(name), one.recall(name), one.f1(name))
    return "{:>12.2f}{:>6.2f}{:>6.2f}".format(*told) + f"{one.right[name] + one.missed[name]:>6}"


def table(halves):
    lines = [f"{'':14}" + "".join(f"{half:>30}" for half in halves)]
    lines.append(f"{'field':14}" + "".join(f"{'P':>12}{'R':>6}{'F1':>6}{'n':>6}" for _ in halves))
    for name in FIELDS:
        cells = "".join(_cells(one, name) for one in halves.values())
        lines.append(f"{name:14}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    if "--misses" in sys.argv:
        listed = []
        scores("development", listed)
        sys.stdout.write("\n".join(listed) + "\n")
    sys.stdout.write(table({half: total_of(half) for half in HALVES}) + "\n")
