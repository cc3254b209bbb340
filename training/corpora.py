"""The corpora as sentences with words, trees, names and factuality. It keeps nothing of them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SPLITS = ("train", "dev", "test")
KINDS = ("PER", "LOC", "ORG", "OTH")  # OTH: nationalities and the like (UNER, first release)
BIO = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
UNKNOWN = -100  # a label that nobody gave: no loss is taken from it


@dataclass(kw_only=True)
class Gold:
    """One annotated sentence. Empty tuples mean that this corpus says nothing about it."""

    corpus: str
    document: str
    paragraph: int
    text: str
    words: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...] = ()  # of the words in `text`
    upos: tuple[str, ...] = ()
    xpos: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()  # from 1; 0 is the root
    deprels: tuple[str, ...] = ()
    names: tuple[int, ...] = ()  # indices of BIO, or UNKNOWN
    factual: dict[int, float] = field(default_factory=dict)  # word index from 0: UDS value


def ewt(shelf: Path, split: str) -> list[Gold]:
    """UD English EWT with the names of UNER and the factuality of UDS laid over it."""
    names = dict(_uner(shelf / f"uner_ewt/{split}.iob2.gz"))
    factual = _uds(shelf, split)
    sentences = list(_conllu(shelf / f"ud_ewt/{split}.conllu.gz", names=names))
    for identity, gold in sentences:
        gold.factual = {k: v for k, v in factual.get(identity, {}).items() if k < len(gold.words)}
    return [gold for _, gold in sentences]


def wikigold(shelf: Path) -> list[Gold]:
    """Names in Wikipedia sentences. MISC there mixes nationalities with the rest: unknown."""
    found = []
    for block in _blocks(shelf / "wikigold/wikigold.conll.gz"):
        words, tags = zip(*(line.rsplit(" ", 1) for line in block), strict=True)
        found.append(
            Gold(
                corpus="wikigold",
                document="",
                paragraph=0,
                text=" ".join(words),
                words=words,
                names=tuple(_of_io(tags)),
            )
        )
    return found


def spans(tags: Sequence[int]) -> set[tuple[int, int, str]]:
    """The names that a row of BIO indices marks: first word, end, kind."""
    found, start, kind = set(), 0, ""
    for at, tag in enumerate([*tags, 0]):
        mark, _, now = (BIO[tag] if tag >= 0 else "O").partition("-")
        if kind and not (mark == "I" and now == kind):
            found.add((start, at, kind))
            kind = ""
        if mark == "B" or (mark == "I" and not kind):
            start, kind = at, now
    return found


def _conllu(path: Path, *, names: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, Gold]]:
    document, paragraph = "", 0
    for block in _blocks(path):
        meta = dict(line[2:].split(" = ", 1) for line in block if line[0] == "#" and " = " in line)
        document = meta.get("newdoc id", document)
        paragraph += any(line.startswith(("# newpar", "# newdoc")) for line in block)
        rows = [line.split("\t") for line in block if line[0] != "#"]
        rows = [row for row in rows if "." not in row[0]]  # no empty nodes
        plain = [row for row in rows if "-" not in row[0]]
        identity, text = meta["sent_id"], meta["text"]
        tags = names.get(identity, ())
        yield (
            identity,
            Gold(
                corpus=f"ewt-{document.split('-')[0]}",
                document=document,
                paragraph=paragraph,
                text=text,
                words=tuple(row[1] for row in plain),
                offsets=tuple(_offsets(text, rows)),
                upos=tuple(row[3] for row in plain),
                xpos=tuple(row[4] for row in plain),
                heads=tuple(int(row[6]) for row in plain),
                deprels=tuple(row[7] for row in plain),
                names=tags if len(tags) == len(plain) else (),
            ),
        )


def _offsets(text: str, rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Where each word stands; the words of one written form share it out in order."""
    at, whole, last = 0, (0, 0), 0
    for row in rows:
        if "-" in row[0]:
            start = text.index(row[1], at)
            whole, last = (start, start + len(row[1])), int(row[0].split("-")[1])
            at = start
        elif int(row[0]) <= last:
            found = text.find(row[1], at, whole[1])
            start = at if found < 0 else found
            end = whole[1] if int(row[0]) == last or found < 0 else found + len(row[1])
            yield start, end
            at = end if found >= 0 else at
            at = whole[1] if int(row[0]) == last else at
        else:
            start = text.index(row[1], at)
            at = start + len(row[1])
            yield start, at


def _uner(path: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    known = {tag: number for number, tag in enumerate(BIO)}
    for block in _blocks(path):
        meta = dict(line[2:].split(" = ", 1) for line in block if line[0] == "#" and " = " in line)
        rows = [line.split("\t") for line in block if line[0] != "#"]
        yield meta["sent_id"], tuple(known.get(row[2], 0) for row in rows)


def _uds(shelf: Path, split: str) -> dict[str, dict[int, float]]:
    data = _json(shelf / "uds_factuality/factuality.json.gz")["data"]
    places = _json(shelf / "uds_factuality/ud_ids.json.gz")
    return {
        places[name]["sentence_id"]: {
            int(node.rsplit("-", 1)[1]) - 1: float(mark["factuality"]["factual"]["value"])
            for node, mark in nodes.items()
        }
        for name, nodes in data.items()
        if name.startswith(f"ewt-{split}-") and name in places
    }


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(path.read_bytes())))


def _of_io(tags: Sequence[str]) -> Iterator[int]:
    before = "O"
    for tag in tags:
        mark = "I" if tag == before else "B"
        before = tag
        if tag.endswith("MISC"):
            yield UNKNOWN
        else:
            yield 0 if tag == "O" else BIO.index(f"{mark}-{tag[2:]}")


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield block
                block = []
    if block:
        yield block
