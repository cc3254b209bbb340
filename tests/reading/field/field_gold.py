"""Makes `claims.jsonl` of each half from the annotations. Offsets come from the quotations."""

import json
import sys
import tomllib
from pathlib import Path

FIELD = Path(__file__).parent
HALVES = ("development", "held_out")
_PLAIN = {
    "says": "narrator",
    "via": None,
    "act": None,
    "actor": [],
    "target": [],
    "place": [],
    "when": None,
    "modality": "happened",
    "denies": False,
    "quantities": [],
    "note": None,
}


def annotation(path):
    """What was written down about one text: its kind, its day, its noise, its claims."""
    return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))


def texts(half):
    return sorted((FIELD / half).glob("*.txt"))


def claims_of(path):
    """The claims of one text in the gold format, in the order of the text."""
    text = path.read_text(encoding="utf-8")
    told = [_claim(one, path=path, text=text) for one in annotation(path)["claims"]]
    return sorted(told, key=lambda one: (one["start"], one["end"]))


def noise_of(path):
    """The stretches of one text that hold no claims: chrome, teasers, notices."""
    text = path.read_text(encoding="utf-8")
    return [_place(quote, path=path, text=text) for quote in annotation(path).get("noise", [])]


def lines(half):
    claims = [claim for path in texts(half) for claim in claims_of(path)]
    return "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims)


def _claim(one, *, path, text):
    unknown = set(one) - {"quote", *_PLAIN}
    if unknown:
        raise ValueError(f"{path.name}: {', '.join(sorted(unknown))}: no such field")
    start, end = _place(one["quote"], path=path, text=text)
    return {"doc": path.name, "start": start, "end": end, "quote": one["quote"], **_PLAIN} | one


def _place(quote, *, path, text):
    """Refuse rather than guess: a quotation stands in its text exactly once."""
    if text.count(quote) != 1:
        raise ValueError(f"{path.name}: stands there {text.count(quote)} times: {quote!r}")
    start = text.index(quote)
    return start, start + len(quote)


if __name__ == "__main__":
    for name in HALVES:
        (FIELD / name / "claims.jsonl").write_text(lines(name), encoding="utf-8")
    sys.exit(0)
