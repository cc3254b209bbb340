"""Measures the exported parser as the product runs it: own sentences, own words, small integers."""

import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora import Gold, ewt, spans, wikigold
from truceline.reading.parsed import NameKind, Parsed
from truceline.reading.parsing import Parser
from truceline.reading.sentences import sentences

Span = tuple[int, int]

_HALF = 50  # per cent


@dataclass(frozen=True, kw_only=True)
class Document:
    """The text of several annotated sentences, and where each of them begins in it."""

    text: str
    begins: tuple[int, ...]
    golds: tuple[Gold, ...]


def evaluate(parser: Parser, shelf: Path) -> str:
    """The table of scores, as Markdown."""
    rows = ["| set | words | sentences | UPOS | UAS | LAS | LAS, subtypes | names | factual |"]
    rows.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for split in ("dev", "test"):
        documents = list(_documents(ewt(shelf, split)))
        whole = [parser(d.text, _own_sentences(d.text)) for d in documents]
        rows.append(_row(f"EWT {split}, raw text", _score(documents, whole)))
        given = [parser(d.text, _true_sentences(d)) for d in documents]
        rows.append(_row(f"EWT {split}, sentences given", _score(documents, given)))
        if split == "test":
            rows += _by_genre(documents, whole)
    held = wikigold(shelf)
    pages = list(_documents(_placed(gold) for gold in held[len(held) * 8 // 10 :]))
    found = [parser(page.text, _true_sentences(page)) for page in pages]
    rows.append(_row("wikigold, the last fifth, sentences given", _score(pages, found)))
    return "\n".join(rows) + "\n"


def on_raw_text(parser: Parser, shelf: Path, split: str) -> dict[str, float]:
    """Four shares on a split of EWT, cut by the reader's own sentences: LAS, UPOS, names, facts."""
    documents = list(_documents(ewt(shelf, split)))
    counts = _score(documents, [parser(d.text, _own_sentences(d.text)) for d in documents])
    words = counts["own words"] + counts["words"]
    return {
        "LAS": 2 * counts["las"] / words,
        "UPOS": 2 * counts["upos"] / words,
        "names": 2 * counts["same names"] / (counts["own names"] + counts["names"]),
        "factual": counts["factual"] / counts["predicates"],
    }


def speed(parser: Parser, shelf: Path) -> str:
    """Words a second over raw text, on one core; what a fresh process needs to begin."""
    documents = list(_documents(ewt(shelf, "test")))
    best = 0.0
    for _ in range(3):
        began, words = time.process_time(), 0
        for document in documents:
            parsed = parser(document.text, _own_sentences(document.text))
            words += sum(len(sentence.words) for sentence in parsed)
        best = max(best, words / (time.process_time() - began))
    fresh = (
        "import time; began = time.perf_counter();"
        "from truceline.reading.parsing import load;"
        "parser = load(); text = 'The parties met in Geneva on Monday.';"
        "parser(text, [(0, len(text))]);"
        "print(f'{time.perf_counter() - began:.2f} s to load and parse one sentence,',"
        "next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))[6:].strip(),"
        "'at most')"
    )
    begin = subprocess.run(  # noqa: S603 - our own interpreter and our own line
        [sys.executable, "-c", fresh],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ).stdout.strip()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{best:.0f} words/s on one core; {begin}; {peak} MiB at most in this whole run.\n"


def _documents(golds: Iterator[Gold] | Sequence[Gold]) -> Iterator[Document]:
    """Sentences joined by a space, paragraphs by a blank line, as UD has its raw text."""
    grouped: dict[str, list[Gold]] = defaultdict(list)
    for gold in golds:
        grouped[gold.document].append(gold)
    for members in grouped.values():
        text, begins = "", []
        for before, gold in zip([None, *members], members, strict=False):
            if before:
                text += " " if gold.paragraph == before.paragraph else "\n\n"
            begins.append(len(text))
            text += gold.text
        yield Document(text=text, begins=tuple(begins), golds=tuple(members))


def _placed(gold: Gold) -> Gold:
    """Words without a text get the places they have when joined by spaces."""
    at, places = 0, []
    for word in gold.words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    gold.offsets = tuple(places)
    return gold


def _own_sentences(text: str) -> list[Span]:
    return [(sentence.start, sentence.end) for sentence in sentences(text)]


def _true_sentences(document: Document) -> list[Span]:
    return [
        (begin, begin + len(gold.text))
        for begin, gold in zip(document.begins, document.golds, strict=True)
    ]


def _row(name: str, counts: dict[str, float]) -> str:
    def f(what: str, own: str = "own words", true: str = "words") -> str:
        total = counts[own] + counts[true]
        return f"{200 * counts[what] / total:.1f}" if counts.get(what) and total else "-"

    asked = counts["predicates"]
    factual = f"{100 * counts['factual'] / asked:.1f}" if asked else "-"
    cells = [f("same words"), f("same sentences", "own sentences", "sentences")]
    cells += [f(what) for what in ("upos", "uas", "las", "las subtypes")]
    cells += [f("same names", "own names", "names"), factual]
    return f"| {name} | " + " | ".join(cells) + " |"


def _by_genre(documents: Sequence[Document], whole: Sequence[tuple[Parsed, ...]]) -> list[str]:
    found = []
    for genre in sorted({document.golds[0].corpus for document in documents}):
        some = [n for n, document in enumerate(documents) if document.golds[0].corpus == genre]
        score = _score([documents[n] for n in some], [whole[n] for n in some])
        found.append(_row(f"- {genre.removeprefix('ewt-')}, raw text", score))
    return found


def _score(documents: Sequence[Document], parses: Sequence[tuple[Parsed, ...]]) -> dict[str, float]:
    """Counts. A word is right only where it begins and ends as the true one does."""
    counts: dict[str, float] = defaultdict(float)
    for document, parsed in zip(documents, parses, strict=True):
        own, true = _own(parsed), _true(document)
        counts["own words"] += len(own)
        counts["words"] += len(true)
        for span, (upos, head, deprel, factual) in true.items():
            mine = own.get(span)
            if factual is not None:
                counts["predicates"] += 1
                counts["factual"] += mine is not None and (mine[3] > _HALF) == (factual > 0)
            if mine is None:
                continue
            counts["same words"] += 1
            if not upos:
                continue
            counts["upos"] += mine[0] == upos
            counts["uas"] += mine[1] == head
            part = mine[2].split(":")[0] == deprel.split(":")[0]
            counts["las"] += mine[1] == head and part
            counts["las subtypes"] += mine[1] == head and mine[2] == deprel
        starts = {(s.words[0].start, s.words[-1].end) for s in parsed if s.words}
        true_starts = {
            (begin + gold.offsets[0][0], begin + gold.offsets[-1][1])
            for begin, gold in zip(document.begins, document.golds, strict=True)
        }
        counts["own sentences"] += len(starts)
        counts["sentences"] += len(true_starts)
        counts["same sentences"] += len(starts & true_starts)
        mine_names, true_names = _own_names(parsed), _true_names(document)
        counts["own names"] += len(mine_names)
        counts["names"] += len(true_names)
        counts["same names"] += len(mine_names & true_names)
    return counts


def _own(parsed: Sequence[Parsed]) -> dict[Span, tuple[str, Span | None, str, float]]:
    found: dict[Span, tuple[str, Span | None, str, float]] = {}
    for sentence in parsed:
        for word in sentence.words:
            above = sentence.words[word.head - 1] if word.head else None
            head = (above.start, above.end) if above else None
            found[word.start, word.end] = (word.upos, head, word.deprel, word.factual)
    return found


def _true(document: Document) -> dict[Span, tuple[str, Span | None, str, float | None]]:
    found: dict[Span, tuple[str, Span | None, str, float | None]] = {}
    for begin, gold in zip(document.begins, document.golds, strict=True):
        places = [(begin + start, begin + end) for start, end in gold.offsets]
        for number, place in enumerate(places):
            up = gold.upos[number] if gold.upos else ""
            above = gold.heads[number] if gold.heads else 0
            head = places[above - 1] if above else None
            deprel = gold.deprels[number] if gold.deprels else ""
            found[place] = (up, head, deprel, gold.factual.get(number))
    return found


def _own_names(parsed: Sequence[Parsed]) -> set[tuple[int, int, str]]:
    return {
        (sentence.words[name.first].start, sentence.words[name.end - 1].end, name.kind.value)
        for sentence in parsed
        for name in sentence.names
        if name.kind is not NameKind.NATIONALITY
    }


def _true_names(document: Document) -> set[tuple[int, int, str]]:
    return {
        (begin + gold.offsets[first][0], begin + gold.offsets[end - 1][1], kind)
        for begin, gold in zip(document.begins, document.golds, strict=True)
        for first, end, kind in spans(gold.names)
        if kind != "OTH"
    }
